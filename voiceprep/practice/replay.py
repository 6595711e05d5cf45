"""Hearing a kept answer again, with what was heard and what became of each point beside it."""

from typing import Any

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import Loudspeaker
from voiceprep.errors import RecordsError
from voiceprep.model import Verdict
from voiceprep.practice.screen import Screen
from voiceprep.records.archive import Kept
from voiceprep.records.record import read_points, read_transcript


def show(record: dict[str, Any], screen: Screen) -> None:
    """Print a record: question, transcript, verdicts with their place in time, and the feedback.

    Raises `RecordsError`.
    """
    screen.line(f"{record['id']}  ({record['at']}, {record['bank']}, ended by {record['end_reason']})")
    screen.paragraph(str(record["question_text"]))
    screen.line()
    if record["heard"]:
        screen.verdict(read_transcript(record).text, Verdict(True, read_points(record)))
    else:
        screen.line("Nothing was heard.")
    screen.line()
    screen.sentences(record["feedback"])


def play(kept: Kept, loudspeaker: Loudspeaker) -> None:
    """Play a kept answer to its end; Ctrl-C stops it. Raises `AudioError`, or `RecordsError` where it has no sound."""
    if kept.audio is None:
        raise RecordsError(f"{kept.id} was typed, not spoken: there is nothing to play. --text prints it.")
    playback = loudspeaker.play(read_sound(kept.audio))
    try:
        playback.wait()
    finally:
        playback.stop()
