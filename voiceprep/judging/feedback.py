"""What is said back after an answer: one thing that landed, at most two points missing, why the question is asked.

About 20 spoken seconds: one remark is heard, a list is not. No score and no judgement of the person.
"""

from dataclasses import dataclass

from voiceprep.judging.wording import heard_name, point_name, say, sentence
from voiceprep.model import PointVerdict, Question, Verdict
from voiceprep.text import spoken_words

MOST_WORDS = 50
"""20 s at 150 words a minute."""
MOST_MISSING = 2
_SHORT_TIP_WORDS = 16
"""A longer tip is not read out: its point is named instead."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The sentences spoken after one answer."""

    landed: str
    """Names one thing that landed; says so when nothing did, or when nothing was heard."""
    missing: tuple[str, ...] = ()
    """At most two, or that nothing is missing; empty where nothing was heard."""
    why: str = ""
    """Why the question is asked; empty where the bank does not say."""
    told: tuple[PointVerdict, ...] = ()
    """The missing points that `missing` names."""
    doubted: PointVerdict | None = None
    """The point that `landed` names as badly heard."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is said, in order."""
        return tuple(s for s in (self.landed, *self.missing, self.why) if s)

    @property
    def named(self) -> tuple[PointVerdict | None, ...]:
        """For each of `sentences` but the last, the point that it says was not heard, or not clearly."""
        return (self.doubted, *self.told)


def feedback(question: Question, verdict: Verdict, seed: int = 0) -> Feedback:
    """Put a verdict into words; the same seed gives the same words, the next one others."""
    if not verdict.heard:
        return Feedback(say("not_heard", seed))
    landed, doubted = _landed(verdict, seed)
    why = say("why", seed, why=sentence(question.why)) if question.why.strip() else ""
    points = missing_in_order(verdict)
    if not points:
        end = "complete_but_maybe" if verdict.count("maybe") else "complete"
        return Feedback(landed, (say(end, seed),), why, doubted=doubted)
    room = MOST_WORDS - len(landed.split()) - len(why.split())
    told, missing = _missing(question, points[:MOST_MISSING], room, seed)
    return Feedback(landed, missing, why, told, doubted)


def more(question: Question, verdict: Verdict, seed: int = 0) -> tuple[str, ...]:
    """Name the missing points that the feedback of the same seed left out."""
    told = feedback(question, verdict, seed).told
    left = [point for point in missing_in_order(verdict) if not any(point is t for t in told)]
    return tuple(_name_missing(point, seed + i) for i, point in enumerate(left, start=len(told)))


def _landed(verdict: Verdict, seed: int) -> tuple[str, PointVerdict | None]:
    """What landed, and the point of which that is not sure."""
    said = [p for p in verdict.points if p.verdict == "said"]
    if said:
        best = max(said, key=weight)
        return say("landed", seed, heard=heard_name(best)), None
    maybe = [p for p in verdict.points if p.verdict == "maybe"]
    if maybe:
        best = max(maybe, key=weight)
        return say("maybe", seed, point=point_name(best)), best
    return say("nothing_landed", seed), None


def weight(point: PointVerdict) -> tuple[int, float]:
    """Weigh a point that was heard: a phrase of several words says more than a single word."""
    return min(3, len(spoken_words(point.keyword))), point.evidence.score if point.evidence else 0.0


def missing_in_order(verdict: Verdict) -> list[PointVerdict]:
    """Sort the missing points: one of each tip first, and tips of which nothing was heard before the others."""
    touched = {p.tip for p in verdict.points if p.verdict != "missing"}
    seen: dict[int, int] = {}
    keyed = []
    for point in verdict.points:
        if point.verdict == "missing":
            seen[point.tip] = seen.get(point.tip, 0) + 1
            keyed.append(((seen[point.tip], point.tip in touched), point))
    return [point for _, point in sorted(keyed, key=lambda k: k[0])]


def _missing(
    question: Question, points: list[PointVerdict], room: int, seed: int
) -> tuple[tuple[PointVerdict, ...], tuple[str, ...]]:
    """Say as much about the missing points as fits: both with advice, both, one with advice, one by name."""
    long = [_advise(question, point, seed + i) for i, point in enumerate(points)]
    short = [_name_missing(point, seed + i) for i, point in enumerate(points)]
    if len(points) > 1 and points[0].tip == points[1].tip:
        long[1] = short[1]  # the same advice is not given twice
    choices = [tuple(long), (long[0], *short[1:]), tuple(short), (long[0],)]
    chosen = next((c for c in choices if sum(len(s.split()) for s in c) <= room), (short[0],))
    return tuple(points[: len(chosen)]), chosen


def _advise(question: Question, point: PointVerdict, seed: int) -> str:
    tip = sentence(question.tips[point.tip].text)
    if len(tip.split()) > _SHORT_TIP_WORDS or _is_rejected(point):
        return _name_missing(point, seed)
    named = "".join(spoken_words(point.keyword)) in "".join(spoken_words(tip))
    return say("missing_tip_names_point" if named else "missing_tip", seed, point=point_name(point), tip=tip)


def _name_missing(point: PointVerdict, seed: int) -> str:
    if _is_rejected(point):
        return say("rejected", seed, heard=point_name(point))  # by its sound, what was written there is misheard
    return say("missing_point", seed, point=point_name(point))


def _is_rejected(point: PointVerdict) -> bool:
    return point.evidence is not None and point.evidence.how == "rejected"
