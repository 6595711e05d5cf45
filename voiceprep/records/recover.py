"""What a crash left: answers that are in a session's journal and were never filed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voiceprep.records.archive import Archive, SessionFolder
from voiceprep.records.journal import MARKS, SOUND, Stretch, in_use, length, read_marks


@dataclass(frozen=True, slots=True)
class Unfiled:
    """An answer in the journal without a record."""

    name: str
    """The stem that its files were to have."""
    question: str
    attempt: int
    stretches: tuple[Stretch, ...]
    commands: tuple[tuple[float, float], ...] = ()
    """When commands were said into it, seconds from its beginning."""

    @property
    def samples(self) -> int:
        """How much of it was recorded."""
        return sum(end - first for first, end in self.stretches)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that was never ended."""

    session: SessionFolder
    answers: tuple[Unfiled, ...] = field(default=())

    def discard_journal(self) -> None:
        """Delete the journal: everything in it has been filed; raises OSError."""
        for name in (SOUND, MARKS):
            (self.session.folder / name).unlink(missing_ok=True)


def unfinished_sessions(archive: Archive) -> Iterator[Unfinished]:
    """Every session that left a journal and is not running any more; raises OSError."""
    for session in archive.sessions():
        if (session.folder / MARKS).exists() and not in_use(session.folder):
            yield Unfinished(session, tuple(unfiled_answers(session.folder)))


def unfiled_answers(folder: Path) -> list[Unfiled]:
    """The answers of a journal that were neither kept nor dropped, in the order in which they began.

    None where the journal was removed, as of every session that ended well.
    """
    if not (folder / MARKS).exists():
        return []
    answers: dict[str, dict[str, Any]] = {}
    open_name: str | None = None
    for mark in read_marks(folder):
        name = str(mark.details.get("answer", open_name or ""))
        if mark.kind == "open":
            before = [(int(first), int(stop)) for first, stop in mark.details.get("before", ())]
            answer = answers.setdefault(name, {**mark.details, "stretches": before, "commands": []})
            answer["stretches"].append((int(mark.details.get("first", mark.sample)), None))
            open_name = name
        elif mark.kind == "close" and name in answers:
            first, _ = answers[name]["stretches"][-1]
            answers[name]["stretches"][-1] = (first, mark.sample)
            open_name = None
        elif mark.kind == "command" and name in answers:
            answers[name]["commands"].append((mark.details["start_s"], mark.details["end_s"]))
        elif mark.kind == "again" and name in answers:
            answers[name].update(stretches=[(mark.sample, None)], commands=[])
        elif mark.kind in ("kept", "dropped"):
            answers.pop(name, None)
    end = length(folder)
    return [
        Unfiled(
            name,
            str(answer.get("question", "")),
            int(answer.get("attempt", 1)),
            tuple((first, end if stop is None else stop) for first, stop in answer["stretches"]),
            tuple(answer["commands"]),
        )
        for name, answer in answers.items()
    ]
