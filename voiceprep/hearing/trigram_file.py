"""PocketSphinx's binary trigram file ("Trie Language Model"): read into arrays, written back from them.

Little-endian: the magic, a byte for the order, three u32 counts, an i32 for the kind of quantisation, three tables of
65,536 f32 (probability and back-off of bigrams, probability of trigrams; logarithms to base 1.0001), the unigrams and
one more that only says where the last one's bigrams end, two bit-packed arrays (one spare entry and 8 bytes of padding
each), an i32 length and the words, each ended by a NUL. N-grams are kept backwards: a word's unigram says where the
bigrams that *predict* it begin, and those where the trigrams that predict it begin.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceprep.errors import HearingError

Ints = NDArray[np.uint32]
Floats = NDArray[np.float32]

LOG_BASE = 1.0001
_MAGIC = b"Trie Language Model"
_ORDER = 3
_HEADER = np.dtype([("magic", "S19"), ("order", "u1"), ("counts", "<u4", 3), ("quantisation", "<i4")])
_UNIGRAM = np.dtype([("probability", "<f4"), ("backoff", "<f4"), ("next", "<u4")])
_TABLE = 1 << 16
_QUANTISED_BITS = 16
_PADDING = 8
"""Bytes after a bit array, so that its last entry can be read as a whole 64-bit word."""
_AT_ONCE = 1 << 17
"""Entries unpacked at a time: all at once would need 100 MB more."""


@dataclass(frozen=True, slots=True)
class Trigrams:
    """A language model in arrays. Probabilities and back-offs are logarithms to base 1.0001."""

    words: tuple[str, ...]
    unigrams: NDArray[Any]
    """`probability`, `backoff` and `next` of each word, and one more for the end of the bigrams."""
    tables: Floats
    """Three rows: what the indices in `bigrams` (probability, back-off) and `trigrams` (probability) stand for."""
    bigrams: dict[str, Ints]
    """`word` (the history), `backoff`, `probability` (indices), `next`; the spare last entry included."""
    trigrams: dict[str, Ints]
    """`word` (the older history), `probability`; the spare last entry included."""


def _fields(words: int, trigrams: int) -> tuple[dict[str, int], dict[str, int]]:
    """Names and bits of the packed fields of bigrams and trigrams, for that many words and trigrams."""
    word = words.bit_length()
    bigram = {
        "word": word,
        "backoff": _QUANTISED_BITS,
        "probability": _QUANTISED_BITS,
        "next": trigrams.bit_length(),
    }
    return bigram, {"word": word, "probability": _QUANTISED_BITS}


def _packed_bytes(entries: int, bits: int) -> int:
    return (entries * bits + 7) // 8 + _PADDING


def _unpack(data: bytes, offset: int, entries: int, fields: dict[str, int]) -> dict[str, Ints]:
    bits = sum(fields.values())
    whole = np.ndarray((_packed_bytes(entries, bits) - 7,), "<u8", data, offset, (1,))  # 64 bits from each byte on
    found = {name: np.empty(entries, np.uint32) for name in fields}
    for first in range(0, entries, _AT_ONCE):
        start = np.arange(first, min(first + _AT_ONCE, entries), dtype=np.uint64) * np.uint64(bits)
        for name, width in fields.items():
            value = whole[start >> np.uint64(3)] >> (start & np.uint64(7))
            found[name][first : first + _AT_ONCE] = value & np.uint64((1 << width) - 1)
            start += np.uint64(width)
    return found


def _pack(values: dict[str, Ints], fields: dict[str, int]) -> bytes:
    bits, entries = sum(fields.values()), len(values["word"])
    packed = np.zeros(_packed_bytes(entries, bits) + 8 * bits, np.uint8)
    for phase in range(8):  # every eighth entry begins at the same bit of a byte
        at = phase * bits
        rows = packed[: (len(packed) // bits) * bits].reshape(-1, bits)
        for name, width in fields.items():
            value = values[name][phase::8].astype(np.uint64) << np.uint64(at % 8)
            for byte in range((at % 8 + width + 7) // 8):
                rows[: len(value), at // 8 + byte] |= (value >> np.uint64(8 * byte)).astype(np.uint8)
            at += width
    return packed[: _packed_bytes(entries, bits)].tobytes()


def read_trigrams(path: str | os.PathLike[str]) -> Trigrams:
    """Read the model in `path`; raises `HearingError` where it is not one."""
    try:
        data = Path(path).read_bytes()
        header = np.frombuffer(data, _HEADER, 1)[0]
        if bytes(header["magic"]) != _MAGIC or header["order"] != _ORDER or header["quantisation"] != 1:
            raise ValueError("not a binary trigram model")
        unigram, bigram, trigram = (int(n) for n in header["counts"])
        offset = _HEADER.itemsize
        tables = np.frombuffer(data, "<f4", _ORDER * _TABLE, offset).reshape(_ORDER, _TABLE)
        offset += tables.nbytes
        unigrams = np.frombuffer(data, _UNIGRAM, unigram + 1, offset)
        offset += unigrams.nbytes
        middle, last = _fields(unigram, trigram)
        bigrams = _unpack(data, offset, bigram + 1, middle)
        offset += _packed_bytes(bigram + 1, sum(middle.values()))
        trigrams = _unpack(data, offset, trigram + 1, last)
        offset += _packed_bytes(trigram + 1, sum(last.values()))
        words = tuple(data[offset + 4 :].decode("utf-8").removesuffix("\0").split("\0"))
        if len(words) != unigram:
            raise ValueError(f"{len(words)} words where {unigram} were announced")
    except (OSError, ValueError, TypeError) as error:
        raise HearingError(f"The language model {path} cannot be read ({error}).") from error
    return Trigrams(words, unigrams, tables, bigrams, trigrams)


def trigram_bytes(model: Trigrams) -> bytes:
    """The file's content for `model`."""
    counts = (len(model.words), len(model.bigrams["word"]) - 1, len(model.trigrams["word"]) - 1)
    middle, last = _fields(counts[0], counts[2])
    header = np.array([(_MAGIC, _ORDER, counts, 1)], _HEADER)
    words = "".join(f"{word}\0" for word in model.words).encode("utf-8")
    parts = (header.tobytes(), model.tables.tobytes(), model.unigrams.tobytes(), _pack(model.bigrams, middle))
    return b"".join((*parts, _pack(model.trigrams, last), len(words).to_bytes(4, "little"), words))
