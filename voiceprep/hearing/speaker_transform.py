"""Bring a speaker and a microphone closer to the acoustic model, learning while the answer goes on.

One linear transform of the cepstra begins as the subtraction of their mean and grows, as speech comes in, into
constrained maximum likelihood linear regression (Gales, "Maximum likelihood linear transformations for HMM-based speech
recognition", 1998) with one class and the monophones' own posteriors, so no transcript is needed. The differences of
cepstra follow the same matrix, as they are linear in them.
"""

import numpy as np
from numpy.typing import NDArray

from voiceprep.hearing.acoustic_model import CONTEXT, AcousticModel, densities, differences, expand
from voiceprep.hearing.front_end import CEPSTRA, FRAMES_PER_S, Cepstra

Matrix = NDArray[np.float64]

WARM_UP_FRAMES = 3 * FRAMES_PER_S
"""So much sound is waited for before the first frame is passed on: with less, the mean is mostly a guess."""
_RENEW_FRAMES = 2 * FRAMES_PER_S
_WARM_UP_ROUNDS = 2
_SHARPNESS = 0.3
"""Exponent of the likelihoods in the posteriors: taken as they are, one phone would always be all but certain."""
_CONFIDENT_FRAMES = 10 * FRAMES_PER_S
"""The transform counts as much as the plain subtraction of the mean after so much sound."""
_RIDGE_FRAMES = 100.0
"""Weight of the plain subtraction of the mean, in frames of unit variance: speech's is a hundred times that."""
_SWEEPS = 3
"""Over the rows of the matrix, each of which depends on the others; a third changes little."""
_STREAMS = 3
_LEAST_POSTERIOR = 1e-3


class SpeakerTransform:
    """Passes frames on, transformed; holds the first ones back until it knows enough."""

    def __init__(self, model: AcousticModel) -> None:
        self._model = model
        self._weights = [
            [weights[:, model.place[model.alone(phone)]] for weights in model.weights[phone]]
            for phone in range(len(model.phones))
        ]
        self._held: list[Cepstra] | None = []
        self._recent: Cepstra = np.empty((0, CEPSTRA), np.float32)
        self._pending: Cepstra = self._recent
        self._sum, self._frames = np.zeros(CEPSTRA), 0
        self._matrix: Matrix = np.concatenate([np.eye(CEPSTRA), np.zeros((CEPSTRA, 1))], 1)
        self._squares = np.zeros((CEPSTRA, CEPSTRA + 1, CEPSTRA + 1))
        self._products = np.zeros((CEPSTRA, CEPSTRA + 1))
        self._counted = 0

    def feed(self, cepstra: Cepstra) -> Cepstra:
        """The frames that are ready, transformed as well as is known by then, in whatever pieces they come."""
        ready = [cepstra[:0]]
        while len(cepstra):
            due = _RENEW_FRAMES - len(self._pending) if self._held is None else WARM_UP_FRAMES - self._frames
            ready.append(self._take(cepstra[:due]))
            cepstra = cepstra[due:]
        return np.concatenate(ready)

    def _take(self, cepstra: Cepstra) -> Cepstra:
        """Take frames up to where the transform is to be renewed, at most."""
        self._sum += cepstra.sum(0, dtype=np.float64)
        self._frames += len(cepstra)
        if self._held is not None:
            self._held.append(cepstra)
            return self._release() if self._frames >= WARM_UP_FRAMES else cepstra[:0]
        ready = self._apply(cepstra)
        self._pending = np.concatenate([self._pending, cepstra])
        if len(self._pending) >= _RENEW_FRAMES:
            self._learn(self._pending)
            self._recent = self._pending[-2 * CONTEXT :]
            self._pending = self._pending[:0]
        return ready

    def finish(self) -> Cepstra:
        """What is still held back, of an answer that ended early."""
        return self._release() if self._held is not None else np.empty((0, CEPSTRA), np.float32)

    def _release(self) -> Cepstra:
        held = np.concatenate([*(self._held or ()), self._recent])
        self._held = None
        if len(held) <= 2 * CONTEXT:
            return self._apply(held)
        self._subtract_mean()
        for _ in range(_WARM_UP_ROUNDS):
            self._squares[:], self._products[:], self._counted = 0.0, 0.0, 0
            self._learn(held)
        self._recent = held[-2 * CONTEXT :]
        return self._apply(held)

    def _subtract_mean(self) -> None:
        self._matrix[:, -1] = -self._sum / max(1, self._frames)

    def _apply(self, cepstra: Cepstra) -> Cepstra:
        return (cepstra @ self._matrix[:, :-1].T + self._matrix[:, -1]).astype(np.float32)

    def _learn(self, cepstra: Cepstra) -> None:
        """Take more frames into account, and renew the transform."""
        raw = differences(np.concatenate([self._recent, cepstra]))
        now = differences(self._apply(np.concatenate([self._recent, cepstra])))
        for stream, (precision, target) in enumerate(self._expected(now)):
            one = np.full((len(raw[stream]), 1), float(stream == 0))  # a difference has no offset
            extended = np.concatenate([raw[stream], one], 1)
            self._products += target.T @ extended
            for i in range(CEPSTRA):
                self._squares[i] += (extended * precision[:, i : i + 1]).T @ extended
        self._counted += len(raw[0])
        plain = np.concatenate([np.eye(CEPSTRA), -(self._sum / self._frames)[:, None]], 1)
        learnt = self._maximise(self._matrix.copy(), plain)
        share = self._counted / (self._counted + _CONFIDENT_FRAMES)
        self._matrix = share * learnt + (1.0 - share) * plain

    def _expected(self, streams: tuple[Cepstra, ...]) -> list[tuple[Matrix, Matrix]]:
        """For each stream, frames by cepstra: expected precision, and expected precision times mean."""
        expanded = expand(streams)
        found, scores = [], []
        for phone, weights in enumerate(self._weights):
            parts, total = [], np.zeros((len(streams[0]), weights[0].shape[1]), np.float32)
            for (relative, greatest), weight in zip(densities(self._model, phone, expanded), weights, strict=True):
                mixed = relative @ weight + 1e-30
                total += np.log(mixed) + greatest
                parts.append((relative, weight, mixed))
            found.append(parts)
            scores.append(total)
        flat = np.concatenate(scores, 1) * _SHARPNESS
        posterior = np.exp(flat - flat.max(1, keepdims=True))
        posterior /= posterior.sum(1, keepdims=True)
        shape = (len(streams[0]), CEPSTRA)
        sums = [(np.zeros(shape), np.zeros(shape)) for _ in range(_STREAMS)]
        column = 0
        for phone, parts in enumerate(found):
            mine = posterior[:, column : column + parts[0][1].shape[1]]
            column += mine.shape[1]
            if mine.max() < _LEAST_POSTERIOR:
                continue
            for stream, (relative, weight, mixed) in enumerate(parts):
                share = relative * ((mine / mixed) @ weight.T)
                quadratic = self._model.quadratic[phone, stream]
                sums[stream][0][:] += share @ (-2.0 * quadratic[:, :CEPSTRA])
                sums[stream][1][:] += share @ quadratic[:, CEPSTRA:-1]
        return sums

    def _maximise(self, matrix: Matrix, plain: Matrix) -> Matrix:
        """Renew one row after the other, each in closed form while the others stand.

        Where the sound says nothing of a direction (digital silence has but one), `plain` does.
        """
        ridges = _RIDGE_FRAMES * self._squares[:, -1, -1] / self._counted
        products = self._products + ridges[:, None] * plain
        inverses = np.linalg.inv(self._squares + ridges[:, None, None] * np.eye(CEPSTRA + 1))
        count = _STREAMS * self._counted
        for _ in range(_SWEEPS):
            for i, inverse in enumerate(inverses):
                cofactors = np.append(np.linalg.inv(matrix[:, :-1])[:, i], 0.0)
                own, cross = cofactors @ inverse @ cofactors, cofactors @ inverse @ products[i]
                root = np.sqrt(cross * cross + 4.0 * own * count)
                # Both roots are stationary; the likelihood tells which is the maximum.
                scale = max(
                    ((root - cross) / (2.0 * own), (-root - cross) / (2.0 * own)),
                    key=lambda s: count * np.log(abs(s * own + cross)) - 0.5 * s * s * own,
                )
                matrix[i] = inverse @ (scale * cofactors + products[i])
        return matrix
