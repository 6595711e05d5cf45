"""What is said at the end of a session: how much was answered, what landed most, what to work on."""

from collections.abc import Sequence

from voiceprep.judging.feedback import best_of, missing_in_order
from voiceprep.judging.wording import for_the_ear, point_name, quote, say
from voiceprep.model import Question, Verdict
from voiceprep.text import spoken_words

_MOST_TOPIC_WORDS = 6


def summary(verdicts: Sequence[tuple[Question, Verdict]], seed: int = 0) -> list[str]:
    """Sum a session up in at most three sentences of 45 words together; `verdicts` in the order of the session."""
    answered = [(place, q, v) for place, (q, v) in enumerate(verdicts, start=1) if v.heard]
    if not answered:
        return [say("summary_none_heard", seed)]
    return [
        _answered(len(answered), len(verdicts), seed),
        _landed(answered, len(verdicts), seed),
        _work_on(answered, len(verdicts), seed),
    ]


def _answered(done: int, asked: int, seed: int) -> str:
    if asked == 1:
        return say("summary_answered_one", seed)
    words = {"done": " ".join(spoken_words(str(done))), "asked": " ".join(spoken_words(str(asked)))}
    if done == asked == 2:
        return say("summary_answered_both", seed)
    return say("summary_answered_all" if done == asked else "summary_answered", seed, **words)


def _landed(answered: list[tuple[int, Question, Verdict]], asked: int, seed: int) -> str:
    place, question, verdict = max(answered, key=lambda a: a[2].count("said"))
    said = [p for p in verdict.points if p.verdict == "said"]
    if not said:
        return say("summary_nothing_landed", seed)
    if asked == 1:
        best = best_of(question, said)
        return say("summary_landed_one", seed, heard=quote(best, question) or point_name(best))
    return say("summary_landed", seed, topic=topic(question, place))


def _work_on(answered: list[tuple[int, Question, Verdict]], asked: int, seed: int) -> str:
    place, question, verdict = max(answered, key=lambda a: a[2].count("missing"))
    points = missing_in_order(verdict)
    if not points:
        maybe = any(v.count("maybe") for _, _, v in answered)
        return say("summary_complete_but_maybe" if maybe else "summary_complete", seed)
    if asked == 1:
        return say("summary_work_on_one", seed, point=point_name(points[0]))
    return say("summary_work_on", seed, topic=topic(question, place), point=point_name(points[0]))


def topic(question: Question, place: int) -> str:
    """Call a question by its id where that is words ("bias-variance"), else by its place in the session."""
    words = for_the_ear(question.id.replace("-", " ").replace(".", " ")).split()
    if words and len(words) <= _MOST_TOPIC_WORDS and all(len(w) > 1 and w.isalpha() for w in words):
        return " ".join(words)
    return f"question {' '.join(spoken_words(str(place)))}"
