"""How sure it is that a phrase was said, from its sound and from what was written."""

import json
from dataclasses import fields, replace
from importlib.resources import files
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.judging.sureness import Sureness, sureness
from voiceprep.model import Spotted

HIT = Spotted("dropout", 3.0, 3.6, -1.5, 6, 20.0)
WRITTEN = [(False, False), (True, False), (True, True)]
scores = st.floats(-20, 2)
hits = st.builds(
    lambda score, phones, length_s, searched_s: Spotted("p", 1.0, 1.0 + length_s, score, phones, searched_s),
    scores, st.integers(1, 40), st.floats(0.03, 4), st.floats(0.1, 600),
)  # fmt: skip


@given(hits, st.sampled_from(WRITTEN), st.floats(0, 5))
def test_the_better_it_fits_the_surer(hit: Spotted, written: tuple[bool, bool], better: float):
    surer = sureness().probability(replace(hit, score=hit.score + better), *written)
    assert surer >= sureness().probability(hit, *written)


@pytest.mark.parametrize("written", WRITTEN)
def test_the_longer_the_phrase_the_surer(written: tuple[bool, bool]):
    at_one_pace = [replace(HIT, phones=n, end_s=HIT.start_s + 0.08 * n) for n in (2, 4, 6, 12, 20)]
    probabilities = [sureness().probability(hit, *written) for hit in at_one_pace]
    assert all(a < b for a, b in pairwise(probabilities))


@given(hits)
def test_what_was_written_is_surer_and_surest_where_it_was_written_there(hit: Spotted):
    probabilities = [sureness().probability(hit, *written) for written in WRITTEN]
    assert probabilities == sorted(probabilities)
    assert sureness().probability(HIT, True, True) > sureness().probability(HIT, False, False)


@given(hits, st.sampled_from(WRITTEN))
def test_it_is_a_probability_whatever_was_spotted(hit: Spotted, written: tuple[bool, bool]):
    assert 0 <= sureness().probability(hit, *written) <= 1


@pytest.mark.parametrize("score", [-1e9, -1e4, 1e4])
def test_even_for_a_score_beyond_all_measure(score: float):
    assert 0 <= sureness().probability(replace(HIT, score=score), False, False) <= 1


def test_a_phrase_that_fits_perfectly_is_said_and_one_that_does_not_fit_is_missing():
    perfect, bad = replace(HIT, score=0.5, phones=12, end_s=3.9), replace(HIT, score=-7.0)
    assert sureness().probability(perfect, False, False) >= sureness().said_from
    assert sureness().probability(bad, False, False) < sureness().maybe_from


def test_what_is_shipped_is_complete_and_in_order():
    data = json.loads((files("voiceprep.judging") / "sureness.json").read_text(encoding="utf-8"))
    assert set(data["weights"]) | set(data["thresholds"]) == {field.name for field in fields(Sureness)}
    assert not set(data["weights"]) & set(data["thresholds"])
    assert all(isinstance(value, float) for value in (*data["weights"].values(), *data["thresholds"].values()))
    assert 0 < data["thresholds"]["maybe_from"] < data["thresholds"]["said_from"] < 1


def test_every_combination_of_what_was_written_changes_the_odds_as_its_weight_says():
    numbers = sureness()
    assert numbers.written > 0
    assert numbers.there >= 0
    assert numbers.score > 0
    for written, there in product((False, True), repeat=2):
        assert 0 < numbers.probability(HIT, written, there) < 1
