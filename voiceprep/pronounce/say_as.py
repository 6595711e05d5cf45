"""How written words are said: "ROC-AUC", "PyTorch", "k-NN", "GPT-4", "overfitting", "naïve", "λ".

For each word the first that knows it: the hand list, the dictionary, its parts where it is written in parts, the known
words that it is made of; else it is spelled or sounded out.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

from voiceprep.pronounce.derive import derived, loose_compound, plural
from voiceprep.pronounce.graphemes import sounded_out
from voiceprep.pronounce.jargon import JARGON, LETTERS
from voiceprep.pronounce.letter_rules import by_rule
from voiceprep.pronounce.lexicon import Lexicon, Pronunciation
from voiceprep.pronounce.word_parts import capital_parts, is_plural_of_capitals, pieces
from voiceprep.text import spoken_words

MOST = 4
"""Pronunciations of a word or phrase."""
_SHORTEST_READ = 4
"""Letters; a shorter word that nothing knows is rather an abbreviation ("idf")."""

_SYMBOL = re.compile(r"[+#%&=²³]")  # "C++" and "C#" are not C
_NOT_IN_KEY = re.compile(r"[\W_]")
_VOWEL = re.compile(r"[aeiouy]")
_ENDS_IN_SHORT_FORM = ("nt", "s", "d", "m", "ll", "re", "ve")  # "dont", "youre": the normal form has no apostrophes


def pronounce(text_word: str, lexicon: Lexicon) -> tuple[Pronunciation, ...]:
    """How people may say a word as it is written, best first, four at most; nothing only where nothing is spoken."""
    return _Speaker(lexicon).token(text_word)


def pronounce_phrase(text: str, lexicon: Lexicon) -> tuple[Pronunciation, ...]:
    """How people may say a phrase, best first, four at most."""
    speaker = _Speaker(lexicon)
    return speaker.listed(text) or _in_a_row(speaker.token(word) for word in text.split())


def guessed_words(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a phrase that nothing knows, so that `pronounce` sounds them out, in lower case, each once.

    Known is what the hand list or the dictionary has, what is made of such words, and what is spelled in capitals.
    """
    speaker = _Speaker(lexicon)
    if not speaker.listed(text):
        for word in text.split():
            speaker.token(word)
    return tuple(dict.fromkeys(speaker.guessed))


def _best(found: Iterable[Pronunciation]) -> tuple[Pronunciation, ...]:
    return tuple(phones for phones in dict.fromkeys(found) if phones)[:MOST]


def _in_a_row(parts: Iterable[tuple[Pronunciation, ...]]) -> tuple[Pronunciation, ...]:
    """Join the parts: each in its best way first, then one of them in its second best, and so on."""
    said: tuple[Pronunciation, ...] = ((),)
    for part in parts:
        if part:
            ranked = sorted(product(enumerate(said), enumerate(part)), key=lambda pair: pair[0][0] + pair[1][0])
            said = _best(first + second for (_, first), (_, second) in ranked)
    return _best(said)


def _without_marks(lower: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))


def _phones(rows: Iterable[str]) -> tuple[Pronunciation, ...]:
    return tuple(tuple(row.split()) for row in rows)


class _Speaker:
    """Says words with the help of one dictionary."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.guessed: list[str] = []
        """What had to be sounded out."""

    def token(self, text_word: str) -> tuple[Pronunciation, ...]:
        """A word as it stands between spaces, with its marks and digits."""
        parts = pieces(text_word)
        found = self.listed(text_word) or _in_a_row(self._piece(p, i, len(parts)) for i, p in enumerate(parts))
        # Letters and numerals of rare scripts ("𒐀") fall through all of that: by their names, then.
        return found or self._foreign("".join(c for c in _without_marks(text_word.casefold()) if c.isalnum()))

    def listed(self, term: str) -> tuple[Pronunciation, ...]:
        """A term of the hand list, in whatever way it is written: "CI/CD", "ci cd"."""
        ways = () if _SYMBOL.search(term) else JARGON.get(_NOT_IN_KEY.sub("", term.casefold()), ())
        return _best(phones for way in ways for phones in self._respelled(way))

    def _respelled(self, way: str) -> tuple[Pronunciation, ...]:
        """One way of the hand list: words, capital letters, and phones between slashes."""
        parts: list[tuple[Pronunciation, ...]] = []
        for index, stretch in enumerate(way.split("/")):
            if index % 2:
                parts.append(_phones([stretch]))
            else:
                parts += (
                    self._spelled(w.casefold()) if w.isupper() else self._lexicon.pronunciations(w)[:1]
                    for w in stretch.split()
                )
        return _in_a_row(parts)

    def _piece(self, piece: str, index: int, count: int) -> tuple[Pronunciation, ...]:
        if not piece[0].isalpha():  # a number or a symbol; "#" is "sharp" only after a letter
            words = spoken_words(f"x{piece}")[1:] if index else spoken_words(piece)
            return _in_a_row(self._word(word) for word in words)
        parts = capital_parts(piece, self._known)
        if len(parts) == 1 or self._known(piece.casefold()):
            return self._part(piece, alone=count == 1)
        return _in_a_row(self._part(part, alone=False) for part in parts)

    def _part(self, part: str, alone: bool) -> tuple[Pronunciation, ...]:
        lower = part.casefold()
        if len(part) == 1 and not alone and lower in LETTERS:
            return _phones(LETTERS[lower])  # the A of "A/B" is never "uh"
        if is_plural_of_capitals(part) and not self._known(lower):
            return _best(plural(phones) for phones in self._part(part.rstrip("'s"), alone))
        if part.isupper() and len(part) > 1:
            return self._capitals(lower)
        return self._word(lower)

    def _capitals(self, lower: str) -> tuple[Pronunciation, ...]:
        """Capitals may be a word that is shouted, a name, or letters: all are offered."""
        plain = _without_marks(lower)
        if not plain.isascii():
            return self._foreign(plain)
        known = self._known(lower) or self._made_of_known(lower)
        lower = plain
        if known or len(lower) < _SHORTEST_READ or not _VOWEL.search(lower):
            return _best((*known, *self._spelled(lower)))
        read = self._word(lower)
        return _best((*read[:1], *self._spelled(lower), *read[1:]))

    def _word(self, lower: str) -> tuple[Pronunciation, ...]:
        """A word in lower case: something is found for each."""
        if known := self._known(lower) or self._american(lower):
            return _best(known)
        plain = _without_marks(lower)
        if not plain.isascii():
            return self._foreign(plain)
        short = [] if len(plain) >= _SHORTEST_READ and _VOWEL.search(plain) else list(self._spelled(plain))
        guess, *others = sounded_out(plain) or [()]
        if composed := self._made_of_known(plain):
            return _best((*short, *composed, guess))
        self.guessed.append(lower)
        return _best((*short, guess, *loose_compound(plain, self._known)[:1], *others))

    def _known(self, lower: str) -> tuple[Pronunciation, ...]:
        return self.listed(lower) or self._lexicon.pronunciations(lower) or self._short_form(lower)

    def _short_form(self, lower: str) -> tuple[Pronunciation, ...]:
        for ending in _ENDS_IN_SHORT_FORM:
            if lower.endswith(ending):
                at = len(lower) - (1 if ending == "nt" else len(ending))
                if found := self._lexicon.pronunciations(f"{lower[:at]}'{lower[at:]}"):
                    return found
        return ()

    def _american(self, lower: str) -> tuple[Pronunciation, ...]:
        """The dictionary is American: "labelled", "optimise"."""
        words = spoken_words(lower)
        return self._known(words[0]) if len(words) == 1 else ()

    def _made_of_known(self, lower: str) -> tuple[Pronunciation, ...]:
        return derived(lower, self._known) or derived("".join(spoken_words(lower)), self._known)

    def _spelled(self, lower: str) -> tuple[Pronunciation, ...]:
        return _in_a_row(_phones(LETTERS.get(letter, ())) for letter in lower)

    def _foreign(self, word: str) -> tuple[Pronunciation, ...]:
        """Letters that are not Latin, by the sound or the name that Unicode has for them: lambda, zhe, ga."""
        if len(word) > 1:
            self.guessed.append(word)
        return _in_a_row(self._letter(c) for c in word)

    def _letter(self, letter: str) -> tuple[Pronunciation, ...]:
        name = unicodedata.name(letter, "CHARACTER").casefold()
        words = [w for w in re.findall(r"[a-z]+", name) if len(w) > 1] or ["character"]
        return self._lexicon.pronunciations(words[-1]) or (by_rule(words[-1]),)
