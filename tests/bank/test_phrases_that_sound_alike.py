"""What a bank's phrases sound like is looked up in whatever dictionary is passed in, and hard ones are warned of."""

from dataclasses import dataclass

import pytest

from voiceprep.bank import lint, lint_sounds
from voiceprep.model import Bank, KeyPoint, Question, Tip


@dataclass(frozen=True)
class Letters:
    """A phrase that sounds as it is spelled; words in capitals are guesses."""

    phrase: str

    @property
    def phones(self) -> int:
        return len(self.phrase) if self.phrase != "mute" else 0

    @property
    def said_as(self) -> str:
        return "-".join(self.phrase)

    @property
    def guessed(self) -> tuple[str, ...]:
        return tuple(word for word in self.phrase.split() if word.isupper())

    def is_like(self, other: "Letters") -> bool:
        return self.phrase[1:] == other.phrase[1:]


def bank(*points: KeyPoint) -> Bank:
    return Bank("b", (Question("q", "Why?", (Tip("Say it all.", points),), why="So.", example="I would."),))


def warnings(*points: KeyPoint) -> list[str]:
    return [w.message for w in lint_sounds(bank(*points), Letters)]


def test_phrases_that_are_known_long_enough_and_unlike_earn_no_warning() -> None:
    assert warnings(KeyPoint("early stopping"), KeyPoint("dropout")) == []


HARD = [
    (KeyPoint("KUBELET"), "'KUBELET' is only sounded out"),
    (KeyPoint("cash"), "'cash', said c-a-s-h, is short"),
    (KeyPoint("mute"), "no way to say 'mute'"),
]


@pytest.mark.parametrize(("point", "message"), HARD)
def test_a_phrase_that_may_not_be_heard_is_named_with_how_it_is_said(point: KeyPoint, message: str) -> None:
    (warning,) = warnings(point)
    assert message in warning


@pytest.mark.parametrize("point", [point for point, _ in HARD])
def test_another_way_to_say_it_that_is_easy_to_hear_silences_the_warning(point: KeyPoint) -> None:
    assert warnings(KeyPoint(point.keyword, ("something longer",))) == []


def test_two_points_of_a_question_that_sound_alike_are_named_both() -> None:
    (warning,) = warnings(KeyPoint("precision"), KeyPoint("another thing", ("drecision",)))
    assert "'drecision' (for 'another thing')" in warning
    assert "sounds nearly like 'precision', another point" in warning


def test_two_ways_to_say_one_point_may_sound_alike() -> None:
    assert warnings(KeyPoint("precision", ("drecision",))) == []


def test_a_phrase_without_a_word_is_left_to_the_other_warnings() -> None:
    assert warnings(KeyPoint("???")) == []


def test_these_warnings_come_with_all_others_where_there_is_a_dictionary() -> None:
    hard = bank(KeyPoint("cash"))
    assert lint(hard) == []
    assert [str(w).split(",")[0] for w in lint(hard, Letters)] == ["q: tips[0].keywords: 'cash'"]
