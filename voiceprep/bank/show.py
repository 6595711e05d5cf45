"""A bank as plain data, in the form of a bank file."""

import json
import re
from collections.abc import Sequence
from typing import Any

from voiceprep.model import Bank, KeyPoint, Question

_PLAIN = re.compile(r"^[A-Za-z][\w '’()/.+-]*\w\)?\.?$")
_NOT_TEXT = frozenset(["yes", "no", "on", "off", "true", "false", "null"])


def bank_dict(bank: Bank, questions: Sequence[Question]) -> dict[str, Any]:
    """The bank with these of its questions; derived key points are written out."""
    return {
        "bank": bank.name,
        "role": bank.role,
        "about": bank.about,
        "questions": [_question(q) for q in questions],
        "prepare": [{"step": s.step, "text": s.text} for s in bank.prepare],
        "faq": [{"question": f.question, "answer": f.answer} for f in bank.faq],
    }


def _question(question: Question) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": question.id,
        "ask": question.ask,
        "why": question.why,
        "example": question.example,
        "tips": [{"tip": t.text, "keywords": [_keyword(p) for p in t.points]} for t in question.tips],
    }
    if question.follow_ups:
        shown["follow_ups"] = dict(question.follow_ups)
    if question.level is not None:
        shown["level"] = question.level
    return shown


def _keyword(point: KeyPoint) -> str | dict[str, list[str]]:
    return {point.keyword: list(point.aliases)} if point.aliases else point.keyword


def derived_lines(question: Question) -> list[str]:
    """What was derived from the plain tips of a question, each tip as the bank file takes it with its keywords."""
    lines: list[str] = []
    for tip in question.tips:
        if tip.derived and tip.points:
            lines += [f"- tip: {_quoted(tip.text)}", "  keywords:"]
            lines += [f"    - {_ways(point)}" for point in tip.points]
    return lines


def _ways(point: KeyPoint) -> str:
    if not point.aliases:
        return _quoted(point.keyword)
    return f"{_quoted(point.keyword)}: [{', '.join(map(_quoted, point.aliases))}]"


def _quoted(text: str) -> str:
    """A text that YAML reads as this text, in quotes only where it needs them."""
    return text if _PLAIN.match(text) and text.casefold() not in _NOT_TEXT else json.dumps(text, ensure_ascii=False)
