"""A voiceprep command in a terminal, somebody who speaks meanwhile, and what was kept of it."""

import contextlib
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from virtual_card import VirtualCard, until

from voiceprep.config import samples_folder


class Terminal:
    """A voiceprep command in a terminal of its own, whose screen can be read and whose keys can be pressed."""

    def __init__(self, card: VirtualCard, *arguments: str, **environment: str) -> None:
        self._screen = bytearray()
        ours, theirs = pty.openpty()
        self._keys = ours
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceprep", *arguments],
            env={**card.env, "COLUMNS": "100", "TERM": "xterm", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # EIO: the program has ended
            while data := os.read(self._keys, 4096):
                self._screen += data

    @property
    def screen(self) -> str:
        return self._screen.decode(errors="replace")

    def press(self, key: str) -> None:
        os.write(self._keys, key.encode())

    def wait_for(self, text: str, times: int = 1, timeout_s: float = 60) -> None:
        until(
            lambda: self.screen.count(text) >= times or self.process.poll() is not None,
            f"{text!r} on screen",
            timeout_s,
        )
        assert self.screen.count(text) >= times, self.screen

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._thread.join()
        os.close(self._keys)


@contextlib.contextmanager
def terminal(card: VirtualCard, *arguments: str, **environment: str) -> Iterator[Terminal]:
    shown = Terminal(card, *arguments, **environment)
    try:
        yield shown
    finally:
        shown.close()


@contextlib.contextmanager
def speaking(card: VirtualCard, sample: str) -> Iterator[None]:
    """Speak a sample answer meanwhile, and fall silent in mid-sentence."""
    player = card.say_into_microphone(samples_folder() / f"{sample}.flac")
    try:
        yield
    finally:
        player.kill()
        player.wait()


def records(folder: Path) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*/[0-9]*.json"))]
