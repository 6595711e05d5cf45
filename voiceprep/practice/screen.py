"""What the interview shows: the same words that are spoken, and one live line while it listens."""

import contextlib
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TextIO

from voiceprep.model import EndReason, Evidence, Question, Verdict
from voiceprep.practice.take import Gauge

_METER_FLOOR_DBFS = -60.0
_METER_WIDTH = 10
_ERASE = "\r\x1b[2K"
_SYMBOLS = {"said": "✓", "maybe": "?", "missing": "✗"}
_PLAIN_SYMBOLS = {"said": "+", "maybe": "?", "missing": "-"}


def clock(seconds: float) -> str:
    """Minutes and seconds, `1:05`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def meter(rms_dbfs: float) -> str:
    """A bar for the level of the microphone."""
    filled = round((rms_dbfs - _METER_FLOOR_DBFS) / -_METER_FLOOR_DBFS * _METER_WIDTH)
    filled = max(0, min(_METER_WIDTH, filled))
    return "[" + "#" * filled + "." * (_METER_WIDTH - filled) + "]"


def heard_where(evidence: Evidence) -> str:
    """The words that a verdict rests on and their place in time; of the sound alone, what was written there."""
    quoted = f'"{evidence.text}"'
    if evidence.how in ("sound", "overruled") or not evidence.text:
        by = "by your own word" if evidence.how == "overruled" else "by its sound"
        quoted = f"{by}, where I wrote {quoted}" if evidence.text else by
    return quoted if evidence.start_s is None else f"{quoted}, at {clock(evidence.start_s)}"


def live_line(gauge: Gauge, partial: str, ends_after_s: float | None, width: int) -> str:
    """Level, time and the newest words, cut to `width` characters."""
    line = f"{meter(gauge.level.rms_dbfs)} {clock(gauge.answer_s)}"
    if gauge.near_limit:
        line += " (near the limit)"
    elif ends_after_s is not None and gauge.silence_s > ends_after_s / 2:
        line += f" (ends in {max(0.0, ends_after_s - gauge.silence_s):.0f} s)"
    room = width - len(line) - 3
    if partial and room > 10:
        line += "  " + (partial if len(partial) <= room else "…" + partial[-(room - 1) :])
    return line[: width - 1]


ENDED: dict[EndReason, str] = {
    "silence": "ended by silence", "enter": "ended by Enter", "said_done": "ended as you said",
    "limit": "ended at its limit", "skipped": "skipped", "interrupted": "broken off",
    "device_lost": "ended as the microphone went",
}  # fmt: skip


class Screen:
    """Prints to `out`; the live line only where that is a terminal."""

    def __init__(self, out: TextIO | None = None, width: Callable[[], int] = lambda: 100) -> None:
        """`width` is asked each time: a terminal may be made narrower."""
        self._out = out or sys.stdout
        self._terminal = self._out.isatty()
        self._width = width
        self._live = False
        self._one_at_a_time = threading.Lock()  # the loop, the mind and the listener all have something to say
        encoding = (getattr(self._out, "encoding", None) or "ascii").lower()
        self._symbols = _SYMBOLS if "utf" in encoding else _PLAIN_SYMBOLS

    def line(self, text: str = "") -> None:
        """Print one line, over the live line."""
        self._print(text + "\n")

    def _print(self, text: str, live: bool = False) -> None:
        encoding = getattr(self._out, "encoding", None) or "ascii"
        # A terminal that is gone has no reader, but the answers are still to be filed.
        with self._one_at_a_time, contextlib.suppress(OSError):
            over, self._live = _ERASE if self._live else "", live
            self._out.write(over + text.encode(encoding, "replace").decode(encoding))
            self._out.flush()

    def paragraph(self, text: str, indent: str = "  ", first: str | None = None) -> None:
        """Print wrapped text; `first` indents its first line otherwise."""
        import textwrap

        begins = indent if first is None else first
        self._print(textwrap.fill(text, self._width() - 2, initial_indent=begins, subsequent_indent=indent) + "\n")

    def notice(self, text: str) -> None:
        """Print something about the program itself, set apart from the interview."""
        self.paragraph(text, first="! ")

    def question(self, number: int, count: int, question: Question) -> None:
        """Print the question that is being read."""
        self.line()
        self.line(f"Question {number} of {count}")
        self.paragraph(question.ask)

    def verdict(self, transcript: str, verdict: Verdict, end_reason: EndReason | None = None) -> None:
        """Print what was heard, how it ended, and what became of each point."""
        if verdict.heard:
            ended = f" ({ENDED[end_reason]})" if end_reason in ENDED else ""
            self.line(f"You said, as heard{ended}:")
            self.paragraph(transcript)
            for point in verdict.points:
                heard = f"  ({heard_where(point.evidence)})" if point.evidence else ""
                line = f"{self._symbols[point.verdict]} {point.keyword}: {point.verdict}{heard}"
                self.paragraph(line, "      ", first="  ")

    def sentences(self, sentences: Sequence[str]) -> None:
        """Print what is being said."""
        self.paragraph(" ".join(sentences), first="> ")

    def live(self, gauge: Gauge, partial: str, ends_after_s: float | None) -> None:
        """Renew the live line."""
        if self._terminal:
            self._print(live_line(gauge, partial, ends_after_s, self._width()), live=True)

    def clear(self) -> None:
        """Remove the live line."""
        if self._live:
            self._print("")
