"""The verdict on an answer: each key point of its question, in the bank's order, against what was heard."""

from functools import lru_cache

from voiceprep.families import family
from voiceprep.judging.denial.indirect import asks_what_is_lacking
from voiceprep.judging.matching import Loose, find
from voiceprep.judging.mentions import phrases
from voiceprep.judging.near_sounds import Said, Sounds
from voiceprep.judging.scattered import goes_beyond
from voiceprep.judging.windows import Heard
from voiceprep.model import PointVerdict, Question, Transcript, Verdict
from voiceprep.text import spoken_words


def judge(question: Question, transcript: Transcript | str, said: Said | None = None) -> Verdict:
    """Hold what was said against the key points; without a single word heard there are no verdicts.

    With `said`, how phrases are said in phones, a text also makes the points that its words sound like.
    """
    heard = Heard(transcript, admits=asks_what_is_lacking(question.ask))
    if not heard.spoken:
        return Verdict(heard=False)
    loose = _loose(question, heard)
    sounds = Sounds(heard, said) if said else None
    return Verdict(
        heard=True,
        points=tuple(
            PointVerdict(i, point.keyword, *find(point, heard, loose if tip.derived else None, sounds))
            for i, tip in enumerate(question.tips)
            for point in tip.points
        ),
    )


@lru_cache(maxsize=4096)
def _families(ask: str) -> frozenset[str]:
    return frozenset(family(word) for word in spoken_words(ask))


def _loose(question: Question, heard: Heard) -> Loose:
    asked = _families(question.ask)
    derived = (point for tip in question.tips if tip.derived for point in tip.points)
    ways = [way for point in derived for way in phrases(point.keyword, point.aliases)]
    return Loose(asked, goes_beyond(ways, heard, asked))
