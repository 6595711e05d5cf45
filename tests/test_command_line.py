"""The commands as a user types them: what they print, what they exit with, what they say about bad input."""

import json
import os
import re
import subprocess
import sys
from importlib.machinery import ModuleSpec
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voiceprep.audio.files import read_sound
from voiceprep.cli import main
from voiceprep.config import models_folder, samples_folder
from voiceprep.hearing import registry
from voiceprep.hearing.models import MODELS

SAMPLE = samples_folder() / "evaluation.flac"
RECORD_KEYS = [
    "schema", "id", "session", "at", "attempt", "bank", "question", "question_text", "why", "tips", "audio", "engine",
    "heard", "transcript", "points", "coverage", "delivery", "end_reason", "overrules", "feedback",
]  # fmt: skip
ANSWER = "I start from the confusion matrix, then precision and recall."


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own is read or written."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("VOICEPREP_RECORDINGS", str(tmp_path / "kept"))


@pytest.fixture
def voiceprep(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["voiceprep", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        printed = capfd.readouterr()
        return int(exit_.value.code or 0), printed.out, printed.err

    return run


def said(record: dict) -> set[str]:
    return {p["keyword"] for p in record["points"] if p["verdict"] == "said"}


class TestScore:
    def test_a_text_becomes_one_json_object_without_audio_engine_or_times(self, voiceprep) -> None:
        code, out, err = voiceprep("score", "--text", ANSWER, "--question", "evaluation", "--json")
        record = json.loads(out)
        assert (code, err, out.count("\n")) == (0, "", 1)
        assert list(record) == RECORD_KEYS
        assert said(record) >= {"confusion matrix", "precision", "recall"}
        assert (record["audio"], record["engine"], record["delivery"]) == (None, None, None)
        assert {p["evidence"]["start_s"] for p in record["points"] if p["evidence"]} == {None}

    def test_a_text_file_and_standard_input_do_as_well(self, voiceprep, tmp_path: Path, monkeypatch) -> None:
        file = tmp_path / "answer.txt"
        file.write_text(ANSWER, encoding="utf-8")
        _, from_file, _ = voiceprep("score", "--text-file", file, "--question", "evaluation", "--json")
        with file.open() as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            _, from_stdin, _ = voiceprep("score", "--text-file", "-", "--question", "evaluation", "--json")
        assert json.loads(from_file)["points"] == json.loads(from_stdin)["points"]

    def test_a_sound_is_judged_with_times_and_the_question_is_known_by_the_files_name(self, voiceprep) -> None:
        code, out, _ = voiceprep("score", SAMPLE, "--json")
        record = json.loads(out)
        assert code == 0
        assert list(record) == RECORD_KEYS
        assert record["question"] == "evaluation"
        assert said(record) >= {"confusion matrix", "precision", "recall"}
        assert record["audio"]["seconds"] == pytest.approx(read_sound(SAMPLE).seconds, abs=0.01)
        assert record["engine"]["name"] == "sphinx"
        assert 0 <= record["delivery"]["latency_s"] < 1

    def test_speech_recognitions_own_sphinx_works_out_of_the_box(self, voiceprep) -> None:
        code, out, _ = voiceprep("score", SAMPLE, "--json", "--engine", "sr:sphinx")
        record = json.loads(out)
        assert code == 0
        assert record["engine"]["name"] == "sr:sphinx"
        assert said(record) >= {"confusion matrix", "precision", "recall"}

    def test_several_sounds_give_json_lines_in_their_order_and_a_bad_one_stops_none(self, voiceprep, tmp_path) -> None:
        bad = tmp_path / "bad.wav"
        bad.write_bytes(b"this is no sound")
        code, out, err = voiceprep("score", SAMPLE, bad, SAMPLE, "--question", "evaluation", "--json", "--jobs", "2")
        assert code == 1
        assert [json.loads(line)["id"] for line in out.splitlines()] == ["evaluation", "evaluation"]
        assert "bad.wav" in err
        assert err.count("\n") == 1

    def test_for_people_it_prints_transcript_verdicts_and_feedback(self, voiceprep) -> None:
        _, out, _ = voiceprep("score", "--text", ANSWER, "--question", "evaluation")
        assert "precision: said" in out
        assert "naive baseline: missing" in out
        assert "> " in out

    @pytest.mark.parametrize("text", ["", "  \n ", "?!"])
    def test_nothing_said_has_no_verdict_and_no_score(self, voiceprep, text: str) -> None:
        code, out, _ = voiceprep("score", "--text", text, "--question", "evaluation", "--json")
        record = json.loads(out)
        assert code == 0
        assert (record["heard"], record["points"], record["coverage"], record["delivery"]) == (False, [], None, None)
        assert record["transcript"] == {"text": "", "words": []}


def tone(seconds: float, rate_hz: int, amplitude: float = 0.0) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)


class TestBadSound:
    def test_a_missing_file_is_named(self, voiceprep) -> None:
        code, _, err = voiceprep("score", "nowhere.wav", "--question", "evaluation")
        assert code == 1
        assert "nowhere.wav" in err

    def test_an_empty_file_is_named_empty(self, voiceprep, tmp_path: Path) -> None:
        (tmp_path / "a.wav").write_bytes(b"")
        code, _, err = voiceprep("score", tmp_path / "a.wav", "--question", "evaluation")
        assert code == 1
        assert "empty" in err

    @pytest.mark.parametrize("seconds", [0, 0.3, 3])
    def test_silence_of_any_length_is_nothing_heard(self, voiceprep, tmp_path: Path, seconds: float) -> None:
        soundfile.write(tmp_path / "a.wav", tone(seconds, 16_000), 16_000)
        code, out, _ = voiceprep("score", tmp_path / "a.wav", "--question", "evaluation", "--json")
        assert code == 0
        assert json.loads(out)["heard"] is False

    def test_a_steady_tone_is_nothing_heard(self, voiceprep, tmp_path: Path) -> None:
        soundfile.write(tmp_path / "a.wav", tone(3, 16_000, 0.3), 16_000)
        _, out, _ = voiceprep("score", tmp_path / "a.wav", "--question", "evaluation", "--json")
        assert json.loads(out)["heard"] is False

    @pytest.mark.parametrize(
        ("name", "rate_hz", "subtype", "channels"),
        [
            ("telephone.wav", 8_000, "PCM_16", 1),
            ("studio.wav", 48_000, "PCM_24", 2),
            ("answer.mp3", 16_000, None, 1),
        ],
    )
    def test_other_formats_are_heard_like_the_original(
        self, voiceprep, tmp_path: Path, name: str, rate_hz: int, subtype: str | None, channels: int
    ) -> None:
        import soxr

        samples = np.frombuffer(read_sound(SAMPLE).pcm, "<i2") / 32768
        changed = soxr.resample(samples, 16_000, rate_hz)
        soundfile.write(tmp_path / name, np.stack([changed] * channels, axis=1), rate_hz, subtype=subtype)
        code, out, _ = voiceprep("score", tmp_path / name, "--question", "evaluation", "--json")
        assert code == 0
        record = json.loads(out)
        assert record["audio"]["seconds"] == pytest.approx(read_sound(SAMPLE).seconds, abs=0.1)
        # The embedded model wants what lies above a telephone's 4 kHz: there it is enough that speech was heard.
        assert "recall" in said(record) or (rate_hz == 8_000 and record["heard"]), record["transcript"]["text"]


class TestBadWords:
    def test_an_unknown_bank_suggests_the_nearest(self, voiceprep) -> None:
        code, _, err = voiceprep("score", "--text", "x", "--bank", "ml-enginer")
        assert code == 1
        assert "ml-engineer" in err

    def test_an_unknown_question_suggests_the_nearest(self, voiceprep) -> None:
        code, _, err = voiceprep("score", "--text", "x", "--question", "overfiting")
        assert code == 1
        assert "overfitting" in err

    def test_a_malformed_bank_is_named_with_file_line_and_key(self, voiceprep, tmp_path: Path) -> None:
        bank = tmp_path / "mine.yaml"
        bank.write_text("bank: mine\nquestions:\n- ask: Why?\n  tipps: [x]\n", encoding="utf-8")
        code, _, err = voiceprep("questions", "check", bank)
        assert code == 1
        assert f"{bank}:4" in err
        assert "tipps" in err

    def test_an_unknown_engine_says_where_the_list_is(self, voiceprep) -> None:
        code, _, err = voiceprep("score", SAMPLE, "--engine", "wishper")
        assert code == 1
        assert "voiceprep engines" in err

    def test_an_unknown_answer_is_a_stated_failure(self, voiceprep) -> None:
        code, _, err = voiceprep("replay", "latest", "--text")
        assert code == 1
        assert "voiceprep practice" in err

    @pytest.mark.parametrize(
        "arguments",
        [["score"], ["score", "--text", "x"], ["practice", "--limit", "1"], ["doctor", "--no-sound"], ["nonsense"]],
    )
    def test_wrong_usage_exits_with_2(self, voiceprep, arguments: list[str]) -> None:
        code, _, err = voiceprep(*arguments)
        assert code == 2
        assert "Error" in err

    def test_a_bad_settings_file_is_named_with_its_key(self, voiceprep, tmp_path: Path, monkeypatch) -> None:
        settings = tmp_path / "config.yaml"
        settings.write_text("enigne: sphinx\n", encoding="utf-8")
        monkeypatch.setenv("VOICEPREP_CONFIG", str(settings))
        code, _, err = voiceprep("engines")
        assert code == 1
        assert "engine" in err

    @pytest.mark.parametrize("rate", ["5000", "fast", "true", "0"])
    def test_a_rate_that_no_voice_speaks_is_no_setting(self, voiceprep, tmp_path: Path, monkeypatch, rate: str) -> None:
        settings = tmp_path / "config.yaml"
        settings.write_text(f"rate: {rate}\n", encoding="utf-8")
        monkeypatch.setenv("VOICEPREP_CONFIG", str(settings))
        code, _, err = voiceprep("engines")
        assert code == 1
        assert "rate must be a whole number from 80 to 450" in err


class TestPractice:
    def test_recorded_answers_are_heard_judged_kept_and_replayed(self, voiceprep, tmp_path: Path) -> None:
        code, out, _ = voiceprep("practice", "--answers", SAMPLE, "--fast", "--no-speech")
        assert code == 0, out
        assert "precision: said" in out
        (path,) = (tmp_path / "kept").glob("*/01-evaluation.json")
        record = json.loads(path.read_text(encoding="utf-8"))
        assert list(record) == RECORD_KEYS
        assert record["end_reason"] == "end_of_file"
        assert (path.parent / record["audio"]["path"]).exists()
        code, out, _ = voiceprep("replay", "latest", "--text")
        assert code == 0
        assert "precision: said" in out

    def test_answers_are_taken_up_to_the_next_option(self, voiceprep, tmp_path: Path) -> None:
        samples = sorted(samples_folder().glob("*.flac"))[:2]
        code, out, _ = voiceprep("practice", "--answers", *samples, "--fast", "--no-speech")
        assert code == 0
        assert "Question 2 of 2" in out

    def test_a_file_that_is_no_sound_is_refused_before_anything_is_asked(self, voiceprep, tmp_path: Path) -> None:
        bad = tmp_path / "evaluation.wav"
        bad.write_bytes(b"no sound")
        code, out, err = voiceprep("practice", "--answers", bad, "--no-speech")
        assert code == 1
        assert "Question" not in out
        assert "evaluation.wav" in err

    def test_without_portaudio_it_says_so_in_one_line_with_the_fix_and_runs_the_sample_answers(
        self, voiceprep, tmp_path: Path, monkeypatch
    ) -> None:
        fix = "PortAudio is not installed: `apt install libportaudio2`."
        monkeypatch.setattr("voiceprep.audio.devices.portaudio_problem", lambda: fix)
        monkeypatch.setattr("voiceprep.practice.equipment.find_system_player", lambda: None)
        monkeypatch.setenv("COLUMNS", "200")
        code, out, err = voiceprep("practice")
        assert (code, err) == (0, "")
        assert out.splitlines()[0].startswith(f"! {fix}")
        assert out.count(fix) == 1
        assert "synthetic" in out
        records = [json.loads(p.read_text()) for p in sorted((tmp_path / "kept").glob("*/0*.json"))]
        assert [r["question"] for r in records] == ["overfitting", "evaluation", "missing-data"]
        assert all(said(r) for r in records)

    def test_there_one_may_ask_for_fewer_and_hears_that_other_questions_wait(self, voiceprep, monkeypatch) -> None:
        monkeypatch.setattr("voiceprep.audio.devices.portaudio_problem", lambda: "PortAudio is not installed.")
        monkeypatch.setattr("voiceprep.practice.equipment.find_system_player", lambda: None)
        _, out, _ = voiceprep("practice", "--questions", "1", "--only", "features")
        assert "Question 1 of 1" in out
        assert "your own choice of questions waits for a microphone" in " ".join(out.split())

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["ml-enginer"], "ml-engineer"),
            (["nowhere/bank.yaml"], "nowhere/bank.yaml"),
            (["--only", "nonesuch"], "nonesuch"),
        ],
    )
    def test_what_cannot_be_asked_is_told_and_no_samples_take_its_place(
        self, voiceprep, monkeypatch, arguments: list[str], problem: str
    ) -> None:
        monkeypatch.setattr("voiceprep.audio.devices.portaudio_problem", lambda: "PortAudio is not installed.")
        monkeypatch.setattr("voiceprep.practice.equipment.find_system_player", lambda: None)
        code, out, err = voiceprep("practice", *arguments)
        assert (code, out) == (1, "")
        assert problem in err

    def test_how_to_replay_names_the_folder_that_was_named(self, voiceprep, tmp_path: Path) -> None:
        _, out, _ = voiceprep(
            "practice", "--answers", SAMPLE, "--fast", "--no-speech", "--recordings", tmp_path / "my own"
        )
        assert f"replay latest --recordings '{tmp_path / 'my own'}'" in " ".join(out.split())

    def test_a_bank_after_the_answers_is_the_bank(self, voiceprep, tmp_path: Path) -> None:
        bank = tmp_path / "mine.yaml"
        bank.write_text(
            "bank: mine\nquestions:\n- {ask: Why models fail?, tips: [Name precision.]}\n", encoding="utf-8"
        )
        code, out, _ = voiceprep("practice", "--answers", SAMPLE, bank, "--fast", "--no-speech")
        assert code == 0
        assert "Why models fail?" in out

    def test_a_named_microphone_that_is_not_there_is_an_error_and_not_a_show(self, voiceprep, monkeypatch) -> None:
        monkeypatch.setattr("voiceprep.audio.devices.list_devices", lambda: ())
        monkeypatch.setattr("voiceprep.audio.devices.portaudio_problem", lambda: None)
        code, out, err = voiceprep("practice", "--mic", "headset")
        assert code == 1
        assert "Question" not in out
        assert "microphone" in err

    def test_an_unwritable_recordings_folder_is_a_stated_failure(self, voiceprep, tmp_path: Path) -> None:
        in_the_way = tmp_path / "file"
        in_the_way.write_text("")
        code, _, err = voiceprep("practice", "--answers", SAMPLE, "--no-speech", "--recordings", in_the_way / "kept")
        assert code == 1
        assert "--recordings" in err


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Where downloaded models are looked for in these tests."""
    return models_folder()


@pytest.fixture
def vosk_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as the table of engines can see; its process will find out."""
    monkeypatch.setattr(
        registry,
        "find_spec",
        lambda name: ModuleSpec(name, None, origin="there") if name in ("pocketsphinx", "vosk") else None,
    )


@pytest.fixture
def only_the_embedded_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        registry, "find_spec", lambda name: ModuleSpec(name, None, origin="there") if name == "pocketsphinx" else None
    )


FAKE_VOSK = """
import json
def SetLogLevel(level): pass
def result(*words):
    return json.dumps({"result": [{"word": w, "start": s, "end": s + 0.5, "conf": 0.9} for w, s in words]})
class Model:
    def __init__(self, path): pass
class KaldiRecognizer:
    def __init__(self, model, rate_hz): self.heard = 0
    def SetWords(self, on): pass
    def AcceptWaveform(self, pcm):
        self.heard += len(pcm)
        return self.heard == 3 * 32000
    def Result(self): return result(("confusion", 1.0), ("matrix", 1.5))
    def PartialResult(self): return '{"partial": ""}'
    def FinalResult(self): return result(("and", 4.0), ("recall", 4.5))
"""
"""The library as its process sees it, with a pause in the answer after 3 s."""


class Terminal(StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


def pretend_vosk_model(folder: Path) -> Path:
    for part in ("am/final.mdl", "conf/mfcc.conf"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes(b"not a model")
    return folder


class TestEngines:
    def test_the_list_names_the_one_taken_and_marks_what_leaves_the_machine(
        self, voiceprep, only_the_embedded_engine
    ) -> None:
        code, out, _ = voiceprep("engines")
        assert code == 0
        assert "Taken: sphinx, as nothing better is installed." in out
        assert "SENDS YOUR VOICE" in next(line for line in out.splitlines() if "sr:google" in line)

    def test_it_says_what_to_do_for_each_model_with_size_and_licence(self, voiceprep, models: Path) -> None:
        _, out, _ = voiceprep("engines")
        for model in MODELS:
            assert model.source in out
            assert str(models / model.engine / model.name) in out
            assert re.search(rf"{re.escape(model.name)} +{model.size_mb} MB  {model.licence}", out)

    def test_the_settings_file_names_an_engine_that_is_not_there(self, voiceprep, tmp_path, monkeypatch) -> None:
        (tmp_path / "config.yaml").write_text("engine: wishper\n", encoding="utf-8")
        monkeypatch.setenv("VOICEPREP_CONFIG", str(tmp_path / "config.yaml"))
        code, out, _ = voiceprep("engines")
        assert code == 0
        assert "Taken: none. There is no engine 'wishper'" in out

    @pytest.mark.usefixtures("vosk_is_installed")
    def test_the_one_that_auto_took_is_said_before_the_interview_and_its_failure_in_one_line(
        self, voiceprep, models: Path
    ) -> None:
        pretend_vosk_model(models / "vosk" / "small")
        code, out, err = voiceprep("practice", "--answers", SAMPLE, "--no-speech")
        assert code == 1
        assert "! Your answers are heard by vosk with" in out
        assert re.fullmatch(r"voiceprep: (Vosk cannot load|vosk cannot be loaded) .*\n", err)

    @pytest.mark.usefixtures("vosk_is_installed")
    def test_a_record_names_the_engine_that_heard_the_answer_and_holds_all_its_words_with_their_times(
        self, voiceprep, tmp_path: Path, monkeypatch
    ) -> None:
        (tmp_path / "vosk.py").write_text(FAKE_VOSK, encoding="utf-8")
        package = tmp_path / "vosk-0.3.45.dist-info"
        package.mkdir()
        (package / "METADATA").write_text("Metadata-Version: 2.1\nName: vosk\nVersion: 0.3.45\n", encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        model = pretend_vosk_model(tmp_path / "small")
        code, out, _ = voiceprep("score", SAMPLE, "--json", "--model", model)
        record = json.loads(out)
        assert code == 0
        assert record["engine"] == {"name": "vosk", "adapted": False, "version": "0.3.45, small"}
        assert record["transcript"]["text"] == "confusion matrix and recall"
        word = record["transcript"]["words"][1]
        assert (word["text"], word["confidence"]) == ("matrix", 0.9)
        # What the sample's silence before the first word is shortened by comes on top of what the engine says.
        assert (word["start_s"], word["end_s"]) == pytest.approx((1.5, 2.0), abs=0.3)
        assert word["end_s"] - word["start_s"] == pytest.approx(0.5)
        written = [p for p in record["points"] if p["evidence"] and p["evidence"]["how"] != "sound"]
        assert {p["keyword"] for p in written if p["verdict"] == "said"} == {"confusion matrix", "recall"}
        assert len(written) == 2, "whatever else was said was heard by its sound"

    @pytest.mark.usefixtures("vosk_is_installed")
    @pytest.mark.parametrize("settings", ["engine: vosk\nmodel: {}", "model: {}", "engine: sphinx\nmodel: {}"])
    def test_a_model_in_the_settings_counts_for_its_own_engine_only(
        self, voiceprep, tmp_path: Path, monkeypatch, settings: str
    ) -> None:
        model = pretend_vosk_model(tmp_path / "mine")
        (tmp_path / "config.yaml").write_text(settings.format(model), encoding="utf-8")
        monkeypatch.setenv("VOICEPREP_CONFIG", str(tmp_path / "config.yaml"))
        _, _, err = voiceprep("score", SAMPLE, "--engine", "vosk")
        assert "osk cannot" in err  # it was opened, with that model
        _, _, err = voiceprep("score", "nowhere.wav", "--question", "evaluation", "--engine", "sphinx")
        assert ("sphinx takes no model" in err) == ("sphinx" in settings)

    @pytest.mark.usefixtures("vosk_is_installed")
    @pytest.mark.parametrize("command", [("practice", "--answers", SAMPLE), ("score", SAMPLE)])
    def test_a_model_that_is_not_there_is_one_line_before_anything_is_asked(self, voiceprep, command) -> None:
        code, out, err = voiceprep(*command, "--engine", "vosk", "--model", "nowhere")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "nowhere is not there" in err

    @pytest.mark.usefixtures("only_the_embedded_engine")
    def test_a_package_that_is_not_there_is_one_line_with_the_command_that_installs_it(self, voiceprep) -> None:
        code, out, err = voiceprep("score", SAMPLE, "--engine", "whisper")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "pip install 'voiceprep[whisper]'" in err

    def test_before_sound_leaves_the_machine_it_is_said(self, voiceprep, monkeypatch) -> None:
        monkeypatch.delenv("VOICEPREP_SR_OPTIONS", raising=False)
        code, out, err = voiceprep("score", SAMPLE, "--engine", "sr:azure")  # which ends for want of a key
        assert (code, out) == (1, "")
        assert "sr:azure sends the sound of your answers to a service" in err.splitlines()[0]

    def test_nothing_is_fetched_unasked(self, voiceprep, models: Path, monkeypatch) -> None:
        def fetched(*args: object) -> None:
            raise AssertionError

        monkeypatch.setattr("voiceprep.hearing.download.download_model", fetched)
        code, out, err = voiceprep("engines", "--download", "base.en")
        assert code == 2
        assert "145 MB under the licence MIT" in out
        assert "--yes" in err
        code, _, err = voiceprep("engines", "--download", "large", "--yes")
        assert code == 1
        assert "small.en" in err

    @pytest.mark.parametrize("agreed", [True, False])
    def test_at_a_terminal_it_asks_first(self, voiceprep, models: Path, monkeypatch, agreed: bool) -> None:
        fetched = []
        monkeypatch.setattr("voiceprep.hearing.download.download_model", lambda *model: fetched.append(model))
        monkeypatch.setattr(sys, "stdin", Terminal("yes\n" if agreed else "\n"))
        code, out, _ = voiceprep("engines", "--download", "base.en")
        assert (code, bool(fetched), "Nothing was fetched" in out) == (0, agreed, not agreed)

    def test_a_model_that_was_agreed_to_is_fetched_to_its_place(self, voiceprep, models: Path, monkeypatch) -> None:
        monkeypatch.setattr(
            "voiceprep.hearing.download.download_model", lambda model, models: models / model.engine / model.name
        )
        code, out, _ = voiceprep("engines", "--download", "base.en", "--yes")
        assert code == 0
        assert f"It is there: {models / 'whisper' / 'base.en'}" in out


class TestTheRest:
    def test_without_sound_the_briefing_is_printed(self, voiceprep) -> None:
        code, out, _ = voiceprep("brief", "--text")
        assert code == 0
        for words in ("Machine learning engineer", "How to prepare, in 4 steps", "What candidates often ask"):
            assert words in out

    def test_a_bank_can_be_listed_shown_and_checked(self, voiceprep) -> None:
        assert "overfitting" in voiceprep("questions", "list")[1]
        assert "early stopping" in voiceprep("questions", "show", "--question", "overfitting")[1]
        assert "10 questions" in voiceprep("questions", "check")[1]

    def test_a_bank_shown_as_json_is_a_bank_file_again(self, voiceprep, tmp_path: Path) -> None:
        _, out, _ = voiceprep("questions", "show", "--json")
        (tmp_path / "again.yaml").write_text(out, encoding="utf-8")
        assert voiceprep("questions", "show", tmp_path / "again.yaml", "--json")[1] == out

    def test_the_doctor_names_each_part(self, voiceprep) -> None:
        _, out, _ = voiceprep("doctor")
        for part in ("recordings", "voice", "loudspeaker", "microphone", "recogniser"):
            assert part in out

    def test_the_doctor_tells_what_may_not_be_heard_without_a_sound(self, voiceprep) -> None:
        code, out, err = voiceprep("doctor", "--hear", "ml-engineer", "--no-sound")
        assert (code, out, err) == (0, "ml-engineer: 67 key phrases, 0 warnings from the dictionary alone.\n", "")

    def test_the_doctor_lists_the_phrases_that_the_machine_does_not_hear(self, voiceprep, tmp_path: Path) -> None:
        bank = tmp_path / "b.yaml"
        bank.write_text("bank: b\nquestions: [{ask: Why?, tips: [{tip: Say it., keywords: [学习]}]}]", encoding="utf-8")
        code, out, err = voiceprep("doctor", "--hear", bank)
        assert (code, err) == (0, "")
        assert out.startswith("why:\n  学习: missing; heard ")
        assert "b: 0 of 1 key phrases heard." in out

    def test_the_doctor_fails_where_the_engine_to_be_tested_is_not_there(self, voiceprep) -> None:
        code, _, err = voiceprep("doctor", "--hear", "ml-engineer", "--engine", "nonesuch")
        assert code == 1
        assert "nonesuch" in err

    def test_there_is_nothing_to_recover_where_nothing_crashed(self, voiceprep) -> None:
        code, out, _ = voiceprep("recover")
        assert code == 0
        assert "Nothing to recover" in out

    @pytest.mark.parametrize(
        "arguments", [["--help"], ["questions", "list"], ["score", "--text", "x", "--question", "evaluation", "--json"]]
    )
    def test_commands_without_sound_load_no_sound_library(self, arguments: list[str]) -> None:
        code = (
            "import sys; from voiceprep.cli import main\n"
            f"sys.argv = ['voiceprep', *{arguments!r}]\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "heavy = {'sounddevice', 'speech_recognition', 'pocketsphinx', 'pyttsx3', 'numpy', 'soundfile'}\n"
            "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize("arguments", [["questions", "list"], ["brief", "--text"]])
    def test_a_reader_that_reads_no_further_is_told_nothing(self, arguments: list[str]) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-m", "voiceprep", *arguments]
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True)
        os.close(writing)
        assert done.stderr == ""
