#!/usr/bin/env python3
"""How well key points are derived from plain tips: against points that were annotated by hand.

    python benchmarks/key_points.py [--page PAGE.txt] [--show]

The tips of `benchmarks/tips/` are our own: each file has questions with tips and their points, written and annotated
without knowledge of the derivation. `--page` adds the tips of a page's text (numbered questions, "Tips:", a bullet
each), whose annotation `ml-engineer-page.yaml` has without the sentences; that one is by the derivation's own author.
All but `thirty-five-roles` were tuned on; docs/benchmarks.md has what each set showed the first time.

A derived point is right where one of its ways has the words of one of an annotated point's, by word family and
without articles; roughly right where half of the words of both together are in both ("disclosure", "prompt
disclosure"), as people's annotations differ in such words as well; and "held" where one has all the words of the
other. `--show` lists what is extra and what was lost, word for word. Of the sets in `tips/second/` the tips were
annotated a second time from the sentences alone: how far two annotations agree shows how much of the rest is a matter
of wording. All sets but the page were made up and annotated by language models, not by people.
"""

import argparse
import re
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from voiceprep.bank import derivable_points
from voiceprep.families import family
from voiceprep.text import spoken_words

TIPS = Path(__file__).parent / "tips"
PAGE = "ml-engineer-page"
ARTICLES = frozenset(["a", "an", "the", "of", "your", "their", "and"])


def own(file):
    """The question, sentence and points of each tip of a file."""
    for question in yaml.safe_load(file.read_text(encoding="utf-8")):
        for tip in question["tips"]:
            yield question["ask"], tip["tip"], tip["points"]


def page(file):
    """The same of the page, with the points that are kept here."""
    text = Path(file).read_text(encoding="utf-8")
    questions = re.findall(r"\n(\d+)\. (.+?)\n(.*?)(?=\n\d+\. |\nHow to prepare)", text, re.DOTALL)
    annotated = yaml.safe_load((TIPS / f"{PAGE}.yaml").read_text(encoding="utf-8"))
    for (_, ask, body), tips in zip(questions, annotated, strict=True):
        for sentence, points in zip(re.findall(r"• (.+)", body), tips, strict=True):
            yield ask, sentence, points


def key(phrase):
    """What two ways to write a phrase share."""
    return frozenset(family(word) for word in spoken_words(phrase) if word not in ARTICLES)


def ways(points):
    """The keys of each annotated point's ways."""
    return [{key(way) for way in (p["any"] if isinstance(p, dict) else [p])} for p in points]


def word_for_word(a, b):
    return a == b and bool(a)


def roughly(a, b):
    """Whether half of the words of both together are in both."""
    return len(a & b) >= len(a | b) / 2 > 0


def one_holds_the_other(a, b):
    """The field's approximate matching (Zesch and Gurevych, RANLP 2009), in both of its directions."""
    return bool(a and b) and (a <= b or b <= a)


def agree(one, other, alike):
    """Whether a way of one point is like a way of another."""
    return any(alike(a, b) for a in one for b in other)


def agreement(first, second, alike):
    """Precision and recall of the second annotator's points, were the first's the truth."""
    right = twice = once = 0
    for (_, _, a), (_, _, b) in zip(first, second, strict=True):
        right += sum(any(agree(way, other, alike) for other in ways(a)) for way in ways(b))
        twice += len(b)
        once += sum(any(agree(way, other, alike) for other in ways(b)) for way in ways(a))
    return right / twice, once / sum(len(a) for _, _, a in first)


def compare(ask, tip, points, alike=word_for_word):
    """The derived points that are right and those that are not, and the annotated ones that were lost."""
    wanted = ways(points)
    derived = derivable_points(tip, ask)
    ours = [{key(way) for way in (point.keyword, *point.aliases)} for point in derived]
    right = [point for point, own in zip(derived, ours, strict=True) if any(agree(own, w, alike) for w in wanted)]
    lost = [p for p, theirs in zip(points, wanted, strict=True) if not any(agree(theirs, o, alike) for o in ours)]
    return right, [point for point in derived if point not in right], lost


def counted(tips, alike):
    """Precision and recall of a set."""
    rights = extras = losses = 0
    for ask, tip, points in tips:
        right, extra, lost = compare(ask, tip, points, alike)
        rights, extras, losses = rights + len(right), extras + len(extra), losses + len(lost)
    return rights / (rights + extras), 1 - losses / sum(len(points) for _, _, points in tips)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", metavar="PAGE.txt")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    console = Console(width=110)
    sets = {file.stem: list(own(file)) for file in sorted(TIPS.glob("*.yaml")) if file.stem != PAGE}
    if options.page:
        sets[PAGE] = list(page(options.page))
    table = Table("tips", "points", "precision, recall", "roughly", "held", "a second annotation", "roughly")
    for name, tips in sets.items():
        again = TIPS / "second" / f"{name}.yaml"
        second = list(own(again)) if again.exists() else None
        rows = [counted(tips, alike) for alike in (word_for_word, roughly, one_holds_the_other)]
        rows += [agreement(tips, second, alike) for alike in (word_for_word, roughly)] if second else []
        points = sum(len(points) for _, _, points in tips)
        table.add_row(name, str(points), *("{:.2f} {:.2f}".format(*row) for row in rows))
        for ask, tip, points in tips if options.show else ():
            _, extra, lost = compare(ask, tip, points)
            if extra or lost:
                console.print(f"{tip}\n  extra: {[p.keyword for p in extra]}\n  lost: {lost}", markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
