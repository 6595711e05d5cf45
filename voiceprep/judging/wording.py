"""Putting words into the feedback's sentences, so that a voice can say them."""

import re

from voiceprep.judging.phrases import PHRASES
from voiceprep.model import PointVerdict

_MOST_NAME_WORDS = 10
"""A tip without derivable points is its own point: a longer one is named by its beginning."""

_FOR_THE_EAR = (
    (re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])"), " "),  # "ROC/AUC"
    (re.compile(r"\s*&\s*"), " and "),
    (re.compile(r"\s*%"), " percent"),
    (re.compile(r"\s*(?:->|→|=>)\s*"), " to "),
    (re.compile(r"[\"“”«»*`_#|<>\[\](){}~^\\]+"), " "),
    (re.compile(r"\s+([.,;:!?])"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def say(phrase: str, seed: int, **slots: str) -> str:
    """Fill in one of the sentences of a kind; a seed that counts up takes turns."""
    sentences = PHRASES[phrase]
    return sentences[seed % len(sentences)].format(**slots)


def sentence(text: str) -> str:
    """Make a sentence for the ear of a bank's text."""
    plain = for_the_ear(text)
    plain = plain[:1].upper() + plain[1:]
    return plain if plain.endswith((".", "!", "?")) else plain.rstrip(",;:") + "."


def point_name(point: PointVerdict) -> str:
    """Name a key point as the bank writes it."""
    return " ".join(for_the_ear(point.keyword).rstrip(".!?,;:").split()[:_MOST_NAME_WORDS])


def heard_name(point: PointVerdict) -> str:
    """Name a key point in the candidate's own words."""
    if point.evidence is None or point.evidence.how in ("sound", "overruled"):  # what was written there is misheard
        return point_name(point)
    return for_the_ear(point.evidence.text)


def for_the_ear(text: str) -> str:
    """Leave out what a voice would stumble over or spell: brackets, quotes, slashes, arrows."""
    for symbol, words in _FOR_THE_EAR:
        text = symbol.sub(words, text)
    return text.strip()
