"""The user is right: overruling a verdict in a kept answer, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voiceprep.bank import Aliases, find_bank, load_bank, with_aliases
from voiceprep.bank.user_aliases import joined
from voiceprep.errors import RecordsError
from voiceprep.hearing.sphinx import LEAVES_OUT
from voiceprep.judging import feedback
from voiceprep.judging.near_sounds import Said
from voiceprep.model import CUT_SHORT, Bank, EngineInfo, Evidence, PointVerdict, Question, Verdict
from voiceprep.practice.heard_instead import heard_instead, point_of, worth_remembering
from voiceprep.records.archive import Archive, Kept
from voiceprep.records.overrules import Record, overrule, same_point, take_back
from voiceprep.records.record import read_points, read_question, read_target_s, read_transcript


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a point by the user's word."""

    kept: Kept
    """The answer as it is kept now."""
    keyword: str
    was: str
    """The verdict before; `said` where nothing had to be changed."""
    heard: str
    """What the recogniser made of it; empty where no words there are like it."""
    question: Question
    """Today's, to hold an alias against; where the bank is gone, as far as the record holds it."""
    why_not: str | None
    """Why what was heard should not be remembered unasked; None where it should."""


def named_point(record: Record, part: str) -> PointVerdict:
    """The point of that name, or the only one whose keyword has that part in it.

    Raises `RecordsError` that lists the points otherwise.
    """
    points = read_points(record)
    if not points:
        raise RecordsError("Nothing was heard in this answer, so there is no verdict on any point of it.")
    named = [p for p in points if same_point(p.keyword, part)]
    named = named or [p for p in points if joined(part) and joined(part) in joined(p.keyword)]
    if len({joined(p.keyword) for p in named}) == 1:
        return next((p for p in named if p.verdict != "said"), named[0])
    problem = (
        f"The point {part!r} is not clear" if named else f"The answer {record.get('id', '')} has no point {part!r}"
    )
    known = ", ".join(dict.fromkeys(p.keyword for p in (named or points)))
    raise RecordsError(f"{problem}. It {'may be' if named else 'has'}: {known}.")


def correct(kept: Kept, part: str, bank: Bank | None, said: Said, at: datetime) -> Correction:
    """Let a point count, and look for what the recogniser made of it; raises `RecordsError`."""
    point = named_point(kept.record, part)
    question = _question(kept.record, bank)
    place = point.evidence
    if place is None or place.how != "overruled":
        place = heard_instead(read_transcript(kept.record), point, said)
    if point.verdict != "said":
        kept = put_right(kept, point.keyword, place, at)
    why_not = worth_remembering(question, point_of(question, point.keyword), place.text)
    return Correction(kept, point.keyword, point.verdict, place.text, question, why_not)


def put_right(kept: Kept, keyword: str, place: Evidence, at: datetime) -> Kept:
    """Let a point count by what was heard in its place; raises `RecordsError`."""
    return kept.replaced(told_anew(overrule(kept.record, keyword, place, at)))


def undo(kept: Kept, part: str) -> tuple[Kept, PointVerdict]:
    """Take the user's word back; gives the point as it is judged now. Raises `RecordsError`."""
    keyword = named_point(kept.record, part).keyword
    if not any(same_point(entry["keyword"], keyword) for entry in kept.record["overrules"]):
        raise RecordsError(f"{keyword} was not overruled in {kept.id}, so there is nothing to take back.")
    kept = kept.replaced(told_anew(take_back(kept.record, keyword)))
    return kept, named_point(kept.record, keyword)


def told_anew(record: Record, question: Question | None = None) -> Record:
    """The record with the feedback that its verdicts call for now; raises `RecordsError`."""
    verdict = Verdict(bool(record["heard"]), read_points(record))
    engine = None
    if heard_by := record["engine"]:
        engine = EngineInfo(**heard_by, leaves_out=LEAVES_OUT if heard_by["name"] == "sphinx" else 0.0)
    whole = record["end_reason"] not in CUT_SHORT
    told = feedback(
        question or read_question(record), verdict, 0, read_transcript(record), whole, engine, read_target_s(record)
    )
    return {**record, "feedback": list(told.sentences)}


def _question(record: Record, bank: Bank | None) -> Question:
    today = next((q for q in bank.questions if q.id == record["question"]), None) if bank else None
    return today or read_question(record)


def bank_of(archive: Archive, kept: Kept, given: Sequence[Bank], aliases: Aliases) -> Bank:
    """Today's bank of an answer, with the user's aliases: a given one of that name, its session's file, a shipped one.

    Raises `BankError`.
    """
    name = str(kept.record.get("bank", ""))
    if bank := next((bank for bank in given if bank.name == name), None):
        return with_aliases(bank, aliases)
    data = next((s.data for s in archive.sessions() if s.folder == kept.path.parent), {})
    file = Path(str(data.get("bank_file", "")))
    return with_aliases(load_bank(file if file.is_file() else find_bank(name)), aliases)
