"""The user's word in an interview: the point that was named last counts, is said back, kept and summed up."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stage import BANK, LOUD, QUIET, Box, Held, Person, Reader, Script, until

from voiceprep.bank import find_question, read_aliases
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.judging import feedback, judge
from voiceprep.model import Transcript
from voiceprep.practice.events import Pressed
from voiceprep.practice.own_word import ToldAnswer, file_overrule, note, point_meant, remember_offer
from voiceprep.records.overrules import UNPLACED

OVERFITTING = find_question(BANK, "overfitting")
AT = datetime(2026, 1, 31, tzinfo=UTC)
HEARD = "i look at the validation loss and stop training early and i would add wait the k to it"


def told(text: str = HEARD) -> ToldAnswer:
    verdict = judge(OVERFITTING, text)
    return ToldAnswer(OVERFITTING, Transcript(text), verdict, feedback(OVERFITTING, verdict), "01", tickets=[1])


def verdicts(answer: ToldAnswer) -> dict[str, str]:
    return {p.keyword: p.verdict for p in answer.verdict.points}


def test_the_point_that_is_being_named_is_meant_then_the_other_one_then_none():
    answer = told()
    first, second = (p.keyword for p in answer.feedback.told)
    assert point_meant(answer, 1) is None, "nothing was named as missing yet"
    assert [p.keyword for n in (2, 3, 4) if (p := point_meant(answer, n))] == [first, second, second]
    for keyword in (second, first):
        noted, sentences = note(answer, lambda _: 4, True, 0)
        assert noted is not None
        assert noted[0] == keyword
        assert sentences[0] == f"Noted: {keyword} counts."
        assert verdicts(answer)[keyword] == "said"
    assert note(answer, lambda _: 4, True, 0) == (None, ("I have named no other point that I missed.",))


def test_a_point_that_was_named_as_badly_heard_is_meant_too():
    answer = told("that is my weight decai")
    assert verdicts(answer)["weight decay"] == "maybe"
    assert point_meant(answer, 1) == answer.feedback.doubted


def test_what_was_heard_is_offered_and_kept_when_it_is_taken(tmp_path: Path):
    file, answer = tmp_path / "own" / "aliases.yaml", told()
    assert answer.feedback.told[1].keyword == "weight decay"
    _, sentences = note(answer, lambda _: 3, True, 0)
    assert sentences == ("Noted: weight decay counts.", "I heard wait the k. Say remember that, or press y.")
    aliases, sentences = remember_offer(answer, file, 0, pytest.fail)
    assert sentences == ("From now on wait the k counts as weight decay.",)
    assert aliases == read_aliases(file) == {"weight decay": ("wait the k",)}
    assert remember_offer(answer, file, 0, pytest.fail) == ({}, ("There is nothing to remember.",))


def test_nothing_is_offered_where_nothing_like_it_was_heard_or_nothing_can_be_kept():
    answer = told("i look at the validation loss and stop training early")
    assert note(answer, lambda _: 3, True, 0)[1] == ("Noted: weight decay counts.",)
    assert note(told(), lambda _: 3, False, 0)[1] == ("Noted: weight decay counts.",)


def test_without_an_answer_there_is_nothing_to_note_or_to_remember():
    assert note(None, lambda _: 9, True, 0)[0] is None
    assert remember_offer(None, Path("x"), 0, pytest.fail)[0] == {}


def test_what_cannot_be_kept_is_told_and_costs_nothing(tmp_path: Path):
    said: list[str] = []
    answer = told()
    note(answer, lambda _: 3, True, 0)
    (tmp_path / "file").write_text("")
    assert remember_offer(answer, tmp_path / "file" / "aliases.yaml", 0, said.append)[0] == {}
    file_overrule(tmp_path / "nowhere.json", "dropout", UNPLACED, AT, said.append)
    assert ["cannot be written" in said[0], "could not be kept" in said[1]] == [True, True]


def test_in_an_interview_it_is_said_back_filed_remembered_and_counted_in_the_summary(tmp_path: Path):
    person, reader, file = Person(), Reader(), tmp_path / "own" / "aliases.yaml"
    held = Held(
        tmp_path, person, Script(HEARD), ("overfitting",), Box(), reader, rest_s=60.0, aliases=file,
        endpoint=EndpointSettings(silence_s=0.5, edges_s=0, limit_s=20, warning_s=5),
    )  # fmt: skip
    thread = threading.Thread(target=held.run)
    thread.start()
    try:
        until(lambda: person.deliver is not None)
        person.says(QUIET)
        until(lambda: bool(person.gates))
        person.says(*[LOUD] * 110, *[QUIET] * 30)
        until(lambda: held.interview._state.phase == "resting")
        for key in "iyi":
            said = len(reader.read)
            held.interview.post(Pressed(key))
            until(lambda said=said: len(reader.read) > said and held.interview._state.phase == "resting")
        held.interview.post(Pressed("enter"))
        thread.join(20)
    finally:
        held.interview.post(Pressed("q"))
        thread.join(20)
    assert not thread.is_alive()
    (record,) = held.records
    assert {p["keyword"] for p in record["points"] if p["verdict"] == "said"} == {
        "validation loss", "early stopping", "widening gap", "weight decay",
    }  # fmt: skip
    assert record["coverage"] == {"said": 4, "maybe": 0, "missing": 2}
    assert [e["keyword"] for e in record["overrules"]] == ["weight decay", "widening gap"]
    place = next(p["evidence"] for p in record["points"] if p["keyword"] == "weight decay")
    assert (place["how"], place["text"]) == ("overruled", "wait the k")
    assert place["start_s"] is not None
    assert "Noted: widening gap counts." in reader.read
    assert "From now on wait the k counts as weight decay." in reader.read
    assert read_aliases(file) == {"weight decay": ("wait the k",)}
    assert "start with dropout" in reader.read[-1]
