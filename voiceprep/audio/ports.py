"""The two ports through which sound enters and leaves, and the sound that crosses them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

RATE_HZ = 16_000
"""Sampling rate of everything that is recorded, heard and judged."""
BLOCK_S = 0.02
"""Length of a microphone block, seconds."""
BLOCK_SAMPLES = 320
BLOCK_BYTES = 2 * BLOCK_SAMPLES
"""A block is 20 ms of signed 16-bit mono little-endian samples at 16 kHz."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of sound in memory."""

    pcm: bytes
    """Signed 16-bit little-endian mono samples."""
    rate_hz: int = RATE_HZ

    @property
    def samples(self) -> int:
        """Number of samples."""
        return len(self.pcm) // 2

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.samples / self.rate_hz


Deliver = Callable[[bytes | None], None]
"""Takes one 20 ms block; None says that no more will come. Must return at once: a device's thread calls it."""


class Microphone(Protocol):
    """Where answers come from."""

    name: str
    """As shown to the user."""

    def open(self, deliver: Deliver) -> None:
        """Start to deliver blocks; raises `DeviceError`. Opening an open microphone is an error of the caller."""

    def gate_open(self, question_id: str) -> None:
        """The program has asked and now listens. A device has nothing to do; a file starts to play its answer."""

    def gate_close(self) -> None:
        """The program listens no more. A device has nothing to do; a file stops."""

    def close(self) -> None:
        """Stop delivering; no block comes after this returns. Harmless where it is not open."""


class Playback(Protocol):
    """One sound that is being played."""

    first_sample_at: float | None
    """`time.monotonic()` when its first sample was handed to the device; None before."""

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the sound has been heard or stopped; False where the time ran out first."""

    def stop(self) -> None:
        """Silence it within 50 ms."""


class Loudspeaker(Protocol):
    """Where the program's voice goes. One sound at a time: a new one replaces the last."""

    name: str
    audible: bool
    """False where nothing can be heard: then text on the screen is all there is."""

    def play(self, sound: Sound) -> Playback:
        """Start to play and return at once; raises `DeviceError`."""

    def close(self) -> None:
        """Release the device."""
