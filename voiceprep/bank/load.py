"""A question file to a `Bank`: what may stand in it, and what every part must be."""

import re
from collections.abc import Iterable
from os import PathLike
from types import MappingProxyType

from voiceprep.bank.abbreviations import with_abbreviations
from voiceprep.bank.fields import items, level, mapping, name, prose, record, some_items, suggestion, text
from voiceprep.bank.locate import find_bank
from voiceprep.bank.pasted import unpasted
from voiceprep.bank.yaml_nodes import Mapping, Node, Place, Scalar, read_nodes
from voiceprep.derivation import derive_points
from voiceprep.model import Bank, Faq, KeyPoint, Question, Step, Tip

BANK_KEYS = ("bank", "role", "about", "questions", "prepare", "faq")
QUESTION_KEYS = ("id", "ask", "why", "example", "tips", "follow_ups", "level")
TIP_KEYS = ("tip", "keywords")

_SLUG_WORDS = 6
_NOT_IN_SLUG = re.compile(r"[\W_]+")


def load_bank(path: str | PathLike[str]) -> Bank:
    """Read and check a question file, given by its path or a shipped bank's name."""
    file = find_bank(path)
    fields = record(read_nodes(file), BANK_KEYS, ("bank", "questions"))
    return Bank(
        name=name(fields["bank"]),
        questions=_questions(some_items(fields["questions"], "question")),
        role=_prose(fields, "role"),
        about=_prose(fields, "about"),
        prepare=tuple(_step(node) for node in items(fields["prepare"])) if "prepare" in fields else (),
        faq=tuple(_faq(node) for node in items(fields["faq"])) if "faq" in fields else (),
        source=file,
    )


def slug(ask: str, taken: Iterable[str] = ()) -> str:
    """An id from a question's first words, unlike those `taken`: "What is overfitting?" is what-is-overfitting."""
    words = _NOT_IN_SLUG.sub(" ", ask.casefold()).split()
    base = "-".join(words[:_SLUG_WORDS]) or "question"
    used, found, count = frozenset(taken), base, 1
    while found in used:
        count += 1
        found = f"{base}-{count}"
    return found


def _questions(nodes: tuple[Node, ...]) -> tuple[Question, ...]:
    tables = [record(node, QUESTION_KEYS, ("ask", "tips")) for node in nodes]
    taken: dict[str, Place] = {}
    for fields in tables:  # first the ids that are written, so that a made one never takes one of them
        if "id" not in fields:
            continue
        id_, place = name(fields["id"]), fields["id"].place
        if id_ in taken:
            place.fail(f"the id {id_!r} is used already in line {taken[id_].line}; give this question another one.")
        taken[id_] = place
    questions: list[Question] = []
    for fields in tables:
        ask = prose(fields["ask"])
        id_ = name(fields["id"]) if "id" in fields else slug(ask, taken)
        taken.setdefault(id_, fields["ask"].place)
        questions.append(_question(fields, id_, ask))
    return tuple(questions)


def _question(fields: dict[str, Node], id_: str, ask: str) -> Question:
    tips = tuple(_tip(node, ask) for node in some_items(fields["tips"], "tip"))
    question = Question(
        id=id_,
        ask=ask,
        tips=tips,
        why=_prose(fields, "why"),
        example=_prose(fields, "example"),
        follow_ups=MappingProxyType(_follow_ups(fields["follow_ups"], tips) if "follow_ups" in fields else {}),
        level=level(fields["level"]) if "level" in fields else None,
    )
    return with_abbreviations(question)


def _tip(node: Node, ask: str) -> Tip:
    if not isinstance(node, Mapping):
        sentence = unpasted(prose(node))
        return Tip(sentence, derive_points(sentence, ask), derived=True)
    _refuse_torn_sentence(node)
    fields = record(node, TIP_KEYS, ("tip",))
    sentence = unpasted(prose(fields["tip"]))
    if "keywords" not in fields:
        return Tip(sentence, derive_points(sentence, ask), derived=True)
    return Tip(sentence, tuple(_key_point(k) for k in some_items(fields["keywords"], "keyword")))


def _refuse_torn_sentence(tip: Mapping) -> None:
    """A plain sentence with ": " in it is a YAML mapping with one odd key."""
    if len(tip.entries) != 1 or (key := tip.entries[0][0]).text in TIP_KEYS:
        return
    meant = suggestion(key.text, TIP_KEYS)
    key.place.fail(
        f"unknown key {key.text!r}; a tip that has a colon in it is read as a YAML key: put the whole line in "
        f'"quotes"{f" ({meant})" if meant.startswith("did") else ""}.'
    )


def _key_point(node: Node) -> KeyPoint:
    if not isinstance(node, Mapping):
        return KeyPoint(text(node))
    if len(node.entries) != 1:
        node.place.fail('holds several keywords; start each with its own "- ".')
    key, ways = node.entries[0]
    keyword = text(key)
    if isinstance(ways, Scalar):
        return KeyPoint(keyword, (text(ways),))
    return KeyPoint(keyword, tuple(text(way) for way in items(ways)))


def _follow_ups(node: Node, tips: tuple[Tip, ...]) -> dict[str, str]:
    keywords = {point.keyword: None for tip in tips for point in tip.points}
    found: dict[str, str] = {}
    for key, value in mapping(node).entries:
        if key.text not in keywords:
            key.place.fail(f"{key.text!r} is no keyword of this question; {suggestion(key.text, keywords)}")
        found[key.text] = prose(value)
    return found


def _step(node: Node) -> Step:
    fields = record(node, ("step", "text"), ("step", "text"))
    return Step(prose(fields["step"]), prose(fields["text"]))


def _faq(node: Node) -> Faq:
    fields = record(node, ("question", "answer"), ("question", "answer"))
    return Faq(prose(fields["question"]), prose(fields["answer"]))


def _prose(fields: dict[str, Node], key: str) -> str:
    return prose(fields[key]) if key in fields else ""
