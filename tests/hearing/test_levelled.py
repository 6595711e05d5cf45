"""The gain before the voice detector: what it makes of every level, without the detector."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.hearing.levelled import FALL_DB_PER_S, MOST_GAIN_DB, SPEECH_DBFS, Levelled
from voiceprep.hearing.vad import FRAME_BYTES, FRAME_SAMPLES

SQUARE = np.tile([1, -1], FRAME_SAMPLES // 2)


class Kept:
    """A classifier that keeps the frames it was given."""

    def __init__(self) -> None:
        self.frames: list[np.ndarray] = []
        self.resets = 0

    def process_chunk(self, frame: bytes) -> float:
        assert len(frame) == FRAME_BYTES
        self.frames.append(np.frombuffer(frame, "<i2").astype(int))
        return 0.25

    def reset(self) -> None:
        self.resets += 1

    @property
    def dbfs(self) -> float:
        """Of the last frame."""
        return 10 * np.log10(np.mean(self.frames[-1] ** 2) / 32768**2)


def frame(dbfs: float, centre: int = 0) -> bytes:
    return np.round(SQUARE * 32768 * 10 ** (dbfs / 20) + centre).astype("<i2").tobytes()


def given_frames(*frames: bytes) -> Kept:
    kept = Kept()
    levelled = Levelled(kept)
    for one in frames:
        assert levelled.process_chunk(one) == 0.25
    return kept


SECOND = round(16_000 / FRAME_SAMPLES)


@pytest.mark.parametrize("dbfs", [-3, -15, -22])
def test_what_is_loud_enough_is_left_alone(dbfs: float):
    assert given_frames(*[frame(dbfs)] * 3).dbfs == pytest.approx(dbfs, abs=0.1)


@pytest.mark.parametrize("dbfs", [-30, -40, -50])
def test_what_is_quiet_comes_up_to_speaking_level_within_seconds(dbfs: float):
    assert given_frames(*[frame(dbfs)] * 10 * SECOND).dbfs == pytest.approx(SPEECH_DBFS, abs=0.5)


def test_what_is_hardly_there_comes_up_by_the_most_there_is():
    assert given_frames(*[frame(-70)] * 20 * SECOND).dbfs == pytest.approx(MOST_GAIN_DB - 70, abs=0.5)


def test_a_pause_stays_below_the_voice_by_nearly_as_much_as_it_was():
    pause = given_frames(*[frame(-40)] * 5 * SECOND, *[frame(-70)] * SECOND)
    assert pause.dbfs == pytest.approx(SPEECH_DBFS - 30 + FALL_DB_PER_S, abs=0.5)


def test_the_first_word_after_silence_is_not_cut_off_at_full_scale():
    loud = given_frames(*[bytes(FRAME_BYTES)] * 5 * SECOND, frame(-10))
    assert loud.dbfs == pytest.approx(-10, abs=0.1)


def test_zeros_stay_zeros():
    assert not any(one.any() for one in given_frames(*[bytes(FRAME_BYTES)] * SECOND).frames)


def test_a_direct_current_is_removed_and_is_no_level():
    kept = given_frames(*[frame(-45, centre=12_000)] * 5 * SECOND)
    assert abs(np.mean(kept.frames[-1])) < 1
    assert kept.dbfs == pytest.approx(SPEECH_DBFS, abs=0.5)


def test_a_new_answer_starts_as_the_first_did():
    kept = Kept()
    levelled = Levelled(kept)
    for one in (frame(-5), frame(-50, 3000)):
        levelled.process_chunk(one)
    levelled.reset()
    levelled.process_chunk(frame(-40))
    assert np.array_equal(kept.frames[-1], given_frames(frame(-40)).frames[0])
    assert kept.resets == 2, "the detector forgets, too: when it begins, and for the new answer"


@given(st.lists(st.binary(min_size=FRAME_BYTES, max_size=FRAME_BYTES), max_size=4))
def test_any_sound_gives_frames_of_sound(frames: list[bytes]):
    assert len(given_frames(*frames).frames) == len(frames)
