"""Sound files good and bad, and the microphone that plays them."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voiceprep.audio.files import FileMicrophone, read_sound, whole_blocks, write_wave
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, Sound
from voiceprep.errors import AudioFileError


def tone(seconds: float, rate_hz: int = 16_000, amplitude: float = 0.25) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)


def samples(sound: Sound) -> np.ndarray:
    return np.frombuffer(sound.pcm, "<i2")


def pitch_hz(sound: Sound) -> float:
    crossings = np.flatnonzero(np.diff(np.signbit(samples(sound))))
    return len(crossings) / 2 / sound.seconds


# ---- reading


@pytest.mark.parametrize("file", ["a.wav", "a.flac", "a.ogg", "a.mp3", "a.aiff"])
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_every_format_and_rate_becomes_16_khz(tmp_path: Path, file: str, rate_hz: int):
    soundfile.write(tmp_path / file, tone(1.0, rate_hz), rate_hz)
    sound = read_sound(tmp_path / file)
    assert sound.rate_hz == 16_000
    assert sound.seconds == pytest.approx(1.0, abs=0.08)  # MP3 has frames of 72 ms
    assert pitch_hz(sound) == pytest.approx(440, rel=0.08)
    assert np.abs(samples(sound)[4000:12_000]).max() == pytest.approx(8192, rel=0.12)  # lossy at 8 kHz


def test_opus_is_read(tmp_path: Path):
    soundfile.write(tmp_path / "a.opus", tone(0.5, 48_000), 48_000, format="OGG", subtype="OPUS")
    assert read_sound(tmp_path / "a.opus").seconds == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW"])
def test_samples_of_every_width_have_the_same_loudness(tmp_path: Path, subtype: str):
    soundfile.write(tmp_path / "a.wav", tone(0.5), 16_000, subtype=subtype)
    assert np.abs(samples(read_sound(tmp_path / "a.wav"))).max() == pytest.approx(8192, rel=0.05)


def test_16_bit_samples_at_16_khz_are_not_changed_at_all(tmp_path: Path):
    every = np.arange(-32768, 32768, dtype="<i2")
    write_wave(tmp_path / "a.wav", Sound(every.tobytes()))
    assert (samples(read_sound(tmp_path / "a.wav")) == every).all()


def test_stereo_is_mixed(tmp_path: Path):
    soundfile.write(tmp_path / "a.wav", np.stack([tone(0.5), np.zeros(8000)], axis=1), 16_000)
    sound = read_sound(tmp_path / "a.wav")
    assert sound.samples == 8000
    assert np.abs(samples(sound)).max() == pytest.approx(4096, rel=0.01)


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
@pytest.mark.parametrize(("odd", "becomes"), [(np.nan, 0), (np.inf, 32767), (-np.inf, -32768), (7.5, 32767)])
def test_float_samples_that_are_no_sound_spoil_only_themselves(tmp_path: Path, rate_hz: int, odd: float, becomes: int):
    wave = tone(0.5, rate_hz)
    wave[: rate_hz // 100] = odd
    soundfile.write(tmp_path / "a.wav", wave, rate_hz, subtype="DOUBLE")
    got = samples(read_sound(tmp_path / "a.wav"))
    assert abs(int(got[80]) - becomes) < 3500  # the resampler rings at the edge
    assert np.abs(got[4000:]).max() == pytest.approx(8192, rel=0.01)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 48_000])
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_very_short_file_is_a_very_short_sound(tmp_path: Path, rate_hz: int, seconds: float):
    soundfile.write(tmp_path / "a.wav", tone(seconds, rate_hz), rate_hz)
    assert read_sound(tmp_path / "a.wav").seconds == pytest.approx(seconds, abs=0.001)


def test_a_silent_file_is_silence(tmp_path: Path):
    soundfile.write(tmp_path / "a.flac", np.zeros(16_000), 16_000)
    assert read_sound(tmp_path / "a.flac").pcm == bytes(32_000)


def test_a_wav_file_that_breaks_off_gives_what_is_there(tmp_path: Path):
    write_wave(tmp_path / "a.wav", Sound(bytes(32_000)))
    whole = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(whole[: 44 + 16_000])
    assert read_sound(tmp_path / "a.wav").samples == 8000


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.wav", b"", "it is empty"),
        ("empty.mp3", b"", "it is empty"),
        ("text.wav", b"This is not a sound file.\n" * 50, "cannot be read as sound"),
        ("headless.raw", bytes(32_000), "cannot be read as sound"),
        ("header.wav", b"RIFF\x24\x00\x00\x00WAVE", "cannot be read as sound"),
        ("notes.txt", b"hello", "cannot be read as sound"),
    ],
)
def test_a_file_without_sound_says_which_formats_can_be_read(tmp_path: Path, name: str, content: bytes, why: str):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioFileError, match=why) as error:
        read_sound(tmp_path / name)
    assert name in str(error.value)
    assert "FLAC" in str(error.value)


def test_a_missing_file_and_a_folder_are_no_sound_files(tmp_path: Path):
    for path in (tmp_path / "nowhere.wav", tmp_path):
        with pytest.raises(AudioFileError, match="Check the path"):
            read_sound(path)


# ---- writing


def test_a_written_wave_is_read_back(tmp_path: Path):
    sound = Sound((tone(0.1) * 32767).astype("<i2").tobytes())
    write_wave(tmp_path / "a.wav", sound)
    assert read_sound(tmp_path / "a.wav") == sound
    assert soundfile.info(tmp_path / "a.wav").subtype == "PCM_16"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_is_an_os_error_and_nothing_else():
    with pytest.raises(OSError, match="No space left"):
        write_wave(Path("/dev/full"), Sound(bytes(32_000)))


@pytest.mark.parametrize(("given", "whole"), [(0, 0), (2, BLOCK_BYTES), (BLOCK_BYTES, BLOCK_BYTES), (642, 1280)])
def test_the_last_block_is_filled_with_silence(given: int, whole: int):
    assert whole_blocks(b"\1" * given) == b"\1" * given + bytes(whole - given)


# ---- the microphone


class Recorder:
    """Takes what a microphone delivers."""

    def __init__(self) -> None:
        self.blocks: list[bytes | None] = []
        self.ended = threading.Event()

    def __call__(self, block: bytes | None) -> None:
        self.blocks.append(block)
        if block is None:
            self.ended.set()


class Naps:
    """Sleeps that take no time, and are counted."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "overfitting.wav"
    write_wave(path, Sound((np.arange(16_000) % 1000 + 1).astype("<i2").tobytes()))
    return path


def test_a_block_of_silence_is_the_sign_of_life(answer: Path):
    heard = Recorder()
    microphone = FileMicrophone({"overfitting": answer})
    microphone.open(heard)
    assert heard.blocks == [bytes(BLOCK_BYTES)]
    microphone.close()


def test_an_answer_is_played_when_the_gate_opens_and_ends_with_none(answer: Path):
    heard = Recorder()
    microphone = FileMicrophone({"overfitting": answer}, fast=True)
    microphone.open(heard)
    microphone.gate_open("overfitting")
    assert heard.ended.wait(10)
    microphone.close()
    assert b"".join(heard.blocks[1:-1]) == read_sound(answer).pcm
    assert {len(block) for block in heard.blocks[:-1]} == {BLOCK_BYTES}
    assert heard.blocks.count(None) == 1


def test_a_question_without_a_file_is_over_at_once(answer: Path):
    heard = Recorder()
    microphone = FileMicrophone({"overfitting": answer})
    microphone.open(heard)
    microphone.gate_open("evaluation")
    assert heard.ended.wait(10)
    assert heard.blocks == [bytes(BLOCK_BYTES), None]
    microphone.close()


def test_it_plays_in_real_time_unless_told_to_be_fast(answer: Path):
    for fast in (False, True):
        heard, naps = Recorder(), Naps()
        microphone = FileMicrophone({"overfitting": answer}, fast, naps)
        microphone.open(heard)
        microphone.gate_open("overfitting")
        assert heard.ended.wait(10)
        microphone.close()
        if fast:
            assert naps.seconds == []
        else:
            # No time passes in these naps, so that each is as long as all the blocks before it.
            due = [number * BLOCK_S for number in range(50)]
            assert naps.seconds == pytest.approx(due, abs=0.2)
            assert naps.seconds[-1] > 0.9


def test_real_time_takes_its_time(tmp_path: Path):
    write_wave(tmp_path / "a.wav", Sound(bytes(2 * 3200)))
    heard = Recorder()
    microphone = FileMicrophone({"a": tmp_path / "a.wav"})
    microphone.open(heard)
    began = time.monotonic()
    microphone.gate_open("a")
    assert heard.ended.wait(10)
    assert time.monotonic() - began >= 0.18
    microphone.close()


@pytest.mark.parametrize("how", ["gate_close", "close"])
def test_nothing_comes_after_the_gate_or_the_microphone_is_closed(answer: Path, how: str):
    heard = Recorder()
    before = threading.active_count()
    microphone = FileMicrophone({"overfitting": answer})
    microphone.open(heard)
    microphone.gate_open("overfitting")
    getattr(microphone, how)()
    count = len(heard.blocks)
    assert count < 10
    assert threading.active_count() == before
    time.sleep(0.06)
    assert len(heard.blocks) == count
    microphone.close()
    microphone.close()


def test_an_answer_can_be_given_again(answer: Path):
    heard = Recorder()
    microphone = FileMicrophone({"overfitting": answer}, fast=True)
    microphone.open(heard)
    for attempt in (1, 2):
        heard.ended.clear()
        microphone.gate_open("overfitting")
        assert heard.ended.wait(10)
        microphone.gate_close()
        assert heard.blocks.count(None) == attempt
    assert len(heard.blocks) == 1 + 2 * 51
    microphone.close()


def test_an_answer_that_vanished_is_an_audio_file_error(tmp_path: Path):
    microphone = FileMicrophone({"gone": tmp_path / "gone.wav"})
    microphone.open(Recorder())
    with pytest.raises(AudioFileError):
        microphone.gate_open("gone")
    microphone.close()
