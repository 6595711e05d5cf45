"""Sound from files: reading any format into ours, writing answers, and the microphone's file-backed twin."""

import threading
import time
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, RATE_HZ, Deliver, Sound
from voiceprep.errors import AudioFileError

_SILENT_BLOCK = bytes(BLOCK_BYTES)
_READABLE = "WAV, FLAC, OGG, Opus, MP3 and AIFF files can be read"


def read_sound(path: Path) -> Sound:
    """The file's sound as 16 kHz 16-bit mono, whatever its format, rate and channels.

    A file of zero samples gives an empty sound; raises `AudioFileError` where there is no readable sound file.
    """
    import numpy as np
    import soundfile
    import soxr

    if not path.is_file():
        raise AudioFileError(f"There is no sound file {path}. Check the path.")
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, TypeError) as error:  # TypeError: headerless, as *.raw
        reason = "it is empty" if path.stat().st_size == 0 else str(error)
        raise AudioFileError(f"{path} cannot be read as sound: {reason}. {_READABLE}.") from error
    # Non-finite samples, which float files may hold, would poison everything after them.
    mono = np.nan_to_num(samples, posinf=1.0, neginf=-1.0).mean(axis=1)
    if rate_hz != RATE_HZ and len(mono):
        mono = soxr.resample(mono, rate_hz, RATE_HZ)
    scaled = np.clip(np.round(mono * 32768.0), -32768, 32767).astype("<i2")
    return Sound(scaled.tobytes())


def write_wave(path: Path, sound: Sound) -> None:
    """Write a WAV file that any player reads; raises OSError."""
    with path.open("wb") as file, wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.rate_hz)
        out.writeframes(sound.pcm)


def whole_blocks(pcm: bytes) -> bytes:
    """`pcm` with silence added up to a whole number of blocks."""
    return pcm + bytes(-len(pcm) % BLOCK_BYTES)


class FileMicrophone:
    """Answers each question from a file, block by block, as a person would: after the gate has opened.

    Ends every answer with None, so that the listener knows that nothing more will come.
    """

    def __init__(
        self, answers: Mapping[str, Path], fast: bool = False, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.name = "recorded answers"
        self._answers = answers
        self._fast = fast
        self._sleep = sleep
        self._deliver: Deliver | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def open(self, deliver: Deliver) -> None:
        """Deliver one block of silence, as a sign of life, and wait for the gate."""
        self._deliver = deliver
        deliver(_SILENT_BLOCK)

    def gate_open(self, question_id: str) -> None:
        """Begin to play this question's file; a question without one is silent and over at once."""
        self._join()
        path = self._answers.get(question_id)
        pcm = whole_blocks(read_sound(path).pcm) if path else b""
        self._stop.clear()
        self._thread = threading.Thread(target=self._play, args=(pcm,), name="file-microphone", daemon=True)
        self._thread.start()

    def _play(self, pcm: bytes) -> None:
        deliver = self._deliver
        if deliver is None:
            return
        began = time.monotonic()
        for number, start in enumerate(range(0, len(pcm), BLOCK_BYTES)):
            if self._stop.is_set():
                return
            if not self._fast:
                self._sleep(max(0.0, began + number * BLOCK_S - time.monotonic()))
            deliver(pcm[start : start + BLOCK_BYTES])
        deliver(None)

    def gate_close(self) -> None:
        """Stop playing the answer."""
        self._join()

    def _join(self) -> None:
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._thread = None

    def close(self) -> None:
        """Stop; harmless twice."""
        self._join()
        self._deliver = None
