"""Filing what a crash left: answers in a journal, transcribed and judged like any other."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from voiceprep.audio.ports import RATE_HZ
from voiceprep.bank import find_bank, load_bank, read_aliases, with_aliases
from voiceprep.errors import BankError, RecordsError
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.registry import Choice
from voiceprep.model import Bank, Question, Tip
from voiceprep.practice.scoring import new_ear, score_sound
from voiceprep.practice.screen import Screen, clock
from voiceprep.records.archive import Archive
from voiceprep.records.journal import cut
from voiceprep.records.record import audio_of
from voiceprep.records.recover import Unfiled, Unfinished, unfinished_sessions

LEAST_S = 0.3
"""Less than this was recorded of an answer: nothing to file."""


def recover_all(
    root: Path,
    engine: Callable[[], Choice],
    model_cache: Path | None,
    agreed: Callable[[], bool],
    screen: Screen,
    now: Callable[[], datetime],
    replay: str = "voiceprep replay",
    aliases: Path | None = None,
) -> None:
    """Offer, and where `agreed`, file every unfinished session's answers under `root`.

    `engine` is asked for when there is something to hear; `replay` is the command that plays one; `aliases` is the file
    of the user's own.
    Raises `VoiceprepError`, with the journals untouched.
    """
    try:
        left = list(unfinished_sessions(Archive(root)))
    except OSError as error:
        raise RecordsError(f"{root} cannot be read ({error.strerror}).") from error
    if not left:
        screen.line("Nothing to recover: no session was cut off.")
        return
    for unfinished in left:
        screen.line(f"{unfinished.session.id}: {_count(unfinished)} in its journal")
        for answer in unfinished.answers:
            screen.line(f"  {answer.name}: {clock(answer.samples / RATE_HZ)}")
    if not agreed():
        screen.line("Nothing was changed.")
        return
    own = read_aliases(aliases) if aliases else {}
    choice = engine()
    for unfinished in left:
        bank = with_aliases(_bank_of(unfinished.session.data), own)
        ear = new_ear(choice, bank.phrases, model_cache)
        try:
            _recover(unfinished, bank, ear, screen, now, replay)
        finally:
            ear.recogniser.close()


def _count(unfinished: Unfinished) -> str:
    number = len(unfinished.answers)
    return f"{number or 'no'} unfiled answer{'' if number == 1 else 's'}"


def _recover(
    unfinished: Unfinished, bank: Bank, ear: Ear, screen: Screen, now: Callable[[], datetime], replay: str
) -> None:
    session = unfinished.session
    try:
        for answer in unfinished.answers:
            sound = cut(session.folder, answer.stretches)
            if sound.seconds < LEAST_S:
                continue
            question = _question_of(bank, answer)
            about: dict[str, Any] = {
                "id": session.answer_id(answer.name),
                "session": session.id,
                "attempt": answer.attempt,
                "audio": audio_of(answer.name, sound.seconds, answer.commands),
                "end_reason": "interrupted",
            }
            record = score_sound(bank, question, sound, ear, about, now)
            session.keep(answer.name, record, sound)
            screen.line(f"  filed {answer.name}. Hear it: {replay} {record['id']}")
        session.end(now())
        unfinished.discard_journal()
    except OSError as error:
        raise RecordsError(
            f"{session.folder} cannot be written ({error.strerror}). Nothing is lost; free some space and try again."
        ) from error


def _bank_of(data: dict[str, Any]) -> Bank:
    """The session's bank; where it is gone, one without questions."""
    name = str(data.get("bank", ""))
    try:
        return load_bank(find_bank(str(data.get("bank_file", name))))
    except BankError:
        return Bank(name, ())


def _question_of(bank: Bank, answer: Unfiled) -> Question:
    """The answer's question; where it is gone, one without points: sound and transcript are filed all the same."""
    gone = Question(answer.question, "(this question is not in the bank any more)", (Tip("", ()),))
    return next((q for q in bank.questions if q.id == answer.question), gone)
