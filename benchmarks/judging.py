#!/usr/bin/env python3
"""How long a transcript takes to be judged, and how that grows with its length and the number of tips.

    python benchmarks/judging.py [BANK] [--runs 5]

The transcripts are words drawn (seed 0) from the examples of a bank, the shipped one unless told otherwise; the tips
are drawn from its key points, two words of any each, so that most are made of words that do occur. Each figure is the
least of the runs: what the work takes, without what else the machine did.
"""

import argparse
import random
import time

from rich.console import Console
from rich.table import Table

import voiceprep
from voiceprep.bank import find_bank, load_bank
from voiceprep.model import KeyPoint, Question, Tip
from voiceprep.text import spoken_words

CASES = ((20, 450), (20, 1000), (20, 10_000), (100, 1000), (500, 1000), (500, 2000), (500, 5000), (500, 10_000))
"""Tips and words; 450 words are 3 minutes of speech."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bank", nargs="?", default="ml-engineer")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    bank = load_bank(find_bank(options.bank))
    chance = random.Random(0)
    spoken = [word for question in bank.questions for word in spoken_words(question.example)]
    points = [word for phrase in bank.phrases for word in spoken_words(phrase)]
    table = Table("tips", "words", "ms", "us a tip and 1000 words", title=f"Judging, least of {options.runs} runs")
    for tips, words in CASES:
        made = [KeyPoint(" ".join(chance.choices(points, k=2))) for _ in range(tips)]
        question = Question("q", "Which?", tuple(Tip(point.keyword, (point,)) for point in made))
        answer = " ".join(chance.choices(spoken, k=words))
        times = []
        for _ in range(options.runs):
            began = time.perf_counter()
            voiceprep.judge(question, answer)
            times.append(time.perf_counter() - began)
        best = min(times)
        table.add_row(str(tips), str(words), f"{1e3 * best:.1f}", f"{1e6 * best / tips / words * 1e3:.0f}")
    Console(width=90).print(table)


if __name__ == "__main__":
    main()
