#!/usr/bin/env python3
"""How well words that the dictionary lacks are pronounced, on dictionary words that are held out from it.

    python benchmarks/pronunciations.py [--words 2000] [--seed 1] [--jargon benchmarks/jargon.txt]

All sampled words are held out at once; their relatives stay ("fit" for "fits"). Half of the dictionary are surnames,
which are harder than what a question file holds. Phone errors and `exact` are of the best guess against the
dictionary's nearest variant; `any` is whether one of at most four guesses is in the dictionary. Methods that leave
words to others are scored on the words that they take, and sounding out beside them on the same words.
"""

import argparse
import random
import re
import sys
import time
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rich.console import Console
from rich.table import Table

from voiceprep.errors import VoiceError
from voiceprep.pronounce import Lexicon, pronounce
from voiceprep.pronounce.derive import derived
from voiceprep.pronounce.espeak import espeak
from voiceprep.pronounce.graphemes import phones_of_ipa
from voiceprep.pronounce.letter_rules import by_rule

HEAD = re.compile(r"^([a-z']+) ", re.MULTILINE)


def dictionary():
    import pocketsphinx

    return Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))


def by_espeak(word):
    return tuple(dict.fromkeys(phones_of_ipa(espeak().phonemes(word))))


def score(method, words, lexicon):
    """Return the words taken, phone errors, exact and any-variant rates, and words per second."""
    began = time.perf_counter()
    said = {word: method(word) for word in words}
    per_second = len(words) / (time.perf_counter() - began)
    errors = phones = exact = anywhere = 0
    taken = {word: guesses for word, guesses in said.items() if guesses}
    for word, guesses in taken.items():
        right = lexicon.pronunciations(word)
        distance, length = min((Levenshtein.distance(guesses[0], one), len(one)) for one in right)
        errors, phones, exact = errors + distance, phones + length, exact + (not distance)
        anywhere += any(guess in right for guess in guesses)
    count = max(1, len(taken))
    return list(taken), errors / max(1, phones), exact / count, anywhere / count, per_second


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jargon", type=Path, default=Path(__file__).with_name("jargon.txt"))
    args = parser.parse_args()

    file = dictionary()
    words = random.Random(args.seed).sample(sorted(set(HEAD.findall(file.read_text(encoding="utf-8")))), args.words)
    lexicon, rest = Lexicon(file), Lexicon(file, without=words)
    began = time.perf_counter()
    lexicon.pronunciations("the")
    opened_s = time.perf_counter() - began
    methods = {"letter rules": lambda word: (by_rule(word),)}
    try:
        espeak()
        methods["libespeak-ng"] = by_espeak
    except VoiceError as error:
        print(error, file=sys.stderr)
    methods["made of known words"] = lambda word: derived(word, rest.pronunciations)
    methods["all: pronounce()"] = lambda word: pronounce(word, rest)

    table = Table("method", "words", "phone errors", "exact", "any", "words/s", title="Held-out words")
    for name, method in methods.items():
        taken, *rates, per_second = score(method, words, lexicon)
        table.add_row(name, str(len(taken)), *(f"{rate:.1%}" for rate in rates), f"{per_second:,.0f}")
        if len(taken) < len(words) and "libespeak-ng" in methods:
            _, *rates, _ = score(by_espeak, taken, lexicon)
            table.add_row("  libespeak-ng on these", str(len(taken)), *(f"{rate:.1%}" for rate in rates))
    console = Console()
    console.print(table)
    console.print(f"Opening the dictionary: {opened_s:.3f} s")
    for word in args.jargon.read_text(encoding="utf-8").split():
        print(f"{word:20} {' | '.join(' '.join(phones) for phones in pronounce(word, lexicon))}")


if __name__ == "__main__":
    sys.exit(main())
