"""A real microphone: 20 ms blocks at 16 kHz, whatever rate the device insists on."""

from typing import Any

from voiceprep.audio import devices
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES, RATE_HZ, Deliver
from voiceprep.errors import DeviceError

LATENCY_S = 0.1
"""How much the device's driver may hold. Nobody hears it, so it is chosen long: a callback that comes late, on a busy
machine, then loses nothing."""


class Reblocker:
    """Blocks of any length and rate into 20 ms blocks at 16 kHz."""

    def __init__(self, rate_hz: int) -> None:
        import soxr

        self._stream = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="int16")
        self._rest = b""

    def blocks(self, pcm: bytes, last: bool = False) -> list[bytes]:
        """The full blocks that are ready; what remains is kept for the next call."""
        import numpy as np

        self._rest += self._stream.resample_chunk(np.frombuffer(pcm, dtype=np.int16), last=last).tobytes()
        full = len(self._rest) // BLOCK_BYTES * BLOCK_BYTES
        ready, self._rest = self._rest[:full], self._rest[full:]
        return [ready[start : start + BLOCK_BYTES] for start in range(0, full, BLOCK_BYTES)]


class SoundCardMicrophone:
    """A microphone port on a sound device; after a stream's own end (device gone) it delivers None."""

    def __init__(self, name_part: str | None = None) -> None:
        """Find the device; raises DeviceError."""
        self._name_part = name_part
        self._opened = False
        self._device = devices.choose(name_part, "input")
        self.name = self._device.name
        self.overflows = 0
        """How often the device said that samples were lost."""
        self.rate_hz = RATE_HZ
        """The rate that the device really runs at."""
        self._stream: Any = None
        self._deliver: Deliver | None = None

    def open(self, deliver: Deliver) -> None:
        """Start to deliver blocks; raises DeviceError.

        Each time but the first the device is looked for again, for it may have been plugged in since.
        """
        if self._stream is not None:
            raise RuntimeError("the microphone is open already")
        if self._opened:
            devices.look_again()
            self._device = devices.choose(self._name_part, "input")
            self.name = self._device.name
        self._opened = True
        sd = devices.portaudio()
        self._deliver = deliver
        try:
            try:
                self._stream = self._started(RATE_HZ)
            except sd.PortAudioError:
                # Some devices do only 44,100 or 48,000 Hz; whatever else is wrong fails again here.
                self._stream = self._started(self._device.rate_hz)
        except (sd.PortAudioError, ValueError) as error:
            self._deliver = None
            raise DeviceError(
                f"The microphone {self.name!r} cannot be opened: {error}. Is it in use, or not permitted? "
                "Choose another with --mic."
            ) from error

    def _started(self, rate_hz: int) -> Any:
        self.rate_hz = rate_hz
        reblocker = None if rate_hz == RATE_HZ else Reblocker(rate_hz)

        def callback(data: Any, frames: int, time: Any, status: Any) -> None:
            # The device's own thread: copy and hand over, nothing else.
            if status.input_overflow:
                self.overflows += 1
            deliver = self._deliver
            if deliver is None:
                return
            if reblocker is None:
                deliver(bytes(data))
                return
            for block in reblocker.blocks(bytes(data)):
                deliver(block)

        stream = devices.open_stream(
            "RawInputStream",
            lambda: None,  # it is open only while it is needed
            samplerate=rate_hz,
            blocksize=BLOCK_SAMPLES if reblocker is None else round(rate_hz * BLOCK_S),
            device=self._device.index,
            channels=1,
            dtype="int16",
            latency=LATENCY_S,
            callback=callback,
            finished_callback=self._ended,
        )
        try:
            with devices.calling():
                stream.start()
        except BaseException:
            devices.close_stream(stream)
            raise
        return stream

    def _ended(self) -> None:
        deliver = self._deliver  # gone where `close` ended the stream
        if deliver is not None:
            deliver(None)

    def gate_open(self, question_id: str) -> None:
        """A device has nothing to do."""

    def gate_close(self) -> None:
        """Do nothing: a device delivers all the time."""

    def close(self) -> None:
        """Stop delivering; no block comes after this returns."""
        self._deliver = None
        stream, self._stream = self._stream, None
        if stream is not None:
            devices.close_stream(stream)
