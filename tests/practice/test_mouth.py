"""The thread that speaks: in order, stoppable at once, and never the reason why an interview stands still."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from stage import Box, Posts, Reader, until

from voiceprep.audio.ports import Loudspeaker, Sound
from voiceprep.audio.silent import SilentSpeaker
from voiceprep.errors import DeviceError, VoiceError
from voiceprep.practice import mouth
from voiceprep.practice.events import Done
from voiceprep.practice.mouth import QUIET_TAIL_S, Mouth
from voiceprep.speaking.voice import Voice

CUE = Sound(bytes(3200))
"""A tenth of a second."""


class Stand:
    """A mouth, what it posts, marks and tells."""

    def __init__(self, voice: Voice | None, loudspeaker: Loudspeaker) -> None:
        self.posts = Posts()
        self.sounds: list[Sound | None] = []
        self.told: list[str] = []
        self.voice, self.loudspeaker = voice, loudspeaker
        self.mouth = Mouth(voice, loudspeaker, self.posts, self.sounds.append, self.told.append)

    @property
    def speaking(self) -> list[bool]:
        """Whether a sound began or ended."""
        return [sound is not None for sound in self.sounds]

    def say(self, *pieces: str | Sound, ticket: int = 1) -> "Stand":
        self.mouth.say(ticket, pieces)
        return self

    def done(self) -> int:
        return self.posts.next(Done).ticket


@pytest.fixture
def stand() -> Iterator[Callable[..., Stand]]:
    stands: list[Stand] = []

    def make(voice: Voice | None = None, loudspeaker: Loudspeaker | None = None) -> Stand:
        stands.append(Stand(voice or Reader(), loudspeaker or Box()))
        return stands[-1]

    before = threading.active_count()
    yield make
    for made in stands:
        made.mouth.close()
    assert threading.active_count() == before


def test_pieces_are_played_in_order_and_then_it_is_done(stand: Callable[..., Stand]):
    made = stand().say("one", CUE, "three", ticket=7)
    assert made.done() == 7
    assert [play.sound.samples for play in made.loudspeaker.plays] == [480, 1600, 800]
    assert made.voice.read == ["one", "three"]
    assert made.speaking == [True, False] * 3


def test_the_second_sentence_is_read_only_after_the_first_was_heard(stand: Callable[..., Stand]):
    made = stand(loudspeaker=Box(at_once=False)).say("one", "two")
    first = made.loudspeaker.playing.get(timeout=10)
    assert made.speaking == [True]
    assert len(made.loudspeaker.plays) == 1
    first.over.set()
    made.loudspeaker.playing.get(timeout=10).over.set()
    assert made.done() == 1


def test_stopping_silences_at_once_and_forgets_what_was_to_follow(stand: Callable[..., Stand]):
    made = stand(loudspeaker=Box(at_once=False)).say("one", "two", ticket=1).say("three", ticket=2)
    play = made.loudspeaker.playing.get(timeout=10)
    began = time.monotonic()
    made.mouth.stop()
    assert [made.done(), made.done()] == [1, 2]
    assert time.monotonic() - began < 0.05
    assert play.stopped
    assert len(made.loudspeaker.plays) == 1
    assert made.speaking == [True, False]


def test_what_was_interrupted_goes_on_from_the_sentence_that_was_not_heard_out(stand: Callable[..., Stand]):
    made = stand(loudspeaker=Box(at_once=False)).say("one", "two", "three", ticket=1)
    made.loudspeaker.playing.get(timeout=10).over.set()
    made.loudspeaker.playing.get(timeout=10)
    made.mouth.stop()
    assert made.done() == 1
    made.mouth.say_on(2)
    made.loudspeaker.playing.get(timeout=10)
    assert made.mouth.begun(2) == 2, "counted as if it had never been interrupted"
    made.mouth.stop()
    assert made.done() == 2
    made.mouth.say_on(3)
    for _ in range(2):
        made.loudspeaker.playing.get(timeout=10).over.set()
    assert made.done() == 3
    assert made.voice.read == ["one", "two", "two", "two", "three"]
    assert made.mouth.begun(3) == 3


def test_what_was_interrupted_before_its_first_sound_is_said_whole(stand: Callable[..., Stand]):
    made = stand()
    made.mouth.say_on(1)
    assert made.done() == 1
    made.say("one", "two", ticket=2)
    made.done()
    assert made.voice.read == ["one", "two"]


def test_a_loudspeaker_that_takes_nothing_is_told_once_and_does_not_hold_the_session_up(
    stand: Callable[..., Stand], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mouth, "TAKEN_S", 0.2)
    made = stand(loudspeaker=Box(at_once=False)).say("one", "two", "three")
    began = time.monotonic()
    assert made.done() == 1
    assert time.monotonic() - began < 3.0
    assert made.told == [mouth.TAKES_NOTHING]
    assert all(play.stopped for play in made.loudspeaker.plays)


def test_a_loudspeaker_that_plays_again_is_heard_to_its_last_sample(
    stand: Callable[..., Stand], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mouth, "TAKEN_S", 0.4)
    made = stand(loudspeaker=Box(at_once=False)).say("one", CUE, CUE)
    made.loudspeaker.playing.get(timeout=10)
    for _ in range(2):
        play = made.loudspeaker.playing.get(timeout=10)
        time.sleep(CUE.seconds + 0.2)  # its latency
        play.over.set()
    assert made.done() == 1
    assert [play.stopped for play in made.loudspeaker.plays] == [True, False, False]


def test_what_is_said_after_a_stop_is_heard(stand: Callable[..., Stand]):
    made = stand().say("one", ticket=1)
    made.done()
    made.mouth.stop()
    made.mouth.stop()
    made.say("two", ticket=2)
    assert made.done() == 2
    assert made.voice.read == ["one", "two"]


def test_a_stop_while_the_voice_is_at_work_keeps_its_sentence_from_being_heard(stand: Callable[..., Stand]):
    working, go_on = threading.Event(), threading.Event()

    class Slow(Reader):
        def synthesise(self, text: str) -> Sound:
            working.set()
            go_on.wait(10)
            return super().synthesise(text)

    made = stand(Slow()).say("one")
    assert working.wait(10)
    made.mouth.stop()
    go_on.set()
    assert made.done() == 1
    assert made.loudspeaker.plays == []
    assert made.speaking == []


def test_stopping_at_any_moment_never_fails(stand: Callable[..., Stand]):
    made = stand()
    for ticket in range(300):
        made.say("a", "b", ticket=ticket)
        made.mouth.stop()
    until(lambda: len(made.posts.of(Done)) == 300)
    assert [done.ticket for done in made.posts.of(Done)] == list(range(300))


@pytest.mark.parametrize(
    ("voice", "loudspeaker"),
    [
        pytest.param(Reader(VoiceError("The voice hangs.")), Box(), id="a voice that fails"),
        pytest.param(Reader(), Box(fails=DeviceError("The loudspeaker is gone.")), id="a loudspeaker that fails"),
        pytest.param(Reader(RuntimeError("run loop already started")), Box(), id="a voice with a defect"),
        pytest.param(Reader(), Box(fails=OSError(5, "I/O error")), id="a device with a defect"),
    ],
)
def test_what_fails_is_told_once_and_the_session_goes_on(
    stand: Callable[..., Stand], voice: Voice, loudspeaker: Loudspeaker
):
    made = stand(voice, loudspeaker)
    for ticket in (1, 2, 3):
        made.say("one", "two", ticket=ticket)
        assert made.done() == ticket
    assert len(made.told) == 1
    assert str(voice.fails or loudspeaker.fails) in made.told[0]
    assert made.speaking.count(True) == made.speaking.count(False)


def test_a_loudspeaker_that_comes_back_is_heard_again(stand: Callable[..., Stand]):
    made = stand(loudspeaker=Box(fails=DeviceError("gone"))).say("one", ticket=1)
    made.done()
    made.loudspeaker.fails = None
    made.say("two", ticket=2)
    made.done()
    assert len(made.loudspeaker.plays) == 1


def test_without_a_voice_texts_are_only_on_the_screen(stand: Callable[..., Stand]):
    silent = Stand(None, Box()).say("one", CUE)
    assert silent.done() == 1
    assert [play.sound for play in silent.loudspeaker.plays] == [CUE]
    silent.mouth.close()


def test_where_nothing_can_be_heard_no_text_is_read_and_nothing_is_waited_for(stand: Callable[..., Stand]):
    made = stand(loudspeaker=SilentSpeaker()).say("one", "two")
    began = time.monotonic()
    made.mouth.cue(2, CUE)
    assert [made.done(), made.done()] == [1, 2]
    assert time.monotonic() - began < QUIET_TAIL_S / 2
    assert made.voice.read == []


def test_an_empty_sentence_is_over_at_once(stand: Callable[..., Stand]):
    made = stand().say("", Sound(b""))
    assert made.done() == 1
    assert made.loudspeaker.plays == []


def test_the_cue_ends_when_the_quiet_tail_after_the_voice_is_over(stand: Callable[..., Stand]):
    made = stand().say("the question", ticket=1)
    made.done()
    said_at = time.monotonic()
    made.mouth.cue(2, CUE)
    made.done()
    cue_at = made.loudspeaker.plays[-1].first_sample_at
    assert cue_at + CUE.seconds - said_at >= QUIET_TAIL_S - 0.05
    made.mouth.cue(3, CUE)


def test_a_cue_long_after_the_voice_is_not_held_back(stand: Callable[..., Stand]):
    made = stand()
    began = time.monotonic()
    made.mouth.cue(1, CUE)
    made.done()
    assert time.monotonic() - began < 0.2


def test_closing_in_the_middle_of_a_sentence_stops_it_and_releases_the_loudspeaker():
    made = Stand(Reader(), Box(at_once=False)).say("one", "two")
    play = made.loudspeaker.playing.get(timeout=10)
    made.mouth.close()
    assert play.stopped
    assert made.loudspeaker.closed == 1
    assert len(made.loudspeaker.plays) == 1
