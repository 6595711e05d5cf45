"""The acoustic model as it is read from the library's files."""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hearing_parts import acoustic_model, cepstra
from sounds import sample

from voiceprep.errors import HearingError
from voiceprep.hearing.acoustic_model import (
    ALONE,
    BEGINNING,
    CONTEXT,
    ENDING,
    INSIDE,
    SILENCE,
    STATES,
    SenoneScorer,
    differences,
    read_acoustic_model,
)
from voiceprep.hearing.embedded_model import embedded_model
from voiceprep.hearing.front_end import CEPSTRA
from voiceprep.pronounce import PHONES

MODEL = acoustic_model()
FOLDER = embedded_model() / "en-us"
FILES = ("mdef", "means", "variances", "sendump", "transition_matrices")


def numbers(name: str) -> tuple[tuple[int, ...], np.ndarray]:
    """The first three dimensions and all values of one of the library's files of numbers, read anew."""
    body = (FOLDER / name).read_bytes().split(b"endhdr\n", 1)[1][4:]
    shape = struct.unpack_from("<3i", body)
    lengths = struct.unpack_from(f"<{shape[1]}i", body, 12)
    count = shape[0] * shape[2] * sum(lengths)
    return shape, np.frombuffer(body, "<f4", count, 12 + 4 * shape[1] + 4).astype(float)


def mixture_weights(senones: int) -> np.ndarray:
    """Streams by Gaussians by senones, from the end of their file, so that no header needs to be understood."""
    data = np.frombuffer((FOLDER / "sendump").read_bytes(), np.uint8)
    return 1.0001 ** -(1024.0 * data[-3 * 128 * senones :].reshape(3, 128, senones))


def slow_score(frame: tuple[np.ndarray, ...], phone: int, weights: np.ndarray) -> float:
    """Log likelihood of a frame under a mixture of a phone's Gaussians, one Gaussian after the other."""
    (phones, streams, size), means = numbers("means")
    variances = numbers("variances")[1]
    means, variances = (x.reshape(phones, streams, size, CEPSTRA) for x in (means, np.maximum(variances, 1e-4)))
    total = 0.0
    for stream, x in enumerate(frame):
        likelihood = 0.0
        for mean, variance, weight in zip(means[phone, stream], variances[phone, stream], weights[stream], strict=True):
            density = np.prod(np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance))
            likelihood += weight * density
        total += np.log(likelihood)
    return total


def test_scores_are_those_of_an_independent_slow_computation():
    frames = cepstra(sample("overfitting", 1.6, 2.6))
    streams = differences((frames - frames.mean(0)).astype(np.float32))
    rows = [10, 40, 70]
    scores = SenoneScorer(MODEL, np.sort(MODEL.monophones))(tuple(s[rows] for s in streams))
    assert scores.shape == (len(rows), STATES * len(MODEL.phones))
    weights = mixture_weights(len(MODEL.place))
    column = {int(senone): i for i, senone in enumerate(np.sort(MODEL.monophones))}
    for name in ("AE", "L", "S", SILENCE):
        phone = MODEL.index[name]
        for senone in MODEL.alone(phone):
            for at, row in enumerate(rows):
                slow = slow_score(tuple(s[row].astype(float) for s in streams), phone, weights[:, :, senone])
                assert scores[at, column[int(senone)]] == pytest.approx(slow, abs=0.05, rel=1e-3)


def test_a_senone_scores_the_same_whatever_others_are_scored():
    streams = differences(cepstra(sample("overfitting", 1.6, 2.0)))
    some = MODEL.senones(INSIDE, MODEL.index["AE"], MODEL.index["K"], MODEL.index["T"])
    chosen = np.unique(some)
    alone = SenoneScorer(MODEL, chosen)(streams)
    everything = np.unique(np.concatenate([chosen, MODEL.monophones]))
    among = SenoneScorer(MODEL, everything)(streams)
    np.testing.assert_allclose(among[:, np.searchsorted(everything, chosen)], alone, rtol=1e-5, atol=1e-3)


def test_differences_are_of_every_frame_but_the_first_and_the_last_ones():
    frames = np.arange(20, dtype=np.float32)[:, None] ** 2 * np.ones(CEPSTRA, np.float32)
    same, first, second = differences(frames)
    t = np.arange(20)[CONTEXT:-CONTEXT]
    assert same.shape == first.shape == second.shape == (20 - 2 * CONTEXT, CEPSTRA)
    assert (same[:, 0] == t**2).all()
    assert (first[:, 5] == 8 * t).all(), "over two frames on each side"
    assert (second[:, -1] == 16).all(), "the difference of differences a frame to each side"


@pytest.mark.parametrize("count", range(2 * CONTEXT + 2))
def test_too_few_frames_have_no_differences(count: int):
    streams = differences(np.ones((count, CEPSTRA), np.float32))
    assert [s.shape for s in streams] == [(max(0, count - 2 * CONTEXT), CEPSTRA)] * 3


def test_every_phone_that_words_are_pronounced_with_is_in_the_model():
    assert set(MODEL.phones) > PHONES
    assert SILENCE in MODEL.phones


def test_every_senone_belongs_to_one_phone_and_has_its_weights():
    for phone, weights in enumerate(MODEL.weights):
        mine = np.flatnonzero(MODEL.phone_of == phone)
        assert {w.shape for w in weights} == {(128, len(mine))}
        assert sorted(MODEL.place[mine]) == list(range(len(mine)))
        assert set(MODEL.alone(phone)) <= set(mine)
    for stream in zip(*MODEL.weights, strict=True):
        totals = np.concatenate([w.sum(0) for w in stream])
        assert ((totals > 0.8) & (totals < 1.2)).all(), "weights of a mixture, kept as bytes"


def test_from_each_state_one_stays_or_moves_on():
    assert np.exp(MODEL.transitions).sum(2) == pytest.approx(1, abs=1e-4)
    stays = np.array([[MODEL.transitions[p, k, k] for k in range(STATES)] for p in range(len(MODEL.phones))])
    assert (stays > -5).all()
    assert (MODEL.transitions[:, 2, 0] < -50).all(), "there is no way back"


def test_a_phone_sounds_otherwise_in_other_company():
    ae, k, t, s = (MODEL.index[p] for p in ("AE", "K", "T", "S"))
    assert tuple(MODEL.senones(INSIDE, ae, k, t)) != tuple(MODEL.senones(INSIDE, ae, s, t))


def test_every_triphone_has_states_of_its_own_phone():
    names = sorted(PHONES)[::4]
    for position in (INSIDE, BEGINNING, ENDING, ALONE):
        for phone, left, right in zip(names, names[3:] + names[:3], names[5:] + names[:5], strict=True):
            states = MODEL.senones(position, *(MODEL.index[p] for p in (phone, left, right)))
            assert states.shape == (STATES,)
            assert (MODEL.phone_of[states] == MODEL.index[phone]).all()


def test_an_unknown_triphone_is_taken_from_another_place_in_a_word_or_from_the_phone_alone():
    silence = MODEL.index[SILENCE]
    for phone in (MODEL.index["ZH"], MODEL.index["AE"]):
        keys = {MODEL.senones(p, phone, silence, silence).tobytes() for p in range(4)}
        alone = MODEL.senones(ALONE, phone, silence, silence)
        assert alone.tobytes() in keys
    # between two noises nobody speaks: the model has no such triphone in any position
    noise = next(i for i, name in enumerate(MODEL.phones) if name.startswith("+"))
    assert (MODEL.senones(INSIDE, MODEL.index["AE"], noise, noise) == MODEL.alone(MODEL.index["AE"])).all()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the model to damage."""
    copy = shutil.copytree(FOLDER, tmp_path / "a model")
    yield copy
    shutil.rmtree(copy)


def test_a_folder_without_a_model_is_an_error_that_names_it(tmp_path: Path):
    with pytest.raises(HearingError, match=str(tmp_path)):
        read_acoustic_model(tmp_path / "nothing")


@pytest.mark.parametrize("name", FILES)
def test_a_model_with_a_file_missing_is_an_error_that_names_the_folder(folder: Path, name: str):
    (folder / name).unlink()
    with pytest.raises(HearingError, match="a model"):
        read_acoustic_model(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0, 3, 7, 11, 30, 100, 0.5, 0.99])
def test_a_model_with_a_file_cut_short_is_an_error_that_names_the_folder(folder: Path, name: str, kept: float):
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: int(kept * len(data)) if isinstance(kept, float) else kept])
    with pytest.raises(HearingError, match="a model"):
        read_acoustic_model(folder)


@pytest.mark.parametrize("byte", [b"\xff", b"\x7f", b"\x00"])
@pytest.mark.parametrize("name", FILES)
def test_a_model_with_a_damaged_head_is_an_error_that_names_the_folder(folder: Path, name: str, byte: bytes):
    data = (folder / name).read_bytes()
    start = 8 if name == "mdef" else data.index(b"endhdr\n") + 11 if b"endhdr\n" in data[:500] else 0
    (folder / name).write_bytes(data[:start] + byte * 32 + data[start + 32 :])
    with pytest.raises(HearingError, match="a model"):
        read_acoustic_model(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_something_else_is_an_error_that_names_the_folder(folder: Path, name: str):
    (folder / name).write_bytes(b"not a model\n" * 200)
    with pytest.raises(HearingError, match="a model"):
        read_acoustic_model(folder)


def test_a_file_in_the_other_byte_order_is_an_error(folder: Path):
    data = (folder / "means").read_bytes()
    at = data.index(b"endhdr\n") + 7
    (folder / "means").write_bytes(data[:at] + data[at : at + 4][::-1] + data[at + 4 :])
    with pytest.raises(HearingError, match="byte order"):
        read_acoustic_model(folder)
