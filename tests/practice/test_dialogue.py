"""Saying something and hearing what is wanted, outside an interview."""

import threading
import time
from collections.abc import Iterator

import pytest
from stage import LOUD, QUIET, Box, LoudIsSpeech, Person, Reader, Script, until

from voiceprep.errors import HearingError
from voiceprep.practice.commands import menu
from voiceprep.practice.dialogue import Dialogue
from voiceprep.practice.listener import LOST_AFTER_S

PHRASES = menu("brief")
SAYS = [*[QUIET] * 50, *[LOUD] * 40, *[QUIET] * 40]


class Table:
    """A dialogue with somebody at the other end of it."""

    def __init__(self, person: Person | None, loudspeaker: Box | None = None) -> None:
        self.person, self.script, self.box, self.voice = person, Script(), loudspeaker or Box(), Reader()
        self.notices: list[str] = []
        self.dialogue = Dialogue(person, self.box, self.voice, self.script, LoudIsSpeech(), self.notices.append)

    def ask(self, wait_s: float = 5.0, *blocks: bytes) -> str | None:
        """Ask, while the person says these blocks once it has been read."""
        speaker = threading.Thread(target=self._speak, args=(len(self.voice.read), blocks))
        speaker.start()
        try:
            return self.dialogue.ask(["A passage."], PHRASES, wait_s)
        finally:
            speaker.join()

    def _speak(self, read: int, blocks: tuple[bytes, ...]) -> None:
        until(lambda: len(self.voice.read) > read)
        until(lambda: self.dialogue._listener is None or self.dialogue._listener._overhears)
        if self.person is not None:
            self.person.says(*blocks)


@pytest.fixture
def table() -> Iterator[Table]:
    before = threading.active_count()
    table = Table(Person())
    with table.dialogue:
        yield table
    assert table.box.closed == 1
    assert table.script.closed == 1
    assert table.person.deliver is None
    assert threading.active_count() == before


def test_a_phrase_that_is_said_after_it_gives_what_it_stands_for(table: Table):
    for phrase, key in (("next please", "enter"), ("say that again", "r"), ("stop", "q")):
        table.script.commands = [phrase]
        assert table.ask(5.0, *SAYS) == key


def test_something_short_that_is_none_of_them_is_unknown_and_silence_nothing(table: Table):
    assert table.ask(5.0, *SAYS) == "unknown"
    assert table.ask(0.05) is None


def test_a_key_is_taken_while_it_speaks():
    table = Table(Person(), Box(at_once=False))
    with table.dialogue:
        table.dialogue.press("r")
        began = time.monotonic()
        assert table.dialogue.ask(["A very long passage."], PHRASES, 60) == "r"
        assert time.monotonic() - began < 5


def test_what_is_said_while_it_speaks_is_not_heard(table: Table):
    table.script.commands = ["stop"]
    table.person.says(*SAYS)
    assert table.ask(0.05) is None


def test_nothing_of_it_is_kept(table: Table):
    table.script.commands = ["next"]
    table.ask(5.0, *SAYS)
    assert table.dialogue._listener._journal.samples == 0
    assert table.dialogue._listener._journal.cut([(0, 100)]).pcm == b""


def test_without_a_microphone_it_goes_on_at_once_and_by_key():
    table = Table(None)
    with table.dialogue:
        assert table.dialogue.ask(["One."], PHRASES, 60) is None
        table.dialogue.press("q")
        assert table.dialogue.ask(["Two."], PHRASES, 60) == "q"


def test_only_keys_that_mean_something_are_taken_where_they_are_named():
    table = Table(None)
    with table.dialogue:
        for key in ("x", "p", "r"):
            table.dialogue.press(key)
        assert table.dialogue.ask(["One."], PHRASES, 60, keys=("r", "q")) == "r"


def test_a_microphone_that_goes_is_told_of_once_and_keys_are_heard_on(table: Table):
    began = time.monotonic()
    assert table.ask(2) is None
    assert time.monotonic() - began >= LOST_AFTER_S + 1.5, "there is time to press one instead"
    assert table.notices == ["The microphone is gone. Only keys are heard."]
    assert table.dialogue.ask(["Two."], PHRASES, 60) is None, "but nobody waits for what cannot be said"


def test_a_recogniser_that_fails_is_told_of_and_keys_are_heard_on():
    table = Table(Person())

    def fail(timeout_s: float | None = None) -> None:
        raise HearingError("The recogniser failed.")

    table.script.ready = fail
    with table.dialogue:
        assert table.dialogue.ask(["One."], PHRASES, 60) is None
        assert table.notices == ["The recogniser failed. Only keys are heard."]


def test_a_defect_is_not_taken_for_ctrl_c(table: Table):
    def fail(pcm: bytes, tell: object) -> None:
        raise RuntimeError("a defect")

    table.script.aside = fail
    with pytest.raises(RuntimeError, match="a defect"):
        table.ask(5.0, *SAYS)
