"""Real synthesis: what is asked for is what is made, once."""

import os
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path

import pytest

from voiceprep.audio.ports import Sound
from voiceprep.bank import find_bank, load_bank
from voiceprep.errors import VoiceError
from voiceprep.judging import feedback, judge
from voiceprep.judging.feedback import MOST_S
from voiceprep.model import Transcript, Word
from voiceprep.speaking.cache import SoundCache
from voiceprep.speaking.earcons import EARCONS, earcon
from voiceprep.speaking.speech import Speech, open_voice, problem, spoken_words

linux = pytest.mark.skipif(sys.platform != "linux", reason="libespeak-ng is bound on Linux only")
QUESTION = "What is overfitting, and how do you notice it?"


class CountingVoice:
    """Gives the same loud second for any text, and counts."""

    name = "counting"

    def __init__(self, sound: Sound | None = None) -> None:
        self.sound = sound or Sound(b"\x00\x20\x00\xe0" * 11_025, 22_050)
        self.texts: list[str] = []

    def synthesise(self, text: str) -> Sound:
        self.texts.append(text)
        return self.sound


@linux
def test_longer_texts_sound_longer():
    voice = open_voice(None, 170, None, 5)
    seconds = [voice.synthesise(" ".join([QUESTION] * count)).seconds for count in (1, 2, 4, 8)]
    assert seconds == sorted(seconds)
    assert 6 < seconds[3] / seconds[0] < 9


@linux
def test_the_feedback_on_a_shipped_question_is_over_in_twenty_seconds():
    """It is kept short by counting words; this is how long the voice takes for them."""
    voice, remarks = open_voice(None, 170, None, 5), 0
    for seed, question in enumerate(load_bank(find_bank("ml-engineer")).questions):
        said = f"{question.tips[0].points[0].keyword} " + "and so on and so forth " * 20
        hasty = Transcript(said, tuple(Word(w, 0.3 * i, 0.3 * i + 0.3) for i, w in enumerate(said.split())))
        told = feedback(question, judge(question, hasty), seed, hasty)
        remarks += bool(told.delivery)
        assert told.missing
        assert told.why
        assert sum(voice.synthesise(sentence).seconds for sentence in told.sentences) < MOST_S
    assert remarks > 5, "a long reason leaves no room for one"


@linux
def test_a_slower_rate_takes_longer():
    fast, slow = (open_voice(None, rate, None, 5).synthesise(QUESTION).seconds for rate in (240, 120))
    assert slow > 1.6 * fast


@linux
def test_17000_characters_are_spoken_to_the_end():
    voice = open_voice(None, 170, None, 30)
    text = "word up. " * 1_900
    assert len(text) > 17_000
    assert voice.synthesise(text).seconds > 9 * voice.synthesise("word up. " * 190).seconds


@linux
def test_each_of_many_utterances_is_its_own():
    voice = open_voice(None, 170, None, 5)
    short, long = voice.synthesise("One."), voice.synthesise("Two is a good deal longer than one.")
    assert 0.2 < short.seconds < long.seconds / 2
    assert voice.name == "espeak/en-us/170"


@linux
def test_threads_may_speak_at_once():
    voice = open_voice(None, 170, None, 5)
    found: dict[int, float] = {}

    def speak(count: int) -> None:
        found[count] = voice.synthesise("again and " * count).seconds

    threads = [threading.Thread(target=speak, args=(count,)) for count in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[count] for count in range(1, 9)] == sorted(found.values())


@linux
@pytest.mark.parametrize("name", ["en-gb", "EN_US", "English (Scotland)", "gmw/en-US", "en-us+f3"])
def test_a_voice_is_found_by_id_name_or_language(name: str):
    assert open_voice(name, 170, None, 5).synthesise("Hello there.").seconds > 0.4


@linux
def test_an_unknown_voice_names_the_nearest():
    with pytest.raises(VoiceError, match=r"no voice 'en-uss'. The nearest: en-us"):
        open_voice("en-uss", 170, None, 5)
    with pytest.raises(VoiceError, match="The nearest: "):
        open_voice("zzzzzz", 170, None, 5)


@linux
def test_odd_texts_are_no_trouble():
    voice = open_voice(None, 170, None, 5)
    for text in ("A\0B", "lone \ud800 surrogate", "<speak>tags</speak>", "95% of ROC-AUC", "naïve café", "[[h@l'oU]]"):
        assert voice.synthesise(text).seconds > 0.3
    for nothing in ("", "   ", "—", "… !"):
        assert voice.synthesise(nothing).samples == 0


@linux
def test_a_long_installation_path_is_reached_by_a_short_link_that_goes_away(tmp_path: Path):
    import espeakng_loader

    far = tmp_path / ("x" * 120) / ("y" * 60)
    far.mkdir(parents=True)
    data = far / "espeak-ng-data"
    data.symlink_to(espeakng_loader.get_data_path())
    temporary = tmp_path / "t"
    temporary.mkdir()
    code = (
        "import sys; from pathlib import Path; from voiceprep.pronounce.espeak import Espeak;"
        "print(len(Espeak(data=Path(sys.argv[1])).synthesise('Hello there.', 170)[0]))"
    )
    # A temporary folder of pytest may itself be long.
    short = Path("/tmp") / f"vp{os.getpid()}"
    short.symlink_to(temporary)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(data)],
            env={**os.environ, "TMPDIR": str(short)}, capture_output=True, text=True, timeout=30, check=True,
        )  # fmt: skip
    finally:
        short.unlink()
    assert int(done.stdout) > 10_000
    assert list(temporary.iterdir()) == []


@linux
def test_missing_data_is_an_error_and_not_the_end_of_the_process(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from voiceprep.pronounce.espeak import Espeak;"
        "from voiceprep.errors import VoiceError\n"
        "try: Espeak(data=Path(sys.argv[1]))\n"
        "except VoiceError as error: print('stated:', error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.startswith("stated: libespeak-ng is not usable")


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (Sound(b""), "no sound"),
        (Sound(bytes(64_000)), "only silence"),
        (Sound(b"\x01\x00\xff\xff" * 16_000), "only silence"),
        (Sound(b"\x00\x20\x00\xe0" * 800), "only 0.1 s of sound for 9 words"),
        (Sound(b"\x00\x20\x00\xe0" * 16_000 * 60), "120 s of sound for 9 words"),
    ],
)
def test_what_cannot_be_speech_is_refused(sound: Sound, why: str):
    assert why in problem(sound, QUESTION)
    with pytest.raises(VoiceError, match="--no-speech"):
        Speech(CountingVoice(sound)).synthesise(QUESTION)


def test_words_are_what_can_be_said():
    assert spoken_words("Don't — use 95% of k-means…") == 6
    assert spoken_words("— … !") == 0


def test_a_repeated_sentence_is_made_once_and_a_second_session_reads_it(tmp_path: Path):
    voice, later = CountingVoice(), CountingVoice()
    speech = Speech(voice, SoundCache(tmp_path / "cache"))
    assert speech.synthesise(QUESTION) is speech.synthesise(QUESTION)
    assert Speech(later, SoundCache(tmp_path / "cache")).synthesise(QUESTION) == voice.sound
    assert voice.texts == [QUESTION]
    assert later.texts == []
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "cache").iterdir()] == [0o600]


def test_another_voice_does_not_get_this_ones_sound(tmp_path: Path):
    other = CountingVoice()
    other.name = "other"
    for voice in (CountingVoice(), other):
        Speech(voice, SoundCache(tmp_path)).synthesise(QUESTION)
    assert other.texts == [QUESTION]


@pytest.mark.parametrize("damage", ["empty", "half", "garbage", "zeros", "folder"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str):
    Speech(CountingVoice(), SoundCache(tmp_path)).synthesise(QUESTION)
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    if damage == "folder":
        entry.unlink()
        entry.mkdir()
    else:
        content = {"empty": b"", "half": whole[: len(whole) // 2], "garbage": os.urandom(3000)}
        entry.write_bytes(content.get(damage, whole[:44] + bytes(len(whole) - 44)))
    voice = CountingVoice()
    assert Speech(voice, SoundCache(tmp_path)).synthesise(QUESTION) == voice.sound
    assert voice.texts == [QUESTION]
    if damage != "folder":
        with wave.open(str(entry)) as file:
            assert file.getnframes() == voice.sound.samples


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    voice = CountingVoice()
    assert Speech(voice, SoundCache(tmp_path / "file" / "cache")).synthesise(QUESTION) == voice.sound


def test_the_oldest_sounds_go_when_there_are_too_many(tmp_path: Path):
    cache = SoundCache(tmp_path, largest_bytes=3 * 44_200)
    for index, text in enumerate(("one", "two", "three", "four")):
        if index == 3:
            assert cache.get("v", "one")  # used: no longer the oldest
        cache.put("v", text, CountingVoice().sound)
        if (path := cache.path("v", text)).exists():
            os.utime(path, (time.time() - 100 + index,) * 2)
    assert [bool(cache.get("v", text)) for text in ("one", "two", "three", "four")] == [True, False, True, True]


def test_the_leftover_of_a_crash_is_swept(tmp_path: Path):
    leftover = tmp_path / "abc.part"
    leftover.write_bytes(b"half")
    os.utime(leftover, (0, 0))
    SoundCache(tmp_path).put("v", "text", CountingVoice().sound)
    assert not leftover.exists()


@pytest.mark.parametrize("name", EARCONS)
def test_earcons_are_short_quiet_and_start_and_end_softly(name: str):
    sound = earcon(name)
    samples = memoryview(sound.pcm).cast("h").tolist()
    assert sound.rate_hz == 22_050
    assert sound.seconds <= (0.3 if name == "error" else 0.15)
    assert 1_000 < max(samples) < 6_000
    assert max(map(abs, samples[:20] + samples[-20:])) < 100
