"""The general language model, leaning towards the words of a bank's phrases: every phrase of the bank alike.

P(word | any history) is mixed with the word's share among the phrases' words, and inside a phrase P(word | the word
before) with its share after that word. Words that the model lacks are appended. Nothing is normalised again: what all
other words lose is too little to matter in a search, and they keep the exact probabilities that they had.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voiceprep.hearing.trigram_file import LOG_BASE, Floats, Ints, Trigrams

_LN = math.log(LOG_BASE)
_NO_BACKOFF = 0.0
_LEAST = 1e-30
"""Probability of a word that nothing predicts yet."""


@dataclass(frozen=True, slots=True)
class Lean:
    """How far the model leans.

    Ten real answers are nearly indifferent to it: at 0.05 and 0.3, 0.1 and 0.5, 0.3 and 0.5 the word error rate
    was 0.46, 0.46 and 0.47, and the recall of the words alone 0.74, 0.75 and 0.77. What leaning more brings there it
    loses by writing more points that nobody made, which the sound alone does not.
    """

    word: float = 0.1
    """Weight of a word's share among the phrases' words, after any history: 0 leaves the model as it is, below 1."""
    pair: float = 0.5
    """Weight of a word's share after the word before it in a phrase."""


LEAN = Lean()


def _log(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = np.log(np.maximum(probability, _LEAST)) / _LN
    return logs


def _mixed(logs: Floats, share: float, weight: float) -> NDArray[np.float64]:
    now = np.exp(logs.astype(np.float64) * _LN)
    return _log(np.maximum(now, (1 - weight) * now + weight * share))  # "the" in a phrase must not make "the" rarer


class _Nearest:
    """Looks up the table's entry that is nearest to a value; the tables are almost sorted, but not quite."""

    def __init__(self, table: Floats) -> None:
        self._order = np.argsort(table, kind="stable").astype(np.uint32)
        self._sorted = table[self._order].astype(np.float64)

    def __call__(self, values: NDArray[np.float64]) -> Ints:
        above = np.clip(np.searchsorted(self._sorted, values), 1, len(self._sorted) - 1)
        closer = values - self._sorted[above - 1] < self._sorted[above] - values
        return self._order[above - closer]


def lean(model: Trigrams, phrases: Iterable[Sequence[str]], how: Lean = LEAN) -> Trigrams:
    """A copy of `model` that expects `phrases`, each a sequence of words as the dictionary spells them."""
    spoken = [tuple(phrase) for phrase in phrases]
    counts = Counter(word for phrase in spoken for word in phrase)
    pairs = Counter(pair for phrase in spoken for pair in pairwise(phrase))
    firsts = Counter(pair[0] for pair in pairs.elements())
    model = _with_words(model, sorted(counts.keys() - set(model.words)))
    ids = {word: i for i, word in enumerate(model.words)}
    shares = {ids[word]: n / counts.total() for word, n in counts.items()}
    pair_shares = {(ids[a], ids[b]): n / firsts[a] for (a, b), n in pairs.items()}
    return _raised(_with_pairs(model, sorted(pair_shares)), shares, pair_shares, how)


def _raised(
    model: Trigrams, shares: dict[int, float], pair_shares: dict[tuple[int, int], float], how: Lean
) -> Trigrams:
    unigrams = model.unigrams.copy()
    bigrams = {**model.bigrams, "probability": model.bigrams["probability"].copy()}
    trigrams = {**model.trigrams, "probability": model.trigrams["probability"].copy()}
    levels = (  # of the bigrams and of the trigrams: indices, what they stand for, and back
        (bigrams["probability"], model.tables[0], _Nearest(model.tables[0])),
        (trigrams["probability"], model.tables[2], _Nearest(model.tables[2])),
    )

    def raise_rows(rows: slice, share: float, weight: float) -> None:
        """Raise these bigrams, and the trigrams below them."""
        below = slice(int(bigrams["next"][rows.start]), int(bigrams["next"][rows.stop]))
        for (indices, table, nearest), part in zip(levels, (rows, below), strict=True):
            indices[part] = nearest(_mixed(table[indices[part]], share, weight))

    for word, share in shares.items():
        unigrams["probability"][word] = _mixed(unigrams["probability"][word : word + 1], share, how.word)[0]
        raise_rows(slice(int(unigrams["next"][word]), int(unigrams["next"][word + 1])), share, how.word)
    for (first, second), share in pair_shares.items():
        row = _row_of(model, first, second)
        raise_rows(slice(row, row + 1), share, how.pair)
    return Trigrams(model.words, unigrams, model.tables, bigrams, trigrams)


def _row_of(model: Trigrams, first: int, second: int) -> int:
    """Where the bigram of `second` after `first` is, or belongs."""
    start, stop = (int(n) for n in model.unigrams["next"][second : second + 2])
    return start + int(np.searchsorted(model.bigrams["word"][start:stop], first))


def _with_words(model: Trigrams, words: Sequence[str]) -> Trigrams:
    """`model` with more words, of no probability yet and without n-grams."""
    more = np.repeat(model.unigrams[-1:], len(words) + 1)
    more["probability"][:-1] = _log(np.zeros(1))[0]
    more["backoff"][:-1] = _NO_BACKOFF
    unigrams = np.concatenate([model.unigrams[:-1], more])
    return Trigrams((*model.words, *words), unigrams, model.tables, model.bigrams, model.trigrams)


def _with_pairs(model: Trigrams, pairs: Sequence[tuple[int, int]]) -> Trigrams:
    """`model` with explicit bigrams for `pairs` (first, second), each as probable as by backing off."""
    places = []
    for first, second in pairs:
        row = _row_of(model, first, second)
        if row == model.unigrams["next"][second + 1] or model.bigrams["word"][row] != first:
            places.append((row, first, second))
    places.sort(key=lambda place: (place[0], place[2], place[1]))
    if not places:
        return model
    rows, firsts, seconds = (np.array(column) for column in zip(*places, strict=True))
    backed_off = model.unigrams["backoff"][firsts] + model.unigrams["probability"][seconds]
    new = {
        "word": firsts,
        "probability": _Nearest(model.tables[0])(backed_off.astype(np.float64)),
        "backoff": np.full(len(rows), _Nearest(model.tables[1])(np.zeros(1))[0]),
        "next": model.bigrams["next"][rows],
    }
    bigrams = {name: np.insert(values, rows, new[name]) for name, values in model.bigrams.items()}
    unigrams = model.unigrams.copy()
    added = np.cumsum(np.bincount(seconds, minlength=len(unigrams)))
    unigrams["next"][1:] += added[:-1].astype(np.uint32)
    return Trigrams(model.words, unigrams, model.tables, bigrams, model.trigrams)
