"""The briefing, read aloud for real."""

from io import StringIO
from pathlib import Path

from stage import LoudIsSpeech

from voiceprep.audio.file_speaker import FileSpeaker
from voiceprep.audio.files import read_sound
from voiceprep.errors import VoiceError
from voiceprep.model import Bank, Faq, Question, Step, Tip
from voiceprep.practice.brief import passages, read_aloud
from voiceprep.practice.dialogue import Dialogue
from voiceprep.practice.screen import Screen
from voiceprep.speaking.speech import open_voice

BANK = Bank(
    "small",
    (Question("q", "Why?", (Tip("Say why.", ()),)),),
    role="Gardener",
    about="You look after plants.",
    prepare=(Step("Water them", "Every morning."),),
    faq=(Faq("Is it hard?", "No."),),
)


class BrokenVoice:
    name = "broken"

    def synthesise(self, text: str):
        raise VoiceError("The voice is hoarse.")


def test_it_holds_role_steps_and_frequent_questions_in_this_order() -> None:
    assert passages(BANK) == [
        "Gardener.",
        "You look after plants.",
        "How to prepare, in 1 step.",
        "Water them. Every morning.",
        "What candidates often ask.",
        "Is it hard? No.",
    ]


def test_a_bank_without_a_briefing_says_so() -> None:
    assert "has no briefing" in passages(Bank("bare", BANK.questions))[0]


def read(voice, speaker: FileSpeaker, out: StringIO) -> None:
    with Dialogue(None, speaker, voice, None, LoudIsSpeech(), Screen(out).notice) as dialogue:
        read_aloud(BANK, dialogue, Screen(out))


def test_every_passage_is_printed_and_heard(tmp_path: Path) -> None:
    voice, out, speaker = open_voice(None, 170, None, 10), StringIO(), FileSpeaker(tmp_path / "heard.wav")
    read(voice, speaker, out)
    spoken_s = sum(voice.synthesise(passage).seconds for passage in passages(BANK))
    assert abs(read_sound(tmp_path / "heard.wav").seconds - spoken_s) < 0.5
    assert all(passage in out.getvalue() for passage in passages(BANK))


def test_with_a_broken_voice_the_rest_is_printed(tmp_path: Path) -> None:
    out, speaker = StringIO(), FileSpeaker(tmp_path / "heard.wav")
    read(BrokenVoice(), speaker, out)
    assert out.getvalue().count("hoarse") == 1
    assert "Is it hard? No." in out.getvalue()
