"""Faint sound: what rises above the room, voice or not, where the voice detector is no longer sure.

The first and the last sound of a word, a hoarse voice and quiet asides are missed by it, and silence seems longer than
it was. On ten clips of real speech with pauses of up to 2.4 s put between words, 2.5 s of silence as the detector alone
hears it cut 19 answers of 30 in a quiet room and 16 beside a fan; with this, and 2.8 s, none and 4
(`benchmarks/endpointing.py`).
"""

from typing import Any

from voiceprep.audio.ports import RATE_HZ

FRAME_SAMPLES = 512
BANDS_HZ = ((250, 1000), (1000, 3500), (3500, 7500))
"""Voices, their consonants, their hisses: a fan drowns one and leaves another."""
ABOVE_DB = 6.0
"""A band that rises so far above the room is heard: a fan's own frames vary by about 1.5 dB."""
FRAMES = 2
"""For so many frames on end, 64 ms: a click is shorter."""
ROOM_S = 5.0
"""The room is what is left of so many of the last seconds …"""
ROOM_PERCENTILE = 10
"""… in their quietest tenth: who speaks without a breath leaves little of it."""
KNOWN_FROM = 12
"""Frames that have to be heard before the room is known."""
_QUIETEST_DB = 20.0
"""Of a band: below it, a bit that flickers on a dead line would be a rise."""


class FaintSound:
    """Follows the room's bands in the blocks of one answer, in audio time."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a new answer at time 0."""
        self._pending = b""
        self._frames = 0
        self._levels: list[Any] = []
        self._above = [0] * len(BANDS_HZ)
        self.last_s: float | None = None
        """End of the latest sound above the room, seconds."""

    def feed(self, block: bytes) -> None:
        """Take the next block, of any length."""
        self._pending += block
        while len(self._pending) >= 2 * FRAME_SAMPLES:
            frame, self._pending = self._pending[: 2 * FRAME_SAMPLES], self._pending[2 * FRAME_SAMPLES :]
            self._follow(frame)

    def _follow(self, frame: bytes) -> None:
        import numpy as np

        levels = _levels_db(frame)
        self._frames += 1
        if len(self._levels) >= KNOWN_FROM:
            room = np.percentile(self._levels, ROOM_PERCENTILE, axis=0)
            rises = levels > np.maximum(room, _QUIETEST_DB) + ABOVE_DB
            self._above = [n + 1 if rise else 0 for n, rise in zip(self._above, rises, strict=True)]
            if max(self._above) >= FRAMES:
                self.last_s = self._frames * FRAME_SAMPLES / RATE_HZ
        self._levels.append(levels)
        if len(self._levels) * FRAME_SAMPLES > ROOM_S * RATE_HZ:
            self._levels.pop(0)


def _levels_db(frame: bytes) -> Any:
    """Power of each band, decibels."""
    import numpy as np

    samples = np.frombuffer(frame, "<i2").astype(np.float32) * np.hanning(FRAME_SAMPLES)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(FRAME_SAMPLES, 1 / RATE_HZ)
    return np.array([10 * np.log10(power[(hz > low) & (hz < high)].sum() + 1) for low, high in BANDS_HZ])
