"""How loud the microphone is, and what is wrong where it is not usable."""

import math
from dataclasses import dataclass

from voiceprep.audio.ports import Sound

_FULL_SCALE = 32768.0
SILENCE_DBFS = -120.0
"""Reported for digital silence, whose level has no logarithm."""
CLIPPED = 0.985
"""A peak from here up, relative to full scale, is taken for clipping."""
QUIET_SPEECH_DBFS = -45.0
"""Speech below this is hard to recognise; ordinary speech at a laptop lies between -35 and -15 dBFS."""
QUIET_ROOM_DBFS = -80.0
"""No open microphone is as quiet as this: 16-bit samples that hardly leave zero. Rooms lie between -70 and -45 dBFS."""
LOUD_ROOM_DBFS = -35.0
"""A room as loud as this before anybody speaks leaves too little distance to speech."""


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of a piece of sound."""

    rms_dbfs: float
    """Root mean square in decibels below full scale."""
    peak: float
    """Largest sample, 0 to 1 of full scale."""

    @property
    def all_zeros(self) -> bool:
        """Digital silence: muted, or the program is not allowed to listen."""
        return self.peak == 0.0

    @property
    def clipped(self) -> bool:
        """Whether it reached full scale."""
        return self.peak >= CLIPPED


def measure(pcm: bytes) -> Level:
    """Level of 16-bit mono samples."""
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    if not len(samples):
        return Level(SILENCE_DBFS, 0.0)
    rms = float(np.sqrt(np.mean(samples * samples))) / _FULL_SCALE
    peak = float(np.max(np.abs(samples))) / _FULL_SCALE
    return Level(20 * math.log10(rms) if rms > 0 else SILENCE_DBFS, peak)


def room_remark(level: Level) -> str | None:
    """What to say after listening to the room before anybody speaks; None where all is well."""
    if level.all_zeros:
        return (
            "The microphone delivers only digital silence: is it muted, or is this program not allowed to use it? "
            "Check the system's sound and privacy settings."
        )
    if level.clipped:
        return "The microphone is overdriven: turn its input level down."
    if level.rms_dbfs < QUIET_ROOM_DBFS:
        return "The microphone is nearly silent: is it turned down, or the wrong one? --mic chooses another."
    if level.rms_dbfs > LOUD_ROOM_DBFS:
        return "It is loud where you are: come closer to the microphone, or use a headset."
    return None


def speech_remark(level: Level) -> str | None:
    """What to say after an answer whose loudness stands in the way; None where all is well."""
    if level.clipped:
        return "Your voice was overdriven: turn the microphone down or move back a little."
    if level.rms_dbfs < QUIET_SPEECH_DBFS:
        return "Your voice was very quiet: come closer to the microphone or turn it up."
    return None


def amplified(sound: Sound, gain: float) -> Sound:
    """The sound `gain` times as loud, its peaks rounded off rather than cut; as it is where the gain is 1 or less."""
    if gain <= 1:
        return sound
    import numpy as np

    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / _FULL_SCALE
    return Sound((np.tanh(samples * gain) * (_FULL_SCALE - 1)).astype("<i2").tobytes(), sound.rate_hz)
