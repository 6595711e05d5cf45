"""From transcript to verdict and feedback: pure functions, no audio, no clock, no files."""

from voiceprep.judging.delivery import measure_delivery
from voiceprep.judging.feedback import Feedback, feedback
from voiceprep.judging.summary import summary
from voiceprep.judging.verdict import judge

__all__ = ["Feedback", "feedback", "judge", "measure_delivery", "summary"]
