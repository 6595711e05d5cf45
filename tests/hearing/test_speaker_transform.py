"""The speaker's transform: every frame once, always finite, and closer to what the model knows."""

from collections.abc import Sequence

import numpy as np
import pytest
from hearing_parts import acoustic_model, cepstra, transformed
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import amplified, fan, mixed, sample, silence, white

from voiceprep.hearing.acoustic_model import SenoneScorer, differences
from voiceprep.hearing.front_end import CEPSTRA, Cepstra, FrontEnd
from voiceprep.hearing.speaker_transform import WARM_UP_FRAMES, SpeakerTransform

MODEL = acoustic_model()
FRAMES = cepstra(sample("missing-data", 0, 8.0))
SCORER = SenoneScorer(MODEL, np.unique(MODEL.monophones))


def likelihood(frames: Cepstra) -> float:
    """Mean log likelihood of the best phone at each frame."""
    return float(SCORER(differences(frames)).max(1).mean())


def passed_on(frames: Cepstra, lengths: Sequence[int]) -> list[Cepstra]:
    """What comes out for each piece, and at the end."""
    transform = SpeakerTransform(MODEL)
    out, at = [], 0
    for length in lengths:
        out.append(transform.feed(frames[at : at + length]))
        at += length
    return [*out, transform.feed(frames[at:]), transform.finish()]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 700), st.lists(st.integers(0, 250), max_size=15))
def test_every_frame_that_goes_in_comes_out_once(count: int, lengths: list[int]):
    out = passed_on(FRAMES[:count], lengths)
    assert np.concatenate(out).shape == (count, CEPSTRA)
    assert np.isfinite(np.concatenate(out)).all()


@pytest.mark.parametrize("piece", [1, 2, 7, 199, 200, 201, 299, 300, 301, 500, 10_000])
def test_it_does_not_matter_in_what_pieces_the_frames_come(piece: int):
    np.testing.assert_allclose(transformed(FRAMES, piece), transformed(FRAMES, 2), atol=1e-3)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6, 7, 8, 20, WARM_UP_FRAMES - 1, WARM_UP_FRAMES, WARM_UP_FRAMES + 1])
def test_an_answer_of_any_shortness_comes_out_whole(count: int):
    out = transformed(FRAMES[100 : 100 + count])
    assert out.shape == (count, CEPSTRA)
    assert np.isfinite(out).all()


def test_frames_come_out_in_the_order_that_they_went_in():
    out = transformed(FRAMES)
    assert len(out) == len(FRAMES)
    for column in range(3):  # the plain cepstra are still to be seen in the transformed ones
        assert np.corrcoef(out[:, column], FRAMES[:, column])[0, 1] > 0.8
        assert abs(np.corrcoef(out[7:, column], FRAMES[:-7, column])[0, 1]) < 0.8


def test_nothing_comes_out_before_the_warm_up_and_everything_at_its_end():
    transform = SpeakerTransform(MODEL)
    counts = [len(transform.feed(FRAMES[i : i + 1])) for i in range(WARM_UP_FRAMES + 20)]
    assert counts[: WARM_UP_FRAMES - 1] == [0] * (WARM_UP_FRAMES - 1)
    assert counts[WARM_UP_FRAMES - 1 :] == [WARM_UP_FRAMES, *[1] * 20]
    assert len(transform.finish()) == 0


def test_an_empty_piece_changes_nothing():
    nothing = FRAMES[:0]
    transform = SpeakerTransform(MODEL)
    out = [transform.feed(piece) for i in range(0, 600, 50) for piece in (nothing, FRAMES[i : i + 50], nothing)]
    assert (np.concatenate(out) == transformed(FRAMES[:600], 50)).all()


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param(np.zeros((600, CEPSTRA), np.float32), id="zeros"),
        pytest.param(np.full((600, CEPSTRA), -46.0, np.float32), id="a constant"),
        pytest.param(FrontEnd().feed(silence(6)), id="digital zeros"),
        pytest.param(cepstra(silence(6)), id="digital zeros with noise of the last bit"),
        pytest.param(FrontEnd().feed(silence(4) + sample("overfitting", 0, 3.0)), id="speech after digital zeros"),
        pytest.param(FrontEnd().feed(sample("overfitting", 0, 3.0) + silence(6)), id="digital zeros after speech"),
        pytest.param(cepstra(white(6, -60)), id="noise"),
        pytest.param(cepstra(amplified(sample("overfitting", 0, 6.0), 60)), id="clipped"),
        pytest.param(np.eye(CEPSTRA, dtype=np.float32)[np.zeros(600, int)] * 80, id="one direction"),
        pytest.param(np.tile([[50.0], [-50.0]], (300, CEPSTRA)).astype(np.float32), id="to and fro"),
    ],
)
def test_sound_that_says_little_or_nothing_stays_finite(frames: Cepstra):
    out = transformed(frames)
    assert out.shape == frames.shape
    assert np.isfinite(out).all()
    assert np.abs(out).max() < 1000


@pytest.mark.parametrize(
    "distorted",
    [
        pytest.param(FRAMES + np.linspace(12, -6, CEPSTRA, dtype=np.float32), id="another microphone"),
        pytest.param(FRAMES * np.float32(0.7), id="a duller room"),
        pytest.param(FRAMES * np.linspace(0.8, 1.3, CEPSTRA, dtype=np.float32) + 3, id="both"),
    ],
)
def test_what_a_microphone_did_to_the_sound_is_undone_for_the_most_part(distorted: Cepstra):
    def apart(a: Cepstra, b: Cepstra) -> float:
        settled = slice(400, None)
        return float(np.square((a - b)[settled] / FRAMES.std(0)).mean())

    assert apart(transformed(distorted), transformed(FRAMES)) < 0.5 * apart(distorted, FRAMES)


def gain(frames: Cepstra) -> float:
    """How much likelier a frame is in the learnt transform than with its mean subtracted.

    The transform's volume belongs to it: without that, squeezing all frames into one point would be likeliest.
    """
    transform = SpeakerTransform(MODEL)
    transform.feed(frames)
    volume = 3 * np.linalg.slogdet(transform._matrix[:, :-1])[1]
    return likelihood(transform._apply(frames)) + volume - likelihood((frames - frames.mean(0)).astype(np.float32))


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param(FRAMES, id="a voice"),
        pytest.param(cepstra(sample("overfitting", 0, 7.0)), id="another voice"),
        pytest.param(cepstra(mixed(sample("missing-data", 0, 7.0), fan(7, -35))), id="noise in the room"),
        pytest.param(FRAMES * np.linspace(1.3, 0.8, CEPSTRA, dtype=np.float32) + 3, id="another microphone"),
    ],
)
def test_the_model_finds_the_sound_likelier_than_with_its_mean_subtracted(frames: Cepstra):
    assert gain(frames) > 1


def test_the_more_is_heard_the_likelier_the_sound_becomes():
    frames = FRAMES * np.linspace(1.3, 0.8, CEPSTRA, dtype=np.float32)
    out = transformed(np.concatenate([frames, frames]))
    assert likelihood(out[len(frames) + 400 :]) > likelihood(out[400 : len(frames)])


def test_one_answer_leaves_nothing_for_the_next():
    first = transformed(FRAMES[:500])
    transformed(cepstra(white(6, -30)))
    assert (transformed(FRAMES[:500]) == first).all()
