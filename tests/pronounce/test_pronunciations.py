"""Each word of a question file gets pronunciations, jargon as people say it."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voiceprep.pronounce import PHONES, Lexicon, graphemes, pronounce, pronounce_phrase
from voiceprep.pronounce.espeak import Espeak
from voiceprep.pronounce.jargon import JARGON, LETTERS
from voiceprep.pronounce.letter_rules import by_rule
from voiceprep.text import spoken_words

pocketsphinx = pytest.importorskip("pocketsphinx")
LEXICON = Lexicon(Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict")))
SHIPPED_BANK = Path(__file__).parents[2] / "questions/ml-engineer.yaml"
SAID = {
    "PyTorch": "P AY T AO R CH",
    "pytorch": "P AY T AO R CH",
    "MLflow": "EH M EH L F L OW",
    "XGBoost": "EH K S JH IY B UW S T",
    "LightGBM": "L AY T JH IY B IY EH M",
    "ROC-AUC": "AA R OW S IY EY Y UW S IY",
    "k-NN": "K EY EH N EH N",
    "CI/CD": "S IY AY S IY D IY",
    "F1": "EH F W AH N",
    "L2": "EH L T UW",
    "GPT-4": "JH IY P IY T IY F AO R",
    "ResNet50": "R EH Z N EH T F IH F T IY",
    "C++": "S IY P L AH S P L AH S",
    "C#": "S IY SH AA R P",
    "A/B": "EY B IY",
    "R²": "AA R S K W EH R D",
    "3rd": "TH ER D",
    "λ": "L AE M D AH",
    "SQL": "S IY K W AH L",
    "k8s": "K UW B ER N EH T IY Z",
    "nginx": "EH N JH AH N EH K S",
    "GPUs": "JH IY P IY Y UW Z",
    "ML's": "EH M EH L Z",
    "rcnn": "AA R S IY EH N EH N",
    "GraphQL": "G R AE F K Y UW EH L",
    "overfitting": "OW V ER F IH T IH NG",
    "overfits": "OW V ER F IH T S",
    "underfitted": "AH N D ER F IH T IH D",
    "resampling": "R IY S AE M P L IH NG",
    "hyperparameters": "HH AY P ER P ER AE M AH T ER Z",
    "skewness": "S K Y UW N AH S",
    "convolutional": "K AA N V AH L UW SH AH N AH L",
    "computationally": "K AA M P Y UW T EY SH AH N AH L IY",
    "classifier": "K L AE S IH F AY ER",
    "cross-validation": "K R AO S V AE L AH D EY SH AH N",
    "labelled": "L EY B AH L D",
    "naïve": "N AY IY V",
    "dont": "D OW N T",
    "“don’t”": "D OW N T",
}


def written(phones: tuple[str, ...]) -> str:
    return " ".join(phones)


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(graphemes, "_library", lambda: None)


@pytest.mark.parametrize(("word", "phones"), SAID.items())
def test_a_term_is_said_as_people_say_it(word: str, phones: str):
    assert phones in [written(said) for said in pronounce(word, LEXICON)[:2]]


@pytest.mark.parametrize(
    ("word", "ways"),
    {"SQL": ["EH S K Y UW EH L"], "ROC": ["AA R OW S IY", "R AA K"], "AUC-ROC": ["EY Y UW S IY R AA K"]}.items(),
)
def test_other_ways_to_say_it_are_there_as_well(word: str, ways: list[str]):
    assert set(ways) <= {written(said) for said in pronounce(word, LEXICON)}


def test_a_phrase_is_its_words_in_a_row_the_best_ways_first():
    said = pronounce_phrase("the ROC curve", LEXICON)
    assert written(said[0]) == "DH AH AA R OW S IY K ER V"
    assert 2 <= len(said) <= 4
    assert pronounce_phrase("scikit learn", LEXICON) == pronounce("scikit-learn", LEXICON)


@pytest.mark.parametrize("nothing", ["", " ", "—", "...", "\0"])
def test_nothing_spoken_has_no_pronunciation(nothing: str):
    assert pronounce(nothing, LEXICON) == pronounce_phrase(nothing, LEXICON) == ()


def assert_said(word: str) -> None:
    said = pronounce(word, LEXICON)
    assert 1 <= len(said) <= 4
    assert len(set(said)) == len(said)
    assert all(phones and set(phones) <= PHONES for phones in said)


def test_every_word_of_the_shipped_bank_is_said():
    for word in set(SHIPPED_BANK.read_text(encoding="utf-8").split()):
        if spoken_words(word):
            assert_said(word)


@example("ÀŊ")  # capitals that are no ASCII letters have nothing to spell
@example("ÉA")
@example("$𒐀")
@given(st.text())
def test_every_word_of_any_text_is_said(text: str):
    for word in (*text.split(), *spoken_words(text)):
        if spoken_words(word):
            assert_said(word)


@given(st.text("abcdefghijklmnopqrstuvwxyzABC'-0", min_size=1))
def test_every_made_up_word_is_said(word: str):
    if spoken_words(word):
        assert_said(word)


@pytest.mark.usefixtures("no_library")
@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_rules_say_what_is_left_where_there_is_no_library(word: str):
    assert_said(word)


@pytest.mark.usefixtures("no_library")
def test_jargon_needs_no_library():
    for word in SAID:
        assert_said(word)


@pytest.mark.parametrize(
    ("word", "phones"),
    {
        "made": "M EY D",
        "chip": "CH IH P",
        "phone": "F OW N",
        "knight": "N AY T",
        "station": "S T EY SH AH N",
        "quick": "K W IH K",
        "singing": "S IH NG IH NG",
    }.items(),
)
def test_letter_rules_know_common_spellings(word: str, phones: str):
    assert written(by_rule(word)) == phones


def test_the_table_of_phonemes_leads_only_to_phones_of_the_model():
    assert {phone for row in graphemes._TABLE.values() for way in row for phone in way} <= PHONES


def test_the_library_gives_phonemes_and_still_speaks():
    pytest.importorskip("espeakng_loader")
    library = graphemes._library()
    assert isinstance(library, Espeak)
    assert graphemes.phones_of_ipa(library.phonemes("water"))[0] == ("W", "AO", "T", "ER")
    assert library.phonemes("") == ""
    assert len(library.phonemes("one. two, three").split()) == 3
    assert library.synthesise("one", 170)[0]


@pytest.mark.parametrize("term", JARGON)
def test_every_row_of_the_hand_list_is_words_letters_and_phones_that_exist(term: str):
    assert term == "".join(re.findall(r"[a-z0-9]", term))
    for way in JARGON[term]:
        stretches = way.split("/")
        assert {phone for said in stretches[1::2] for phone in said.split()} <= PHONES
        words = [word for said in stretches[::2] for word in said.split()]
        assert all(word in LEXICON or (len(word) == 1 and word.casefold() in LETTERS) for word in words)
