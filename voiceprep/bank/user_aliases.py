"""What a recogniser makes of key points in this user's voice: a small file of aliases, and a bank with them.

An alias counts as the point wherever it is heard, so one that would do harm is not taken: neither when it is to be
remembered nor, should somebody have written it into the file, when a bank gets it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from voiceprep.bank.fields import items, mapping, text
from voiceprep.bank.yaml_nodes import Node, Scalar, read_nodes
from voiceprep.derivation.words import ADVICE, ADVICE_IF_FIRST, EARN_NOTHING_ALONE, FILLERS, GRAMMAR
from voiceprep.errors import BankError
from voiceprep.model import Bank, KeyPoint, Question, Tip
from voiceprep.text import spoken_words

Aliases = Mapping[str, tuple[str, ...]]
"""By the key point as a bank writes it; compared in normal form, so that "K-fold" is "k fold"."""

FEWEST_LETTERS = 3
"""Shorter sounds are everywhere: "uh", "a b"."""
_SAID_ANYWHERE = frozenset([
    "actually", "again", "ago", "back", "bad", "big", "called", "day", "everything", "exactly", "guess", "hard", "high",
    "hmm", "kinda", "let", "little", "long", "look", "lot", "low", "man", "maybe", "nothing", "now", "okay", "old",
    "pretty", "quite", "right", "say", "see", "somebody", "someone", "something", "start", "that", "three", "today",
    "two", "uh", "um", "wanna", "week", "went", "wrong", "yeah", "year", "years", "yes", "yesterday",
])  # fmt: skip
COMMON = _SAID_ANYWHERE | GRAMMAR | FILLERS | ADVICE | ADVICE_IF_FIRST | EARN_NOTHING_ALONE
"""Words that are said in any answer and so say nothing of a point."""

_HEAD = """\
# Your own aliases: what the recogniser makes of a key point when you say it. Each counts as that point, in every bank.
# `voiceprep correct` adds to this file, `voiceprep correct --aliases` lists it, and `--forget TEXT` removes one; or
# edit it yourself: a key point, as the question file writes it, and what is heard for it.
"""


def joined(phrase: str) -> str:
    """A phrase as it is compared: the letters of its words in normal form."""
    return "".join(spoken_words(phrase))


def read_aliases(file: Path) -> dict[str, tuple[str, ...]]:
    """The aliases of a file, none where there is no file or nothing in it; raises `BankError` with file and line."""
    try:
        if not file.exists() or _only_comments(file):
            return {}
        return {
            key.text: tuple(text(node) for node in _listed(ways)) for key, ways in mapping(read_nodes(file)).entries
        }
    except (BankError, OSError) as error:
        raise BankError(f"{error} This file holds your own aliases: put that right, or move it away.") from error


def _only_comments(file: Path) -> bool:
    lines = file.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)


def _listed(ways: Node) -> tuple[Node, ...]:
    """One alias may stand by itself, as in a question file."""
    return (ways,) if isinstance(ways, Scalar) else items(ways)


def aliases_text(aliases: Aliases) -> str:
    """The file that holds these aliases."""
    lines = [f"{_quoted(keyword)}: [{', '.join(map(_quoted, ways))}]" for keyword, ways in aliases.items() if ways]
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _quoted(phrase: str) -> str:
    """As JSON writes it, which YAML reads, whatever the text."""
    return json.dumps(phrase, ensure_ascii=False)


def aliases_of(aliases: Aliases, keyword: str) -> tuple[str, ...]:
    """What is heard for a key point."""
    wanted = joined(keyword)
    return tuple(way for theirs, ways in aliases.items() if joined(theirs) == wanted for way in ways)


def added(aliases: Aliases, keyword: str, alias: str) -> dict[str, tuple[str, ...]]:
    """The aliases and one more, unless it is among them."""
    if joined(alias) in map(joined, aliases_of(aliases, keyword)):
        return dict(aliases)
    known = next((theirs for theirs in aliases if joined(theirs) == joined(keyword)), keyword)
    return {**aliases, known: (*aliases.get(known, ()), alias)}


def removed(aliases: Aliases, alias: str) -> dict[str, tuple[str, ...]]:
    """The aliases without one, whichever points have it."""
    left = {keyword: tuple(w for w in ways if joined(w) != joined(alias)) for keyword, ways in aliases.items()}
    return {keyword: ways for keyword, ways in left.items() if ways}


def with_aliases(bank: Bank, aliases: Aliases) -> Bank:
    """The bank with this user's aliases among the ways to say its points, but for those that would do harm there."""
    if not aliases:
        return bank
    by_point = {joined(keyword): aliases_of(aliases, keyword) for keyword in aliases}
    return replace(bank, questions=tuple(_question(question, by_point) for question in bank.questions))


def _question(question: Question, by_point: Mapping[str, tuple[str, ...]]) -> Question:
    def point_of(point: KeyPoint) -> KeyPoint:
        for alias in by_point.get(joined(point.keyword), ()):
            if harm(question, point, alias) is None:
                point = replace(point, aliases=(*point.aliases, alias))
        return point

    def tip_of(tip: Tip) -> Tip:
        return replace(tip, points=tuple(map(point_of, tip.points)))

    return replace(question, tips=tuple(map(tip_of, question.tips)))


def harm(question: Question, point: KeyPoint, alias: str) -> str | None:
    """Why a phrase must not count as a point of this question; None where it may."""
    words, letters = spoken_words(alias), joined(alias)
    if len(letters) < FEWEST_LETTERS:
        return f'"{alias}" is too short' if letters else "it holds no words"
    if letters == joined(point.keyword):
        return f'"{alias}" is the key point itself'
    if letters in map(joined, point.aliases):
        return f'"{alias}" is one of its aliases already'
    if COMMON.issuperset(words):
        return f'"{alias}" is said in any answer'
    if (COMMON | frozenset(spoken_words(question.ask))).issuperset(words):
        return f'"{alias}" is of the words of the question, which everybody says'
    for other in (p for tip in question.tips for p in tip.points if joined(p.keyword) != joined(point.keyword)):
        for way in (other.keyword, *other.aliases):
            if f" {' '.join(words)} " in f" {' '.join(spoken_words(way))} " or letters == joined(way):
                return f'"{alias}" is what is said for {other.keyword}, another point of this question'
    return None
