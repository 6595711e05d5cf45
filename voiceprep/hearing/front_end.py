"""From sound to mel-frequency cepstra: PocketSphinx's own front end, in numpy, so that all that hears shares one.

The acoustic model was trained on exactly these numbers, noise removal included; `tests/hearing/test_front_end.py` holds
them against what the library itself computes. The noise removal is the library's: Doblinger's spectral minima tracking
(Eurospeech 1995) with the temporal masking of power-normalized cepstra (Kim and Stern, ICASSP 2012).
"""

import numpy as np
from numpy.typing import NDArray

from voiceprep.audio.ports import RATE_HZ

Floats = NDArray[np.float64]
Cepstra = NDArray[np.float32]
"""One row a frame, `CEPSTRA` columns."""

FRAMES_PER_S = 100
CEPSTRA = 13
"""Coefficients of a frame, the first of which is its loudness."""

_HOP = RATE_HZ // FRAMES_PER_S
_WINDOW = 410
"""Samples: 25.6 ms."""
_FFT = 512
_FILTERS = 25
_LOWEST_HZ, _HIGHEST_HZ = 130.0, 6800.0
_PRE_EMPHASIS = 0.97
_LIFTER = 22
_LOG_FLOOR = 1e-4
_DITHER: Floats = np.random.default_rng(0).choice((-1.0, 1.0), 16_001)
"""Noise of the last bit."""

_SMOOTHING = 0.7
"""Share of the last frame in a band's smoothed power."""
_RISE, _FALL = 0.995, 0.5
"""Shares of the last frame in the noise's estimate, where the power is above it and where it is below."""
_MASK_DECAY, _MASK_LEVEL = 0.85, 0.2
"""After a peak, what is below its decaying envelope is set to this share of it."""
_MOST_GAIN = 20.0
_LEAST_SIGNAL = 1.0
_NEIGHBOURS = 4
"""Bands on each side over which the gains are averaged."""


def _mel(hz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hz / 700.0))


def _hz(mel: float) -> float:
    return float(700.0 * (10.0 ** (mel / 2595.0) - 1.0))


def _mel_filters() -> Floats:
    """Triangles of unit area, equally wide in mel, their corners on bins of the transform: bands by bins."""
    step_hz = RATE_HZ / _FFT
    lowest, highest = _mel(_LOWEST_HZ), _mel(_HIGHEST_HZ)
    corners = [
        np.floor(_hz(lowest + i * (highest - lowest) / (_FILTERS + 1)) / step_hz + 0.5) * step_hz
        for i in range(_FILTERS + 2)
    ]
    bins_hz = np.arange(_FFT // 2 + 1) * step_hz
    filters = np.zeros((_FILTERS, len(bins_hz)))
    for i, (left, centre, right) in enumerate(zip(corners, corners[1:], corners[2:], strict=False)):
        rising, falling = (bins_hz - left) / (centre - left), (right - bins_hz) / (right - centre)
        filters[i] = np.maximum(np.minimum(rising, falling), 0.0) * 2.0 / (right - left)
    return filters


def _cosines() -> Floats:
    """The orthonormal discrete cosine transform, with the lifter's weights: coefficients by bands."""
    rows = np.arange(CEPSTRA)
    cosines = np.cos(np.pi / _FILTERS * rows[:, None] * (np.arange(_FILTERS) + 0.5)) * np.sqrt(2.0 / _FILTERS)
    cosines[0] *= np.sqrt(0.5)
    weighted: Floats = cosines * (1.0 + _LIFTER / 2 * np.sin(rows * np.pi / _LIFTER))[:, None]
    return weighted


def _averaging() -> Floats:
    """Each band's mean over its neighbours: bands by bands."""
    near = np.abs(np.arange(_FILTERS)[:, None] - np.arange(_FILTERS)) <= _NEIGHBOURS
    average: Floats = near / near.sum(1, keepdims=True)
    return average


class _NoiseRemoval:
    """Turns down the bands in which noise is all there is; stateful from frame to frame."""

    def __init__(self) -> None:
        self._average = _averaging()
        self._started = False

    def __call__(self, power: Floats) -> Floats:
        """Clean the band powers of consecutive frames."""
        clean = np.empty_like(power)
        for i, frame in enumerate(power):
            clean[i] = frame * (self._average @ self._gain(frame))
        return clean

    def _gain(self, frame: Floats) -> Floats:
        if not self._started:
            self._started = True
            self._power, self._peak = frame, np.zeros_like(frame)
            self._noise = self._floor = frame / _MOST_GAIN
        self._power = _SMOOTHING * self._power + (1.0 - _SMOOTHING) * frame
        self._noise = _lower_envelope(self._power, self._noise)
        signal = np.maximum(self._power - self._noise, _LEAST_SIGNAL)
        self._floor = _lower_envelope(signal, self._floor)
        decayed = _MASK_DECAY * self._peak
        masked = np.where(signal < _MASK_DECAY * decayed, _MASK_LEVEL * decayed, signal)
        self._peak = np.maximum(decayed, signal)
        kept = np.maximum(masked, self._floor)
        silence = np.finfo(np.float64).tiny  # digital zeros have no power to divide by
        gain: Floats = np.clip(kept / np.maximum(self._power, silence), 1.0 / _MOST_GAIN, _MOST_GAIN)
        return gain


def _lower_envelope(power: Floats, envelope: Floats) -> Floats:
    share = np.where(power >= envelope, _RISE, _FALL)
    tracked: Floats = share * envelope + (1.0 - share) * power
    return tracked


class FrontEnd:
    """Cepstra of one answer, from its sound in pieces of any length."""

    _filters = _mel_filters().T
    _cosines = _cosines().T
    _taper = 0.54 - 0.46 * np.cos(2.0 * np.pi * np.arange(_WINDOW) / (_WINDOW - 1))

    def __init__(self, dither: bool = False) -> None:
        """With `dither`, digital zeros are noise of the last bit, as the library's option of that name has it.

        Nobody spoke digital zeros to the model, and it takes them for anything but silence. A microphone's noise gate
        makes them, between words and within: behind one, "recall" scored -4.3 where it scores 0.0 without, -0.6 so.
        """
        self._dither = dither
        self._samples = 0
        self._noise_removal = _NoiseRemoval()
        self._emphasised: Floats = np.empty(0)
        self._last_sample = 0.0
        self._odd_byte = b""

    def feed(self, pcm: bytes) -> Cepstra:
        """The frames that this piece of 16 kHz 16-bit sound completes; the next ones wait for the next piece."""
        pcm = self._odd_byte + pcm
        whole = len(pcm) - len(pcm) % 2
        self._odd_byte = pcm[whole:]
        samples = np.frombuffer(pcm[:whole], "<i2").astype(np.float64)
        if self._dither:
            places = np.arange(self._samples, self._samples + len(samples))
            samples = np.where(samples == 0.0, _DITHER.take(places, mode="wrap"), samples)
            self._samples += len(samples)
        if len(samples):
            before = np.concatenate([[self._last_sample], samples[:-1]])
            self._last_sample = samples[-1]
            self._emphasised = np.concatenate([self._emphasised, samples - _PRE_EMPHASIS * before])
        count = max(0, (len(self._emphasised) - _WINDOW) // _HOP + 1)
        frames = self._frames(self._emphasised, count)
        self._emphasised = self._emphasised[count * _HOP :]
        return frames

    def finish(self) -> Cepstra:
        """The last frame, which the sound does not fill."""
        rest, self._emphasised = self._emphasised, np.empty(0)
        return self._frames(np.concatenate([rest, np.zeros(_WINDOW - len(rest))]), int(len(rest) > 0))

    def _frames(self, emphasised: Floats, count: int) -> Cepstra:
        if not count:
            return np.empty((0, CEPSTRA), np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[: count * _HOP : _HOP]
        spectrum = np.fft.rfft(windows * self._taper, _FFT)
        power = (spectrum.real**2 + spectrum.imag**2) @ self._filters
        logs = np.log(self._noise_removal(power) + _LOG_FLOOR)
        cepstra: Cepstra = (logs @ self._cosines).astype(np.float32)
        return cepstra
