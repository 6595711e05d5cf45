"""When an answer is over: a table, and what holds at every instant of any answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.hearing.endpoint import (
    KEPT_PAUSES,
    ROOM_FOR_MORE,
    EndpointSettings,
    Heard,
    endpoint,
    patience_s,
    pauses_in,
)
from voiceprep.hearing.promises import promises_more
from voiceprep.hearing.vad import Span

SETTINGS = EndpointSettings(edges_s=0.0)


@pytest.mark.parametrize(
    ("now_s", "last_speech_s", "ended", "warn", "silence_s"),
    [
        (0.0, None, None, False, 0.0),
        (120.0, None, None, False, 0.0),
        (3.0, 3.0, None, False, 0.0),
        (5.49, 3.0, None, False, 2.49),
        (5.5, 3.0, "silence", False, 2.5),
        (3.0, 3.02, None, False, 0.0),
        (269.9, 269.0, None, False, 0.9),
        (270.0, 269.0, None, True, 1.0),
        (270.0, None, None, True, 0.0),
        (300.0, 299.9, "limit", True, 0.1),
        (300.0, None, "limit", True, 0.0),
        (300.0, 297.0, "limit", True, 3.0),
    ],
)
def test_an_answer_ends(now_s: float, last_speech_s: float | None, ended: str | None, warn: bool, silence_s: float):
    found = endpoint(SETTINGS, Heard(now_s, last_speech_s))
    assert (found.ended, found.warn) == (ended, warn)
    assert found.silence_s == pytest.approx(silence_s)


@pytest.mark.parametrize(
    ("heard", "ended"),
    [
        (Heard(5.5, 3.0, patience_s=4.0), None),
        (Heard(7.0, 3.0, patience_s=4.0), "silence"),
        (Heard(7.4, 3.0, promises=True), None),
        (Heard(7.5, 3.0, promises=True), "silence"),
        (Heard(3.3, 3.0, done=True), None),
        (Heard(3.4, 3.0, done=True), "said_done"),
        (Heard(20.0, 3.0, moment_until_s=30.0), None),
        (Heard(30.0, 3.0, moment_until_s=30.0), "silence"),
        (Heard(5.5, 3.0, last_sound_s=4.0), None),
        (Heard(6.5, 3.0, last_sound_s=4.0), "silence"),
        (Heard(13.0, 3.0, last_sound_s=13.0), None),
        (Heard(14.0, 3.0, last_sound_s=14.0), "silence"),
        (Heard(40.0, 3.0, last_sound_s=40.0, last_loud_s=38.0), None),
        (Heard(40.0, 3.0, last_sound_s=37.0, last_loud_s=37.0), "silence"),
        (Heard(80.0, 3.0, last_sound_s=80.0, last_loud_s=80.0), "silence"),
    ],
    ids=str,
)
def test_patience_is_longer_or_shorter_for_a_reason(heard: Heard, ended: str | None):
    assert endpoint(SETTINGS, heard).ended == ended


@pytest.mark.parametrize(
    ("heard", "soon"),
    [
        (Heard(4.4, 3.0), False),
        (Heard(4.5, 3.0), True),
        (Heard(4.6, 3.0, patience_s=4.0), False),
        (Heard(4.6, 3.0, moment_until_s=30.0), False),
        (Heard(4.6, None), False),
    ],
    ids=str,
)
def test_the_end_is_told_a_second_before(heard: Heard, soon: bool):
    assert endpoint(SETTINGS, heard).soon == soon


@pytest.mark.parametrize(
    ("now_s", "think_s", "to_begin", "nothing_yet"),
    [
        (9.9, 0, False, False),
        (10.0, 0, False, True),
        (29.0, 30, False, False),
        (30.0, 30, True, False),
        (40.0, 30, True, True),
    ],
)
def test_whoever_does_not_begin_is_told_so_and_never_ended(
    now_s: float, think_s: float, to_begin: bool, nothing_yet: bool
):
    settings = EndpointSettings(think_s=think_s)
    found = endpoint(settings, Heard(now_s, None))
    assert (found.time_to_begin, found.nothing_yet, found.ended) == (to_begin, nothing_yet, None)
    late = endpoint(settings, Heard(now_s + 50, None, waits_from_s=50.0))
    assert (late.time_to_begin, late.nothing_yet) == (to_begin, nothing_yet), "counted from where the gate opened"


def test_the_length_aimed_at_is_told_and_ends_nothing():
    told = [endpoint(SETTINGS, Heard(now_s, now_s)).target for now_s in (89.9, 90.0, 119.9, 120.0, 200.0)]
    assert told == [None, "near", "near", "reached", "reached"]


def test_patience_is_the_default_until_five_pauses_are_known_then_follows_the_longest_of_the_newest():
    assert patience_s(SETTINGS, [1.0] * 4) == SETTINGS.silence_s
    assert patience_s(SETTINGS, [1.0] * 5) == SETTINGS.least_s
    assert patience_s(SETTINGS, [1.0, 1.0, 2.4, 1.0, 1.0]) == pytest.approx(ROOM_FOR_MORE * 2.4)
    assert patience_s(SETTINGS, [9.0, *[1.0] * 5]) == SETTINGS.most_s
    assert patience_s(SETTINGS, [9.0, *[1.0] * KEPT_PAUSES]) == SETTINGS.least_s


def test_pauses_are_the_gaps_within_an_answer_in_which_the_program_did_not_speak():
    speech = (Span(1.0, 2.0), Span(2.4, 3.0), Span(4.5, 6.0), Span(9.0, 9.5))
    assert pauses_in(speech) == [pytest.approx(1.5), pytest.approx(3.0)]
    assert pauses_in(speech, breaks_s=[0.0, 7.0]) == [pytest.approx(1.5)]
    assert pauses_in(()) == []


PROMISING = ("and", "we used dropout because", "for example", "So, um", "as well as", "such as")
FINISHED = ("", "we used dropout", "an example", "they are committed to do so", "sand", "for examples")


@pytest.mark.parametrize("text", PROMISING)
def test_some_last_words_promise_more(text: str):
    assert promises_more(text)


@pytest.mark.parametrize("text", FINISHED)
def test_others_do_not(text: str):
    assert not promises_more(text)


seconds = st.floats(0, 1000)
any_settings = st.builds(
    EndpointSettings, silence_s=st.floats(0.1, 10), limit_s=st.floats(1, 600), warning_s=seconds, edges_s=st.just(0.0)
)


@given(any_settings, seconds)
def test_silence_before_the_first_word_never_ends_an_answer(settings: EndpointSettings, now_s: float):
    found = endpoint(settings, Heard(now_s, None, last_sound_s=now_s / 2))
    assert found.ended in (None, "limit")
    assert (found.ended == "limit") == (now_s >= settings.limit_s)


@given(any_settings, seconds, st.none() | seconds, seconds)
def test_the_limit_always_ends_it_and_was_announced(
    settings: EndpointSettings, now_s: float, last_speech_s: float | None, moment_until_s: float
):
    found = endpoint(settings, Heard(now_s, last_speech_s, moment_until_s=moment_until_s))
    if now_s >= settings.limit_s:
        assert found.ended == "limit"
        assert found.warn
    before = settings.limit_s - min(settings.warning_s, settings.limit_s)
    assert endpoint(settings, Heard(before, last_speech_s)).warn


@given(any_settings, seconds, seconds, st.floats(0.1, 10), st.booleans())
def test_only_silence_of_the_stated_length_ends_speech(
    settings: EndpointSettings, now_s: float, last_speech_s: float, patience: float, promises: bool
):
    heard = Heard(now_s, last_speech_s, patience_s=patience, promises=promises)
    if endpoint(settings, heard).ended == "silence":
        assert now_s - last_speech_s >= patience


@given(any_settings, st.lists(st.floats(0.5, 60)))
def test_patience_stays_within_its_bounds(settings: EndpointSettings, pauses: list[float]):
    found = patience_s(settings, pauses)
    assert found == settings.silence_s or settings.least_s <= found <= settings.most_s


def test_a_gap_that_would_have_ended_the_answer_was_no_pause():
    speech = (Span(0, 3), Span(4, 6), Span(20, 25))
    assert pauses_in(speech) == [1, 14]
    assert pauses_in(speech, longest_s=4.8) == [1]
