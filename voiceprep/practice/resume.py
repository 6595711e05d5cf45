"""Going on with a session that was cut off: which of its questions are still to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from voiceprep.errors import RecordsError
from voiceprep.model import CUT_SHORT
from voiceprep.records.archive import IN_HAND, Archive, SessionFolder, session_answers
from voiceprep.records.recover import unfiled_answers


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A session of which questions are left."""

    session: str
    bank_file: str
    questions: tuple[str, ...]
    """Their ids, from the one that was in hand."""


def left_over(archive: Archive) -> LeftOver:
    """The newest session with questions left, those begun and cut short among them; raises `RecordsError`.

    None that another kept session goes on with already, and none that only showed sample answers.
    """
    sessions = archive.sessions()
    gone_on_with = {session.data.get("resumes") for session in sessions}
    for session in reversed(sessions):
        if session.id not in gone_on_with and not session.data.get("synthetic") and (found := _left_of(session)):
            return found
    raise RecordsError("There is no session to go on with: every question of each was answered or skipped.")


def _left_of(session: SessionFolder) -> LeftOver | None:
    asked = session.data.get("questions")
    bank_file = session.data.get("bank_file")
    if not isinstance(asked, list) or not isinstance(bank_file, str):
        return None
    records = [kept.record for kept in session_answers(session.folder)]
    left = questions_left(
        [str(id) for id in asked],
        [(str(record.get("question")), str(record.get("end_reason"))) for record in records],
        [answer.question for answer in unfiled_answers(session.folder)],
        session.data.get(IN_HAND, ""),
    )
    return LeftOver(session.id, bank_file, left) if left else None


def questions_left(
    asked: list[str], answers: Iterable[tuple[str, str]], unfiled: Iterable[str], noted: str | None
) -> tuple[str, ...]:
    """The ids from the question in hand on: the one whose answer was cut off, else the first after the last answer.

    Those before the one that was asked last, which is `noted`, were skipped; None is noted where all were asked.
    `answers` are the kept ones, each with the reason of its end, in order.
    """
    if noted is None:
        return ()
    in_hand = asked.index(noted) if noted in asked else 0
    for question, end_reason in answers:
        if question in asked:
            cut_off = end_reason in CUT_SHORT and end_reason != "skipped"
            in_hand = max(in_hand, asked.index(question) + (not cut_off))
    for question in unfiled:
        if question in asked:
            in_hand = asked.index(question)
    return tuple(asked[in_hand:])
