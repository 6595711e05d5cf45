"""Whoever says in full what a key point abbreviates has made it, and the other way round."""

from pathlib import Path

import pytest
import yaml

import voiceprep
from voiceprep.bank import abbreviations, load_bank
from voiceprep.bank.abbreviations import other_ways
from voiceprep.model import Question
from voiceprep.text import spoken_words

DATA = yaml.safe_load(Path(abbreviations.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def question(folder: Path, keyword: str, ask: str = "How do you run it?", *others: str) -> Question:
    file = folder / "own.yaml"
    tips = [{"tip": "Say it.", "keywords": [keyword, *others]}]
    file.write_text(yaml.safe_dump({"bank": "own", "questions": [{"ask": ask, "tips": tips}]}), encoding="utf-8")
    return load_bank(file).questions[0]


@pytest.mark.parametrize(
    ("keyword", "answer"),
    [
        ("SLA", "we sign a service level agreement"),
        ("SLAs", "our service level agreements say so"),
        ("service-level agreement", "there was an s l a in place"),
        ("CI/CD pipeline", "a continuous integration and continuous delivery pipeline"),
        ("SQL injection", "against sequel injection"),
        ("SaaS", "we sold software as a service"),
        ("two-factor authentication", "with two f a for everybody"),
        ("P&L", "I owned the profit and loss of the region"),
        ("ECG", "I took an electrocardiogram at once"),
        ("REST", "with representational state transfer"),
        ("i18n", "we did internationalisation early"),
        ("B2B", "it is b to b sales"),
    ],
)
def test_either_is_a_way_to_say_the_other(tmp_path: Path, keyword: str, answer: str):
    (point,) = voiceprep.judge(question(tmp_path, keyword), answer).points
    assert point.verdict == "said"


@pytest.mark.parametrize(
    "phrase", ["rest", "the rest of it", "ml", "SLAB", "re-CI", "service level", "validation curve"]
)
def test_other_words_are_left_alone(phrase: str):
    assert list(other_ways(phrase)) == []


def test_an_ordinary_word_is_not_heard_for_what_it_abbreviates():
    assert list(other_ways("just in time")) == []
    assert list(other_ways("JIT")) == ["just in time"]


def test_what_is_another_point_of_the_question_or_said_in_it_is_no_way(tmp_path: Path):
    asked = question(tmp_path, "CI", "What is continuous integration?")
    assert asked.tips[0].points[0].aliases == ()
    both = question(tmp_path, "machine learning", "How do you run it?", "ML")
    assert [point.aliases for point in both.tips[0].points] == [(), ()]


def test_derived_points_have_them_too(tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "bank: own\nquestions:\n  - ask: How do you promise it?\n    tips: [Mention SLAs and error budgets.]\n"
    )
    points = {p.keyword: p.aliases for t in load_bank(file).questions[0].tips for p in t.points}
    assert points["SLAs"] == ("service level agreements",)


def test_every_entry_of_the_list_can_be_said_and_is_written_once():
    shorts = [short for part in DATA.values() for short in part]
    assert len(shorts) == len(set(shorts))
    for part in DATA.values():
        assert list(part) == sorted(part, key=str.casefold), "in order, so that one finds what is there"
        for short, ways in part.items():
            for way in ways if isinstance(ways, list) else [ways]:
                assert spoken_words(way)
                assert way in other_ways(short)
