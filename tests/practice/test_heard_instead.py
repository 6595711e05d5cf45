"""What the recogniser made of a point that was said: found where there is something like it, offered where safe."""

import pytest

from voiceprep.judging import judge
from voiceprep.model import Evidence, KeyPoint, PointVerdict, Question, Tip, Transcript, Word
from voiceprep.practice.heard_instead import heard_instead, how_it_is_said, point_of, worth_remembering

pytest.importorskip("pocketsphinx")
SAID = how_it_is_said()
QUESTION = Question(
    "q", "How do you notice overfitting?", (Tip("a", (KeyPoint("weight decay", ("shrink",)), KeyPoint("idempotent"))),)
)


def transcript(text: str) -> Transcript:
    return Transcript(text, tuple(Word(w, float(n), n + 0.5) for n, w in enumerate(text.split())))


def missing(keyword: str, evidence: Evidence | None = None) -> PointVerdict:
    return PointVerdict(0, keyword, "missing", evidence)


@pytest.mark.parametrize(
    ("keyword", "heard", "instead"),
    [
        ("weight decay", "well i would add wait the k to it", "wait the k"),
        ("idempotent", "make it the eye dumb potent", "eye dumb potent"),
        ("kubernetes", "we use you cooper netties for it", "cooper netties"),
    ],
)
def test_the_words_most_like_it_are_found_with_their_place(keyword: str, heard: str, instead: str):
    found = heard_instead(transcript(heard), missing(keyword), SAID)
    assert (found.how, found.text, found.score) == ("overruled", instead, 1.0)
    words = heard.split()
    first = words.index(instead.split()[0])
    assert (found.start_s, found.end_s) == (first, first + len(instead.split()) - 0.5)


@pytest.mark.parametrize("heard", ["", "i like to cook with friends on the weekend"])
def test_where_nothing_is_like_it_nothing_is_made_up(heard: str):
    found = heard_instead(transcript(heard), missing("idempotent"), SAID)
    assert (found.text, found.start_s) == ("", None)


def test_what_stands_at_the_place_of_its_sound_is_taken_before_anything_else():
    by_sound = Evidence("sound", "white tea cake", 3.0, 4.0, 0.4)
    found = heard_instead(transcript("wait the k"), missing("weight decay", by_sound), SAID)
    assert (found.text, found.start_s, found.end_s) == ("white tea cake", 3.0, 4.0)


def test_its_place_is_kept_where_nothing_was_written():
    by_sound = Evidence("sound", "", 3.0, 4.0, 0.4)
    found = heard_instead(transcript("hello"), missing("weight decay", by_sound), SAID)
    assert (found.text, found.start_s, found.end_s) == ("", 3.0, 4.0)


def test_without_a_dictionary_letters_do():
    found = heard_instead(
        transcript("add weight decade"), missing("weight decay"), lambda phrase: (tuple(phrase.replace(" ", "")),)
    )
    assert found.text == "weight decade"


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ("", "no words there are like it"),
        ("weight decay", "the key point itself"),
        ("shrink", "already"),
        ("decade", "said in earnest"),
        ("the k", "said in earnest"),
    ],
)
def test_what_is_not_worth_remembering_says_why(heard: str, why: str):
    assert why in str(worth_remembering(QUESTION, point_of(QUESTION, "weight-decay"), heard))


def test_what_is_remembered_counts():
    point = point_of(QUESTION, "weight decay")
    assert worth_remembering(QUESTION, point, "wait the k") is None
    with_it = Question("q", "?", (Tip("a", (KeyPoint(point.keyword, ("wait the k",)),)),))
    assert judge(with_it, "i would add wait the k").points[0].verdict == "said"
