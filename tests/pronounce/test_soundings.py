"""How sure a phrase's sound is, and what it could be taken for."""

import pytest

from voiceprep.bank import lint_sounds, load_bank
from voiceprep.hearing.embedded_model import dictionary
from voiceprep.pronounce import Sounding, guessed_words, sounding
from voiceprep.pronounce.sounding import phone_changes

pytest.importorskip("pocketsphinx")
LEXICON = dictionary()


@pytest.mark.parametrize(
    "phrase",
    [
        "early stopping",
        "PyTorch",
        "k-NN",
        "CI/CD",
        "GPUs",
        "overfitting",
        "data frames",
        "F1 score",
        "L2",
        "λ",
        "naïve",
    ],
)
def test_the_hand_list_the_dictionary_and_what_is_made_of_them_are_known(phrase: str) -> None:
    assert guessed_words(phrase, LEXICON) == ()


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("kubelet", ("kubelet",)),
        ("an Idempotent call", ("idempotent",)),
        ("rsync or rsync", ("rsync",)),
        ("zxqv", ("zxqv",)),
    ],
)
def test_what_is_sounded_out_is_a_guess(phrase: str, words: tuple[str, ...]) -> None:
    assert guessed_words(phrase, LEXICON) == words


def test_a_sounding_can_be_read() -> None:
    assert sounding("cache", LEXICON).said_as == "k-a-sh"
    assert Sounding(()).said_as == ""


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("cache", "cash", True),
        ("labelled data", "unlabelled data", True),
        ("L1", "L2", False),
        ("precision", "recall", False),
        ("???", "???", False),
    ],
)
def test_phrases_sound_alike_where_few_phones_differ(a: str, b: str, alike: bool) -> None:
    assert sounding(a, LEXICON).is_like(sounding(b, LEXICON)) is alike


def test_distance_is_a_share_of_the_longer_one() -> None:
    assert sounding("cache", LEXICON).distance(sounding("cash", LEXICON)) == 0
    assert sounding("cache", LEXICON).distance(Sounding(())) == 1
    assert phone_changes(("K", "AE", "T"), ("AE", "T", "S")) == 2


def test_the_shipped_banks_phrases_earn_no_warning() -> None:
    assert lint_sounds(load_bank("ml-engineer"), lambda phrase: sounding(phrase, LEXICON)) == []
