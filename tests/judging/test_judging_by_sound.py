"""Verdicts on what the sound itself holds, whatever the recogniser wrote."""

import pytest

from voiceprep.judging import feedback, judge
from voiceprep.judging.sureness import Cues, sureness
from voiceprep.model import Evidence, KeyPoint, PointVerdict, Question, Spotted, Tip, Transcript, Word
from voiceprep.practice.screen import heard_where

DROPOUT, STOPPING = KeyPoint("dropout"), KeyPoint("early stopping", ("stopped training early",))
QUESTION = Question("q", "Ask?", (Tip("Name dropout and early stopping.", (DROPOUT, STOPPING)),), why="It matters.")
SEEDS = range(6)
SURE, FAINT, BAD = "sure", "faint", "bad"


def spotted(
    phrase: str, how_well: str, start_s: float, end_s: float, written: bool = False, covered: float = 1.0
) -> Spotted:
    """A phrase that fits as well as it takes, by the shipped numbers, to be `said`, `maybe` or `missing`."""
    numbers, phones = sureness(), 8
    middle = {
        SURE: (1 + numbers.said_from) / 2,
        FAINT: (numbers.said_from + numbers.maybe_from) / 2,
        BAD: numbers.maybe_from / 2,
    }[how_well]
    for step in range(-4000, 4000):
        found = Spotted(phrase, start_s, end_s, step / 100, phones, 20.0)
        if numbers.probability(Cues(found, covered, written, written)) >= middle:
            return found
    raise AssertionError("no score is good enough")


def said(text: str, *found: Spotted, from_s: float = 0.0) -> Transcript:
    """A transcript of half a second a word."""
    words = tuple(Word(w, from_s + i / 2, from_s + (i + 1) / 2) for i, w in enumerate(text.split()))
    return Transcript(text, words, found)


def verdict(transcript: Transcript | str, keyword: str = "dropout") -> PointVerdict:
    return next(p for p in judge(QUESTION, transcript).points if p.keyword == keyword)


@pytest.mark.parametrize(("how_well", "expected"), [(SURE, "said"), (FAINT, "maybe")])
def test_a_point_that_only_the_sound_holds_counts_as_sure_as_it_is(how_well: str, expected: str):
    # 0.0   0.5  1.0  1.5 2.0  2.5
    point = verdict(said("then we add drop art here", spotted("dropout", how_well, 1.5, 2.5)))
    assert point.verdict == expected
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.text) == ("sound", "drop art")
    assert (point.evidence.start_s, point.evidence.end_s) == (1.5, 2.5)
    assert 0 <= point.evidence.score <= 1


def test_a_point_that_the_sound_hardly_holds_is_missing():
    point = verdict(said("then we add drop art here", spotted("dropout", BAD, 1.5, 2.5)))
    assert (point.verdict, point.evidence) == ("missing", None)


def test_the_words_written_there_are_those_that_are_mostly_there():
    text = "then we add drop art here"
    for start_s, end_s, here in ((1.46, 2.54, "drop art"), (1.55, 2.45, "drop art"), (2.6, 2.9, "here")):
        point = verdict(said(text, spotted("dropout", SURE, start_s, end_s)))
        assert point.evidence is not None
        assert point.evidence.text == here


def test_where_nothing_is_written_the_evidence_has_no_words():
    point = verdict(said("then we add", spotted("dropout", SURE, 8.0, 8.6, covered=0.0)))
    assert point.verdict == "said"
    assert point.evidence is not None
    assert (point.evidence.text, point.evidence.start_s) == ("", 8.0)


@pytest.mark.parametrize(("how_well", "expected"), [(SURE, "said"), (FAINT, "maybe"), (BAD, "maybe")])
def test_a_point_that_is_written_is_never_missing(how_well: str, expected: str):
    point = verdict(said("then we add dropout here", spotted("dropout", how_well, 1.5, 2.0, written=True)))
    assert point.verdict == expected
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.text, point.evidence.start_s) == ("words", "dropout", 1.5)


def test_writing_that_the_sound_bears_out_elsewhere_counts_too():
    point = verdict(said("dropout is what we add then", spotted("dropout", SURE, 2.5, 3.0)))
    assert point.verdict == "said"
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.start_s) == ("words", 0.0)


@pytest.mark.parametrize("how_well", [SURE, FAINT, BAD])
def test_a_point_that_is_set_aside_stays_so_however_well_the_sound_fits_there(how_well: str):
    point = verdict(said("we did not use dropout", spotted("dropout", how_well, 2.0, 2.5, written=True)))
    assert point.verdict == "missing"
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.text) == ("rejected", "dropout")


@pytest.mark.parametrize(("how_well", "expected", "how"), [
    (SURE, "said", "sound"), (FAINT, "maybe", "sound"), (BAD, "missing", "rejected"),
])  # fmt: skip
def test_what_is_set_aside_in_one_place_may_be_heard_in_another(how_well: str, expected: str, how: str):
    text = "we did not use dropout at first but then drop art helped"
    point = verdict(said(text, spotted("dropout", how_well, 4.0, 5.0)))
    assert point.verdict == expected
    assert point.evidence is not None, "a mention that was heard and set aside is never forgotten"
    assert point.evidence.how == how


@pytest.mark.parametrize("start_s", [1.9, 1.96, 2.0, 2.04, 2.1])
@pytest.mark.parametrize("written", ["drop art", "trump hour"])
def test_what_only_the_sound_holds_is_set_aside_by_the_words_right_before_it(written: str, start_s: float):
    point = verdict(said(f"we did not use {written} here", spotted("dropout", SURE, start_s, 3.0)))
    assert point.verdict == "missing"
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.start_s) == ("rejected", start_s)


def test_words_after_it_do_not_set_it_aside():
    point = verdict(said("drop art we did not use dropping", spotted("dropout", SURE, 0.0, 1.0)))
    assert point.verdict == "said"


@pytest.mark.parametrize(("how_well", "expected"), [(SURE, "said"), (FAINT, "maybe")])
def test_another_way_to_say_a_point_counts_by_its_sound_as_well(how_well: str, expected: str):
    found = (spotted("early stopping", BAD, 0.0, 0.5), spotted("stopped training early", how_well, 1.0, 2.5))
    point = verdict(said("then we step rain gear", *found), "early stopping")
    assert point.verdict == expected
    assert point.evidence is not None
    assert (point.evidence.start_s, point.evidence.end_s) == (1.0, 2.5)


def test_what_another_point_sounds_like_is_no_evidence_for_this_one():
    transcript = said("we add drop art", spotted("dropout", SURE, 1.0, 2.0))
    assert verdict(transcript, "early stopping").verdict == "missing"


@pytest.mark.parametrize("text", ["we add dropout", "we did not use dropout", "we add drop art", "early stoping"])
def test_without_spotted_phrases_the_words_alone_decide(text: str):
    timed, untimed = judge(QUESTION, said(text)), judge(QUESTION, text)
    assert [p.verdict for p in timed.points] == [p.verdict for p in untimed.points]
    for a, b in zip(timed.points, untimed.points, strict=True):
        assert (a.evidence is None) == (b.evidence is None)
        assert a.evidence is None or b.evidence is None or a.evidence.text == b.evidence.text


def test_without_a_word_nothing_is_judged_by_its_sound():
    assert not judge(QUESTION, Transcript("", (), (spotted("dropout", SURE, 1.0, 2.0),))).heard


def test_words_without_times_are_judged_with_the_sound_all_the_same():
    found = spotted("dropout", SURE, 1.0, 2.0, written=True)
    point = verdict(Transcript("we add dropout", (), (found,)))
    assert point.verdict == "said"
    assert point.evidence is not None
    assert (point.evidence.how, point.evidence.start_s) == ("words", None)
    assert verdict(Transcript("we did not use dropout", (), (found,))).verdict == "missing"
    heard = verdict(Transcript("we add drop art", (), (spotted("dropout", SURE, 1.0, 2.0),))).evidence
    assert heard is not None
    assert (heard.how, heard.text) == ("sound", "")


@pytest.mark.parametrize(
    "transcript",
    [
        pytest.param(said("we add drop art", spotted("dropout", SURE, 1.0, 2.0)), id="said"),
        pytest.param(said("we add drop art", spotted("dropout", FAINT, 1.0, 2.0)), id="maybe"),
        pytest.param(said("we did not use drop art", spotted("dropout", SURE, 2.0, 3.0)), id="set aside"),
    ],
)
def test_feedback_never_quotes_words_that_were_misheard(transcript: Transcript):
    judged = judge(QUESTION, transcript)
    for seed in SEEDS:
        back = feedback(QUESTION, judged, seed, transcript)
        told = " ".join([*back.sentences, *back.more])
        assert "art" not in told.split()
        assert "dropout" in told


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        (Evidence("words", "dropout", 65.2, 65.9, 0.9), '"dropout", at 1:05'),
        (Evidence("alias", "drop out", None, None, 1.0), '"drop out"'),
        (Evidence("rejected", "dropout", 3.0, 3.5, 1.0), '"dropout", at 0:03'),
        (Evidence("sound", "drop art", 3.0, 3.5, 0.8), 'by its sound, where I wrote "drop art", at 0:03'),
        (Evidence("sound", "", 3.0, 3.5, 0.8), "by its sound, at 0:03"),
    ],
)
def test_the_screen_says_what_a_verdict_rests_on(evidence: Evidence, shown: str):
    assert heard_where(evidence) == shown


DERIVED = Question("q", "Ask?", (Tip("Plot learning curves.", (KeyPoint("learning curve"),), derived=True),))


@pytest.mark.parametrize(
    ("text", "how_well", "expected"),
    [
        ("then we add learning her here", SURE, ("said", "sound", "learning her")),
        ("then we add learning her here", FAINT, ("maybe", "part", "learning")),
        ("then we add learning her here", BAD, ("maybe", "part", "learning")),
        ("we never used learning her here", SURE, ("missing", "rejected", "learning her")),
    ],
)
def test_a_part_of_a_derived_point_is_said_where_the_sound_has_all_of_it(
    text: str, how_well: str, expected: tuple[str, str, str]
):
    (point,) = judge(DERIVED, said(text, spotted("learning curve", how_well, 1.5, 2.5))).points
    assert point.evidence is not None
    assert (point.verdict, point.evidence.how, point.evidence.text) == expected
