"""Between the microphone and everything that hears: what is journalled, what is heard, and when it ends."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from stage import FITS, LOUD, QUIET, LoudIsSpeech, Person, Posts, Script, numbered, until

from voiceprep.audio.files import FileMicrophone, write_wave
from voiceprep.audio.level import Level
from voiceprep.audio.ports import Sound
from voiceprep.errors import DeviceError
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.model import Spotted
from voiceprep.practice import listener as listener_module
from voiceprep.practice.commands import LONGEST_S, between_answers, reply
from voiceprep.practice.events import (
    Ended,
    Interrupted,
    MicrophoneLost,
    MicrophoneReady,
    Noticed,
    SpeechBegan,
    Spoken,
)
from voiceprep.practice.listener import LAST_WORD_S, LOST_AFTER_S, MOST_OVERHEARD_S, TAIL_S, Listener
from voiceprep.practice.take import Take
from voiceprep.records.journal import Journal, length, read_marks

SETTINGS = EndpointSettings(silence_s=0.5, edges_s=0, limit_s=10, warning_s=2)
BLOCK = 320


class Room:
    """A listener with a person in front of it."""

    def __init__(self, folder: Path, settings: EndpointSettings | None = SETTINGS, microphone: object = None) -> None:
        self.person = Person()
        self.journal = Journal(folder)
        self.script = Script()
        self.posts = Posts()
        self.ear = Ear(self.script, LoudIsSpeech())
        self.listener = Listener(microphone or self.person, self.journal, self.ear, settings, self.posts, commands=True)

    def open(self) -> "Room":
        self.listener.open_microphone()
        return self

    def take(self, name: str = "01-a") -> Take:
        take = Take(name, name[3:], 1)
        self.listener.open_gate(take)
        return take

    def settle(self) -> "Room":
        """Wait until everything that was said so far has been taken in."""
        done = threading.Event()
        self.listener._items.put(done.set)
        assert done.wait(10)
        return self

    @property
    def marks(self) -> list[tuple[int, str]]:
        return [(mark.sample, mark.kind) for mark in read_marks(self.journal.folder)]

    def leave(self) -> None:
        self.listener.stop()
        self.journal.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.leave()


# ---- what is heard


def test_a_block_is_on_disk_before_anything_hears_it(room: Room):
    room.open()
    room.take()
    seen: list[int] = []
    room.script.on_feed = lambda: seen.append(length(room.journal.folder))
    room.person.says(*numbered(1, 5))
    room.settle()
    assert len(seen) == 5
    # The first one is held until the voice activity has a frame: it is heard with the second.
    assert all(on_disk >= BLOCK * n for n, on_disk in enumerate(seen, start=1))


def test_the_gate_opens_and_closes_at_exact_samples(room: Room):
    room.open()
    blocks = numbered(1, 10)
    room.person.says(*blocks[:3])
    take = room.take()
    room.person.says(*blocks[3:8])
    room.listener.close_gate()
    room.person.says(*blocks[8:])
    room.settle()
    assert room.script.heard == blocks[3:8]
    assert take.stretches == [(3 * BLOCK, 8 * BLOCK)]
    assert room.listener.cut(take).pcm == b"".join(blocks[3:8])
    assert room.journal.cut([(0, 10 * BLOCK)]).pcm == b"".join(blocks), "all of it is in the journal"
    assert room.marks == [(3 * BLOCK, "open"), (8 * BLOCK, "close")]
    assert room.person.gates == ["a", "closed"]


def test_what_comes_while_the_program_speaks_is_marked_and_not_heard(room: Room):
    room.open()
    room.listener.speaks(Sound(LOUD))
    room.person.says(LOUD, LOUD)
    room.listener.speaks(None)
    room.person.says(LOUD)
    room.settle()
    assert room.script.heard == []
    assert room.journal.samples == 3 * BLOCK
    assert room.marks == [(0, "speaking"), (2 * BLOCK, "silent")]


def test_an_answer_in_two_stretches_is_one_utterance(room: Room):
    room.open()
    take = room.take()
    room.person.says(*numbered(1, 3))
    room.listener.close_gate()
    room.person.says(*numbered(4, 2))
    room.listener.open_gate(take)
    room.person.says(*numbered(6, 2))
    room.listener.close_gate()
    assert room.script.heard == numbered(1, 3) + numbered(6, 2)
    assert take.stretches == [(0, 3 * BLOCK), (5 * BLOCK, 7 * BLOCK)]
    assert room.ear.now_s == pytest.approx(0.1)


def test_a_new_answer_starts_with_nothing_of_the_last(room: Room):
    room.open()
    room.take("01-a")
    room.person.says(*[LOUD] * 20)
    room.listener.close_gate()
    take = room.take("02-b")
    room.person.says(*numbered(1, 2))
    room.listener.close_gate()
    assert room.script.heard == numbered(1, 2)
    assert not take.spoken, "a fifth of a second of voice is not in it"


def test_closing_a_closed_gate_is_harmless(room: Room):
    room.open()
    room.listener.close_gate()
    room.listener.end_answer("enter")
    room.settle()
    assert room.marks == []
    assert room.posts.of(Ended) == []


# ---- how it ends


def test_after_enter_the_last_word_is_still_heard(room: Room):
    room.open()
    take = room.take()
    room.person.says(*numbered(1, 5))
    room.listener.end_answer("enter")
    room.person.says(*numbered(6, 50))
    assert room.posts.next(Ended).reason == "enter"
    room.settle()
    last_word = round(LAST_WORD_S / 0.02)
    heard = len(room.script.heard)
    assert 5 + last_word <= heard <= 6 + last_word
    assert room.script.heard == numbered(1, heard)
    assert take.stretches == [(0, heard * BLOCK)]
    assert len(room.posts.of(Ended)) == 1


def test_silence_after_speech_ends_an_answer(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[LOUD] * 50, *[QUIET] * 100)
    assert room.posts.next(Ended).reason == "silence"
    room.settle()
    assert take.spoken
    assert 1.5 <= take.stretches[0][1] / 16_000 <= 1.56
    assert len(room.posts.of(Ended)) == 1


def test_silence_before_the_first_word_never_does_but_the_limit_does(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[QUIET] * 399)
    room.settle()
    assert room.posts.of(Ended) == []
    assert not room.listener.gauge.near_limit
    room.person.says(*[QUIET] * 2)
    room.settle()
    assert room.listener.gauge.near_limit
    room.person.says(*[QUIET] * 200)
    assert room.posts.next(Ended).reason == "limit"
    assert take.stretches == [(0, 500 * BLOCK)]
    assert not take.spoken


def test_after_a_pause_one_may_think_as_long_as_before_the_first_word(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[LOUD] * 20, *[QUIET] * 20)
    room.listener.close_gate()
    room.listener.open_gate(take)
    room.person.says(*[QUIET] * 60)
    room.settle()
    assert room.posts.of(Ended) == []
    room.person.says(*[LOUD] * 20, *[QUIET] * 60)
    assert room.posts.next(Ended).reason == "silence"


def test_a_file_ends_its_answer_by_itself(tmp_path: Path):
    (tmp_path / "journal").mkdir()
    write_wave(tmp_path / "a.wav", Sound(b"".join(numbered(1, 25))))
    room = Room(tmp_path / "journal", None, FileMicrophone({"a": tmp_path / "a.wav"}, fast=True))
    room.open()
    take = room.take()
    assert room.posts.next(Ended).reason == "end_of_file"
    assert room.listener.cut(take).pcm == b"".join(numbered(1, 25))
    assert room.script.heard == numbered(1, 25)
    room.take("02-unknown")
    assert room.posts.next(Ended).reason == "end_of_file"
    room.leave()


def test_a_file_that_vanished_ends_its_answer_at_once(tmp_path: Path):
    room = Room(tmp_path, None, FileMicrophone({"a": tmp_path / "gone.wav"}, fast=True))
    room.open()
    room.take()
    assert room.posts.next(Ended).reason == "device_lost"
    room.settle()
    assert len(room.posts.of(Ended)) == 1
    room.leave()


# ---- the microphone


def test_the_first_block_says_that_the_microphone_is_there(room: Room):
    room.open()
    room.settle()
    assert room.posts.all == []
    room.person.says(QUIET, QUIET)
    room.settle()
    assert room.posts.all == [MicrophoneReady()]


def test_opening_twice_opens_once_and_after_closing_again(room: Room):
    room.open().open()
    assert room.person.opened == 1
    room.person.says(QUIET)
    room.settle()
    room.listener.close_microphone()
    room.listener.close_microphone()
    room.open()
    room.person.says(QUIET)
    room.settle()
    assert room.person.opened == 2
    assert room.posts.all == [MicrophoneReady(), MicrophoneReady()]


def test_a_microphone_that_refuses_can_be_tried_again(room: Room):
    room.person.refuses = True
    with pytest.raises(DeviceError):
        room.open()
    room.person.refuses = False
    room.open()
    assert room.person.opened == 1


def watched(room: Room, seconds: float) -> bool:
    """Whether the microphone is found gone within so long, in which nothing is delivered."""
    now = time.monotonic()
    return any(room.listener.watch(now + step / 4) for step in range(round(4 * seconds) + 1))


def test_a_microphone_that_falls_silent_is_lost(room: Room):
    room.open()
    room.person.says(QUIET)
    assert not watched(room, LOST_AFTER_S - 0.5)
    assert watched(room, LOST_AFTER_S + 0.5)
    assert not room.listener.watch(time.monotonic() + 2 * LOST_AFTER_S), "that is told once"
    assert room.posts.of(MicrophoneLost) == [MicrophoneLost()]
    assert room.person.deliver is None, "it is closed"


def test_a_microphone_that_never_delivers_is_lost_too(room: Room):
    room.open()
    watched(room, LOST_AFTER_S + 0.5)
    assert room.posts.of(MicrophoneLost)


def test_a_microphone_that_says_that_it_ends_is_lost_closed_and_can_be_opened_again(room: Room):
    room.open()
    room.person.says(QUIET, None)
    room.settle()
    room.listener.watch(time.monotonic())
    assert room.posts.of(MicrophoneLost) == [MicrophoneLost()]
    room.open()
    room.person.says(QUIET)
    room.settle()
    room.listener.watch(time.monotonic())
    assert len(room.posts.of(MicrophoneLost)) == 1
    assert len(room.posts.of(MicrophoneReady)) == 2


def test_a_slow_disk_is_not_taken_for_a_lost_microphone(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listener_module, "LOST_AFTER_S", 0.3)
    stuck = threading.Event()
    monkeypatch.setattr(room.journal, "append", lambda block: stuck.wait(10))
    room.open()
    for _ in range(8):
        room.person.says(QUIET)
        room.listener.watch(time.monotonic())
        time.sleep(0.05)
    stuck.set()
    assert room.posts.of(MicrophoneLost) == []


def test_an_answer_without_a_microphone_ends_at_once(room: Room):
    room.open()
    room.person.says(QUIET)
    room.settle()
    room.listener.close_microphone()
    room.take()
    assert room.posts.next(Ended).reason == "device_lost"


def test_an_answer_whose_microphone_went_ends_without_waiting_for_the_last_word(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[LOUD] * 30)
    room.settle()
    watched(room, LOST_AFTER_S + 0.5)
    room.listener.end_answer("device_lost")
    assert room.posts.next(Ended).reason == "device_lost"
    assert take.stretches == [(0, 30 * BLOCK)]
    assert take.spoken


# ---- levels


def test_the_level_of_the_room_is_of_the_next_blocks_and_told_once(room: Room):
    room.open()
    room.person.says(LOUD)
    told: list[Level] = []
    room.listener.check_room(0.1, told.append)
    room.person.says(*[QUIET] * 4)
    room.settle()
    assert told == []
    room.person.says(QUIET, *[LOUD] * 20)
    room.settle()
    assert [level.all_zeros for level in told] == [True]


def test_the_level_of_an_answer_is_of_its_loudest_second(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[QUIET] * 100, *[LOUD] * 60, *[QUIET] * 20)
    room.listener.close_gate()
    assert -16 < take.level.rms_dbfs < -12


def test_the_gauge_shows_level_and_time(room: Room):
    room.open()
    room.take()
    room.person.says(*[LOUD] * 25, *[QUIET] * 10)
    room.settle()
    assert room.listener.gauge.answer_s == pytest.approx(0.7)
    assert room.listener.gauge.silence_s == pytest.approx(0.2, abs=0.04)
    assert room.listener.gauge.level.all_zeros


# ---- ends and defects


def test_stopping_journals_what_was_delivered_and_leaves_no_thread(tmp_path: Path):
    before = threading.active_count()
    room = Room(tmp_path).open()
    room.person.says(*numbered(1, 500))
    room.listener.stop()
    assert room.journal.samples == 500 * BLOCK
    assert threading.active_count() == before
    room.journal.close()


def test_a_defect_in_hearing_costs_no_sound_and_no_thread(room: Room):
    room.open()
    room.script.on_feed = lambda: 1 / 0
    take = room.take()
    room.person.says(*numbered(1, 3))
    room.posts.next(Interrupted)
    room.listener.close_gate()
    assert isinstance(room.listener.defect, ZeroDivisionError)
    assert room.listener.cut(take).pcm == b"".join(numbered(1, 3))


def test_nobody_waits_for_a_gate_that_cannot_be_closed(room: Room, monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise RuntimeError("a driver's defect")

    room.open()
    room.take()
    monkeypatch.setattr(room.person, "gate_close", fail)
    room.listener.close_gate()
    until(lambda: room.listener.defect is not None)


# ---- what is said between answers


def spoken(room: Room) -> list[str | None]:
    """What the utterances so far were."""
    return [event.key for event in room.settle().settle().posts.of(Spoken)]  # the engine's reply is taken in, too


def test_what_is_said_between_answers_is_over_with_a_breath_and_heard_once(room: Room):
    room.open().script.commands = ["next question"]
    room.listener.overhear()
    room.person.says(*[QUIET] * 50, *[LOUD] * 40, *[QUIET] * 20)
    assert spoken(room) == []
    assert room.marks == [(0, "overhear")]
    assert room.posts.of(SpeechBegan) == [SpeechBegan()]
    room.person.says(*[QUIET] * 20)
    assert spoken(room) == ["enter"]
    room.person.says(*[LOUD] * 50, *[QUIET] * 50)
    assert spoken(room) == ["enter"], "once"
    (aside,) = room.script.asides
    assert LOUD * 40 in aside
    assert aside.startswith(QUIET * 20), "with the room before it"


def test_what_is_no_command_is_unknown_where_it_is_short_and_nothing_where_it_is_long(room: Room):
    for blocks in (40, int(LONGEST_S / 0.02) + 20):
        room.open().listener.overhear()
        room.person.says(*[QUIET] * 50, *[LOUD] * blocks, *[QUIET] * 40)
        spoken(room)
    assert spoken(room) == ["unknown", None]


def test_a_yes_is_heard_where_it_is_asked_for_and_nowhere_else(room: Room):
    for asked in (True, False):
        room.open().script.commands = ["yes please"]
        room.listener.overhear(reply if asked else between_answers)
        room.person.says(*[QUIET] * 50, *[LOUD] * 40, *[QUIET] * 40)
        spoken(room)
    assert spoken(room) == ["yes", "unknown"]


def test_a_command_that_is_not_easily_undone_is_not_sure(room: Room):
    room.open().script.commands = ["stop the interview"]
    room.listener.overhear()
    room.person.says(*[QUIET] * 50, *[LOUD] * 40, *[QUIET] * 40)
    room.settle()
    assert room.posts.of(Spoken) == [Spoken("q", sure=False)]


def test_what_is_said_in_a_pause_is_heard_and_not_kept(room: Room):
    room.open().script.commands = ["resume"]
    room.listener.overhear(keeps=False)
    room.person.says(*[QUIET] * 50, *[LOUD] * 40, *[QUIET] * 40)
    assert spoken(room) == ["resume"]
    assert room.journal.samples == 0
    take = room.take()
    room.person.says(*numbered(1, 5))
    room.settle()
    room.listener.close_gate()
    assert room.listener.cut(take).pcm == b"".join(numbered(1, 5))


def test_a_command_after_a_long_silence_is_heard_at_once(room: Room):
    room.open().script.commands = ["resume"]
    room.listener.overhear(keeps=False)
    room.person.says(*[QUIET] * round(3 * MOST_OVERHEARD_S / 0.02), *[LOUD] * 40, *[QUIET] * 40)
    assert spoken(room) == ["resume"]


def test_the_tail_of_the_programs_own_voice_is_not_overheard(room: Room):
    room.open()
    room.listener.overhear()
    room.person.says(*[LOUD] * int(TAIL_S / 0.02), *[QUIET] * 60)
    assert spoken(room) == []
    assert room.posts.of(SpeechBegan) == []


def test_nothing_is_overheard_once_that_is_stopped_nor_while_an_answer_is_heard(room: Room):
    room.open()
    room.listener.overhear()
    room.person.says(*[QUIET] * 40, *[LOUD] * 20)
    room.settle()
    room.listener.stop_overhearing()
    room.person.says(*[LOUD] * 20, *[QUIET] * 60)
    room.take()
    room.listener.overhear()
    room.person.says(*[LOUD] * 60)
    assert spoken(room) == []
    assert room.ear.now_s == pytest.approx(60 * 0.02)


def test_somebody_who_speaks_on_is_heard_out_no_longer_than_that(room: Room):
    room.open()
    room.listener.overhear()
    room.person.says(*[QUIET] * 40, *[LOUD] * int(MOST_OVERHEARD_S / 0.02 + 20))
    assert spoken(room) == [None]
    assert room.script.asides == []


# ---- commands in an answer


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, EndpointSettings(silence_s=1.5, edges_s=0, limit_s=20))
    yield room
    room.leave()


WORDS = [LOUD] * 60
"""Speech of 1.2 s."""
BREATH = [QUIET] * 20


def test_the_prefix_makes_a_command_of_the_last_words_once_a_pause_follows(patient: Room):
    patient.open().script.commands = ["", "interviewer repeat"]
    take = patient.take()
    patient.person.says(*WORDS, *BREATH, *WORDS)
    assert spoken(patient) == []
    patient.person.says(*BREATH)
    assert spoken(patient) == ["r"]
    (said,) = take.commands
    assert said.end_s == pytest.approx(2.8, abs=0.1)
    assert said.start_s == pytest.approx(1.6, abs=0.1), "it takes most of what was said since the breath"
    assert patient.listener._gate, "what becomes of the answer is not the listener's business"


def test_what_begins_with_the_prefix_and_is_no_command_is_unknown_and_stays_in_the_answer(patient: Room):
    patient.open().script.commands = ["", "interviewer"]
    take = patient.take()
    patient.person.says(*WORDS, *BREATH, *WORDS, *BREATH)
    assert spoken(patient) == ["unknown"]
    assert take.commands == []
    patient.listener.close_gate()
    assert patient.listener.cut(take).seconds > 2.4, "what was meant by it is not known"


def test_a_command_after_which_somebody_speaks_on_is_none(patient: Room):
    late: list = []
    patient.open()
    patient.script.aside = lambda pcm, tell: late.append((pcm, tell))
    patient.take()
    patient.person.says(*WORDS, *BREATH, *WORDS)
    patient.settle()
    pcm, tell = late[0]
    end_s = len(pcm) / 32000 - 0.3
    tell((Spotted("interviewer repeat", 0.0, end_s, FITS, 15, 2.0), Spotted("repeat", 0.5, end_s, FITS, 6, 2.0)))
    assert spoken(patient) == []


def test_an_answer_that_is_a_command_and_nothing_else_is_that_command_and_no_answer(patient: Room):
    patient.open().script.commands = ["give me a hint"]
    take = patient.take()
    patient.person.says(*WORDS, *BREATH)
    assert spoken(patient) == [], "it may yet go on"
    patient.person.says(*[QUIET] * 23)
    assert spoken(patient) == ["c"]
    patient.person.says(*WORDS)
    patient.settle().listener.close_gate()
    assert patient.listener.cut(take).seconds < 1.5, "the command is no part of the answer"


def test_the_same_words_within_an_answer_are_a_part_of_it(patient: Room):
    patient.open().script.commands = ["", "give me a hint"]
    patient.take()
    patient.person.says(*WORDS, *BREATH, *WORDS, *[QUIET] * 24)
    assert spoken(patient) == []


def test_the_end_phrase_ends_the_answer_at_once(patient: Room):
    patient.open().script.commands = ["", "that's my answer"]
    patient.take()
    patient.person.says(*WORDS, *BREATH, *WORDS, *[QUIET] * 17)
    assert spoken(patient) == []
    patient.person.says(*[QUIET] * 3)
    assert patient.posts.next(Ended).reason == "said_done"


# ---- patience

HUSH = b"\1\0" * BLOCK
"""A quiet room, which is not the same as nothing at all."""


@pytest.mark.parametrize("gated", [False, True], ids=["muted", "with a noise gate"])
def test_a_microphone_that_gives_nothing_but_zeros_is_told(tmp_path: Path, gated: bool):
    room = Room(tmp_path, EndpointSettings(nothing_s=4.0)).open()
    room.person.says(*[HUSH if gated else QUIET] * 20)
    room.settle().take()
    room.person.says(*[QUIET] * 90)
    assert room.settle().posts.of(Noticed) == []
    room.person.says(*[QUIET] * 20)
    assert room.settle().posts.of(Noticed) == ([] if gated else [Noticed("muted")])
    room.person.says(*[QUIET] * 100)
    assert room.settle().posts.of(Noticed) == [Noticed("muted")], "where nobody begins to speak, instead of all else"
    room.leave()


def test_zeros_in_a_pause_after_somebody_spoke_are_a_noise_gate(tmp_path: Path):
    room = Room(tmp_path, EndpointSettings(silence_s=4.0)).open()
    room.take()
    room.person.says(*WORDS, *[QUIET] * 150)
    assert room.settle().posts.of(Noticed) == []
    room.leave()


def test_signs_are_posted_when_they_begin_each_once_and_the_nearing_end_each_time(tmp_path: Path):
    settings = EndpointSettings(
        silence_s=1.0, edges_s=0, cue_s=0.5, think_s=1.0, nothing_s=1.0, target_s=8, limit_s=11, warning_s=1,
        promise_s=0,
    )  # fmt: skip
    room = Room(tmp_path, settings).open()
    room.take()
    room.person.says(*[HUSH] * 110)
    for _ in range(2):
        room.person.says(*WORDS, *[HUSH] * 30)
    room.person.says(*[LOUD] * 300)
    signs = [event.sign for event in room.settle().posts.of(Noticed)]
    assert signs == ["time_to_begin", "nothing_yet", "soon", "soon", "target_near", "target", "limit_near"]
    assert room.posts.next(Ended).reason == "limit"
    room.leave()


def test_a_moment_holds_the_end_off(room: Room):
    room.open()
    room.take()
    room.person.says(*WORDS)
    room.settle().listener.give_time(3.0)
    room.person.says(*[QUIET] * 130)
    assert room.settle().posts.of(Ended) == []
    room.person.says(*[QUIET] * 30)
    assert room.posts.next(Ended).reason == "silence"


def test_a_last_word_that_promises_more_is_waited_for(room: Room):
    room.open().script.partial = "we used cross validation because"
    room.take()
    room.person.says(*WORDS, *[QUIET] * 100)
    assert room.settle().posts.of(Ended) == []
    room.person.says(*[QUIET] * 40)
    assert room.posts.next(Ended).reason == "silence"


def test_patience_follows_the_speakers_own_pauses_but_not_those_in_which_the_program_spoke(tmp_path: Path):
    settings = EndpointSettings(silence_s=1.0, least_s=0.5, edges_s=0, known_from=2, promise_s=0)
    room = Room(tmp_path, settings).open()
    take = room.take()
    room.person.says(*WORDS, *[QUIET] * 40, *WORDS)
    room.settle().listener.close_gate()
    room.listener.open_gate(take)
    room.person.says(*[QUIET] * 40, *WORDS, *[QUIET] * 40, *WORDS, *[QUIET] * 60)
    room.posts.next(Ended)
    assert room.listener._pauses == [pytest.approx(0.8, abs=0.1)] * 2
    room.take("02-b")
    room.person.says(*WORDS, *[QUIET] * 50)
    assert room.settle().listener.gauge.ends_after_s == pytest.approx(1.3 * 0.8, abs=0.15)
    room.leave()


def test_an_answer_that_is_taken_up_again_hears_what_was_said_before(room: Room):
    room.open()
    first = room.take()
    room.person.says(*numbered(1, 60), *[QUIET] * 30)
    room.posts.next(Ended)
    again = Take("02-a", "a", 2, list(first.stretches))
    room.listener.open_gate(again, room.listener.cut(first))
    room.person.says(*[QUIET] * 40, *numbered(100, 60), *[QUIET] * 30)
    room.posts.next(Ended)
    assert room.ear.speech[0].start_s < 0.1
    assert room.ear.speech[-1].end_s > 3.0
    assert room.posts.of(Noticed) == []
    assert b"".join(numbered(1, 60)) in room.listener.cut(again).pcm
    assert b"".join(numbered(100, 60)) in room.listener.cut(again).pcm


def test_an_answer_that_is_taken_up_again_after_its_limit_has_as_much_time_again(tmp_path: Path):
    room = Room(tmp_path, EndpointSettings(silence_s=0.5, edges_s=0, limit_s=2, warning_s=1, target_s=1)).open()
    first = room.take()
    room.person.says(*[LOUD] * 110)
    assert room.posts.next(Ended).reason == "limit"
    again = Take("02-a", "a", 2, list(first.stretches))
    room.listener.open_gate(again, room.listener.cut(first))
    before = len(room.settle().posts.of(Noticed))
    room.person.says(*[LOUD] * 45)
    assert len(room.settle().posts.of(Noticed)) == before, "nor is it told of its length again"
    room.person.says(*[LOUD] * 30)
    assert room.settle().posts.of(Noticed)[before:] == [Noticed("limit_near")]
    room.person.says(*[LOUD] * 30)
    assert room.posts.next(Ended).reason == "limit"
    room.leave()


# ---- what is said over the program's voice


def noise(seconds: float, seed: int) -> list[bytes]:
    """Loud sound unlike any other, in blocks."""
    samples = np.random.default_rng(seed).uniform(-16000, 16000, round(seconds * 50) * 320).astype("<i2").tobytes()
    return [samples[at : at + 640] for at in range(0, len(samples), 640)]


def began(room: Room) -> int:
    """How often somebody began to speak."""
    return len(room.settle().posts.of(SpeechBegan))


def test_who_speaks_over_the_voice_for_half_a_second_is_noticed(room: Room):
    room.open().listener.overhear(over=True)
    room.person.says(*[QUIET] * 20, *noise(0.4, 1), *[QUIET] * 40)
    assert began(room) == 0, "an mhm"
    room.person.says(*noise(0.7, 2))
    assert began(room) == 1


def test_the_programs_own_voice_in_the_microphone_is_not(room: Room):
    room.open().listener.overhear(over=True)
    room.settle()
    spoken_by_us = noise(3, 3)
    room.listener.speaks(Sound(b"".join(spoken_by_us)))
    room.person.says(*[QUIET] * 10, *spoken_by_us)
    assert began(room) == 0
    assert room.posts.of(Spoken) == []
    room.person.says(*[QUIET] * 40, *noise(0.8, 4))
    assert began(room) == 1, "but whoever speaks after it is"


def test_a_command_over_the_voice_is_understood_and_the_next_one_too(room: Room):
    room.open().listener.overhear(over=True)
    for command in ("skip", "go back"):
        room.script.commands = [command]
        room.person.says(*[QUIET] * 20, *noise(0.4, 1), *[QUIET] * 40)
        room.settle().settle()
    assert spoken(room) == ["s", "b"]


def test_who_speaks_on_over_the_question_answers_it_and_the_first_word_is_heard(room: Room):
    room.open().listener.overhear(over=True)
    answer = noise(3, 5)
    room.person.says(*[QUIET] * 50, *answer)
    assert spoken(room) == ["answer"]
    take = room.take()
    room.person.says(*noise(1, 6))
    room.settle().listener.close_gate()
    kept = room.listener.cut(take).pcm
    assert b"".join(answer) in kept
    assert kept.index(b"".join(answer)) <= 640 * 50 * 0.6, "with a little of what came before"
    assert b"".join(answer) in b"".join(room.script.heard)
    assert take.spoken


def test_what_begins_as_the_question_ends_is_the_answers_beginning(room: Room):
    room.open().listener.overhear(over=True)
    first_word = noise(0.3, 7)
    room.person.says(*[QUIET] * 50, *first_word)
    take = room.take()
    room.person.says(*[QUIET] * 10)
    room.settle().listener.close_gate()
    assert b"".join(first_word) in room.listener.cut(take).pcm


def test_what_was_said_long_before_the_gate_opens_is_not(room: Room):
    room.open().listener.overhear(over=True)
    room.person.says(*noise(0.3, 7), *[QUIET] * 50)
    take = room.take()
    room.person.says(*[QUIET] * 10)
    room.settle().listener.close_gate()
    assert room.listener.cut(take).pcm == bytes(640 * 10)


def test_who_speaks_on_over_anything_else_is_heard_out(room: Room):
    room.open().listener.overhear(over=True)
    room.person.says(*noise(3, 5), *[QUIET] * 40)
    assert spoken(room) == ["answer", None]


def test_an_answer_goes_on_whole_after_something_else_was_heard(room: Room):
    room.open()
    take = room.take()
    first, second = noise(0.5, 8), noise(0.5, 9)
    room.person.says(*first)
    room.listener.close_gate()
    room.listener.overhear(reply)
    room.person.says(*[QUIET] * 60)
    room.listener.stop_overhearing()
    room.listener.open_gate(take)
    room.person.says(*second)
    room.settle().listener.close_gate()
    assert b"".join(room.script.heard).startswith(b"".join(first))
    assert b"".join(second) in b"".join(room.script.heard)


def test_silence_does_not_end_an_answer_whose_last_word_was_cut_off_by_a_lost_microphone(room: Room):
    room.open()
    take = room.take()
    room.person.says(*[LOUD] * 40, None)
    room.settle()
    room.listener.watch(time.monotonic())
    room.listener.close_gate()
    room.open().settle()
    room.listener.open_gate(take)
    room.person.says(*[LOUD] * 8, *[QUIET] * 200)  # the word sounds on; then four seconds of silence
    room.settle()
    assert room.posts.of(Ended) == []
    room.person.says(*[LOUD] * 20, *[QUIET] * 60)
    assert room.posts.next(Ended).reason == "silence"


def test_a_machine_that_slept_does_not_take_its_microphone_for_gone(room: Room):
    room.open()
    room.take()
    room.person.says(LOUD)
    room.listener.watch(time.monotonic())
    assert not room.listener.watch(time.monotonic() + 3600), "an hour later, all at once"
    now = time.monotonic() + 3600
    assert not room.listener.watch(now + LOST_AFTER_S - 0.5)
    assert any(room.listener.watch(now + step / 4) for step in range(8)), "but where it stays silent after that"
