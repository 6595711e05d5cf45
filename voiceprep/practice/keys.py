"""The keyboard: single keys without Enter, from a terminal only."""

import contextlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

_POLL_S = 0.1
_SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
"""Arrows and function keys, which mean nothing here; ECMA-48, 5.4."""
_NAMES = {"\r": "enter", "\n": "enter", " ": "enter"}


def key_name(character: str) -> str:
    """The name of a key in `session.KEYS`; Enter has two codes, and the space bar is easier to find blind."""
    return _NAMES.get(character, character.lower())


@contextlib.contextmanager
def keys(press: Callable[[str], None]) -> Iterator[bool]:
    """Call `press` with each key's name from a thread of its own; gives False where there is no keyboard."""
    if not sys.stdin or not sys.stdin.isatty():
        yield False
        return
    stop = threading.Event()
    read = _windows_reader(stop) if os.name == "nt" else _posix_reader(stop)
    with read as characters:

        def follow() -> None:
            for character in characters:
                press(key_name(character))

        thread = threading.Thread(target=follow, name="keys", daemon=True)
        thread.start()
        try:
            yield True
        finally:
            stop.set()
            thread.join()


@contextlib.contextmanager
def _posix_reader(stop: threading.Event) -> Iterator[Iterator[str]]:
    import select
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)

    def characters() -> Iterator[str]:
        while not stop.is_set():
            if select.select([descriptor], [], [], _POLL_S)[0]:
                try:
                    typed = os.read(descriptor, 64)
                except OSError:
                    return  # the terminal hung up
                if not typed:
                    return
                yield from _SEQUENCE.sub(b"", typed).decode(errors="ignore")

    try:
        # Ctrl-C stays a signal. Not the default, which throws away a key that was pressed too early.
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield characters()
    finally:
        with contextlib.suppress(termios.error):  # it hung up
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _windows_reader(stop: threading.Event) -> Iterator[Iterator[str]]:
    import msvcrt

    console: Any = msvcrt

    def characters() -> Iterator[str]:
        while not stop.wait(_POLL_S):
            while console.kbhit():
                yield console.getwch()

    yield characters()
