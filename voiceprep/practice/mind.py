"""The thread that transcribes and judges, so that the interview goes on meanwhile; whoever wants to leave it can."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

LOOK_EVERY_S = 0.1
SLOW_S = 8.0
"""After so long it is said that the recogniser takes long."""
TAKES_LONG = "The recogniser takes long. Ctrl-C, or q, goes without it: what you said is kept."
LEFT_IT = "I wait for the recogniser no longer. `voiceprep rescore` hears the answer again."


class Mind:
    """Does one thing after the other; a defect in any is told at once, for nobody may wait for it."""

    def __init__(
        self, abandon: Callable[[], None], notice: Callable[[str], None], defect: Callable[[BaseException], None]
    ) -> None:
        """`abandon` ends what is waited for; `defect` is told, from the thread, of an error that was not to be."""
        self._abandon, self._notice, self._defect = abandon, notice, defect
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="mind")
        self._pending: list[Future[None]] = []
        self._begun_at = 0.0
        self._leaves_by = math.inf
        self._told_slow = False
        self.left = False
        """Whether it was waited for no longer."""

    def submit(self, work: Callable[[], None]) -> None:
        """Do it, after everything that was submitted before."""
        self._pending = [future for future in self._pending if not future.done()]
        self._begun_at, self._told_slow = time.monotonic(), False
        self._pending.append(self._pool.submit(self._guarded, work))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            self._defect(error)
            raise

    def leave_within(self, seconds: float) -> None:
        """Be waited for no longer than so; a signal handler may call it."""
        self._leaves_by = min(self._leaves_by, time.monotonic() + seconds)

    def wait(self) -> None:
        """Return once everything is done, or was left."""
        while self._busy:
            wait(self._pending, LOOK_EVERY_S)
            self.look()

    @property
    def _busy(self) -> bool:
        return not all(future.done() for future in self._pending)

    def look(self) -> None:
        """Tell that it takes long, and leave it where the time for that has come; to be called often."""
        if not self._busy:
            return
        now = time.monotonic()
        if now - self._begun_at > SLOW_S and not self._told_slow:
            self._told_slow = True
            self._notice(TAKES_LONG)
        if now > self._leaves_by and not self.left:
            self.left = True
            self._notice(LEFT_IT)
            self._abandon()

    def close(self) -> None:
        """Wait, and end the thread."""
        self.wait()
        self._pool.shutdown(wait=True)
