"""Choosing what to practise, and the briefing, by voice alone on a (virtual) sound card."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from partner import Partner, leaking
from virtual_card import VirtualCard

OWN = """\
bank: gardener
role: Gardener
about: You look after plants.
questions:
  - {id: water, ask: When do you water?, tips: [Say in the morning.]}
  - {id: weed, ask: How do you weed?, tips: [Mention the roots.]}
prepare:
  - {step: Sleep, text: Eight hours.}
  - {step: Eat, text: A little.}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "gardener.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def run(card: VirtualCard, home: Path, *words: str) -> "subprocess.Popen[bytes]":
    env = {**card.env, "VOICEPREP_CONFIG": str(home / "config.yaml")}
    command = [sys.executable, "-m", "voiceprep", *words, "--rate", "300"]
    return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


@pytest.mark.skipif(not shutil.which("flite"), reason="the partner needs flite")
def test_a_question_file_of_ones_own_and_the_number_of_questions_are_chosen_by_voice(virtual_card, home) -> None:
    with (
        leaking(virtual_card),
        virtual_card.listen() as ear,
        run(virtual_card, home, "practice", "--hands-free", "--recordings", str(home / "kept")) as program,
    ):
        try:
            partner = Partner(virtual_card, ear, home)
            partner.hears()
            partner.says("gardener")
            partner.says("one question")
            partner.says("mixed order")
            partner.says("start the interview")
            program.send_signal(signal.SIGINT)
            printed, _ = program.communicate(timeout=30)
        finally:
            program.kill()
    text = " ".join(printed.decode().split())
    assert "Machine learning engineer: three questions, in order." in text
    assert "Gardener: two questions, in order." in text, "there are no three"
    assert "Gardener: one question, in mixed order." in text
    assert "Question 1 of 1" in text
    assert not list((home / "kept").glob("*/*.wav")), "nothing that was said to choose is kept"


@pytest.mark.skipif(not shutil.which("flite"), reason="the partner needs flite")
def test_the_briefing_takes_next_repeat_and_stop_by_voice(virtual_card, home) -> None:
    with (
        leaking(virtual_card),
        virtual_card.listen() as ear,
        run(virtual_card, home, "brief", "gardener") as program,
    ):
        try:
            partner = Partner(virtual_card, ear, home, spoken_s=0.3)
            partner.hears()  # the role
            partner.says("repeat that")
            partner.says("next please")
            partner.says("stop", then_hears=False)
            printed, _ = program.communicate(timeout=30)
        finally:
            program.kill()
    text = " ".join(printed.decode().split())
    assert program.returncode == 0
    assert text.count("Gardener.") == 1, "printed once, however often it is said"
    assert "You look after plants." in text
    assert "Eight hours." not in text
