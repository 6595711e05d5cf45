"""Faint sound: whatever rises above the room, and the room never."""

import pytest
from sounds import amplified, blocks, click, fan, hum, mixed, sample, silence, spoken, white

from voiceprep.audio.ports import RATE_HZ
from voiceprep.hearing.faint import FaintSound

WORD = spoken("yes")


def last_s(sound: bytes) -> float | None:
    faint = FaintSound()
    for block in blocks(sound):
        faint.feed(block)
    return faint.last_s


def seconds(sound: bytes) -> float:
    return len(sound) / 2 / RATE_HZ


@pytest.mark.parametrize(
    "room",
    [silence(20), fan(20, -40), white(20, -50), hum(20, 50, -45), silence(5) + click() + silence(5)],
    ids=["dead line", "fan", "white noise", "hum", "a click"],
)
def test_the_room_alone_is_never_heard(room: bytes):
    assert last_s(room) is None


@pytest.mark.parametrize("room", [silence(6), fan(6, -50), white(6, -55)], ids=["dead line", "fan", "white noise"])
def test_a_word_twenty_decibels_down_is_heard_above_the_room_and_where_it_ended(room: bytes):
    word = amplified(WORD, -20)
    said = silence(3) + word + silence(3)
    found = last_s(mixed(said, room))
    assert found is not None
    assert 3.2 < found <= 3.1 + seconds(word)


def test_a_voice_is_heard_to_its_end_and_nothing_after_it():
    voice = sample("overfitting", 0, 4.0)
    found = last_s(voice + silence(5))
    assert found is not None
    assert found <= seconds(voice) + 0.1


def test_a_hoarse_word_is_as_loud_as_the_voice_where_the_detector_is_not_sure_and_an_aside_is_not():
    faint = FaintSound()
    for sound, speaking in ((silence(1), False), (WORD * 3, True), (silence(1), False)):
        for block in blocks(sound):
            faint.feed(block, speaking)
    for block in blocks(silence(1) + WORD + silence(1)):
        faint.feed(block)
    found = faint.last_loud_s
    assert found is not None
    assert found > 3 + 3 * seconds(WORD)
    for block in blocks(silence(1) + amplified(WORD, -35) + silence(1)):
        faint.feed(block)
    assert faint.last_loud_s == found
    assert faint.last_s is not None
    assert faint.last_s > found + 2


def test_a_ticking_clock_is_heard_no_longer_than_the_voice():
    sound = silence(2) + WORD + click() * 6
    found = last_s(mixed(sound, white(20, -60)))
    assert found is not None
    assert found < 2.2 + seconds(WORD)


def test_a_new_answer_begins_with_nothing():
    faint = FaintSound()
    for block in blocks(silence(2) + WORD):
        faint.feed(block)
    assert faint.last_s is not None
    faint.reset()
    assert faint.last_s is None
