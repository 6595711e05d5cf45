"""A phrase whose words were said apart: "the loss on the validation set" for "validation loss"; and parts of one."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from voiceprep.families import LIGHT_WORDS, family
from voiceprep.judging.mentions import FREE_WORDS, Mention, Phrase, is_whole
from voiceprep.judging.windows import Heard, Span
from voiceprep.text import NUMBER_WORDS

_REACH = 4
"""Most other words between the words of a phrase, all together."""
_SHORTEST_LOOSE = 3
"""Letters: "L" and "two", or "k" and "fold", are said together or not at all."""
_TOGETHER = 92.0
"""Likeness given to all words in one place, whatever their order."""
_LIGHT = frozenset(map(family, LIGHT_WORDS))
_NEW_CLAUSE = frozenset(
    "after although because before but if so though unless until when whether while".split()  # noqa: SIM905
)
"""Words across which two others are not one phrase: "I learned a lot after my transfer" is no transfer learning."""
_SUBJECTS = frozenset(["he", "i", "it", "she", "we"])
"""Between words of a phrase they begin a statement: "it is true that I stay positive" is no true positive."""
_ARTICLES = frozenset(["a", "an", "another", "my", "no", "our", "the", "their", "this", "your"])
_TIES = frozenset(["about", "at", "for", "from", "in", "into", "on", "with"])
"""Prepositions that tie something else to the first of two words. "To" and "by" are left out: where people say them,
they mostly make the point ("the frames have to wait", "told apart by their signature")."""
_NO_VERBS = FREE_WORDS | frozenset(
    """
    about across all among are be between both down during from half into is out over through under up was were whatever
    within
    """.split()  # noqa: SIM905
)
"""Words before an article that are no verb with an object: "the management took a big risk" has one."""
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
    """Find the places where all content words of a phrase of several are close together, in one sentence and clause.

    A verb between them, or a preposition that the phrase has not, may make something else of them: that is no `said`.
    """
    keys = phrase.keys
    if len(keys) < 2 or not all(_may_be_apart(word) for word in phrase.words):
        return
    places = [heard.places(key) for key in keys]
    if not all(places):
        return
    near = {heard.families[place] for found in places for place in found[:1]}
    for span in _stretches(places, len(keys) + _REACH):
        start, stop = span
        if heard.sentences[start] != heard.sentences[stop - 1] or not is_whole(phrase, span, heard):
            continue
        gap = [heard.words[i] for i in range(start, stop) if heard.families[i] not in near]
        if _NEW_CLAUSE.isdisjoint(gap) and "that" not in gap[:-1]:  # "a tree that spans" is a spanning tree
            yield Mention(span, _TOGETHER, _is_one_phrase(phrase, span, gap, heard), phrase.how)


def _is_one_phrase(phrase: Phrase, span: Span, gap: Sequence[str], heard: Heard) -> bool:
    """Whether words that were said with these between them most probably mean what the phrase does."""
    own = [word for word in gap if word not in phrase.words]
    if not _SUBJECTS.isdisjoint(own):
        return False
    if heard.families[span[0]] == phrase.keys[0] and heard.families[span[1] - 1] == phrase.keys[-1]:
        # "I worked in the capital" is no working capital; one alone may be the verb's: "it calls on itself"
        return len(own) == 1 or _TIES.isdisjoint(own)
    for a, b, c in zip(own, own[1:], [*own[2:], ""], strict=False):
        if a == "to" and b not in _ARTICLES:  # "I plan to take care" is no care plan
            return False
        if b in _ARTICLES and a not in _NO_VERBS:  # "the management took a big risk"
            return False
        if a in _ARTICLES and c in _TIES:  # "I shared a desk with the marketing people"
            return False
    return True


def _stretches(places: Sequence[tuple[int, ...]], longest: int) -> Iterator[Span]:
    """List the shortest stretches with a place of every word, up to so many words, in the order of their ends."""
    ordered = sorted((place, i) for i, found in enumerate(places) for place in found)
    latest: dict[int, int] = {}
    begun = -1
    for place, i in ordered:
        latest[i] = place
        first = min(latest.values())
        if len(latest) == len(places) and begun < first and place - first < longest:
            begun = first
            yield first, place + 1


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
