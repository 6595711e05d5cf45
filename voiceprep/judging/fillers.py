"""Counting fillers: um and uh, then "you know" and its like, and apart from them words that are fillers now and then.

For a transcript that keeps them. A count that is too low is forgiven, one that takes "like Docker" for a filler is not:
what may be an ordinary word counts only where something around it says otherwise.
"""

import re
from collections import Counter
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CERTAIN = frozenset(["um", "umm", "uhm", "uh", "uhh", "er", "erm", "hm", "hmm"])
"""Nothing but fillers, unless in capitals: an "ER diagram" is none."""
AMBIGUOUS = frozenset(["like", "so", "right", "actually", "basically"])
"""Fillers only where they stand by themselves: between fillers, punctuation and the ends of the answer."""

_PAIRS = frozenset(["you know", "i mean", "sort of", "kind of"])
_SHORT_FORMS = {"yknow": "you know"}
_OBJECTS = _words("it that this these those the a an what how why who when where which if whether your my")
"""After "you know" and "I mean" these begin what is known or meant: "you know the answer", "I mean it"."""
_CLAUSE_BEGINNERS = _words("do did does if as when once what that whether how would will let before since")
"""Before "you know" and "I mean": "as you know", "do you know", "what I mean"."""
_HEDGED = _words(
    "i we you they he she it its thats im youre were theyre is was are am be been just really then also but"
)
"""Before "kind of" and "sort of" where they hedge: "it was sort of slow", never "a kind of cache"."""

_APOSTROPHE = re.compile(r"['’ʼ`´]")
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")  # "so-called" is one word, and not "so"


@dataclass(frozen=True, slots=True)
class Fillers:
    """The fillers of an answer."""

    certain: Counter[str]
    """How often each was said: "um", "you know"."""
    ambiguous: Counter[str]
    """Words that are fillers now and then, where they seemed to be; counted apart."""


def count_fillers(text: str) -> Fillers:
    """Count the fillers of a text that keeps them."""
    pieces = _pieces(text)
    taken = [piece if piece in CERTAIN else "" for piece in pieces]  # the filler that a piece is part of
    certain = Counter(piece for piece in taken if piece)
    for i in range(len(pieces) - 1):
        both = f"{pieces[i]} {pieces[i + 1]}"
        if both in _PAIRS and (_alone(pieces, taken, i, i + 2) or _is_filler(both, pieces, i)):
            taken[i] = taken[i + 1] = both
            certain[both] += 1
    ambiguous: Counter[str] = Counter()
    for i, piece in enumerate(pieces):
        if piece in AMBIGUOUS and _alone(pieces, taken, i, i + 1):
            taken[i] = piece
            ambiguous[piece] += 1
    return Fillers(certain, ambiguous)


def _pieces(text: str) -> list[str]:
    """Words in lower case, and each punctuation mark as a piece of its own."""
    shouted = text.isupper()  # some recognisers write nothing but capitals
    pieces: list[str] = []
    for piece in _PIECE.findall(_APOSTROPHE.sub("", text)):
        lower = piece.casefold()
        if lower in CERTAIN and piece.isupper() and not shouted:
            pieces.append(piece)
        else:
            pieces += _SHORT_FORMS.get(lower, lower).split()
    return pieces


def _alone(pieces: list[str], taken: list[str], start: int, stop: int) -> bool:
    """Whether a filler, a mark or an end is on both sides, and not an end on both."""
    sides = [i for i in (start - 1, stop) if 0 <= i < len(pieces)]
    return bool(sides) and all(taken[i] or not pieces[i][0].isalnum() for i in sides)


def _is_filler(pair: str, pieces: list[str], start: int) -> bool:
    before = pieces[start - 1] if start else ""
    after = pieces[start + 2] if start + 2 < len(pieces) else ""
    if pair in ("you know", "i mean"):
        return before not in _CLAUSE_BEGINNERS and after not in _OBJECTS and (after != "by" or pair == "you know")
    return before in _HEDGED
