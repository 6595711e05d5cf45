"""What the benchmarks share: folders of speech, word errors, the tally of points heard, and spread of times."""

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation

import numpy as np

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.hearing.vad import VoiceActivity, silero

SOUND_FILES = {".wav", ".flac", ".ogg", ".mp3"}
EDGE_S = 0.2


def read_labels(folder):
    """From each clip to its `audio`, `text`, `seconds`, and the phrases `said` and `unsaid` in it."""
    return json.loads((folder / "labels.json").read_text(encoding="utf-8"))


def joined(folder, seconds):
    """Speech of that length from the folder's sound files, over again where they are short, without long pauses.

    The silence at both ends of each file is cut to `EDGE_S`: joined, it would end an answer.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix in SOUND_FILES)
    wanted, pcm, activity = 2 * round(seconds * RATE_HZ), b"", VoiceActivity(silero())
    while len(pcm) < wanted:
        before = len(pcm)
        for file in files:
            if len(pcm) < wanted:
                pcm += spoken_part(read_sound(file).pcm, activity)
        if len(pcm) == before:
            raise SystemExit(f"In {folder} nobody speaks.")
    return Sound(pcm[:wanted])


def spoken_part(pcm, activity):
    """From the first word to the last."""
    activity.reset()
    activity.feed(pcm)
    if not activity.spans:
        return b""
    first, last = activity.spans[0].start_s - EDGE_S, activity.spans[-1].end_s + EDGE_S
    return pcm[2 * max(0, round(first * RATE_HZ)) : 2 * round(last * RATE_HZ)]


def tree(process):
    """The process and all its descendants, by id; Linux."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                yield from tree(int(child))


def plain_words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def word_errors(reference, heard):
    """Least number of word insertions, deletions and substitutions."""
    row = list(range(len(heard) + 1))
    for i, r in enumerate(reference, 1):
        last, row[0] = row[0], i
        for j, h in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (r != h))
    return row[-1]


def share(part, whole, digits=2):
    return f"{part / whole:.{digits}f}" if whole else "-"


@dataclass
class Tally:
    """Word errors and points heard, over as many answers as are added."""

    clips: int = 0
    unheard: int = 0
    """Answers in which nothing was heard."""
    words: int = 0
    errors: int = 0
    made: int = 0
    """Points that the speakers made."""
    true: int = 0
    """Of these, those with the verdict `said`."""
    false: int = 0
    """Points not made, with the verdict `said`."""
    any_true: int = 0
    """As `true`, with the verdict `said` or `maybe`."""
    any_false: int = 0

    def add(self, reference, heard, verdicts, made, not_made):
        """Count one answer: two texts, pairs of keyword and verdict, and the keywords made and not made in it."""
        right = plain_words(reference)
        self.clips, self.unheard = self.clips + 1, self.unheard + (not heard)
        self.words, self.errors = self.words + len(right), self.errors + word_errors(right, plain_words(heard))
        said = {keyword for keyword, verdict in verdicts if verdict == "said"}
        likely = {keyword for keyword, verdict in verdicts if verdict in ("said", "maybe")}
        made, not_made = set(made), set(not_made)
        self.made += len(made)
        self.true, self.false = self.true + len(said & made), self.false + len(said & not_made)
        self.any_true, self.any_false = self.any_true + len(likely & made), self.any_false + len(likely & not_made)

    HEADINGS = ("WER", "said P", "said R", "any P", "any R", "any F1")

    @property
    def cells(self):
        """The figures under `HEADINGS`; "-" where there is nothing to divide by."""
        return (
            share(self.errors, self.words, 3),
            share(self.true, self.true + self.false),
            share(self.true, self.made, 3),
            share(self.any_true, self.any_true + self.any_false),
            share(self.any_true, self.made, 3),
            share(2 * self.any_true, self.any_true + self.any_false + self.made, 3),
        )


def spread(values):
    """Median and 95th percentile, interpolated: of few runs the latter is nearly the worst."""
    return tuple(float(value) for value in np.quantile(values, (0.5, 0.95)))


def pearson(x, y):
    """Pearson's correlation coefficient; not a number where one of the two does not vary."""
    try:
        return correlation(x, y)
    except StatisticsError:
        return float("nan")
