#!/usr/bin/env python3
"""What adapting the embedded recogniser to a bank buys, and what it costs.

    python benchmarks/adapted_model.py FOLDER [--lean WORD PAIR]... [--jobs 2]

FOLDER holds real answers with their transcripts: bank.yaml, labels.json and the sound. Every clip is decoded in blocks
of 20 ms, as live sound is, with the general model and with one adapted to the whole bank, once for every `--lean`.
Beside its own points each answer is judged against every *other* question of the bank: `other` is how many of the
points that its reference transcript does not make were given all the same.
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from measuring import Tally, read_labels
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES
from voiceprep.bank import load_bank
from voiceprep.hearing.adaptation import adapted
from voiceprep.hearing.language_model import LEAN, Lean
from voiceprep.hearing.listening import listener_for
from voiceprep.hearing.sphinx import SphinxDecoder
from voiceprep.judging import judge


def decode(sound_file, phrases, cache, how):
    """Text, CPU seconds while listening and seconds from the last block to the transcript."""
    with adapted(phrases, cache, how=how) as adaptation:
        decoder = SphinxDecoder(listener_for(()), adaptation)
    pcm = read_sound(sound_file).pcm
    began = time.process_time()
    decoder.start()
    for start in range(0, len(pcm), BLOCK_BYTES):
        decoder.feed(pcm[start : start + BLOCK_BYTES])
    busy, ended = time.process_time() - began, time.monotonic()
    text = decoder.finish().text
    return text, busy, time.monotonic() - ended


def points(question, text, verdict):
    return {point.keyword for point in judge(question, text).points if point.verdict == verdict}


def row_of(bank, labels, decoded):
    """The tally's figures, share of other questions' points given, CPU, end delay."""
    questions = {question.id: question for question in bank.questions}
    tally, other, others = Tally(), 0, 0
    for clip, (text, _, _) in decoded.items():
        label = labels[clip]
        verdicts = [(point.keyword, point.verdict) for point in judge(questions[clip], text).points]
        tally.add(label["text"], text, verdicts, label["said"], label["unsaid"])
        for id, question in questions.items():
            if id != clip:
                not_made = points(question, label["text"], "missing")
                other, others = other + len(points(question, text, "said") & not_made), others + len(not_made)
    seconds = sum(labels[clip]["seconds"] for clip in decoded)
    return (
        *tally.cells,
        f"{100 * other / others:.2f} %",
        f"{sum(busy for _, busy, _ in decoded.values()) / seconds:.2f}",
        f"{max(delay for *_, delay in decoded.values()):.2f}",
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lean", type=float, nargs=2, action="append", metavar=("WORD", "PAIR"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    bank = load_bank(args.folder / "bank.yaml")
    labels = read_labels(args.folder)
    table = Table("model", *Tally.HEADINGS, "other", "CPU s / s", "end (s)")
    with tempfile.TemporaryDirectory() as cache, ProcessPoolExecutor(args.jobs) as pool:
        for how in (None, *(Lean(*weights) for weights in args.lean or [(LEAN.word, LEAN.pair)])):
            phrases = bank.phrases if how else ()
            decoding = {
                clip: pool.submit(decode, args.folder / label["audio"], phrases, Path(cache), how or LEAN)
                for clip, label in labels.items()
            }
            decoded = {clip: future.result() for clip, future in decoding.items()}
            name = f"word {how.word:g}, pair {how.pair:g}" if how else "general"
            table.add_row(name, *row_of(bank, labels, decoded))
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
