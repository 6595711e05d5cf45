"""An answer's record: the JSON object that `score` prints and that lies beside each recording."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from voiceprep.errors import RecordsError
from voiceprep.judging import measure_delivery
from voiceprep.judging.delivery import TARGET_S
from voiceprep.model import (
    Bank,
    EndReason,
    EngineInfo,
    Evidence,
    KeyPoint,
    PointVerdict,
    Question,
    Tip,
    Transcript,
    Verdict,
    Word,
)

SCHEMA = 1


def timestamp(at: datetime) -> str:
    """UTC in the form `2026-01-31T14:22:33Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer_record(
    *,
    id: str,
    session: str | None,
    at: datetime,
    attempt: int,
    bank: Bank,
    question: Question,
    audio: dict[str, Any] | None,
    engine: EngineInfo | None,
    transcript: Transcript,
    verdict: Verdict,
    end_reason: EndReason,
    feedback: tuple[str, ...],
    target_s: float = TARGET_S,
) -> dict[str, Any]:
    """Everything there is to know of one answer, readable without voiceprep; `target_s` is the length aimed at."""
    return {
        "schema": SCHEMA,
        "id": id,
        "session": session,
        "at": timestamp(at),
        "attempt": attempt,
        "bank": bank.name,
        "question": question.id,
        "question_text": question.ask,
        "why": question.why,
        "tips": [tip.text for tip in question.tips],
        "audio": audio,
        "engine": {"name": engine.name, "adapted": engine.adapted, "version": engine.version} if engine else None,
        "heard": verdict.heard,
        "transcript": transcript.to_dict() if verdict.heard else Transcript("").to_dict(),
        "points": [point.to_dict() for point in verdict.points],
        "coverage": verdict.coverage,
        "delivery": (
            measure_delivery(transcript, question, engine is not None and engine.keeps_fillers, target_s)
            if verdict.heard
            else None
        ),
        "end_reason": end_reason,
        "overrules": [],
        "feedback": list(feedback),
    }


def audio_of(name: str, seconds: float, commands: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """What a record says of its sound file: where it lies, how long it is, and when commands were said in it."""
    said = {"commands": [[round(start_s, 2), round(end_s, 2)] for start_s, end_s in commands]} if commands else {}
    return {"path": f"{name}.wav", "seconds": round(seconds, 2), **said}


def read_commands(audio: Any) -> list[tuple[float, float]]:
    """When commands were said in the sound of a record, seconds; none where nothing is known of it."""
    try:
        return [(float(start_s), float(end_s)) for start_s, end_s in audio["commands"]]
    except (KeyError, TypeError, ValueError):
        return []


def read_target_s(record: dict[str, Any]) -> float:
    """The length that the speaker of a record aimed at, seconds; the usual one where the record does not say."""
    try:
        return float(record["delivery"]["length"]["target_s"][1])
    except (KeyError, TypeError, ValueError, IndexError):
        return TARGET_S


def read_transcript(record: dict[str, Any]) -> Transcript:
    """The transcript of a record; raises `RecordsError` where it has none of a known form."""
    try:
        data = record["transcript"]
        return Transcript(data["text"], tuple(Word(**word) for word in data["words"]))
    except (KeyError, TypeError) as error:
        raise RecordsError(f"The record {record.get('id', '?')} holds no transcript that can be read.") from error


def read_points(record: dict[str, Any]) -> tuple[PointVerdict, ...]:
    """The verdicts of a record; raises `RecordsError` where they have no known form."""
    try:
        return tuple(
            PointVerdict(
                p["tip"], p["keyword"], p["verdict"], Evidence(**p["evidence"]) if p["evidence"] is not None else None
            )
            for p in record["points"]
        )
    except (KeyError, TypeError) as error:
        raise RecordsError(f"The record {record.get('id', '?')} holds no verdicts that can be read.") from error


def read_question(record: dict[str, Any]) -> Question:
    """The question of a record as far as it is in there, which is without other ways to say its points.

    Raises `RecordsError` where it has no known form.
    """
    points = read_points(record)
    try:
        tips = tuple(
            Tip(text, tuple(KeyPoint(p.keyword) for p in points if p.tip == i)) for i, text in enumerate(record["tips"])
        )
        return Question(record["question"], record["question_text"], tips, record["why"])
    except (KeyError, TypeError) as error:
        raise RecordsError(f"The record {record.get('id', '?')} holds no question that can be read.") from error
