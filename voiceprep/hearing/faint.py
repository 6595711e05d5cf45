"""Faint sound: what rises above the room, voice or not, where the voice detector is no longer sure.

The first and the last sound of a word, a hoarse voice and quiet asides are missed by it, and silence seems longer than
it was. What rises is told by the mean log likelihood ratio of narrow bands against the room's own noise (Sohn, Kim &
Sung 1999, "A statistical model-based voice activity detection"): the harmonics of a voice stand out of a fan in a few
of them long before its whole level does. On ten clips of real speech with pauses of up to 2.4 s put between words,
2.5 s of silence as the voice detector alone hears it cut 19 answers of 30 in a quiet room and 16 beside a fan; with
this, and 2.8 s, none (`benchmarks/endpointing.py`).
"""

from typing import Any

from voiceprep.audio.ports import RATE_HZ

FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ
FIRST_BIN, BINS, BANDS = 8, 8, 30
"""Thirty bands of 250 Hz from 250 Hz on: hum lies below."""
LASTING = 0.07
"""Mean log likelihood ratio of what three frames on end share, 96 ms: a click is shorter. Of eight minutes of fan and
quiet room none comes above 0.05."""
EDGE = 0.125
"""The same of two frames' mean, which finds the burst of a "p" …"""
EDGE_S = 0.8
"""… and is taken for sound so soon after other sound; fan and room come up to 0.1."""
MOST_SWELL = 1.15
"""Power by which the room may swell in most bands at once, half a decibel; more, and soft ends of words swell away."""
MOST = 4.0
"""Of one band: a whistle is no louder than that."""
ROOM_S = 5.0
"""The room is what is left of so many of the last seconds …"""
ROOM_PERCENTILE = 10
"""… in their quietest tenth: who speaks without a breath leaves little of it."""
TENTH_OF_MEAN = 0.58
"""That tenth against the mean, of the power of noise in `BINS` bins (a chi-squared distribution of 16 degrees)."""
KNOWN_FROM = 12
"""Frames that have to be heard before the room is known."""
QUIETEST = 100.0
"""Power of a band: below it, a bit that flickers on a dead line would be a rise."""
VOICED_BANDS = 14
"""Up to 3.75 kHz: by these a voice's level is told."""
VOICE_FRAMES, VOICE_KNOWN_FROM = 300, 20
"""The voice's level is the median of so many of its newest frames, and is known from so many on."""
AS_LOUD_DB = 6.0
"""A sound less far below the voice's level is as loud as the voice."""


class FaintSound:
    """Follows the room's bands in the blocks of one answer, in audio time."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a new answer at time 0."""
        self._pending = b""
        self._frames = 0
        self._powers: list[Any] = []
        self._voice_db: list[float] = []
        self.last_s: float | None = None
        """End of the latest sound above the room, seconds."""
        self.last_loud_s: float | None = None
        """End of the latest that was as loud as the voice, seconds."""

    def feed(self, block: bytes, speaking: bool = False) -> None:
        """Take the next block, of any length; `speaking` where the voice detector is sure of a voice."""
        self._pending += block
        while len(self._pending) >= 2 * FRAME_SAMPLES:
            frame, self._pending = self._pending[: 2 * FRAME_SAMPLES], self._pending[2 * FRAME_SAMPLES :]
            self._follow(_powers(frame), speaking)

    def _follow(self, powers: Any, speaking: bool) -> None:
        import numpy as np

        self._frames += 1
        level_db = 10 * float(np.log10(powers[:VOICED_BANDS].sum()))
        if speaking:
            self._voice_db = [*self._voice_db[-VOICE_FRAMES + 1 :], level_db]
        if len(self._powers) >= KNOWN_FROM and self._rises(powers):
            self.last_s = self._frames * FRAME_S
            known = len(self._voice_db) >= VOICE_KNOWN_FROM
            if known and level_db > np.median(self._voice_db) - AS_LOUD_DB:
                self.last_loud_s = self.last_s
        self._powers.append(powers)
        if len(self._powers) * FRAME_S > ROOM_S:
            self._powers.pop(0)

    def _rises(self, powers: Any) -> bool:
        import numpy as np

        tenth = np.partition(self._powers, len(self._powers) * ROOM_PERCENTILE // 100, axis=0)
        room = np.maximum(tenth[len(self._powers) * ROOM_PERCENTILE // 100] / TENTH_OF_MEAN, QUIETEST)
        newest = [*self._powers[-2:], powers]
        if _likelihood(np.min(newest, axis=0) / room) > LASTING:
            return True
        soon = self.last_s is not None and self._frames * FRAME_S - self.last_s <= EDGE_S
        return soon and _likelihood(np.mean(newest[1:], axis=0) / room) > EDGE


def _likelihood(above: Any) -> float:
    """Mean log likelihood ratio of a sound against the room's noise alone, by how far each band is above it."""
    import numpy as np

    swell = np.clip(np.median(above), 1.0, MOST_SWELL)
    above = np.maximum(above / swell, 1.0)
    return float(np.minimum(above - np.log(above) - 1.0, MOST).mean())


def _powers(frame: bytes) -> Any:
    """Power of each band."""
    import numpy as np

    samples = np.frombuffer(frame, "<i2").astype(np.float32) * np.hanning(FRAME_SAMPLES)
    power = np.abs(np.fft.rfft(samples)) ** 2
    return power[FIRST_BIN : FIRST_BIN + BINS * BANDS].reshape(BANDS, BINS).sum(1) + 1.0
