"""Long silence is kept from the recogniser, and everything it hears keeps its place in the answer."""

from collections.abc import Iterator

import numpy as np
import pytest
from sounds import blocks, sample, silence

from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ
from voiceprep.hearing.ear import HEARD_ON_S, PRE_ROLL_S, Ear, hear_sound, in_answer_time
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.hearing.vad import silero
from voiceprep.model import EngineInfo, Spotted, Transcript, Word
from voiceprep.practice.scoring import new_ear

PHRASES = ("validation loss", "stop training early", "weight decay")
SPEECH = sample("overfitting", 0, 9.0)
FIRST_WORDS = SPEECH[round(0.3 * RATE_HZ) * 2 : 4 * RATE_HZ]
"""Without the silence at its beginning."""


class Fed:
    """A recogniser that only counts what it is given."""

    partial = ""

    def __init__(self) -> None:
        self.sound = b""

    def ready(self, timeout_s: float | None = None) -> EngineInfo:
        return EngineInfo("fed", "1")

    def start(self) -> None:
        self.sound = b""

    def feed(self, pcm: bytes) -> None:
        self.sound += pcm

    def pause(self) -> None:
        pass

    def finish(self) -> Transcript:
        return Transcript("")

    def close(self) -> None:
        pass

    @property
    def seconds(self) -> float:
        return len(self.sound) / (2 * RATE_HZ)


def room(seconds: float) -> bytes:
    """The noise of a quiet room, at -60 dBFS."""
    return (np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ)) * 33).astype("<i2").tobytes()


def fed(sound: bytes) -> Fed:
    recogniser = Fed()
    hear_sound(sound, Ear(recogniser, silero()), BLOCK_BYTES)
    return recogniser


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    ear = new_ear(Choice(DEFAULT), PHRASES)
    yield ear
    ear.recogniser.close()


def test_of_a_long_silence_before_the_first_word_only_the_pre_roll_is_heard():
    alone, late = fed(SPEECH), fed(silence(12) + SPEECH)
    assert late.seconds - alone.seconds < PRE_ROLL_S + 0.1
    assert SPEECH[2 * RATE_HZ : 14 * RATE_HZ] in late.sound


def test_the_first_sound_of_the_first_word_is_heard():
    assert FIRST_WORDS in fed(room(5) + SPEECH).sound


def test_where_nobody_speaks_nothing_is_given_to_the_recogniser():
    assert fed(room(6)).seconds == 0


def test_a_short_pause_is_heard_whole():
    sound = SPEECH + room(0.8) + SPEECH
    assert fed(sound).seconds == pytest.approx(len(sound) / (2 * RATE_HZ), abs=HEARD_ON_S)


def test_of_a_long_pause_a_second_and_the_pre_roll_are_heard():
    sound = SPEECH + room(8) + SPEECH
    assert fed(sound).seconds < len(sound) / (2 * RATE_HZ) - 8 + HEARD_ON_S + PRE_ROLL_S + 0.5


@pytest.mark.parametrize("lead_s", [4, 15])
def test_thinking_first_changes_neither_words_nor_scores(ear: Ear, lead_s: int):
    at_once, _ = hear_sound(SPEECH, ear, BLOCK_BYTES)
    late, _ = hear_sound(room(lead_s) + SPEECH, ear, BLOCK_BYTES)
    assert "validation loss" in at_once.text
    assert "validation loss" in late.text
    before = {s.phrase: s for s in at_once.spotted}
    for spotted in late.spotted:
        if spotted.phrase != "weight decay":  # which is not said
            assert spotted.score == pytest.approx(before[spotted.phrase].score, abs=0.5)
            assert spotted.start_s == pytest.approx(before[spotted.phrase].start_s + lead_s, abs=0.1)
    first, late_first = (next(w for w in t.words if w.text == "validation") for t in (at_once, late))
    assert late_first.start_s == pytest.approx(first.start_s + lead_s, abs=0.1)


def test_after_a_long_pause_words_have_their_true_place(ear: Ear):
    transcript, _ = hear_sound(SPEECH + room(6) + SPEECH, ear, BLOCK_BYTES)
    starts = [w.start_s for w in transcript.words if w.text == "validation"]
    assert len(starts) == 2
    assert starts[1] - starts[0] == pytest.approx(len(SPEECH) / (2 * RATE_HZ) + 6, abs=0.2)
    assert all(a.start_s <= b.start_s for a, b in zip(transcript.words, transcript.words[1:], strict=False))


def test_times_are_moved_by_what_was_left_out_before_them():
    words = (Word("a", 0.5, 0.9), Word("b", 2.0, 2.4), Word("c"))
    spotted = (Spotted("b", 2.0, 2.5, -1.0, 4, 3.0),)
    moved = in_answer_time(Transcript("a b c", words, spotted), [(0.0, 10.0), (1.5, 14.0)])
    assert [(w.start_s, w.end_s) for w in moved.words] == [(10.5, 10.9), (16.0, 16.4), (None, None)]
    assert (moved.spotted[0].start_s, moved.spotted[0].end_s) == (16.0, 16.5)


def test_with_nothing_left_out_the_transcript_is_the_recognisers_own():
    transcript = Transcript("a", (Word("a", 0.5, 0.9),))
    assert in_answer_time(transcript, []) is transcript


def test_a_new_answer_begins_with_nothing_held_back():
    recogniser = Fed()
    ear = Ear(recogniser, silero())
    hear_sound(room(3), ear, BLOCK_BYTES)
    ear.start()
    for block in blocks(SPEECH):
        ear.hear(block)
    assert recogniser.sound in SPEECH
