"""The words around a mention as one text, without contractions and asides, and what is worth a look in them."""

import re
from collections.abc import Sequence

from voiceprep.derivation.words import words
from voiceprep.families import family


def families(text: str) -> frozenset[str]:
    """The families of a text's words."""
    return frozenset(map(family, text.split()))


_SHORT = {f"{aux}nt": f"{aux} not" for aux in words("are could did do does had has have is should was were would")}
_SHORT |= {
    "cannot": "can not", "cant": "can not", "id": "i would", "ill": "i will", "im": "i am", "its": "it is",
    "ive": "i have", "thats": "that is",
    "theyve": "they have", "wed": "we would", "weve": "we have", "whats": "what is", "wont": "will not",
}  # fmt: skip
CUES = words(
    """
    against barely beyond except forget forgot forgotten gap hardly instead lack lacked left neither never no nobody
    none nor not nothing omitted opposed out place pointless rarely rather refuse refused seldom skipped unfamiliar
    useless waste yet zero
    """
) | {short for short, whole in _SHORT.items() if whole.endswith(" not")}
"""Without any of these near a mention there is nothing to look at."""
_ASIDES = re.compile(
    r" (?:sort of|kind of|at all|(?:i (?:am|will be)|if i am|to be) honest(?: with you)?"
    r"|(?<! i )(?<! to )(?<! we )(?<! not )like)(?= |$)"
)
# Who denies, and what. Others than the speaker only of the past: "they never need a lock" is a fact about threads.
SOFT = (
    r"(?: (?:actually|also|completely|ever|even|fully|honestly|personally|quite|really|simply|still|totally"
    r"|unfortunately|yet))*"
)


def plain(said: Sequence[str]) -> str:
    """The words without asides or contractions, each after a space: "we did not, you know, use dropout"."""
    text = " ".join(("", *said))
    if not _SHORT.keys().isdisjoint(single := text.split()):
        text = " ".join(("", *(_SHORT.get(word, word) for word in single)))
    return _ASIDES.sub("", text)
