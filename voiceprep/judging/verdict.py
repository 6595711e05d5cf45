"""The verdict on an answer: each key point of its question, in the bank's order, against what was heard."""

from voiceprep.judging.matching import find
from voiceprep.judging.windows import Heard
from voiceprep.model import PointVerdict, Question, Transcript, Verdict


def judge(question: Question, transcript: Transcript | str) -> Verdict:
    """Hold what was said against the key points; without a single word heard there are no verdicts."""
    heard = Heard(transcript)
    if not heard.words:
        return Verdict(heard=False)
    return Verdict(
        heard=True,
        points=tuple(
            PointVerdict(i, point.keyword, *find(point, heard))
            for i, tip in enumerate(question.tips)
            for point in tip.points
        ),
    )
