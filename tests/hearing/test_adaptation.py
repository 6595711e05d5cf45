"""Adapting the embedded engine to a bank: words, the cache and its accidents, and what is heard then."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sounds import blocks, sample

from voiceprep.bank import find_bank, load_bank
from voiceprep.errors import HearingError
from voiceprep.hearing import adaptation
from voiceprep.hearing.adaptation import KEPT, adapted
from voiceprep.hearing.engines import Hints, make_decoder, open_recogniser
from voiceprep.hearing.listening import listener_for
from voiceprep.hearing.sphinx import SphinxDecoder
from voiceprep.hearing.vocabulary import vocabulary

PHRASES = ("Early stopping", "takes the median")
KNOWN = frozenset(["early", "stopping", "don't", "f", "one", "optimize", "out", "of", "fold", "curve"])


def say_nothing(word: str) -> list[list[str]]:
    return []


def spell(word: str) -> list[list[str]]:
    return [["M", "L"], ["EH", "M"], ["M", "L"]]


def models(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.lm.bin"))


def heard(decoder: SphinxDecoder, sound: bytes) -> str:
    decoder.start()
    for block in blocks(sound):
        decoder.feed(block)
    return decoder.finish().text


# ---- words


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Early  stopping.", ("early", "stopping")),
        ("out-of-fold", ("out", "of", "fold")),
        ("don’t", ("don't",)),
        ("F1", ("f", "one")),
        ("optimise", ("optimize",)),
    ],
)
def test_phrases_are_spelled_as_the_dictionary_does(phrase: str, words: tuple[str, ...]):
    assert vocabulary([phrase], KNOWN, say_nothing).phrases == (words,)


def test_a_word_that_nobody_can_pronounce_is_left_out_of_its_phrase():
    found = vocabulary(["early MLflow curve", "mlflow"], KNOWN, say_nothing)
    assert found.phrases == (("early",), ("curve",))
    assert found.entries == ()


def test_a_word_that_the_dictionary_lacks_comes_with_every_way_to_say_it_once():
    found = vocabulary(["MLflow curve", "mlflow"], KNOWN, spell)
    assert found.phrases == (("mlflow", "curve"), ("mlflow",))
    assert found.entries == (("mlflow", "M L"), ("mlflow(2)", "EH M"))


# ---- the cache


def test_the_second_time_the_model_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with adapted(PHRASES, tmp_path / "models") as first:
        assert first is not None
    monkeypatch.setattr("voiceprep.hearing.adaptation.read_trigrams", lambda path: pytest.fail("made again"))
    with adapted(PHRASES[::-1], tmp_path / "models") as second:
        assert second == first


def test_other_phrases_give_another_model(tmp_path: Path):
    for phrases in (PHRASES, PHRASES[:1]):
        with adapted(phrases, tmp_path):
            pass
    assert len(models(tmp_path)) == 2


@pytest.mark.parametrize("damage", [b"", b"half", None])
def test_a_damaged_model_is_made_again(tmp_path: Path, damage: bytes | None):
    with adapted(PHRASES, tmp_path) as first:
        pass
    whole = first.model.read_bytes()
    first.model.write_bytes(whole[:-1000] + bytes(1000) if damage is None else damage)
    with adapted(PHRASES, tmp_path) as again:
        assert again == first
        assert again.model.read_bytes() == whole


def test_the_newest_models_and_no_leftovers_are_kept(tmp_path: Path):
    long_ago = time.time() - 10_000
    for number in range(KEPT + 1):
        old = tmp_path / f"{number}.lm.bin"
        old.write_bytes(b"old")
        os.utime(old, (long_ago + number, long_ago + number))
    leftover, running = tmp_path / "crash.part", tmp_path / "running.part"
    for part in (leftover, running):
        part.write_bytes(b"")
    os.utime(leftover, (long_ago, long_ago))
    with adapted(PHRASES, tmp_path) as made:
        assert set(models(tmp_path)) == {made.model, tmp_path / "2.lm.bin", tmp_path / "3.lm.bin"}
    assert not leftover.exists()
    assert running.exists(), "a second session may be writing it"


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with adapted(PHRASES, tmp_path / "file" / "models") as made:
        assert made is not None
        assert made.model.exists()
    assert not made.model.exists()


def test_without_any_place_to_write_the_general_model_hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*args: object, **kwargs: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(adaptation.tempfile, "mkstemp", full)
    monkeypatch.setattr(adaptation.tempfile, "TemporaryDirectory", full)
    assert make_decoder("sphinx", Hints(PHRASES, tmp_path)).info.adapted is False


def test_nothing_to_adapt_to_is_no_adaptation(tmp_path: Path):
    with adapted((), tmp_path) as made:
        assert made is None
    with adapted(("...",), tmp_path) as made:
        assert made is None
    assert models(tmp_path) == []


# ---- what is heard


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def shipped() -> tuple[str, ...]:
    return load_bank(find_bank("ml-engineer")).phrases


@pytest.fixture
def listening(cache: Path, shipped: tuple[str, ...]) -> Iterator[str]:
    recogniser = open_recogniser("sphinx", shipped, cache)
    try:
        assert recogniser.ready().adapted
        recogniser.start()
        for block in blocks(sample("evaluation")):
            recogniser.feed(block)
        yield recogniser.finish().text
    finally:
        recogniser.close()


def test_a_phrase_that_the_general_model_mishears_is_heard_when_adapted(listening: str):
    general = heard(SphinxDecoder(listener_for(())), sample("evaluation"))
    assert "sample baseline" in general
    assert "simple baseline" in listening


def test_a_new_word_is_heard_once_it_has_a_pronunciation(cache: Path):
    sound = sample("overfitting", 0, 4.0)
    with adapted(("valledation",), cache, lambda word: [["V", "AE", "L", "AH", "D", "EY", "SH", "AH", "N"]]) as made:
        decoder = SphinxDecoder(listener_for(()), made)
    assert decoder.info.adapted
    assert "valledation loss" in heard(decoder, sound)


def test_without_phrases_the_worker_says_that_it_is_not_adapted():
    recogniser = open_recogniser("sphinx")
    try:
        assert recogniser.ready().adapted is False
    finally:
        recogniser.close()


def test_a_bank_lists_every_way_to_make_its_points_once(shipped: tuple[str, ...]):
    assert {"early stopping", "the median", "median"} & set(shipped)
    assert len(shipped) == len(set(shipped))


def test_where_the_model_cannot_be_adapted_the_general_one_hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def of_another_form(path: Path) -> None:
        raise HearingError("It is not a binary trigram model.")

    monkeypatch.setattr("voiceprep.hearing.adaptation.read_trigrams", of_another_form)
    assert make_decoder("sphinx", Hints(("validation loss",), tmp_path)).info.adapted is False
