"""What was heard, indexed once for an answer: every run of k words by its joined letters.

Joining makes "dead lock" and "deadlock", "k fold" and "k-fold", "r o c" and "ROC" the same. Spelled letters in a row
count as one word, so that "a u c" may be heard for "AUC".
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from voiceprep.judging.stems import stem
from voiceprep.model import Transcript, Word
from voiceprep.text import Token, spoken_tokens

Span = tuple[int, int]
"""First token and the one after the last."""

_ARTICLES = frozenset("ai")
"""Single letters that are words too: "a s q l query" holds S Q L, "i r" holds R."""
_WHOLE_RUN_BELOW = 3
"""Letters: "R" is not heard in "r o c", while "r o c a u c" holds both ROC and AUC."""


@dataclass(frozen=True, slots=True)
class Index:
    """The windows of one length."""

    exact: dict[str, list[Span]]
    """By joined letters."""
    stemmed: dict[str, list[Span]]
    """By the joined letters of the words' stems."""
    by_length: dict[int, list[str]]
    """Keys of `exact` by their number of letters."""


class Heard:
    """An answer's words in normal form, with their windows; each index is built when it is first asked for."""

    def __init__(self, transcript: Transcript | str) -> None:
        self.sources = _sources(transcript)
        spotted = transcript.spotted if isinstance(transcript, Transcript) else ()
        self.timed = bool(self.sources) and all(w.start_s is not None and w.end_s is not None for w in self.sources)
        self.spotted = {found.phrase: found for found in spotted}
        self.tokens: tuple[Token, ...] = spoken_tokens(w.text for w in self.sources)
        self.words = tuple(t.word for t in self.tokens)
        self._stems = tuple(stem(w) for w in self.words)
        self._units = units(self.words)
        self._indices: dict[int, Index] = {}

    def between(self, start_s: float, end_s: float) -> tuple[Word, ...]:
        """Return the words with any of their time in a stretch; none where words have no times."""
        if not self.timed:
            return ()
        first = bisect_right(self.sources, start_s, key=lambda word: word.end_s or 0.0)
        last = bisect_left(self.sources, end_s, key=lambda word: word.start_s or 0.0)
        return self.sources[first:last]

    def index(self, count: int) -> Index:
        """Return all windows of `count` words."""
        if count not in self._indices:
            self._indices[count] = self._build(count)
        return self._indices[count]

    def words_of(self, span: Span) -> tuple[str, ...]:
        """Return the words of a window in normal form."""
        return self.words[span[0] : span[1]]

    def sources_of(self, span: Span) -> tuple[Word, ...]:
        """Return the words of a window as they stand in the transcript."""
        return self.sources[self.tokens[span[0]].source : self.tokens[span[1] - 1].source + 1]

    def _build(self, count: int) -> Index:
        exact: dict[str, list[Span]] = defaultdict(list)
        stemmed: dict[str, list[Span]] = defaultdict(list)
        for span in self._spans(count):
            exact["".join(self.words[span[0] : span[1]])].append(span)
            stemmed["".join(self._stems[span[0] : span[1]])].append(span)
        by_length: dict[int, list[str]] = defaultdict(list)
        for joined in exact:
            by_length[len(joined)].append(joined)
        return Index(exact, stemmed, by_length)

    def _spans(self, count: int) -> list[Span]:
        firsts: dict[int, int] = {}
        stops: dict[int, list[int]] = defaultdict(list)
        for i, unit in enumerate(self._units):
            firsts.setdefault(unit, i)
            stops[unit].append(i + 1)
        return [
            (start, stop)
            for start, unit in enumerate(self._units)
            for stop in stops.get(unit + count - 1, ())
            if stop > start
            and self._may_start(start, firsts[unit], min(stop, stops[unit][-1]))
            and self._may_stop(stop, max(start, firsts[unit + count - 1]), stops[unit + count - 1][-1])
        ]

    def _may_start(self, start: int, run_start: int, run_stop: int) -> bool:
        return run_stop - start >= _WHOLE_RUN_BELOW or _ARTICLES.issuperset(self.words[run_start:start])

    @staticmethod
    def _may_stop(stop: int, run_start: int, run_stop: int) -> bool:
        return stop == run_stop or stop - run_start >= _WHOLE_RUN_BELOW


def units(words: tuple[str, ...]) -> tuple[int, ...]:
    """Give each word its place, from 0; single letters in a row share one."""
    numbers: list[int] = []
    for i, word in enumerate(words):
        follows = i > 0 and len(word) == 1 and len(words[i - 1]) == 1
        numbers.append((numbers[-1] if numbers else -1) + (not follows))
    return tuple(numbers)


def _sources(transcript: Transcript | str) -> tuple[Word, ...]:
    if isinstance(transcript, Transcript):
        return transcript.words or tuple(Word(w) for w in transcript.text.split())
    return tuple(Word(w) for w in transcript.split())
