"""Fillers are counted where they are fillers: the traps are data."""

from pathlib import Path

import pytest
import yaml

from voiceprep.judging.fillers import AMBIGUOUS, CERTAIN, count_fillers

TRAPS = yaml.safe_load((Path(__file__).parent / "fillers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["text"] or "nothing")
def test_a_filler_is_counted_and_its_double_is_not(trap: dict):
    found = count_fillers(trap["text"])
    assert dict(found.certain) == trap["certain"]
    assert dict(found.ambiguous) == trap["perhaps"]


def test_there_are_enough_traps():
    assert len(TRAPS) >= 30


@pytest.mark.parametrize("filler", sorted(CERTAIN))
def test_every_certain_filler_is_one_anywhere(filler: str):
    for text in (filler, f"we {filler} cache it", f"{filler.capitalize()}, no"):
        assert count_fillers(text).certain == {filler: 1}


@pytest.mark.parametrize("word", sorted(AMBIGUOUS))
def test_an_ambiguous_word_is_a_filler_only_by_itself(word: str):
    assert count_fillers(f"we use {word} that").ambiguous == {}
    assert count_fillers(f"we use, {word}, that").ambiguous == {word: 1}
    assert count_fillers(f"um {word} uh").ambiguous == {word: 1}
