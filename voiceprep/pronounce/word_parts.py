"""Where a written word comes apart: "ROC-AUC" at its hyphen, "MLflow" at its capitals, "F1" at its digit."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_AROUND = "'\"`.,;:!?()[]{}<>…—–-"
_LETTERS = r"[^\W\d_²³]"
_ORDINAL = rf"\d+(?:st|nd|rd|th)(?!{_LETTERS})"
_PIECE = re.compile(rf"{_ORDINAL}|{_LETTERS}+(?:'{_LETTERS}+)*|(?:(?!{_ORDINAL})[\W\d_²³])+")


def pieces(text_word: str) -> list[str]:
    """Part a word into runs of letters and what is between them: "k8s" into k, 8, s; "3rd" stays."""
    plain = unicodedata.normalize("NFC", text_word).translate(_QUOTES).strip(_AROUND)
    return _PIECE.findall(plain)


def capital_parts(letters: str, known: Callable[[str], object]) -> list[str]:
    """Part a run of letters at its capitals; `known` says whether a lower-case part is a word.

    "MLflow" and "XGBoost" are written alike: the last capital goes with what makes a word.
    """
    return list(_parts(["".join(run) for _, run in groupby(letters, str.isupper)], known))


def _parts(runs: list[str], known: Callable[[str], object]) -> Iterator[str]:
    at = 0
    while at < len(runs):
        run, after = runs[at], runs[at + 1] if at + 1 < len(runs) else ""
        if not run.isupper() or not after:
            yield run
            at += 1
            continue
        if len(run) == 1 or after in ("s", "'s"):  # "Torch"; "GPUs"
            yield run + after
        elif known(after) and not known(run[-1].casefold() + after):
            yield from (run, after)
        else:
            yield from (run[:-1], run[-1] + after)
        at += 2


def is_plural_of_capitals(part: str) -> bool:
    """Whether it is an abbreviation with an ending: "GPUs", "ML's"."""
    stem = part.removesuffix("s").removesuffix("'")
    return stem != part and len(stem) > 1 and stem.isupper()
