"""How a phrase of a question file may be said, in the phones of the acoustic model."""

import pytest
from hearing_parts import acoustic_model, lexicon

from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.vocabulary import Way, ways_to_say


def say(phrase: str) -> list[str]:
    """Each way with its phones in a row and its words apart."""
    return [" | ".join(" ".join(word) for word in way) for way in ways_to_say(phrase, lexicon())]


@pytest.mark.parametrize(
    ("phrase", "way"),
    [
        ("early stopping", "ER L IY | S T AA P IH NG"),
        ("early-stopping", "ER L IY | S T AA P IH NG"),
        ("Early Stopping.", "ER L IY | S T AA P IH NG"),
        ("k-NN", "K EY EH N EH N"),
        ("k-NN", "K EY N IH R AH S T N EY B ER Z"),
        ("MLflow", "EH M EH L F L OW"),
        ("ROC-AUC", "AA R OW S IY EY Y UW S IY"),
        ("CI/CD", "S IY AY S IY D IY"),
        ("train/test", "T R EY N | T EH S T"),
        ("F1", "EH F W AH N"),
        ("learning → curve", "L ER N IH NG | K ER V"),
        ("(precision)", "P R IY S IH ZH AH N"),
    ],
)
def test_a_phrase_is_said_as_people_say_it(phrase: str, way: str):
    assert way in say(phrase)


@pytest.mark.parametrize("phrase", ["", "  ", "→", "—", "...", "🙂", "( )", "/", "-"])
def test_what_has_no_sound_has_no_way_to_be_said(phrase: str):
    assert say(phrase) == []


def test_a_word_that_no_dictionary_has_is_sounded_out():
    assert say("glorbification")
    assert all(len(way.split()) > 6 for way in say("glorbification"))


def test_likely_ways_come_first():
    assert say("the data")[0] == f"{say('the')[0]} | {say('data')[0]}"


@pytest.mark.parametrize("phrase", ["the " * 9 + "data", "either data or either route", "ROC-AUC either way"])
def test_a_phrase_of_many_words_has_few_ways(phrase: str):
    ways = say(phrase)
    assert 1 < len(ways) <= 4
    assert len(set(ways)) == len(ways)


def test_everything_that_counts_in_the_shipped_questions_can_be_said_with_the_models_phones():
    known = set(acoustic_model().phones)
    for phrase in load_bank(find_bank("ml-engineer")).phrases:
        ways: tuple[Way, ...] = ways_to_say(phrase, lexicon())
        assert 1 <= len(ways) <= 4, phrase
        assert all(word and set(word) <= known for way in ways for word in way), phrase
