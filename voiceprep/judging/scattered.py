"""A phrase whose words were said apart: "the loss on the validation set" for "validation loss"; and parts of one."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from voiceprep.families import LIGHT_WORDS, family
from voiceprep.judging.mentions import FREE_WORDS, Mention, Phrase, is_whole
from voiceprep.judging.windows import Heard
from voiceprep.text import NUMBER_WORDS

_REACH = 4
"""Most other words between the words of a phrase, all together."""
_SHORTEST_LOOSE = 3
"""Letters: "L" and "two", or "k" and "fold", are said together or not at all."""
_TOGETHER = 92.0
"""Likeness given to all words in one place, whatever their order."""
_LIGHT = frozenset(map(family, LIGHT_WORDS))
_LEAST_PART = 0.3
"""Share of a derived phrase's words: one word of three. Fitted with `benchmarks/grading.py`, where answers to other
questions reach it for 5-11 % of the points and answers to the question itself for 40 %."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The place where most of a phrase's words are near each other."""

    words: frozenset[int]
    """Which of the phrase's words are there."""
    start: int
    stop: int


def together(phrase: Phrase, heard: Heard) -> Iterator[Mention]:
    """Find the places where all content words of a phrase of several are close together, in one sentence."""
    keys = phrase.keys
    if len(keys) < 2 or not all(_may_be_apart(word) for word in phrase.words):
        return
    found = _closest(keys, heard)
    if found is None or len(found.words) < len(keys):
        return
    span = found.start, found.stop
    if is_whole(phrase, span, heard):
        yield Mention(span, _TOGETHER, True, phrase.how)


def part(phrase: Phrase, heard: Heard, asked: Container[str], goes_beyond: bool) -> Iterator[Mention]:
    """Find the best part of a phrase that was derived, and so may stand for a point in other words: never `said`.

    `asked` holds the families of the question's own words. They make a part only in an answer that `goes_beyond` them.
    """
    keys = phrase.keys
    heard_keys = [key for key in keys if heard.places(key)]
    if len(heard_keys) < _LEAST_PART * len(keys) or _LIGHT.issuperset(heard_keys):
        return
    if not goes_beyond and all(key in asked for key in heard_keys):
        return
    found = _closest(keys, heard)
    if found is not None:
        yield Mention((found.start, found.stop), 100 * len(heard_keys) / (len(keys) + 1), False, "part")


def goes_beyond(phrases: Sequence[Phrase], heard: Heard, asked: Container[str]) -> bool:
    """Whether an answer has any word of these phrases that the question has not: repeating it is no answer."""
    keys = {key for phrase in phrases for key in phrase.keys} - _LIGHT
    return any(key not in asked and heard.places(key) for key in keys)


def _may_be_apart(word: str) -> bool:
    return word in FREE_WORDS or (len(word) >= _SHORTEST_LOOSE and word not in NUMBER_WORDS)


def _closest(keys: Sequence[str], heard: Heard) -> _Found | None:
    """Slide over all places of the words, and take the stretch with most of them, the earliest among equals."""
    places = sorted((place, i) for i, key in enumerate(keys) for place in heard.places(key))
    longest = len(keys) + _REACH
    best: _Found | None = None
    first = 0
    for last, (stop, _) in enumerate(places):
        while stop - places[first][0] >= longest or heard.sentences[places[first][0]] != heard.sentences[stop]:
            first += 1
        words = frozenset(i for _, i in places[first : last + 1])
        if best is None or len(words) > len(best.words):
            best = _Found(words, places[first][0], stop + 1)
            if len(words) == len(keys):
                break
    return best
