"""The recordings folder: private, found again by any name, and what a crash left in it."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.audio.ports import Sound
from voiceprep.errors import RecordsError, UnknownAnswer
from voiceprep.records.archive import SESSION, Archive, SessionFolder, file_name
from voiceprep.records.journal import Journal
from voiceprep.records.private import write_json
from voiceprep.records.recover import unfiled_answers, unfinished_sessions

AT = datetime(2026, 1, 31, 14, 22, 33, tzinfo=UTC)
SOUND = Sound(b"\1\0" * 16_000)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "new" / "recordings")


class Shelf:
    """Fills an archive, one session after another, a minute apart."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.journals: list[Journal] = []

    def session(self, *questions: str, bank: str = "ml") -> SessionFolder:
        at = AT + timedelta(minutes=len(self.journals))
        session, journal = self.archive.start_session(at, bank, {"bank": bank})
        self.journals.append(journal)
        for number, question in enumerate(questions, start=1):
            name = session.new_answer(question, number)
            session.keep(name, self.record(session, name, question), SOUND)
        return session

    @staticmethod
    def record(session: SessionFolder, name: str, question: str) -> dict[str, Any]:
        return {"id": session.answer_id(name), "question": question, "audio": {"path": f"{name}.wav", "seconds": 1.0}}


@pytest.fixture
def shelf(archive: Archive) -> Iterator[Shelf]:
    shelf = Shelf(archive)
    yield shelf
    for journal in shelf.journals:
        journal.close()


# ---- keeping


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077])
def test_everything_is_readable_by_its_user_alone(shelf: Shelf, umask: int):
    before = os.umask(umask)
    try:
        session = shelf.session("overfitting")
        session.end(AT)
    finally:
        os.umask(before)
    root = shelf.archive.root
    assert {p.stat().st_mode & 0o777 for p in (root.parent, root, session.folder)} == {0o700}
    files = list(session.folder.iterdir())
    assert len(files) == 5  # the journal's two, session.json, the answer and its record
    assert {f.stat().st_mode & 0o777 for f in files} == {0o600}


def test_an_answer_is_a_sound_file_and_a_record_that_any_program_reads(shelf: Shelf):
    session = shelf.session("overfitting")
    assert soundfile.info(session.folder / "01-overfitting.wav").frames == 16_000
    record = json.loads((session.folder / "01-overfitting.json").read_text(encoding="utf-8"))
    kept = shelf.archive.find("latest")
    assert kept.record == record
    assert kept.audio == session.folder / "01-overfitting.wav"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_record_gives_way_to_another_whole_and_private(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    session = shelf.session("overfitting")
    kept = shelf.archive.find("latest")
    again = kept.replaced({**kept.record, "heard": True})
    assert shelf.archive.find("latest") == again
    assert again.record["heard"] is True
    assert again.path.stat().st_mode & 0o777 == 0o600
    assert not list(session.folder.glob("*.tmp"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RecordsError, match="as it was"):
        again.replaced({})
    assert shelf.archive.find("latest") == again


def test_a_session_says_when_it_began_and_ended(shelf: Shelf):
    session = shelf.session()
    data = json.loads((session.folder / SESSION).read_text())
    assert data == {
        "schema": 1,
        "session": session.id,
        "started_at": "2026-01-31T14:22:33Z",
        "ended_at": None,
        "bank": "ml",
    }
    session.end(AT + timedelta(seconds=5))
    assert json.loads((session.folder / SESSION).read_text())["ended_at"] == "2026-01-31T14:22:38Z"
    assert not list(session.folder.glob("*.tmp"))


def test_two_sessions_of_the_same_second_do_not_meet(archive: Archive):
    names = []
    for _ in range(3):
        session, journal = archive.start_session(AT, "ml", {})
        journal.close()
        names.append(session.id)
    assert len(set(names)) == 3
    assert names[1:] == [f"{names[0]}_2", f"{names[0]}_3"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write to")
def test_a_folder_that_cannot_be_written_says_what_to_do():
    with pytest.raises(RecordsError, match="--recordings"):
        Archive(Path("/proc/self/recordings")).start_session(AT, "ml", {})


def test_a_file_in_place_of_the_folder_says_what_to_do(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordsError, match="--recordings"):
        Archive(tmp_path / "file").start_session(AT, "ml", {})


def test_a_record_that_cannot_be_written_leaves_the_old_one(tmp_path: Path):
    write_json(tmp_path / "a.json", {"old": True})
    with pytest.raises(TypeError):
        write_json(tmp_path / "a.json", {"new": object()})
    assert json.loads((tmp_path / "a.json").read_text()) == {"old": True}


# ---- names


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("overfitting", "overfitting"),
        ("Bias & Variance", "bias-variance"),
        ("naïve Bayes", "naive-bayes"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?", "a-b-c-d"),
        ("日本語", "answer"),
        (" ", "answer"),
        ("\0", "answer"),
        ("CON", "con"),
        ("x" * 500, "x" * 40),
    ],
)
def test_an_id_of_odd_characters_is_a_file_name_of_plain_ones(id: str, name: str):
    assert file_name(id) == name


@given(st.text())
def test_any_id_is_a_file_name(id: str):
    assert set(file_name(id)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 1 <= len(file_name(id)) <= 40


@pytest.mark.parametrize("id", ["../../etc/passwd", "日本語", "two\nlines", "a/b", "naïve Bayes?"])
def test_an_answer_to_a_question_with_any_id_is_kept_and_found(shelf: Shelf, id: str):
    session = shelf.session(id)
    kept = shelf.archive.find(id)
    assert kept.path.parent == kept.audio.parent == session.folder
    assert kept.audio.is_file()
    assert shelf.archive.find(kept.id) == kept


# ---- finding


def test_an_answer_is_found_by_latest_by_id_by_its_ends_and_by_its_question(shelf: Shelf):
    first = shelf.session("overfitting", "evaluation")
    second = shelf.session("overfitting", bank="other")
    find = shelf.archive.find
    assert find("latest").id == f"{second.id}.01-overfitting"
    assert find(f"{first.id}.02-evaluation").record["question"] == "evaluation"
    assert find("overfitting").id == f"{second.id}.01-overfitting", "the last answer to it"
    assert find("evaluation").id == f"{first.id}.02-evaluation"
    assert find("02-evaluation").id == f"{first.id}.02-evaluation"
    assert find(second.id).id == f"{second.id}.01-overfitting"


def test_the_latest_with_a_point_is_the_latest_of_its_session_that_has_it(shelf: Shelf):
    def asked(id: str, *keywords: str) -> None:
        kept = shelf.archive.find(id)
        kept.replaced({**kept.record, "points": [{"keyword": keyword} for keyword in keywords]})

    earlier = shelf.session("overfitting")
    asked(earlier.id, "weight decay")
    session = shelf.session("overfitting", "evaluation", "missing-data")
    for number, keywords in enumerate((("early stopping", "dropout"), ("ROC", "dropout"), ("MCAR",)), 1):
        asked(f"{session.id}.0{number}", *keywords)
    find = shelf.archive.find
    assert find("latest", "Early-stopping").record["question"] == "overfitting"
    assert find("latest", "drop").record["question"] == "evaluation"
    assert find("latest", "weight decay").record["question"] == "missing-data", "not of an earlier session"
    assert find("latest").record["question"] == "missing-data"


def test_an_unknown_answer_names_those_that_there_are(shelf: Shelf):
    session = shelf.session("overfitting", "evaluation")
    with pytest.raises(UnknownAnswer, match=r"is not kept.*01-overfitting.*02-evaluation"):
        shelf.archive.find("regularisation")
    with pytest.raises(UnknownAnswer, match=r"is not unique.*01-overfitting.*02-evaluation"):
        shelf.archive.find(session.id)


def test_an_empty_folder_or_none_at_all_says_how_to_fill_it(archive: Archive):
    with pytest.raises(UnknownAnswer, match="voiceprep practice"):
        archive.find("latest")
    assert archive.sessions() == []
    assert archive.free_bytes() > 0


def test_the_hundredth_answer_of_a_session_comes_after_the_ninety_ninth(shelf: Shelf):
    session = shelf.session()
    for number in (9, 99, 100):
        name = session.new_answer("q", number)
        session.keep(name, Shelf.record(session, name, "q"), SOUND)
    assert [k.id.split(".")[1] for k in shelf.archive.answers()] == ["09-q", "99-q", "100-q"]


@pytest.mark.parametrize("damage", ["", "{", "[]", "7", '{"id": ""}', "{}", "null", "\x00"])
def test_a_damaged_file_hides_nothing_else(shelf: Shelf, damage: str):
    session = shelf.session("overfitting")
    (session.folder / "02-evaluation.json").write_text(damage)
    broken = shelf.session()
    (broken.folder / SESSION).write_text(damage)
    (shelf.archive.root / "samples").mkdir()
    assert shelf.archive.find("latest").id == f"{session.id}.01-overfitting"


# ---- after a crash


def journalled(journal: Journal, *steps: str | int) -> None:
    """Write marks (`open NAME`, `close`, `kept NAME`, …) and so many blocks of sound."""
    for step in steps:
        if isinstance(step, int):
            for _ in range(step):
                journal.append(bytes(640))
        else:
            kind, _, name = step.partition(" ")
            journal.mark(kind, **({"answer": name, "question": name[3:], "attempt": 1} if name else {}))


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param([5, "speaking", 5, "silent", 5], {}, id="no answer yet"),
        pytest.param([5, "open 01-a", 10], {"01-a": ((1600, 4800),)}, id="in the middle of an answer"),
        pytest.param([5, "open 01-a", 10, "close", 7], {"01-a": ((1600, 4800),)}, id="while it was judged"),
        pytest.param([5, "open 01-a", 10, "close", "kept 01-a", 7], {}, id="after it was filed"),
        pytest.param([5, "open 01-a", 10, "close", "dropped 01-a"], {}, id="nothing was said"),
        pytest.param(
            ["open 01-a", 10, "close", 5, "open 01-a", 10],
            {"01-a": ((0, 3200), (4800, 8000))},
            id="paused, and going on",
        ),
        pytest.param(
            ["open 01-a", 10, "close", "open 02-b", 10, "close", "kept 01-a"],
            {"02-b": ((3200, 6400),)},
            id="the second of two",
        ),
        pytest.param(
            ["open 01-a", 10, "close", "open 02-b", 10],
            {"01-a": ((0, 3200),), "02-b": ((3200, 6400),)},
            id="both",
        ),
        pytest.param(["open 01-a", 10, "again 01-a", 10], {"01-a": ((3200, 6400),)}, id="begun with a command"),
        pytest.param(["close", "kept 01-a", 5], {}, id="marks without a beginning"),
    ],
)
def test_what_a_crash_left_unfiled_is_found(shelf: Shelf, steps: list[str | int], left: dict):
    session = shelf.session()
    journalled(shelf.journals[0], *steps)
    found = unfiled_answers(session.folder)
    assert {a.name: a.stretches for a in found} == left
    assert all(a.question == a.name[3:] and a.attempt == 1 for a in found)
    assert [a.samples for a in found] == [sum(end - first for first, end in s) for s in left.values()]


def test_an_answer_that_went_on_with_another_is_found_with_its_beginning(shelf: Shelf):
    session, journal = shelf.session(), shelf.journals[0]
    journalled(journal, "open 01-a", 50, "close", "kept 01-a", 10)
    journal.mark("open", answer="02-a", question="a", attempt=2, first=19000, before=[[0, 16000]])
    journalled(journal, 50)
    (found,) = unfiled_answers(session.folder)
    assert found.stretches == ((0, 16000), (19000, 35200))


def test_the_commands_that_were_said_into_an_answer_are_found_with_it(shelf: Shelf):
    session = shelf.session()
    journalled(shelf.journals[0], "open 01-a", 50)
    shelf.journals[0].mark("command", answer="01-a", start_s=0.5, end_s=0.9)
    assert unfiled_answers(session.folder)[0].commands == ((0.5, 0.9),)
    journalled(shelf.journals[0], "again 01-a", 10)
    assert unfiled_answers(session.folder)[0].commands == ()


def test_a_session_that_still_runs_is_not_offered_and_a_crashed_one_is(shelf: Shelf):
    session = shelf.session()
    journal = shelf.journals[0]
    journalled(journal, "open 01-a", 50)
    assert list(unfinished_sessions(shelf.archive)) == []
    journal.close()
    (unfinished,) = unfinished_sessions(shelf.archive)
    assert unfinished.session.id == session.id
    assert [a.name for a in unfinished.answers] == ["01-a"]
    unfinished.discard_journal()
    unfinished.discard_journal()
    assert list(unfinished_sessions(shelf.archive)) == []


def test_a_session_that_ended_well_is_not_offered(shelf: Shelf):
    shelf.session("overfitting")
    shelf.journals[0].remove()
    assert list(unfinished_sessions(shelf.archive)) == []
