"""Going on where a session was cut off: which questions are left, and that they are asked."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from stage import LOUD

from voiceprep.audio.ports import Sound
from voiceprep.errors import RecordsError
from voiceprep.practice.resume import left_over, mark_resumed, questions_left
from voiceprep.practice.screen import Screen
from voiceprep.practice.start import Request, _resumed
from voiceprep.records.archive import Archive

ASKED = ["one", "two", "three"]


@pytest.mark.parametrize(
    ("answers", "unfiled", "left"),
    [
        ([], [], ["one", "two", "three"]),
        ([("one", "silence")], [], ["two", "three"]),
        ([("one", "silence")], ["two"], ["two", "three"]),
        ([("one", "silence"), ("two", "interrupted")], [], ["two", "three"]),
        ([("one", "silence"), ("two", "device_lost")], [], ["two", "three"]),
        ([("one", "interrupted"), ("one", "said_done")], [], ["two", "three"]),
        ([("one", "skipped")], [], ["two", "three"]),
        ([("two", "enter")], [], ["three"]),
        ([("one", "silence"), ("two", "enter"), ("three", "limit")], [], []),
        ([("gone", "silence")], ["gone"], ["one", "two", "three"]),
    ],
)
def test_what_is_left_begins_with_the_question_in_hand(
    answers: list[tuple[str, str]], unfiled: list[str], left: list[str]
):
    assert list(questions_left(ASKED, answers, unfiled)) == left


def session(archive: Archive, ended_well: bool = False, bank_file: str = "ml-engineer", **answers: str) -> None:
    made, journal = archive.start_session(datetime.now(UTC), "bank", {"bank_file": bank_file, "questions": ASKED})
    for number, (question, end_reason) in enumerate(answers.items(), start=1):
        record = {"id": f"{made.id}.{number}", "question": question, "end_reason": end_reason}
        made.keep(f"{number:02}-{question}", record, Sound(LOUD))
    if ended_well:
        journal.remove()
    else:
        journal.close()


def test_a_session_that_was_stopped_and_left_nothing_to_recover_is_gone_on_with(tmp_path: Path):
    session(Archive(tmp_path), ended_well=True, one="silence", two="interrupted")
    assert left_over(Archive(tmp_path)).questions == ("two", "three")
    session(Archive(tmp_path / "other"), ended_well=True, one="silence", two="silence", three="silence")
    with pytest.raises(RecordsError, match="no session to go on with"):
        left_over(Archive(tmp_path / "other"))


def test_the_newest_session_with_questions_left_is_gone_on_with_and_only_once(tmp_path: Path):
    archive = Archive(tmp_path)
    session(archive, one="silence")
    session(archive, one="silence", two="interrupted")
    session(archive, one="silence", two="silence", three="silence")
    left = left_over(archive)
    assert left.questions == ("two", "three")
    mark_resumed(archive, left)
    assert left_over(archive).questions == ("two", "three")
    assert left_over(archive).session != left.session
    mark_resumed(archive, left_over(archive))
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
