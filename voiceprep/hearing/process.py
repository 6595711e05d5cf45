"""A recogniser that decodes in a process of its own and never makes the sound wait."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from voiceprep.audio.ports import RATE_HZ
from voiceprep.errors import HearingError, RecogniserDied
from voiceprep.hearing import wire
from voiceprep.model import EngineInfo, Spotted, Transcript, Word

LOAD_TIMEOUT_S = 60.0
"""The embedded model loads in 0.3 s; a big downloaded one may take tens of seconds."""

ANSWER_TIMEOUT_S = 60.0
"""For the transcript, and as long as the utterance itself `TIMES_REAL_TIME` times over: the slowest engine measured
needs 1.2 times real time. Without a limit a worker that hangs would hang the session, Ctrl-C included."""
TIMES_REAL_TIME = 5

MOST_REVIVALS = 3
"""After a process has died so often without a transcript in between, there will be no other."""
DIED = "The recogniser ended unexpectedly and was started anew: if something was not understood, say it again."

HINTS_OPTION = "--hints"
"""Tells a worker that its first frame is what to adapt to."""
MODEL_OPTION = "--model"
"""Tells a worker where its engine's model is, in the next argument."""

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""numpy's matrices are small here: threads for them only spin, and take the time from everything else."""

_Frame = tuple[bytes, bytes]
_Asides = queue.SimpleQueue[Callable[[tuple[Spotted, ...]], None]]
"""Who asked for the commands in an aside, in order."""


class _NoAnswer(HearingError):
    """It is alive, and silent."""


def worker_command(engine: str, model: Path | None = None) -> list[str]:
    """The command line of the worker process for `engine`."""
    # -P: a file in the user's folder that is named like one of Python's own modules ("queue.py") is not ours to import.
    command = [sys.executable, "-P", "-m", "voiceprep.hearing.worker", engine]
    return command if model is None else [*command, MODEL_OPTION, str(model.absolute())]


def transcript_from(payload: bytes) -> Transcript:
    """The transcript that a worker sent."""
    data = json.loads(payload)
    spotted = tuple(Spotted(**phrase) for phrase in data.get("spotted", ()))
    return Transcript(data["text"], tuple(Word(**word) for word in data["words"]), spotted)


def _environment() -> dict[str, str]:
    """The program's own, with the place that voiceprep was imported from."""
    places = (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", ""))
    return {
        **dict.fromkeys(_ONE_THREAD, "1"), **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))
    }  # fmt: skip


class ProcessRecogniser:
    """Feeds a worker process through a queue of its own, so that `feed` returns at once however slow the engine is.

    The utterance's sound is kept until its transcript has come: where the process dies, a new one hears it again, when
    something is wanted of it.
    """

    def __init__(
        self, command: Sequence[str], hints: bytes | None = None, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        """`tell` hears, from a thread, of what takes a while."""
        self._command = list(command)
        self._tell = tell
        self._hints = hints
        self._utterance: list[_Frame] = []
        self.partial = ""
        self._info: EngineInfo | None = None
        self._begun = self._abandoned = False
        self._revivals = 0
        self._spawn()

    def _spawn(self) -> None:
        # A session of its own: Ctrl-C is for the program, which then asks for the last transcript.
        try:
            self._process = subprocess.Popen(
                self._command,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
            )
        except OSError as error:
            raise HearingError(f"The recogniser's process does not start ({error.strerror}).") from error
        self._outgoing: queue.SimpleQueue[_Frame | None] = queue.SimpleQueue()
        self._incoming: queue.SimpleQueue[_Frame | None] = queue.SimpleQueue()
        self._asides: _Asides = queue.SimpleQueue()
        if self._hints is not None:
            self._outgoing.put((wire.HINTS, self._hints))
        process, outgoing, incoming = self._process, self._outgoing, self._incoming
        self._threads = [
            threading.Thread(target=self._write, args=(process, outgoing), name="recogniser-in", daemon=True),
            threading.Thread(
                target=self._read, args=(process, incoming, self._asides), name="recogniser-out", daemon=True
            ),
        ]
        for thread in self._threads:
            thread.start()

    @staticmethod
    def _write(process: subprocess.Popen[bytes], outgoing: "queue.SimpleQueue[_Frame | None]") -> None:
        pipe = process.stdin
        if pipe is None:
            return
        with contextlib.suppress(OSError, ValueError):  # the process died: the reader tells
            while (frame := outgoing.get()) is not None:
                wire.send(pipe, *frame)  # type: ignore[arg-type]  # Popen's IO[bytes] is a BinaryIO

    def _read(
        self, process: subprocess.Popen[bytes], incoming: "queue.SimpleQueue[_Frame | None]", asides: _Asides
    ) -> None:
        if process.stdout is not None:
            with contextlib.suppress(OSError, ValueError):
                while (frame := wire.receive(process.stdout)) is not None:  # type: ignore[arg-type]
                    if frame[0] == wire.PARTIAL:
                        self.partial = frame[1].decode()
                    elif frame[0] == wire.NEWS:
                        self._tell(frame[1].decode())
                    elif frame[0] == wire.COMMANDS:
                        asides.get()(tuple(Spotted(**found) for found in json.loads(frame[1])))
                    else:
                        incoming.put(frame)
        incoming.put(None)
        with contextlib.suppress(queue.Empty):
            while True:  # no reply will come any more
                asides.get_nowait()(())

    def _await(self, kind: bytes, timeout_s: float | None) -> bytes:
        try:
            frame = self._incoming.get(timeout=timeout_s)
        except queue.Empty:
            raise _NoAnswer(
                f"The recogniser did not answer within {timeout_s:.0f} s. Is the machine busy, or its model too big?"
            ) from None
        if frame is None:
            self._incoming.put(None)  # it stays dead for whoever asks next
            raise RecogniserDied("The recogniser's process ended unexpectedly. `voiceprep doctor` tests it.")
        if frame[0] == wire.ERROR:
            raise HearingError(frame[1].decode())
        if frame[0] != kind:
            raise HearingError(f"The recogniser sent {frame[0]!r} where {kind!r} was due.")
        return frame[1]

    def ready(self, timeout_s: float | None = LOAD_TIMEOUT_S) -> EngineInfo:
        """Wait until the engine is loaded; raises `HearingError` with the worker's own words."""
        if self._info is None:
            self._info = EngineInfo(**json.loads(self._await(wire.READY, timeout_s)))
        return self._info

    def start(self) -> None:
        """Begin a new utterance."""
        self._utterance.clear()
        self.partial = ""
        self._begun = True
        if not self._revived():
            self._outgoing.put((wire.START, b""))

    def feed(self, pcm: bytes) -> None:
        """Queue the next piece of sound."""
        self._send((wire.AUDIO, pcm))

    def pause(self) -> None:
        """Queue the pause behind the sound that came before it."""
        self._send((wire.PAUSE, b""))

    def aside(self, pcm: bytes, tell: Callable[[tuple[Spotted, ...]], None]) -> None:
        """Queue a short utterance that may be a command; `tell` hears what is in it, from a thread."""
        self._revived()
        self._asides.put(tell)
        self._outgoing.put((wire.ASIDE, pcm))
        if not self._threads[-1].is_alive():  # it died before: nobody reads what it would have replied
            with contextlib.suppress(queue.Empty):
                self._asides.get_nowait()(())

    def _send(self, frame: _Frame) -> None:
        self._utterance.append(frame)
        self._outgoing.put(frame)

    def finish(self) -> Transcript:
        """Wait for the transcript; a worker that died is replaced once and hears the whole utterance again."""
        try:
            return self._finish()
        except RecogniserDied:
            if self._abandoned or self._revivals >= MOST_REVIVALS:
                raise
            self._revivals += 1
            self._begin_anew()
            return self._finish()

    def _begin_anew(self) -> None:
        self._end_process()
        self._info = None
        self._spawn()
        if self._abandoned:  # while the old one ended
            self._process.kill()
        if self._begun:
            self._outgoing.put((wire.START, b""))
        for frame in self._utterance:
            self._outgoing.put(frame)

    def _revived(self) -> bool:
        """Replace a worker that died, and tell so; whether one had."""
        if self._threads[-1].is_alive() or self._abandoned or self._revivals >= MOST_REVIVALS:
            return False
        self._revivals += 1
        try:
            self._begin_anew()
        except HearingError as error:
            self._tell(str(error))
            return False
        self._tell(DIED)
        return True

    def _finish(self) -> Transcript:
        self.ready()
        self._outgoing.put((wire.END, b""))
        seconds = sum(len(payload) for _, payload in self._utterance) / (2 * RATE_HZ)
        try:
            answer = self._await(wire.FINAL, ANSWER_TIMEOUT_S + TIMES_REAL_TIME * seconds)
        except _NoAnswer:
            self._end_process()  # a transcript that comes late would be taken for the next one
            raise
        transcript = transcript_from(answer)
        self._revivals = 0
        self._begun = False
        self._utterance.clear()
        self.partial = ""  # or the next answer's line would begin with this one's words
        return transcript

    def _end_process(self) -> None:
        self._outgoing.put(None)
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def abandon(self) -> None:
        """Kill the worker process: whoever waits for it, in another thread, waits no longer."""
        self._abandoned = True
        self._process.kill()

    def close(self) -> None:
        """End the worker process; harmless twice."""
        self._end_process()
