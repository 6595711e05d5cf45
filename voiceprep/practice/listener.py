"""The thread between the microphone and everything that hears: journal first, then the ear, in one order.

Blocks and orders come through one queue, so that an order takes effect at an exact sample and nothing is shared.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from voiceprep.audio.level import Level, measure
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, RATE_HZ, Microphone, Sound
from voiceprep.errors import AudioError, DeviceError
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.endpoint import Endpoint, EndpointSettings, Heard, endpoint, patience_s, pauses_in
from voiceprep.hearing.promises import promises_more
from voiceprep.hearing.vad import Span
from voiceprep.model import EndReason, Spotted
from voiceprep.practice.commands import (
    BEFORE_AN_ANSWER,
    DONE,
    LEAST_SCORE_INSIDE,
    LONGEST_S,
    between_answers,
    command_s,
    in_an_answer,
    spoken_commands,
)
from voiceprep.practice.events import (
    SIGNS,
    Ended,
    Event,
    Interrupted,
    MicrophoneLost,
    MicrophoneReady,
    Noticed,
    Sign,
    SpeechBegan,
    Spoken,
)
from voiceprep.practice.overhearing import SAID_S, Overhearing, Utterance
from voiceprep.practice.session import UNKNOWN
from voiceprep.practice.speaking_over import SpeakingOver
from voiceprep.practice.take import Course, Gauge, Keeper, Take

LAST_WORD_S = 0.2
"""Heard on after Enter: what is spoken as the key goes down is still on its way through the sound card."""
LOST_AFTER_S = 1.0
"""A microphone that delivers nothing for so long is gone; unplugged ones raise no error."""
TAIL_S = 0.5
"""After the program has spoken nothing is overheard for so long: its own last words are still in the air."""
ZEROS_S = 2.0
"""Nothing but zeros for so long is no quiet room. A microphone with a noise gate gives them, too, where nobody speaks:
once it has given anything else, they are told only to whoever does not begin to speak."""
CARRIED_S = 0.2
"""A word that was cut off as the microphone went sounds on in the voice activity when it is back, for at most 0.15 s
where 30 words were cut off; speech that began before and goes on for no longer is none that silence could end."""
PAUSE_S = 0.3
"""Silence in an answer after which its last words are looked at for a command."""
ALONE_S = 0.8
"""Silence after which an answer that is one command and nothing else is taken for that."""
CHIME_S = 0.8
"""What is heard for so long from a chime on is the chime, unless it is a voice."""
MOST_OVERHEARD_S = 10.0
"""Whoever speaks on for longer gives no command."""
SPOKEN_LEVEL_S = 1.0
"""Length of the stretches whose loudest is taken for the level of the voice."""


Understand = Callable[[Sequence[Spotted], Sequence[Span]], str | None]
"""From the phrases that fit an utterance, and where it was spoken, to what it stands for."""
Order = Callable[[], None]
Item = bytes | Order | None


class Listener:
    """Journals every block, and hears those of an open gate. `post` takes its events; any thread may call it."""

    def __init__(
        self,
        microphone: Microphone,
        journal: Keeper,
        ear: Ear,
        settings: EndpointSettings | None,
        post: Callable[[Event], None],
        commands: bool = False,
    ) -> None:
        """`settings` is None where the microphone itself knows when the answer ends.

        `commands` where the recogniser looks for spoken commands.
        """
        self._microphone = microphone
        self._journal = journal
        self._ear = ear
        self._settings = settings
        self._post = post
        self._commands = commands
        self._newest = Overhearing()
        self._speaking_over = SpeakingOver(ear, self._newest)
        self._pauses: list[float] = []
        self._course = Course()
        self._items: queue.SimpleQueue[Item | type[StopIteration]] = queue.SimpleQueue()
        self._open = False
        self._first_block_due = False
        self._take: Take | None = None
        self._gate = False
        self._gate_from = 0
        self._end_at_s: float | None = None
        self._end_reason: EndReason = "enter"
        self._overhears = self._over = self._lent = False
        self._samples = 0
        self._understand: Understand = between_answers
        self._keeps = True
        self._overheard_s = 0.0
        self._speech_told = False
        self._room: list[bytes] | None = None
        self._room_s = 0.0
        self._tell_room: Callable[[Level], None] = lambda level: None
        self._gone = False
        self._ever_heard = False
        """Whether anything but zeros came."""
        self._course.waits_from_s = 0.0
        self.defect: Exception | None = None
        """What went wrong on the thread that is no stated failure; the interview ends with it."""
        self._second = bytearray()
        self.gauge = Gauge()
        self._last_block_at = self._watched_at = 0.0
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
        """Post `MicrophoneLost` where an open microphone ended or delivers nothing, and say so; `now` is monotonic.

        To be called often: where it was not, the whole machine slept, and the microphone gets another second.
        """
        if now - self._watched_at > LOST_AFTER_S:
            self._last_block_at = max(self._last_block_at, now)
        self._watched_at = now
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

    def speaks(self, sound: Sound | None) -> None:
        """The program begins to play a sound, or has ended: the journal is marked at what is being recorded."""

        def begin() -> None:
            self._journal.mark("silent" if sound is None else "speaking")
            if sound is not None:
                self._speaking_over.plays(sound, self._samples)

        self._items.put(begin)

    def open_gate(self, take: Take, before: Sound | None = None) -> None:
        """Hear what comes as `take`, anew or going on; `before` is what was said of it before it was taken up again."""
        self.gauge = Gauge()  # nothing of the last answer
        self._items.put(lambda: self._open_gate(take, before))

    def overhear(self, understand: Understand = between_answers, keeps: bool = True, over: bool = False) -> None:
        """Hear what is said between answers: posts `SpeechBegan`, and `Spoken` with what `understand` makes of it.

        Without `keeps` none of it goes into the journal until something else is to be heard: a pause is private.
        Nothing more is heard then before the next call. `over` the program's voice `SpeechBegan` follows half a second
        of speech that is not that voice, utterance after utterance, and who speaks on gives an `answer`.
        """

        def begin() -> None:
            if not self._gate:
                self._ear.start()
                self._newest.start()
                self._overhears, self._overheard_s, self._speech_told = True, 0.0, False
                self._understand, self._keeps = understand, keeps
                self._over, self._lent = over, True
                self._speaking_over.start()
                self._journal.mark("overhear")

        self._items.put(begin)

    def keep_nothing(self) -> None:
        """Put no sound into the journal until something else than a command is to be heard."""

        def begin() -> None:
            self._keeps = False

        self._items.put(begin)

    def stop_overhearing(self) -> None:
        """Leave the ear alone, and wait until that is so."""
        self._and_wait(self._stop_overhearing)

    def _stop_overhearing(self) -> None:
        self._overhears = self._over = False
        self._keeps = True

    def give_time(self, seconds: float) -> None:
        """Let no silence end the answer for so long."""

        def give() -> None:
            self._course.moment_until_s = self._ear.now_s + seconds

        self._items.put(give)

    def chime(self) -> None:
        """What is about to be heard is a chime of our own."""

        def begin() -> None:
            self._course.chimes_until_s = self._ear.now_s + CHIME_S

        self._items.put(begin)

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
        self._samples += len(block) // 2
        if self._keeps:
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
        self.gauge.zeros_s = self.gauge.zeros_s + BLOCK_S if self.gauge.level.all_zeros else 0.0
        self._ever_heard = self._ever_heard or not self.gauge.level.all_zeros
        if self._gate:
            self._hear(block)
        elif self._overhears:
            self._overhear(block)

    def _overhear(self, block: bytes) -> None:
        self._overheard_s += BLOCK_S
        if self._over:
            self._hear_over(block)
            return
        if self._overheard_s <= TAIL_S:
            return
        self._ear.hear(block)
        self._newest.hear(block)
        last_s = self._ear.last_speech_s
        if last_s is None:
            return
        if not self._speech_told:
            self._speech_told = True
            self._post(SpeechBegan())
        if self._ear.now_s - self._ear.speech[0].start_s >= MOST_OVERHEARD_S:
            self._overhears = False
            self._post(Spoken(None))
        elif said := self._newest.utterance(self._ear.now_s, self._ear.speech, SAID_S):
            self._overhears = False
            speech = self._ear.speech
            self._understood(said, speech[-1].end_s - speech[0].start_s)

    def _understood(self, said: Utterance, length_s: float) -> None:
        understand, whole = self._understand, Span(said.end_s - length_s, said.end_s)

        def told(spotted: tuple[Spotted, ...]) -> None:
            self._post(_spoken(understand(spotted, (whole,)), in_answer=False))

        self._ear.recogniser.aside(said.pcm, told)

    def _hear_over(self, block: bytes) -> None:
        self._ear.hear(block)
        self._newest.hear(block)
        match self._speaking_over.next(self._samples):
            case "began":
                self._post(SpeechBegan())
            case "answer":
                self._post(Spoken("answer"))
            case "nothing":
                self._post(Spoken(None))
            case Utterance() as said:
                self._understood(said, self._speaking_over.length_s)

    def _hear(self, block: bytes) -> None:
        self._ear.hear(block)
        self._newest.hear(block)
        self._follow_level(block)
        now_s = self._ear.now_s
        self.gauge.answer_s = now_s
        if self._end_at_s is not None and now_s >= self._end_at_s:
            self._ended(self._end_reason)
        elif self._settings is not None:
            self._look_for_commands()
            found = endpoint(self._settings, self._heard_so_far(self._settings))
            self.gauge.silence_s, self.gauge.near_limit = found.silence_s, found.warn
            self.gauge.ends_after_s = found.ends_after_s
            if found.ended and self._end_at_s is None:
                self._ended(found.ended)
            else:
                self._notice(found)

    @property
    def learnt_patience_s(self) -> float | None:
        """Silence that ends an answer of this speaker; None while too few of their pauses are known."""
        settings = self._settings
        if settings is None or len(self._pauses) < settings.known_from:
            return None
        return patience_s(settings, self._pauses)

    def _learn_pauses(self) -> None:
        settings = self._settings or EndpointSettings()
        longest_s = patience_s(settings, self._pauses) + settings.edges_s + settings.promise_s
        self._pauses += pauses_in(self._ear.speech, self._course.breaks_s, longest_s)

    def _heard_so_far(self, settings: EndpointSettings) -> Heard:
        ear, last_s = self._ear, self._last_speech_s()
        if ear.now_s > self._course.chimes_until_s:
            self._course.sound_s = self._after_chimes(ear.last_sound_s) or self._course.sound_s
            self._course.loud_s = self._after_chimes(ear.last_loud_s) or self._course.loud_s
        return Heard(
            ear.now_s,
            last_s,
            self._course.sound_s,
            self._course.loud_s,
            patience_s=patience_s(settings, self._pauses),
            waits_from_s=self._course.waits_from_s,
            limit_from_s=self._course.limit_from_s,
            promises=promises_more(ear.recogniser.partial),
            done=last_s is not None and last_s == self._course.done_at_s,
            moment_until_s=self._course.moment_until_s,
        )

    def _after_chimes(self, at_s: float | None) -> float | None:
        """A time, unless it was the program's own tone that was heard then."""
        return at_s if at_s is not None and at_s > self._course.chimes_until_s else None

    def _last_speech_s(self) -> float | None:
        """Where speech was last heard since the gate opened: after a pause, too, leading silence ends nothing."""
        last_s, from_s = self._ear.last_speech_s, self._course.waits_from_s
        if last_s is None:
            return None
        carried = self._ear.speech[-1].start_s < from_s
        return None if last_s <= from_s + (CARRIED_S if carried else 0) else last_s

    def _notice(self, found: Endpoint) -> None:
        """Post each sign when it begins: that silence is about to end the answer each time, the others once."""
        zeros = self.gauge.zeros_s >= ZEROS_S and self._last_speech_s() is None
        now: dict[Sign, bool] = {
            "nothing_yet": found.nothing_yet and not zeros,
            "muted": zeros and (found.nothing_yet or not self._ever_heard),
            "time_to_begin": found.time_to_begin,
            "soon": found.soon,
            "target_near": found.target == "near",
            "target": found.target == "reached",
            "limit_near": found.warn,
        }
        if not found.soon:
            self._course.signs.discard("soon")
        for sign in SIGNS:
            if now[sign] and sign not in self._course.signs:
                self._course.signs.add(sign)
                self._post(Noticed(sign))

    # ---- commands in an answer

    def _look_for_commands(self) -> None:
        last_s, take = self._last_speech_s(), self._take
        if not self._commands or last_s is None or take is None:
            return
        if said := self._newest.utterance(self._ear.now_s, self._ear.speech, PAUSE_S):

            def told(spotted: tuple[Spotted, ...]) -> None:
                self._items.put(lambda: self._said_into(take, said, spotted))

            self._ear.recogniser.aside(said.pcm, told)
        if self._course.alone and self._course.alone[1] == last_s and self._ear.now_s - last_s >= ALONE_S:
            key, self._course.alone = self._course.alone[0], None
            self._begin_again()
            self._post(_spoken(key, in_answer=False))

    def _said_into(self, take: Take, said: Utterance, spotted: tuple[Spotted, ...]) -> None:
        if not self._gate or take is not self._take or self._last_speech_s() != said.at_s:
            return  # it went on: no pause followed
        alone = said.end_s - said.start_s <= LONGEST_S
        key = in_an_answer(spotted, said.start_s, said.end_s, alone)
        if key is None:
            bare = between_answers(spotted, said.spans, LEAST_SCORE_INSIDE) if said.first and alone else None
            self._course.alone = (bare, said.at_s) if bare in BEFORE_AN_ANSWER else None
            return
        if key == UNKNOWN:  # it stays in the answer, as what it was is not known
            self._post(_spoken(key, in_answer=True))
            return
        command = Span(said.at_s - command_s(spotted, key, said.start_s, said.end_s), said.at_s)
        take.commands.append(command)
        self._journal.mark("command", answer=take.name, start_s=command.start_s, end_s=command.end_s)
        if key == DONE:
            self._course.done_at_s = said.at_s
        elif said.first and alone:
            self._begin_again()
            self._post(_spoken(key, in_answer=False))
        else:
            self._post(_spoken(key, in_answer=True))

    def _begin_again(self) -> None:
        """Forget what was said so far: it was a command, and no answer yet."""
        take = self._take
        if take is not None:
            take.stretches.clear()
            take.commands.clear()
            self._gate_from = self._journal.samples
            self._journal.mark("again", answer=take.name)
            self._ear.start()
            self._newest.start()
            self._course = Course()

    def _follow_level(self, block: bytes) -> None:
        self._second += block
        if len(self._second) >= 2 * RATE_HZ * SPOKEN_LEVEL_S and self._take:
            level = measure(bytes(self._second))
            self._second.clear()
            best = self._take.level
            self._take.level = Level(max(best.rms_dbfs, level.rms_dbfs), max(best.peak, level.peak))

    def _open_gate(self, take: Take, before: Sound | None) -> None:
        begun = self._speaking_over.begun(self._samples) if self._overhears and self._over else b""
        self._stop_overhearing()
        if take is not self._take:
            self._hear_again(before)
            self._second.clear()
            self._course = Course()
            if before and self._settings is not None:  # it was ended too soon
                self._pauses.append(patience_s(self._settings, self._pauses))
                self._course.limit_from_s = self._ear.now_s
                self._course.signs |= {"target_near", "target"}
        elif self._lent:
            self._hear_again(self._said_before(take))
        self._lent = False
        self._course.waits_from_s = self._ear.now_s
        self._course.breaks_s.append(self._course.waits_from_s)
        self._course.signs.discard("soon")
        self._take = take
        self._gate = self._keeps = True
        self._gate_from = max(0, self._journal.samples - len(begun) // 2)
        for block in _blocks(Sound(begun)):
            self._ear.hear(block)
            self._newest.hear(block)
        self._end_at_s = None
        self._journal.mark(
            "open", answer=take.name, question=take.question, attempt=take.attempt, first=self._gate_from,
            before=take.stretches,
        )  # fmt: skip
        try:
            self._microphone.gate_open(take.question)
        except AudioError:  # a recorded answer that vanished since it was checked
            self._ended("device_lost")
        if not self._open:  # nothing would ever come and end it
            self._ended("device_lost")

    def _hear_again(self, sound: Sound | None) -> None:
        self._ear.start()
        self._newest.start()
        for block in _blocks(sound):
            self._ear.hear(block)

    def _said_before(self, take: Take) -> Sound | None:
        """What was said of an answer before the ear heard something else; None where it cannot be read."""
        with contextlib.suppress(OSError):
            return self._journal.cut(take.stretches)
        return None

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
            self._learn_pauses()
            self._post(Ended(reason))


def _blocks(sound: Sound | None) -> Iterator[bytes]:
    for start in range(0, len(sound.pcm) if sound else 0, BLOCK_BYTES):
        yield sound.pcm[start : start + BLOCK_BYTES] if sound else b""


def _spoken(key: str | None, in_answer: bool) -> Spoken:
    return Spoken(key, key is None or spoken_commands().sure(key, in_answer))
