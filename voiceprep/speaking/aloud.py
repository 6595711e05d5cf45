"""What a voice is handed for a text: the acronyms and terms that voices misread, as people say them.

libespeak-ng says "auk" for AUC, "sigh slash C D" for CI/CD and "fack" for FAQ. How a term is said is known to
`pronounce/`; here it is written so that any voice says it. What that needs phones for is left to the voice, as
not every voice takes phones.
"""

import re

from voiceprep.pronounce.jargon import JARGON

_SYMBOLS = (
    (re.compile(r"²"), " squared"),  # "R²": "R two"
    (re.compile(r"³"), " cubed"),
    (re.compile(r"\b([A-Z])#"), r"\1 sharp"),  # "C#": "C hash"
    (re.compile(r"\bvs\b\.?"), "versus"),  # "V S"
)
_TERM = re.compile(r"[^\W_]+(?:[/-][^\W_]+)*")
_JOINT = re.compile(r"([/-])")
_SLASH = re.compile(r"(?<=[^\W\d_])[/](?=[^\W\d_])|(?<=[^\W\d_]\d)[/](?=[^\W\d_])")
_LETTERS = re.compile(r"\b[A-Z](?: [A-Z])+\b|\bA\b")
_HEARD_LETTERS = re.compile(r"\b[a-z](?: [a-z])+\b")
"""Letters as recognisers write them, "a u c", which the feedback quotes."""
_FULL_STOPS = re.compile(r"(?<=[A-Z]\.)\.")


def aloud(text: str) -> str:
    """Write a text as it is to be read; what is on the screen stays as it is."""
    for symbol, words in _SYMBOLS:
        text = symbol.sub(words, text)
    text = _HEARD_LETTERS.sub(lambda letters: _spelled(letters[0].upper()), text)
    return _FULL_STOPS.sub("", _TERM.sub(lambda term: _term(term[0]), text))


def _term(term: str) -> str:
    """A word, or words that hyphens and slashes join."""
    if said := _listed(term):
        return said
    parts = _JOINT.split(term)
    if len(parts) == 1:
        return term
    said_parts = [_listed(part) or part for part in parts]
    if said_parts == parts and not _SLASH.search(term):
        return term  # "cross-validation"
    if all(len(part) == 1 for part in parts[::2]) and term.isupper():
        return _spelled(" ".join(parts[::2]))  # "A/B", "I/O"
    return "".join(" " if part == "/" or (said_parts != parts and part == "-") else part for part in said_parts)


def _listed(term: str) -> str:
    """A term of the hand list, where its usual way to be said needs no phones; else nothing."""
    way = next(iter(JARGON.get(term.casefold().replace("-", "").replace("/", ""), ())), "")
    return "" if "/" in way else _spelled(way)


def _spelled(way: str) -> str:
    """Letters with full stops, as "A U C" would be read as "a, U, C"."""
    return _LETTERS.sub(lambda letters: "".join(f"{letter}." for letter in letters[0].split()), way)
