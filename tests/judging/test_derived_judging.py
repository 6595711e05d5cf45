"""How points that were derived from plain tips are judged: in parts, and never by the question's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.bank import derive_points
from voiceprep.judging import judge
from voiceprep.model import Question, Tip

ASK = "How would you handle overfitting in a machine learning model?"
TIPS = (
    "Explain how you would notice overfitting with validation and learning curves",
    "Name tools like Kubernetes, SageMaker or MLflow",
    "Mention statistical significance testing",
)


def question(*tips, ask=ASK):
    return Question("q", ask, tuple(Tip(tip, derive_points(tip, ask), derived=True) for tip in tips))


def verdicts(answer, *tips, ask=ASK):
    return {p.keyword: p.verdict for p in judge(question(*(tips or TIPS), ask=ask), answer).points}


def test_a_derived_point_said_in_full_is_said():
    assert verdicts("I look at the validation curve and the learning curves") == {
        "validation curve": "said", "learning curve": "said", "Kubernetes": "missing",
        "statistical significance testing": "missing",
    }  # fmt: skip


def test_half_of_a_derived_point_is_maybe_and_says_what_was_heard():
    (first, *_) = judge(question(*TIPS), "we watch the validation loss").points
    assert (first.keyword, first.verdict) == ("validation curve", "maybe")
    assert (first.evidence.how, first.evidence.text) == ("part", "validation")


def test_half_of_a_point_that_the_author_named_is_missing():
    named = Question("q", ASK, (Tip(TIPS[0], derive_points(TIPS[0], ASK)),))
    assert {p.verdict for p in judge(named, "we watch the validation loss").points} == {"missing"}


@pytest.mark.parametrize("name", ["Kubernetes", "Sagemaker", "M L flow"])
def test_any_one_of_a_list_of_examples_is_enough(name):
    assert verdicts(f"we run it on {name}")["Kubernetes"] == "said"


@pytest.mark.parametrize("ask", [ASK, "What are validation and learning curves, and statistical significance testing?"])
def test_the_question_read_back_earns_nothing(ask):
    assert set(verdicts(ask, ask=ask).values()) == {"missing"}


def test_words_of_the_question_are_a_part_only_beside_something_new():
    tip = "Mention learning rate schedules"  # learning is the question's own word
    assert verdicts("the learning never stops", tip) == {"learning rate schedules": "missing"}
    assert verdicts("the learning schedule", tip) == {"learning rate schedules": "maybe"}


def test_a_denied_part_is_no_part():
    assert verdicts("I have never used significance", TIPS[2]) == {"statistical significance testing": "missing"}


def test_a_statement_keeps_its_verbs():
    tip = "A stack removes the last element first."
    assert verdicts("it removes what came", tip, ask="What is a stack?")["stack removes"] == "maybe"
    assert verdicts("the last one first", tip, ask="What is a stack?")["last element first"] == "maybe"


def test_abbreviations_of_grammar_are_no_points_of_a_statement():
    tip = "The signature holds types, i.e. classes, defaults, e.g. zero, flags etc. and so forth."
    points = verdicts("none", tip, ask="What is a function?")
    assert list(points) == ["signature holds types", "classes", "defaults", "zero", "flags"]


@given(st.lists(st.sampled_from(["all", "not", "only", "more", "before", "the", "and", "every"]), min_size=1))
def test_words_without_meaning_are_no_part_of_anything(words):
    assert set(verdicts(" ".join(words), *TIPS, "Executed at least once, not more than twice.").values()) == {"missing"}
