"""Another engine with the listener beside it: its transcript, and the phrases in the same sound."""

from pathlib import Path

import pytest
from hearing_parts import acoustic_model, lexicon
from sounds import blocks, sample

from voiceprep.errors import EngineMissing
from voiceprep.hearing import embedded_model, engines, listening
from voiceprep.hearing.engines import Hints, make_decoder
from voiceprep.hearing.listening import Accompanied, PhraseListener, listener_for
from voiceprep.hearing.vocabulary import ways_to_say
from voiceprep.model import EngineInfo, Transcript, Word

SOUND = sample("missing-data", 6.0, 9.0)
HEARD = Transcript("take the medium", (Word("take", 1.3, 1.6), Word("medium", 1.7, 2.2, 0.4)))


class OtherEngine:
    """Says the same whatever it hears, and remembers what it was told."""

    info = EngineInfo("other", "1.0")

    def __init__(self) -> None:
        self.told: list[str] = []
        self.sound = b""

    def start(self) -> None:
        self.told.append("start")
        self.sound = b""

    def feed(self, pcm: bytes) -> None:
        self.sound += pcm

    def pause(self) -> None:
        self.told.append("pause")

    def partial(self) -> str:
        return "take"

    def finish(self) -> Transcript:
        self.told.append("finish")
        return HEARD


def accompanied(engine: OtherEngine) -> Accompanied:
    phrases = ("median", "dropout")
    return Accompanied(engine, PhraseListener(acoustic_model(), phrases, lambda p: ways_to_say(p, lexicon())))


def test_the_engines_words_come_with_the_phrases_that_the_sound_holds():
    engine = OtherEngine()
    decoder = accompanied(engine)
    decoder.start()
    for block in blocks(SOUND):
        decoder.feed(block)
    transcript = decoder.finish()
    assert (transcript.text, transcript.words) == (HEARD.text, HEARD.words)
    spotted = {hit.phrase: hit for hit in transcript.spotted}
    assert set(spotted) == {"median", "dropout"}
    assert spotted["median"].start_s == pytest.approx(1.73, abs=0.3)
    assert spotted["median"].score > spotted["dropout"].score + 2
    assert engine.sound == SOUND


def test_all_else_is_passed_on():
    engine = OtherEngine()
    decoder = accompanied(engine)
    assert decoder.info is engine.info
    decoder.start()
    decoder.feed(SOUND[:640])
    assert decoder.partial() == "take"
    decoder.pause()
    decoder.pause()
    decoder.finish()
    assert engine.told == ["start", "pause", "pause", "finish"]


def test_an_answer_leaves_no_phrases_for_the_next():
    decoder = accompanied(OtherEngine())
    decoder.feed(SOUND)
    first = decoder.finish()
    decoder.start()
    assert decoder.finish() == HEARD, "nothing fed, nothing spotted"
    decoder.start()
    decoder.feed(SOUND)
    assert decoder.finish() == first


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> OtherEngine:
    engine = OtherEngine()
    monkeypatch.setattr(engines, "_other_decoder", lambda name, hints, model: engine)
    return engine


def test_another_engine_is_accompanied_where_there_are_phrases(other: OtherEngine):
    decoder = make_decoder("vosk", Hints(("median",)))
    assert isinstance(decoder, Accompanied)
    decoder.feed(SOUND)
    assert [hit.phrase for hit in decoder.finish().spotted] == ["median"]


def test_without_phrases_it_is_left_alone_and_no_model_is_read(other: OtherEngine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listening, "read_acoustic_model", None)
    assert make_decoder("vosk") is other


def test_without_the_embedded_model_the_listener_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(embedded_model, "_PLACE", tmp_path / "nothing")
    with pytest.raises(EngineMissing, match="pip install pocketsphinx"):
        listener_for(["median"])
