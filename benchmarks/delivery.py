#!/usr/bin/env python3
"""How far the pace of an answer can be trusted, where nearly half of its words are misheard.

    python benchmarks/delivery.py FOLDER [--jobs 2]

FOLDER holds real answers with their transcripts: bank.yaml, labels.json and the sound. Every clip is heard by the live
path. The pace needs the number of words and the time from the first to the last; the transcripts have no times, so:

said      words of the clip's own text, a minute, between the first and the last voice that the voice detector finds
heard     what voiceprep reports: words heard a minute, between the first and the last word heard
remark    what the text's pace deserves, and what the reported one gets: fast, slow, none
pauses    of 2 s and more: gaps in the voice, and gaps between the words heard
fillers   of the texts that keep them (labels.json says "disfluencies"), and of what was heard
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from measuring import read_labels
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.bank import load_bank
from voiceprep.errors import VoiceprepError
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.hearing.sphinx import LEAVES_OUT
from voiceprep.hearing.vad import VoiceActivity, silero
from voiceprep.judging.delivery import FAST_WPM, LONG_PAUSE_S, SLOW_WPM
from voiceprep.judging.fillers import count_fillers
from voiceprep.practice.scoring import score_files
from voiceprep.text import spoken_words


def voiced(file):
    """Seconds from the first voice to the last, and the number of long gaps between."""
    activity = VoiceActivity(silero())
    activity.feed(read_sound(file).pcm)
    spans = activity.spans
    gaps = [b.start_s - a.end_s for a, b in pairwise(spans)]
    return spans[-1].end_s - spans[0].start_s, sum(gap >= LONG_PAUSE_S for gap in gaps)


def remark(wpm, slow=SLOW_WPM):
    return "fast" if wpm > FAST_WPM else "slow" if wpm < slow else "none"


def fillers(text):
    return count_fillers(text).certain.total()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    bank, labels = load_bank(args.folder / "bank.yaml"), read_labels(args.folder)
    questions = {question.id: question for question in bank.questions}
    files = [(args.folder / label["audio"], questions[clip]) for clip, label in labels.items()]
    columns = ("words said", "heard", "wpm said", "heard", "without pauses", "error", "remark", "pauses", "fillers")
    table = Table("", *columns)
    errors, remarks = [], []
    with tempfile.TemporaryDirectory() as cache:
        records = score_files(bank, files, Choice(DEFAULT), args.jobs, lambda: datetime.now(UTC), Path(cache))
        for (clip, label), (file, record) in zip(labels.items(), records, strict=True):
            if isinstance(record, VoiceprepError):
                raise SystemExit(f"{clip}: {record}")
            delivery = record["delivery"]
            seconds, gaps = voiced(file)
            said, heard = len(spoken_words(label["text"])), len(record["transcript"]["words"])
            said_wpm, heard_wpm = 60 * said / seconds, delivery["words_per_minute"]
            errors.append(heard_wpm / said_wpm - 1)
            remarks.append((remark(said_wpm), remark(heard_wpm, SLOW_WPM * (1 - LEAVES_OUT))))
            kept = "disfluencies" in label["style"]
            table.add_row(
                clip,
                str(said),
                str(heard),
                f"{said_wpm:.0f}",
                str(heard_wpm),
                str(delivery["words_per_minute_without_pauses"]),
                f"{errors[-1]:+.1%}",
                ", ".join(remarks[-1]),
                f"{gaps}, {delivery['pauses']['count']}",
                f"{fillers(label['text'])}, {fillers(record['transcript']['text'])}" if kept else "-",
            )
    console = Console(width=150)
    console.print(table)
    same = sum(a == b for a, b in remarks)
    console.print(
        f"Error of the pace: {np.mean(errors):+.1%} on average, {np.mean(np.abs(errors)):.1%} in size, "
        f"{max(errors, key=abs):+.1%} at worst; the same remark for {same} of {len(remarks)}."
    )


if __name__ == "__main__":
    sys.exit(main())
