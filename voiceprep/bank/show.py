"""A bank as plain data, in the form of a bank file."""

from collections.abc import Sequence
from typing import Any

from voiceprep.model import Bank, KeyPoint, Question


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
