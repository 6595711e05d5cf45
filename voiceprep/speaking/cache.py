"""Spoken sentences on disk: WAV files named by what they are, bounded in size; harmless when the disk is not."""

import contextlib
import hashlib
import os
import tempfile
import time
import wave
from pathlib import Path

from voiceprep.audio.ports import Sound
from voiceprep.audio.wav import wav_bytes

LARGEST_BYTES = 200_000_000
"""About 75 minutes of speech at 22,050 Hz."""
_LEFTOVER_S = 3600
"""Age at which a half-written file can only be the leftover of a crash, seconds."""


class SoundCache:
    """A folder of sounds. Whatever goes wrong with it, the caller only has to make the sound again."""

    def __init__(self, folder: Path, largest_bytes: int = LARGEST_BYTES) -> None:
        self._folder = folder
        self._largest_bytes = largest_bytes

    def path(self, voice: str, text: str) -> Path:
        """Where the sound of this text in this voice is kept."""
        digest = hashlib.sha256("\0".join((voice, text)).encode("utf-8", "replace")).hexdigest()
        return self._folder / f"{digest[:32]}.wav"

    def get(self, voice: str, text: str) -> Sound | None:
        """The sound, if it is kept and whole."""
        path = self.path(voice, text)
        try:
            with wave.open(str(path), "rb") as file:
                frames = file.getnframes()
                pcm = file.readframes(frames)
                whole = file.getnchannels() == 1 and file.getsampwidth() == 2 and len(pcm) == 2 * frames > 0
                rate_hz = file.getframerate()
            os.utime(path)  # its age counts from the last use
        except (OSError, EOFError, wave.Error):
            return None
        return Sound(pcm, rate_hz) if whole and rate_hz > 0 else None

    def put(self, voice: str, text: str, sound: Sound) -> None:
        """Keep a sound, if that is possible; the oldest go when there are too many."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Written aside and renamed: a crash, or a second session, never leaves half a sound under the name.
            descriptor, aside = tempfile.mkstemp(suffix=".part", dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(wav_bytes(sound))
                Path(aside).replace(self.path(voice, text))
            except BaseException:
                Path(aside).unlink(missing_ok=True)
                raise
            self._shrink()

    def _shrink(self) -> None:
        kept: list[tuple[float, int, Path]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # a second session may remove it under our eyes
                    status = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(".wav"):
                        kept.append((status.st_mtime, status.st_size, Path(entry.path)))
                    elif entry.name.endswith(".part") and time.time() - status.st_mtime > _LEFTOVER_S:
                        Path(entry.path).unlink(missing_ok=True)
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._largest_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
                total -= size
