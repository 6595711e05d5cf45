"""Whole interviews: on the sample answers with the real recogniser, and on a stage where anything can go wrong."""

import errno
import io
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from stage import BANK, LOUD, QUIET, SAMPLES, Box, Held, LoudIsSpeech, Person, Reader, Script, Talker, numbered, until

from voiceprep.audio.files import FileMicrophone, read_sound, write_wave
from voiceprep.audio.ports import Sound
from voiceprep.errors import DeviceError, EngineMissing, HearingError, VoiceError, VoiceprepError
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.vad import silero
from voiceprep.model import Transcript
from voiceprep.practice import loop, mind
from voiceprep.practice.besides import MICROPHONE_GONE, ONLY_ZEROS
from voiceprep.practice.events import Interrupted, Pressed
from voiceprep.practice.screen import Screen
from voiceprep.records import archive as archive_module
from voiceprep.records.journal import cut
from voiceprep.records.recover import unfinished_sessions
from voiceprep.speaking.earcons import earcon

QUICK = EndpointSettings(silence_s=0.5, edges_s=0, limit_s=20, warning_s=5)
COMPLETE = ["01-overfitting.json", "01-overfitting.wav", "session.json"]
"""The files of a session of one answer that ended well: the journal is gone."""


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    until(lambda: set(threading.enumerate()) <= before)


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """Half a second of what `LoudIsSpeech` takes for speech."""
    path = tmp_path / "overfitting.wav"
    write_wave(path, Sound(b"".join(numbered(1, 25))))
    return path


def ended(held: Held) -> bool:
    return json.loads((held.session.folder / "session.json").read_text())["ended_at"] is not None


class Stage:
    """An interview on a thread of its own, and a person in front of it."""

    def __init__(self, folder: Path, *questions: str, **equipment: object) -> None:
        self.person = Person()
        self.script = Script()
        self.box = Box()
        self.reader = Reader()
        self.held = Held(
            folder,
            self.person,
            self.script,
            questions or ("overfitting",),
            self.box,
            self.reader,
            endpoint=QUICK,
            **{"rest_s": 60.0, **equipment},
        )
        self.error: list[BaseException] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.talks()

    def _run(self) -> None:
        try:
            self.held.run()
        except VoiceprepError as error:
            self.error.append(error)

    def talks(self) -> None:
        until(lambda: self.person.deliver is not None)
        self.person.says(QUIET)

    def gate(self, number: int) -> "Stage":
        """Wait until the gate opens for the `number`th time."""
        until(lambda: len([g for g in self.person.gates if g != "closed"]) == number)
        return self

    def press(self, *keys: str) -> "Stage":
        for key in keys:
            self.held.interview.post(Pressed(key))
        return self

    def says(self, *blocks: bytes | None) -> "Stage":
        self.person.says(*blocks)
        return self

    def answers(self, blocks: list[bytes]) -> "Stage":
        """Say something and wait for the feedback on it."""
        before = len(self.held.records)
        self.says(*blocks, *[QUIET] * 30)
        until(lambda: len(self.held.records) > before and self.held.interview._state.phase == "resting")
        return self

    def over(self) -> Held:
        self._thread.join(20)
        assert not self._thread.is_alive(), "the interview hangs"
        return self.held


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.press("q").over()


# ---- the real thing


def test_three_sample_answers_are_asked_heard_judged_and_kept(tmp_path: Path):
    questions = ("overfitting", "evaluation", "missing-data")
    answers = {id: SAMPLES / f"{id}.flac" for id in questions}
    held = Held(tmp_path, FileMicrophone(answers, fast=True), open_recogniser(), questions, classifier=silero()).run()

    assert [r["question"] for r in held.records] == list(questions)
    words = {"overfitting": "validation", "evaluation": "precision", "missing-data": "extra column"}
    for record in held.records:
        assert words[record["question"]] in record["transcript"]["text"]
        assert record["heard"] is True
        assert record["coverage"]["said"] >= 1
        assert record["coverage"]["missing"] >= 1
        assert record["end_reason"] == "end_of_file"
        assert record["engine"]["name"] == "sphinx"
        wav = held.session.folder / record["audio"]["path"]
        original = read_sound(answers[record["question"]]).pcm
        assert read_sound(wav).pcm[: len(original)] == original, "from its first word to its last"
        assert soundfile.info(wav).duration == pytest.approx(record["audio"]["seconds"], abs=0.01)
        assert all(sentence in held.text for sentence in record["feedback"])
    assert len(held.files) == 7
    assert ended(held)
    assert not held.interview.interrupted
    assert all(f"Question {n} of 3" in held.text for n in (1, 2, 3))


def test_ctrl_c_in_the_middle_of_an_answer_leaves_it_complete(tmp_path: Path):
    asleep = 0

    def nap(seconds: float) -> None:
        nonlocal asleep
        asleep += 1
        if asleep == 150:  # three seconds into the answer
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.02 if asleep >= 150 else 0)

    microphone = FileMicrophone({"overfitting": SAMPLES / "overfitting.flac"}, sleep=nap)
    before = signal.getsignal(signal.SIGINT)
    held = Held(tmp_path, microphone, open_recogniser(), ("overfitting", "evaluation"), classifier=silero()).run()
    assert signal.getsignal(signal.SIGINT) is before
    assert held.interview.interrupted
    assert held.files == COMPLETE
    assert ended(held)
    (record,) = held.records
    assert record["end_reason"] == "interrupted"
    assert "validation" in record["transcript"]["text"]
    assert 2.5 < record["audio"]["seconds"] < 6
    whole = read_sound(SAMPLES / "overfitting.flac").pcm
    assert whole.startswith(read_sound(held.session.folder / record["audio"]["path"]).pcm)


# ---- on a stage: what is said, and when


def test_the_question_the_cue_the_feedback_and_the_summary_sound_in_this_order(tmp_path: Path, spoken: Path):
    box, reader = Box(), Reader()
    microphone = FileMicrophone({"overfitting": spoken}, fast=True)
    held = Held(tmp_path, microphone, Script(), loudspeaker=box, voice=reader).run()
    question = BANK.questions[1]
    assert reader.read[0] == question.ask
    assert list(held.records[0]["feedback"]) == reader.read[1 : 1 + len(held.records[0]["feedback"])]
    cue = earcon("listening")
    assert [play.sound for play in box.plays].index(cue) == 1
    assert [play.sound for play in box.plays].count(cue) == 1
    assert reader.read[-1] in held.text
    assert box.closed == 1
    assert held.files == COMPLETE


def test_what_the_microphone_hears_before_the_gate_opens_is_never_judged(stage: Stage):
    stage.gate(1).answers(numbered(1, 40))
    (record,) = stage.held.records
    heard = stage.script.utterances[0]
    assert heard.startswith(b"".join(numbered(1, 40)))
    assert read_sound(stage.held.session.folder / record["audio"]["path"]).pcm == heard
    assert record["end_reason"] == "silence"


def test_answers_of_a_live_microphone_end_by_silence(tmp_path: Path):
    microphone = Talker(loud=60)
    held = Held(tmp_path, microphone, Script(), ("overfitting", "evaluation"), endpoint=QUICK, check_level=True).run()
    assert [(r["question"], r["end_reason"]) for r in held.records] == [
        ("overfitting", "silence"),
        ("evaluation", "silence"),
    ]
    assert all(1.2 <= r["audio"]["seconds"] - 0.5 <= 1.4 for r in held.records)


def test_a_length_is_held_against_what_the_user_aims_at(tmp_path: Path):
    script = Script("i look at the validation curve " * 5)
    settings = replace(QUICK, target_s=40.0)
    held = Held(tmp_path, Talker(loud=150), script, ("overfitting",), endpoint=settings, check_level=True).run()
    (record,) = held.records
    assert record["delivery"]["length"]["target_s"] == [20, 40]
    assert any("You aim at 40 seconds." in sentence for sentence in record["feedback"])


def test_an_answer_to_which_nothing_is_said_has_no_verdicts(tmp_path: Path):
    quiet = tmp_path / "quiet.wav"
    write_wave(quiet, Sound(bytes(32_000)))
    held = Held(tmp_path, FileMicrophone({"overfitting": quiet}, fast=True), Script("dog")).run()
    (record,) = held.records
    assert (record["heard"], record["points"], record["coverage"], record["delivery"]) == (False, [], None, None)
    assert record["transcript"] == {"text": "", "words": []}


# ---- the keys


def test_enter_ends_an_answer(stage: Stage):
    stage.gate(1).says(*numbered(1, 20)).press("enter")
    until(lambda: stage.says(QUIET) and bool(stage.held.records))
    assert stage.held.records[0]["end_reason"] == "enter"


def test_an_answer_can_be_heard_again_and_given_again(stage: Stage):
    stage.gate(1).answers(numbered(1, 20)).press("h")
    until(lambda: any(len(play.sound.pcm) >= 20 * 640 and play.sound.rate_hz == 16_000 for play in stage.box.plays))
    stage.press("a").gate(2).answers(numbered(30, 20))
    first, second = stage.held.records
    assert (first["attempt"], second["attempt"]) == (1, 2)
    assert stage.script.utterances[1].startswith(b"".join(numbered(30, 20)))


def test_h_in_the_middle_of_an_answer_plays_that_answer(stage: Stage):
    said = b"".join(numbered(1, 20))
    stage.gate(1).says(*numbered(1, 20)).press("h")
    until(lambda: any(play.sound.pcm == said for play in stage.box.plays))
    stage.press("q").over()
    assert stage.held.records[0]["end_reason"] == "interrupted"
    assert "no answer to play" not in stage.held.text


def test_h_before_any_answer_says_so(stage: Stage):
    stage.gate(1).press("h")
    until(lambda: "There is no answer to play yet." in stage.reader.read)
    stage.press("q").over()
    assert stage.held.records == []
    assert stage.held.files == [], "where nothing was said nothing is kept"


def test_e_reads_the_example(stage: Stage):
    stage.gate(1).press("e")
    until(lambda: BANK.questions[1].example in stage.reader.read)


def test_m_says_what_the_feedback_left_out_and_the_example(stage: Stage):
    stage.gate(1).answers(numbered(1, 20)).press("m")
    until(lambda: BANK.questions[1].example in stage.reader.read)
    spoken, points = " ".join(stage.reader.read), stage.held.records[0]["points"]
    # A point may be named by its tip's advice.
    tips = {p["tip"]: p["keyword"] for p in points if p["verdict"] == "missing"}
    assert all(keyword in spoken or BANK.questions[1].tips[tip].text in spoken for tip, keyword in tips.items())
    assert stage.reader.read[-1] == BANK.questions[1].example


def test_m_on_a_question_that_was_skipped_reads_the_example(tmp_path: Path):
    stage = Stage(tmp_path)
    stage.box.at_once = False  # the summary is still being spoken when the key comes
    until(lambda: bool(stage.box.plays))
    stage.press("s", "m")
    until(lambda: stage.reader.read[-1] == BANK.questions[1].example)
    assert stage.press("q").over().records == []


def test_hardly_anything_said_is_kept_and_offers_to_try_again(stage: Stage):
    stage.script.texts = ["um no"]
    stage.gate(1).answers(numbered(1, 20))
    (record,) = stage.held.records
    assert record["heard"] is True
    assert len(record["feedback"]) == 1
    assert "once more" in record["feedback"][0]
    assert "Press a to answer again." in stage.held.text


def test_a_skipped_answer_is_kept_as_skipped_and_told_to_the_right_question(tmp_path: Path):
    stage = Stage(tmp_path, "overfitting", "evaluation")
    stage.gate(1).says(*numbered(1, 20)).press("s").gate(2).press("s")
    held = stage.over()
    assert [(r["question"], r["end_reason"]) for r in held.records] == [("overfitting", "skipped")]
    assert held.files == COMPLETE


def test_a_paused_answer_goes_on(stage: Stage):
    stage.gate(1).says(*numbered(1, 20)).press("p")
    until(lambda: stage.person.deliver is None)
    stage.press("x", "p").talks()
    stage.gate(2).answers(numbered(40, 20))
    (record,) = stage.held.records
    kept = read_sound(stage.held.session.folder / record["audio"]["path"]).pcm
    assert kept.startswith(b"".join(numbered(1, 20) + numbered(40, 20)))
    assert record["attempt"] == 1


@pytest.mark.parametrize("leave", [Pressed("q"), Interrupted()], ids=["q", "Ctrl-C"])
def test_leaving_in_a_pause_keeps_what_was_said(tmp_path: Path, leave: object):
    stage = Stage(tmp_path)
    stage.gate(1).says(*numbered(1, 20)).press("p")
    until(lambda: stage.person.deliver is None)
    stage.held.interview.post(leave)
    held = stage.over()
    assert held.files == COMPLETE
    assert read_sound(held.session.folder / COMPLETE[1]).pcm == b"".join(numbered(1, 20))
    assert held.interview.interrupted == isinstance(leave, Interrupted)


def test_leaving_while_an_answer_is_judged_keeps_it(tmp_path: Path):
    stage = Stage(tmp_path)
    finish, go_on = stage.script.finish, threading.Event()
    stage.script.finish = lambda: go_on.wait(10) and finish()
    stage.gate(1).says(*numbered(1, 20), *[QUIET] * 30)
    until(lambda: stage.person.gates[-1] == "closed")
    stage.held.interview.post(Interrupted())
    go_on.set()
    held = stage.over()
    assert held.files == COMPLETE
    assert held.records[0]["heard"]


def test_a_command_that_is_said_into_an_answer_is_noted_in_its_record(tmp_path: Path):
    stage = Stage(tmp_path, overhears=True)
    stage.script.commands = ["", "interviewer how am I doing"]
    stage.gate(1).says(*numbered(1, 50), *[QUIET] * 17, *[LOUD] * 60, *[QUIET] * 20)
    stage.gate(2).answers(numbered(60, 50))
    stage.press("q")
    (record,) = stage.over().records
    ((start_s, end_s),) = record["audio"]["commands"]
    assert 1.0 < start_s < end_s < 2.7


@pytest.mark.parametrize("leave", [Pressed("q"), Interrupted()], ids=["q", "Ctrl-C"])
def test_a_recogniser_that_hangs_can_be_left_and_the_recording_is_kept(
    tmp_path: Path, leave: object, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mind, "SLOW_S", 0.3)
    for name in ("PATIENCE_S", "QUIT_PATIENCE_S"):
        monkeypatch.setattr(loop, name, 0.3)
    stage = Stage(tmp_path)

    def hang() -> Transcript:
        assert stage.script.abandoned.wait(10)
        raise HearingError("The recogniser's process ended unexpectedly.")

    stage.script.finish = hang
    stage.gate(1).says(*numbered(1, 20), *[QUIET] * 30)
    until(lambda: mind.TAKES_LONG in " ".join(stage.held.text.split()))
    stage.held.interview.post(leave)
    held = stage.over()
    assert mind.LEFT_IT in " ".join(held.text.split())
    assert held.files == COMPLETE
    assert read_sound(held.session.folder / COMPLETE[1]).pcm.startswith(b"".join(numbered(1, 20)))


def test_the_limit_is_announced_once_and_ends_the_answer(tmp_path: Path):
    stage = Stage(tmp_path)
    stage.gate(1).says(*[LOUD] * 760)
    until(lambda: "5 seconds are left" in stage.held.text)
    stage.says(*[LOUD] * 300)
    until(lambda: bool(stage.held.records))
    stage.press("q")
    held = stage.over()
    assert held.records[0]["end_reason"] == "limit"
    assert held.records[0]["audio"]["seconds"] == 20
    assert held.text.count("seconds are left") == 1


# ---- what goes wrong


def test_a_microphone_that_goes_in_the_middle_is_waited_for_and_what_was_said_is_kept(tmp_path: Path):
    microphone = Talker(loud=1000, dies_after=100)
    held = Held(tmp_path, microphone, Script(), ("overfitting", "evaluation"), endpoint=QUICK)
    thread = threading.Thread(target=held.run)
    thread.start()
    until(lambda: MICROPHONE_GONE in held.text)
    held.interview.post(Pressed("q"))
    thread.join(20)
    (record,) = held.records
    assert record["end_reason"] == "interrupted"
    assert record["heard"]
    assert record["audio"]["seconds"] == pytest.approx(2, abs=0.1)
    assert ended(held)
    assert held.files == COMPLETE


def test_an_interview_without_a_microphone_is_over_with_the_reason(tmp_path: Path):
    microphone = Person()
    microphone.refuses = True
    held = Held(tmp_path, microphone, Script(), endpoint=QUICK, check_level=True)
    with pytest.raises(DeviceError, match="doctor"):
        held.run()
    assert "The microphone is gone." in held.text
    assert held.files == []


def test_a_microphone_that_comes_back_goes_on_with_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loop, "SEEK_EVERY_S", 0.05)
    stage = Stage(tmp_path, "overfitting")
    person = stage.person
    stage.gate(1)
    person.refuses = True
    stage.says(*numbered(1, 40), None)
    until(lambda: MICROPHONE_GONE in stage.held.text)
    person.refuses = False
    stage.talks()
    held = stage.gate(2).answers(numbered(100, 40)).press("q").over()
    (record,) = held.records
    assert record["end_reason"] == "silence"
    kept = read_sound(held.session.folder / record["audio"]["path"]).pcm
    assert b"".join(numbered(1, 40)) in kept
    assert b"".join(numbered(100, 40)) in kept


@pytest.mark.parametrize(
    ("voice", "box"),
    [
        (Reader(VoiceError("The voice hangs.")), Box()),
        (Reader(), Box(fails=DeviceError("No loudspeaker."))),
        (Reader(RuntimeError("defect")), Box()),
        (None, Box()),
    ],
    ids=["the voice", "the loudspeaker", "a defect", "no voice at all"],
)
def test_without_a_voice_everything_is_on_the_screen(tmp_path: Path, spoken: Path, voice: Reader | None, box: Box):
    microphone = FileMicrophone({"overfitting": spoken}, fast=True)
    held = Held(tmp_path, microphone, Script(), loudspeaker=box, voice=voice).run()
    assert held.files == COMPLETE
    assert BANK.questions[1].ask in held.text
    assert all(sentence in held.text for sentence in held.records[0]["feedback"])
    failure = voice.fails if voice and voice.fails else box.fails
    if failure:
        assert held.text.count(str(failure)) == 1


def test_a_recogniser_that_fails_costs_the_verdict_and_not_the_recording(tmp_path: Path, spoken: Path):
    answers = {"overfitting": spoken, "evaluation": spoken}
    script = Script(fails=HearingError("No network."))
    held = Held(tmp_path, FileMicrophone(answers, fast=True), script, ("overfitting", "evaluation")).run()
    assert [r["heard"] for r in held.records] == [False, False]
    assert "No network. The recording of this answer, 01-overfitting.wav, is kept." in held.text
    assert "cannot judge this answer" in held.text
    assert read_sound(held.session.folder / "01-overfitting.wav").pcm == read_sound(spoken).pcm
    assert script.closed


def test_an_engine_that_is_not_there_is_said_and_nothing_is_left_behind(tmp_path: Path):
    class Missing(Script):
        def ready(self, timeout_s: float | None = None) -> None:
            raise EngineMissing("Install it.")

    script = Missing()
    held = Held(tmp_path, Person(), script, endpoint=QUICK)
    with pytest.raises(EngineMissing, match="Install it"):
        held.run()
    assert script.closed
    assert held.files == []


def test_a_disk_that_fills_up_stops_the_recording_and_not_the_interview(
    tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch
):
    held = Held(tmp_path, FileMicrophone({"overfitting": spoken}, fast=True), Script())
    write, count = held.journal._wave.writeframes, 0

    def fill(block: bytes) -> None:
        nonlocal count
        count += 1
        if count > 11:  # the microphone's sign of life, and ten blocks of the answer
            raise OSError(errno.ENOSPC, "No space left on device")
        write(block)

    monkeypatch.setattr(held.journal._wave, "writeframes", fill)
    held.run()
    assert held.text.count("The disk is full: sound is kept up to 0:00 of this session") == 1
    assert held.records[0]["heard"], "it is judged all the same"
    assert read_sound(held.session.folder / "01-overfitting.wav").pcm == b"".join(numbered(1, 10))
    assert "journal.wav" in held.files
    assert ended(held)


def test_an_answer_that_cannot_be_filed_stays_in_the_journal_for_recover(
    tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path, sound: Sound) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive_module, "write_wave", full)
    held = Held(tmp_path, FileMicrophone({"overfitting": spoken}, fast=True), Script()).run()
    assert "could not be filed (No space left on device)" in held.text
    assert "voiceprep recover" in held.text
    assert held.records == []
    (unfinished,) = unfinished_sessions(held.archive)
    (answer,) = unfinished.answers
    assert (answer.name, answer.question) == ("01-overfitting", "overfitting")
    assert cut(held.session.folder, answer.stretches).pcm == read_sound(spoken).pcm


class Defective(LoudIsSpeech):
    def process_chunk(self, frame: bytes) -> float:
        raise ZeroDivisionError("a defect")


@pytest.mark.parametrize("where", ["listening", "judging", "showing"])
def test_a_defect_ends_the_interview_loudly_and_costs_no_sound(
    tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    held = Held(
        tmp_path,
        FileMicrophone({"overfitting": spoken}, fast=True),
        Script(fails=ZeroDivisionError("a defect") if where == "judging" else None),
        classifier=Defective() if where == "listening" else None,
    )
    if where == "showing":
        monkeypatch.setattr(Screen, "verdict", Defective.process_chunk)
    with pytest.raises(VoiceprepError, match="Internal error"):
        held.run()
    folder = held.session.folder
    kept = [read_sound(f).pcm for f in folder.glob("0*.wav")] + [
        cut(folder, answer.stretches).pcm for u in unfinished_sessions(held.archive) for answer in u.answers
    ]
    assert kept == [read_sound(spoken).pcm]
    assert ended(held)


class GoneTerminal(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def isatty(self) -> bool:
        return True


def test_a_terminal_that_was_closed_costs_nothing(tmp_path: Path, spoken: Path):
    held = Held(tmp_path, FileMicrophone({"overfitting": spoken}, fast=True), Script())
    held.interview._screen._out = GoneTerminal()
    held.interview._screen._terminal = True
    held.run()
    assert held.files == COMPLETE


def test_a_key_that_is_pressed_as_soon_as_the_verdict_is_seen_counts(
    tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch
):
    held = Held(tmp_path, FileMicrophone({"overfitting": spoken}, fast=True), Script())
    show = Screen.verdict

    def show_and_press(screen: Screen, *told: object) -> None:
        show(screen, *told)
        held.interview.post(Pressed("h"))

    monkeypatch.setattr(Screen, "verdict", show_and_press)
    held.run()
    assert "Your answer, 0:" in held.text


def test_a_microphone_that_delivers_nothing_but_zeros_is_told_of_once(tmp_path: Path):
    stage = Stage(tmp_path, "overfitting")
    stage.gate(1).says(*[QUIET] * 120)
    until(lambda: ONLY_ZEROS[:40] in stage.held.text)
    held = stage.says(*[QUIET] * 120).press("q").over()
    assert held.text.count(ONLY_ZEROS[:40]) == 1
