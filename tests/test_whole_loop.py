"""The whole command on a real (virtual) sound card: only its terminal, its loudspeaker and its microphone are used."""

import json
import signal
import wave
from pathlib import Path

import numpy as np
import pytest
from terminal import records, speaking, terminal
from virtual_card import RATE_HZ, VirtualCard, until

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import Sound
from voiceprep.audio.resampling import pcm_at
from voiceprep.bank import find_bank, find_question, load_bank
from voiceprep.config import samples_folder
from voiceprep.speaking.aloud import aloud
from voiceprep.speaking.cache import SoundCache
from voiceprep.speaking.speech import open_voice

RATE_WPM = 300
SOON = ("--rate", str(RATE_WPM))
"""A voice that is done sooner."""
ASKED = ("overfitting", "evaluation")
MADE = {
    "overfitting": {"validation loss", "early stopping", "data augmentation"},
    "evaluation": {"confusion matrix", "precision", "recall", "naive baseline"},
}
"""The points that the sample answers make (recordings/samples/README.md)."""


def likeness(recording: np.ndarray, sound: np.ndarray) -> tuple[float, int]:
    """The highest normalised correlation of `sound` in `recording`, 0 to 1, and the sample at which it begins."""
    size = 1 << (len(recording) + len(sound)).bit_length()
    product = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(sound, size))
    correlation = np.fft.irfft(product, size)[: len(recording) - len(sound) + 1]
    energy = np.concatenate([[0], np.cumsum(recording**2)])
    local = np.sqrt(np.maximum(energy[len(sound) :] - energy[: -len(sound)], 1e-9))
    scores = correlation / (local * np.linalg.norm(sound))
    return float(scores.max()), int(scores.argmax())


def samples(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64)


def loudspeaker_form(sound: Sound) -> np.ndarray:
    return samples(pcm_at(sound, RATE_HZ))


@pytest.fixture(scope="module")
def interview(virtual_card: VirtualCard, tmp_path_factory: pytest.TempPathFactory):
    """Two questions in one run: the first answer ends by silence, the other by Enter."""
    folder = tmp_path_factory.mktemp("interview")
    only = [word for question in ASKED for word in ("--only", question)]
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    with (
        virtual_card.record_loudspeaker(folder / "loudspeaker.wav"),
        terminal(virtual_card, "practice", *only, *SOON, "--recordings", str(folder / "kept"), **cache) as shown,
    ):
        for number, question in enumerate(ASKED, start=1):
            shown.wait_for("Your answer, please.", times=number)
            virtual_card.say_into_microphone(samples_folder() / f"{question}.flac").wait()
            if number == len(ASKED):
                shown.press("\n")
        assert shown.process.wait(60) == 0, shown.screen
        screen = shown.screen
    with wave.open(str(folder / "loudspeaker.wav")) as recorded:
        heard = samples(recorded.readframes(recorded.getnframes()))
    return folder, screen, heard


def test_every_question_and_its_feedback_were_spoken_in_order(interview) -> None:
    folder, _, heard = interview
    spoken = SoundCache(folder / "cache" / "voiceprep" / "voice")
    voice = open_voice(None, RATE_WPM, None, 10)
    bank = load_bank(find_bank("ml-engineer"))
    place = 0
    for record in records(folder / "kept"):
        for sentence in (find_question(bank, record["question"]).ask, *record["feedback"]):
            sound = spoken.get(voice.name, aloud(sentence))
            assert sound is not None, f"never synthesised: {sentence}"
            score, at = likeness(heard[place:], loudspeaker_form(sound))
            assert score > 0.9, sentence
            place += at + 1


def test_each_answers_file_holds_the_answer_from_its_first_word_to_its_last(interview) -> None:
    folder, _, _ = interview
    for record, question in zip(records(folder / "kept"), ASKED, strict=True):
        path = next((folder / "kept").glob(f"*/{record['audio']['path']}"))
        kept = samples(read_sound(path).pcm)
        said = samples(read_sound(samples_folder() / f"{question}.flac").pcm)
        spoken = np.flatnonzero(np.abs(said) > 300)
        score, _ = likeness(kept, said[spoken[0] : spoken[-1]])
        assert score > 0.99, question


def test_the_verdicts_are_right_and_stand_on_the_screen(interview) -> None:
    folder, screen, _ = interview
    kept = records(folder / "kept")
    assert [r["question"] for r in kept] == list(ASKED)
    for record in kept:
        said = {p["keyword"] for p in record["points"] if p["verdict"] == "said"}
        assert said == MADE[record["question"]]
        assert all(p["evidence"]["start_s"] is not None for p in record["points"] if p["verdict"] == "said")
    for keyword in ("validation loss: said", "naive baseline: said", "widening gap: missing"):
        assert keyword in screen


def test_the_ends_of_the_answers_are_told_apart(interview) -> None:
    folder, _, _ = interview
    assert [r["end_reason"] for r in records(folder / "kept")] == ["silence", "enter"]


def test_the_session_is_complete_private_and_without_a_journal(interview) -> None:
    folder, _, _ = interview
    (session,) = (folder / "kept").iterdir()
    assert json.loads((session / "session.json").read_text())["ended_at"]
    assert not list(session.glob("journal*"))
    assert session.stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in session.iterdir())


def test_replay_plays_the_answer_with_its_verdicts_on_the_screen(interview, virtual_card: VirtualCard) -> None:
    folder, _, _ = interview
    with (
        virtual_card.record_loudspeaker(folder / "replay.wav"),
        terminal(virtual_card, "replay", "latest", "--recordings", str(folder / "kept")) as shown,
    ):
        assert shown.process.wait(60) == 0, shown.screen
    with wave.open(str(folder / "replay.wav")) as recorded:
        heard = samples(recorded.readframes(recorded.getnframes()))
    answer = samples(read_sound(next((folder / "kept").glob("*/02-*.wav"))).pcm)
    assert likeness(heard, answer)[0] > 0.99
    assert "naive baseline: said" in shown.screen


def test_while_the_program_speaks_the_microphone_is_kept_and_not_heard(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    with terminal(virtual_card, "practice", "--only", "evaluation", "--recordings", str(kept)) as shown:
        shown.wait_for("Question 1 of 1")
        with speaking(virtual_card, "evaluation"):
            journal = until(lambda: next(kept.glob("*/journal.wav"), None), "journal")
            until(lambda: journal.stat().st_size > 3 * 32_000, "three seconds of sound in the journal")
        shown.wait_for("Your answer, please.")
        with wave.open(str(journal)) as sound:
            while_speaking = samples(sound.readframes(sound.getnframes()))
        shown.press("\n")
        shown.wait_for("I heard no")
        shown.press("q")
        assert shown.process.wait(30) == 0
    assert np.abs(while_speaking).max() > 1000
    assert [r["heard"] for r in records(kept)] == [False]


def test_ctrl_c_in_the_middle_of_an_answer_keeps_what_was_said(virtual_card: VirtualCard, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with terminal(virtual_card, "practice", *SOON, "--only", "evaluation", "--recordings", str(kept)) as shown:
        shown.wait_for("Your answer, please.")
        with speaking(virtual_card, "evaluation"):
            shown.wait_for("matrix")  # the live line shows it
        shown.process.send_signal(signal.SIGINT)
        shown.process.send_signal(signal.SIGINT)  # people press it twice
        assert shown.process.wait(30) == 130, shown.screen
    (record,) = records(kept)
    assert record["end_reason"] == "interrupted"
    assert json.loads(next(kept.glob("*/session.json")).read_text())["ended_at"]
    assert "matrix" in record["transcript"]["text"]
    assert not list(kept.glob("*/journal*"))


def test_what_kill_9_leaves_is_recovered_from_the_first_word(virtual_card: VirtualCard, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with terminal(virtual_card, "practice", *SOON, "--only", "evaluation", "--recordings", str(kept)) as shown:
        shown.wait_for("Your answer, please.")
        with speaking(virtual_card, "evaluation"):
            shown.wait_for("matrix")
            shown.process.kill()
            shown.process.wait()
    assert not records(kept)
    with terminal(virtual_card, "practice", "--no-speech", "--recordings", str(kept)) as again:
        again.wait_for("An earlier session was cut off")
        again.press("q")  # before the program looks at its keys
        assert again.process.wait(30) == 0
    with terminal(virtual_card, "recover", "--recordings", str(kept)) as recovering:
        recovering.wait_for("File them now?")
        recovering.press("\n")
        assert recovering.process.wait(60) == 0, recovering.screen
    (record,) = records(kept)
    assert record["transcript"]["text"].startswith("i look at the confusion matrix")
    assert "confusion matrix" in {p["keyword"] for p in record["points"] if p["verdict"] == "said"}


def test_a_session_that_was_killed_goes_on_at_the_same_question(virtual_card: VirtualCard, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    only = [word for question in (*ASKED, "missing-data") for word in ("--only", question)]
    with terminal(virtual_card, "practice", *SOON, *only, "--recordings", str(kept)) as shown:
        shown.wait_for("Question 1 of 3")
        shown.press("s")
        shown.wait_for("Your answer, please.")
        with speaking(virtual_card, "evaluation"):
            shown.wait_for("matrix")
            shown.process.kill()
            shown.process.wait()
    with terminal(virtual_card, "practice", "--resume", "--recordings", str(kept)) as again:
        again.wait_for("2 questions left")
        again.wait_for("Question 1 of 2")
        assert find_question(load_bank(find_bank("ml-engineer")), "evaluation").ask[:40] in again.screen
        again.press("q")
        assert again.process.wait(30) == 0
    (record,) = records(kept)
    assert (record["question"], record["end_reason"]) == ("evaluation", "interrupted")


def test_keys_repeat_skip_pause_and_play_back(virtual_card: VirtualCard, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    arguments = ("practice", *SOON, "--only", "evaluation", "--only", "overfitting", "--recordings", str(kept))
    with terminal(virtual_card, *arguments) as shown:
        shown.wait_for("Question 1 of 2")
        shown.press("r")
        shown.wait_for("Question 1 of 2", times=2)
        shown.wait_for("Your answer, please.")
        shown.press("p")
        shown.wait_for("Paused")
        shown.press("p")
        shown.wait_for("Go on.")
        virtual_card.say_into_microphone(samples_folder() / "evaluation.flac").wait()
        shown.press("\n")
        shown.wait_for("confusion matrix: said")
        shown.press("h")
        shown.wait_for("Your answer, 0:")
        shown.press("e")
        shown.wait_for("confusion matrix", times=2)
        shown.press("s")
        shown.wait_for("Question 2 of 2")
        shown.press("q")
        assert shown.process.wait(30) == 0, shown.screen
    assert [r["question"] for r in records(kept)] == ["evaluation"]
