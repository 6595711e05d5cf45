"""The bank that ships: complete, sayable, and telling its own questions' answers from all others."""

from itertools import permutations

import pytest

import voiceprep
from voiceprep.bank import load_bank
from voiceprep.text import spoken_words

TOPICS = [
    "learning-paradigms", "overfitting", "deployment", "evaluation", "slow-pipeline", "missing-data", "bias-variance",
    "reproducibility", "features", "stakeholders",
]  # fmt: skip
SLOW_WPM, QUICK_WPM = 140, 165
"""A relaxed and a brisk speaker; both must end between 60 and 90 s."""

BANK = load_bank("ml-engineer")
QUESTIONS = {q.id: q for q in BANK.questions}
each_question = pytest.mark.parametrize("question", BANK.questions, ids=TOPICS)


def points(question):
    return [point for tip in question.tips for point in tip.points]


def said_of(question, answer):
    return [p.keyword for p in voiceprep.judge(question, answer).points if p.verdict == "said"]


def test_it_has_the_ten_topics_in_order():
    assert [q.id for q in BANK.questions] == TOPICS


def test_it_tells_the_role_four_steps_and_four_answers():
    assert BANK.role == "Machine learning engineer"
    assert len(BANK.about.split()) > 60
    assert len(BANK.prepare) == len(BANK.faq) == 4


@each_question
def test_each_question_is_short_enough_to_keep_in_mind(question):
    assert len(question.ask.split()) <= 20
    assert 0 < len(question.why.split()) <= 30
    assert question.level in range(1, 6)


@each_question
def test_each_question_has_at_least_two_tips_and_five_key_points(question):
    assert len(question.tips) >= 2
    assert all(len(tip.text.split()) <= 22 and not tip.derived for tip in question.tips)
    assert 5 <= len(points(question)) <= 8
    assert all(1 <= len(point.keyword.split()) <= 4 for point in points(question))
    assert set(question.follow_ups) <= {point.keyword for point in points(question)}


@each_question
def test_each_example_can_be_spoken_in_60_to_90_seconds(question):
    words = len(spoken_words(question.example))
    assert words / QUICK_WPM * 60 >= 60
    assert words / SLOW_WPM * 60 <= 90


@each_question
def test_nothing_is_written_that_cannot_be_said(question):
    spoken = " ".join((question.ask, question.why, question.example, *(tip.text for tip in question.tips)))
    assert not set(spoken) & set('()[]{}/\\&%+=<>*_#@$0123456789:;"')


@each_question
def test_each_example_makes_every_point_of_its_own_question(question):
    assert said_of(question, question.example) == [point.keyword for point in points(question)]


def test_each_example_makes_nearly_no_point_of_the_other_questions():
    pairs = {(a, b): said_of(QUESTIONS[b], QUESTIONS[a].example) for a, b in permutations(TOPICS, 2)}
    possible = sum(len(points(QUESTIONS[b])) for _, b in pairs)
    strays = {pair: found for pair, found in pairs.items() if found}
    assert sum(map(len, strays.values())) <= 0.05 * possible, strays
    assert max(map(len, pairs.values())) <= 2, strays


@each_question
def test_the_question_itself_read_back_makes_no_point(question):
    assert said_of(question, f"{question.ask} {question.why}") == []
