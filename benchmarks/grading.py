#!/usr/bin/env python3
"""How well the coverage of a written answer agrees with the grade that people gave it, and what it costs.

    python benchmarks/grading.py FILE.jsonl... [--fit]

A file holds a JSON object a line: question_id, question, reference (the model answer), answer, grade (0-1). The
sentences of a reference are the tips of its question; its key points are derived from them as from any plain tip. The
table has Pearson's r of the grade with the coverage ((said + maybe / 2) / points), over all answers and as the mean
within a question; the same for plain word overlap (share of the reference's words that occur, endings cut off); and,
where the file has two markers' grades, theirs. Then the share of points that answers earn on their own question and on
another of the file, drawn at random (seed 0): the nearer the second is to none, the less is given for nothing.

`--fit` tries the global numbers of the judging of derived points, one at a time, others as shipped.
"""

import argparse
import json
import random
import re
import time
from collections import defaultdict
from pathlib import Path

from measuring import pearson
from rich.console import Console
from rich.table import Table

from voiceprep import judge
from voiceprep.derivation import derive_points, points
from voiceprep.derivation.words import FUNCTION_WORDS
from voiceprep.judging import scattered, windows
from voiceprep.model import Question, Tip

TRIED = (
    (scattered, "_LEAST_PART", (0.3, 0.5, 0.67, 1.01)),
    (scattered, "_REACH", (2, 4, 8)),
    (windows, "_SLIP", (80.0, 85.0, 90.0)),
    (points, "_LONGEST_RUN", (2, 3, 4)),
)


def read(file):
    """The rows of a file and its questions by id."""
    rows = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    questions = {}
    for row in rows:
        if row["question_id"] not in questions:
            sentences = [s for s in re.split(r"(?<=[.!?;])\s+", row["reference"]) if s.strip()]
            tips = tuple(Tip(s, derive_points(s, row["question"]), derived=True) for s in sentences)
            questions[row["question_id"]] = Question(row["question_id"], row["question"], tips)
    return rows, questions


def coverage(verdict):
    """The share of points made, half for `maybe`."""
    if not verdict.points:
        return 0.0
    return (verdict.count("said") + verdict.count("maybe") / 2) / len(verdict.points)


def words(text):
    """What plain overlap compares."""
    plain = (re.sub(r"(ing|ed|es|s|ly)$", "", w) for w in re.findall(r"[a-z0-9]+", text.lower()))
    return {w for w in plain if w not in FUNCTION_WORDS}


def within(rows, values):
    """The mean of r within the questions of five answers or more."""
    groups = defaultdict(list)
    for row, value in zip(rows, values, strict=True):
        groups[row["question_id"]].append((row["grade"], value))
    found = [r for pairs in groups.values() if len(pairs) > 4 if (r := pearson(*zip(*pairs, strict=True))) == r]
    return sum(found) / len(found)


def judged(rows, questions):
    """The verdicts, and the milliseconds an answer."""
    began = time.perf_counter()
    verdicts = [judge(questions[row["question_id"]], row["answer"]) for row in rows]
    return verdicts, 1000 * (time.perf_counter() - began) / len(rows)


def earned(verdicts):
    """The percentage of points said, and of those said or maybe."""
    points = sum(len(v.points) for v in verdicts)
    said, maybe = (sum(v.count(word) for v in verdicts) for word in ("said", "maybe"))
    return f"{100 * said / points:.1f}", f"{100 * (said + maybe) / points:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--fit", action="store_true", help="try other global numbers")
    options = parser.parse_args()
    console = Console(width=110)
    agreement = Table(
        "file", "answers", "ms an answer", "coverage, all", "within", "plain overlap, all", "within", "markers"
    )
    given = Table("file", "own: said %", "own: any %", "others': said %", "others': any %")
    for file in options.files:
        rows, questions = read(file)
        grades = [row["grade"] for row in rows]
        verdicts, milliseconds = judged(rows, questions)
        ours = [coverage(v) for v in verdicts]
        references = [words(row["reference"]) for row in rows]
        plain = [len(r & words(row["answer"])) / max(1, len(r)) for r, row in zip(references, rows, strict=True)]
        markers = "-"
        if "grade_1" in rows[0]:
            markers = f"{pearson([r['grade_1'] for r in rows], [r['grade_2'] for r in rows]):.3f}"
        agreement.add_row(
            Path(file).name, str(len(rows)), f"{milliseconds:.2f}", f"{pearson(ours, grades):.3f}",
            f"{within(rows, ours):.3f}", f"{pearson(plain, grades):.3f}", f"{within(rows, plain):.3f}", markers,
        )  # fmt: skip
        chance = random.Random(0)
        ids = sorted(questions)
        others = [
            judge(questions[chance.choice([i for i in ids if i != row["question_id"]])], row["answer"]) for row in rows
        ]
        given.add_row(Path(file).name, *earned(verdicts), *earned(others))
    console.print(agreement, given)
    if options.fit:
        console.print(_tried(options.files))


def _tried(files):
    table = Table("number", "value", *(Path(file).name for file in files))
    for module, name, values in TRIED:
        shipped = getattr(module, name)
        for value in values:
            setattr(module, name, value)
            derive_points.cache_clear()
            cells = []
            for file in files:
                rows, questions = read(file)
                ours = [coverage(v) for v in judged(rows, questions)[0]]
                cells.append(f"{pearson(ours, [row['grade'] for row in rows]):.3f}")
            table.add_row(name, f"{value}{' (shipped)' if value == shipped else ''}", *cells)
        setattr(module, name, shipped)
    derive_points.cache_clear()
    return table


if __name__ == "__main__":
    main()
