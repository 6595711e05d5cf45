"""A whole interview by voice alone, on a (virtual) sound card whose loudspeaker the microphone hears."""

import json
import shutil
import subprocess
import sys
import time

import pytest
from partner import Partner, leaking
from virtual_card import VirtualCard

from voiceprep.config import samples_folder
from voiceprep.practice.start import HANDS_FREE_REST_S

PAUSED_S = HANDS_FREE_REST_S + 2
"""A rest would be over by then."""
GOES_ON_S = 3.0
"""In which it is said that it goes on; the rest after it is longer."""


@pytest.fixture(scope="module")
def session(virtual_card: VirtualCard, tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    if not shutil.which("flite"):
        pytest.skip("the partner needs flite")
    folder = tmp_path_factory.mktemp("hands-free")
    command = [
        sys.executable, "-m", "voiceprep", "practice", "ml-engineer", "--questions", "10", "--hands-free",
        "--rate", "320", "--recordings", str(folder / "kept"),
    ]  # fmt: skip
    with (
        leaking(virtual_card),
        virtual_card.listen() as ear,
        subprocess.Popen(command, env=virtual_card.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as program,
    ):
        partner = Partner(virtual_card, ear, folder)
        try:
            interview(partner)
            printed, _ = program.communicate(timeout=30)
        finally:
            program.kill()
    assert program.returncode == 0, printed.decode()
    assert "I did not understand that." in printed.decode()
    return [json.loads(path.read_text()) for path in sorted((folder / "kept").glob("*/[0-9]*.json"))]


def interview(partner: Partner) -> None:
    """Ten questions: answered, asked again, skipped, gone back to, and stopped."""
    partner.hears()
    partner.says("give me a hint")
    partner.says("supervised learning needs labels and unsupervised learning does not. that's my answer")
    partner.says("next question")
    partner.plays(samples_folder() / "overfitting.flac")  # ends by silence
    partner.says("I said that")
    partner.says("next question")
    partner.says("skip this question")  # the third
    partner.says("I look at the confusion matrix first. that's my answer")
    partner.says("let me answer again")
    partner.says("I look at precision and recall. that's my answer")
    partner.says("how am I doing")
    partner.says("pause please")  # the program says what goes on, and does not take that for the word itself
    time.sleep(PAUSED_S)
    partner.says("resume please", then_hears=False)
    time.sleep(GOES_ON_S)
    partner.says("next question")
    partner.says("skip this question")  # the fifth
    partner.says("previous question")
    partner.says("skip this question")
    partner.says("I would look at the data first.", then_hears=False)
    time.sleep(0.3)
    partner.says("interviewer, what time is it")  # is no command, as the program says
    partner.says("interviewer, repeat the question")
    partner.says("and then at the model. that's my answer")
    partner.says("next question")
    partner.says("skip this question")  # the seventh
    partner.says("skip this question")
    partner.says("skip this question")
    partner.says("the last one is about the data. that's my answer")
    partner.says("stop the interview")
    partner.says("yes please", then_hears=False)


def test_every_answer_was_kept_with_the_reason_of_its_end(session: list[dict]) -> None:
    assert [(r["question"], r["attempt"], r["end_reason"]) for r in session] == [
        ("learning-paradigms", 1, "said_done"),
        ("overfitting", 1, "silence"),
        ("evaluation", 1, "said_done"),
        ("evaluation", 2, "said_done"),
        ("missing-data", 2, "said_done"),
        ("stakeholders", 1, "said_done"),
    ]


def test_commands_and_what_the_program_said_are_no_part_of_an_answer(session: list[dict]) -> None:
    texts = [r["transcript"]["text"] for r in session]
    # Not the first words: the recogniser takes them for others now and then, and it is the commands that count here.
    assert "supervised" in texts[0]
    assert "precision and recall" in texts[3]
    assert "look at the data" in texts[4]
    assert "about the data" in texts[5]
    assert not any("my answer" in text for text in texts)
    # But what was no command: what it was is not known.
    assert [text for text in texts if "interviewer" in text] in ([], [texts[4]])
    assert all(len(text.split()) < 16 for text in (texts[0], texts[3], texts[5])), "nothing but what was said"


def test_the_users_word_counted(session: list[dict]) -> None:
    assert [[entry["was"] for entry in r["overrules"]] for r in session] == [[], ["missing"], [], [], [], []]
