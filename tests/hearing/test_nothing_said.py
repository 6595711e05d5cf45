"""Where nobody speaks, nothing was heard: voice detector, recogniser and verdict together, as in practice.

The detector alone hears each of these sounds whole, at several levels, in `test_voice_activity.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sounds import NOISES, amplified, click, fan, mixed, offset, sample, silence

from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.ear import Ear
from voiceprep.practice.scoring import new_ear, score_sound
from voiceprep.practice.start import EMBEDDED

BANK = load_bank(find_bank("ml-engineer"))
MOST_BYTES = 3 * 2 * RATE_HZ
"""Three seconds: noise takes the recogniser longer than speech does."""
ABOUT = {"id": "sound", "audio": {"path": "sound.wav", "seconds": 0.0}}


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    ear = new_ear(EMBEDDED, BANK.phrases)
    yield ear
    ear.recogniser.close()


def scored(ear: Ear, sound: bytes) -> dict:
    return score_sound(BANK, BANK.questions[0], Sound(sound), ear, ABOUT, lambda: datetime.now(UTC))


@pytest.mark.parametrize(
    "sound",
    [
        *(pytest.param(noise(-25)[:MOST_BYTES], id=name) for name, noise in NOISES.items()),
        pytest.param(silence(10), id="digital zeros"),
        pytest.param(offset(3, 5000), id="a direct current"),
        pytest.param(click(), id="a click"),
        pytest.param(click() + fan(3, -45) + silence(1) + click(), id="clicks and a fan"),
    ],
)
def test_a_sound_without_a_voice_is_no_answer_and_gets_no_score(ear: Ear, sound: bytes):
    record = scored(ear, sound)
    assert record["transcript"] == {"text": "", "words": []}
    assert record["heard"] is False
    assert record["points"] == []
    assert record["coverage"] is None


@pytest.mark.parametrize("name", ["a fan", "hum of 50 Hz", "typing", "drums"])
def test_an_answer_among_such_sounds_is_heard(ear: Ear, name: str):
    record = scored(ear, mixed(sample("overfitting", 0, 4), NOISES[name](-40)))
    assert "validation" in record["transcript"]["text"]


def test_an_answer_that_is_hardly_louder_than_nothing_is_heard(ear: Ear):
    record = scored(ear, amplified(sample("overfitting", 0, 4), -35))
    assert "validation" in record["transcript"]["text"]
