"""What is said back: one thing that landed, at most two points missing, why the question is asked."""

import re
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.judging import feedback, judge, more, summary
from voiceprep.judging.phrases import PHRASES
from voiceprep.judging.wording import for_the_ear
from voiceprep.model import Evidence, KeyPoint, PointVerdict, Question, Tip

OVERFITTING = Question(
    "overfitting",
    "What is overfitting?",
    (
        Tip("Plot a learning curve.", (KeyPoint("learning curve"), KeyPoint("validation loss"))),
        Tip("Name dropout and early stopping.", (KeyPoint("dropout"), KeyPoint("early stopping"))),
        Tip("Collect more data.", (KeyPoint("precision"), KeyPoint("augmentation"))),
    ),
    why="They want to see that you can tell learning from memorising.",
)
SEEDS = range(12)


def said_back(answer, seed=0, question=OVERFITTING):
    return feedback(question, judge(question, answer), seed)


def said_at_all(answer, question=OVERFITTING):
    return {s for seed in SEEDS for s in said_back(answer, seed, question).sentences}


def test_it_names_what_landed_then_what_is_missing_then_why():
    told = said_back("I plot learning curves")
    assert told.sentences == (
        "You said learning curves, and that is a key point.",
        "Remember this: Name dropout and early stopping.",
        "Next time, add precision. Collect more data.",
        "Why they ask: They want to see that you can tell learning from memorising.",
    )


def test_it_quotes_the_words_that_were_heard():
    assert all("learning curves" in said_back("my Learning Curves!", seed).landed.lower() for seed in SEEDS)


def test_when_nothing_landed_there_is_no_praise():
    for seed in SEEDS:
        assert said_back("bananas are yellow", seed).landed in PHRASES["nothing_landed"]


def test_a_maybe_is_mentioned_as_one_and_never_as_missing():
    for seed in SEEDS:
        verdict = judge(OVERFITTING, "that is my precition")  # 89 like "precision"
        told = feedback(OVERFITTING, verdict, seed)
        assert told.landed.startswith("I think you mentioned precision")
        spoken = " ".join([*told.missing, *more(OVERFITTING, verdict, seed)])
        assert "precision" not in spoken


def test_the_missing_points_are_of_different_tips_and_untouched_tips_come_first():
    assert [p.tip for p in said_back("I plot learning curves").told] == [1, 2]


def test_a_point_that_was_set_aside_is_not_called_unmentioned():
    answer = "learning curve validation loss precision augmentation early stopping, but I never used dropout"
    for seed in SEEDS:
        (missing,) = said_back(answer, seed).missing
        assert "dropout" in missing
        assert missing in {p.format(heard="dropout") for p in PHRASES["rejected"]}


def test_more_names_the_rest_and_nothing_twice():
    verdict = judge(OVERFITTING, "hello")
    for seed in SEEDS:
        told = feedback(OVERFITTING, verdict, seed).told
        rest = more(OVERFITTING, verdict, seed)
        assert len(told) + len(rest) == verdict.count("missing") == 6
        assert not any(t.keyword in sentence for t in told for sentence in rest)


def test_nothing_heard_offers_to_try_again_and_says_nothing_else():
    for seed in SEEDS:
        (only,) = said_back("", seed).sentences
        assert "press a" in only.lower()


def test_everything_said_says_so():
    every = "learning curve, validation loss, dropout, early stopping, precision, augmentation"
    assert said_back(every).missing in {(s,) for s in PHRASES["complete"]}
    assert said_back(every.replace("precision", "precition")).missing in {(s,) for s in PHRASES["complete_but_maybe"]}
    assert more(OVERFITTING, judge(OVERFITTING, every)) == ()


def test_a_question_without_a_why_has_none():
    question = Question("q", "?", OVERFITTING.tips)
    assert said_back("dropout", question=question).why == ""


def test_the_next_seed_says_it_in_other_words_and_the_same_seed_in_the_same():
    assert said_back("dropout", 3) == said_back("dropout", 3)
    assert said_back("dropout", 3).landed != said_back("dropout", 4).landed


def test_a_long_why_leaves_room_for_one_point():
    long = Question("q", "?", OVERFITTING.tips, why="It matters because " + "of many reasons and " * 10 + "more.")
    for seed in SEEDS:
        told = said_back("dropout", seed, long)
        assert len(told.missing) == 1
        assert told.why.endswith("more.")


def test_long_tips_are_not_read_out():
    tip = Tip("Say " + "a great deal about " * 8 + "dropout.", (KeyPoint("dropout"),))
    assert all(len(said_back("hello", seed, Question("q", "?", (tip,))).missing[0].split()) < 8 for seed in SEEDS)


@given(st.lists(st.sampled_from([p.keyword for t in OVERFITTING.tips for p in t.points])), st.integers(0, 99))
def test_it_takes_twenty_seconds_at_most(points, seed):
    told = said_back(" and then ".join(points), seed)
    assert len(" ".join(told.sentences).split()) <= 50
    assert len(told.missing) <= 2


@pytest.mark.parametrize(("kind", "text"), [(k, s) for k, group in PHRASES.items() for s in group])
def test_every_sentence_is_for_the_ear(kind, text):
    assert re.fullmatch(r"[A-Z{][A-Za-z{}_ ,.:]*[.}]", text)
    assert len(text.split()) <= 14
    assert not re.search(r"score|points out of|confiden|great|amazing|nervous", text)
    assert {name for _, name, _, _ in Formatter().parse(text) if name} <= SLOTS[kind]


SLOTS = dict.fromkeys(PHRASES, frozenset[str]()) | {
    "landed": {"heard"},
    "maybe": {"point"},
    "missing_tip": {"point", "tip"},
    "missing_tip_names_point": {"tip"},
    "missing_point": {"point"},
    "rejected": {"heard"},
    "why": {"why"},
    "noted": {"point"},
    "noted_heard": {"heard"},
    "remembered": {"heard", "point"},
    "summary_answered": {"done", "asked"},
    "summary_answered_all": {"asked"},
    "summary_landed": {"topic"},
    "summary_landed_one": {"heard"},
    "summary_work_on": {"topic", "point"},
    "summary_work_on_one": {"point"},
}


OWN_WORD = ("noted", "noted_heard", "remembered", "nothing_to_note", "nothing_to_remember")
"""Said about an answer that was told already: tests/practice/test_own_word.py says them."""


def test_each_sentence_but_the_last_tells_which_point_it_says_was_not_heard():
    told = said_back("I plot learning curves")
    assert told.named == (None, *told.told)
    doubtful = said_back("that is my precition")
    assert doubtful.named[0] is not None
    assert doubtful.named[0].keyword == "precision"
    assert said_back("").named == (None,)


def test_a_point_that_counts_by_the_users_own_word_is_named_as_the_bank_has_it():
    verdict = judge(OVERFITTING, "the turning curb")
    mine = PointVerdict(0, "learning curve", "said", Evidence("overruled", "turning curb", None, None, 1.0))
    told = feedback(OVERFITTING, replace(verdict, points=(mine, *verdict.points[1:])))
    assert told.landed == "You said learning curve, and that is a key point."


def test_every_sentence_is_said_by_some_answer():
    everything = ", ".join(p.keyword for t in OVERFITTING.tips for p in t.points)
    answers = [
        "",
        "hello",
        "my precition",
        "dropout",
        "I never used dropout",
        everything,
        everything.replace("precision", "precition"),
    ]
    long = Question("q", "?", (Tip("Say " + "a great deal about " * 8 + "it.", (KeyPoint("dropout"),)),))
    said = {s for a in answers for s in said_at_all(a)} | said_at_all("hello", long)
    verdict = judge(OVERFITTING, "hello")
    said |= {s for seed in SEEDS for s in more(OVERFITTING, verdict, seed)}
    for count in (1, 2):
        for first in answers:
            pairs = [(OVERFITTING, judge(OVERFITTING, a)) for a in (first, "", everything)]
            said |= {s for seed in SEEDS for s in summary(pairs[:count], seed) + summary([pairs[0]] * count, seed)}
    for kind, group in PHRASES.items():
        for text in group if kind not in OWN_WORD else ():
            shape = re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))
            assert any(shape.fullmatch(s) for s in said), (kind, text)


def test_the_summary_says_what_landed_most_and_what_to_work_on():
    other = Question("q7", "?", (Tip("Say canary.", (KeyPoint("canary"), KeyPoint("rollback"))),))
    session = [
        (OVERFITTING, judge(OVERFITTING, "dropout, early stopping and a learning curve")),
        (other, judge(other, "")),
        (other, judge(other, "hello")),
    ]
    assert summary(session) == [
        "You answered two of three questions.",
        "Most landed on overfitting.",
        "Work on overfitting next, and start with precision.",
    ]
    assert summary(session[1:])[2] == "Work on question two next, and start with canary."
    assert len(" ".join(summary(session)).split()) <= 45


def test_a_session_without_an_answer_says_so():
    assert summary([]) == ["I heard no answers this time."]
    assert summary([(OVERFITTING, judge(OVERFITTING, ""))]) == ["I heard no answers this time."]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("CI/CD", "CI CD"),
        ("precision & recall", "precision and recall"),
        ("95% (of it)", "95 percent of it"),
        ("train → test", "train to test"),
        ('the "best" one', "the best one"),
    ],
)
def test_for_the_ear(written, spoken):
    assert for_the_ear(written) == spoken
