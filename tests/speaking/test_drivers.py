"""pyttsx3's engine with our driver, and voices that hang, crash or write nothing."""

import os
import subprocess
import sys
import threading
import time
import types
from pathlib import Path

import pytest
from virtual_card import until

from voiceprep.audio.ports import Sound
from voiceprep.errors import VoiceError
from voiceprep.speaking import child
from voiceprep.speaking.child_voice import ChildVoice, child_voice, voices
from voiceprep.speaking.espeak_driver import NAME, register
from voiceprep.speaking.speech import Speech
from voiceprep.speaking.voice import EspeakVoice

linux = pytest.mark.skipif(sys.platform != "linux", reason="libespeak-ng is bound on Linux only")


class Engine:
    """pyttsx3 with our driver, and all that it notified."""

    def __init__(self) -> None:
        import pyttsx3

        self.engine = pyttsx3.init(register())
        self.sounds: list[Sound] = []
        self.told: list[tuple[str, object]] = []
        self._tokens = [
            self.engine.connect("started-utterance", lambda name: self.told.append(("started", name))),
            self.engine.connect("finished-utterance", lambda name, completed: self.told.append((name, completed))),
            self.engine.connect("error", lambda name, exception: self.told.append(("error", exception))),
        ]
        for name, value in {"sink": self.sounds.append, "voice": "en-us", "rate": 170, "volume": 1.0}.items():
            self.engine.setProperty(name, value)

    def close(self) -> None:
        for token in self._tokens:
            self.engine.disconnect(token)


@pytest.fixture
def pyttsx3_engine():
    if sys.platform != "linux":
        pytest.skip("libespeak-ng is bound on Linux only")
    engine = Engine()
    yield engine
    engine.close()


def test_two_utterances_of_one_run_are_both_spoken_in_order(pyttsx3_engine: Engine):
    pyttsx3_engine.engine.say("The first one is quite a lot longer.", "first")
    pyttsx3_engine.engine.say("Second.", "second")
    pyttsx3_engine.engine.runAndWait()
    first, second = pyttsx3_engine.sounds
    assert first.seconds > 2 * second.seconds
    assert pyttsx3_engine.told == [("started", "first"), ("first", True), ("started", "second"), ("second", True)]


def test_runs_one_after_the_other_all_speak(pyttsx3_engine: Engine):
    for _ in range(12):
        pyttsx3_engine.engine.say("Again.")
        pyttsx3_engine.engine.runAndWait()
    assert len(pyttsx3_engine.sounds) == 12
    assert all(sound.seconds > 0.3 for sound in pyttsx3_engine.sounds)


def test_saving_and_then_saying_do_not_mix(pyttsx3_engine: Engine, tmp_path: Path):
    file = tmp_path / "said.wav"
    pyttsx3_engine.engine.save_to_file("Into the file.", str(file))
    pyttsx3_engine.engine.say("Aloud, and rather more of it.")
    pyttsx3_engine.engine.runAndWait()
    assert len(pyttsx3_engine.sounds) == 1
    assert 0 < file.stat().st_size < len(pyttsx3_engine.sounds[0].pcm)


def test_failures_are_told(pyttsx3_engine: Engine, tmp_path: Path):
    engine = pyttsx3_engine.engine
    engine.setProperty("voice", "no-such-voice")
    engine.setProperty("colour", "blue")
    engine.save_to_file("text", str(tmp_path / "none" / "said.wav"))
    engine.setProperty("sink", None)
    engine.say("To nobody.")
    engine.runAndWait()
    errors = [value for what, value in pyttsx3_engine.told if what == "error"]
    assert [type(error) for error in errors] == [VoiceError, KeyError, FileNotFoundError, VoiceError]
    assert (None, True) not in pyttsx3_engine.told


def test_properties_are_read_as_they_were_set(pyttsx3_engine: Engine):
    engine = pyttsx3_engine.engine
    engine.setProperty("rate", "200")
    engine.runAndWait()
    assert [engine.getProperty(name) for name in ("voice", "rate", "volume")] == ["en-us", 200, 1.0]
    assert any("en-us" in voice.languages for voice in engine.getProperty("voices"))
    with pytest.raises(KeyError):
        engine.getProperty("colour")


def test_volume_is_heard(pyttsx3_engine: Engine):
    for volume in (1.0, 0.2):
        pyttsx3_engine.engine.setProperty("volume", volume)
        pyttsx3_engine.engine.say("Hello there.")
        pyttsx3_engine.engine.runAndWait()
    loud, quiet = (max(memoryview(sound.pcm).cast("h").tolist()) for sound in pyttsx3_engine.sounds)
    assert quiet < loud / 2


def test_stop_takes_effect_within_the_utterance(pyttsx3_engine: Engine):
    stopped_at: list[float] = []

    def stop() -> None:
        stopped_at.append(time.monotonic())
        pyttsx3_engine.engine.proxy._driver.stop()

    timer = threading.Timer(0.05, stop)
    timer.start()
    pyttsx3_engine.engine.say("word up " * 20_000, "long")
    pyttsx3_engine.engine.runAndWait()
    ended_at = time.monotonic()
    timer.join()
    print(f"stop() took {1e3 * (ended_at - stopped_at[0]):.0f} ms")
    assert ended_at - stopped_at[0] < 0.3
    assert ("long", False) in pyttsx3_engine.told


def test_an_outer_loop_can_drive_it(pyttsx3_engine: Engine):
    pyttsx3_engine.engine.startLoop(False)
    pyttsx3_engine.engine.say("From outside.")
    pyttsx3_engine.engine.iterate()
    pyttsx3_engine.engine.endLoop()
    assert len(pyttsx3_engine.sounds) == 1


class HangingEngine:
    """Waits to be told to go on; `stop()` does not help."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def connect(self, topic: str, callback: object) -> dict[str, object]:
        return {}

    def disconnect(self, token: object) -> None:
        pass

    def setProperty(self, name: str, value: object) -> None:
        pass

    def say(self, text: str) -> None:
        pass

    def stop(self) -> None:
        pass

    def runAndWait(self) -> None:
        self.go_on.wait(10)


def test_a_voice_that_hangs_in_the_process_is_an_error_now_and_at_once_later():
    engine = HangingEngine()
    voice = EspeakVoice("en-us", 170, 0.1, engine)
    with pytest.raises(VoiceError, match=r"no sound within 0.1 s.*--no-speech"):
        voice.synthesise("Hello.")
    before = time.monotonic()
    with pytest.raises(VoiceError, match="hangs"):
        voice.synthesise("Hello.")
    assert time.monotonic() - before < 0.1
    engine.go_on.set()
    for thread in threading.enumerate():
        if thread.name == "voice":
            thread.join(5)


@linux
def test_the_child_speaks_through_our_driver_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sound = Speech(child_voice("en-us", 170, 10)).synthesise("What is overfitting?")
    assert 0.8 < sound.seconds < 3
    assert sound.rate_hz == 22_050
    assert list(tmp_path.iterdir()) == []


@linux
def test_the_child_lists_its_voices():
    assert any(voice["languages"] == ["en-us"] for voice in voices(NAME))
    with pytest.raises(VoiceError, match="nearest"):
        child_voice("en-uss", 170, 10)


@linux
def test_a_failure_in_the_child_is_told_in_one_line():
    with pytest.raises(VoiceError, match="no voice 'klingonish'"):
        ChildVoice(NAME, "klingonish", 170, 10).synthesise("Hello.")
    with pytest.raises(VoiceError, match="no_such_driver"):
        ChildVoice("no_such_driver", None, 170, 10).synthesise("Hello.")


def scripted(code: str) -> list[str]:
    return [sys.executable, "-c", "import json, sys, time; job = json.load(sys.stdin)\n" + code]


def ended(state: Path) -> bool:
    """Whether a killed process is gone; the system takes its time."""
    try:
        return state.read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def test_a_child_that_hangs_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    pids = tmp_path / "pids"
    code = (
        "import os, subprocess, tempfile\n"
        "tempfile.mkstemp()\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{other.pid}}')\n"
        "time.sleep(60)"
    )
    before = time.monotonic()
    with pytest.raises(VoiceError, match="no sound within 1 s"):
        ChildVoice("nsss", None, 170, 1.0, scripted(code)).synthesise("Hello.")
    assert time.monotonic() - before < 3
    assert list((tmp_path / "t").iterdir()) == []
    if sys.platform == "linux":
        for pid in pids.read_text().split():
            until(lambda state=Path(f"/proc/{pid}/stat"): ended(state), "end of the child")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "wrote no sound"),
        ("open(job['file'], 'w').close()", "wrote no sound"),
        ("import soundfile; soundfile.write(job['file'], [], 22050, format='AIFF')", "gave no sound"),
        ("import soundfile; soundfile.write(job['file'], [0.0] * 22050, 22050, format='AIFF')", "only silence"),
        ("sys.exit('the driver is broken')", "failed: the driver is broken"),
        ("import os; os.abort()", "failed: exit -6"),
    ],
)
def test_a_child_without_a_usable_sound_is_an_error_that_says_what_to_do(code: str, why: str):
    if "abort" in code and sys.platform != "linux":
        pytest.skip("other systems end it with another number")
    with pytest.raises(VoiceError, match=rf"{why}.*--no-speech"):
        Speech(ChildVoice("nsss", None, 170, 10, scripted(code))).synthesise("Hello.")


def test_aiff_and_stereo_are_read_whatever_the_suffix_says():
    code = (
        "import numpy, soundfile\n"
        "left = numpy.sin(numpy.arange(22050) / 8) / 2\n"
        "soundfile.write(job['file'], numpy.stack([left, left], 1), 22050, format='AIFF', subtype='PCM_16')"
    )
    sound = ChildVoice("nsss", None, 170, 10, scripted(code)).synthesise("Hello.")
    assert (sound.samples, sound.rate_hz) == (22_050, 22_050)


def test_a_child_whose_parent_was_killed_ends_itself(tmp_path: Path):
    code = (
        "import sys, types, time\n"
        "sys.modules['pyttsx3'] = types.SimpleNamespace(init=lambda driver: time.sleep(60))\n"
        "from voiceprep.speaking import child\n"
        "child.main()"
    )
    job = b'{"driver": null, "file": "x", "timeout_s": 0.2}'
    done = subprocess.run([sys.executable, "-c", code], input=job, timeout=10, check=False, env=dict(os.environ))
    assert done.returncode == 3


@pytest.mark.parametrize(
    ("current", "chosen"),
    [("de", "us"), ("us", None), ("gb", None), ("unknown", None), ("mute", None)],
)
def test_questions_are_not_read_by_a_voice_of_another_language(current: str, chosen: str | None):
    spoken = {"de": ["de_DE"], "gb": [b"\x05en-GB"], "us": ["en_US"], "mute": []}
    listed = [types.SimpleNamespace(id=name, languages=languages) for name, languages in spoken.items()]
    assert child.english(current, listed) == chosen
