#!/usr/bin/env python3
"""How fairly spoken answers are judged: against what a person who heard them says was said.

    python benchmarks/verdicts.py [--show]

The sets of `benchmarks/tips/` that have answers: two to a tip, as people talk, each with the points that a fair
interviewer would say were made in it, in whatever words. "Annotated" judges by the points that a person wrote, which
is what an author gets who names key points; "derived" by those that are derived from the plain tip. Of the first there
is a truth for each point: precision and recall of `said`, and of `said` and `maybe`. Of both there is a share of the
tip that was covered (`maybe` counts half): Pearson's r with the person's share, and the mean share of what was covered
and what was not. `--show` lists the points on which the program and the person differ.

`benchmarks/denials.yaml` has pieces of spoken answers, each naming a topic that the speaker claims or denies, most of
them hard: a "not", a "without" or an "instead" stands beside what is claimed, and what is denied is denied in other
words than no. Right is a claim that is `said`, and a denial that is `rejected`. Neither knows of the program.
"""

import argparse
from collections import Counter
from pathlib import Path

import yaml
from key_points import TIPS
from measuring import pearson
from rich.console import Console
from rich.table import Table

from voiceprep import judge
from voiceprep.bank import derivable_points, with_abbreviations
from voiceprep.model import KeyPoint, Question, Tip

DENIALS = Path(__file__).parent / "denials.yaml"


def point(annotated):
    """The key point of an annotated one: a phrase, or several of which any is enough."""
    ways = annotated["any"] if isinstance(annotated, dict) else [annotated]
    return KeyPoint(ways[0], tuple(ways[1:]))


def share(verdict):
    """How much of a tip was covered."""
    return (verdict.count("said") + verdict.count("maybe") / 2) / len(verdict.points) if verdict.points else 0.0


def judged(file):
    """Of each answer: its text, the person's verdict on each annotated point, and ours by these and by derived ones."""
    for number, asked in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
        for tip in asked["tips"]:
            if not tip["points"] or "answers" not in tip:
                continue
            named = Tip(tip["tip"], tuple(map(point, tip["points"])))
            plain = Tip(tip["tip"], derivable_points(tip["tip"], asked["ask"]), derived=True)
            questions = [with_abbreviations(Question(f"q{number}", asked["ask"], (t,))) for t in (named, plain)]
            for answer in tip["answers"]:
                made = [i in answer["said"] for i in range(len(tip["points"]))]
                yield answer["text"], made, *(judge(question, answer["text"]) for question in questions)


def rates(pairs):
    """Precision and recall of pairs of what is so and what we say."""
    found = Counter(pairs)
    right = found[True, True]
    return right / max(1, right + found[False, True]), right / max(1, right + found[True, False])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    console = Console(width=120)
    points = Table("answers", "points", "made", "said: P R", "any: P R", title="Annotated points")
    shares = Table("answers", "by", "r", "share where all was made", "where none was", title="Share of a tip")
    for file in sorted(TIPS.glob("*.yaml")):
        rows = list(judged(file))
        if not rows:
            continue
        truths = [so for _, made, _, _ in rows for so in made]
        ours = [point.verdict for _, _, named, _ in rows for point in named.points]
        said = rates(zip(truths, (word == "said" for word in ours), strict=True))
        anything = rates(zip(truths, (word != "missing" for word in ours), strict=True))
        table = ("{:.2f} {:.2f}".format(*row) for row in (said, anything))
        points.add_row(f"{file.stem}, {len(rows)}", str(len(truths)), str(sum(truths)), *table)
        wanted = [sum(made) / len(made) for _, made, _, _ in rows]
        for by, verdicts in (("annotated", [row[2] for row in rows]), ("derived", [row[3] for row in rows])):
            got = [share(verdict) for verdict in verdicts]
            means = ([g for w, g in zip(wanted, got, strict=True) if w == end] for end in (1.0, 0.0))
            r = pearson(wanted, got)
            shares.add_row(file.stem, by, f"{r:.2f}", *(f"{sum(m) / max(1, len(m)):.2f}" for m in means))
        for text, made, named, _ in rows if options.show else ():
            for so, found in zip(made, named.points, strict=True):
                if so != (found.verdict == "said"):
                    how = f" ({found.evidence.how}: {found.evidence.text})" if found.evidence else ""
                    person = "made" if so else "not made"
                    console.print(f"{found.keyword}: {person}, {found.verdict}{how}\n  {text}", markup=False)
    console.print(points)
    console.print(shares)


if __name__ == "__main__":
    main()
