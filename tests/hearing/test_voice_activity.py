"""Who is speaking: the real network on real sounds, and the spans that are made of its answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sounds import NOISES, amplified, blocks, click, fan, offset, sample, silence, spoken, tune, white

from voiceprep.hearing.vad import FRAME_BYTES, FRAME_SAMPLES, SHORTEST_SPEECH_S, VoiceActivity, silero

FRAME_S = FRAME_SAMPLES / 16_000
VOICE = [1.0] * 6 + [0.0]
"""Just enough for being certain that somebody spoke, and a frame of silence."""


class Scripted:
    """A classifier that gives the probabilities it was given."""

    def __init__(self, probabilities: list[float]) -> None:
        self.probabilities = probabilities
        self.resets = 0

    def process_chunk(self, frame: bytes) -> float:
        assert len(frame) == FRAME_BYTES
        return self.probabilities.pop(0)

    def reset(self) -> None:
        self.resets += 1


@pytest.fixture(scope="module")
def activity() -> VoiceActivity:
    return VoiceActivity(silero())


def heard(activity: VoiceActivity, sound: bytes) -> VoiceActivity:
    activity.reset()
    for block in blocks(sound):
        activity.feed(block)
    return activity


def after(*probabilities: float) -> VoiceActivity:
    activity = VoiceActivity(Scripted(list(probabilities)))
    activity.feed(bytes(FRAME_BYTES * len(probabilities)))
    return activity


@pytest.mark.parametrize("name", NOISES)
@pytest.mark.parametrize("dbfs", [-15, -35, -60])
def test_what_is_no_voice_is_not_heard_as_one_at_any_level(activity: VoiceActivity, name: str, dbfs: float):
    heard(activity, NOISES[name](dbfs))
    assert activity.spans == ()
    assert activity.last_speech_s is None
    assert activity.speaking is False


@pytest.mark.parametrize("sound", [silence(10), offset(3, 100), offset(3, -20000), click()], ids=range(4))
def test_what_has_no_level_is_not_heard_as_a_voice_either(activity: VoiceActivity, sound: bytes):
    assert heard(activity, sound).last_speech_s is None


def test_hardly_a_tune_is_heard_as_a_voice(activity: VoiceActivity):
    fooled = [seed for seed in range(30) if heard(activity, tune(seed, 6.0, -25)).spans]
    assert len(fooled) <= 1


@pytest.mark.parametrize("gain_db", [0, -15, -35, -50])
def test_a_voice_is_heard_at_whatever_level(activity: VoiceActivity, gain_db: float):
    spoken_s = [
        sum(span.end_s - span.start_s for span in heard(activity, amplified(sample("overfitting"), gain)).spans)
        for gain in (0, gain_db)
    ]
    assert spoken_s[1] > 0.95 * spoken_s[0]


@pytest.mark.parametrize("before", [silence(5), click(), white(5, -60), offset(5, 900)], ids=range(4))
def test_a_voice_is_heard_at_once_after_whatever_came_before(activity: VoiceActivity, before: bytes):
    alone = heard(activity, amplified(sample("overfitting", 0, 3), -25)).spans
    after_it = heard(activity, before + amplified(sample("overfitting", 0, 3), -25)).spans
    assert after_it[0].start_s - len(before) / 32_000 == pytest.approx(alone[0].start_s, abs=0.15)


@pytest.mark.parametrize("name", ["overfitting", "evaluation", "missing-data"])
def test_a_sample_answer_is_speech_from_its_first_word_to_its_last(activity: VoiceActivity, name: str):
    quiet = silence(1.0)
    heard(activity, quiet + sample(name) + quiet)
    length_s = len(sample(name)) / 32_000
    assert 1.0 <= activity.spans[0].start_s <= 1.8
    assert length_s - 0.2 <= activity.last_speech_s <= 1.0 + length_s + 0.2
    assert sum(s.end_s - s.start_s for s in activity.spans) > 0.7 * length_s
    assert activity.speaking is False


def test_speech_is_heard_through_a_fan(activity: VoiceActivity):
    speech = np.frombuffer(sample("overfitting", 0, 4), "<i2").astype(int)
    noise = np.frombuffer(fan(4, -40), "<i2")[: len(speech)]
    heard(activity, np.clip(speech + noise, -32768, 32767).astype("<i2").tobytes())
    assert activity.last_speech_s > 3


def test_the_programs_own_voice_is_a_voice_too(activity: VoiceActivity):
    assert heard(activity, silence(0.5) + spoken("How do you keep a model from overfitting?")).last_speech_s > 1


def test_an_answer_is_judged_the_same_whatever_was_heard_before(activity: VoiceActivity):
    once = heard(activity, sample("overfitting", 0, 3)).spans
    heard(activity, white(1, -20))
    assert heard(activity, sample("overfitting", 0, 3)).spans == once


def test_no_frame_yet_is_not_silence():
    activity = VoiceActivity(Scripted([]))
    assert activity.speaking is None
    activity.feed(bytes(FRAME_BYTES - 2))
    assert activity.speaking is None
    assert activity.last_speech_s is None


def test_a_new_answer_starts_at_time_zero_with_a_fresh_classifier():
    classifier = Scripted([0.9] * 10)
    activity = VoiceActivity(classifier)
    activity.feed(bytes(FRAME_BYTES * 10))
    activity.reset()
    assert (activity.spans, activity.last_speech_s, activity.speaking) == ((), None, None)
    assert classifier.resets == 2


def test_speech_goes_on_until_the_probability_falls_well_below_the_onset():
    activity = after(*VOICE, 0.4, 0.6, 0.4, 0.4, 0.4, 0.3)
    assert activity.spans[1].start_s == pytest.approx((len(VOICE) + 1) * FRAME_S)
    assert activity.last_speech_s == pytest.approx((len(VOICE) + 5) * FRAME_S)


def test_a_run_of_three_frames_is_a_knock_and_of_four_is_a_word():
    assert 3 * FRAME_S < SHORTEST_SPEECH_S < 4 * FRAME_S
    assert len(after(*VOICE, 1, 1, 1, 0).spans) == 1
    assert after(*VOICE, 1, 1, 1, 1, 0).last_speech_s == pytest.approx((len(VOICE) + 4) * FRAME_S)


def test_a_knock_after_a_word_does_not_prolong_it():
    assert after(*VOICE, 0, 1, 1).last_speech_s == pytest.approx((len(VOICE) - 1) * FRAME_S)


def test_nobody_has_spoken_until_it_is_certain_and_then_what_was_uncertain_counts_too():
    doubtful = [0.6] * 20 + [0.0] + [0.9] * 5 + [0.0]
    assert after(*doubtful).spans == ()
    assert after(*doubtful).last_speech_s is None
    activity = after(*doubtful, *VOICE)
    assert [round(span.start_s / FRAME_S) for span in activity.spans] == [0, 21, 27]
    assert len(after(*VOICE, *doubtful).spans) == 3


@given(st.lists(st.floats(0, 1), max_size=60), st.integers(1, 2000))
def test_spans_are_in_order_apart_and_the_same_however_the_sound_is_cut(probabilities: list[float], piece: int):
    whole = after(*probabilities)
    cut = VoiceActivity(Scripted(list(probabilities)))
    sound = bytes(FRAME_BYTES * len(probabilities))
    for start in range(0, len(sound), 2 * piece):
        cut.feed(sound[start : start + 2 * piece])
    assert cut.spans == whole.spans
    edges = [edge for span in whole.spans for edge in (span.start_s, span.end_s)]
    assert edges == sorted(edges)
    assert all(s.end_s - s.start_s >= SHORTEST_SPEECH_S for s in whole.spans)
