"""Single keys from a terminal."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from stage import until

from voiceprep.practice.keys import key_name, keys
from voiceprep.practice.session import KEYS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a POSIX thing")


class Terminal:
    """A pseudo-terminal on which a test types."""

    def __init__(self) -> None:
        self.keyboard, self._screen = os.openpty()
        self.stdin = os.fdopen(self._screen, "r")

    def types(self, text: str) -> None:
        os.write(self.keyboard, text.encode())

    @property
    def mode(self) -> list:
        import termios

        return termios.tcgetattr(self.stdin.fileno())[:4]

    def hang_up(self) -> None:
        with suppress(OSError):
            os.close(self.keyboard)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    yield terminal
    terminal.stdin.close()
    terminal.hang_up()


def test_every_documented_key_is_taken_without_enter(terminal: Terminal):
    pressed: list[str] = []
    with keys(pressed.append) as there:
        assert there
        for key in KEYS:
            terminal.types("\r" if key == "enter" else key)
            until(lambda: len(pressed) and pressed[-1] == key)  # noqa: B023  # called before the next
    assert pressed == list(KEYS)


def test_an_arrow_is_no_key_wherever_it_comes(terminal: Terminal):
    pressed: list[str] = []
    with keys(pressed.append):
        terminal.types("l\x1b[A\x1bOPr\x1b[15~")
        terminal.types("s")
        until(lambda: pressed[-1:] == ["s"])
    assert pressed == ["l", "r", "s"]


@pytest.mark.parametrize(("typed", "key"), [("\n", "enter"), ("\r", "enter"), (" ", "enter"), ("Q", "q"), ("é", "é")])
def test_a_key_has_one_name(typed: str, key: str):
    assert key_name(typed) == key


def test_arrows_are_no_letters(terminal: Terminal):
    pressed: list[str] = []
    with keys(pressed.append):
        terminal.types("\x1b[A")
        threading.Event().wait(0.05)
        terminal.types("s")
        until(lambda: bool(pressed))
    assert pressed == ["s"]


def test_the_terminal_is_left_as_it_was(terminal: Terminal):
    before = terminal.mode
    count = threading.active_count()
    with keys(lambda key: None):
        assert terminal.mode != before
    assert terminal.mode == before
    assert threading.active_count() == count


def test_a_terminal_that_hangs_up_ends_quietly(terminal: Terminal):
    with keys(lambda key: None):
        terminal.hang_up()
        until(lambda: not any(t.name == "keys" for t in threading.enumerate()))


def test_without_a_terminal_there_are_no_keys(monkeypatch: pytest.MonkeyPatch):
    read, write = os.pipe()
    with os.fdopen(read) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with keys(lambda key: None) as there:
            assert not there
    os.close(write)
    monkeypatch.setattr(sys, "stdin", None)
    with keys(lambda key: None) as there:
        assert not there
