#!/usr/bin/env python3
"""How well the points of real answers are heard, and how often a point that was not made is given all the same.

    python benchmarks/hearing.py FOLDER [--jobs 2]

FOLDER holds real answers with their transcripts: bank.yaml, labels.json and the sound. Every clip is heard by the live
path. The first table judges each on its own points, which labels.json sorts into said and unsaid:

words alone  of the model that is adapted to the whole bank
with sound   the same, with what was spotted in the sound; this is what voiceprep does. Then by group of speakers

The second table judges answers against the *other* questions of a bank, on the points that the answer's own text does
not make: the clips against the rest of their bank, the clips against the shipped questions, and the shipped example
answers, spoken by two synthetic voices (flite, where it is installed), against the other shipped questions.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import local

from measuring import Tally, read_labels
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.ear import hear_sound
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.judging import judge
from voiceprep.practice.scoring import new_ear

VOICES = ("rms", "slt")


def hear_all(files, phrases, jobs, cache):
    """The transcript of each file by the live path, and the wall seconds that all took."""
    mine, ears = local(), []

    def hear(file):
        if not hasattr(mine, "ear"):
            mine.ear = new_ear(Choice(DEFAULT), phrases, cache)
            ears.append(mine.ear)
        return hear_sound(read_sound(file).pcm, mine.ear, BLOCK_BYTES)[0]

    began = time.monotonic()
    try:
        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(hear, files)), time.monotonic() - began
    finally:
        for ear in ears:
            ear.recogniser.close()


def without_sound(transcript):
    return replace(transcript, spotted=())


def tally_of(bank, labels, transcripts, chosen):
    questions = {question.id: question for question in bank.questions}
    tally = Tally()
    for clip, transcript in transcripts.items():
        if clip in chosen:
            verdicts = [(p.keyword, p.verdict) for p in judge(questions[clip], transcript).points]
            tally.add(labels[clip]["text"], transcript.text, verdicts, labels[clip]["said"], labels[clip]["unsaid"])
    return tally


def false_points(answers, questions):
    """Of the points that texts do not make: how many, and how many were `said`, and `said` or `maybe`.

    `answers` are triples of the question's id, what was really said and the transcript.
    """
    points = said = either = 0
    for own, text, transcript in answers:
        for question in questions:
            if question.id != own:
                missing = {p.keyword for p in judge(question, text).points if p.verdict == "missing"}
                verdicts = [p.verdict for p in judge(question, transcript).points if p.keyword in missing]
                points += len(verdicts)
                said += verdicts.count("said")
                either += len(verdicts) - verdicts.count("missing")
    return points, said, either


def spoken_examples(bank, folder):
    """Each question's example answer by each voice: pairs of question and file."""
    for question in bank.questions:
        for voice in VOICES if question.example else ():
            file = folder / f"{question.id}-{voice}.wav"
            subprocess.run(["flite", "-voice", voice, "-t", question.example, "-o", str(file)], check=True)
            yield question, file


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    bank, labels = load_bank(args.folder / "bank.yaml"), read_labels(args.folder)
    shipped = load_bank(find_bank("ml-engineer"))
    files = [args.folder / label["audio"] for label in labels.values()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        heard, took_s = hear_all(files, bank.phrases, args.jobs, folder)
        on_shipped, _ = hear_all(files, shipped.phrases, args.jobs, folder)
        examples = list(spoken_examples(shipped, folder)) if shutil.which("flite") else []
        spoken, _ = hear_all([file for _, file in examples], shipped.phrases, args.jobs, folder)
    transcripts = dict(zip(labels, heard, strict=True))
    table = Table("", *Tally.HEADINGS, title="Own points")
    words = {clip: without_sound(transcript) for clip, transcript in transcripts.items()}
    table.add_row("words alone", *tally_of(bank, labels, words, labels).cells)
    table.add_row("with sound", *tally_of(bank, labels, transcripts, labels).cells)
    for group in dict.fromkeys(label["accent"] for label in labels.values()):
        chosen = {clip for clip in labels if labels[clip]["accent"] == group}
        table.add_row(f"  {group}, {len(chosen)} clips", *tally_of(bank, labels, transcripts, chosen).cells)
    others = Table("", "points not made", "said", "said or maybe", title="Points of other questions")
    texts = [label["text"] for label in labels.values()]
    rows = {
        "clips, their bank": false_points(zip(labels, texts, heard, strict=True), bank.questions),
        "clips, shipped bank": false_points(zip(labels, texts, on_shipped, strict=True), shipped.questions),
    }
    if examples:
        answers = [(q.id, q.example, t) for (q, _), t in zip(examples, spoken, strict=True)]
        rows[f"{len(examples)} spoken examples"] = false_points(answers, shipped.questions)
    rows["all"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    for name, (points, said, either) in rows.items():
        others.add_row(name, str(points), f"{100 * said / points:.2f} %", f"{100 * either / points:.2f} %")
    console = Console(width=110)
    console.print(table)
    console.print(others)
    seconds = sum(label["seconds"] for label in labels.values())
    console.print(f"{took_s / seconds * args.jobs:.2f} s of a core for a second of sound, loading included")


if __name__ == "__main__":
    sys.exit(main())
