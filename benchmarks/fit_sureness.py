#!/usr/bin/env python3
"""Fit the numbers that weigh words and sound into said, maybe and missing, and print what they earn.

    python benchmarks/fit_sureness.py SPEECH [--sentences FOLDER] [--banks 2] [--jobs 2] [--heard FILE] [--write]

SPEECH holds long answers: bank.yaml, labels.json and the sound. FOLDER holds short sentences of many speakers:
transcripts.json (`audio`, `text`, `accent`) and the sound. All are heard by the live path, once for every bank:

named       the phrases that labels.json names for each clip, half of them said
random N    as many phrases drawn from the clips' transcripts: words of five letters and pairs of content words, half
            of each clip's from its own transcript, half from the others'

Each clip is judged on its own phrases, and on those of all other clips that it does not contain. The numbers are a
logistic regression over `Cues.values`; a clip's figures always come from numbers that were fitted without it. With
--write the numbers fitted on everything go into voiceprep/judging/sureness.json.
"""

import argparse
import json
import pickle
import random
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import local

import numpy as np
from measuring import plain_words, read_labels
from rich.console import Console
from rich.table import Table

import voiceprep.judging.sureness
from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES
from voiceprep.hearing.ear import hear_sound
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.judging.matching import cues_of, find, mentions_of
from voiceprep.judging.sureness import Sureness
from voiceprep.judging.windows import Heard
from voiceprep.model import KeyPoint
from voiceprep.practice.scoring import new_ear

NAMED = "named"
LETTERS = 5
PHRASES, SENTENCE_PHRASES = 12, 3
"""Of a clip's and of a sentence's own phrases, so many said and so many not."""
OTHERS_WEIGHT, SENTENCE_OTHERS_WEIGHT = 0.1, 0.03
"""Weight in the fit of a phrase of another clip: there are twenty and fifty of them to each of its own."""
RIDGE = 0.01
MOST_FALSE_SAID, MOST_FALSE_ANY = 0.0115, 0.055
"""Largest shares of other clips' phrases that may be `said`, and `said` or `maybe`; what decides the thresholds."""
STEP = 0.01
_FUNCTION_WORDS = """
a about after again all also am an and any are as at be because been before being below but by can could did do
does doing down during each few for from further get go going got had has have having he her here hers him his
how i if in into is it its just know like me more most my no nor not now of off okay on once one only or other
our out over own same she should so some such than that the their them then there these they this those three
through to too two uh um under until up very was we well were what when where which while who why will with
would yeah you your
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True)
class Clip:
    """A recording, what is said in it, and by what kind of speaker."""

    name: str
    audio: Path
    text: str
    group: str
    long: bool


@dataclass
class Trial:
    """A phrase looked for in a clip."""

    clip: Clip
    bank: str
    own: bool
    made: bool
    cues: list
    written: bool
    rejected: bool


def clips_of(speech, sentences):
    """Every clip, the long answers first."""
    for name, label in read_labels(speech).items():
        yield Clip(name, speech / label["audio"], label["text"], label["accent"], True)
    if sentences:
        for entry in json.loads((sentences / "transcripts.json").read_text(encoding="utf-8")):
            group = (entry["accent"].split() or ["?"])[0]
            yield Clip(Path(entry["audio"]).stem, sentences / entry["audio"], entry["text"], group, False)


def phrases_in(text):
    """The long words of a text, and its pairs of content words that no punctuation parts."""
    found = []
    for part in re.split(r"[.,;:!?\"]+", text):
        words = plain_words(part)
        content = [word for word in words if word.replace("'", "") not in FUNCTION_WORDS]
        found += [word for word in content if len(word) >= LETTERS]
        found += [f"{a} {b}" for a, b in pairwise(words) if a in content and b in content and min(len(a), len(b)) > 2]
    return list(dict.fromkeys(found))


def holds(text, phrase):
    return find(KeyPoint(phrase), Heard(text))[0] != "missing"


def random_bank(clips, each, random):
    """From each clip to its own phrases, True where they are said."""
    drawn = {}
    for clip in clips:
        said = phrases_in(clip.text)
        others = [p for other in clips if other is not clip for p in phrases_in(other.text)]
        unsaid = [p for p in dict.fromkeys(others) if not holds(clip.text, p)]
        count = min(each if len(said) > 4 * each else each // 2, len(said)) or len(said)
        drawn[clip.name] = {
            **dict.fromkeys(random.sample(said, count), True), **dict.fromkeys(random.sample(unsaid, count), False)
        }  # fmt: skip
    return drawn


def trials_of(name, bank, clips, jobs, cache):
    """Hear every clip with the bank's phrases, and look each of them up in it."""
    phrases = list(dict.fromkeys(phrase for own in bank.values() for phrase in own))
    mine, ears = local(), []

    def hear(clip):
        if not hasattr(mine, "ear"):
            mine.ear = new_ear(Choice(DEFAULT), phrases, cache)
            ears.append(mine.ear)
        return hear_sound(read_sound(clip.audio).pcm, mine.ear, BLOCK_BYTES)[0]

    try:
        with ThreadPoolExecutor(jobs) as pool:
            heard = list(pool.map(hear, clips))
    finally:
        for ear in ears:
            ear.recogniser.close()
    trials = []
    for clip, transcript in zip(clips, heard, strict=True):
        words, own = Heard(transcript), bank[clip.name]
        for phrase in phrases:
            if phrase not in own and holds(clip.text, phrase):
                continue
            standing, rejected = mentions_of(KeyPoint(phrase), words)
            cues = cues_of(KeyPoint(phrase), words, standing)
            trials.append(
                Trial(clip, name, phrase in own, own.get(phrase, False), cues, bool(standing), bool(rejected))
            )
    return trials


def fitted(inputs, made, weights):
    """Offset and weights of a ridge logistic regression, by Newton's method on standardised inputs."""
    inputs, made, weights = inputs[weights > 0], made[weights > 0], weights[weights > 0]
    centre, spread = inputs.mean(0), inputs.std(0) + 1e-9
    x = np.column_stack([np.ones(len(inputs)), (inputs - centre) / spread])
    ridge = RIDGE * np.diag([0.0, *np.ones(inputs.shape[1])])
    found = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weights * (made - p)) - ridge @ found
        found += np.linalg.solve((x * (weights * p * (1 - p))[:, None]).T @ x + ridge, gradient)
    slopes = found[1:] / spread
    return found[0] - slopes @ centre, slopes


class Figures:
    """Precision and recall of chosen trials at chosen thresholds; verdicts as the judge gives them."""

    def __init__(self, trials, probability, said_from, maybe_from):
        self.made = np.array([t.made for t in trials])
        written = np.array([t.written for t in trials])
        self.said = probability >= said_from
        self.any = (probability >= maybe_from) | written

    @staticmethod
    def ratios(given, made):
        true = (given & made).sum()
        return true / max(1, given.sum()), true / max(1, made.sum()), 2 * true / max(1, given.sum() + made.sum())

    def row(self):
        precision, recall, _ = self.ratios(self.said, self.made)
        any_precision, any_recall, f1 = self.ratios(self.any, self.made)
        return precision, recall, any_precision, any_recall, f1


def thresholds(trials, probability):
    """The lowest that keep within the false shares: whatever is heard truly is worth as much as that allows.

    Of the named phrases, which are such as an author names: the random ones are often short everyday words.
    """
    other = probability[[not t.own and t.bank == NAMED for t in trials]]
    steps = np.arange(STEP, 1, STEP).round(2)
    return tuple(next(s for s in steps if (other >= s).mean() <= most) for most in (MOST_FALSE_SAID, MOST_FALSE_ANY))


def interval(trials, probability, said_from, maybe_from, seed):
    """The 95 % bootstrap intervals of the figures, drawing clips."""
    names = sorted({t.clip.name for t in trials})
    at = {name: [i for i, t in enumerate(trials) if t.clip.name == name] for name in names}
    draw, rows = random.Random(seed), []
    for _ in range(500):
        chosen = [i for name in draw.choices(names, k=len(names)) for i in at[name]]
        rows.append(Figures([trials[i] for i in chosen], probability[chosen], said_from, maybe_from).row())
    return np.quantile(rows, (0.025, 0.975), axis=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--banks", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--heard", type=Path, help="keep what was heard in this file, or take it from there")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    clips, draw = list(clips_of(args.speech, args.sentences)), random.Random(args.seed)
    long, short = [c for c in clips if c.long], [c for c in clips if not c.long and phrases_in(c.text)]
    labels = read_labels(args.speech)
    banks = [(NAMED, long, {
        c.name: {**dict.fromkeys(labels[c.name]["said"], True), **dict.fromkeys(labels[c.name]["unsaid"], False)}
        for c in long
    })]  # fmt: skip
    banks += [(f"random {n}", long, random_bank(long, PHRASES, draw)) for n in range(1, args.banks + 1)]
    banks += [(f"sentences {n}", short, random_bank(short, SENTENCE_PHRASES, draw)) for n in (1, 2) if short]
    trials = []
    if args.heard and args.heard.is_file():
        trials = pickle.loads(args.heard.read_bytes())
    else:
        with tempfile.TemporaryDirectory() as cache:
            for name, of, bank in banks:
                trials += trials_of(name, bank, of, args.jobs, Path(cache))
                print(f"heard: {name}", file=sys.stderr)
        if args.heard:
            args.heard.write_bytes(pickle.dumps(trials))
    report([t for t in trials if not t.rejected], args)


def report(trials, args):
    names = next(list(t.cues[0].values) for t in trials if t.cues)
    # A phrase that fits best where nobody speaks is nowhere: there is nothing to weigh.
    found = np.array([bool(t.cues) for t in trials])
    inputs = np.array([list(t.cues[0].values.values()) if t.cues else [0.0] * len(names) for t in trials])
    made = np.array([t.made for t in trials], float)
    others = np.array([OTHERS_WEIGHT if t.clip.long else SENTENCE_OTHERS_WEIGHT for t in trials])
    weights = np.where([t.own for t in trials], 1.0, others) * found
    clip = np.array([t.clip.name for t in trials])
    probability = np.empty(len(trials))
    for name in np.unique(clip):
        offset, slopes = fitted(inputs[clip != name], made[clip != name], weights[clip != name])
        probability[clip == name] = 1 / (1 + np.exp(-(offset + inputs[clip == name] @ slopes)))
    # Without cues the judge goes by what was written alone.
    probability = np.where(found, probability, [float(t.written) for t in trials])
    said_from, maybe_from = thresholds(trials, probability)
    table = Table("phrases", "number", "said P", "said R", "any P", "any R", "any F1", "false said", "false any")
    earned = {}

    def add(what, chosen, bootstrap=False):
        chosen = np.array([chosen(t) for t in trials])
        own, other = (np.flatnonzero(chosen & np.array([t.own == mine for t in trials])) for mine in (True, False))
        figures = Figures([trials[i] for i in own], probability[own], said_from, maybe_from).row()
        beside = Figures([trials[i] for i in other], probability[other], said_from, maybe_from)
        false = [f"{100 * given.mean():.2f} %" if len(given) else "-" for given in (beside.said, beside.any)]
        table.add_row(what, str(len(own)), *(f"{f:.3f}" for f in figures), *false)
        if bootstrap:
            low, high = interval([trials[i] for i in own], probability[own], said_from, maybe_from, args.seed)
            table.add_row("", "", *(f"{a:.2f}-{b:.2f}" for a, b in zip(low, high, strict=True)), "", "")
            columns = ("said_precision", "said_recall", "any_precision", "any_recall", "any_f1")
            earned.update(
                {c: [round(float(v), 3) for v in v3] for c, *v3 in zip(columns, figures, low, high, strict=True)}
            )

    add(NAMED, lambda t: t.bank == NAMED, bootstrap=True)
    add("named and random", lambda t: t.clip.long)
    groups = sorted({t.clip.group for t in trials if t.clip.long})
    for group in groups:
        add(f"  {group}", lambda t, group=group: t.clip.long and t.clip.group == group)
    add("sentences", lambda t: not t.clip.long)
    console = Console(width=130)
    console.print(table)
    offset, slopes = fitted(inputs, made, weights)
    numbers = {
        "offset": round(float(offset), 3),
        "weights": {name: round(float(slope), 3) for name, slope in zip(names, slopes, strict=True)},
        "said_from": float(said_from),
        "maybe_from": float(maybe_from),
        "earned": {
            "what": "figure, and 95 % bootstrap interval over clips, of the named phrases; fitted without the clip",
            **earned,
        },
    }
    text = json.dumps(numbers, indent=1)
    console.print_json(text)
    Sureness(numbers["offset"], numbers["weights"], said_from, maybe_from)
    if args.write:
        Path(voiceprep.judging.sureness.__file__).with_name("sureness.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
