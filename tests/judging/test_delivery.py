"""Pace and pauses come from the times of words, or are said not to be measured."""

import json

from hypothesis import given
from hypothesis import strategies as st

from voiceprep.judging import measure_delivery
from voiceprep.judging.delivery import delivery_remark
from voiceprep.model import Transcript, Word


def spoken(*starts_s, each_s=0.4):
    words = tuple(Word("word", s, s + each_s) for s in starts_s)
    return Transcript(" ".join(w.text for w in words), words)


def test_pace_counts_from_the_first_word_to_the_last():
    delivery = measure_delivery(spoken(*(1.4 + 0.5 * i for i in range(60))))
    assert delivery["words_per_minute"] == round(60 * 60 / 29.9)
    assert delivery["latency_s"] == 1.4
    assert delivery["speaking_s"] == 29.9


def test_pauses_of_two_seconds_count_and_shorter_ones_are_good_speaking():
    delivery = measure_delivery(spoken(0.0, 1.4, 4.2, 7.0))  # gaps of 1.0, 2.4 and 2.4 s
    assert delivery["pauses"] == {"count": 2, "longest_s": 2.4}
    assert delivery["speaking_s"] == 1.6


def test_without_a_pause_the_longest_is_nought():
    assert measure_delivery(spoken(0.0, 0.5, 1.0))["pauses"] == {"count": 0, "longest_s": 0.0}


def test_a_short_answer_has_no_pace():
    for short in (spoken(0.0, 25.0), spoken(*(0.2 * i for i in range(60)))):
        pace = measure_delivery(short)["words_per_minute"]
        assert pace["measured"] is False
        assert pace["why"]


def test_the_articulation_rate_leaves_the_pauses_out():
    delivery = measure_delivery(spoken(*(0.5 * i + (10.0 if i >= 30 else 0.0) for i in range(60))))
    assert delivery["words_per_minute"] == round(60 * 60 / 39.9)
    assert delivery["words_per_minute_without_pauses"] == round(60 * 60 / 29.8)
    assert delivery["length"] == {"seconds": 39.9, "target_s": [60, 120]}


def test_words_without_a_length_have_a_pace_all_the_same():
    starts = [float(i) for i in range(60)]
    assert measure_delivery(spoken(*starts, each_s=0.0))["words_per_minute"] == 61


def test_fillers_are_not_made_up():
    assert measure_delivery(spoken(0.0, 0.5))["fillers"]["measured"] is False


def test_fillers_are_counted_where_the_recogniser_keeps_them():
    words = [w for _ in range(10) for w in ("um", "we", "sort", "of", "cache", "um", "like", "uh")]
    transcript = Transcript(" ".join(words), tuple(Word(w, 0.5 * i, 0.5 * i + 0.5) for i, w in enumerate(words)))
    assert measure_delivery(transcript, keeps_fillers=True)["fillers"] == {
        "measured": True,
        "count": 40,
        "a_minute": 60.0,
        "words": {"um": 20, "uh": 10, "sort of": 10},
        "perhaps": {"like": 10},
    }
    assert measure_delivery(transcript)["fillers"]["measured"] is False


def test_a_short_answer_has_fillers_and_no_rate_of_them():
    words = (Word("um", 0.0, 0.5), Word("yes", 0.5, 1.0))
    fillers = measure_delivery(Transcript("um yes", words), keeps_fillers=True)["fillers"]
    assert fillers["count"] == 1
    assert fillers["a_minute"]["measured"] is False


def test_a_text_has_no_delivery():
    assert measure_delivery(Transcript("some words")) is None
    assert measure_delivery(Transcript("")) is None


def test_an_engine_without_times_says_so_for_every_measure_of_time():
    timed = {
        "words_per_minute", "pauses", "fillers", "speaking_s", "latency_s", "words_per_minute_without_pauses", "length",
    }  # fmt: skip
    delivery = measure_delivery(Transcript("some words", (Word("some"), Word("words"))))
    assert set(delivery) == timed | {"most_used", "repeated"}
    assert all(delivery[m]["measured"] is False and delivery[m]["why"] for m in timed)
    assert delivery_remark(delivery, 0) == ""


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 2)), min_size=1, max_size=300), st.booleans())
def test_whatever_the_times_the_measures_fit_each_other(steps: list[tuple[float, float]], keeps: bool):
    words, now = [], 0.0
    for gap, length in steps:
        words.append(Word("um", now + gap, now + gap + length))
        now += gap + length
    delivery = measure_delivery(Transcript("um " * len(words), tuple(words)), keeps_fillers=keeps)
    assert 0 <= delivery["speaking_s"] <= delivery["length"]["seconds"] + 0.1
    assert delivery["pauses"]["count"] == 0 or delivery["pauses"]["longest_s"] >= 2.0
    pace, articulation = delivery["words_per_minute"], delivery["words_per_minute_without_pauses"]
    assert isinstance(pace, int) == isinstance(articulation, int)
    assert not isinstance(pace, int) or pace <= articulation
    assert json.loads(json.dumps(delivery)) == delivery
    delivery_remark(delivery, 0)
