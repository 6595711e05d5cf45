"""The threads and the clock around the state machine: one interview from the first question to the summary."""

import contextlib
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voiceprep.audio.level import Level, room_remark, speech_remark
from voiceprep.audio.ports import Sound
from voiceprep.bank import with_aliases
from voiceprep.errors import DeviceError, HearingError, VoiceprepError
from voiceprep.hearing.ear import Ear, without
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.judging import Feedback, feedback, judge, summary
from voiceprep.judging.delivery import TARGET_S
from voiceprep.model import CUT_SHORT, Bank, EndReason, EngineInfo, Question, Transcript, Verdict
from voiceprep.practice import events
from voiceprep.practice import session as machine
from voiceprep.practice.besides import (
    ADJUSTED,
    CHIMES,
    FIXED,
    HOW_AGAIN,
    HOW_AGAIN_BY_KEY,
    NO_FURTHER,
    NOT_SPOKEN,
    ONLY_ZEROS,
    SURE,
    TAKE_YOUR_TIME,
    TAKE_YOUR_TIME_KEYS,
    WHAT_CAN_BE_PRESSED,
    WHAT_CAN_BE_SAID,
    hint,
    progress,
)
from voiceprep.practice.commands import between_answers, reply
from voiceprep.practice.equipment import Equipment
from voiceprep.practice.interruptions import PATIENCE_S, interruptions
from voiceprep.practice.listener import Listener
from voiceprep.practice.mind import Mind
from voiceprep.practice.mouth import Mouth, Piece
from voiceprep.practice.own_word import ToldAnswer, file_overrule, note, remember_offer
from voiceprep.practice.patience import note_patience
from voiceprep.practice.screen import Screen, clock
from voiceprep.practice.take import Take
from voiceprep.records.archive import SessionFolder
from voiceprep.records.journal import Journal
from voiceprep.records.record import answer_record, audio_of
from voiceprep.records.recover import unfiled_answers
from voiceprep.speaking.earcons import earcon
from voiceprep.speaking.voice import Voice

TICK_S = 0.1
"""How often the live line is renewed."""
ROOM_S = 0.3
"""Length of the level check: 15 blocks tell a muted or overdriven microphone, and nobody wants to wait."""
QUIT_PATIENCE_S = 15.0
"""How long whoever quits waits for the last transcript: some recognisers hear an answer only at its end."""
SEEK_EVERY_S = 1.0
"""How often a microphone that is gone is looked for."""
RATE_STEP, SLOWEST, FASTEST = 1.15, 0.6, 1.7
"""How much "slower" and "faster" change the voice's speed, and how far."""
NO_MICROPHONE = "There is no interview without a microphone. `voiceprep doctor` looks for one and hears it."
RECOGNISER_FAILED = "The recogniser failed, so I cannot judge this answer. Its recording is kept."


@dataclass(frozen=True, slots=True)
class Settings:
    """How an interview is run."""

    endpoint: EndpointSettings | None
    """None where the microphone itself knows when an answer ends (recorded answers)."""
    check_level: bool = True
    rest_s: float = 1.5
    overhears: bool = False
    """Whether a command may be spoken; the recogniser has to look for `spoken_commands().phrases` in asides."""
    headphones: bool = False
    """Whether the microphone does not hear the program: who speaks over it interrupts it."""
    chimes: bool = True
    """Whether soft tones tell what happens."""
    voice_at: Callable[[float], Voice | None] | None = None
    """The voice at so many times its speed; None where it cannot be changed."""
    seed: int = 0
    """Of the wording of the feedback."""
    aliases: Path | None = None
    """The file of the user's own aliases; None where none are kept."""


class Interview:
    """Runs one session; every answer is kept by the time `run` returns."""

    def __init__(
        self,
        bank: Bank,
        questions: Sequence[Question],
        equipment: Equipment,
        session: SessionFolder,
        journal: Journal,
        screen: Screen,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._bank, self._questions, self._settings = bank, list(questions), settings
        self._session, self._journal, self._screen, self._now = session, journal, screen, now
        self._events: queue.SimpleQueue[events.Event] = queue.SimpleQueue()
        self._recogniser = equipment.recogniser
        self._ear = Ear(equipment.recogniser, equipment.classifier)
        self._listener = Listener(
            equipment.microphone, journal, self._ear, settings.endpoint, self.post, settings.overhears
        )
        self._mouth = Mouth(
            equipment.voice,
            equipment.loudspeaker,
            self.post,
            self._listener.speaks,
            screen.notice,
        )
        self._mind = Mind(equipment.recogniser.abandon, screen.notice, self._defect)
        self._state, self._first_effects = machine.begin(
            len(self._questions), settings.check_level, settings.rest_s, settings.overhears, settings.headphones
        )
        self._timer: tuple[float, int] | None = None
        self._take: Take | None = None
        self._takes = 0
        self._answers: dict[int, ToldAnswer] = {}
        self._reply: tuple[str, ...] = ()
        self._last_take: dict[int, Take] = {}
        self._attempts: dict[int, int] = {}
        self._told_problem: str | None = None
        self._before: Sound | None = None
        self._seek_at: float | None = None
        self._hints: dict[int, int] = {}
        self._rate = 1.0
        self._adjusted = self._asked = ""
        self._engine: EngineInfo | None = None
        self._fatal: VoiceprepError | None = None
        self.interrupted = False

    def post(self, event: events.Event) -> None:
        """Tell the interview what happened; any thread and any signal handler may call it."""
        if isinstance(event, events.Interrupted):
            self._mind.leave_within(PATIENCE_S)
        elif event == events.Pressed("q"):
            self._mind.leave_within(QUIT_PATIENCE_S)
        self._events.put(event)

    def _defect(self, error: BaseException) -> None:
        """Something went wrong on another thread that was never meant to: end, and let it be seen."""
        self._fatal = self._fatal or _internal(error)
        self.post(events.Interrupted())

    def run(self) -> None:
        """Hold the interview; raises `VoiceprepError` where it cannot go on, with everything kept."""
        with interruptions(self.post):
            try:
                self._mind.submit(self._await_engine)
                self._perform(self._first_effects)
                while self._state.phase != "over":
                    with contextlib.suppress(queue.Empty):
                        self._advance(self._events.get(timeout=TICK_S))
                    self._tick()
            except Exception as error:
                self._fatal = self._fatal or _internal(error)
                raise self._fatal from error
            finally:
                self._close()
        if self._fatal is not None:
            raise self._fatal

    def _advance(self, event: events.Event) -> None:
        before = self._state
        self._state, effects = machine.step(before, event)
        if isinstance(event, events.MicrophoneLost) and self._state.phase == "over" != before.phase:
            self._fatal = self._fatal or DeviceError(NO_MICROPHONE)
        self._perform(effects)

    def _perform(self, effects: Sequence[events.Effect]) -> None:
        for effect in effects:
            self._do(effect)

    def _do(self, effect: events.Effect) -> None:
        match effect:
            case events.OpenMicrophone():
                self._open_microphone()
            case events.SeekMicrophone():
                self._seek_at = time.monotonic() + SEEK_EVERY_S
            case events.CloseMicrophone():
                self._listener.close_microphone()
                self._screen.notice("Paused: nothing is recorded. p goes on.")
            case events.CheckLevel(ticket):
                self._listener.check_room(ROOM_S, lambda level: self._room_heard(ticket, level))
            case events.Say(ticket, what):
                if what == "feedback":
                    self._answers[self._state.index].tickets.append(ticket)
                self._mouth.say(ticket, self._show(what))
            case events.Cue(ticket):
                self._mind.wait()  # the ear must be free when the cue promises that it listens
                self._mouth.cue(ticket, earcon("listening"))
            case events.Rest(ticket, seconds):
                self._timer = (time.monotonic() + seconds, ticket)
            case events.SayOn(ticket):
                if self._state.phase == "telling":
                    self._answers[self._state.index].tickets.append(ticket)
                self._mouth.say_on(ticket)
            case events.Overhear(yes_or_no, over):
                self._mind.wait()  # the ear must be free
                understand = reply if yes_or_no else between_answers
                self._listener.overhear(understand, keeps=not self._private, over=over)
            case events.StopOverhearing():
                self._listener.stop_overhearing()
            case events.StopSound():
                self._mouth.stop()
            case events.OpenGate(goes_on):
                self._open_gate(goes_on)
            case events.CloseGate():
                self._listener.close_gate()
            case events.EndAnswer(reason):
                self._listener.end_answer(reason)
            case events.Judge(reason):
                self._judge(reason)
            case events.SetAside(reason):
                self._set_aside(reason)
            case events.Overrule():
                self._overrule()
            case events.Remember():
                self._remember()
            case events.Chime(sign):
                self._chime(sign)
            case events.GiveMoment():
                if self._settings.endpoint is not None:
                    self._listener.give_time(self._settings.endpoint.moment_s)
            case events.Reopen():
                self._reopen()
            case events.Adjust(key):
                self._adjust(key)
            case events.Ask(key):
                self._asked = key
            case events.Finish(interrupted):
                self.interrupted = interrupted

    @property
    def _private(self) -> bool:
        """Whether it is paused: nothing that is heard then is kept, not even a reply."""
        return self._state.phase == "paused" or (self._state.asked != "" and self._state.asked_in == "paused")

    # ---- hearing

    def _await_engine(self) -> None:
        try:
            self._engine = self._recogniser.ready()
        except HearingError as error:
            if not self._mind.left:  # whoever did not want to wait for it knows
                self._fatal = error
                self.post(events.Interrupted())

    def _open_microphone(self) -> None:
        try:
            self._listener.open_microphone()
        except DeviceError as error:
            self._screen.notice(str(error))
            self.post(events.MicrophoneLost())

    def _seek_microphone(self) -> None:
        """Try to open a microphone that is gone; its first block posts that it is back."""
        if not self._state.lost:
            self._seek_at = None
        elif self._seek_at is not None and time.monotonic() >= self._seek_at:
            self._seek_at = time.monotonic() + SEEK_EVERY_S
            with contextlib.suppress(DeviceError):  # not yet
                self._listener.open_microphone()

    def _room_heard(self, ticket: int, level: Level) -> None:
        if remark := room_remark(level):
            self._screen.notice(remark)
        self.post(events.Done(ticket))

    def _open_gate(self, goes_on: bool) -> None:
        self._mind.wait()
        if not goes_on or self._take is None:
            index, question = self._state.index, self._question
            self._takes += 1
            self._attempts[index] = self._attempts.get(index, 0) + 1
            name = self._session.new_answer(question.id, self._takes)
            self._take = Take(name, question.id, self._attempts[index])
        self._screen.line("Your answer, please." if not goes_on else "Go on.")
        before, self._before = self._before, None
        self._listener.open_gate(self._take, before)

    def _reopen(self) -> None:
        """Make a new answer that begins with the last one; that one stays as it was filed."""
        self._mind.wait()
        last = self._last_take.get(self._state.index)
        if last is None:
            return  # a fresh answer is opened
        with contextlib.suppress(OSError):
            self._before = self._listener.cut(last)
            self._takes += 1
            self._attempts[self._state.index] += 1
            name = self._session.new_answer(last.question, self._takes)
            attempt = self._attempts[self._state.index]
            self._take = Take(
                name, last.question, attempt, list(last.stretches), commands=list(last.commands), level=last.level
            )

    def _chime(self, sign: str) -> None:
        tone, text = CHIMES[sign]
        if text:
            self._screen.notice(text.format(endpoint=self._settings.endpoint or EndpointSettings()))
        if self._settings.chimes:
            self._listener.chime()
            self._mouth.chime(earcon(tone))

    def _adjust(self, key: str) -> None:
        if self._settings.voice_at is None:
            self._adjusted = NOT_SPOKEN
            return
        if key == "l":
            adjusted = self._mouth.louder()
        else:
            faster = RATE_STEP if key == "+" else 1 / RATE_STEP
            before, self._rate = self._rate, min(FASTEST, max(SLOWEST, self._rate * faster))
            if adjusted := self._rate != before:
                self._mouth.speak_with(self._settings.voice_at(self._rate))
        self._adjusted = (ADJUSTED if adjusted else NO_FURTHER)[key]

    @property
    def _question(self) -> Question:
        return self._questions[self._state.index]

    def _transcribe(self, take: Take) -> tuple[Transcript, str | None]:
        """The transcript without the commands in it, and what failed; raises nothing."""
        try:
            return without(self._ear.finish(), take.commands), None
        except HearingError as error:
            self._screen.notice(f"{error} The recording of this answer, {take.name}.wav, is kept.")
            return Transcript(""), str(error)

    # ---- judging and keeping, on the mind's thread

    def _judge(self, reason: EndReason) -> None:
        take, self._take = self._take, None
        index, question = self._state.index, self._question
        if take is None:
            return

        def work() -> None:
            transcript, failure = self._transcribe(take)
            verdict = judge(question, transcript)
            told = self._feedback(question, verdict, transcript, reason)
            if failure:
                told = Feedback(RECOGNISER_FAILED)
            self._answers[index] = ToldAnswer(question, transcript, verdict, told, take.name, reason)
            self._last_take[index] = take
            self.post(events.Judged(verdict.heard and not told.again))
            self._keep(take, question, transcript, verdict, reason, told)

        self._mind.submit(work)

    def _feedback(self, question: Question, verdict: Verdict, transcript: Transcript, reason: EndReason) -> Feedback:
        seed = self._settings.seed + self._takes
        return feedback(question, verdict, seed, transcript, reason not in CUT_SHORT, self._engine, self._target_s)

    @property
    def _target_s(self) -> float:
        return self._settings.endpoint.target_s if self._settings.endpoint else TARGET_S

    def _set_aside(self, reason: EndReason) -> None:
        self._listener.close_gate()
        take, self._take = self._take, None
        if take is None:
            return
        # The state has moved on already: this answer belongs to the question it was given to.
        index, question = next((i, q) for i, q in enumerate(self._questions) if q.id == take.question)

        def work() -> None:
            transcript, _ = self._transcribe(take)
            if not take.spoken and self._listener.defect is None:  # after a defect nobody knows
                self._journal.mark("dropped", answer=take.name)
                return
            verdict = judge(question, transcript)
            told = self._feedback(question, verdict, transcript, reason)
            self._keep(take, question, transcript, verdict, reason, told)

        if take.spoken:
            self._last_take[index] = take  # now, not when it is filed: it may be played next
        self._mind.submit(work)

    def _keep(
        self,
        take: Take,
        question: Question,
        transcript: Transcript,
        verdict: Verdict,
        reason: EndReason,
        told: Feedback,
    ) -> None:
        if self._journal.problem and not any(end > first for first, end in take.stretches):
            self._screen.notice("The recording of this answer could not be kept; what I said about it holds.")
            return
        try:
            sound = self._listener.cut(take)
            record = answer_record(
                id=self._session.answer_id(take.name),
                session=self._session.id,
                at=self._now(),
                attempt=take.attempt,
                bank=self._bank,
                question=question,
                audio=audio_of(take.name, sound.seconds, [(c.start_s, c.end_s) for c in take.commands]),
                engine=self._engine,
                transcript=transcript,
                verdict=verdict,
                end_reason=reason,
                feedback=told.sentences,
                target_s=self._target_s,
            )
            self._session.keep(take.name, record, sound)
            self._journal.mark("kept", answer=take.name)
        except OSError as error:
            self._screen.notice(
                f"The answer could not be filed ({error.strerror}). What the journal holds of it is in "
                f"{self._session.folder}; free some space, then `voiceprep recover` files it."
            )
        remark = speech_remark(take.level) if take.spoken and self._settings.check_level else None
        if remark:
            self._screen.notice(remark)

    # ---- the user's word over a verdict

    def _overrule(self) -> None:
        answer = self._answers.get(self._state.index)
        overruled, self._reply = note(
            answer, self._mouth.begun, self._settings.aliases is not None, self._settings.seed
        )
        if answer is None or overruled is None:
            return
        path, (keyword, place) = self._session.folder / f"{answer.name}.json", overruled
        self._mind.submit(lambda: file_overrule(path, keyword, place, self._now(), self._screen.notice))

    def _remember(self) -> None:
        answer = self._answers.get(self._state.index)
        aliases, self._reply = remember_offer(answer, self._settings.aliases, self._settings.seed, self._screen.notice)
        if aliases:  # counts from the next answer on; its sound is listened for from the next session on
            self._bank = with_aliases(self._bank, aliases)
            today = {q.id: q for q in self._bank.questions}
            self._questions = [today.get(q.id, q) for q in self._questions]

    # ---- showing and speaking

    def _show(self, what: events.Saying) -> list[Piece]:
        index, question = self._state.index, self._question
        match what:
            case "question":
                self._note_in_hand(question.id)
                self._screen.question(index + 1, len(self._questions), question)
                return [question.ask]
            case "feedback":
                sentences = self._feedback_on(self._answers[index])
            case "example":
                sentences = (_example(question),)
            case "more":
                answer = self._answers.get(index)  # there is none where the question was skipped
                sentences = (*(answer.feedback.more if answer else ()), _example(question))
            case "answer":
                return self._own_answer(index)
            case "noted" | "remembered":
                sentences = self._reply
            case "muted":
                self._screen.sentences([ONLY_ZEROS])
                return [*([earcon("error")] if self._settings.chimes else []), ONLY_ZEROS]
            case "paused":
                self._listener.keep_nothing()
                sentences = (FIXED[what],)
            case _ if what in FIXED:
                sentences = (FIXED[what],)
            case "take_your_time":
                sentences = (TAKE_YOUR_TIME if self._settings.overhears else TAKE_YOUR_TIME_KEYS,)
            case "hint":
                sentences = (hint(question, self._hints.get(index, 0)),)
                self._hints[index] = self._hints.get(index, 0) + 1
            case "why":
                sentences = (question.why or "The file does not say why this is asked.",)
            case "progress":
                sentences = self._progress()
            case "help":
                for key, does in machine.KEYS.items():
                    self._screen.line(f"  [{key}] {does}")
                sentences = (WHAT_CAN_BE_SAID if self._settings.overhears else WHAT_CAN_BE_PRESSED,)
            case "adjusted":
                sentences = (self._adjusted,)
            case "sure":
                if self._private:
                    self._listener.keep_nothing()
                sentences = (SURE[self._asked],)
            case "summary":
                self._note_in_hand(None)
                self._screen.line()
                sentences = self._summary()
        self._screen.sentences(sentences)
        return list(sentences)

    def _feedback_on(self, told: ToldAnswer) -> tuple[str, ...]:
        if len(told.tickets) == 1:  # not when it is told again after a pause
            # Not sooner: whoever has seen the verdict may press a key, and a key needs the answer to be judged.
            self._screen.verdict(told.transcript.text, told.verdict, told.end_reason)
        sentences = told.feedback.sentences
        if told.feedback.again and self._settings.endpoint is not None:
            sentences = (*sentences, HOW_AGAIN if self._settings.overhears else HOW_AGAIN_BY_KEY)
        return sentences

    def _summary(self) -> tuple[str, ...]:
        # Skipped questions were not answered: they are asked ones with nothing heard.
        results = [
            (q, self._answers[i].verdict if i in self._answers else Verdict(heard=False))
            for i, q in enumerate(self._questions)
        ]
        return tuple(summary(results, self._settings.seed))

    def _note_in_hand(self, question_id: str | None) -> None:
        with contextlib.suppress(OSError):  # without it `--resume` asks a question again that was skipped
            self._session.ask(question_id)

    def _progress(self) -> tuple[str, ...]:
        verdicts = [told.verdict for told in self._answers.values() if told.verdict.heard]
        said = sum(point.verdict == "said" for verdict in verdicts for point in verdict.points)
        points = sum(len(verdict.points) for verdict in verdicts)
        return (progress(self._state.index + 1, len(self._questions), len(verdicts), said, points),)

    def _own_answer(self, index: int) -> list[Piece]:
        take = self._last_take.get(index)
        sound = Sound(b"")
        if take is not None:
            with contextlib.suppress(OSError):
                sound = self._listener.cut(take)
        if not sound.pcm:
            self._screen.sentences(["There is no answer to play yet."])
            return ["There is no answer to play yet."]
        self._screen.line(f"Your answer, {clock(sound.seconds)}")
        return [sound]

    def _tick(self) -> None:
        if self._timer is not None and time.monotonic() >= self._timer[0]:
            self.post(events.Done(self._timer[1]))
            self._timer = None
        self._mind.look()
        if self._listener.watch(time.monotonic()) and not self._state.lost:
            self._screen.notice("The microphone delivers nothing any more. Is it plugged in? What you said is kept.")
        self._seek_microphone()
        if self._listener.defect is not None:
            self._fatal = self._fatal or _internal(self._listener.defect)
        if self._journal.problem and self._told_problem is None:
            self._told_problem = self._journal.problem
            self._screen.notice(self._journal.problem)
        if self._state.phase == "listening":
            self._tick_listening()

    def _tick_listening(self) -> None:
        gauge = self._listener.gauge
        self._screen.live(gauge, self._recogniser.partial, gauge.ends_after_s)

    # ---- the end

    def _close(self) -> None:
        self._screen.clear()
        self._mouth.close()
        self._mind.close()
        self._listener.stop()
        self._recogniser.close()
        note_patience(self._session, self._listener.learnt_patience_s)
        with contextlib.suppress(OSError):
            self._session.end(self._now())
        if self._journal.problem or self._unfiled():
            self._journal.close()
        else:
            self._journal.remove()
            self._session.remove_if_empty()

    def _unfiled(self) -> bool:
        """Whether the journal still holds an answer that has no file, whatever the reason."""
        try:
            return bool(unfiled_answers(self._session.folder))
        except OSError:
            return True


def _example(question: Question) -> str:
    return question.example or "This question has no example answer."


def _internal(error: BaseException) -> VoiceprepError:
    return VoiceprepError(f"Internal error: {type(error).__name__}: {error}")
