"""Words and phrases that come back: only what is said three times, and not what the question asks for."""

import pytest

from voiceprep.judging.repetition import most_used, repeated
from voiceprep.model import KeyPoint, Question, Tip

QUESTION = Question(
    "q",
    "How do you keep a model from overfitting?",
    (Tip("Say so.", (KeyPoint("early stopping", ("validation loss",)),)),),
)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", []),
        ("cache it, cache it", []),
        ("cache it, cache it, the cache", [("cache", 3)]),
        ("caches and caching and we cached and a cache and a cache", [("cache", 5)]),
        ("the the the and and and you know you know you know", []),
        ("like like like um um um so so so three three three", []),
        ("model model model overfitting overfitting overfit", []),  # the question's own words
        ("queue lock queue lock lock queue lock", [("lock", 4), ("queue", 3)]),
        ("an SLA, the SLA, our S.L.A. and SLAs", [("sla", 3)]),
    ],
)
def test_the_most_used_content_words(text: str, used: list[tuple[str, int]]):
    assert most_used(text, QUESTION) == used


def test_without_a_question_its_words_count():
    assert most_used("a model, the model, models") == [("model", 3)]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("", []),
        ("hash table and hash table", []),
        ("hash table and a hash table and the hash table", [("hash table", 3)]),
        ("at the end of the day yes at the end of the day no at the end of the day", [("end of the day", 3)]),
        ("of the of the of the in a in a in a", []),
        ("hash table lookup a hash table lookup the hash table lookup", [("hash table lookup", 3)]),
        (
            "hash table lookup, hash table lookup, hash table lookup, hash table, hash table, hash table",
            [("hash table lookup", 3), ("hash table", 3)],  # each place counts once
        ),
        ("validation loss and validation loss and validation loss", []),  # what is meant to be said
        ("early stopping for early stopping of early stopping", []),
        ("cache cache cache cache cache cache", [("cache cache", 3)]),
    ],
)
def test_phrases_that_come_back(text: str, phrases: list[tuple[str, int]]):
    assert repeated(text, QUESTION) == phrases


def test_at_most_five_are_listed_the_most_frequent_first():
    words = ["apple", "banana", "cherry", "damson", "fig", "grape"]
    text = " ".join(f"{word} " * (3 + i) for i, word in enumerate(words))
    assert most_used(text) == [("grape", 8), ("fig", 7), ("damson", 6), ("cherry", 5), ("banana", 4)]
