"""Where in a kept answer a key point was heard, and that only that is played."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voiceprep.audio.file_speaker import FileSpeaker
from voiceprep.audio.files import read_sound, write_wave
from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.errors import RecordsError
from voiceprep.practice.replay import MARGIN_S, place_of, play
from voiceprep.records.archive import Kept


def point(keyword: str, start_s: float | None, end_s: float | None, how: str = "words") -> dict[str, Any]:
    evidence = {"how": how, "text": keyword, "start_s": start_s, "end_s": end_s, "score": 0.9}
    return {"tip": 0, "keyword": keyword, "verdict": "said", "evidence": evidence}


RECORD = {
    "id": "answer",
    "points": [
        point("early stopping", 4.0, 4.8),
        point("stopping rule", 0.3, 0.9, how="sound"),
        {"tip": 0, "keyword": "dropout", "verdict": "missing", "evidence": None},
    ],
}


def test_a_point_is_found_by_its_keyword_with_a_margin_around_it():
    assert place_of(RECORD, "Early Stopping") == pytest.approx((4.0 - MARGIN_S, 4.8 + MARGIN_S))


def test_a_part_of_the_keyword_is_enough():
    assert place_of(RECORD, "early") == place_of(RECORD, "early stopping")


def test_the_margin_does_not_reach_before_the_answer():
    assert place_of(RECORD, "rule") == pytest.approx((0.0, 0.9 + MARGIN_S))


def test_an_unknown_point_is_answered_with_those_that_there_are():
    with pytest.raises(RecordsError, match="early stopping, stopping rule, dropout"):
        place_of(RECORD, "pruning")


def test_a_point_that_was_not_heard_has_no_place():
    with pytest.raises(RecordsError, match="was not heard"):
        place_of(RECORD, "dropout")


def test_of_an_answer_in_which_nothing_was_heard_there_is_no_point():
    with pytest.raises(RecordsError, match="nothing was heard"):
        place_of({"id": "answer", "points": []}, "dropout")


def test_only_the_place_is_played(tmp_path: Path):
    samples = np.arange(3 * RATE_HZ, dtype="<i2")
    write_wave(tmp_path / "answer.wav", Sound(samples.tobytes()))
    kept = Kept(tmp_path / "answer.json", {**RECORD, "audio": {"path": "answer.wav"}})
    loudspeaker = FileSpeaker(tmp_path / "played.wav")
    try:
        play(kept, loudspeaker, (1.0, 1.5))
    finally:
        loudspeaker.close()
    played = np.frombuffer(read_sound(tmp_path / "played.wav").pcm, "<i2")
    assert np.array_equal(played[: RATE_HZ // 2], samples[RATE_HZ : 3 * RATE_HZ // 2])
