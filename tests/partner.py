"""Somebody in front of the (virtual) sound card, and the way from its loudspeaker into its microphone."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from virtual_card import RATE_HZ, Ear, VirtualCard

QUIET_S = 0.95
"""The program has finished speaking: the cue comes within half a second after its last word."""
SPOKEN_S = 0.8
"""A cue is shorter."""
BLOCK_S = 0.02


class Partner:
    """Somebody with closed eyes: hears when the program has finished, and speaks."""

    def __init__(self, card: VirtualCard, ear: Ear, folder: Path, spoken_s: float = SPOKEN_S) -> None:
        self._card, self._ear, self._folder, self._spoken_s = card, ear, folder, spoken_s
        self._heard = 0

    def _loud(self) -> list[bool]:
        """For each 20 ms since the last time, whether the program made a sound."""
        pcm = memoryview(self._ear.pcm()[self._heard :]).cast("b")
        size = round(2 * RATE_HZ * BLOCK_S)
        return [max(pcm[at + 1 : at + size : 2], default=0) > 1 for at in range(0, len(pcm) - size, size)]

    def hears(self, timeout_s: float = 60) -> None:
        """Wait until the program has spoken and is quiet."""
        end = time.monotonic() + timeout_s
        while True:
            loud = self._loud()
            quiet = loud[-round(QUIET_S / BLOCK_S) :]
            if sum(loud) * BLOCK_S > self._spoken_s and not any(quiet) and len(quiet) * BLOCK_S > QUIET_S - 0.01:
                return
            assert time.monotonic() < end, "the program says nothing"
            time.sleep(0.02)

    def says(self, text: str, then_hears: bool = True) -> None:
        self._heard = len(self._ear.pcm())
        file = self._folder / "says.wav"
        subprocess.run(["flite", "-voice", "rms", "-t", text, "-o", str(file)], check=True)
        self.plays(file, then_hears)

    def plays(self, file: Path, then_hears: bool = True) -> None:
        self._heard = len(self._ear.pcm())
        self._card.say_into_microphone(file).wait()
        if then_hears:
            self.hears()


@contextlib.contextmanager
def leaking(card: VirtualCard, change: str = "+0dB") -> Iterator[None]:
    """Let the microphone hear the loudspeaker, changed in level."""

    def pactl(*words: str) -> str:
        done = subprocess.run(["pactl", *words], env=card.env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    before = set(pactl("list", "short", "sink-inputs").splitlines())
    module = pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=micfeed", "latency_msec=40")
    try:
        (made,) = set(pactl("list", "short", "sink-inputs").splitlines()) - before
        pactl("set-sink-input-volume", made.split()[0], change)
        yield
    finally:
        pactl("unload-module", module)
