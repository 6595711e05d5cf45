"""What sounds the same has the same normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.families import family as stem
from voiceprep.text import Token, spoken_tokens, spoken_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't stop!", "dont stop"),
        ("naïve Gödel, façade", "naive godel facade"),
        ("end-to-end CI/CD snake_case", "end to end ci cd snake case"),
        ("F1 and L2", "f one and l two"),
        ("95%", "ninety five percent"),
        ("0.95", "zero point nine five"),
        ("1,500 rows", "one thousand five hundred rows"),
        ("100ms, 10x", "one hundred ms ten x"),
        ("2,000,001", "two million one"),
        ("in 1998, 2005 and 2026", "in nineteen ninety eight two thousand five and twenty twenty six"),
        ("007", "zero zero seven"),
        ("0", "zero"),
        ("the 1st, 2nd, 3rd, 20th and 95th", "the first second third twentieth and ninety fifth"),
        ("k8s", "k eight s"),
        ("R² and R&D", "r squared and r and d"),
        ("C++ and C#", "c plus plus and c sharp"),
        ("bias vs. variance", "bias versus variance"),
        ("R.O.C.", "r o c"),
        ("optimise normalisation, organised", "optimize normalization organized"),
        (
            "precise supervised exercise, promises, noise, otherwise",
            "precise supervised exercise promises noise otherwise",
        ),
        ("analysing behaviour, colours", "analyzing behavior colors"),
        ("four hours of your source", "four hours of your source"),
        ("data centre, mean centred", "data center mean centered"),
        ("labelled modelling, controlled", "labeled modeling controlled"),
        ("licence, catalogue, artefacts, grey, judgement", "license catalog artifacts gray judgment"),
        ("tyre, mould, smouldering, moulder", "tire mold smouldering moulder"),
        ("anaemia, paediatric, oedema, shoestring", "anemia pediatric edema shoestring"),
        ("enrol, enrolled, enrolment, manoeuvred", "enroll enrolled enrollment maneuvered"),
        ("a hundred and fifty", "one hundred fifty"),
        ("nine thousand and one, a dog and one cat", "nine thousand one a dog and one cat"),
        ("four oh four, oh no", "four zero four oh no"),
        ("the K P I's", "the k p i"),
        ("", ""),
        ("… — !", ""),
    ],
)
def test_normal_form(text, words):
    assert " ".join(spoken_words(text)) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("ROC-AUC", "r o c a u c"), ("A/B testing", "a b testing"), ("deadlock", "dead lock"), ("k-fold", "K fold")],
)
def test_what_sounds_the_same_has_the_same_joined_letters(one, other):
    assert "".join(spoken_words(one)) == "".join(spoken_words(other))


def test_every_word_knows_the_source_word_that_it_came_from():
    assert spoken_tokens("An F1-score, — 95%") == (
        Token("an", 0),
        Token("f", 1),
        Token("one", 1),
        Token("score", 1),
        Token("ninety", 3),
        Token("five", 3),
        Token("percent", 3),
    )
    assert spoken_tokens(["New York", "!", "ok"]) == (Token("new", 0), Token("york", 0), Token("ok", 2))


@given(st.text())
def test_the_normal_form_is_its_own_normal_form(text):
    words = spoken_words(text)
    assert spoken_words(" ".join(words)) == words


@given(st.integers(min_value=0, max_value=10**18))
def test_every_number_has_words(number):
    assert all(w.isalpha() for w in spoken_words(str(number)))


@pytest.mark.parametrize(
    "family",
    [
        "curve curves",
        "cache caches cached caching",
        "split splits splitting",
        "batch batches batched batching",
        "policy policies",
        "train trains trained training",
        "label labels labeled labeling",
        "index indexes indexing",
        "llm llms",
        "prune pruned pruning",
        "set sets setting",
        "scrape scraping scraper",
        "plan planning planner",
        "program programming programmer",
        "short shorter",
        "position positions positioned positional",
        "pay paying paid payment",
        "diagnose diagnosed diagnosis diagnoses diagnostic",
        "confuse confused confusion",
        "divide division",
        "transmit transmission",
        "retain retention",
        "solve solution",
        "accurate accuracy",
        "deliver delivered delivery deliveries",
        "occur occurred occurrence",
        "child children",
        "crisis crises",
    ],
)
def test_inflections_share_a_stem(family):
    assert len({stem(w) for w in family.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "bag bagging",
        "pad padding",
        "loss lose",
        "new news",
        "bias bia",
        "spring spr",
        "shoulder should",
        "engineer engine",
        "computer compute",
        "plane plan",
        "spine spin",
        "state stat",
        "present presented",
        "private privacy",
        "current currently",
        "commit commission",
        "attain attention",
        "concur concurrency",
        "mean meant",
        "tire tired",
    ],
)
def test_other_words_do_not(pair):
    one, other = pair.split()
    assert stem(one) != stem(other)
