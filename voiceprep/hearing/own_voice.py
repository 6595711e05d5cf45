"""The program's own voice in the microphone: whether what is heard is what is being played.

Headphones leak, and a loudspeaker more so. The played sound is known to the sample, so it is looked for by normalised
cross-correlation at every delay that a sound card may have.
"""

from collections import deque
from functools import lru_cache
from typing import Any

from voiceprep.audio.ports import RATE_HZ, Sound

WINDOW_S = 0.5
"""Of the microphone's sound that is compared."""
MOST_DELAY_S, MOST_EARLY_S = 0.6, 0.2
"""How much later, or by the queue between the threads earlier, what is played may be heard."""
OWN = 0.4
"""Correlation from which it is the program that is heard. Of 100 stretches of its leaking voice all are, and 99 through
an echo of 0.3 s that is as strong as the direct sound; of 100 of a person over a leak 20 dB below, 4
(`benchmarks/own_voice.py`)."""
BAND_HZ = (200, 4000)
"""Where voices are: hum and hiss correlate with nothing."""
_KEPT = 3
"""Sounds: a sentence, what is still on its way of the one before, and a cue."""
_QUIETEST = 0.05
"""Of the played sound's loudest stretch: pauses in it correlate with everything."""


class OwnVoice:
    """Remembers what is played, in the microphone's time."""

    def __init__(self) -> None:
        self._played: deque[tuple[Sound, int]] = deque(maxlen=_KEPT)

    def plays(self, sound: Sound, at_sample: int) -> None:
        """A sound begins about where the microphone's sample `at_sample` is heard."""
        self._played.append((sound, at_sample))

    def likeness(self, pcm: bytes, end_sample: int) -> float:
        """How much of the microphone's sound up to `end_sample` is what is played, from 0 to 1."""
        import numpy as np

        heard = np.frombuffer(pcm, "<i2").astype(np.float32)
        late, early = round(MOST_DELAY_S * RATE_HZ), round(MOST_EARLY_S * RATE_HZ)
        around = np.zeros(len(heard) + late + early, np.float32)
        start = end_sample - len(heard) - late
        for sound, at_sample in self._played:
            played = _at_rate(sound)
            first, last = max(start, at_sample), min(start + len(around), at_sample + len(played))
            if first < last:
                around[first - start : last - start] = played[first - at_sample : last - at_sample]
        return _correlation(heard, around) if len(heard) and around.any() else 0.0


@lru_cache(maxsize=_KEPT)
def _at_rate(sound: Sound) -> Any:
    import numpy as np
    import soxr

    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32)
    return samples if sound.rate_hz == RATE_HZ else soxr.resample(samples, sound.rate_hz, RATE_HZ)


def _correlation(heard: Any, around: Any) -> float:
    """The greatest correlation of `heard` with a stretch of `around`, as long, within the band of voices."""
    import numpy as np

    size = 1 << (len(around) + len(heard)).bit_length()
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    band = (hz > BAND_HZ[0]) & (hz < BAND_HZ[1])
    mine, theirs = np.fft.rfft(heard, size) * band, np.fft.rfft(around, size) * band
    products = np.fft.irfft(theirs * np.conj(mine), size)[: len(around) - len(heard) + 1]
    energy = np.concatenate([[0.0], np.cumsum(np.fft.irfft(theirs, size)[: len(around)] ** 2)])
    stretches = energy[len(heard) :] - energy[: -len(heard)]
    own = float(np.sum(np.fft.irfft(mine, size)[: len(heard)] ** 2))
    if own <= 0 or stretches.max() <= 0:
        return 0.0
    return float(np.max(np.abs(products) / np.sqrt(np.maximum(stretches, _QUIETEST * stretches.max()) * own)))
