"""What is said back after an answer: one thing that landed, at most two points missing, why the question is asked.

20 spoken seconds at most: one remark is heard, a list is not. No score and no judgement of the person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voiceprep.judging.delivery import TARGET_S, delivery_remark, measure_delivery
from voiceprep.judging.fillers import CERTAIN
from voiceprep.judging.repetition import repeated
from voiceprep.judging.wording import (
    WPM,
    for_the_ear,
    is_an_act,
    name_of,
    point_name,
    quote,
    say,
    sentence,
    sentences_of,
    spoken_length,
)
from voiceprep.model import EngineInfo, PointVerdict, Question, Transcript, Verdict
from voiceprep.text import spoken_words

MOST_S = 20
MOST_WORDS = MOST_S * WPM // 60
MOST_MISSING = 2
HARDLY_WORDS = 4
"""Fewer words than these, fillers aside, are nothing to judge, unless they make a point."""
_SHORT_TIP_WORDS = 16
"""A longer tip is not read out: its point is named instead."""
_MOST_EXAMPLES = 3
"""Of a list of which any is enough."""
_MOST_REPEATED = 2
"""Phrases that "more" names."""
_MOST_UNSURE = 2
"""Points that were not heard clearly, that "more" names."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The sentences spoken after one answer."""

    landed: str
    """Names one thing that landed; says so when nothing did, or when nothing or hardly anything was heard."""
    missing: tuple[str, ...] = ()
    """At most two, or that nothing is missing; empty where there was nothing to judge."""
    delivery: str = ""
    """The one remark on how it was delivered; mostly there is none."""
    why: str = ""
    """Why the question is asked, in as many of its sentences as there is room for."""
    told: tuple[PointVerdict, ...] = ()
    """The missing points that `missing` names."""
    more: tuple[str, ...] = ()
    """What there is to say besides, when asked for; the example answer aside."""
    again: bool = False
    """Whether it offers to try again, as there was nothing to judge."""
    doubted: PointVerdict | None = None
    """The point that `landed` names as badly heard."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is said at once, in order."""
        return tuple(s for s in (self.landed, *self.missing, self.delivery, self.why) if s)

    @property
    def named(self) -> tuple[PointVerdict | None, ...]:
        """For each of `sentences` but the last, the point that it says was not heard, or not clearly."""
        return (self.doubted, *self.told)


def feedback(
    question: Question,
    verdict: Verdict,
    seed: int = 0,
    transcript: Transcript | None = None,
    whole: bool = True,
    engine: EngineInfo | None = None,
    target_s: float = TARGET_S,
) -> Feedback:
    """Put a verdict into words; the same seed gives the same words, the next one others.

    From the transcript and the engine that wrote it comes what is said of the delivery. `whole` is whether the answer
    ended as its speaker meant, and `target_s` the length that is aimed at.
    """
    if not verdict.heard:
        return Feedback(say("not_heard", seed), again=True)
    if transcript is not None and _hardly_anything(transcript, verdict):
        return Feedback(say("hardly_heard", seed), more=_more(question, verdict, (), seed), again=True)
    if not verdict.points:
        return Feedback(say("no_points", seed))
    keeps_fillers, leaves_out = (engine.keeps_fillers, engine.leaves_out) if engine else (False, 0.0)
    delivery = measure_delivery(transcript, question, keeps_fillers, target_s) if transcript else None
    remark = delivery_remark(delivery, seed, whole, leaves_out) if delivery else ""
    told = _within_time(question, verdict, remark, seed)
    repeats = repeated(transcript.text, question) if transcript else ()
    more = (
        *_more(question, verdict, told.told, seed, told.missing),
        *_unsure(verdict, told.landed, seed),
        *([remark] if remark != told.delivery else ()),
        *_repeats(repeats, seed),
        *_rest_of_why(question, told, seed),
    )
    return replace(told, more=more or (say("more_nothing", seed),))


def _within_time(question: Question, verdict: Verdict, remark: str, seed: int) -> Feedback:
    """Say what fits: a point that landed and a missing one first, then a reason, then all else.

    Neither advice nor a remark may cost one of these three.
    """
    landed, doubted = _landed(question, verdict, seed)
    points, reasons = missing_in_order(verdict), sentences_of(question.why)
    complete = say("complete_but_maybe" if verdict.count("maybe") else "complete", seed)
    room = MOST_WORDS - spoken_length(landed)
    why = _why(
        reasons[:1], room - spoken_length(_name_missing(question, points[0], seed) if points else complete), seed
    )
    told, missing, delivery = _missing(question, points, complete, remark, room - spoken_length(why), seed)
    if why:
        why = _why(reasons, room - sum(map(spoken_length, (*missing, delivery))), seed)
    return Feedback(landed, missing, delivery, why, told, doubted=doubted)


def _hardly_anything(transcript: Transcript, verdict: Verdict) -> bool:
    words = [word for word in spoken_words(transcript.text) if word not in CERTAIN]
    return len(words) < HARDLY_WORDS and not verdict.count("said") and not verdict.count("maybe")


def _landed(question: Question, verdict: Verdict, seed: int) -> tuple[str, PointVerdict | None]:
    """What landed, and the point of which that is not sure."""
    said = [p for p in verdict.points if p.verdict == "said"]
    if said:
        best = best_of(question, said)
        heard = quote(best, question)
        if heard:
            return say("landed", seed, heard=heard), None
        return say("landed_unquoted", seed, point=point_name(best)), None
    maybe = [p for p in verdict.points if p.verdict == "maybe"]
    if maybe:
        best = max(maybe, key=_weight)
        return _unsure_of(best, seed), best
    return say("nothing_landed", seed), None


def _unsure_of(point: PointVerdict, seed: int) -> str:
    """Name a point that may have been made: badly heard, or heard in part."""
    if point.evidence is not None and point.evidence.how == "part":
        return say("part", seed, point=point_name(point), heard=for_the_ear(point.evidence.text))
    return say("maybe", seed, point=point_name(point))


def best_of(question: Question, said: Sequence[PointVerdict]) -> PointVerdict:
    """Choose the point to name: one that can be quoted in the candidate's own words, where there is one."""
    return max(said, key=lambda point: (bool(quote(point, question)), *_weight(point)))


def _weight(point: PointVerdict) -> tuple[int, float]:
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
    question: Question, points: Sequence[PointVerdict], complete: str, remark: str, room: int, seed: int
) -> tuple[tuple[PointVerdict, ...], tuple[str, ...], str]:
    """Say as much about the missing points as fits: both with advice, both, one with advice, one by name.

    The remark takes the room of advice and of the second point, which are in "more" as well, but not of the first.
    """
    points = points[:MOST_MISSING]
    long = [_advise(question, point, seed + i) for i, point in enumerate(points)] or [complete]
    short = [_name_missing(question, point, seed + i) for i, point in enumerate(points)] or [complete]
    if len(points) > 1 and points[0].tip == points[1].tip:
        long[1] = short[1]  # the same advice is not given twice
    choices = [tuple(long), (long[0], *short[1:]), tuple(short), (long[0],), (short[0],)]
    for said in (remark, ""):
        for choice in choices:
            if sum(map(spoken_length, (*choice, said))) <= room:
                return tuple(points[: len(choice)]), choice, said
    return tuple(points[:1]), (short[0],), ""


def _why(reasons: Sequence[str], room: int, seed: int) -> str:
    """Say why the question is asked, in as many whole sentences as fit."""
    for count in range(len(reasons), 0, -1):
        why = say("why", seed, why=" ".join(reasons[:count]))
        if spoken_length(why) <= room:
            return why
    return ""


def _more(
    question: Question, verdict: Verdict, told: Sequence[PointVerdict], seed: int, spoken: Sequence[str] = ()
) -> tuple[str, ...]:
    """Name the missing points that were not told, with the advice that was not `spoken` before; each once."""
    rest: list[str] = []
    for point in missing_in_order(verdict):
        if not any(point is t for t in told):
            turn = seed + len(told) + len(rest)
            tip = sentence(question.tips[point.tip].text)
            given = any(s.endswith(tip) for s in (*spoken, *rest))
            rest.append(_name_missing(question, point, turn) if given else _advise(question, point, turn))
    return tuple(rest)


def _unsure(verdict: Verdict, landed: str, seed: int) -> Iterator[str]:
    """Name points that were not heard clearly; not the one that stands in for what landed."""
    unsure = [p for p in verdict.points if p.verdict == "maybe" and point_name(p) not in landed]
    for i, point in enumerate(sorted(unsure, key=_weight, reverse=True)[:_MOST_UNSURE]):
        yield _unsure_of(point, seed + i)


def _repeats(repeats: Sequence[tuple[str, int]], seed: int) -> Iterator[str]:
    for i, (phrase, count) in enumerate(repeats[:_MOST_REPEATED]):
        yield say("repeated", seed + i, said=phrase, number=str(count))


def _rest_of_why(question: Question, told: Feedback, seed: int) -> Iterator[str]:
    """Give the whole reason where it was cut."""
    if question.why.strip():
        why = say("why", seed, why=" ".join(sentences_of(question.why)))
        if why != told.why:
            yield why


def _advise(question: Question, point: PointVerdict, seed: int) -> str:
    tip = sentence(question.tips[point.tip].text)
    if spoken_length(tip) > _SHORT_TIP_WORDS or _is_rejected(point):
        return _name_missing(question, point, seed)
    named = is_an_act(point.keyword) or "".join(spoken_words(point.keyword)) in "".join(spoken_words(tip))
    return say("missing_tip_names_point" if named else "missing_tip", seed, point=point_name(point), tip=tip)


def _name_missing(question: Question, point: PointVerdict, seed: int) -> str:
    if _is_rejected(point):
        return say("rejected", seed, heard=point_name(point))  # by its sound, what was written there is misheard
    return say("missing_act" if is_an_act(point.keyword) else "missing_point", seed, point=_any_of(question, point))


def _any_of(question: Question, point: PointVerdict) -> str:
    """Name a point; of a list of examples, of which any is enough, the first few."""
    tip = question.tips[point.tip]
    ways = next((p.aliases for p in tip.points if p.keyword == point.keyword), ()) if tip.derived else ()
    names = [point_name(point), *(name_of(way) for way in ways[: _MOST_EXAMPLES - 1])]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]


def _is_rejected(point: PointVerdict) -> bool:
    return point.evidence is not None and point.evidence.how == "rejected"
