"""The pronouncing dictionary: a file of lines such as `the DH AH` and `the(2) DH IY`, read when first asked."""

from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

Pronunciation = tuple[str, ...]
"""Phones in ARPAbet, without stress: ("D", "EY", "T", "AH")."""

PHONES = frozenset({
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
})  # fmt: skip
"""The 39 phones of PocketSphinx's English model; any other is an error there."""
VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])


class Lexicon:
    """The words of a dictionary file.

    The file is kept as its sorted lines, and a line is taken apart when its word is asked for: with PocketSphinx's
    134,860 lines that is 0.015 s at the first question; a mapping of all of them takes 0.06 s and more memory.
    """

    def __init__(self, file: Path, without: Collection[str] = ()) -> None:
        """Name the dictionary; the words in `without` count as missing, so that methods for such can be measured."""
        self._file = file
        self._without = frozenset(without)

    def pronunciations(self, word: str) -> tuple[Pronunciation, ...]:
        """How the dictionary says a lower-case word, in the order of its variants; nothing if it is not there.

        Raises OSError where the file cannot be read.
        """
        if "(" in word or word in self._without:
            return ()
        key = word.encode("utf-8", "replace")
        return (*self._starting(key + b" "), *self._starting(key + b"("))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self.pronunciations(word))

    def _starting(self, prefix: bytes) -> list[Pronunciation]:
        lines, found = self._lines, []
        at = bisect_left(lines, prefix)
        while at < len(lines) and lines[at].startswith(prefix):
            found.append(tuple(lines[at].decode("utf-8", "replace").split()[1:]))
            at += 1
        return found

    @cached_property
    def _lines(self) -> list[bytes]:
        """Lines in the order of their bytes; the shipped file is nearly so, which makes the sort 0.003 s."""
        return sorted(self._file.read_bytes().splitlines())
