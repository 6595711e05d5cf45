"""Speaking over the program, with headphones that leak a little, on a (virtual) sound card."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from partner import Partner, leaking
from virtual_card import Ear, VirtualCard, until

from voiceprep.audio.files import read_sound

STOPS_WITHIN_S = 1.5
"""From the file that says something: a quarter of a second of silence in it, half a second until it counts as speech,
a fifth until the voice is silent, and what a loaded machine and its sound server take."""


def speaks_for(ear: Ear, seconds: float) -> None:
    """Wait until the program has been heard for so long in all, and is heard now: between sentences it is silent, and
    the longer the busier the machine."""
    began = time.monotonic()

    def in_the_midst_of_speech() -> bool:
        loud = ear.loud_at(began)
        return len({round(at, 1) for at in loud}) >= 10 * seconds and time.monotonic() - loud[-1] < 0.05

    until(in_the_midst_of_speech, "voice", 20 + seconds)


def silent_after(ear: Ear, at: float) -> float:
    """How long after `at` the program was silent for as long as a sentence's end never is."""

    def last() -> float:
        loud = ear.loud_at(at)
        return loud[-1] if loud else at

    until(lambda: time.monotonic() - last() > 0.8, "silence", 10)
    return last() - at


@pytest.fixture(scope="module")
def session(virtual_card: VirtualCard, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[dict], float]:
    if not shutil.which("flite"):
        pytest.skip("the partner needs flite")
    folder: Path = tmp_path_factory.mktemp("headphones")
    command = [
        sys.executable, "-m", "voiceprep", "practice", "ml-engineer", "--questions", "1", "--headphones",
        "--rate", "150", "--recordings", str(folder / "kept"),
    ]  # fmt: skip
    with (
        leaking(virtual_card, "-20dB"),
        virtual_card.listen() as ear,
        subprocess.Popen(command, env=virtual_card.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as program,
    ):
        try:
            over_the_voice(Partner(virtual_card, ear, folder), ear)
            printed, _ = program.communicate(timeout=60)
        finally:
            program.kill()
    assert program.returncode == 0, printed.decode()
    records = [json.loads(path.read_text()) for path in sorted((folder / "kept").glob("*/[0-9]*.json"))]
    return printed.decode(), records, read_sound(folder / "says.wav").seconds


def over_the_voice(partner: Partner, ear: Ear) -> None:
    """A question that is talked over, asked again after a command, and answered before it is read to its end."""
    speaks_for(ear, 1.5)
    began = time.monotonic()
    partner.says("no no wait a little bit", then_hears=False)
    assert silent_after(ear, began) < STOPS_WITHIN_S
    speaks_for(ear, 1.0)  # the voice goes on
    partner.says("how am I doing", then_hears=False)
    speaks_for(ear, 3)  # it tells, and would ask again
    partner.says(
        "I would look at the validation curve and at the learning curve of the model. that's my answer",
        then_hears=False,
    )


def test_a_command_over_the_question_is_obeyed_and_an_answer_over_it_is_kept_from_its_first_word(session) -> None:
    printed, (record,), said_s = session
    assert "You may speak over me" in " ".join(printed.split())
    assert "This is question 1 of 1." in " ".join(printed.split())
    assert (record["question"], record["end_reason"]) == ("learning-paradigms", "said_done")
    assert "validation curve" in record["transcript"]["text"]
    assert record["audio"]["seconds"] > said_s - 0.4, "a quarter of a second of the file is silence"


def test_the_program_never_interrupts_itself(session) -> None:
    printed, (record,), _ = session
    assert "learning can be" not in record["transcript"]["text"], "what leaked of the question is no part of the answer"
    assert "Kept in" in printed
