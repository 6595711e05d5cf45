"""Judging kept answers again with today's bank, aliases and engine; the old record gives way to the new one at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voiceprep.bank import Aliases, find_question
from voiceprep.errors import BankError, RecordsError, VoiceprepError
from voiceprep.hearing.embedded_model import how_phrases_are_said
from voiceprep.hearing.registry import Choice
from voiceprep.judging import judge
from voiceprep.model import VERDICTS, Bank, EngineInfo, PointVerdict, Question
from voiceprep.practice.correct import bank_of, told_anew
from voiceprep.practice.scoring import Clock, score_files
from voiceprep.records.archive import LATEST, Archive, Kept
from voiceprep.records.overrules import Record, keep_overrules, same_point, take_back_all
from voiceprep.records.record import answer_record, read_points, read_target_s, read_transcript

KEPT = ("id", "session", "at", "attempt", "audio", "end_reason")
"""What judging anew does not change in a record."""
NEEDED = frozenset((*KEPT, "engine", "heard", "transcript", "points", "coverage", "overrules"))
"""Without these a file is no record that could be put in force again."""


@dataclass(frozen=True, slots=True)
class Job:
    """An answer with what it is to be held against."""

    kept: Kept
    bank: Bank
    question: Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer."""

    id: str
    before: Mapping[str, int] | None
    """Number of points by verdict; None where nothing was heard."""
    after: Mapping[str, int] | None = None
    problem: str = ""
    """Why it was left as it is; empty where it was judged anew."""


def chosen(archive: Archive, names: Sequence[str]) -> list[Kept]:
    """The named answers, each once, or all of them; raises `UnknownAnswer`, where there are none, too."""
    named = [archive.find(name) for name in names or (LATEST,)]
    return list({kept.path: kept for kept in named}.values()) if names else archive.answers()


def prepare(
    archive: Archive, answers: Sequence[Kept], given: Sequence[Bank], aliases: Aliases, needs_sound: bool
) -> tuple[list[Job], list[Outcome]]:
    """The answers that can be judged anew, those of a bank together, and the others with the reason.

    `given` are banks to take for the answers to a bank of that name; raises `BankError` where there is no such answer.
    """
    jobs: list[Job] = []
    left: list[Outcome] = []
    for kept in answers:
        try:
            bank = bank_of(archive, kept, given, aliases)
            question = find_question(bank, str(kept.record.get("question", "")))
            if needs_sound and (kept.audio is None or not kept.audio.is_file()):
                what = "is not there any more" if kept.audio else "was never kept"
                raise RecordsError(f"Its sound {what}; --text judges its transcript.")
            if missing := NEEDED - kept.record.keys():
                raise RecordsError(f"Its record lacks {', '.join(sorted(missing))}.")
            jobs.append(Job(kept, bank, question))
        except VoiceprepError as error:
            left.append(_left(kept, error))
    for bank in given:
        if all(job.bank.source != bank.source for job in jobs):
            raise BankError(f"None of these answers is to the bank {bank.name!r} of {bank.source}.")
    first = {job.bank.source: n for n, job in reversed(list(enumerate(jobs)))}
    return sorted(jobs, key=lambda job: first[job.bank.source]), left


def _left(kept: Kept, error: BaseException) -> Outcome:
    return Outcome(kept.id, kept.record.get("coverage"), problem=str(error))


def rescore_text(jobs: Sequence[Job], now: Clock) -> Iterator[Outcome]:
    """Hold the kept transcripts against today's banks."""
    for job in jobs:
        try:
            yield _replaced(job, _from_text(job, now))
        except VoiceprepError as error:
            yield _left(job.kept, error)


def rescore_sound(
    jobs: Sequence[Job], engine: Choice, at_a_time: int, now: Clock, model_cache: Path | None
) -> Iterator[Outcome]:
    """Hear the answers again by exactly the live path, those of a bank at a time, as the engine adapts itself to it."""
    for bank in {job.bank.source: job.bank for job in jobs}.values():
        mine = [job for job in jobs if job.bank.source == bank.source]
        files = [(job.kept.audio or Path(), job.question) for job in mine]
        known = {
            file: {"audio": job.kept.record["audio"] or {}, "target_s": read_target_s(job.kept.record)}
            for job, (file, _) in zip(mine, files, strict=True)
        }
        scored = score_files(bank, files, engine, at_a_time, now, model_cache, known)
        for job, (_, result) in zip(mine, scored, strict=True):
            try:
                if isinstance(result, VoiceprepError):
                    raise result
                yield _replaced(job, result)
            except VoiceprepError as error:
                yield _left(job.kept, error)


def _replaced(job: Job, judged: Record) -> Outcome:
    """Put the new record in the old one's place, with what the old one alone knows."""
    old = job.kept.record
    record = keep_overrules(old, {**old, **judged, **{key: old[key] for key in KEPT}})
    if record["overrules"] or not record["feedback"]:
        record = told_anew(record, job.question)
    job.kept.replaced(record)
    return Outcome(job.kept.id, old["coverage"], record["coverage"])


def _from_text(job: Job, now: Clock) -> Record:
    old = take_back_all(job.kept.record)
    transcript = read_transcript(old)
    typed = old["audio"] is None
    verdict = judge(job.question, transcript, how_phrases_are_said() if typed else None)
    verdict = replace(verdict, points=_with_sound(verdict.points, read_points(old)))
    values: dict[str, Any] = {key: old[key] for key in KEPT if key != "at"}
    return answer_record(
        at=now(),
        bank=job.bank,
        question=job.question,
        engine=EngineInfo(**old["engine"]) if old["engine"] else None,
        transcript=transcript,
        verdict=verdict,
        feedback=(),
        target_s=read_target_s(old),
        **values,
    )


def _with_sound(new: Sequence[PointVerdict], old: Sequence[PointVerdict]) -> tuple[PointVerdict, ...]:
    """Where the text says no more than it did, what the sound said of it, which is not heard again, still holds."""
    return tuple(_heard_before(point, old) or point for point in new)


def _heard_before(point: PointVerdict, old: Sequence[PointVerdict]) -> PointVerdict | None:
    before = next((p for p in old if same_point(p.keyword, point.keyword)), None)
    if before is None or before.evidence is None:
        return None
    now, then = point.evidence, before.evidence
    by_sound = then.how == "sound" and VERDICTS.index(before.verdict) <= VERDICTS.index(point.verdict)
    same_words = now is not None and (now.how, now.text, now.start_s) == (then.how, then.text, then.start_s)
    if not (by_sound or same_words):
        return None
    return replace(point, verdict=before.verdict, evidence=then)


def line(outcome: Outcome) -> str:
    """What became of one answer, in one line."""
    if outcome.problem:
        return f"{outcome.id}: left as it is. {outcome.problem}"
    return f"{outcome.id}: {counts(outcome.before)} -> {counts(outcome.after)}"


def total(outcomes: Sequence[Outcome]) -> str:
    """What became of all of them, in one line."""
    done = [o for o in outcomes if not o.problem]
    left = len(outcomes) - len(done)
    before, after = (sum((Counter(c or {}) for c in side), Counter()) for side in
                     ((o.before for o in done), (o.after for o in done)))  # fmt: skip
    told = f"{len(done)} answer{'' if len(done) == 1 else 's'} judged again"
    told += f": {counts(before)} -> {counts(after)}" if done else ""
    return told + (f"; {left} left as {'it is' if left == 1 else 'they are'}." if left else ".")


def counts(coverage: Mapping[str, int] | None) -> str:
    """Number of points by verdict, to read."""
    if coverage is None:
        return "nothing heard"
    return ", ".join(f"{coverage.get(verdict, 0)} {verdict}" for verdict in VERDICTS)
