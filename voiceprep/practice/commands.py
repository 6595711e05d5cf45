"""Spoken commands, as data: what is said between answers, and the key that it stands for.

A command is a whole short utterance, never a part of a longer one: "I said that" acts, "I said that before" does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voiceprep.hearing.vad import Span
from voiceprep.model import Spotted, Transcript
from voiceprep.text import spoken_words

LONGEST_S = 2.5
"""Of a command, from its first sound to its last; whoever speaks longer says something else."""
LEAST_COVER = 0.65
"""Share of the utterance that the phrase must take: the rest is breath and the voice activity's edges."""
LEAST_SCORE = -2.4
"""Of the sound's fit (`Spotted.score`) for a phrase of nine phones; measured by `benchmarks/commands.py`."""
PHONES, PHONE_WORTH = 9, 0.05
"""A longer phrase fits by chance less easily: each phone more is worth so much of the score."""
LEAST_LEAD = 0.3
"""By so much a command must fit better than any that another key stands for."""


@dataclass(frozen=True, slots=True)
class Command:
    """What stands for a key."""

    key: str
    """Of `session.KEYS`."""
    phrases: tuple[str, ...]


COMMANDS = (
    Command("i", ("I said that", "I did say that", "but I said that")),
    Command("y", ("yes remember that", "please remember that", "remember that")),
    Command("m", ("say more", "tell me more")),
    Command("r", ("repeat the question", "repeat the question please")),
    Command("a", ("answer again", "let me answer again", "let me try again")),
    Command("e", ("give me the example", "example answer")),
    Command("h", ("play my answer", "let me hear my answer")),
    Command("enter", ("next question", "next question please")),
)
PHRASES = tuple(phrase for command in COMMANDS for phrase in command.phrases)
_KEYS = {phrase: command.key for command in COMMANDS for phrase in command.phrases}
_WORDS = {"".join(spoken_words(phrase)): key for phrase, key in _KEYS.items()}
_ASIDE = frozenset({"um", "uh", "er", "oh", "well", "but", "please", "okay", "ok", "hey"})


def command_of(transcript: Transcript, speech: Sequence[Span]) -> str | None:
    """The key that an utterance stands for, by its words or by its sound; None where it is no command."""
    if not speech or speech[-1].end_s - speech[0].start_s > LONGEST_S:
        return None
    words = [word for word in spoken_words(transcript.text) if word not in _ASIDE]
    return _WORDS.get("".join(words)) or _by_sound(transcript.spotted, speech[0].start_s, speech[-1].end_s)


def _by_sound(spotted: Sequence[Spotted], start_s: float, end_s: float) -> str | None:
    best: dict[str, float] = {}
    for found in spotted:
        key = _KEYS.get(found.phrase)
        shared_s = min(found.end_s, end_s) - max(found.start_s, start_s)
        if key is not None and shared_s >= LEAST_COVER * (end_s - start_s):
            score = found.score + PHONE_WORTH * (found.phones - PHONES)
            best[key] = max(score, best.get(key, score))
    ranked = sorted(best, key=lambda key: -best[key])
    if not ranked or best[ranked[0]] < LEAST_SCORE:
        return None
    if len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < LEAST_LEAD:
        return None
    return ranked[0]
