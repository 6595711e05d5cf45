"""Keyphrase spotting: where in the sound a phrase fits best, and how well, whatever the recogniser wrote.

Each way to say a phrase is a left-to-right chain of triphone states, with an optional silence between words. A Viterbi
search lets it begin at every frame; a frame's score is its log likelihood under the chain's state less what a filler
reaches there, the best phone without context, so about 0 is perfect (a triphone may do a little better) and the mean
over the frames compares phrases of any length. Phrases do not compete: the score of one is the same whatever others are
listened for.

The filler may be a loop of phones instead, for commands: in noise the best phone changes from frame to frame, as in no
speech, and reaches more than any phrase can. Of commands spoken beside white noise, 10 dB below, 80 % instead of 60 %
fit well enough in an answer, at as many false alarms. The points of answers gained nothing by it (recall of `said` 0.77
instead of 0.76, F1 of any 0.91 instead of 0.92), so they keep the simpler one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voiceprep.hearing.acoustic_model import (
    ALONE,
    BEGINNING,
    CONTEXT,
    ENDING,
    INSIDE,
    SILENCE,
    STATES,
    AcousticModel,
    Floats,
    Ints,
    SenoneScorer,
    differences,
)
from voiceprep.hearing.front_end import CEPSTRA, FRAMES_PER_S, Cepstra
from voiceprep.hearing.vocabulary import Way
from voiceprep.model import Spotted

Ways = Callable[[str], Sequence[Way]]

_AT_ONCE = 30
"""Frames scored together: scoring each 20 ms alone would cost six times as much."""
_NEVER = np.float32(-1e9)
_LOG_SILENCE = float(np.log(0.2))
"""Of pausing between two words of a phrase; going straight on costs the rest."""
_LOG_NO_SILENCE = -0.5
LOG_ANY_PHONE = np.float32(-25.0)
"""Of moving on to any phone, in the loop: chosen among 6 to 35 by what `benchmarks/commands.py` measures."""
_LOG_NEXT_PHONE = -0.5
"""Of moving from phone to phone: what the model's transitions give on average."""


@dataclass(frozen=True, slots=True)
class _Chains:
    """The states of all ways to say all phrases, in a row."""

    senones: Ints
    stay: Floats
    move: Floats
    """Log probability of coming from the state before."""
    first: Ints
    """The first state of each way."""
    last: Ints
    owner: Ints
    """The phrase of each way."""
    phones: Ints
    """Number of phones of each way."""
    begins_word: Ints
    """States that may also be reached from the end of the word before, without the silence between."""
    word_end: Ints
    """For each of them, that end."""


_State = tuple[int, float, float, int]
"""Senone, stay, move, and the state from which the silence before may be skipped, or -1."""


def _chain(model: AcousticModel, way: Way) -> list[_State]:
    """The states of a way; which state is skipped from is counted within it."""
    silence = model.index[SILENCE]
    flat = [(model.index[p], i, len(word)) for word in way for i, p in enumerate(word)]
    states: list[_State] = []

    def add(phone: int, senones: Ints, enter: float, skip_from: int = -1) -> None:
        for k in range(STATES):
            move = enter if k == 0 else float(model.transitions[phone, k - 1, k])
            stay = float(model.transitions[phone, k, k])
            states.append((int(senones[k]), stay, move, skip_from if k == 0 else -1))

    for at, (phone, place, length) in enumerate(flat):
        skip_from = -1
        if at and place == 0:
            skip_from = len(states) - 1
            add(silence, model.alone(silence), _LOG_SILENCE)
        left = flat[at - 1][0] if at else silence
        right = flat[at + 1][0] if at + 1 < len(flat) else silence
        position = ALONE if length == 1 else BEGINNING if place == 0 else ENDING if place == length - 1 else INSIDE
        add(phone, model.senones(position, phone, left, right), _LOG_NEXT_PHONE, skip_from)
    return states


def _chains(model: AcousticModel, ways: Sequence[Sequence[Way]]) -> _Chains:
    states: list[_State] = []
    first, last, owner, phones, begins_word, word_end = [], [], [], [], [], []
    for phrase, several in enumerate(ways):
        for way in several:
            start = len(states)
            chain = _chain(model, way)
            begins = [i for i, state in enumerate(chain) if state[-1] >= 0]
            begins_word += [start + i for i in begins]
            word_end += [start + chain[i][-1] for i in begins]
            states += chain
            first.append(start)
            last.append(len(states) - 1)
            owner.append(phrase)
            phones.append(sum(len(word) for word in way))
    senones, stay, move, _ = zip(*states, strict=True) if states else ((), (), (), ())
    return _Chains(
        np.array(senones, np.int64), np.array(stay, np.float32), np.array(move, np.float32), np.array(first, np.int64),
        np.array(last, np.int64), np.array(owner, np.int64), np.array(phones, np.int64),
        np.array(begins_word, np.int64), np.array(word_end, np.int64),
    )  # fmt: skip


def best_phone(scores: Floats) -> Floats:
    """A filler: what the best phone reaches in each frame; `scores` are frames by phones' states."""
    best: Floats = scores.max(1)
    return best


class PhoneLoop:
    """A filler: what the best path through whole phones, in any order, gains in each frame."""

    def __init__(self, phones: int) -> None:
        self._best = np.full((phones, STATES), _NEVER, np.float32)
        self._entry = np.float32(0.0)

    def __call__(self, scores: Floats) -> Floats:
        """Take the next frames, by phones' states."""
        gains = np.empty(len(scores), np.float32)
        for i, frame in enumerate(scores.reshape(len(scores), -1, STATES)):
            coming = np.roll(self._best, 1, 1)
            coming[:, 0] = self._entry
            best = np.maximum(self._best, coming) + frame
            gains[i] = best.max()
            self._best = best - gains[i]
            self._entry = self._best[:, -1].max() + LOG_ANY_PHONE
        return gains


class Spotter:
    """Listens for phrases in the transformed cepstra of one answer."""

    def __init__(self, model: AcousticModel, phrases: Sequence[str], ways: Ways, loop: bool = False) -> None:
        """`ways` tells how a phrase may be said; a phrase that it cannot say is not listened for.

        With `loop`, the filler is a loop of phones.
        """
        self._in_loop = loop
        found = {phrase: tuple(ways(phrase)) for phrase in dict.fromkeys(phrases)}
        self._phrases = [phrase for phrase, several in found.items() if any(several)]
        self._ways = [[way for way in found[phrase] if any(way)] for phrase in self._phrases]
        self._model = model
        self._chains = _chains(model, self._ways)
        senones = np.unique(np.concatenate([model.monophones, self._chains.senones]))
        self._scorer = SenoneScorer(model, senones)
        self._columns = np.searchsorted(senones, self._chains.senones)
        self._background = np.searchsorted(senones, model.monophones)
        self.start()

    def start(self) -> None:
        """Begin a new answer."""
        count = len(self._chains.senones)
        self._pending: Cepstra = np.empty((0, CEPSTRA), np.float32)
        self._frames = 0
        self._token = np.full(count, _NEVER, np.float32)
        self._began = np.zeros(count, np.int64)
        ways = len(self._chains.last)
        self._best = np.full(ways, _NEVER, np.float32)
        self._best_start, self._best_end = np.zeros(ways, np.int64), np.zeros(ways, np.int64)
        self._filler = PhoneLoop(len(self._model.phones)) if self._in_loop else best_phone
        self._heard = False

    def feed(self, cepstra: Cepstra) -> None:
        """Take the next frames."""
        if not len(self._chains.senones) or not len(cepstra):
            return
        if not self._heard:
            self._heard = True
            self._pending = np.repeat(cepstra[:1], CONTEXT, 0)
        self._pending = np.concatenate([self._pending, cepstra])
        while len(self._pending) >= _AT_ONCE + 2 * CONTEXT:
            self._search(_AT_ONCE)

    def _search(self, count: int) -> None:
        """Search through the next `count` of the pending frames."""
        streams = differences(self._pending[: count + 2 * CONTEXT])
        self._pending = self._pending[count:]
        scores = self._scorer(streams)
        scores -= self._filler(scores[:, self._background])[:, None]
        chains, token, began = self._chains, self._token, self._began
        for frame in scores[:, self._columns]:
            coming = np.empty_like(token)
            coming[1:] = token[:-1]
            coming[chains.first] = 0.0
            came = np.empty_like(began)
            came[1:] = began[:-1]
            came[chains.first] = self._frames
            coming += chains.move
            if len(chains.begins_word):
                straight = token[chains.word_end] + _LOG_NO_SILENCE
                better = straight > coming[chains.begins_word]
                coming[chains.begins_word] = np.where(better, straight, coming[chains.begins_word])
                came[chains.begins_word] = np.where(better, began[chains.word_end], came[chains.begins_word])
            token += chains.stay
            moves = coming > token
            token = np.where(moves, coming, token) + frame
            began = np.where(moves, came, began)
            self._frames += 1
            self._note(token[chains.last], began[chains.last])
        self._token, self._began = token, began

    def _note(self, ending: Floats, start: Ints) -> None:
        mean = ending / (self._frames - start)
        better = np.flatnonzero((mean > self._best) & (ending > _NEVER / 2))  # not before a way can have ended
        self._best[better] = mean[better]
        self._best_start[better] = start[better]
        self._best_end[better] = self._frames

    def finish(self) -> tuple[Spotted, ...]:
        """End the answer: the best place of each phrase that has one."""
        if not self._heard:
            return ()
        self._pending = np.concatenate([self._pending, np.repeat(self._pending[-1:], CONTEXT, 0)])
        if len(self._pending) > 2 * CONTEXT:
            self._search(len(self._pending) - 2 * CONTEXT)
        hits = []
        for phrase in range(len(self._phrases)):
            ways = np.flatnonzero(self._chains.owner == phrase)
            way = int(ways[np.argmax(self._best[ways])])
            if self._best[way] > _NEVER:
                hits.append(self._hit(phrase, way))
        return tuple(hits)

    def _hit(self, phrase: int, way: int) -> Spotted:
        start, end = int(self._best_start[way]), int(self._best_end[way])
        score, phones = round(float(self._best[way]), 3), int(self._chains.phones[way])
        start_s, end_s, all_s = (frames / FRAMES_PER_S for frames in (start, end, self._frames))
        return Spotted(self._phrases[phrase], start_s, end_s, score, phones, all_s)
