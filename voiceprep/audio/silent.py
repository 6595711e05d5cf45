"""A loudspeaker that nobody hears, for machines without one: what is said is on the screen."""

import time

from voiceprep.audio.ports import Sound


class SilentPlayback:
    """A sound that is over as soon as it starts."""

    def __init__(self) -> None:
        self.first_sample_at: float | None = time.monotonic()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Return at once."""
        return True

    def stop(self) -> None:
        """Nothing sounds."""


class SilentSpeaker:
    """Takes every sound and plays none."""

    name = "silent"
    audible = False

    def play(self, sound: Sound) -> SilentPlayback:
        """Forget the sound."""
        return SilentPlayback()

    def close(self) -> None:
        """Nothing is held."""
