"""Vosk to the edge of its model: what the library answers becomes a transcript, what it refuses one line."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from folders import vosk_model

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing import vosk_engine
from voiceprep.hearing.engines import Hints, make_decoder, open_recogniser
from voiceprep.hearing.vosk_engine import transcript_from
from voiceprep.model import Transcript, Word

FIRST = """{
  "result" : [{
      "conf" : 0.870102,
      "end" : 1.290000,
      "start" : 0.960000,
      "word" : "dead"
    }, {
      "conf" : 1.000001,
      "end" : 1.710000,
      "start" : 1.290000,
      "word" : "lock"
    }],
  "text" : "dead lock"
}"""
"""As the library writes it."""
NOTHING = '{\n  "text" : ""\n}'
LAST = json.dumps(
    {"result": [{"conf": 1.0, "end": 9.3, "start": 9.0, "word": "done"}, {"word": "[unk]"}], "text": "done [unk]"}
)


class FakeVosk:
    """The module `vosk` with a model that answers a script: from the number of blocks heard to the result then."""

    def __init__(self, script: dict[int, str], final: str = NOTHING) -> None:
        self.script, self.final = script, final
        self.loaded: list[str] = []
        self.recognisers: list[Any] = []
        self.SetLogLevel = lambda level: None

    def Model(self, path: str) -> str:  # the library's name
        self.loaded.append(path)
        if "broken" in path:
            raise Exception("Failed to create a model")
        return path

    def KaldiRecognizer(self, model: str, rate_hz: int) -> Any:
        blocks: list[bytes] = []
        said = SimpleNamespace(words=False)

        def accept(pcm: bytes) -> int:
            if pcm == b"bad!":
                raise Exception("Failed to process waveform")
            blocks.append(pcm)
            return int(len(blocks) in self.script)

        recogniser = SimpleNamespace(
            rate_hz=rate_hz,
            said=said,
            SetWords=lambda on: setattr(said, "words", on),
            AcceptWaveform=accept,
            Result=lambda: self.script[len(blocks)],
            PartialResult=lambda: json.dumps({"partial": "and then" if blocks else ""}),
            FinalResult=lambda: self.final,
        )
        self.recognisers.append(recogniser)
        return recogniser


@pytest.fixture
def vosk(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeVosk]:
    fake = FakeVosk({3: FIRST, 5: NOTHING}, LAST)
    monkeypatch.setitem(sys.modules, "vosk", fake)
    monkeypatch.setattr(vosk_engine, "version", lambda name: "0.3.45")
    return fake


def test_a_result_becomes_words_with_times_and_confidences():
    assert transcript_from([FIRST]) == Transcript(
        "dead lock", (Word("dead", 0.96, 1.29, 0.87), Word("lock", 1.29, 1.71, 1.0))
    )


def test_nothing_of_an_answer_is_lost_where_the_library_ended_it_several_times():
    transcript = transcript_from([FIRST, NOTHING, LAST])
    assert transcript.text == "dead lock done"
    assert [w.start_s for w in transcript.words] == [0.96, 1.29, 9.0]


def test_a_result_without_words_in_time_still_has_its_text():
    assert transcript_from(['{"text": "dead lock"}']) == Transcript("dead lock", (Word("dead"), Word("lock")))


@pytest.mark.parametrize("results", [[], [NOTHING], [NOTHING, NOTHING]])
def test_nothing_heard_is_an_empty_transcript(results: list[str]):
    assert transcript_from(results) == Transcript("")


def test_the_engine_streams_and_keeps_every_result(vosk: FakeVosk, tmp_path: Path):
    decoder = make_decoder("vosk", Hints(("dropout",)), vosk_model(tmp_path / "small"))
    assert (decoder.info.name, decoder.info.version, decoder.info.adapted) == ("vosk", "0.3.45, small", False)
    decoder.start()
    assert decoder.partial() == ""
    decoder.feed(b"")
    for _ in range(4):
        decoder.feed(bytes(640))
    assert decoder.partial() == "dead lock and then"
    decoder.feed(bytes(640))
    assert decoder.finish().text == "dead lock done"
    assert vosk.recognisers[-1].rate_hz == 16_000
    assert vosk.recognisers[-1].said.words


def test_the_model_is_loaded_once_and_no_answer_begins_where_the_last_one_ended(vosk: FakeVosk, tmp_path: Path):
    decoder = make_decoder("vosk", model=vosk_model(tmp_path))
    for _ in range(2):
        decoder.start()
        for _ in range(3):
            decoder.feed(bytes(640))
        assert decoder.finish().text == "dead lock done"
    decoder.start()
    assert decoder.partial() == ""
    assert len(vosk.loaded) == 1
    assert len({id(r) for r in vosk.recognisers}) == len(vosk.recognisers)


def test_a_failure_amid_an_answer_is_said_in_one_line(vosk: FakeVosk, tmp_path: Path):
    decoder = make_decoder("vosk", model=vosk_model(tmp_path))
    decoder.start()
    with pytest.raises(HearingError, match="Failed to process waveform"):
        decoder.feed(b"bad!")


def test_a_model_that_the_library_refuses_is_named(vosk: FakeVosk, tmp_path: Path):
    with pytest.raises(EngineMissing, match=r"broken.*damaged.*voiceprep engines"):
        make_decoder("vosk", model=vosk_model(tmp_path / "broken"))


def test_what_is_no_model_never_reaches_the_library(vosk: FakeVosk, tmp_path: Path):
    for model in (None, tmp_path, Path("vosk-model-small-en-us-0.15")):
        with pytest.raises(EngineMissing):
            make_decoder("vosk", model=model)
    assert vosk.loaded == []


def test_a_library_that_does_not_load_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "vosk", None)
    with pytest.raises(EngineMissing, match=r"pip install 'voiceprep\[vosk\]'"):
        make_decoder("vosk", model=vosk_model(tmp_path))


# ---- the real library, where it is installed


@pytest.mark.skipif(importlib.util.find_spec("vosk") is None, reason="needs the package vosk")
@pytest.mark.parametrize("content", [b"", b"not a model", bytes(range(256)) * 20], ids=["empty", "text", "bytes"])
def test_the_real_library_refuses_a_damaged_model_in_one_line(tmp_path: Path, content: bytes):
    recogniser = open_recogniser("vosk", ("dropout",), model=vosk_model(tmp_path / "small", content))
    try:
        with pytest.raises(HearingError, match=r"Vosk cannot load .*small.*damaged") as error:
            recogniser.ready()
    finally:
        recogniser.close()
    assert "\n" not in str(error.value)
