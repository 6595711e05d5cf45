"""The user's word over a verdict, in an answer's record: noted, taken back, and put in force again on new verdicts.

Pure: each function gives a new record. A keyword that stands in two tips is one point to the user, and overruled in
both; keywords are compared in normal form, as a bank's author may write one otherwise by the next judging.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from voiceprep.model import Evidence, PointVerdict, Verdict
from voiceprep.records.record import read_points, timestamp
from voiceprep.text import spoken_words

Record = dict[str, Any]

UNPLACED = Evidence("overruled", "", None, None, 1.0)
"""Where nobody knows what was heard of the point."""


def same_point(a: str, b: str) -> bool:
    """Whether two keywords name the same point."""
    return "".join(spoken_words(a)) == "".join(spoken_words(b))


def overruled_points(points: Iterable[PointVerdict], keyword: str, heard: Evidence) -> tuple[PointVerdict, ...]:
    """The verdicts with that point said, by what was `heard` in its place."""
    return tuple(
        replace(p, verdict="said", evidence=replace(heard, how="overruled", score=1.0)) if _is_open(p, keyword) else p
        for p in points
    )


def _is_open(point: PointVerdict, keyword: str) -> bool:
    return point.verdict != "said" and same_point(point.keyword, keyword)


def overrule(record: Record, keyword: str, heard: Evidence, at: datetime) -> Record:
    """The record with that point said; raises `RecordsError` where its verdicts have no known form."""
    points = read_points(record)
    noted = [
        {
            "tip": p.tip,
            "keyword": p.keyword,
            "was": p.verdict,
            "verdict": "said",
            "at": timestamp(at),
            "evidence": p.evidence.to_dict() if p.evidence else None,  # of the old verdict, to take back to
        }
        for p in points
        if _is_open(p, keyword)
    ]
    return _with(record, overruled_points(points, keyword, heard), [*record["overrules"], *noted])


def take_back(record: Record, keyword: str) -> Record:
    """The record with the verdict on that point that the recogniser came to."""
    mine = [entry for entry in record["overrules"] if same_point(entry["keyword"], keyword)]
    others = [entry for entry in record["overrules"] if entry not in mine]
    points = tuple(_before(p, mine) for p in read_points(record))
    return _with(record, points, others)


def _before(point: PointVerdict, entries: list[Record]) -> PointVerdict:
    if point.evidence is None or point.evidence.how != "overruled":
        return point
    for entry in entries:
        if entry["tip"] == point.tip and same_point(entry["keyword"], point.keyword):
            evidence = entry.get("evidence")
            return replace(point, verdict=entry["was"], evidence=Evidence(**evidence) if evidence else None)
    return point


def take_back_all(record: Record) -> Record:
    """The record as the recogniser alone had it."""
    for entry in record["overrules"]:
        record = take_back(record, entry["keyword"])
    return record


def keep_overrules(old: Record, new: Record) -> Record:
    """New verdicts on an answer with what the user had said of the old ones; no entry is lost.

    What is heard as said by now stays as it is heard.
    """
    entries: list[Record] = []
    before = [p for p in read_points(old) if p.evidence and p.evidence.how == "overruled"]
    points = read_points(new)
    for entry in old["overrules"]:
        now = next((p for p in points if _is_open(p, entry["keyword"])), None)
        if now is None:
            entries.append(entry)
            continue
        evidence = now.evidence.to_dict() if now.evidence else None
        entries.append({**entry, "tip": now.tip, "keyword": now.keyword, "was": now.verdict, "evidence": evidence})
        known = next((p.evidence for p in before if same_point(p.keyword, now.keyword)), None)
        heard = replace(now.evidence or known or UNPLACED, how="overruled", score=1.0)
        points = tuple(replace(p, verdict="said", evidence=heard) if p is now else p for p in points)
    return _with(new, points, entries)


def _with(record: Record, points: tuple[PointVerdict, ...], overrules: list[Record]) -> Record:
    verdict = Verdict(bool(record["heard"]), points)
    return {
        **record,
        "points": [p.to_dict() for p in points],
        "coverage": verdict.coverage,
        "overrules": overrules,
    }
