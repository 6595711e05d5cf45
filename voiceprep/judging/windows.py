"""What was heard, indexed once for an answer: every run of k words by its joined letters.

Joining makes "dead lock" and "deadlock", "k fold" and "k-fold", "r o c" and "ROC" the same. Spelled letters in a row
count as one word, so that "a u c" may be heard for "AUC".
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise

from rapidfuzz import fuzz, process

from voiceprep.families import family
from voiceprep.model import Transcript, Word
from voiceprep.text import Token, spoken_tokens

Span = tuple[int, int]
"""First token and the one after the last."""

_ARTICLES = frozenset("ai")
"""Single letters that are words too: "a s q l query" holds S Q L, "i r" holds R."""
_WHOLE_RUN_BELOW = 3
"""Letters: "R" is not heard in "r o c", while "r o c a u c" holds both ROC and AUC."""
_SLIP = 85.0
"""Least likeness of a word to another that it may be a slip of the keyboard for: "recieve" is 86 like "receive"."""
_SHORTEST_SLIP = 5
"""Letters of a word's family."""
_HESITATIONS = frozenset(["ah", "eh", "er", "erm", "hmm", "mhm", "uh", "uhm", "um", "umm"])
"""Said in the middle of anything, and no part of it."""
_ASIDES = frozenset([("you", "know"), ("i", "mean")])
"""The same in two words; not "sort of", as there is "a merge sort of the list"."""
_ER_WHAT = frozenset(["diagram", "diagrams", "model", "models", "schema", "schemas"])
_SENTENCE_END = (".", "?", "!", ";")
_COMMA = (",", ":")


class _Words:
    """The words of an answer, or their families, by where they are."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            self.places[word].append(place)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for word in self.places:
            self._by_beginning[word[:2]].append(word)

    def joined(self, text: str) -> list[Span]:
        """Return the runs of words that are this text, joined."""
        words = self._by_beginning.get(text[:2])
        if len(text) > 1 and (letters := self._by_beginning.get(text[0])):
            words = [*letters, *(words or ())]
        if words is None:  # nearly always
            return []
        return [span for word in words if text.startswith(word) for span in self._going_on(text, word)]

    def _going_on(self, text: str, first: str) -> Iterator[Span]:
        for start in self.places[first]:
            stop, size = start + 1, len(first)
            while size < len(text) and stop < len(self._words) and text.startswith(self._words[stop], size):
                size += len(self._words[stop])
                stop += 1
            if size == len(text):
                yield start, stop


class Heard:
    """An answer's words in normal form, with their windows; each index is built when it is first asked for."""

    def __init__(self, transcript: Transcript | str, admits: bool = False) -> None:
        """`admits` where the question asks for what is not known or not done, so that naming it so makes a point."""
        self.admits = admits
        self.sources = _sources(transcript)
        spotted = transcript.spotted if isinstance(transcript, Transcript) else ()
        self.timed = bool(self.sources) and all(w.start_s is not None and w.end_s is not None for w in self.sources)
        self.spotted = {found.phrase: found for found in spotted}
        spoken = spoken_tokens(w.text for w in self.sources)
        self.spoken = bool(spoken)
        """Whether anything was said, were it only um."""
        self.tokens = _without_hesitations(spoken)
        self.words = tuple(t.word for t in self.tokens)
        self.families = tuple(family(w) for w in self.words)
        self.sentences = _sentences(self.sources, self.tokens)
        letters = [i for i, word in enumerate(self.words) if len(word) == 1]
        self._spelled = any(b - a == 1 for a, b in pairwise(letters))
        self._spelled_spans: dict[int, dict[Span, None]] = {}
        self._windows: dict[int, list[str]] = {}
        self._around: dict[int, tuple[list[str], list[int]]] = {}
        self._words, self._keys = _Words(self.words), _Words(self.families)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for key in self._keys.places:
            self._by_length[len(key)].append(key)
        self._found: dict[str, tuple[int, ...]] = {}
        self.set_aside: dict[Span, bool] = {}
        """Of windows that were looked at, whether the words around them set them aside."""
        self._which: dict[frozenset[str], list[int]] = {}

    def which(self, words: frozenset[str]) -> list[int]:
        """Return where any of these words are, in order."""
        if words not in self._which:
            self._which[words] = [i for i, word in enumerate(self.words) if word in words]
        return self._which[words]

    @cached_property
    def _runs(self) -> list[Span]:
        return _runs(self.words)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The words with what a comma or the end of a sentence follows, which is a word of its own there."""
        last = {token.source: i for i, token in enumerate(self.tokens)}
        marks = {last[n]: mark for n in last if (mark := _mark(self.sources[n].text))}
        return tuple(f"{word} {marks[i]}" if i in marks else word for i, word in enumerate(self.words))

    def between(self, start_s: float, end_s: float) -> tuple[Word, ...]:
        """Return the words with any of their time in a stretch; none where words have no times."""
        if not self.timed:
            return ()
        first = bisect_right(self.sources, start_s, key=lambda word: word.end_s or 0.0)
        last = bisect_left(self.sources, end_s, key=lambda word: word.start_s or 0.0)
        return self.sources[first:last]

    def places(self, key: str) -> tuple[int, ...]:
        """Return the tokens of a word's family, or else of what is nearly written so; none where there are none."""
        if key not in self._found:
            self._found[key] = tuple(self._keys.places.get(key) or self._slips(key))
        return self._found[key]

    def _slips(self, key: str) -> list[int]:
        size = len(key)
        if size < _SHORTEST_SLIP:
            return []
        near = [k for n in range(size - 1, size + 2) if n >= _SHORTEST_SLIP for k in self._by_length.get(n, ())]
        best = process.extractOne(key, near, scorer=fuzz.ratio, processor=None, score_cutoff=_SLIP)
        return self._keys.places[best[0]] if best else []

    def words_of(self, span: Span) -> tuple[str, ...]:
        """Return the words of a window in normal form."""
        return self.words[span[0] : span[1]]

    def sources_of(self, span: Span) -> tuple[Word, ...]:
        """Return the words of a window as they stand in the transcript."""
        return self.sources[self.tokens[span[0]].source : self.tokens[span[1] - 1].source + 1]

    def around(self, count: int, shortest: float, longest: float) -> list[str]:
        """Return the joined words of the windows of around `count` words, of so many letters, each once."""
        if count not in self._around:
            joined = chain.from_iterable(map(self._joined, counts(count)))
            by_length = sorted(dict.fromkeys(joined), key=len)
            self._around[count] = by_length, list(map(len, by_length))
        by_length, lengths = self._around[count]
        return by_length[bisect_left(lengths, shortest) : bisect_right(lengths, longest)]

    def exactly(self, joined: str, count: int) -> list[Span]:
        """Return the windows of around `count` words that are this, joined."""
        return [span for span in self._words.joined(joined) if self._is_window(span, count)]

    def related(self, joined: str, count: int) -> list[Span]:
        """Return the windows of around `count` words of which the keys of the families are this, joined."""
        return [span for span in self._keys.joined(joined) if self._is_window(span, count)]

    def _is_window(self, span: Span, count: int) -> bool:
        if self._spelled:
            return any(span in self._spans(near) for near in counts(count))
        return span[1] - span[0] in counts(count)

    def _joined(self, count: int) -> list[str]:
        """Join the words of each window of `count`."""
        if count not in self._windows:
            words = self.words
            if self._spelled:
                self._windows[count] = ["".join(words[start:stop]) for start, stop in self._spans(count)]
            else:  # nearly always: all of it is done in C
                self._windows[count] = list(map("".join, zip(*(words[i:] for i in range(count)), strict=False)))
        return self._windows[count]

    def _spans(self, count: int) -> dict[Span, None]:
        if count not in self._spelled_spans:
            self._spelled_spans[count] = dict.fromkeys(self._with_letters(count))
        return self._spelled_spans[count]

    def _with_letters(self, count: int) -> Iterator[Span]:
        """Yield the windows of `count` words where letters are spelled, of which a run may be taken in part."""
        runs = self._runs
        for first, last in zip(runs, runs[count - 1 :], strict=False):
            if first[1] - first[0] == last[1] - last[0] == 1:  # nearly always
                yield first[0], last[1]
                continue
            for start in range(*first):
                for stop in range(max(start, last[0]) + 1, last[1] + 1):
                    may_start = self._may_start(start, first[0], min(stop, first[1]))
                    if may_start and self._may_stop(stop, max(start, last[0]), last[1]):
                        yield start, stop

    def _may_start(self, start: int, run_start: int, run_stop: int) -> bool:
        return run_stop - start >= _WHOLE_RUN_BELOW or _ARTICLES.issuperset(self.words[run_start:start])

    @staticmethod
    def _may_stop(stop: int, run_start: int, run_stop: int) -> bool:
        return stop == run_stop or stop - run_start >= _WHOLE_RUN_BELOW


def counts(count: int) -> range:
    """The numbers of words of the windows in which a phrase of `count` words may be found."""
    return range(max(1, count - 1), count + 2)


def _without_hesitations(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    words = [token.word for token in tokens]
    left_out = {i for i, word in enumerate(words) if word in _HESITATIONS}
    left_out -= {i for i in left_out if words[i] == "er" and words[i + 1 : i + 2] and words[i + 1] in _ER_WHAT}
    for i, pair in enumerate(pairwise(words)):
        if pair in _ASIDES:
            left_out |= {i, i + 1}
    return tuple(token for i, token in enumerate(tokens) if i not in left_out) if left_out else tokens


def _mark(text: str) -> str:
    return "." if text.endswith(_SENTENCE_END) else "," if text.endswith(_COMMA) else ""


def _sentences(sources: tuple[Word, ...], tokens: tuple[Token, ...]) -> tuple[int, ...]:
    """Give each token the number of its sentence; what a recogniser wrote is one sentence."""
    ends = 0
    numbers = []
    for source in sources:
        numbers.append(ends)
        ends += source.text.endswith(_SENTENCE_END)
    return tuple(numbers[token.source] for token in tokens)


def _runs(words: tuple[str, ...]) -> list[Span]:
    """Part the words in runs that count as one word: mostly a single one."""
    numbers = units(words)
    starts = [i for i, unit in enumerate(numbers) if i == 0 or unit != numbers[i - 1]]
    return list(zip(starts, [*starts, len(words)][1:], strict=True))


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
