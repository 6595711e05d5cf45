"""What sounds like a phrase: "cash" for "cache", "cooper netties" for "Kubernetes", "a you see" for "AUC".

For texts: where there is a sound, it is listened to itself (`voiceprep.hearing.spotting`). How words are said is passed
in, as this room has no dictionary.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from voiceprep.judging.mentions import Mention, Phrase, is_whole, phrases
from voiceprep.judging.windows import Heard, Span

Ways = tuple[tuple[str, ...], ...]
"""How a phrase may be said, in phones, best first."""
Said = Callable[[str], Ways]

_FEWEST_PHONES = 3
"""Of a phrase: everything sounds like one phone."""
_SURE_FROM_PHONES = 6
"""From so many on the same sound counts as the same phrase: of the dictionary's sounds as long, 7 % belong to more than
one word (names and spellings included), of those with five phones 16 %, with three 44 %."""
_NEAR_FROM_PHONES = 6
_NEARLY = 5
"""Phones for each that may differ, as for phrases of a bank that sound alike."""
_LONGEST_WORDS = 4
_MOST_PHONES = 20
"""Longer phrases are known by their words."""
_SAME = 99.0
"""Likeness given to the same sound; below 100, so that the same words win."""
_LETTERS: dict[str, str] = {}


class Sounds:
    """An answer's words as they sound: the first of each window of a few words, by their phones."""

    def __init__(self, heard: Heard, said: Said) -> None:
        self._heard, self._said = heard, said
        codes = [_word_code(word, said) for word in heard.words]
        joined: list[str] = []
        spans: list[Span] = []
        for count in range(1, min(_LONGEST_WORDS, len(codes)) + 1):
            joined += map("".join, zip(*(codes[i:] for i in range(count)), strict=False))
            spans += zip(range(len(codes) - count + 1), range(count, len(codes) + 1), strict=True)
        self._places = dict(zip(reversed(joined), reversed(spans), strict=True))  # the first of the shortest stays
        self._by_length = sorted(self._places, key=len)
        self._lengths = list(map(len, self._by_length))

    def mentions(self, ways_to_say: Sequence[str]) -> Iterator[Mention]:
        """Find the windows that sound like one of the ways to say a point."""
        for text in ways_to_say:
            for phrase in phrases(text, ()):
                for way in self._said(text):
                    if len(way) >= _FEWEST_PHONES:
                        found = self._like(_code(way), len(phrase.words))
                        yield from (m for m in found if self._is_one(phrase, m.span, text.isupper()))

    def _is_one(self, phrase: Phrase, span: Span, acronym: bool) -> bool:
        sentences = self._heard.sentences
        spelled = acronym and span[1] - span[0] == len(phrase.joined)  # "a you see", a word for each letter of AUC
        whole = spelled or is_whole(phrase, span, self._heard)
        return whole and sentences[span[0]] == sentences[span[1] - 1]

    def _like(self, way: str, words: int) -> Iterator[Mention]:
        size = len(way)
        if size <= _MOST_PHONES and (span := self._places.get(way)):
            yield Mention(span, _SAME, size >= _SURE_FROM_PHONES, "sounds_like")
        most = size // _NEARLY if size >= _NEAR_FROM_PHONES else 0
        if not most:
            return
        first = bisect_left(self._lengths, size - most)
        near = self._by_length[first : bisect_right(self._lengths, min(size + most, _MOST_PHONES))]
        found = process.extract(way, near, scorer=Levenshtein.distance, processor=None, limit=None, score_cutoff=most)
        for joined, changes, _ in found:
            start, stop = self._places[joined]
            if changes and stop - start != words:  # one known word for another is another word: "raining"
                yield Mention((start, stop), _SAME * (1 - changes / size), False, "sounds_like")


@lru_cache(maxsize=16384)
def _word_code(word: str, said: Said) -> str:
    """How a word is said; a letter by its name, which is the last of its ways ("a", too, in "a you see")."""
    ways = said(word.upper() if len(word) == 1 else word)
    return _code(ways[-1 if len(word) == 1 else 0]) if ways else ""


@lru_cache(maxsize=16384)
def _code(phones: tuple[str, ...]) -> str:
    """A letter for each phone, as likeness is measured on texts."""
    return "".join(_LETTERS.setdefault(phone, chr(ord("A") + len(_LETTERS))) for phone in phones)
