"""voiceprep: a voice mock interview on your own machine.

The public Python API is pure and needs no audio:

    bank = voiceprep.load_bank("questions/ml-engineer.yaml")
    verdict = voiceprep.judge(bank.questions[0], "what the candidate said")
    verdict.to_dict()["points"]
"""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceprep.model import Bank, Question, Transcript, Verdict

__version__ = "0.1.0"
__all__ = ["__version__", "judge", "load_bank"]


def load_bank(path: "str | PathLike[str]") -> "Bank":
    """Read and check a question file; raises `BankError` with file, line and key."""
    from voiceprep.bank import load_bank as load

    return load(path)


def judge(question: "Question", transcript: "Transcript | str") -> "Verdict":
    """Hold what was said against the key points of `question`; nothing heard means no verdicts.

    A text's words also count for what they sound like, where the embedded engine's dictionary is installed.
    """
    from voiceprep.hearing.embedded_model import how_phrases_are_said
    from voiceprep.judging import judge as judge_

    return judge_(question, transcript, how_phrases_are_said())
