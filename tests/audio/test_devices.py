"""Devices that are missing, refuse or lie, without any device: what PortAudio would say is said by a stand-in."""

import sys
import types

import numpy as np
import pytest

from voiceprep.audio import devices
from voiceprep.audio.ports import Sound
from voiceprep.audio.sound_card_microphone import Reblocker, SoundCardMicrophone
from voiceprep.audio.sound_card_speaker import SoundCardPlayback, SoundCardSpeaker
from voiceprep.errors import DeviceError


class PortAudioError(Exception):
    pass


class Stream:
    """A stream whose device takes only 48,000 Hz; the test plays the device's thread."""

    latency = 0.1

    def __init__(self, samplerate: int, callback: object, finished_callback: object, **rest: object) -> None:
        if samplerate != 48_000:
            raise PortAudioError("Invalid sample rate")
        self.callback, self.finished, self.active = callback, finished_callback, False

    def start(self) -> None:
        self.active = True

    def abort(self, ignore_errors: bool = True) -> None:
        self.active = False
        self.finished()

    def close(self, ignore_errors: bool = True) -> None:
        self.active = False


FINE = types.SimpleNamespace(input_overflow=False, output_underflow=False)
LOST = types.SimpleNamespace(input_overflow=True, output_underflow=True)


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> None:
    """One device, "Desk Thing", which works at 48,000 Hz only."""
    sd = types.SimpleNamespace(RawInputStream=Stream, RawOutputStream=Stream, PortAudioError=PortAudioError)
    monkeypatch.setattr(devices, "portaudio", lambda: sd)
    device = devices.Device(0, "Desk Thing", "ALSA", 1, 1, 48_000, True, True)
    monkeypatch.setattr(devices, "list_devices", lambda: (device,))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux needs PortAudio installed, so only there it is probed")
@pytest.mark.parametrize(
    ("what_portaudio_does", "fix"),
    [
        ("import sys; sys.exit(3)", "apt install libportaudio2"),
        ("import sys; sys.exit(4)", "does not start"),
        ("import os; os.abort()", "apt install libasound2-data"),
        ("import time; time.sleep(60)", "restart the sound server"),
    ],
)
def test_portaudio_that_fails_aborts_or_hangs_does_so_in_a_child(
    monkeypatch: pytest.MonkeyPatch, what_portaudio_does: str, fix: str
):
    monkeypatch.setattr(devices, "_PROBE", what_portaudio_does)
    monkeypatch.setattr(devices, "_PROBE_TIMEOUT_S", 0.5)
    problem = devices._probe()
    assert fix in problem
    assert "\n" not in problem


def test_a_machine_without_devices_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "list_devices", tuple)
    with pytest.raises(DeviceError, match="no microphone: plug one in"):
        SoundCardMicrophone()
    with pytest.raises(DeviceError, match="no loudspeaker"):
        SoundCardSpeaker()


@pytest.mark.usefixtures("stubborn")
def test_a_microphone_that_refuses_16_khz_is_resampled_to_exact_blocks():
    microphone = SoundCardMicrophone("desk")
    blocks: list[bytes | None] = []
    microphone.open(blocks.append)
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)).astype(np.int16)
    for start in range(0, 48_000, 960):
        microphone._stream.callback(tone[start : start + 960].tobytes(), 960, None, FINE if start else LOST)
    with pytest.raises(RuntimeError):
        microphone.open(blocks.append)
    microphone.close()

    heard = np.frombuffer(b"".join(blocks), np.int16)
    assert {len(block) for block in blocks} == {640}
    assert 15_000 <= len(heard) <= 16_000
    crossings = np.flatnonzero(np.diff(np.signbit(heard)))
    assert len(crossings) == pytest.approx(2 * 440 * len(heard) / 16_000, abs=4)
    assert microphone.overflows == 1


@pytest.mark.usefixtures("stubborn")
def test_a_microphone_that_goes_away_says_that_no_more_will_come():
    microphone = SoundCardMicrophone()
    blocks: list[bytes | None] = []
    microphone.open(blocks.append)
    microphone._stream.finished()
    assert blocks == [None]
    microphone.close()
    assert blocks == [None]


@pytest.mark.usefixtures("stubborn")
def test_a_loudspeaker_that_refuses_the_voices_rate_gets_its_own():
    speaker = SoundCardSpeaker()
    playback = speaker.play(Sound(b"\1\2" * 22_050, 22_050))
    heard = 0
    while not playback._taken.is_set():
        block = bytearray(1920)
        speaker._stream.callback(block, 960, None, FINE)
        heard += len(block) // 2
    assert heard == 48_000
    assert speaker.rate_hz == 48_000
    speaker.close()


@pytest.mark.usefixtures("stubborn")
def test_nobody_waits_for_a_loudspeaker_that_went_away_and_the_next_sound_tries_again():
    speaker = SoundCardSpeaker()
    lost = speaker.play(Sound(bytes(96_000), 48_000))
    gone = speaker._stream
    gone.abort()
    assert lost.wait(0)
    assert not speaker.play(Sound(bytes(96_000), 48_000)).wait(0)
    assert speaker._stream is not gone
    speaker.close()


def test_an_empty_sound_is_over_at_once():
    assert SoundCardPlayback(b"", 0.1, lambda _: None).wait(0)


def test_blocks_are_exact_whatever_the_device_gives():
    reblocker = Reblocker(44_100)
    ready = [block for length in (1, 7, 4410, 0, 20_000, 882) for block in reblocker.blocks(bytes(2 * length))]
    assert {len(block) for block in ready} == {640}
