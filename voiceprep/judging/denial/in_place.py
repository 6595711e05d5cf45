"""What is put in the place of a mention: "instead of accuracy", "the median, not the mean"."""

import re

from voiceprep.derivation.words import words
from voiceprep.judging.denial.grammar import LIGHT, is_object

# What is put in its place comes right after: "instead of accuracy, recall" sets aside accuracy alone.
_IN_PLACE = re.compile(
    r" (?:instead of|rather than|as opposed to|in place of|decided against|everything (?:apart from|except))(?= |$)"
)
_PLAIN = words("just old only plain simple simply usual")
_BARE_NOT = re.compile(r"(?<= )not(?: (?:a|an|any|the))?$")
_NOT_BARE = (" are ", " be ", " do ", " did ", " if ", " is ", " it ", " or ", " that ", " was ", " were ", " why ")
"""Before a "not" that is of a statement: "it is not missing at random"."""
_BUT = re.compile(r"^(?:$| [.]| but\b| it (?:is|was)\b)")


def is_passed_over(lead: str, tail: str) -> bool:
    """Whether something else stands in the mention's place."""
    bare = _BARE_NOT.search(lead)
    if bare and not lead[: bare.start()].endswith(_NOT_BARE) and _BUT.match(tail):
        return True
    cues = list(_IN_PLACE.finditer(lead))
    if not cues:
        return False
    between = [word for word in lead[cues[-1].end() :].split() if word not in _PLAIN]
    if between and between[0] not in LIGHT and not between[0].endswith("ing"):
        return False  # "instead of accuracy recall is better"
    return is_object(between, tail)
