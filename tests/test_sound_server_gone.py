"""The sound server ends in the middle of an answer, with the microphone and the loudspeaker, and is started again."""

import time
from pathlib import Path

from terminal import records, speaking, terminal
from virtual_card import VirtualCard


def test_what_was_said_is_kept_and_the_answer_goes_on_when_the_microphone_is_back(tmp_path: Path) -> None:
    card = VirtualCard(tmp_path)
    card.start()
    try:
        rate = ("--rate", "450")  # the question is not what this is about
        with terminal(card, "practice", "--only", "evaluation", *rate, "--recordings", str(tmp_path / "kept")) as shown:
            shown.wait_for("Your answer, please.")
            with speaking(card, "evaluation"):
                shown.wait_for("matrix")
                card.end()
            shown.wait_for("The microphone is gone. What you said is kept")
            shown.wait_for("The loudspeaker 'default' cannot be used")  # so it was not spoken
            card.start()
            shown.wait_for("Go on.")
            with speaking(card, "evaluation"):
                time.sleep(4)
            assert shown.process.wait(60) == 0, shown.screen
            since = shown.screen.split("The microphone is gone")[1]
            assert "Expression '" not in since, "what PortAudio writes to standard error at each attempt"
        (record,) = records(tmp_path / "kept")
    finally:
        card.stop()
    assert record["end_reason"] == "silence"
    assert record["transcript"]["text"].count("confusion matrix") == 2
