"""A loudspeaker that writes a file: everything that was said, one sound after another, in one WAV."""

import threading
import time
import wave
from pathlib import Path
from typing import BinaryIO

from voiceprep.audio.ports import Sound
from voiceprep.audio.resampling import pcm_at
from voiceprep.errors import DeviceError


class FilePlayback:
    """A sound that is in the file already."""

    def __init__(self) -> None:
        self.first_sample_at: float | None = time.monotonic()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Return at once."""
        return True

    def stop(self) -> None:
        """Too late: what is written stays."""


class FileSpeaker:
    """The twin of a sound device, for tests, demonstrations and recordings of a session's questions.

    The file has the rate of the first sound; others are resampled to it.
    """

    audible = True

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._writer: wave.Wave_write | None = None
        self._raw: BinaryIO
        self._rate_hz = 0
        self._lock = threading.Lock()

    def play(self, sound: Sound) -> FilePlayback:
        """Append the sound; raises DeviceError where the file cannot be written."""
        with self._lock:
            try:
                if self._writer is None:
                    self._raw = self._path.open("wb")
                    self._writer, self._rate_hz = wave.open(self._raw, "wb"), sound.rate_hz  # noqa: SIM115
                    self._writer.setparams((1, 2, sound.rate_hz, 0, "NONE", ""))
                # writeframes() corrects the header each time: the file is whole after every sound.
                self._writer.writeframes(pcm_at(sound, self._rate_hz))
                self._raw.flush()
            except OSError as error:
                raise DeviceError(f"{self._path} cannot be written: {error.strerror}.") from error
        return FilePlayback()

    def close(self) -> None:
        """Close the file; a later sound would start it anew."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.close()
                self._raw.close()
