"""A real loudspeaker: one stream that stays open and plays what it is given, silent at once when told so."""

import threading
import time
from collections.abc import Callable
from typing import Any

from voiceprep.audio import devices
from voiceprep.audio.ports import Sound
from voiceprep.audio.resampling import pcm_at
from voiceprep.errors import DeviceError

LATENCY_S = 0.1
"""How much sound waits in the device. `stop()` throws it away, so it may be long: measured on a virtual card, silent
0 to 2 ms after `stop()` at 40, 100 and 200 ms alike, where a device that is left to run dry takes all of its latency.
100 ms keep a callback in time that Python, busy with an import or a long regular expression, lets wait."""
_ON_ITS_WAY_S = 0.05
"""What a sound server may hold beyond the latency that PortAudio knows of."""


class SoundCardPlayback:
    """One sound on its way to the device, whose thread takes it piece by piece."""

    def __init__(self, pcm: bytes, latency_s: float, silence: Callable[["SoundCardPlayback"], None]) -> None:
        self.first_sample_at: float | None = None
        self._pcm = memoryview(pcm)
        self._at = 0
        self._latency_s = latency_s
        self._silence = silence
        self._taken = threading.Event()
        self._stopped = threading.Event()
        self._heard_at = 0.0
        """`time.monotonic()` when the last sample has left the loudspeaker; known once all is taken."""
        if not pcm:
            self._taken.set()

    def take(self, count: int) -> memoryview:
        """The next bytes, at most so many; the device's thread calls this."""
        if self._stopped.is_set():
            return self._pcm[:0]
        piece = self._pcm[self._at : self._at + count]
        if len(piece) and self.first_sample_at is None:
            self.first_sample_at = time.monotonic()
        self._at += len(piece)
        if self._at == len(self._pcm) and not self._taken.is_set():
            self._heard_at = time.monotonic() + self._latency_s + _ON_ITS_WAY_S
            self._taken.set()
        return piece

    @property
    def pending(self) -> bool:
        """Whether some of it can still be heard."""
        return not self._stopped.is_set() and (not self._taken.is_set() or time.monotonic() < self._heard_at)

    def end(self) -> None:
        """No more of it will be taken; whoever waits goes on."""
        self._stopped.set()
        self._taken.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the last sample has left the loudspeaker, or it was stopped."""
        until = None if timeout_s is None else time.monotonic() + timeout_s
        if not self._taken.wait(timeout_s):
            return False
        rest_s = self._heard_at - time.monotonic()
        in_time = until is None or self._stopped.is_set() or self._heard_at <= until
        self._stopped.wait(max(0.0, rest_s if until is None else min(rest_s, until - time.monotonic())))
        return in_time or self._stopped.is_set()

    def stop(self) -> None:
        """Silence it at once."""
        self._silence(self)
        self.end()


class SoundCardSpeaker:
    """A loudspeaker port on a sound device."""

    audible = True

    def __init__(self, name_part: str | None = None) -> None:
        """Find the device; raises DeviceError. It is opened at the first sound."""
        self._name_part = name_part
        self._device = devices.choose(name_part, "output")
        self.name = self._device.name
        self.underflows = 0
        """How often the device ran dry within a sound."""
        self.rate_hz = 0
        """The rate that the stream runs at; 0 before the first sound."""
        self._stream: Any = None
        self._resting = False
        """The stream is open, and stopped by us."""
        self._current: SoundCardPlayback | None = None
        self._lock = threading.RLock()

    def play(self, sound: Sound) -> SoundCardPlayback:
        """Start to play and return at once; raises DeviceError."""
        with self._lock:
            if self._current is not None:
                self._current.stop()
            if self._stream is not None and not self._resting and not self._stream.active:
                self.close()  # the device went away by itself: it may be back
            if self._stream is None:
                self._open(sound.rate_hz)
            self._current = SoundCardPlayback(pcm_at(sound, self.rate_hz), float(self._stream.latency), self._silence)
            if self._resting:
                self._start()
            return self._current

    def _silence(self, playback: SoundCardPlayback) -> None:
        with self._lock:
            if playback is not self._current or not playback.pending:
                return
            self._current = None
            self._resting = True
            with devices.calling():
                self._stream.abort(ignore_errors=True)

    def _open(self, wanted_hz: int) -> None:
        sd = devices.portaudio()
        try:
            with devices.calling():
                self._device = devices.choose(self._name_part, "output")  # its number may be another by now
                try:
                    # At the voice's own rate most sound servers resample themselves, and numpy need not be loaded.
                    self._stream = self._stream_at(wanted_hz)
                except sd.PortAudioError:
                    self._stream = self._stream_at(self._device.rate_hz)
        except (sd.PortAudioError, ValueError) as error:
            raise self._unusable(error) from error
        self._resting = True

    def _start(self) -> None:
        sd = devices.portaudio()
        try:
            with devices.calling():
                self._stream.start()
            self._resting = False
        except sd.PortAudioError as error:
            self.close()
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> DeviceError:
        return DeviceError(
            f"The loudspeaker {self.name!r} cannot be used: {error}. Is it in use? Choose another with --speaker."
        )

    def _stream_at(self, rate_hz: int) -> Any:
        stream = devices.open_stream(
            "RawOutputStream",
            self._let_go,
            samplerate=rate_hz,
            device=self._device.index,
            channels=1,
            dtype="int16",
            latency=LATENCY_S,
            callback=self._fill,
            finished_callback=self._finished,
        )
        self.rate_hz = rate_hz
        return stream

    def _fill(self, data: Any, frames: int, times: Any, status: Any) -> None:
        """Called by the device's thread for the next block."""
        playback = self._current
        if playback is None:
            data[:] = bytes(len(data))
            return
        if status.output_underflow and playback.pending and playback.first_sample_at is not None:
            self.underflows += 1
        piece = playback.take(len(data))
        data[: len(piece)] = piece
        data[len(piece) :] = bytes(len(data) - len(piece))

    def _finished(self) -> None:
        playback = self._current  # None where we ended the stream; else the device is gone, and nobody takes the rest
        if playback is not None:
            playback.end()

    def _let_go(self) -> None:
        with self._lock:
            if self._current is None or not self._current.pending:
                self.close()

    def close(self) -> None:
        """Release the device; a sound that plays ends."""
        with self._lock:
            stream, self._stream = self._stream, None
            playback, self._current = self._current, None
            self._resting = False
            if playback is not None:
                playback.end()
            if stream is not None:
                devices.close_stream(stream)
