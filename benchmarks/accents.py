#!/usr/bin/env python3
"""Whom the recogniser fails: words and phrases heard of short read sentences, by the speakers' accent.

    python benchmarks/accents.py FOLDER [--jobs 2]

FOLDER holds transcripts.json, a list of objects with `audio`, `text` and `accent`, and the sound; an accent's first
word is the group. A sentence's words of five letters and more, and pairs of them that are neighbours, are the points
that its speaker made; those of all other sentences are the points not made, unless the sentence itself makes them, too.
All of them together are the bank that the recogniser adapts to, and every clip is scored by the live path.

There are about fifty points not made for each that was made: compare precision between rows, not with other tables.
A group of a few speakers tells little: one sentence more or less moves it by the width of the differences.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from measuring import Tally, plain_words
from rich.console import Console
from rich.table import Table

from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.judging import judge
from voiceprep.model import Bank, KeyPoint, Question, Tip
from voiceprep.practice.scoring import score_files

LETTERS = 5


def points_of(text):
    """The sentence's long words, and its pairs of neighbours that are both long."""
    words = plain_words(text)
    pairs = [f"{a} {b}" for a, b in pairwise(words) if min(len(a), len(b)) >= LETTERS]
    return dict.fromkeys([word for word in words if len(word) >= LETTERS] + pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    clips = json.loads((args.folder / "transcripts.json").read_text(encoding="utf-8"))
    every = dict.fromkeys(point for clip in clips for point in points_of(clip["text"]))
    question = Question("sentence", "Read the sentence.", (Tip("Its words.", tuple(KeyPoint(p) for p in every)),))
    files = [(args.folder / clip["audio"], question) for clip in clips]
    groups = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as cache:
        bank = Bank("sentences", (question,))
        scored = score_files(bank, files, Choice(DEFAULT), args.jobs, lambda: datetime.now(UTC), Path(cache))
        for clip, (_, record) in zip(clips, scored, strict=True):
            if isinstance(record, Exception):
                raise SystemExit(f"{clip['audio']}: {record}")
            made = points_of(clip["text"])
            not_made = {p.keyword for p in judge(question, clip["text"]).points if p.verdict == "missing"} - {*made}
            verdicts = [(point["keyword"], point["verdict"]) for point in record["points"]]
            for group in (clip["accent"].split()[0], "all"):
                groups[group].add(clip["text"], record["transcript"]["text"], verdicts, made, not_made)
    table = Table("accent", "speakers", "words", "points", *Tally.HEADINGS, "heard nothing")
    for group, tally in sorted(groups.items(), key=lambda item: (item[0] == "all", -item[1].clips, item[0])):
        table.add_row(group, *map(str, (tally.clips, tally.words, tally.made)), *tally.cells, str(tally.unheard))
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
