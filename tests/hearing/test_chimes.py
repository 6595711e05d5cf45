"""The program's own tones, heard through the room: no voice, and no reason to think that somebody still speaks."""

import numpy as np
import pytest
from sounds import amplified, blocks, fan, mixed, sample, silence

from voiceprep.audio.ports import RATE_HZ
from voiceprep.audio.resampling import pcm_at
from voiceprep.hearing.vad import VoiceActivity, silero
from voiceprep.speaking.earcons import EARCONS, Earcon, earcon


def speech(sound: bytes) -> list[tuple[float, float]]:
    activity = VoiceActivity(silero())
    for block in blocks(sound):
        activity.feed(block)
    return [(span.start_s, span.end_s) for span in activity.spans]


@pytest.mark.parametrize("name", EARCONS)
@pytest.mark.parametrize("room", [silence(4), fan(4, -45)], ids=["quiet", "fan"])
@pytest.mark.parametrize("db", [0, -20])
def test_a_tone_after_speech_is_no_speech(name: Earcon, room: bytes, db: float):
    tone = amplified(pcm_at(earcon(name), RATE_HZ), db)
    voice = sample("overfitting", 0, 3.0)
    quiet = mixed(voice + silence(4), silence(3) + room)
    after = int(5 * RATE_HZ) * 2
    sounding = quiet[:after] + mixed(quiet[after : after + len(tone)], tone) + quiet[after + len(tone) :]
    assert speech(sounding) == speech(quiet)
    assert np.frombuffer(sounding, "<i2").any()
