"""Hearing a kept answer again, with what was heard and what became of each point beside it."""

from typing import Any

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import Loudspeaker, Sound
from voiceprep.errors import RecordsError
from voiceprep.model import Verdict
from voiceprep.practice.screen import ENDED, Screen
from voiceprep.records.archive import Kept
from voiceprep.records.record import read_points, read_transcript

MARGIN_S = 1.0
"""Played before and after a point: what was said around it makes it understood."""


def show(record: dict[str, Any], screen: Screen) -> None:
    """Print a record: question, transcript, verdicts with their place in time, and the feedback.

    Raises `RecordsError`.
    """
    about = (record["at"], record["bank"], ENDED.get(record["end_reason"], ""))  # a recording, or a text, just ends
    screen.line(f"{record['id']}  ({', '.join(filter(None, about))})")
    screen.paragraph(str(record["question_text"]))
    screen.line()
    if record["heard"]:
        screen.verdict(read_transcript(record).text, Verdict(True, read_points(record)))
    else:
        screen.line("Nothing was heard.")
    screen.line()
    screen.sentences(record["feedback"])


def place_of(record: dict[str, Any], point: str) -> tuple[float, float]:
    """Where in the answer's sound a key point was heard, with `MARGIN_S` around it, seconds.

    `point` is its keyword or a part of it. Raises `RecordsError` where there is no such point, or none was heard.
    """
    points = read_points(record)
    named = [p for p in points if p.keyword.casefold() == point.casefold()]
    named = named or [p for p in points if point.casefold() in p.keyword.casefold()]
    if not named:
        known = ", ".join(p.keyword for p in points)
        raise RecordsError(
            f"The answer {record['id']} has no point {point!r}. It has: {known or 'none, as nothing was heard'}."
        )
    for evidence in (p.evidence for p in named if p.verdict != "missing"):
        if evidence is not None and evidence.start_s is not None and evidence.end_s is not None:
            return max(0.0, evidence.start_s - MARGIN_S), evidence.end_s + MARGIN_S
    raise RecordsError(f"{named[0].keyword!r} was not heard in this answer, so there is no place to play.")


def play(kept: Kept, loudspeaker: Loudspeaker, place: tuple[float, float] | None = None) -> None:
    """Play a kept answer, or a place in it in seconds; Ctrl-C stops it.

    Raises `AudioError`, or `RecordsError` where it has no sound.
    """
    if kept.audio is None:
        raise RecordsError(f"{kept.id} was typed, not spoken: there is nothing to play. --text prints it.")
    sound = read_sound(kept.audio)
    if place is not None:
        start, end = (2 * round(seconds * sound.rate_hz) for seconds in place)
        sound = Sound(sound.pcm[start:end], sound.rate_hz)
    playback = loudspeaker.play(sound)
    try:
        playback.wait()
    finally:
        playback.stop()
