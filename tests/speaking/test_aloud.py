"""Acronyms are said as people say them, and everything else is left as it is."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.bank import find_bank, load_bank
from voiceprep.judging.phrases import PHRASES
from voiceprep.pronounce.jargon import JARGON
from voiceprep.speaking.aloud import aloud
from voiceprep.speaking.speech import spoken_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I missed AUC.", "I missed A.U.C."),
        ("Is it AUC?", "Is it A.U.C.?"),
        ("(AUC), then", "(A.U.C.), then"),
        ("ROC-AUC", "R.O.C. A.U.C."),
        ("k-NN and kNN", "K.N.N. and K.N.N."),
        ("MLflow", "M.L. flow"),
        ("SQL and NoSQL", "sequel and no sequel"),
        ("CI/CD", "C.I.C.D."),
        ("CI and CD", "C.I. and C.D."),
        ("A/B testing", "A.B. testing"),
        ("I/O", "I.O."),
        ("TF-IDF", "T.F.I.D.F."),
        ("ETL on AWS", "E.T.L. on A.W.S."),
        ("R² vs. RMSE", "R squared versus R.M.S.E."),
        ("C# or C++", "C sharp or C++"),
        ("TCP/IP", "T.C.P. IP"),
        ("L1/L2 penalty", "L1 L2 penalty"),
        ("and/or", "and or"),
        ("F1 score", "F1 score"),
        ("What landed: r o c a u c.", "What landed: R.O.C.A.U.C."),
        ("You said a b testing", "You said A.B. testing"),
        ("Given plan A I would wait", "Given plan A I would wait"),
        ("GPT-4", "G.P.T. 4"),
        ("24/7 and 1/2", "24/7 and 1/2"),
        ("cross-validation", "cross-validation"),
        ("RAG, GAN and CRUD", "RAG, GAN and CRUD"),
        ("the STAR method", "the STAR method"),
        ("A model at rest.", "A model at rest."),
        ("", ""),
    ],
)
def test_it_is_read_as_people_say_it(written: str, read: str):
    assert aloud(written) == read


@pytest.mark.parametrize("term", JARGON)
def test_every_listed_term_is_read_in_its_usual_way_or_left_to_the_voice(term: str):
    way, read = JARGON[term][0], aloud(term)
    assert read == term if "/" in way else read.replace(".", "").replace(" ", "") == way.replace(" ", "")


def test_what_the_shipped_questions_and_the_feedback_say_is_hardly_touched():
    bank = load_bank(find_bank("ml-engineer"))
    texts = [text for q in bank.questions for text in (q.ask, q.why, q.example, *(tip.text for tip in q.tips))]
    texts += [text for group in PHRASES.values() for text in group]
    changed = {word for text in texts for word in text.split() if aloud(word) != word}
    assert changed == {"GPU.", "cache", "checksum,"}


@given(st.text())
def test_nothing_that_is_spoken_is_lost(text: str):
    assert bool(spoken_words(aloud(text))) == bool(spoken_words(text))


@pytest.mark.skipif(sys.platform != "linux", reason="libespeak-ng is bound on Linux only")
@pytest.mark.parametrize(
    ("written", "sounds"),
    [
        ("AUC", "eɪjuːsiː"),
        ("ROC-AUC", "ɑːɹɹoʊsiːeɪjuːsiː"),
        ("k-NN", "keɪɛnɛn"),
        ("MLflow", "ɛmɛlfloʊ"),
        ("SQL", "siːkwəl"),
        ("CI/CD", "siːaɪsiːdiː"),
        ("A/B", "eɪbiː"),
        ("F1", "ɛfwʌn"),
        ("FAQ", "ɛfeɪkjuː"),
        ("R²", "ɑːɹskwɛɹd"),
    ],
)
def test_our_own_voice_says_it_so(written: str, sounds: str):
    from voiceprep.pronounce.espeak import espeak

    said = espeak().phonemes(aloud(written))
    assert "".join(c for c in said if c not in "ˈˌ_ ") == sounds
