"""Patience from the first answer on: what an earlier session learnt of the speaker's pauses."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stage import LOUD, QUIET, Held, Person, Script, until

from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.practice.patience import as_patient, note_patience
from voiceprep.records.archive import Archive


def kept(archive: Archive, *learnt: float | None) -> None:
    for hour, patience_s in enumerate(learnt):
        session, journal = archive.start_session(datetime(2026, 1, 1, hour, tzinfo=UTC), "bank", {})
        note_patience(session, patience_s)
        session.end(datetime(2026, 1, 1, hour, 30, tzinfo=UTC))
        journal.remove()


@pytest.mark.parametrize(
    ("learnt", "silence_s"),
    [
        ((), 2.5),
        ((None,), 2.5),
        ((3.4,), 3.4),
        ((3.4, None), 3.4),
        ((5.0, 3.0), 3.0),
        ((2.0,), 2.5),
        ((9.0,), 6.0),
    ],
)
def test_the_newest_session_that_learnt_it_makes_more_patient_and_never_less(tmp_path: Path, learnt, silence_s):
    archive = Archive(tmp_path)
    kept(archive, *learnt)
    assert as_patient(EndpointSettings(), archive).silence_s == silence_s


def test_what_is_asked_for_stays_where_it_is_more(tmp_path: Path):
    archive = Archive(tmp_path)
    kept(archive, 3.4)
    assert as_patient(EndpointSettings(silence_s=5.0), archive).silence_s == 5.0


@pytest.mark.parametrize("written", ["long", None, True, float("nan"), float("inf"), [3]])
def test_a_session_file_that_somebody_changed_is_no_patience(tmp_path: Path, written):
    archive = Archive(tmp_path)
    kept(archive, 3.4)
    (file,) = tmp_path.glob("*/session.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), "patience_s": written}))
    assert as_patient(EndpointSettings(), archive).silence_s == 2.5


@pytest.mark.parametrize(("known_from", "learnt"), [(2, True), (3, False)])
def test_a_session_notes_what_it_learnt_once_enough_pauses_were_heard(tmp_path: Path, known_from: int, learnt: bool):
    person = Person()
    settings = EndpointSettings(
        silence_s=1.0, least_s=0.5, edges_s=0.0, known_from=known_from, limit_s=60, warning_s=1
    )  # fmt: skip
    held = Held(tmp_path, person, Script("early stopping"), endpoint=settings)
    thread = threading.Thread(target=held.run)
    thread.start()
    until(lambda: person.deliver is not None)
    person.says(QUIET)
    until(lambda: bool(person.gates))
    for _ in range(3):
        person.says(*[LOUD] * 40, *[QUIET] * 40)
    person.says(*[QUIET] * 60)
    thread.join(20)
    assert not thread.is_alive()
    saved = json.loads((held.session.folder / "session.json").read_text())
    assert ("patience_s" in saved) == learnt
    if learnt:
        assert saved["patience_s"] == pytest.approx(1.3 * 0.8, abs=0.2)
