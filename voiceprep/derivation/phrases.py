"""The phrases of a tip sentence, by its words alone: runs of nouns between what advises, joins and fills in.

A sentence is advice ("Explain how …", "Strong answers cover …") or a statement, which says itself what an answer could
say ("A stack removes the last element first."). Of a statement the verbs and numbers count, too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from voiceprep.derivation.example_lists import leads_to_examples, stretches
from voiceprep.derivation.left_out import without_aside, without_left_out
from voiceprep.derivation.objects_and_ties import with_objects_and_ties
from voiceprep.derivation.runs import TIES, Run, runs_of_advice, runs_of_statement, tokens_of
from voiceprep.derivation.shared_heads import with_shared_heads
from voiceprep.derivation.trimming import trimmed
from voiceprep.derivation.words import (
    ADDRESSED,
    ADVICE,
    ADVICE_IF_FIRST,
    CONTAINERS,
    FILLERS,
    IMPERATIVES,
    OPENERS,
    TO_TELL,
    WEAK,
    plain,
)

_PREFIXES = (
    "down|front|full|high|inter(?!n)|intra|long|low|macro|micro|mid|off|on(?=-)|out|over|part|post|pre|short|under"
    "|up(?=-|s)"
)
_SUSPENDED = re.compile(rf"\b({_PREFIXES}|in|on|up)- (and|or) ((?:{_PREFIXES})(-?)([\w'’-]+))", re.IGNORECASE)
"""What waits for the end of the next word: "over- and undersampling", "short- or long-term"."""
_OF_THE = re.compile(r"(?<= )of (?:the|an?|your)(?= )")


def phrases_of(tip: str) -> list[Run]:
    """The noun-like runs of a sentence, those with a shared head made whole."""
    if not is_advice(tip):
        return list(runs_of_statement(tip))
    runs: list[Run] = []
    before = ""
    for number, (text, is_list) in enumerate(stretches(_OF_THE.sub("of", without_left_out(_unsuspended(tip))))):
        found = list(with_objects_and_ties(trimmed(runs_of_advice(text))))
        if is_list:
            if found and runs and leads_to_examples(runs[-1], before):
                runs.pop()  # "evaluation metrics such as F1 or AUC": the examples are what is said
            found = [replace(run, choice=number) for run in found]
        runs += found
        before = text
    phrases = _with_short_forms(list(with_shared_heads(runs)))
    return [run for run in phrases if not run.lone] or phrases


def _unsuspended(tip: str) -> str:
    """The tip with such words whole: "oversampling and undersampling"."""
    return _SUSPENDED.sub(r"\1\4\5 \2 \3", tip)


def is_advice(tip: str) -> bool:
    """Whether a sentence tells what to say; else it is itself what could be said."""
    words = [plain(token) for token in tokens_of(without_aside(tip))]
    first = next((word for word in words if word[0].isalnum() and word not in OPENERS), "")
    if first in ADVICE | ADVICE_IF_FIRST | IMPERATIVES or not (ADDRESSED | TO_TELL).isdisjoint(words):
        return True
    return first in FILLERS | WEAK | CONTAINERS and not TIES.isdisjoint(words[:4])  # "Clear knowledge of …"


def _with_short_forms(runs: Sequence[Run]) -> list[Run]:
    """Make of "finite element analysis (FEA)" one point, to be said either way."""
    made: list[Run] = []
    for number, run in enumerate(runs, start=1):
        before = made[-1] if made else None
        short = run.tokens[0] if len(run.tokens) == 1 else ""
        initials = "".join(word[0] for word in before.tokens[-len(short) :]).upper() if before and short else ""
        if before and before.choice is None and run.choice is None and len(short) > 1 and short == initials:
            made[-1] = replace(before, choice=-number)
            run = replace(run, choice=-number)
        made.append(run)
    return made
