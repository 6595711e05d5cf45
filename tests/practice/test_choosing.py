"""Choosing by voice what to practise: what can be said, what it makes of the choice, and what is told."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.model import Bank, Question, Step, Tip
from voiceprep.practice.choosing import (
    CAN_BE_PRESSED,
    KEYS,
    NUMBERS,
    Choice,
    Offer,
    choose,
    chosen,
    phrases,
    possible,
    told,
)
from voiceprep.practice.screen import Screen


def bank(name: str, role: str, count: int) -> Bank:
    questions = tuple(Question(f"q{n}", f"Why {n}?", (Tip("Say why.", ()),)) for n in range(count))
    return Bank(name, questions, role=role, prepare=(Step("Sleep", "Eight hours."),))


OFFERS = [
    Offer(Path("gardener.yaml"), bank("gardener", "Gardener", 4)),
    Offer(Path("pastry-cook.yaml"), bank("pastry-cook", "", 12)),
]
START = Choice(OFFERS[0], 3)


class Answers:
    """A dialogue in which all that is said is known beforehand."""

    def __init__(self, *said: str | None) -> None:
        self.said = list(said)
        self.heard: list[str] = []

    def ask(self, pieces, phrases, wait_s, keys=None):
        self.heard += pieces
        return self.said.pop(0) if self.said else None


def choose_with(*said: str | None) -> tuple[Choice | None, list[str]]:
    dialogue = Answers(*said)
    return choose(dialogue, START, OFFERS, Screen(StringIO())), dialogue.heard


def test_numbers_orders_and_question_files_can_be_said():
    can_be_said = phrases(OFFERS)
    assert can_be_said["five questions"] == "5"
    assert can_be_said["one question"] == "1"
    assert can_be_said["mixed order"] == "shuffle"
    assert can_be_said["pastry cook"] == "bank 1"
    assert {"enter", "q", "?", "brief", "file", "shuffle", "all", "bank 0", "bank 1"} <= set(can_be_said.values())


@pytest.mark.parametrize("number", range(1, len(NUMBERS) + 1))
def test_so_many_questions_are_asked_as_there_are(number: int):
    assert chosen(START, str(number), OFFERS).count == min(number, 4)
    assert chosen(Choice(OFFERS[1], 3), str(number), OFFERS).count == number


def test_each_thing_that_is_said_changes_one_thing():
    assert chosen(START, "shuffle", OFFERS) == replace(START, order="shuffle")
    assert chosen(chosen(START, "shuffle", OFFERS), "file", OFFERS) == START
    assert chosen(START, "all", OFFERS).questions == 4
    assert chosen(START, "bank 1", OFFERS) == replace(START, offer=OFFERS[1])


def test_the_choice_is_told_as_a_sentence():
    assert told(START) == "Gardener: three questions, in order."
    assert told(Choice(OFFERS[1], 1, "shuffle")) == "pastry cook: one question, in mixed order."
    assert told(Choice(OFFERS[1], 12)) == "pastry cook: 12 questions, in order."
    assert "or pastry cook" in possible(START, OFFERS)


def test_it_is_told_what_is_chosen_after_each_word_until_one_starts():
    choice, heard = choose_with("2", "bank 1", "shuffle", "enter")
    assert choice == Choice(OFFERS[1], 2, "shuffle")
    assert heard[2:] == [
        "Gardener: two questions, in order.",
        "pastry cook: two questions, in order.",
        "pastry cook: two questions, in mixed order.",
    ]


def test_whoever_says_nothing_begins_with_what_was_chosen_so_far():
    assert choose_with()[0] == START
    assert choose_with("shuffle", None)[0] == replace(START, order="shuffle")


def test_everything_that_is_chosen_has_a_key():
    choice, _ = choose_with("f", "m", "0", "enter")
    assert choice == Choice(OFFERS[1], 10, "shuffle")
    assert choose_with("f", "f", "m", "i", "a", "enter")[0] == replace(START, questions=4)
    assert "[m]" in CAN_BE_PRESSED
    assert all(f"[{key}]" in CAN_BE_PRESSED for key in (*KEYS, "enter", "q", "0"))


@pytest.mark.parametrize("key", ["²", "x", "-", "11", "٣"])
def test_a_key_that_means_nothing_hears_what_is_possible(key: str):
    choice, heard = choose_with(key, "enter")
    assert choice == START
    assert heard[-1] == possible(START, OFFERS)


def test_what_is_not_understood_hears_what_is_possible():
    choice, heard = choose_with("unknown", "enter")
    assert choice == START
    assert heard[-1] == possible(START, OFFERS)


def test_it_can_be_left():
    assert choose_with("q")[0] is None


def test_the_briefing_can_be_heard_first_and_left():
    choice, heard = choose_with("brief", None, "q", "enter")
    assert "Gardener." in heard
    assert heard[-1] == told(START)
    assert choice == START


@given(st.lists(st.sampled_from([*sorted(set(phrases(OFFERS).values()) - {"q"}), "unknown", "x"]), max_size=20))
def test_whatever_is_said_something_that_can_be_asked_is_chosen(said):
    choice, _ = choose_with(*said)
    assert choice is not None
    assert choice.offer in OFFERS
    assert 1 <= choice.count <= len(choice.offer.bank.questions)
