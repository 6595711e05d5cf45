"""The recordings folder: a folder a session, and in it a sound file and a JSON record for each answer."""

import contextlib
import json
import re
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from voiceprep.audio.files import write_wave
from voiceprep.audio.ports import Sound
from voiceprep.errors import RecordsError, UnknownAnswer
from voiceprep.records.journal import Journal
from voiceprep.records.private import open_private, private_folder, write_json
from voiceprep.records.record import timestamp

SESSION = "session.json"
IN_HAND = "in_hand"
"""In `session.json`: the id of the question that was asked last, null once all were."""
_LONGEST_NAME = 40
LATEST = "latest"


def file_name(text: str) -> str:
    """A part of a file name that reads like `text`, which may be anything: letters, digits and hyphens only."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME] or "answer"


def _letters(text: str) -> str:
    """Without what may be written in more ways than one: "early stopping", "early-stopping"."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept answer."""

    path: Path
    """Its JSON record."""
    record: dict[str, Any]

    @property
    def id(self) -> str:
        """What `replay` takes."""
        return str(self.record["id"])

    @property
    def audio(self) -> Path | None:
        """Its sound file, where it has one."""
        audio = self.record.get("audio")
        return self.path.parent / audio["path"] if audio else None

    def has_point(self, part: str) -> bool:
        """Whether a key point of its question has this in its name."""
        points = self.record.get("points")
        names = (str(p.get("keyword", "")) for p in points if isinstance(p, dict)) if isinstance(points, list) else ()
        return any(_letters(part) in _letters(name) for name in names)

    def replaced(self, record: dict[str, Any]) -> "Kept":
        """Put another record in the place of this one, whole or not at all; raises `RecordsError`."""
        try:
            write_json(self.path, record)
        except OSError as error:
            raise RecordsError(
                f"{self.path} cannot be written ({error.strerror}). It is as it was; free some space and try again."
            ) from error
        return Kept(self.path, record)


class SessionFolder:
    """One session's folder: its journal while it runs, its answers, and `session.json` about the whole."""

    def __init__(self, folder: Path, data: dict[str, Any]) -> None:
        self.folder = folder
        self.data = data

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.folder.name

    def save(self) -> None:
        """Write `session.json`; raises OSError."""
        write_json(self.folder / SESSION, self.data)

    def new_answer(self, question_id: str, number: int) -> str:
        """The name of the session's answer number `number` from 1: its files' stem."""
        return f"{number:02d}-{file_name(question_id)}"

    def answer_id(self, name: str) -> str:
        """The archive-wide id of an answer of this session."""
        return f"{self.id}.{name}"

    def keep(self, name: str, record: dict[str, Any], sound: Sound) -> Kept:
        """File an answer: the sound first, so that a record never names what is not there; raises OSError."""
        sound_file = self.folder / f"{name}.wav"
        try:
            open_private(sound_file).close()
            write_wave(sound_file, sound)
        except OSError:
            sound_file.unlink(missing_ok=True)  # half a file would look like an answer
            raise
        path = self.folder / f"{name}.json"
        write_json(path, record)
        return Kept(path, record)

    def ask(self, question_id: str | None) -> None:
        """Note which question is in hand; None: there is none any more. Raises OSError."""
        if self.data.get(IN_HAND, "") != question_id:
            self.data[IN_HAND] = question_id
            self.save()

    def remove_if_empty(self) -> None:
        """Remove a session in which nothing was said."""
        if not any(file.name != SESSION for file in self.folder.iterdir()):
            (self.folder / SESSION).unlink(missing_ok=True)
            self.folder.rmdir()

    def end(self, at: datetime) -> None:
        """Note that the session is complete; raises OSError."""
        self.data["ended_at"] = timestamp(at)
        self.save()


class Archive:
    """Everything that was kept, in one folder that may not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def start_session(self, at: datetime, bank_name: str, about: dict[str, Any]) -> tuple[SessionFolder, Journal]:
        """Make a session's folder and its journal; raises `RecordsError`."""
        try:
            private_folder(self.root)
            folder = self._fresh_folder(f"{at.astimezone():%Y-%m-%d_%H%M%S}_{file_name(bank_name)}")
            data = {"schema": 1, "session": folder.name, "started_at": timestamp(at), "ended_at": None, **about}
            session = SessionFolder(folder, data)
            session.save()
            return session, Journal(folder)
        except OSError as error:
            raise RecordsError(
                f"Recordings cannot be written to {self.root} ({error.strerror}). "
                "Free some space there, or name another folder with --recordings."
            ) from error

    def _fresh_folder(self, name: str) -> Path:
        for number in range(1, 1000):
            folder = self.root / (name if number == 1 else f"{name}_{number}")
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                return folder
        raise FileExistsError(17, "there are a thousand sessions of this second", str(self.root))

    def sessions(self) -> list[SessionFolder]:
        """Every session that can be read, the oldest first."""
        found = []
        for file in self.root.glob(f"*/{SESSION}"):
            with contextlib.suppress(OSError, ValueError):
                data = json.loads(file.read_text(encoding="utf-8"))
                if isinstance(data, dict):
                    found.append(SessionFolder(file.parent, data))
        return sorted(found, key=lambda s: (str(s.data.get("started_at", "")), s.id))

    def answers(self) -> list[Kept]:
        """Every kept answer that can be read, the oldest first."""
        return [kept for session in self.sessions() for kept in session_answers(session.folder)]

    def find(self, name: str, point: str = "") -> Kept:
        """The answer `name`: `latest`, an id or its unambiguous beginning or end, or the last to a question.

        With a `point`, the latest is the latest of its session that has a point named so. Raises `UnknownAnswer`.
        """
        answers = self.answers()
        if not answers:
            raise UnknownAnswer(f"There are no kept answers in {self.root} yet. `voiceprep practice` makes some.")
        if name == LATEST:
            session = [a for a in answers if a.path.parent == answers[-1].path.parent]
            points = point and answers[-1].record.get("points")  # where nothing was heard, that is to be told
            return next((a for a in reversed(session) if points and a.has_point(point)), answers[-1])
        to_question = [a for a in answers if a.record.get("question") == name]
        if to_question:
            return to_question[-1]
        fitting = [a for a in answers if a.id == name] or [
            a for a in answers if a.id.startswith(name) or a.id.endswith(name)
        ]
        if len(fitting) == 1:
            return fitting[0]
        listed = ", ".join(a.id for a in (fitting or answers)[-5:])
        problem = "is not unique" if fitting else "is not kept"
        raise UnknownAnswer(f"The answer {name!r} {problem}. Take `latest`, a question's id, or one of: {listed}.")

    def free_bytes(self) -> int:
        """Space left on the disk of the folder, or of where it will be."""
        folder = self.root
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free


def read_kept(path: Path) -> Kept:
    """The kept answer of that record; raises `RecordsError`."""
    try:
        return Kept(path, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise RecordsError(f"{path} cannot be read ({error}).") from error


def session_answers(folder: Path) -> list[Kept]:
    """The kept answers of one session in the order of their numbers."""
    found = []
    by_number = sorted(folder.glob("[0-9][0-9]*-*.json"), key=lambda p: (p.name.index("-"), p.name))
    for path in by_number:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["id"]:
                found.append(Kept(path, record))
    return found
