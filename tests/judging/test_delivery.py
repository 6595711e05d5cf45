"""Pace and pauses come from the times of words, or are said not to be measured."""

from voiceprep.judging import measure_delivery
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


def test_fillers_are_not_made_up():
    assert measure_delivery(spoken(0.0, 0.5))["fillers"]["measured"] is False


def test_a_text_has_no_delivery():
    assert measure_delivery(Transcript("some words")) is None
    assert measure_delivery(Transcript("")) is None


def test_an_engine_without_times_says_so_for_every_measure():
    delivery = measure_delivery(Transcript("some words", (Word("some"), Word("words"))))
    assert set(delivery) == {"words_per_minute", "pauses", "fillers", "speaking_s", "latency_s"}
    assert all(m["measured"] is False and m["why"] for m in delivery.values())
