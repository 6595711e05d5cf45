"""An alias is offered only where it sounds like the phrase, is heard as it, and as nothing else."""

import pytest
import yaml

from voiceprep.hearing.embedded_model import dictionary
from voiceprep.model import Bank, KeyPoint, Question, Tip
from voiceprep.practice.alias_advice import advise, alias_line
from voiceprep.pronounce import sounding

pytest.importorskip("pocketsphinx")
LEXICON = dictionary()
IDEMPOTENT = KeyPoint("idempotent")


def bank(*points: KeyPoint, ask: str = "How do you retry?", example: str = "") -> Bank:
    mine = Question("retries", ask, (Tip("Say it.", points),))
    return Bank(
        "b", (mine, Question("other", "What else?", (Tip("Say more.", (KeyPoint("early stopping"),)),), "", example))
    )


def advice(point: KeyPoint, heard: str, of: Bank | None = None):
    of = of or bank(point)
    return advise(of, of.questions[0], point, heard, lambda phrase: sounding(phrase, LEXICON))


@pytest.mark.parametrize(
    ("point", "heard", "alias"),
    [
        (IDEMPOTENT, "the eye dumb potent", "eye dumb potent"),
        (KeyPoint("clustering"), "cluster ring", "cluster ring"),
        (KeyPoint("kubernetes"), "you cooper netties", "cooper netties"),
        (KeyPoint("vectorised code", ("array operations",)), "vector eyes cold", "vector eyes cold"),
    ],
)
def test_what_sounds_like_the_phrase_is_offered_without_the_rest(point: KeyPoint, heard: str, alias: str) -> None:
    assert advice(point, heard).alias == alias


@pytest.mark.parametrize(
    ("point", "heard", "why"),
    [
        (IDEMPOTENT, "", "nothing was heard"),
        (IDEMPOTENT, "the the do you", "too unlike"),
        (KeyPoint("load test"), "the old test", "too unlike"),
        (KeyPoint("cache"), "cash", '"cash" is said in earnest'),
        (KeyPoint("validation"), "valuation", '"valuation" is said in earnest'),
        (KeyPoint("GPU"), "a g b u", '"g b u" is said in earnest'),
    ],
)
def test_no_alias_is_offered_where_it_would_do_harm_and_the_reason_is_said(point: KeyPoint, heard: str, why: str):
    assert advice(point, heard).alias is None
    assert why in advice(point, heard).why_not


@pytest.mark.parametrize(
    "of",
    [
        bank(IDEMPOTENT, KeyPoint("potent")),
        bank(IDEMPOTENT, KeyPoint("an eye dumb potent of mine")),
        bank(IDEMPOTENT, ask="What is an eye dumb potent?"),
        bank(IDEMPOTENT, example="We had an eye dumb potent."),
    ],
    ids=["part of it is another point", "part of another point", "in a question", "in another question's example"],
)
def test_no_alias_is_offered_that_means_something_else_in_the_bank(of: Bank) -> None:
    assert advice(IDEMPOTENT, "eye dumb potent", of).alias is None
    assert "where another is meant" in advice(IDEMPOTENT, "eye dumb potent", of).why_not


@pytest.mark.parametrize(
    "point", [IDEMPOTENT, KeyPoint("F1: score", ("a, b", "no")), KeyPoint("k-fold"), KeyPoint("'quoted' #1")]
)
def test_the_line_can_be_pasted_into_the_bank(point: KeyPoint) -> None:
    assert yaml.safe_load(alias_line(point, "other words")) == [{point.keyword: [*point.aliases, "other words"]}]


def test_the_line_is_plain_where_it_can_be() -> None:
    assert alias_line(IDEMPOTENT, "item potent") == "- idempotent: [item potent]"
