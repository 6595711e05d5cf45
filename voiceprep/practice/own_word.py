"""The user's word in an interview: which point it is about, what is said back, and what is kept of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from voiceprep.bank import Aliases, read_aliases
from voiceprep.errors import VoiceprepError
from voiceprep.judging import Feedback
from voiceprep.judging.wording import for_the_ear, point_name, say
from voiceprep.model import EndReason, Evidence, KeyPoint, PointVerdict, Question, Transcript, Verdict
from voiceprep.practice.correct import put_right
from voiceprep.practice.heard_instead import heard_instead, how_it_is_said, point_of, worth_remembering
from voiceprep.practice.remembered import remember
from voiceprep.records.archive import read_kept
from voiceprep.records.overrules import overruled_points, same_point

Tell = Callable[[str], None]


@dataclass(slots=True)
class ToldAnswer:
    """A judged answer that the feedback is about."""

    question: Question
    transcript: Transcript
    verdict: Verdict
    """With the user's word over it."""
    feedback: Feedback
    """As it was told."""
    name: str
    """The stem of its files."""
    end_reason: EndReason = "silence"
    tickets: list[int] = field(default_factory=list)
    """Of each time that the feedback was told, which a pause may have cut short."""
    offer: tuple[KeyPoint, str] | None = None
    """A point and what was heard for it, which may be remembered."""


def point_meant(answer: ToldAnswer, sentences: int) -> PointVerdict | None:
    """The point named last in the sentences that were begun, among those that do not count yet."""
    named = [p for p in answer.feedback.named[:sentences] if p is not None]
    open_ = [p for p in answer.verdict.points if p.verdict != "said"]
    return next((p for p in reversed(named) if any(same_point(o.keyword, p.keyword) for o in open_)), None)


def note(
    answer: ToldAnswer | None, begun: Callable[[int], int], may_remember: bool, seed: int
) -> tuple[tuple[str, Evidence] | None, tuple[str, ...]]:
    """Let the point that is meant count in the answer; gives its keyword with its place, and what to say.

    `begun` says how many sentences of a telling were begun.
    """
    point = point_meant(answer, max(map(begun, answer.tickets), default=0)) if answer else None
    if answer is None or point is None:
        return None, (say("nothing_to_note", seed),)
    place = heard_instead(answer.transcript, point, how_it_is_said())
    points = overruled_points(answer.verdict.points, point.keyword, place)
    answer.verdict = replace(answer.verdict, points=points)
    sentences = [say("noted", seed, point=point_name(point))]
    key_point = point_of(answer.question, point.keyword)
    answer.offer = None
    if may_remember and worth_remembering(answer.question, key_point, place.text) is None:
        answer.offer = (key_point, place.text)
        sentences.append(say("noted_heard", seed, heard=for_the_ear(place.text)))
    return (point.keyword, place), tuple(sentences)


def remember_offer(
    answer: ToldAnswer | None, file: Path | None, seed: int, tell: Tell
) -> tuple[Aliases, tuple[str, ...]]:
    """Keep what was offered; gives all aliases where that worked, and what to say. What failed is told by `tell`."""
    if answer is None or answer.offer is None or file is None:
        return {}, (say("nothing_to_remember", seed),)
    (point, heard), answer.offer = answer.offer, None
    try:
        remember(file, answer.question, point, heard)
        aliases = read_aliases(file)
    except VoiceprepError as error:
        tell(str(error))
        return {}, (say("nothing_to_remember", seed),)
    return aliases, (say("remembered", seed, heard=for_the_ear(heard), point=for_the_ear(point.keyword)),)


def file_overrule(record: Path, keyword: str, place: Evidence, at: datetime, tell: Tell) -> None:
    """Note the user's word in the kept answer; what fails is told."""
    try:
        put_right(read_kept(record), keyword, place, at)
    except VoiceprepError as error:
        tell(f"That {keyword} counts could not be kept: {error}")
