"""Putting words into the feedback's sentences, so that a voice can say them."""

import re
from itertools import accumulate

from voiceprep.derivation.words import ADVICE, IMPERATIVES, NOUNS_TOO, VERBS
from voiceprep.families import family
from voiceprep.judging.mentions import phrases
from voiceprep.judging.phrases import PHRASES
from voiceprep.model import PointVerdict, Question
from voiceprep.text import spoken_words

WPM = 150
"""Words a minute that the feedback's length is reckoned with; the voice is a little faster."""
_MOST_NAME_WORDS = 10
"""A tip without derivable points is its own point: a longer one is named by its beginning."""
ACTS = (VERBS | IMPERATIVES | ADVICE) - NOUNS_TOO
_NO_NAME = "a point that is on the screen"
"""Of a point that nobody would want to hear: forty digits, or nothing but symbols."""
_LONGEST_ACRONYM = 5
"""Letters; longer words in capitals are words that are shouted."""
_LETTERS_OF_A_WORD = 8
"""Of which a long word takes the time of one word each: a voice needs longer for "heteroscedasticity" than for "it"."""
_LONG_WORD = 20
"""Letters from which on that is so."""

_FOR_THE_EAR = (
    (re.compile(r"\be\.g\.,?(?=\s|$)"), "for example"),
    (re.compile(r"\bi\.e\.,?(?=\s|$)"), "that is"),
    (re.compile(r"\betc\.?(?=\W|$)"), "and so on"),
    (re.compile(r"\bvs\b\.?"), "versus"),
    (re.compile(r"(?:(?<=[A-Za-z])|(?<=[A-Za-z]\d))/(?=[A-Za-z])"), " "),  # "ROC/AUC", "L1/L2"
    (re.compile(r"\s*&\s*"), " and "),
    (re.compile(r"\s*%"), " percent"),
    (re.compile(r"\s*(?:->|→|=>)\s*"), " to "),
    (re.compile(r"\s*\((?=(?:[A-Z0-9]{2,}|[^()]*,[^()]*)\))"), ", "),  # "protective equipment (PPE)"
    (re.compile(r"[\"“”«»*`_#|<>\[\](){}~^\\•]+"), " "),
    (re.compile(r"\s+([.,;:!?])"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PIECE = re.compile(r"[^\W_]+")


def say(phrase: str, seed: int, **slots: str) -> str:
    """Fill in one of the sentences of a kind; a seed that counts up takes turns."""
    sentences = PHRASES[phrase]
    return sentences[seed % len(sentences)].format(**slots)


def sentence(text: str) -> str:
    """Make a sentence for the ear of a bank's text."""
    plain = for_the_ear(text)
    plain = plain[:1].upper() + plain[1:]
    return plain if plain.endswith((".", "!", "?")) else plain.rstrip(",;:") + "."


def sentences_of(text: str) -> list[str]:
    """Part a bank's text into sentences for the ear."""
    return [sentence(part) for part in _SENTENCE_END.split(for_the_ear(text)) if part]


def point_name(point: PointVerdict) -> str:
    """Name a key point as the bank writes it."""
    return name_of(point.keyword) or _NO_NAME


def is_an_act(keyword: str) -> bool:
    """Whether a key point begins with a verb, and so is nothing to "add": "check the patient"."""
    first, *others = spoken_words(keyword) or ("",)
    return bool(others) and first in ACTS


def quote(point: PointVerdict, question: Question) -> str:
    """Quote how the candidate made a key point; empty where what was written there is misheard, so nobody knows."""
    if point.evidence is None or point.evidence.how not in ("words", "alias"):
        return ""
    words = spoken_words(point.evidence.text)
    joined, families = "".join(words), {family(word) for word in words}
    made = (p for p in question.tips[point.tip].points if p.keyword == point.keyword)
    ways = (way for p in made for way in phrases(p.keyword, p.aliases))
    if not any(joined == way.joined or families.issuperset(way.keys) for way in ways):
        return ""
    return name_of(point.evidence.text)


def spoken_length(text: str) -> int:
    """Count the words of a text as long as it takes to say it: an acronym by its letters, a number as it is read."""
    return sum(_piece_length(piece) for piece in _PIECE.findall(text))


def for_the_ear(text: str) -> str:
    """Leave out what a voice would stumble over or spell: brackets, quotes, slashes, arrows."""
    for symbol, words in _FOR_THE_EAR:
        text = symbol.sub(words, text)
    return text.strip()


def name_of(text: str) -> str:
    """Cut a phrase to what can be said in passing; empty where its first word cannot."""
    words = for_the_ear(text).rstrip(".!?,;:").split()
    lengths = accumulate(spoken_length(word) for word in words)
    kept = [word for word, length in zip(words, lengths, strict=True) if length <= _MOST_NAME_WORDS]
    name = " ".join(kept).rstrip(".!?,;:")
    return name if spoken_words(name) else ""


def _piece_length(piece: str) -> int:
    capitals = sum(c.isupper() for c in piece)
    if 2 <= capitals <= _LONGEST_ACRONYM and len(piece) - capitals < _LONG_WORD:
        return capitals + (not piece.isupper())  # "MLflow" is M, L, flow
    words = spoken_words(piece)
    return sum(1 if len(word) < _LONG_WORD else -(-len(word) // _LETTERS_OF_A_WORD) for word in words)
