"""Cepstra: the numbers are PocketSphinx's own, however the sound is cut."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import amplified, blocks, fan, sample, silence, white

from voiceprep.hearing.front_end import CEPSTRA, FRAMES_PER_S, Cepstra, FrontEnd

SPEECH = sample("overfitting", 0, 3.0)
FULL_SCALE = np.tile(np.array([32767, -32768], "<i2"), 8000).tobytes()
CLIPPED = amplified(sample("overfitting", 1.0, 2.0), 60)
HOP_BYTES = 2 * 160


def cepstra_of(pieces: list[bytes], dither: bool = False) -> Cepstra:
    front_end = FrontEnd(dither)
    return np.concatenate([*map(front_end.feed, pieces), front_end.finish()])


def what_the_library_computes(sound: bytes, folder: Path) -> Cepstra:
    from pocketsphinx import Decoder

    decoder = Decoder(loglevel="FATAL", lm=None, keyphrase="hello there", kws_threshold=1e-30, mfclogdir=str(folder))
    decoder.start_utt()
    for block in blocks(sound):
        decoder.process_raw(block, False, False)
    decoder.end_utt()
    (log,) = folder.iterdir()
    return np.frombuffer(log.read_bytes()[4:], ">f4").reshape(-1, CEPSTRA)  # behind the number of values


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(SPEECH, id="speech"),
        pytest.param(sample("missing-data", 0, 3.0), id="another voice"),
        pytest.param(silence(0.5) + SPEECH[:32000], id="speech after digital zeros"),
        pytest.param(fan(1.5, -35), id="a fan"),
        pytest.param(CLIPPED, id="clipped"),
    ],
)
def test_the_numbers_are_those_that_the_acoustic_model_was_trained_on(sound: bytes, tmp_path: Path):
    ours, theirs = cepstra_of([sound]), what_the_library_computes(sound, tmp_path)
    count = min(len(ours), len(theirs))
    assert len(sound) / HOP_BYTES - 3 < count == len(theirs)
    assert np.abs(ours[:count] - theirs[:count]).max() < 1e-3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2001), max_size=40))
def test_it_does_not_matter_how_the_sound_is_cut(lengths: list[int]):
    ends = [0, *np.cumsum(lengths).tolist(), len(SPEECH)]
    pieces = [SPEECH[start:end] for start, end in pairwise(ends)]
    np.testing.assert_allclose(cepstra_of(pieces), cepstra_of([SPEECH]), atol=1e-4)


def test_not_even_one_byte_at_a_time():
    sound = SPEECH[32000:42000]
    np.testing.assert_allclose(cepstra_of([bytes([byte]) for byte in sound]), cepstra_of([sound]), atol=1e-4)


def test_nor_where_digital_zeros_are_taken_for_noise():
    sound = SPEECH[:20000] + silence(0.3) + SPEECH[20000:40000] + silence(1.2)
    whole = cepstra_of([sound], dither=True)
    for cut in (1, 639, 641, 20001, 45000):
        np.testing.assert_allclose(cepstra_of([sound[:cut], sound[cut:]], dither=True), whole, atol=1e-4)


def test_with_noise_of_the_last_bit_only_digital_zeros_change():
    speech = SPEECH[20000:60000]
    loud = np.frombuffer(speech, "<i2").copy()
    loud[loud == 0] = 1
    assert (cepstra_of([loud.tobytes()], dither=True) == cepstra_of([loud.tobytes()])).all()
    zeros = silence(1)
    assert cepstra_of([zeros], dither=True)[:, 0].mean() > cepstra_of([zeros])[:, 0].mean() + 20


def test_frames_come_while_the_sound_goes_on():
    front_end = FrontEnd()
    counts = [len(front_end.feed(block)) for block in blocks(SPEECH)]
    assert set(counts[1:]) == {2}, "20 ms are two frames"
    assert sum(counts) == pytest.approx(len(SPEECH) / HOP_BYTES, abs=3)


def test_an_answer_without_sound_has_no_frames():
    assert cepstra_of([]).shape == cepstra_of([b"", b""]).shape == (0, CEPSTRA)


@pytest.mark.parametrize("samples", [1, 2, 159, 160, 409, 410, 411, 569, 570, 571, 1600, 16000, 16001])
def test_there_is_a_frame_for_every_hundredth_of_a_second_but_for_the_window_at_the_end(samples: int):
    frames = cepstra_of([white(1.1, -30)[: 2 * samples]])
    assert len(frames) == max(0, (samples - 410) // 160 + 1) + 1
    assert abs(len(frames) - samples * FRAMES_PER_S / 16000) <= 2
    assert np.isfinite(frames).all()


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(silence(1), id="digital zeros"),
        pytest.param(SPEECH[:32000] + silence(1) + SPEECH[:32000], id="digital zeros between words"),
        pytest.param(FULL_SCALE, id="full scale"),
        pytest.param(silence(0.3) + FULL_SCALE + silence(0.3), id="full scale out of nothing"),
        pytest.param(CLIPPED, id="clipped speech"),
        pytest.param(b"\x01\x00" * 16000, id="the least constant"),
        pytest.param(white(1, -90), id="the last bit"),
    ],
)
def test_every_sound_has_finite_cepstra(sound: bytes):
    cepstra = cepstra_of(blocks(sound))
    assert np.isfinite(cepstra).all()
    assert np.abs(cepstra).max() < 1000


def test_the_front_end_remembers_nothing_of_another_answer():
    cepstra_of([FULL_SCALE])
    first = cepstra_of([SPEECH])
    cepstra_of([silence(1)])
    assert (cepstra_of([SPEECH]) == first).all()


def test_what_goes_on_and_on_is_turned_down_as_noise():
    loudness = cepstra_of([fan(2, -40)])[:, 0]
    assert loudness[150:].mean() < loudness[:5].mean()
