"""The adapted trigram model: what is raised, what stays, and that PocketSphinx reads it as we do."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pocketsphinx import Decoder, NGramModel, get_model_path

from voiceprep.errors import HearingError
from voiceprep.hearing.language_model import Lean, lean
from voiceprep.hearing.trigram_file import LOG_BASE, Trigrams, read_trigrams, trigram_bytes

GENERAL = Path(get_model_path()) / "en-us" / "en-us.lm.bin"
PHRASES = [("validation", "curve"), ("early", "stopping"), ("out", "of", "fold"), ("mlflow", "model"), ("dropout",)]
HOW = Lean(word=0.2, pair=0.5)
Probability = Callable[..., float]
"""Of the last word after the ones before it."""


@pytest.fixture(scope="module")
def general() -> Trigrams:
    return read_trigrams(GENERAL)


@pytest.fixture(scope="module")
def adapted(general: Trigrams) -> Trigrams:
    return lean(general, PHRASES, HOW)


@pytest.fixture(scope="module")
def adapted_file(adapted: Trigrams, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "adapted.lm.bin"
    path.write_bytes(trigram_bytes(adapted))
    return path


def asked(path: Path) -> Probability:
    """The library's own answers for the model in `path`."""
    decoder = Decoder(lm=None, loglevel="FATAL")
    model = NGramModel(decoder.config, decoder.logmath, str(path))
    return lambda *words: math.pow(LOG_BASE, model.prob(list(reversed(words))))


@pytest.fixture(scope="module")
def before() -> Probability:
    return asked(GENERAL)


@pytest.fixture(scope="module")
def after(adapted_file: Path) -> Probability:
    return asked(adapted_file)


def test_the_general_model_comes_back_byte_for_byte(general: Trigrams):
    assert trigram_bytes(general) == GENERAL.read_bytes()


def test_an_adapted_model_comes_back_as_it_was_written(adapted: Trigrams, adapted_file: Path):
    again = read_trigrams(adapted_file)
    assert again.words == adapted.words
    assert np.array_equal(again.unigrams, adapted.unigrams)
    for ours, theirs in ((adapted.bigrams, again.bigrams), (adapted.trigrams, again.trigrams)):
        assert all(np.array_equal(ours[field], theirs[field]) for field in ours)


def test_the_same_phrases_give_the_same_bytes(general: Trigrams, adapted_file: Path):
    assert trigram_bytes(lean(general, PHRASES, HOW)) == adapted_file.read_bytes()


def test_the_word_list_is_kept_and_new_words_follow_it(general: Trigrams, adapted: Trigrams):
    assert adapted.words == (*general.words, "mlflow")


def test_the_histories_of_every_word_stay_sorted_for_the_librarys_search(adapted: Trigrams):
    ends = adapted.unigrams["next"]
    for word in ("curve", "stopping", "fold", "of", "model", "the", "mlflow"):
        at = adapted.words.index(word)
        assert (np.diff(adapted.bigrams["word"][ends[at] : ends[at + 1]].astype(int)) > 0).all()


@pytest.mark.parametrize("words", [("curve",), ("the", "curve"), ("zebra", "dropout"), ("in", "the", "fold")])
def test_a_phrases_word_is_likelier_after_any_history(before: Probability, after: Probability, words: tuple[str, ...]):
    assert after(*words) > 2 * before(*words)


@pytest.mark.parametrize("words", [("validation", "curve"), ("early", "stopping"), ("of", "fold"), ("mlflow", "model")])
def test_inside_a_phrase_the_next_word_is_expected(before: Probability, after: Probability, words: tuple[str, str]):
    assert after(*words) == pytest.approx(0.5, abs=0.05)
    assert after(*words) > 10 * before(*words)


def test_a_trigram_that_the_model_knows_is_raised_with_its_pair(before: Probability, after: Probability):
    assert after("go", "out", "of") > before("go", "out", "of")
    assert after("go", "out", "of") > 0.45


def test_a_new_word_can_be_said_after_anything(before: Probability, after: Probability):
    assert before("the", "mlflow") < 1e-9
    assert after("the", "mlflow") > 1e-4


@pytest.mark.parametrize(
    "words", [("house",), ("the", "house"), ("in", "the", "house"), ("validation", "house"), ("of", "the", "year")]
)
def test_other_words_keep_exactly_what_they_had(before: Probability, after: Probability, words: tuple[str, ...]):
    assert after(*words) == before(*words)


def test_the_shares_grow_with_the_phrases_that_hold_a_word(general: Trigrams):
    model = lean(general, [("curve", "fitting"), ("learning", "curve"), ("dropout",)], HOW)
    share = {w: math.pow(LOG_BASE, model.unigrams["probability"][model.words.index(w)]) for w in ("curve", "dropout")}
    assert share["curve"] == pytest.approx(2 * share["dropout"], rel=0.05)


def test_without_phrases_nothing_changes(general: Trigrams):
    assert trigram_bytes(lean(general, [], HOW)) == GENERAL.read_bytes()


@pytest.mark.parametrize("cut", [0, 10, 40, 1_000_000, 27_000_000])
def test_a_damaged_model_is_an_error_that_names_it(tmp_path: Path, cut: int):
    damaged = tmp_path / "damaged.lm.bin"
    damaged.write_bytes(GENERAL.read_bytes()[:cut])
    with pytest.raises(HearingError, match=r"damaged\.lm\.bin"):
        read_trigrams(damaged)


def test_a_file_of_another_kind_is_an_error(tmp_path: Path):
    other = tmp_path / "other"
    other.write_bytes(b"RIFF" * 100)
    with pytest.raises(HearingError, match="not a binary trigram model"):
        read_trigrams(other)
