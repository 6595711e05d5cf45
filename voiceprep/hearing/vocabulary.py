"""Phrases as the recogniser's dictionary spells them, and pronunciations for the words that it lacks."""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from voiceprep.pronounce import Lexicon, pronounce
from voiceprep.text import spoken_words

Pronounce = Callable[[str], Sequence[Sequence[str]]]
"""From a word to the ways to say it, each a sequence of the dictionary's phones; empty where it cannot tell."""

Way = tuple[tuple[str, ...], ...]
"""One way to say a phrase: the phones of each of its words."""

_EDGES = ".,;:!?\"()[]{}'"
_JOINED = re.compile(r"[-/]")
_WAYS_OF_A_WORD = 3
_WAYS_OF_A_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a recogniser must know of a bank."""

    phrases: tuple[tuple[str, ...], ...]
    """Each a sequence of words of the dictionary or of `entries`."""
    entries: tuple[tuple[str, str], ...] = ()
    """Words to add to the dictionary, with their phones; further ways to say one are `word(2)`, `word(3)`."""


def vocabulary(phrases: Iterable[str], known: Container[str], pronounce: Pronounce) -> Vocabulary:
    """Spell `phrases` with words that are `known` or that `pronounce` can say; the others are left out.

    A phrase with such a word falls into the pieces before and after it.
    """
    said: dict[str, tuple[str, ...]] = {}
    pieces: list[tuple[str, ...]] = []
    for phrase in dict.fromkeys(phrases):
        piece: list[str] = []
        for word in (word for source in phrase.split() for word in _spelled(source, known)):
            if word not in known and word not in said:
                said[word] = tuple(dict.fromkeys(" ".join(phones) for phones in pronounce(word) if phones))
            if word in known or said[word]:
                piece.append(word)
            else:
                pieces.append(tuple(piece))
                piece.clear()
        pieces.append(tuple(piece))
    entries = (
        (f"{word}({n})" if n > 1 else word, phones)
        for word, ways in sorted(said.items())
        for n, phones in enumerate(ways, 1)
    )
    return Vocabulary(tuple(filter(None, pieces)), tuple(entries))


def _spelled(source: str, known: Container[str]) -> tuple[str, ...]:
    """One word of a text in the dictionary's words: "Don't" is don't, "F1" f and one, "optimise" optimize."""
    plain = source.replace("’", "'").casefold().strip(_EDGES)
    return (plain,) if plain in known else spoken_words(source)


def ways_to_say(phrase: str, lexicon: Lexicon) -> tuple[Way, ...]:
    """How a phrase may be said, likely ways first: each a sequence of words, each a sequence of phones."""
    ways: tuple[Way, ...] = ((),)
    for word in (word for source in phrase.split() for word in _said_apart(source, lexicon)):
        own = pronounce(word, lexicon)[:_WAYS_OF_A_WORD]
        ranked = sorted(product(enumerate(ways), enumerate(own)), key=lambda pair: pair[0][0] + pair[1][0])
        ways = tuple((*way, said) for (_, way), (_, said) in ranked[:_WAYS_OF_A_PHRASE]) or ways
    return tuple(way for way in ways if way)


def _said_apart(source: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A word as it is written, or the words that its hyphens or slashes join: "early-stopping", but not "k-NN"."""
    parts = tuple(filter(None, _JOINED.split(source.strip(_EDGES))))
    apart = len(parts) > 1 and all(part.islower() and part in lexicon for part in parts)
    return parts if apart else (source,)
