"""Where a phrase was said in one piece: its words against windows of what was heard, joined, by rapidfuzz's `ratio`.

Windows have one word less to one more than the phrase, so that "load balance or" is heard for "load balancer". Never
`partial_ratio`: it finds "api" in "rapid" with 100 and "raft" in "draft" (measured).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from voiceprep.derivation.words import FUNCTION_WORDS, GRAMMAR
from voiceprep.families import family
from voiceprep.judging.windows import Heard, Span, units
from voiceprep.text import NUMBER_WORDS, Token, spoken_tokens

_EXACT_UP_TO = 4
"""Joined letters; at this length one letter more makes another word ("raft" and "draft" are 89 alike)."""
_MEDIUM_UP_TO = 7
_SAID_MEDIUM, _SAID_LONG = 90.0, 85.0
"""Least likeness of phrases of 5-7 letters and of longer ones: "item potent" is 90 like "idempotent"."""
_MAYBE_MEDIUM, _MAYBE_LONG = 85.0, 80.0
"""The band of five below, where `maybe` is honest: one wrong letter in seven, or two in ten. One wrong letter in five
(80) is an ordinary other word: "batch" and "catch", "train" and "brain"."""
_WORD_SAID = 92.0
"""Least likeness of a long word to the one word heard in its place. Recognisers write words of a dictionary, and of
2,257 common words those from 80 to 92 like one of 85 key words were others: "watching" is 88 like "batching", "section"
88 like "selection", "throughout" 90 like "throughput". What is left above are slips of the keyboard."""
_WORD_MAYBE, _PART_MAYBE = 85.0, 60.0
"""Least likeness of a word to its counterpart, alone and as a part of a phrase: "validation cost" is no bad hearing of
"validation loss", although the phrases are 86 alike."""
_LEFT_MAYBE = 45.0
"""The same of a word to what a phrase has there, where all else was heard: "dumb potent" for "idempotent" is 50."""
_RELATED = 98.0
"""Likeness given to other words of the same families; below 100 so that the exact mention wins."""

FREE_WORDS = frozenset(["a", "an", "the", "of", "on", "in", "at", "for", "to", "and", "or", "with", "by"])
"""Words that may differ within a phrase without changing it."""
_PREFIXES = frozenset(["anti", "hyper", "non", "pseudo", "quasi", "self", "semi", "un"])
"""Words that a hyphen ties to the next: "supervised" is not said in "self-supervised"."""
_NUMBER_SOUNDS = {"won": "one", "to": "two", "too": "two", "for": "four", "ate": "eight"}
"""How recognisers write a number where the phrase has one."""
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d{3,5}(?![.,]?\d)(?<!00)")
"""A whole number that is not only counted ("four hundred four"); nobody says "five zero zero" of 500."""
_POINT_ZERO = re.compile(r"(?<=\d)\.0(?![\d.])")
_PHRASAL = re.compile(r"([a-z]{3,})[ -]?(back|down|off|out|over|through|up)", re.IGNORECASE)
_GRAMMAR = (FUNCTION_WORDS | GRAMMAR) - {"a", "i"}
"""Words that say nothing alone, while letters that are written so do: "IT", "US", "OR"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a key point, in normal form."""

    words: tuple[str, ...]
    joined: str
    other_number: str
    """`joined` as a plural or a singular, for what is written apart: "stake holders", "check ins"; else empty."""
    related: str
    keys: tuple[str, ...]
    """The families of the words that mean something, each once."""
    count: int
    """Words, with spelled letters in a row as one."""
    spelled: bool
    """Whether it is letters that spell a word of grammar, too: "IT"."""
    how: str
    """`words` for the keyword itself, `alias` for another way to say it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A window that is like a phrase."""

    span: Span
    likeness: float
    """0 to 100."""
    said: bool
    how: str


@lru_cache(maxsize=4096)
def phrases(keyword: str, aliases: tuple[str, ...]) -> tuple[Phrase, ...]:
    """List the ways to say a key point, each once; a keyword without letters or digits has none."""
    found: dict[str, Phrase] = {}
    for i, text in enumerate((keyword, *aliases)):
        for reading in _readings(text):
            if tokens := spoken_tokens(reading):
                phrase = _phrase(tokens, reading.split(), "alias" if i else "words")
                found.setdefault(phrase.joined, phrase)
    return tuple(found.values())


def _readings(text: str) -> Iterator[str]:
    """Yield `text`, and with its numbers as people say them: "404" as "4 0 4", "9001" as "90 01", "2.0" as "2".

    A phrasal verb, and a noun made of one, may have its object in the middle: "rolled it back" is a rollback.
    """
    yield text
    if _POINT_ZERO.search(text):
        yield _POINT_ZERO.sub("", text)
    if phrasal := _PHRASAL.fullmatch(text):
        yield from (f"{phrasal[1]} {it} {phrasal[2]}" for it in ("it", "that", "them"))
    if _LONG_NUMBER.search(text):
        yield _LONG_NUMBER.sub(lambda number: " ".join(number[0]), text)
        yield _LONG_NUMBER.sub(lambda number: f"{number[0][:-2]} {number[0][-2:]}", text)


def _phrase(tokens: tuple[Token, ...], sources: list[str], how: str) -> Phrase:
    words = tuple(token.word for token in tokens)
    spelled = {token.word for token in tokens if token.word in _GRAMMAR and sources[token.source].isupper()}
    meaning = [word for word in words if word not in FREE_WORDS and word not in spelled] or words
    joined = "".join(words)
    other_number = joined.removesuffix("s") if joined.endswith("s") else f"{joined}s"
    return Phrase(
        words=words,
        joined=joined,
        other_number=other_number if len(joined) > _EXACT_UP_TO else "",
        related="".join(map(family, words)),
        keys=tuple(dict.fromkeys(map(family, meaning))),
        count=units(words)[-1] + 1,
        how=how,
        spelled=spelled.issuperset(words),
    )


def mentions(phrase: Phrase, heard: Heard) -> list[Mention]:
    """Find the windows that are a phrase or of its words' families; failing those, what is nearly written so."""
    found = _exactly(phrase, heard)
    whole = [Mention(span, likeness, True, phrase.how) for span, likeness in found if is_whole(phrase, span, heard)]
    return whole if whole or len(phrase.joined) <= _EXACT_UP_TO else list(_near(phrase, heard))


def _exactly(phrase: Phrase, heard: Heard) -> list[tuple[Span, float]]:
    """The windows that are the phrase, joined, and those of its words' families."""
    found = [(span, 100.0) for span in heard.exactly(phrase.joined, phrase.count)]
    found += [(span, _RELATED) for span in heard.related(phrase.related, phrase.count)]
    if phrase.other_number:
        others = heard.exactly(phrase.other_number, phrase.count)
        found += [(span, _RELATED) for span in others if phrase.count > 1 or span[1] - span[0] > 1]
    return found


def _near(phrase: Phrase, heard: Heard) -> Iterator[Mention]:
    length = len(phrase.joined)
    said, maybe = (_SAID_MEDIUM, _MAYBE_MEDIUM) if length <= _MEDIUM_UP_TO else (_SAID_LONG, _MAYBE_LONG)
    # ratio = 2 * common / (both lengths), and common is at most the shorter of the two
    shortest, longest = length * maybe / (200 - maybe), length * (200 - maybe) / maybe
    near = heard.around(phrase.count, shortest, longest)
    for joined, likeness, _ in process.extract(
        phrase.joined, near, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=maybe
    ):
        if joined in phrase.joined or phrase.joined in joined:
            continue  # the phrase itself; "supervised" in "unsupervised" (91); "validation" for "validation set" (87)
        for span in heard.exactly(joined, phrase.count):
            words = heard.words_of(span)
            if heard.sentences[span[0]] != heard.sentences[span[1] - 1]:
                continue  # "I watch validation. A loss is sad."
            if len(words) != len(phrase.words) and not _differ_in_spelling(phrase.words, words):
                continue
            if len(words) > len(phrase.words) and _is_part_and_more(words, phrase.joined):
                continue
            if _numbers(phrase.words, phrase.words) != _numbers(words, phrase.words):
                continue
            worst = _worst_word(phrase.words, words)
            if worst >= (_PART_MAYBE if len(words) > 1 else _WORD_MAYBE) and is_whole(phrase, span, heard):
                yield Mention(span, likeness, likeness >= said and worst == 100, phrase.how)


def _differ_in_spelling(said: tuple[str, ...], heard: tuple[str, ...]) -> bool:
    """Whether other words may still be the same, written apart or together: what is left without the common ends.

    "Learning schedule" is 86 like "learning rate schedule" and "maybe testing" 86 like "A/B testing".
    """
    first, last = 0, 0
    while first < min(len(said), len(heard)) and family(said[first]) == family(heard[first]):
        first += 1
    while last < min(len(said), len(heard)) - first and family(said[-1 - last]) == family(heard[-1 - last]):
        last += 1
    ours, theirs = ("".join(words[first : len(words) - last]) for words in (said, heard))
    return len(ours) > _EXACT_UP_TO and fuzz.ratio(ours, theirs) >= _MAYBE_LONG


def _is_part_and_more(words: tuple[str, ...], joined: str) -> bool:
    """Whether all but the first or last word are in the phrase, and that one is nothing like what is left of it.

    "A logistic" and "transform the" are 89 and 87 like "logistics" and "transformer", and no bad hearing of them.
    """
    without_first, without_last = "".join(words[1:]), "".join(words[:-1])
    if len(without_last) > _EXACT_UP_TO and joined.startswith(without_last):
        return fuzz.ratio(words[-1], joined.removeprefix(without_last)) < _LEFT_MAYBE
    if len(without_first) > _EXACT_UP_TO and joined.endswith(without_first):
        return fuzz.ratio(words[0], joined.removesuffix(without_first)) < _LEFT_MAYBE
    return len(without_first) > _EXACT_UP_TO and joined.startswith(without_first)


def _numbers(words: tuple[str, ...], said: tuple[str, ...]) -> list[str]:
    """List the numbers among `words`: "L one regularization" is 89 like "L two regularization"."""
    if NUMBER_WORDS.isdisjoint(said):
        return [w for w in words if w in NUMBER_WORDS]
    return [n for w in words if (n := _NUMBER_SOUNDS.get(w, w)) in NUMBER_WORDS]


def _worst_word(said: tuple[str, ...], heard: tuple[str, ...]) -> float:
    """Return the likeness of the least alike pair of words; 100 where each passes by itself, or they do not pair."""
    if len(said) != len(heard):
        return 100.0
    worst = 100.0
    for a, b in zip(said, heard, strict=True):
        if a == b or family(a) == family(b) or (a in FREE_WORDS and b in FREE_WORDS):
            continue
        likeness = fuzz.ratio(a, b)
        size = len(a)
        passes = size > _EXACT_UP_TO and likeness >= (_SAID_MEDIUM if size <= _MEDIUM_UP_TO else _WORD_SAID)
        worst = worst if passes else min(worst, likeness)
    return worst


def is_whole(phrase: Phrase, span: Span, heard: Heard) -> bool:
    """Tell whether the window is no piece of a longer word, nor a short word made of others ("in it" for "init")."""
    start, stop = span
    if start and heard.words[start - 1] in _PREFIXES:
        return False
    if phrase.spelled and stop - start == 1 and not heard.sources_of(span)[0].text.isupper():
        return False  # "it was fine" for "IT"
    words = heard.words[start:stop]
    if len(phrase.joined) > _EXACT_UP_TO or stop - start == 1:
        return True
    return len(words) == len(phrase.words) or all(len(w) == 1 for w in words)
