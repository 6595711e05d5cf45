"""The thread between the microphone and everything that hears: journal first, then the ear, in one order.

Blocks and orders come through one queue, so that an order takes effect at an exact sample and nothing is shared.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from voiceprep.audio.level import Level, measure
from voiceprep.audio.ports import BLOCK_S, RATE_HZ, Microphone, Sound
from voiceprep.errors import AudioError, DeviceError
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.endpoint import EndpointSettings, endpoint
from voiceprep.model import EndReason
from voiceprep.practice.session import Ended, Event, Interrupted, MicrophoneLost, MicrophoneReady, SpeechBegan
from voiceprep.records.journal import Journal, Stretch

LAST_WORD_S = 0.2
"""Heard on after Enter: what is spoken as the key goes down is still on its way through the sound card."""
LOST_AFTER_S = 2.0
"""A microphone that delivers nothing for so long is gone; unplugged ones raise no error."""
TAIL_S = 0.5
"""After the program has spoken nothing is overheard for so long: its own last words are still in the air."""
SAID_S = 0.6
"""Silence that ends what is said between answers: a command is one breath."""
MOST_OVERHEARD_S = 10.0
"""Whoever speaks on for longer gives no command."""
SPOKEN_LEVEL_S = 1.0
"""Length of the stretches whose loudest is taken for the level of the voice."""


@dataclass(slots=True)
class Take:
    """One answer on its way: what of the journal belongs to it, and how loud it was."""

    name: str
    question: str
    attempt: int
    stretches: list[Stretch] = field(default_factory=list)
    spoken: bool = False
    """Whether the voice activity found anybody speaking."""
    level: Level = field(default_factory=lambda: Level(-120.0, 0.0))
    """Of its loudest second."""


@dataclass(slots=True)
class Gauge:
    """What the screen shows of the microphone right now. Written by the listener, read by the screen."""

    level: Level = field(default_factory=lambda: Level(-120.0, 0.0))
    answer_s: float = 0.0
    silence_s: float = 0.0
    near_limit: bool = False


Order = Callable[[], None]
Item = bytes | Order | None


class Listener:
    """Journals every block, and hears those of an open gate. `post` takes its events; any thread may call it."""

    def __init__(
        self,
        microphone: Microphone,
        journal: Journal,
        ear: Ear,
        settings: EndpointSettings | None,
        post: Callable[[Event], None],
    ) -> None:
        """`settings` is None where the microphone itself knows when the answer ends."""
        self._microphone = microphone
        self._journal = journal
        self._ear = ear
        self._settings = settings
        self._post = post
        self._items: queue.SimpleQueue[Item | type[StopIteration]] = queue.SimpleQueue()
        self._open = False
        self._first_block_due = False
        self._take: Take | None = None
        self._gate = False
        self._gate_from = 0
        self._end_at_s: float | None = None
        self._end_reason: EndReason = "enter"
        self._tell_said: Callable[[], None] | None = None
        self._overheard_s = 0.0
        self._speech_told = False
        self._room: list[bytes] | None = None
        self._room_s = 0.0
        self._tell_room: Callable[[Level], None] = lambda level: None
        self._gone = False
        self._waits_from_s = 0.0
        self.defect: Exception | None = None
        """What went wrong on the thread that is no stated failure; the interview ends with it."""
        self._second = bytearray()
        self.gauge = Gauge()
        self._last_block_at = 0.0
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    # ---- called by the loop

    def open_microphone(self) -> None:
        """Start the microphone, where it is not open; the first block posts `MicrophoneReady`."""
        if self._open:
            return
        self._first_block_due = True
        self._open = True
        self._gone = False
        self._last_block_at = time.monotonic()
        try:
            self._microphone.open(self._deliver)
        except DeviceError:
            self._open = False
            raise

    def _deliver(self, block: bytes | None) -> None:
        self._last_block_at = time.monotonic()  # here, not where it is journalled: a slow disk is no lost microphone
        self._items.put(block)

    def close_microphone(self) -> None:
        """Stop the microphone; what it delivered is still journalled."""
        if self._open:
            self._open = False
            self._microphone.close()

    def watch(self, now: float) -> bool:
        """Post `MicrophoneLost` where an open microphone ended or delivers nothing, and say so; `now` is monotonic."""
        lost = self._gone or now - self._last_block_at > LOST_AFTER_S
        if not (self._open and self._settings is not None and lost):
            return False
        self.close_microphone()
        self._post(MicrophoneLost())
        return True

    def check_room(self, seconds: float, tell: Callable[[Level], None]) -> None:
        """Tell the level of the next `seconds` of sound, from the listener's thread."""

        def begin() -> None:
            self._room, self._room_s, self._tell_room = [], seconds, tell

        self._items.put(begin)

    def mark(self, kind: str) -> None:
        """Mark the journal at the sample that is being recorded."""
        self._items.put(lambda: self._journal.mark(kind))

    def open_gate(self, take: Take) -> None:
        """Hear what comes as `take`, anew or going on."""
        self.gauge = Gauge()  # nothing of the last answer
        self._items.put(lambda: self._open_gate(take))

    def overhear(self, tell: Callable[[], None]) -> None:
        """Hear what is said between answers: posts `SpeechBegan`, and calls `tell`, on this thread, when it is over.

        The ear is then to be asked what it was, and hears nothing more before the next call.
        """

        def begin() -> None:
            if not self._gate:
                self._ear.start()
                self._tell_said, self._overheard_s, self._speech_told = tell, 0.0, False
                self._journal.mark("overhear")

        self._items.put(begin)

    def stop_overhearing(self) -> None:
        """Leave the ear alone, and wait until that is so."""
        self._and_wait(self._stop_overhearing)

    def _stop_overhearing(self) -> None:
        self._tell_said = None

    def end_answer(self, reason: EndReason) -> None:
        """Let the last word out, then close the gate and post `Ended`."""
        self._items.put(lambda: self._end_soon(reason))

    def close_gate(self) -> None:
        """Close the gate and wait until it is closed."""
        self._and_wait(self._close_gate)

    def _and_wait(self, order: Order) -> None:
        done = threading.Event()

        def carry_out() -> None:
            try:
                order()
            finally:
                done.set()

        self._items.put(carry_out)
        done.wait()

    def cut(self, take: Take) -> Sound:
        """The sound of an answer, from the journal; raises OSError."""
        return self._journal.cut(take.stretches)

    def stop(self) -> None:
        """End the thread, after everything that was delivered has been journalled."""
        self.close_microphone()
        self._items.put(StopIteration)
        self._thread.join()

    # ---- the thread

    def _run(self) -> None:
        while (item := self._items.get()) is not StopIteration:
            try:
                self._take_item(item)
            except Exception as error:
                # A dead thread would leave the interview waiting for ever, and the sound unrecorded.
                self.defect = self.defect or error
                self._post(Interrupted())

    def _take_item(self, item: Item | type[StopIteration]) -> None:
        if isinstance(item, bytes):
            self._block(item)
        elif item is None:
            self._no_more()
        else:
            item()

    def _no_more(self) -> None:
        if self._settings is None:
            self._ended("end_of_file")
        else:
            self._gone = True  # a device that ends by itself; `watch` closes it

    def _block(self, block: bytes) -> None:
        self._journal.append(block)
        if self._first_block_due and self._open:
            self._first_block_due = False
            self._post(MicrophoneReady())
        if self._room is not None:
            self._room.append(block)
            if len(self._room) * BLOCK_S >= self._room_s:
                level, self._room = measure(b"".join(self._room)), None
                self._tell_room(level)
        self.gauge.level = measure(block)
        if self._gate:
            self._hear(block)
        elif self._tell_said is not None:
            self._overhear(block, self._tell_said)

    def _overhear(self, block: bytes, tell: Callable[[], None]) -> None:
        self._overheard_s += BLOCK_S
        if self._overheard_s <= TAIL_S:
            return
        self._ear.hear(block)
        last_s = self._ear.last_speech_s
        if last_s is None:
            return
        if not self._speech_told:
            self._speech_told = True
            self._post(SpeechBegan())
        if self._ear.now_s - last_s >= SAID_S or self._ear.now_s >= MOST_OVERHEARD_S:
            self._tell_said = None
            tell()

    def _hear(self, block: bytes) -> None:
        self._ear.hear(block)
        self._follow_level(block)
        now_s = self._ear.now_s
        self.gauge.answer_s = now_s
        if self._end_at_s is not None and now_s >= self._end_at_s:
            self._ended(self._end_reason)
        elif self._settings is not None:
            found = endpoint(self._settings, now_s, self._last_speech_s())
            self.gauge.silence_s, self.gauge.near_limit = found.silence_s, found.warn
            if found.ended and self._end_at_s is None:
                self._ended(found.ended)

    def _last_speech_s(self) -> float | None:
        """Where speech was last heard since the gate opened: after a pause, too, leading silence ends nothing."""
        last_s = self._ear.last_speech_s
        return None if last_s is None or last_s <= self._waits_from_s else last_s

    def _follow_level(self, block: bytes) -> None:
        self._second += block
        if len(self._second) >= 2 * RATE_HZ * SPOKEN_LEVEL_S and self._take:
            level = measure(bytes(self._second))
            self._second.clear()
            best = self._take.level
            self._take.level = Level(max(best.rms_dbfs, level.rms_dbfs), max(best.peak, level.peak))

    def _open_gate(self, take: Take) -> None:
        if take is not self._take:
            self._ear.start()
            self._second.clear()
        self._waits_from_s = self._ear.now_s
        self._take = take
        self._gate = True
        self._gate_from = self._journal.samples
        self._end_at_s = None
        self._journal.mark("open", answer=take.name, question=take.question, attempt=take.attempt)
        try:
            self._microphone.gate_open(take.question)
        except AudioError:  # a recorded answer that vanished since it was checked
            self._ended("device_lost")
        if not self._open:  # nothing would ever come and end it
            self._ended("device_lost")

    def _close_gate(self) -> None:
        if not self._gate or self._take is None:
            return
        self._gate = False
        self._microphone.gate_close()
        self._take.stretches.append((self._gate_from, self._journal.samples))
        self._take.spoken = self._ear.last_speech_s is not None
        self._journal.mark("close")

    def _end_soon(self, reason: EndReason) -> None:
        if not self._gate:
            return
        self._end_reason = reason
        if reason == "device_lost" or not self._open:
            self._ended(reason)  # no more blocks will come
        else:
            self._end_at_s = self._ear.now_s + LAST_WORD_S

    def _ended(self, reason: EndReason) -> None:
        if self._gate:
            self._close_gate()
            self._post(Ended(reason))
