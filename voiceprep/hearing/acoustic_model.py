"""PocketSphinx's English acoustic model, read into arrays: how likely each state of each phone makes each frame.

The files and their meaning are the library's ("phonetically tied mixtures"): each of 42 phones has, for each of three
streams (cepstra, their differences, the differences' differences), one codebook of 128 Gaussians with diagonal
covariance, and each tied state ("senone") of the phone's triphones weighs the codebook in its own way. Read here, the
model can be asked about any phrase, in a way that a decoder's best path cannot.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceprep.errors import HearingError
from voiceprep.hearing.front_end import CEPSTRA, Cepstra

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STATES = 3
"""Of a phone, from left to right."""
SILENCE = "SIL"
INSIDE, BEGINNING, ENDING, ALONE = range(4)
"""Where in its word a phone stands, as the model counts it."""

_STREAMS = 3
_LEAST_VARIANCE = 1e-4
_WEIGHT_STEP = 1024 * np.log(1.0001)
"""Mixture weights are kept as a byte: minus their logarithm to base 1.0001, in units of 1024."""
_LEAST = 1e-30
_BYTE_ORDER = 0x11223344
_HEADER_END = b"endhdr\n"


def differences(cepstra: Cepstra) -> tuple[Cepstra, Cepstra, Cepstra]:
    """The three streams of each frame but the first and last `CONTEXT`, which have too few neighbours."""
    return (
        cepstra[3:-3],
        cepstra[5:-1] - cepstra[1:-5],
        (cepstra[6:] - cepstra[2:-4]) - (cepstra[4:-2] - cepstra[:-6]),
    )


CONTEXT = 3
"""Frames on each side that a frame's differences need."""


@dataclass(frozen=True)
class AcousticModel:
    """The model's arrays; `read_acoustic_model` makes one."""

    phones: tuple[str, ...]
    senones_of_triphones: Ints
    """Rows of `STATES` senones."""
    triphone_keys: Ints
    """Sorted keys of position, phone, left and right neighbour."""
    triphone_rows: Ints
    """For each key, its row of `senones_of_triphones`."""
    monophone_rows: Ints
    """For each phone, its row without context."""
    transitions: Floats
    """Phones by states by next states: logarithms of staying and moving on."""
    quadratic: Floats
    """Phones by streams by Gaussians by 2 `CEPSTRA` + 1: log density as a product with (x², x, 1)."""
    weights: tuple[tuple[Floats, ...], ...]
    """For each phone and stream, Gaussians by the phone's senones."""
    place: Ints
    """For each senone, its column among its phone's."""
    phone_of: Ints
    """For each senone, its phone."""

    @cached_property
    def index(self) -> dict[str, int]:
        """From a phone's name to its number."""
        return {name: i for i, name in enumerate(self.phones)}

    @cached_property
    def monophones(self) -> Ints:
        """The senones of all phones without context, `STATES` each, in the order of `phones`."""
        senones: Ints = self.senones_of_triphones[self.monophone_rows].ravel()
        return senones

    def senones(self, position: int, phone: int, left: int, right: int) -> Ints:
        """The states of a phone between two others; where the model lacks that triphone, of its nearest relative."""
        count = len(self.phones)
        for place in (position, *range(4)):
            key = ((place * count + phone) * count + left) * count + right
            at = int(np.searchsorted(self.triphone_keys, key))
            if at < len(self.triphone_keys) and self.triphone_keys[at] == key:
                return self._states(int(self.triphone_rows[at]))
        return self.alone(phone)

    def alone(self, phone: int) -> Ints:
        """The states of a phone without context."""
        return self._states(int(self.monophone_rows[phone]))

    def _states(self, row: int) -> Ints:
        states: Ints = self.senones_of_triphones[row]
        return states


def densities(model: AcousticModel, phone: int, streams: tuple[Floats, ...]) -> list[tuple[Floats, Floats]]:
    """Of each Gaussian of a phone's codebooks in each frame: relative density and, by frame, its greatest logarithm."""
    found = []
    for stream, expanded in enumerate(streams):
        logs = expanded @ model.quadratic[phone, stream].T
        greatest = logs.max(1, keepdims=True)
        found.append((np.exp(logs - greatest), greatest))
    return found


def expand(streams: tuple[Cepstra, ...]) -> tuple[Floats, ...]:
    """Each stream's frames as (x², x, 1)."""
    return tuple(
        np.concatenate([x * x, x, np.ones((len(x), 1), np.float32)], 1).astype(np.float32, copy=False) for x in streams
    )


class SenoneScorer:
    """Log likelihoods of the frames under a chosen set of senones, computed phone by phone."""

    def __init__(self, model: AcousticModel, senones: Ints) -> None:
        """`senones` are unique."""
        self._model = model
        self.senones = senones
        phones = model.phone_of[senones]
        self._parts = []
        for phone in np.unique(phones):
            columns = np.flatnonzero(phones == phone)
            places = model.place[senones[columns]]
            weights = tuple(np.ascontiguousarray(w[:, places]) for w in model.weights[phone])
            self._parts.append((int(phone), columns, weights))

    def __call__(self, streams: tuple[Cepstra, ...]) -> Floats:
        """Frames by senones."""
        expanded = expand(streams)
        scores = np.zeros((len(streams[0]), len(self.senones)), np.float32)
        for phone, columns, weights in self._parts:
            total: Any = 0.0
            for (relative, greatest), weight in zip(densities(self._model, phone, expanded), weights, strict=True):
                total = total + np.log(relative @ weight + _LEAST) + greatest
            scores[:, columns] = total
        return scores


def read_acoustic_model(folder: Path) -> AcousticModel:
    """Read the model in `folder`; raises `HearingError` where it is not one of this kind."""
    try:
        return _read(folder)
    except (OSError, ValueError, OverflowError, struct.error, IndexError) as error:
        raise HearingError(f"The acoustic model in {folder} cannot be read ({error}).") from error


def _read(folder: Path) -> AcousticModel:
    phones, rows, attributes, sequences = _definition((folder / "mdef").read_bytes())
    count = len(phones)
    position, base, left, right = attributes[count:].T
    keys = ((position * count + base) * count + left) * count + right
    order = np.argsort(keys)
    bases = np.concatenate([np.arange(count), base])
    phone_of = np.zeros(int(sequences.max()) + 1, np.int64)
    for state in range(STATES):
        phone_of[sequences[rows, state]] = bases
    place = np.zeros_like(phone_of)
    for phone in range(count):
        mine = phone_of == phone
        place[mine] = np.arange(mine.sum())
    weights = np.exp(-_WEIGHT_STEP * _weights((folder / "sendump").read_bytes(), len(phone_of)).astype(np.float32))
    transitions = _transitions((folder / "transition_matrices").read_bytes())
    quadratic = _quadratic((folder / "means").read_bytes(), (folder / "variances").read_bytes())
    if quadratic.shape[:3] != (count, *weights.shape[:2]) or transitions.shape != (count, STATES, STATES + 1):
        raise ValueError("its files do not belong together")
    return AcousticModel(
        phones=phones,
        senones_of_triphones=sequences,
        triphone_keys=keys[order],
        triphone_rows=rows[count:][order],
        monophone_rows=rows[:count],
        transitions=transitions,
        quadratic=quadratic,
        weights=tuple(
            tuple(np.ascontiguousarray(weights[stream][:, phone_of == phone]) for stream in range(_STREAMS))
            for phone in range(count)
        ),
        place=place,
        phone_of=phone_of,
    )


def _definition(data: bytes) -> tuple[tuple[str, ...], Ints, Ints, Ints]:
    """Names of phones; for each phone and triphone its row of senones and (position, base, left, right); the rows."""
    if data[:4] != b"BMDF":
        raise ValueError("mdef is not a binary model definition")
    at = 12 + struct.unpack_from("<i", data, 8)[0]  # behind a description of the format
    count, triphones, states, _, _, _, sequences, _, tree, _ = struct.unpack_from("<10i", data, at)
    if states != STATES:
        raise ValueError(f"phones of {states} states")
    start = at = at + 40
    names = []
    for _ in range(count):
        end = data.index(b"\0", at)
        names.append(data[at:end].decode())
        at = end + 1
    at = start + -(-(at - start) // 4) * 4 + 8 * tree
    table = np.frombuffer(data, np.dtype([("row", "<i4"), ("matrix", "<i4"), ("is", "i1", 4)]), triphones, at)
    at += table.nbytes + 4
    rows = np.frombuffer(data, "<u2", sequences * STATES, at).reshape(-1, STATES)
    return tuple(names), table["row"].astype(np.int64), table["is"].astype(np.int64), rows.astype(np.int64)


def _numbers(data: bytes, what: str, dimensions: int) -> tuple[tuple[int, ...], int]:
    """The dimensions in a file of numbers, and where what follows them begins."""
    at = data.index(_HEADER_END) + len(_HEADER_END)
    if struct.unpack_from("<I", data, at)[0] != _BYTE_ORDER:
        raise ValueError(f"{what} are in another byte order")
    return struct.unpack_from(f"<{dimensions}i", data, at + 4), at + 4 + 4 * dimensions


def _gaussians(data: bytes, what: str) -> NDArray[np.float64]:
    (phones, streams, size), at = _numbers(data, what, 3)
    lengths = struct.unpack_from(f"<{streams}i", data, at)
    if lengths != (CEPSTRA,) * _STREAMS:
        raise ValueError(f"{what} of streams of {lengths}")
    values = np.frombuffer(data, "<f4", phones * streams * size * CEPSTRA, at + 4 * streams + 4)
    return values.reshape(phones, streams, size, CEPSTRA).astype(np.float64)


def _quadratic(means: bytes, variances: bytes) -> Floats:
    mean, variance = _gaussians(means, "means"), np.maximum(_gaussians(variances, "variances"), _LEAST_VARIANCE)
    half = 0.5 / variance
    constant = -0.5 * np.log(2 * np.pi * variance).sum(-1) - (half * mean * mean).sum(-1)
    return np.concatenate([-half, 2 * half * mean, constant[..., None]], -1).astype(np.float32)


def _weights(data: bytes, senones: int) -> NDArray[np.uint8]:
    """Streams by Gaussians by senones."""

    def text(at: int) -> int:
        return at + 4 + int(struct.unpack_from("<i", data, at)[0])

    at = text(0)
    while struct.unpack_from("<i", data, at)[0]:
        at = text(at)
    size, count = struct.unpack_from("<2i", data, at + 4)
    if count != senones:
        raise ValueError(f"mixture weights of {count} senones where {senones} are defined")
    return np.frombuffer(data, np.uint8, _STREAMS * size * count, at + 12).reshape(_STREAMS, size, count)


def _transitions(data: bytes) -> Floats:
    (phones, states, following), at = _numbers(data, "transitions", 3)
    values = np.frombuffer(data, "<f4", phones * states * following, at + 4).reshape(phones, states, following)
    logs: Floats = np.log(np.maximum(values / values.sum(2, keepdims=True), _LEAST)).astype(np.float32)
    return logs
