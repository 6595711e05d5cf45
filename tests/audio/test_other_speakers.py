"""Loudspeakers without PortAudio: the system's player, a file, and none at all."""

import sys
import time
import wave
from pathlib import Path

import pytest

from voiceprep.audio.file_speaker import FileSpeaker
from voiceprep.audio.ports import Loudspeaker, Sound
from voiceprep.audio.silent import SilentSpeaker
from voiceprep.audio.system_player import SystemPlayer, find_system_player
from voiceprep.errors import DeviceError

SECOND = Sound(b"\1\2" * 16_000)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_stop_ends_the_player_at_once_and_close_removes_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    player = SystemPlayer(python("import time; time.sleep(60)"))
    playback = player.play(SECOND)
    assert not playback.wait(0.05)
    before = time.monotonic()
    playback.stop()
    assert time.monotonic() - before < 0.5
    assert playback.wait(0)
    again = player.play(SECOND)  # a sound that was stopped is no failure
    player.close()
    assert again.wait(0)
    assert list(tmp_path.iterdir()) == []


def test_a_player_that_fails_is_not_chosen_and_says_so_at_the_next_sound():
    failing = python("raise SystemExit(1)")
    assert find_system_player([failing, ["no-such-player"]]) is None
    player = SystemPlayer(failing)
    player.play(SECOND).wait()
    with pytest.raises(DeviceError, match="plays nothing"):
        player.play(SECOND)
    player.close()


def test_the_player_gets_a_whole_wav_file():
    checking = "import sys, wave; sys.exit(wave.open(sys.argv[1]).getparams()[:4] != (1, 2, 16000, 16000))"
    player = SystemPlayer(python(checking))
    playback = player.play(SECOND)
    assert playback.wait(10)
    assert playback.failure is None
    player.close()


def test_a_file_speaker_keeps_all_that_was_said_at_one_rate(tmp_path: Path):
    speaker: Loudspeaker = FileSpeaker(tmp_path / "said.wav")
    speaker.play(SECOND)
    assert speaker.play(Sound(b"\1\2" * 22_050, 22_050)).wait(0)
    with wave.open(str(tmp_path / "said.wav")) as file:  # whole while it grows
        assert (file.getframerate(), file.getnframes()) == (16_000, 32_000)
    speaker.close()
    speaker.close()


def test_a_file_that_cannot_be_written_is_a_device_error(tmp_path: Path):
    with pytest.raises(DeviceError, match="cannot be written"):
        FileSpeaker(tmp_path / "none" / "said.wav").play(SECOND)


def test_a_silent_speaker_is_done_at_once():
    speaker: Loudspeaker = SilentSpeaker()
    playback = speaker.play(SECOND)
    assert not speaker.audible
    assert playback.wait(0)
    playback.stop()
    speaker.close()
