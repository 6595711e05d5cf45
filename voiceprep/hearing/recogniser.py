"""The ports behind which every recogniser stands: at work in its process, and as the rest of voiceprep uses it."""

from collections.abc import Callable
from typing import Protocol

from voiceprep.model import EngineInfo, Spotted, Transcript


class Decoder(Protocol):
    """One engine at work, in whatever process it runs. Audio is 16 kHz 16-bit mono."""

    info: EngineInfo

    def start(self) -> None:
        """Begin a new utterance, with nothing left over from the last."""

    def feed(self, pcm: bytes) -> None:
        """Take the next piece of sound, of any length."""

    def pause(self) -> None:
        """The speaker pauses here: a good place to settle what was said, for an engine that does so."""

    def partial(self) -> str:
        """What it has heard so far; empty where the engine only works at the end."""

    def finish(self) -> Transcript:
        """End the utterance; word times are seconds from its start."""


class Recogniser(Protocol):
    """A decoder as the rest of voiceprep uses it: nothing here blocks, but `finish` and `ready`."""

    partial: str
    """The newest partial transcript."""

    def ready(self, timeout_s: float | None = None) -> EngineInfo:
        """Wait until the engine is loaded; raises `HearingError`."""

    def start(self) -> None:
        """Begin a new utterance."""

    def feed(self, pcm: bytes) -> None:
        """Take the next piece of sound; returns at once."""

    def pause(self) -> None:
        """Tell the engine that the speaker pauses here; returns at once."""

    def aside(self, pcm: bytes, tell: Callable[[tuple[Spotted, ...]], None]) -> None:
        """Look for commands in a short utterance beside the answer, which it does not touch; returns at once.

        `tell` hears from a thread where each command fits best, once; nothing, where the engine failed.
        """

    def finish(self) -> Transcript:
        """Wait for the transcript; raises `HearingError`."""

    def abandon(self) -> None:
        """End the engine although somebody waits for it in another thread: `ready` and `finish` raise at once."""

    def close(self) -> None:
        """End the engine; harmless twice."""
