"""The record of an answer has exactly the shape of the contract, and is read back."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from voiceprep.errors import RecordsError
from voiceprep.judging import judge
from voiceprep.model import (
    END_REASONS,
    Bank,
    EndReason,
    EngineInfo,
    KeyPoint,
    Question,
    Tip,
    Transcript,
    Word,
)
from voiceprep.records.record import answer_record, read_points, read_transcript, timestamp

QUESTION = Question(
    "overfitting",
    "How do you keep a model from overfitting?",
    (
        Tip("Stop early.", (KeyPoint("early stopping"), KeyPoint("validation curve"))),
        Tip("Get more data.", (KeyPoint("more data"),)),
    ),
    why="It tells whether you have trained one.",
)
BANK = Bank("ml-engineer", (QUESTION,))
SAID = Transcript(
    "i use early stopping",
    tuple(Word(w, n, n + 0.5, 0.9) for n, w in enumerate(["i", "use", "early", "stopping"])),
)
KEYS = [
    "schema", "id", "session", "at", "attempt", "bank", "question", "question_text", "why", "tips", "audio", "engine",
    "heard", "transcript", "points", "coverage", "delivery", "end_reason", "overrules", "feedback",
]  # fmt: skip


def record_of(transcript: Transcript, end_reason: EndReason = "silence", audio: bool = True) -> dict:
    return answer_record(
        id="s.01-overfitting",
        session="s",
        at=datetime(2026, 1, 31, 14, 22, 33, 999, tzinfo=UTC),
        attempt=1,
        bank=BANK,
        question=QUESTION,
        audio={"path": "01-overfitting.wav", "seconds": 4.0} if audio else None,
        engine=EngineInfo("sphinx", "5.1.1") if audio else None,
        transcript=transcript,
        verdict=judge(QUESTION, transcript),
        end_reason=end_reason,
        feedback=("You named early stopping.",),
    )


def test_a_heard_answer_has_every_key_of_the_contract_in_its_order():
    record = record_of(SAID)
    assert list(record) == KEYS
    assert record["schema"] == 1
    assert record["at"] == "2026-01-31T14:22:33Z"
    assert record["engine"] == {"name": "sphinx", "adapted": False, "version": "5.1.1"}
    assert record["heard"] is True
    assert record["tips"] == ["Stop early.", "Get more data."]
    assert record["transcript"]["words"][2] == {"text": "early", "start_s": 2, "end_s": 2.5, "confidence": 0.9}
    assert record["overrules"] == []
    assert record["feedback"] == ["You named early stopping."]
    assert list(record["delivery"]) == [
        "words_per_minute", "pauses", "fillers", "speaking_s", "latency_s", "words_per_minute_without_pauses", "length",
        "most_used", "repeated",
    ]  # fmt: skip


def test_each_key_point_has_one_entry_as_the_bank_writes_it():
    record = record_of(SAID)
    assert [(p["tip"], p["keyword"], p["verdict"]) for p in record["points"]] == [
        (0, "early stopping", "said"),
        (0, "validation curve", "missing"),
        (1, "more data", "missing"),
    ]
    assert record["coverage"] == {"said": 1, "maybe": 0, "missing": 2}
    assert list(record["points"][0]) == ["tip", "keyword", "verdict", "evidence"]
    assert list(record["points"][0]["evidence"]) == ["how", "text", "start_s", "end_s", "score"]
    assert record["points"][0]["evidence"]["start_s"] == 2
    assert record["points"][1]["evidence"] is None


def test_where_nothing_was_heard_there_are_no_verdicts_and_no_score():
    record = record_of(Transcript(" "))
    assert list(record) == KEYS
    assert record["heard"] is False
    assert record["points"] == []
    assert record["coverage"] is None
    assert record["delivery"] is None
    assert record["transcript"] == {"text": "", "words": []}


def test_a_text_has_no_audio_no_engine_and_no_times():
    record = record_of(Transcript("i use early stopping"), audio=False)
    assert (record["audio"], record["engine"], record["delivery"]) == (None, None, None)
    assert record["transcript"]["words"] == []
    assert record["points"][0]["evidence"]["start_s"] is None


@pytest.mark.parametrize("reason", END_REASONS)
@pytest.mark.parametrize("transcript", [SAID, Transcript("")], ids=["heard", "not heard"])
def test_a_record_is_plain_json_and_reads_back(reason: EndReason, transcript: Transcript):
    record = json.loads(json.dumps(record_of(transcript, reason)))
    assert record == record_of(transcript, reason)
    assert record["end_reason"] == reason
    assert read_transcript(record) == transcript
    assert read_points(record) == judge(QUESTION, transcript).points


@pytest.mark.parametrize(
    "damage",
    [{}, {"transcript": None}, {"transcript": {"text": "a"}}, {"transcript": {"text": "a", "words": [{"w": 1}]}}],
)
def test_a_record_of_an_unknown_form_is_a_records_error(damage: dict):
    with pytest.raises(RecordsError):
        read_transcript({"id": "x", **damage})
    with pytest.raises(RecordsError):
        read_points({"id": "x", "points": [damage]})


def test_times_are_utc():
    assert timestamp(datetime(2026, 1, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5)))) == "2026-02-01T04:30:00Z"
