"""The program's own voice says the key phrases of a bank, and the embedded recogniser hears them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ, Sound
from voiceprep.bank import load_bank
from voiceprep.config import Config
from voiceprep.hear_check import ABOUT_THE_VOICE, NO_ALIAS, hear_points, heard_lines, phrase_sound, sound_lines
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.model import Bank, EngineInfo, Transcript
from voiceprep.practice.selftest import FRAMES, Trial, in_a_room, points_of, try_points

BANK = """
bank: tiny
questions:
  - id: retries
    ask: How do you make a retry safe?
    tips:
      - tip: Name what makes it safe.
        keywords: [random forest, 学习, idempotent]
"""


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    file = tmp_path / "tiny.yaml"
    file.write_text(BANK, encoding="utf-8")
    return load_bank(file)


class Reader:
    """A voice that keeps what it was asked to say."""

    name = "reader"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def synthesise(self, text: str) -> Sound:
        self.asked.append(text)
        return Sound((np.sin(np.arange(8000)) * 9000).astype("<i2").tobytes())


class Listener:
    """An ear that hears what it is told, one transcript after the other."""

    def __init__(self, texts: list[str]) -> None:
        self.recogniser = self
        self.blocks: list[bytes] = []
        self._texts: Iterator[str] = iter(texts)

    def ready(self) -> EngineInfo:
        return EngineInfo("told", "1")

    def start(self) -> None:
        self.blocks.clear()

    def hear(self, block: bytes) -> None:
        self.blocks.append(block)

    def finish(self) -> Transcript:
        return Transcript(next(self._texts))


def trials(bank: Bank, *texts: str) -> list[Trial]:
    return list(try_points(bank, Reader(), Listener(list(texts))))  # type: ignore[arg-type]


def test_a_phrase_heard_alone_is_not_said_again_and_one_that_was_not_is_said_in_a_sentence(bank: Bank) -> None:
    reader = Reader()
    list(try_points(bank, reader, Listener(["random forest", "", "no", "item poor tent", "x"])))  # type: ignore[arg-type]
    alone, within = FRAMES
    assert reader.asked == [
        alone.format("random forest"),
        *(frame.format(word) for word in ("学习", "idempotent") for frame in (alone, within)),
    ]


def test_the_better_try_counts_and_what_was_heard_is_that_of_the_phrase_alone(bank: Bank) -> None:
    first, second, third = trials(bank, "rain for us", "the next point is random forest", "", "", "cat", "dog")
    assert (first.verdict, first.heard) == ("said", "rain for us")
    assert (second.verdict, second.heard) == ("missing", "")
    assert (third.verdict, third.heard) == ("missing", "cat")


def test_the_sound_goes_in_as_whole_blocks_with_a_quiet_room_around_it() -> None:
    sound = Sound((np.sin(np.arange(22050) / 10) * 3000).astype("<i2").tobytes(), 22050)
    pcm = in_a_room(sound)
    samples = np.frombuffer(pcm, "<i2")
    assert len(pcm) % BLOCK_BYTES == 0
    assert len(samples) / RATE_HZ == pytest.approx(2, abs=0.02)
    before, voice = (np.sqrt(np.mean((part / 32768) ** 2)) for part in (samples[:8000], samples[8000:24000]))
    assert 20 * np.log10(before) == pytest.approx(-47, abs=3)
    assert 20 * np.log10(voice) == pytest.approx(-25, abs=1)


def test_a_voice_without_sound_leaves_a_quiet_room() -> None:
    assert np.abs(np.frombuffer(in_a_room(Sound(b"")), "<i2")).max() < 1000


def test_the_unheard_are_listed_with_what_was_heard_and_the_line_to_paste(bank: Bank) -> None:
    found = trials(bank, "random forest", "", "", "eye dumb potent", "nothing")
    lines = list(heard_lines(bank, found, phrase_sound()))
    assert lines[:3] == ["retries:", "  学习: missing; heard nothing", lines[2]]
    assert "how it sounds is a guess" in lines[2]
    assert "no alias would help: nothing was heard" in lines[3]
    assert '  idempotent: maybe; heard "eye dumb potent"' in lines
    assert "    - idempotent: [eye dumb potent]" in lines
    assert lines[-3:] == ["tiny: 1 of 3 key phrases heard.", NO_ALIAS, ABOUT_THE_VOICE]


def test_where_everything_is_heard_the_sum_is_all_there_is_to_say(bank: Bank) -> None:
    found = [Trial(q, tip, point, "said", point.keyword) for q, tip, point in points_of(bank)]
    assert list(heard_lines(bank, found, phrase_sound())) == ["tiny: 3 of 3 key phrases heard."]


def test_for_a_plain_tip_it_says_that_its_keywords_have_to_be_named_first(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text("bank: b\nquestions: [{id: q, ask: Why?, tips: [Mention idempotent retries.]}]", encoding="utf-8")
    loaded = load_bank(file)
    (point,) = loaded.questions[0].tips[0].points
    trial = Trial(loaded.questions[0], 0, point, "maybe", "eye dumb potent retries")
    lines = list(heard_lines(loaded, [trial], phrase_sound()))
    assert any("name the keywords of tips[0]" in line for line in lines)


def test_without_sound_the_dictionary_names_what_it_only_guesses(bank: Bank) -> None:
    lines = list(sound_lines(bank, phrase_sound()))
    assert [line.split("'")[1] for line in lines[:-1]] == ["学习", "idempotent"]
    assert lines[-1] == "tiny: 3 key phrases, 2 warnings from the dictionary alone."


def test_the_real_voice_is_heard_by_the_real_recogniser_and_nonsense_is_not(bank: Bank) -> None:
    pytest.importorskip("pocketsphinx")
    heard = {trial.point.keyword: trial.verdict for trial in hear_points(bank, Config(), Choice(DEFAULT), None)}
    assert heard["random forest"] == "said"
    assert heard["学习"] != "said"
