#!/usr/bin/env python3
"""How well denials are told from claims: on pieces made up without knowledge of the rules.

    python benchmarks/denials.py [FILE.yaml] [--show]

A file lists pieces with the topic that each names, and whether the speaker claims or denies it; without one it is
`denials.yaml`, which a language model made up; no real candidate said any of it. Most are hard: a "not", a "without"
or an "instead" stands beside what is claimed, and what is denied is denied in other words than no. A claim is right
where it is `said`, a denial where it is `rejected`. `--show` lists the pieces that are wrong.
"""

import argparse
from collections import Counter
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from voiceprep import judge
from voiceprep.model import KeyPoint, Question, Tip


def is_right(piece):
    """Whether a piece gets the verdict that its label asks for."""
    question = Question("q", "What have you done?", (Tip("", (KeyPoint(piece["topic"]),)),))
    (point,) = judge(question, piece["text"]).points
    if piece["label"] == "claim":
        return point.verdict == "said"
    return point.evidence is not None and point.evidence.how == "rejected"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=Path(__file__).with_name("denials.yaml"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    console = Console(width=120)
    pieces = yaml.safe_load(options.file.read_text(encoding="utf-8"))
    right = [is_right(piece) for piece in pieces]
    number = Counter(piece["label"] for piece in pieces)
    table = Table("pieces", "number", "right")
    for label, count in sorted(number.items()):
        found = sum(r for r, piece in zip(right, pieces, strict=True) if piece["label"] == label)
        table.add_row(f"{label}s", str(count), str(found))
    for r, piece in zip(right, pieces, strict=True):
        if options.show and not r:
            console.print(f"{piece['label']}, {piece['topic']}: {piece['text']}", markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
