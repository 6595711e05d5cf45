"""The journal of a session: every block of the microphone, on disk before anything else sees it.

`journal.wav` is a sound file that any player reads, at any instant: the header is made true after each block, so
that a kill loses at most the block being written. `journal.jsonl` marks, in samples, when the program spoke and
which stretches are whose answer.
"""

import contextlib
import errno
import json
import os
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.records.private import open_private

SOUND = "journal.wav"
MARKS = "journal.jsonl"

Stretch = tuple[int, int]
"""First sample and the one after the last, in the journal."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the journal's marks."""

    sample: int
    """Where in the sound it belongs."""
    kind: str
    """`speaking`, `silent` (the program's voice begins and ends), `open`, `close` (the gate of an answer, which may
    begin with the `first` sample of something before it, or with stretches of another one), `command`
    (one was said into it, in seconds from its beginning), `again` (all of it so far was one: it begins here), `kept` or
    `dropped` (what became of the answer)."""
    details: dict[str, Any]


class Journal:
    """Appends blocks and marks; a failing disk stops it for good, and `problem` tells, but the caller goes on."""

    def __init__(self, folder: Path) -> None:
        """Begin a journal in `folder`; raises OSError."""
        self.folder = folder
        self.samples = 0
        """Samples kept so far."""
        self.problem: str | None = None
        with contextlib.ExitStack() as opening:
            self._file = opening.enter_context(open_private(folder / SOUND))
            self._wave = opening.enter_context(_wave_writer(self._file))
            self._file.flush()
            self._marks = opening.enter_context(open_private(folder / MARKS))
            self._lock = contextlib.ExitStack()
            self._lock.enter_context(_locked(self._marks))
            opening.pop_all()

    def append(self, block: bytes) -> None:
        """Keep one block."""
        if self.problem is not None:
            return
        try:
            self._wave.writeframes(block)
            self.samples += len(block) // 2
        except OSError as error:
            self._fail(error)

    def mark(self, kind: str, **details: Any) -> None:
        """Note what is happening at this sample."""
        if self.problem is not None:
            return
        # ASCII: an id may hold whatever splits a line elsewhere (U+2028), and even half a surrogate pair.
        line = json.dumps({"sample": self.samples, "kind": kind, **details})
        try:
            self._marks.write(line.encode() + b"\n")
            self._marks.flush()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        kept_s = self.samples / RATE_HZ
        what = "The disk is full" if error.errno == errno.ENOSPC else f"The recording failed ({error.strerror})"
        self.problem = (
            f"{what}: sound is kept up to {int(kept_s) // 60}:{int(kept_s) % 60:02d} of this session and no further. "
            "The interview goes on. Free some space; `voiceprep recover` then files what was kept."
        )

    def cut(self, stretches: Sequence[Stretch]) -> Sound:
        """The sound of these stretches, one after the other; raises OSError."""
        return cut(self.folder, stretches)

    def close(self) -> None:
        """Close the files and leave them there."""
        for closing in (self._wave.close, self._file.close, self._lock.close, self._marks.close):
            with contextlib.suppress(OSError):  # a full disk: what is there is readable
                closing()

    def remove(self) -> None:
        """Close and delete: everything in it has been filed."""
        self.close()
        for name in (SOUND, MARKS):
            (self.folder / name).unlink(missing_ok=True)


def _wave_writer(file: IO[bytes]) -> wave.Wave_write:
    writer = wave.open(file, "wb")  # noqa: SIM115  # closed with the journal
    writer.setnchannels(1)
    writer.setsampwidth(2)
    writer.setframerate(RATE_HZ)
    writer.writeframes(b"")
    return writer


def cut(folder: Path, stretches: Sequence[Stretch]) -> Sound:
    """The sound of these stretches of the journal in `folder`; raises OSError."""
    pieces = []
    try:
        with wave.open(str(folder / SOUND), "rb") as sound:
            for first, end in stretches:
                sound.setpos(min(first, sound.getnframes()))
                pieces.append(sound.readframes(max(0, end - first)))
    except (wave.Error, EOFError):
        return Sound(b"")  # killed before the first block: nothing was recorded
    return Sound(b"".join(pieces))


def length(folder: Path) -> int:
    """Samples in the journal of `folder`; raises OSError."""
    try:
        with wave.open(str(folder / SOUND), "rb") as sound:
            return sound.getnframes()
    except (wave.Error, EOFError):
        return 0


def read_marks(folder: Path) -> list[Mark]:
    """The marks of the journal in `folder`; a last line that a crash cut short is left out; raises OSError."""
    marks = []
    for line in (folder / MARKS).read_text(encoding="utf-8", errors="replace").split("\n"):
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            data = json.loads(line)
            marks.append(Mark(data.pop("sample"), data.pop("kind"), data))
    return marks


def in_use(folder: Path) -> bool:
    """Whether a running session still writes this journal; raises OSError."""
    with (folder / MARKS).open("rb+") as file:
        try:
            with _locked(file):
                return False
        except (BlockingIOError, PermissionError):  # Windows says the latter
            return True


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Hold the advisory lock that says that a session is running; the system drops it when the process dies."""
    if os.name == "nt":
        import msvcrt

        file.seek(1 << 30)  # far beyond the text, which others may read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        file.seek(0)
        yield
        return
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        pass  # some network folders know no locks: better a session without one than none
    yield
