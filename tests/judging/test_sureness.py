"""How sure it is that a phrase was said, from its sound and from what was written."""

import json
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.judging.sureness import Cues, sureness
from voiceprep.model import Spotted

HIT = Spotted("dropout", 3.0, 3.6, -1.5, 6, 20.0)
WRITTEN = [(False, False), (True, False), (True, True)]
scores = st.floats(-20, 2)
hits = st.builds(
    lambda score, phones, length_s, searched_s: Spotted("p", 1.0, 1.0 + length_s, score, phones, searched_s),
    scores, st.integers(1, 40), st.floats(0.03, 4), st.floats(0.1, 600),
)  # fmt: skip


def sure(hit: Spotted, written: bool, there: bool, covered: float = 1.0) -> float:
    return sureness().probability(Cues(hit, covered, written, there))


@given(hits, st.sampled_from(WRITTEN), st.floats(0, 5))
def test_the_better_it_fits_the_surer(hit: Spotted, written: tuple[bool, bool], better: float):
    surer = sure(replace(hit, score=hit.score + better), *written)
    assert surer >= sure(hit, *written)


@pytest.mark.parametrize("written", WRITTEN)
def test_the_longer_the_phrase_the_surer(written: tuple[bool, bool]):
    at_one_pace = [replace(HIT, phones=n, end_s=HIT.start_s + 0.08 * n) for n in (2, 4, 6, 12, 20)]
    probabilities = [sure(hit, *written) for hit in at_one_pace]
    assert all(a < b for a, b in pairwise(probabilities))


@given(hits)
def test_what_was_written_is_surer_and_surest_where_it_was_written_there(hit: Spotted):
    probabilities = [sure(hit, *written) for written in WRITTEN]
    assert probabilities == sorted(probabilities)
    assert sure(HIT, True, True) > sure(HIT, False, False)


@given(hits, st.sampled_from(WRITTEN))
def test_it_is_a_probability_whatever_was_spotted(hit: Spotted, written: tuple[bool, bool]):
    assert 0 <= sure(hit, *written) <= 1


@pytest.mark.parametrize("score", [-1e9, -1e4, 1e4])
def test_even_for_a_score_beyond_all_measure(score: float):
    assert 0 <= sure(replace(HIT, score=score), False, False) <= 1


def test_a_phrase_that_fits_perfectly_is_said_and_one_that_does_not_fit_is_missing():
    perfect, bad = replace(HIT, score=0.5, phones=12, end_s=3.9), replace(HIT, score=-7.0)
    assert sure(perfect, False, False) >= sureness().said_from
    assert sure(bad, False, False) < sureness().maybe_from


def test_the_more_of_its_place_the_recogniser_heard_words_in_the_surer():
    assert sure(HIT, False, False, covered=1.0) > sure(HIT, False, False, covered=0.2)


def test_the_more_sound_was_searched_the_less_sure():
    assert sure(replace(HIT, searched_s=300.0), False, False) < sure(HIT, False, False)


def test_what_is_shipped_is_complete_and_in_order():
    data = json.loads((files("voiceprep.judging") / "sureness.json").read_text(encoding="utf-8"))
    assert set(data["weights"]) == set(Cues(HIT, 1.0, False, False).values)
    assert all(isinstance(value, float) for value in (data["offset"], *data["weights"].values()))
    assert 0 < data["maybe_from"] < data["said_from"] < 1


def test_what_is_shipped_says_what_it_earned_with_its_intervals():
    earned = json.loads((files("voiceprep.judging") / "sureness.json").read_text(encoding="utf-8"))["earned"]
    for figure in ("said_precision", "said_recall", "any_precision", "any_recall", "any_f1"):
        value, low, high = earned[figure]
        assert 0 <= low <= value <= high <= 1


def test_all_that_speaks_for_a_phrase_weighs_for_it():
    weights = sureness().weights
    assert all(weights[name] > 0 for name in ("score", "phones", "covered", "written", "there"))
    assert weights["searched"] < 0


def test_the_more_ways_to_say_a_point_the_less_sure_each():
    one, five = (sureness().probability(Cues(HIT, 1.0, False, False, ways)) for ways in (1, 5))
    assert five < one
