"""The dictionary file is read as it is: variants, any order, any missing word."""

from pathlib import Path

import pytest

from voiceprep.pronounce import Lexicon


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.dict"
    path.write_text("the(2) DH IY\nthem DH EH M\ndata D EY T AH\ndata(2) D AE T AH\nthe DH AH\n", encoding="utf-8")
    return path


def test_a_word_comes_with_its_variants_whatever_the_order_of_the_lines(file: Path):
    assert Lexicon(file).pronunciations("the") == (("DH", "AH"), ("DH", "IY"))


@pytest.mark.parametrize("word", ["", "th", "thee", "dat", "the(2)", "zebra", "\ud800", "a b"])
def test_what_is_not_a_word_of_the_file_has_no_pronunciation(file: Path, word: str):
    assert Lexicon(file).pronunciations(word) == ()
    assert word not in Lexicon(file)


def test_words_can_be_held_out(file: Path):
    lexicon = Lexicon(file, without=["data"])
    assert "data" not in lexicon
    assert "them" in lexicon


def test_the_file_is_not_touched_before_the_first_question(tmp_path: Path):
    lexicon = Lexicon(tmp_path / "missing.dict")
    with pytest.raises(FileNotFoundError):
        lexicon.pronunciations("the")
