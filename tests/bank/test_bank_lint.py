"""Odd things in a bank are warned of, each with its question and key, and never keep it from loading."""

from pathlib import Path

import pytest
import yaml

from voiceprep.bank import LintWarning, lint, load_bank

SOUND = {
    "ask": "Why?",
    "why": "So.",
    "example": "I would.",
    "tips": ["Mention mutual exclusion."],
}


def warnings(folder: Path, **changed: object) -> list[LintWarning]:
    question = {"id": "q", **SOUND, **changed}
    question = {key: value for key, value in question.items() if value is not None}
    file = folder / "b.yaml"
    file.write_text(yaml.safe_dump({"bank": "b", "questions": [question]}), encoding="utf-8")
    return lint(load_bank(file))


def test_a_sound_question_earns_no_warning(tmp_path):
    assert warnings(tmp_path) == []


ODD = [
    ({"why": None}, "why", "is missing"),
    ({"example": None}, "example", "is missing"),
    ({"ask": "why " * 61}, "ask", "has 61 words"),
    ({"tips": ["Mention a mutex.", "mention a MUTEX!"]}, "tips[1]", "same tip as tips[0]"),
    ({"tips": ["Mutex."]}, "tips[0]", "single word 'Mutex.'"),
    ({"tips": ["Be specific."]}, "tips[0]", "no key point of its own"),
    ({"tips": [{"tip": "Say it all.", "keywords": ["mutex", "Mutex"]}]}, "tips[0].keywords", "listed in tips[0]"),
    ({"tips": [{"tip": "Say it all.", "keywords": ["???"]}]}, "tips[0].keywords", "nothing that can be spoken"),
]


@pytest.mark.parametrize(("changed", "key", "message"), ODD)
def test_an_odd_thing_is_named_with_its_key(tmp_path, changed, key, message):
    (warning,) = warnings(tmp_path, **changed)
    assert (warning.question, warning.key) == ("q", key)
    assert message in warning.message
    assert str(warning) == f"q: {key}: {warning.message}"


def test_a_keyword_in_two_tips_is_one_warning_at_the_second(tmp_path):
    tips = [{"tip": "Say a thing.", "keywords": ["mutex"]}, {"tip": "Say two things.", "keywords": ["mutex", "lock"]}]
    assert [w.key for w in warnings(tmp_path, tips=tips)] == ["tips[1].keywords"]


@pytest.mark.parametrize(
    ("lacking", "of"), [("abc", "(of all questions)"), ("ab", "(of a, b)"), ("abcde", "(of a, b, c and 2 more)")]
)
def test_what_several_questions_lack_is_one_warning(tmp_path, lacking, of):
    ids = {"abc": "abc", "ab": "abc", "abcde": "abcdef"}[lacking]
    questions = [{"id": i, **SOUND, "ask": f"{i}?", "tips": list(SOUND["tips"])} for i in ids]
    for question in questions:
        if question["id"] in lacking:
            del question["why"]
    file = tmp_path / "b.yaml"
    file.write_text(yaml.safe_dump({"bank": "b", "questions": questions}), encoding="utf-8")
    (warning,) = lint(load_bank(file))
    assert (warning.question, warning.key) == ("b", "why")
    assert warning.message.endswith(of)


def test_the_shipped_banks_earn_none():
    assert lint(load_bank("ml-engineer")) == []
