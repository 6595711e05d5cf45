"""What the recogniser made of a point that the user says was said: the words most like it, and whether to offer them.

Of the 67 points of the shipped bank, held against ten answers to other questions, one in twenty finds words that differ
in two of five phones or fewer; what people did say and the recogniser misheard is mostly nearer.
"""

from collections.abc import Iterator
from dataclasses import replace

from voiceprep.bank.user_aliases import harm, joined
from voiceprep.hearing.embedded_model import how_phrases_are_said
from voiceprep.judging.near_sounds import Said
from voiceprep.judging.windows import Heard
from voiceprep.model import Evidence, KeyPoint, PointVerdict, Question, Transcript, Word
from voiceprep.practice.alias_advice import FEWEST_LETTERS, FEWEST_WORDS
from voiceprep.pronounce.sounding import phone_changes
from voiceprep.records.overrules import UNPLACED
from voiceprep.text import spoken_words

MOST_DIFFERENT = 0.4
"""Share of the phones in which words may differ from the point to be taken for it, the user having said it."""
_MORE_WORDS = 2
"""Words that a recogniser makes of a phrase may be so many more than its own: "you cooper netties"."""
NOTHING_LIKE_IT = "no words there are like it"


def how_it_is_said() -> Said:
    """How phrases are said by the dictionary; where that is not on this machine, their letters have to do."""
    return how_phrases_are_said() or (lambda phrase: (tuple(joined(phrase)),))


def heard_instead(transcript: Transcript, point: PointVerdict, said: Said) -> Evidence:
    """The evidence of an overruled point: the words that stand for it, "" where none are like it, and their place."""
    known = point.evidence
    if known is not None and known.text:
        return replace(known, how="overruled", score=1.0)
    words = Heard(transcript).sources
    best = min(_runs(words, point.keyword, said), key=lambda run: run[0], default=None)
    if best is not None and best[0] <= MOST_DIFFERENT:
        there = words[best[1] : best[2]]
        return Evidence("overruled", " ".join(w.text for w in there), there[0].start_s, there[-1].end_s, 1.0)
    return UNPLACED if known is None else replace(known, how="overruled", score=1.0)


def _runs(words: tuple[Word, ...], keyword: str, said: Said) -> Iterator[tuple[float, int, int]]:
    """Each run of words, the first and the one after the last, with the share of its phones that differ."""
    wanted = [way for way in said(keyword) if way]
    phones = {word.text: next(iter(said(word.text)), ()) for word in words}
    longest = len(spoken_words(keyword)) + _MORE_WORDS
    for start in range(len(words)):
        run: tuple[str, ...] = ()
        for stop in range(start + 1, min(len(words), start + longest) + 1):
            run += phones[words[stop - 1].text]
            for way in wanted:
                yield phone_changes(run, way) / max(len(run), len(way)), start, stop


def worth_remembering(question: Question, point: KeyPoint, heard: str) -> str | None:
    """Why what was heard should not be remembered unasked; None where it should."""
    if not joined(heard):
        return NOTHING_LIKE_IT
    if reason := harm(question, point, heard):
        return reason
    if len(heard.split()) < FEWEST_WORDS or len(joined(heard)) < FEWEST_LETTERS:
        return f'"{heard}" is said in earnest, too'
    return None


def point_of(question: Question, keyword: str) -> KeyPoint:
    """The question's key point of that name, with its aliases; one without any where it is gone."""
    points = (p for tip in question.tips for p in tip.points)
    return next((p for p in points if joined(p.keyword) == joined(keyword)), KeyPoint(keyword))
