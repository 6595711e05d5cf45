"""The user's word over a verdict in a record: noted, taken back, and in force again after new verdicts."""

from datetime import UTC, datetime

import pytest

from voiceprep.judging import judge
from voiceprep.model import Bank, Evidence, KeyPoint, Question, Tip, Transcript
from voiceprep.records.overrules import keep_overrules, overrule, take_back, take_back_all
from voiceprep.records.record import answer_record, read_question

AT = datetime(2026, 1, 31, 14, 22, 33, tzinfo=UTC)
QUESTION = Question(
    "overfitting",
    "How do you keep a model from overfitting?",
    (
        Tip("Stop early.", (KeyPoint("early stopping"), KeyPoint("learning curve"))),
        Tip("Plot.", (KeyPoint("Learning-curve"), KeyPoint("dropout"))),
    ),
    why="It tells whether you have trained one.",
)
HEARD = Evidence("words", "turning curve", 1.0, 2.0, 0.8)


def record_of(text: str) -> dict:
    return answer_record(
        id="s.01", session="s", at=AT, attempt=1, bank=Bank("b", (QUESTION,)), question=QUESTION, audio=None,
        engine=None, transcript=Transcript(text), verdict=judge(QUESTION, text), end_reason="enter", feedback=("told",),
    )  # fmt: skip


RECORD = record_of("i never used dropout and look at the plot")


def test_an_overruled_point_is_said_with_what_was_heard_and_the_coverage_is_counted_again():
    record = overrule(RECORD, "dropout", HEARD, AT)
    point = record["points"][3]
    assert point["verdict"] == "said"
    assert point["evidence"] == {
        "how": "overruled",
        "text": "turning curve",
        "start_s": 1.0,
        "end_s": 2.0,
        "score": 1.0,
    }
    assert RECORD["coverage"] == {"said": 0, "maybe": 0, "missing": 4}
    assert record["coverage"] == {"said": 1, "maybe": 0, "missing": 3}
    (entry,) = record["overrules"]
    assert {k: entry[k] for k in ("tip", "keyword", "was", "verdict", "at")} == {
        "tip": 1,
        "keyword": "dropout",
        "was": "missing",
        "verdict": "said",
        "at": "2026-01-31T14:22:33Z",
    }
    assert list(record) == list(RECORD), "the keys of the contract, in their order"
    assert RECORD["overrules"] == [], "the old record is left alone"


def test_a_keyword_that_stands_in_two_tips_is_one_point_to_the_user():
    record = overrule(RECORD, "learning curve", HEARD, AT)
    assert [p["verdict"] for p in record["points"]] == ["missing", "said", "said", "missing"]
    assert [e["tip"] for e in record["overrules"]] == [0, 1]


def test_what_counts_already_is_not_overruled_again():
    record = overrule(RECORD, "dropout", HEARD, AT)
    assert overrule(record, "dropout", HEARD, AT) == record


@pytest.mark.parametrize("keyword", ["dropout", "learning curve", "early stopping"])
def test_taking_it_back_gives_the_record_as_it_was(keyword: str):
    assert take_back(overrule(RECORD, keyword, HEARD, AT), keyword) == RECORD


def test_taking_one_back_leaves_the_others():
    both = overrule(overrule(RECORD, "dropout", HEARD, AT), "learning curve", HEARD, AT)
    assert take_back(both, "dropout") == overrule(RECORD, "learning curve", HEARD, AT)
    assert take_back_all(both) == RECORD


def test_they_survive_new_verdicts_and_can_still_be_taken_back():
    old = overrule(RECORD, "dropout", HEARD, AT)
    new = record_of("early stopping")
    kept = keep_overrules(old, new)
    assert [p["verdict"] for p in kept["points"]] == ["said", "missing", "missing", "said"]
    assert kept["points"][3]["evidence"]["start_s"] == 1.0, "its place in the sound is still the same"
    assert kept["coverage"] == {"said": 2, "maybe": 0, "missing": 2}
    assert take_back(kept, "dropout") == new


def test_what_is_heard_by_now_stays_as_it_is_heard_and_the_users_word_is_not_lost():
    old = overrule(RECORD, "dropout", HEARD, AT)
    new = record_of("i use dropout")
    kept = keep_overrules(old, new)
    assert kept["points"] == new["points"]
    assert kept["overrules"] == old["overrules"]
    assert take_back(kept, "dropout") == new


def test_they_survive_where_nothing_is_heard_any_more_and_where_the_point_is_gone():
    old = overrule(RECORD, "dropout", HEARD, AT)
    silent = keep_overrules(old, record_of(""))
    assert (silent["points"], silent["coverage"], silent["overrules"]) == ([], None, old["overrules"])
    assert keep_overrules(silent, record_of("early stopping"))["coverage"] == {"said": 2, "maybe": 0, "missing": 2}


def test_a_record_holds_enough_of_its_question_to_put_the_verdicts_into_words():
    question = read_question(RECORD)
    assert (question.id, question.ask, question.why) == (QUESTION.id, QUESTION.ask, QUESTION.why)
    assert [(t.text, [p.keyword for p in t.points]) for t in question.tips] == [
        (t.text, [p.keyword for p in t.points]) for t in QUESTION.tips
    ]
