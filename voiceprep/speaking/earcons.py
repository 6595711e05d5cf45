"""The program's own short, quiet tones; made, not recorded."""

import math
from array import array
from functools import cache
from typing import Literal

from voiceprep.audio.ports import Sound

Earcon = Literal["listening", "thinking", "saved", "error", "soon", "time"]

RATE_HZ = 22_050
_PEAK = 0.18
"""Of full scale, −15 dBFS: below a voice, which peaks near 0, and heard above a kitchen."""
_SOFT_PEAK = 0.045
"""Of those that sound while somebody speaks or thinks, −27 dBFS."""
_SOFT: tuple[Earcon, ...] = ("soon", "time")
_FADE_S = 0.012
"""At both ends of a note: a tone that starts at once clicks."""
_NOTES: dict[Earcon, tuple[tuple[float, float], ...]] = {
    "listening": ((660.0, 0.06), (880.0, 0.08)),
    "thinking": ((440.0, 0.09),),
    "saved": ((880.0, 0.06), (1175.0, 0.09)),
    "error": ((330.0, 0.1), (247.0, 0.16)),
    "soon": ((523.0, 0.12),),
    "time": ((784.0, 0.07), (784.0, 0.07)),
}
"""Frequency in Hz and length in seconds of each note. A rise says go on, a fall says that something is wrong."""
EARCONS: tuple[Earcon, ...] = tuple(_NOTES)


@cache
def earcon(name: Earcon) -> Sound:
    """The tone of that name, 22,050 Hz."""
    samples = array("h")
    peak = _SOFT_PEAK if name in _SOFT else _PEAK
    for frequency_hz, length_s in _NOTES[name]:
        count = round(length_s * RATE_HZ)
        for index in range(count):
            edge_s = min(index, count - 1 - index) / RATE_HZ
            envelope = 0.5 - 0.5 * math.cos(math.pi * min(1.0, edge_s / _FADE_S))
            samples.append(round(32767 * peak * envelope * math.sin(2 * math.pi * frequency_hz * index / RATE_HZ)))
    return Sound(samples.tobytes(), RATE_HZ)
