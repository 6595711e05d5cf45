"""Ctrl-C, SIGTERM and a terminal that is closed: the interview ends, with everything kept."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from voiceprep.practice.events import Event, Interrupted

PATIENCE_S = 5.0
"""How long the first Ctrl-C has for keeping everything; it needs less than one second."""


@contextlib.contextmanager
def interruptions(post: Callable[[Event], None]) -> Iterator[None]:
    """Turn them into an event; after a while a second one ends the program at once.

    Not sooner: people press Ctrl-C twice, and the first one is still keeping what they said.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen: list[float] = []

    def handle(number: int, frame: FrameType | None) -> None:
        if seen and time.monotonic() - seen[0] > PATIENCE_S:
            raise KeyboardInterrupt
        seen.append(time.monotonic())
        post(Interrupted())

    names = [n for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
    before: dict[int, Any] = {getattr(signal, n): signal.signal(getattr(signal, n), handle) for n in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
