"""When an answer is over: a table, and what holds at every instant of any answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.hearing.endpoint import EndpointSettings, endpoint

SETTINGS = EndpointSettings(silence_s=2.5, limit_s=300, warning_s=30)


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
    found = endpoint(SETTINGS, now_s, last_speech_s)
    assert (found.ended, found.warn) == (ended, warn)
    assert found.silence_s == pytest.approx(silence_s)


seconds = st.floats(0, 1000)
any_settings = st.builds(EndpointSettings, silence_s=st.floats(0.1, 10), limit_s=st.floats(1, 600), warning_s=seconds)


@given(any_settings, seconds)
def test_silence_before_the_first_word_never_ends_an_answer(settings: EndpointSettings, now_s: float):
    assert endpoint(settings, now_s, None).ended in (None, "limit")
    assert (endpoint(settings, now_s, None).ended == "limit") == (now_s >= settings.limit_s)


@given(any_settings, seconds, st.none() | seconds)
def test_the_limit_always_ends_it_and_was_announced(
    settings: EndpointSettings, now_s: float, last_speech_s: float | None
):
    found = endpoint(settings, now_s, last_speech_s)
    if now_s >= settings.limit_s:
        assert found.ended == "limit"
        assert found.warn
    assert endpoint(settings, settings.limit_s - min(settings.warning_s, settings.limit_s), last_speech_s).warn


@given(any_settings, seconds, seconds)
def test_only_silence_of_the_stated_length_ends_speech(settings: EndpointSettings, now_s: float, last_speech_s: float):
    if endpoint(settings, now_s, last_speech_s).ended == "silence":
        assert now_s - last_speech_s >= settings.silence_s
