"""Going on where a session was cut off: which questions are left, and that they are asked."""

import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from stage import LOUD

from voiceprep.audio.ports import Sound
from voiceprep.errors import DeviceError, RecordsError
from voiceprep.practice import start
from voiceprep.practice.resume import left_over, questions_left
from voiceprep.practice.screen import Screen
from voiceprep.practice.start import Request, _resumed
from voiceprep.records.archive import Archive

ASKED = ["one", "two", "three"]


@pytest.mark.parametrize(
    ("answers", "unfiled", "asked_last", "left"),
    [
        ([], [], "", ["one", "two", "three"]),
        ([("one", "silence")], [], "", ["two", "three"]),
        ([("one", "silence")], ["two"], "two", ["two", "three"]),
        ([("one", "silence"), ("two", "interrupted")], [], "two", ["two", "three"]),
        ([("one", "silence"), ("two", "device_lost")], [], "two", ["two", "three"]),
        ([("one", "interrupted"), ("one", "said_done")], [], "one", ["two", "three"]),
        ([("one", "skipped")], [], "two", ["two", "three"]),
        ([("two", "enter")], [], "two", ["three"]),
        ([("one", "silence"), ("two", "enter"), ("three", "limit")], [], "three", []),
        ([("gone", "silence")], ["gone"], "gone", ["one", "two", "three"]),
        ([], [], "three", ["three"]),  # two were skipped without a word
        ([("one", "silence")], [], None, []),  # and here to the end
        ([("one", "silence"), ("two", "silence")], [], "one", ["three"]),  # gone back to
    ],
)
def test_what_is_left_begins_with_the_question_in_hand(
    answers: list[tuple[str, str]], unfiled: list[str], asked_last: str | None, left: list[str]
):
    assert list(questions_left(ASKED, answers, unfiled, asked_last)) == left


def session(archive: Archive, ended_well: bool = False, resumes: str = "", **answers: str) -> str:
    about = {"bank_file": "ml-engineer", "questions": ASKED, "resumes": resumes}
    made, journal = archive.start_session(datetime.now(UTC), "bank", about)
    for number, (question, end_reason) in enumerate(answers.items(), start=1):
        record = {"id": f"{made.id}.{number}", "question": question, "end_reason": end_reason}
        made.keep(f"{number:02}-{question}", record, Sound(LOUD))
    if ended_well:
        journal.remove()
    else:
        journal.close()
    return made.id


def test_a_session_that_was_stopped_and_left_nothing_to_recover_is_gone_on_with(tmp_path: Path):
    session(Archive(tmp_path), ended_well=True, one="silence", two="interrupted")
    assert left_over(Archive(tmp_path)).questions == ("two", "three")
    session(Archive(tmp_path / "other"), ended_well=True, one="silence", two="silence", three="silence")
    with pytest.raises(RecordsError, match="no session to go on with"):
        left_over(Archive(tmp_path / "other"))


def test_the_newest_session_with_questions_left_is_gone_on_with_and_only_once(tmp_path: Path):
    archive = Archive(tmp_path)
    older = session(archive, one="silence")
    newer = session(archive, one="silence", two="interrupted")
    session(archive, one="silence", two="silence", three="silence")
    assert left_over(archive).session == newer
    gone_on = session(archive, resumes=newer, one="silence")
    assert left_over(archive).session == gone_on
    shutil.rmtree(tmp_path / gone_on)  # as where nothing was said in it
    assert left_over(archive).session == newer
    session(archive, resumes=newer, three="silence")
    assert left_over(archive).session == older
    session(archive, resumes=older, three="silence")
    with pytest.raises(RecordsError, match="no session to go on with"):
        left_over(archive)


def test_a_folder_without_sessions_has_none_to_go_on_with(tmp_path: Path):
    with pytest.raises(RecordsError, match="no session to go on with"):
        left_over(Archive(tmp_path))


def test_whoever_goes_on_has_nothing_to_choose(tmp_path: Path):
    session(Archive(tmp_path), one="silence")
    asked = Request(tmp_path, tmp_path, tmp_path, tmp_path, chooses=True, resume=True, questions=7)
    resumed = _resumed(asked, Screen(StringIO()))
    assert (resumed.only, resumed.questions, resumed.chooses) == (("two", "three"), None, False)


def test_a_session_that_cannot_be_gone_on_with_now_can_be_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def none(name: str | None) -> None:
        raise DeviceError("There is no microphone: plug one in.")

    monkeypatch.setattr(start, "sound_card_microphone", none)
    session(Archive(tmp_path), one="silence")
    asked = Request(tmp_path, tmp_path, tmp_path, tmp_path, resume=True)
    for _ in range(2):  # and no sample answers instead
        with pytest.raises(DeviceError, match="no microphone"):
            start._microphone(_resumed(asked, Screen(StringIO())))


def test_sample_answers_are_no_session_to_go_on_with(tmp_path: Path):
    about = {"bank_file": "b", "questions": ASKED, "synthetic": True}
    _, journal = Archive(tmp_path).start_session(datetime.now(UTC), "b", about)
    journal.close()
    with pytest.raises(RecordsError, match="no session to go on with"):
        left_over(Archive(tmp_path))
