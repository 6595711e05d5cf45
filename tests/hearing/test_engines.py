"""The engine registry: what is offered, what stays on the machine, and that nothing is fetched or sent unasked."""

import socket
from pathlib import Path

import pytest

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing import engines
from voiceprep.hearing.engines import make_decoder
from voiceprep.hearing.registry import ENGINES, OPTIONS_VARIABLE, engine_called, is_local, needs, state
from voiceprep.hearing.speech_recognition_engine import recogniser_names

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:speech_recognition")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was touched")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.delenv(OPTIONS_VARIABLE, raising=False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)


def test_the_default_is_first_installed_and_on_this_machine():
    first = engines.engines()[0]
    assert (first.name, first.installed, first.local) == (engines.DEFAULT, True, True)


def test_every_engine_of_the_package_is_offered_once():
    names = [e.name for e in engines.engines()]
    assert len(names) == len(set(names))
    assert set(names) == {"sphinx", "vosk", "whisper", *(f"sr:{name}" for name in recogniser_names())}


def test_what_the_table_says_of_the_package_is_true_of_it():
    assert {e.name.removeprefix("sr:") for e in ENGINES if e.name.startswith("sr:")} <= set(recogniser_names())


@pytest.mark.parametrize("name", recogniser_names())
def test_an_engine_that_sends_the_sound_away_says_so(name: str, tmp_path: Path):
    engine = engine_called(f"sr:{name}")
    assert engine.local == (engine in ENGINES) == is_local(engine.name)
    assert ("SENDS YOUR VOICE" in needs(engine, tmp_path)) != engine.local
    assert (state(engine, tmp_path) == "cloud") != engine.local


def test_google_is_not_local_and_is_never_what_one_gets_unasked():
    assert not is_local("sr:google")
    assert is_local(engines.DEFAULT)
    assert not any(e.local for e in engines.engines() if "google" in e.name)


@pytest.mark.parametrize("name", ["whisper", "faster_whisper"])
@pytest.mark.parametrize("options", ["{}", '{"model": ""}', '{"model": "base"}', '{"model": "/nonexistent/model"}'])
def test_a_model_that_is_not_on_the_disk_is_not_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, options: str
):
    monkeypatch.setenv(OPTIONS_VARIABLE, options)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base").mkdir()  # a folder of that name makes it no less a name for the package
    with pytest.raises(EngineMissing, match="never downloads"):
        make_decoder(f"sr:{name}")


def test_a_model_named_with_the_option_is_taken_and_a_name_is_not(tmp_path: Path):
    assert make_decoder("sr:whisper", model=tmp_path).info.name == "sr:whisper"
    with pytest.raises(EngineMissing, match="never downloads"):
        make_decoder("sr:whisper", model=Path("base"))


def test_a_model_on_the_disk_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(OPTIONS_VARIABLE, f'{{"model": "{tmp_path}"}}')
    assert make_decoder("sr:faster_whisper").info.name == "sr:faster_whisper"


@pytest.mark.parametrize("options", ["{", "[1]", '"key"'])
def test_options_that_are_no_json_object_are_an_error_with_their_name(monkeypatch: pytest.MonkeyPatch, options: str):
    monkeypatch.setenv(OPTIONS_VARIABLE, options)
    with pytest.raises(HearingError, match=OPTIONS_VARIABLE):
        make_decoder("sr:sphinx")


@pytest.mark.parametrize(("name", "needs"), [("azure", "key"), ("houndify", "client_id, client_key")])
def test_an_engine_that_needs_a_key_names_it(name: str, needs: str):
    with pytest.raises(EngineMissing, match=f"needs {needs}: set {OPTIONS_VARIABLE}"):
        make_decoder(f"sr:{name}")


@pytest.mark.parametrize("name", ["sphynx", "sr:sphynx", "sr:api", "sr:", ""])
def test_an_unknown_engine_is_refused(name: str):
    with pytest.raises(EngineMissing):
        make_decoder(name)


def test_an_utterance_without_sound_is_not_sent_anywhere():
    decoder = make_decoder("sr:google")
    decoder.start()
    assert decoder.finish().text == ""
    assert decoder.partial() == ""


def test_what_an_engine_says_of_its_failure_is_a_hearing_error(monkeypatch: pytest.MonkeyPatch):
    import speech_recognition as sr

    for error, expected in [
        (sr.RequestError("no route"), HearingError),
        (sr.exceptions.SetupError("no model"), EngineMissing),
    ]:

        def fail(self: object, audio_data: object, error: Exception = error, **options: object) -> str:
            raise error

        monkeypatch.setattr(sr.Recognizer, "recognize_google", fail)
        decoder = make_decoder("sr:google")
        decoder.start()
        decoder.feed(bytes(640))
        with pytest.raises(expected, match=str(error)):
            decoder.finish()


def test_unintelligible_sound_is_an_empty_transcript(monkeypatch: pytest.MonkeyPatch):
    import speech_recognition as sr

    def fail(self: object, audio_data: object) -> str:
        raise sr.UnknownValueError

    monkeypatch.setattr(sr.Recognizer, "recognize_google", fail)
    decoder = make_decoder("sr:google")
    decoder.feed(bytes(640))
    assert not decoder.finish().heard


def test_the_packages_recognisers_get_our_own_sound(monkeypatch: pytest.MonkeyPatch):
    import speech_recognition as sr

    got = []
    monkeypatch.setattr(
        sr.Recognizer, "recognize_google", lambda self, audio_data: got.append(audio_data) or "two words"
    )
    decoder = make_decoder("sr:google")
    decoder.feed(b"\1\0" * 160)
    decoder.feed(b"\2\0" * 160)
    transcript = decoder.finish()
    assert got[0].get_raw_data() == b"\1\0" * 160 + b"\2\0" * 160
    assert (got[0].sample_rate, got[0].sample_width) == (16_000, 2)
    assert [(w.text, w.start_s) for w in transcript.words] == [("two", None), ("words", None)]
