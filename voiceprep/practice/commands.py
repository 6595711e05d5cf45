"""Spoken commands: which phrase stands for which key, and which of them a short utterance is.

Between answers a command is a whole short utterance, never a part of a longer one. Inside an answer nothing but the end
phrases and what begins with the prefix ("interviewer, repeat") acts, and only before a pause. The phrases are data:
`commands.yaml`.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from voiceprep.hearing.vad import Span
from voiceprep.model import Spotted
from voiceprep.practice.session import RESUME, UNKNOWN
from voiceprep.text import spoken_words

LONGEST_S = 2.5
"""Of a command, from its first sound to its last; whoever speaks longer says something else."""
LEAST_COVER = 0.4
"""Share of the utterance that the phrase must take; what it does not take costs, too."""
EDGES_S = 0.1
"""So much of the utterance is breath and the voice activity's edges."""
BESIDE = 4.0
"""What all else that a phrase does not take costs of its score, by its share of the utterance."""
COMMAND_EDGE_S = 0.1
"""A command's first sound begins so much before its phrase is found to fit."""
SHORTEST_WORD_S = 0.3
"""Less before it is no word of the answer."""
AT_THE_START_S = 0.25
"""The prefix begins so near to where its utterance did."""
AT_THE_END_S = 0.35
"""In an answer a command ends so near to where speech ended."""
LEAST_SCORE = 0.22
"""Of the sound's fit (`Spotted.score`) for a phrase of nine phones; this and the other figures here were chosen by what
`benchmarks/commands.py` measures."""
LEAST_SCORE_INSIDE = 0.8
"""The same inside an answer, where thousands of utterances are none."""
LEAST_SCORE_BEHIND_PREFIX = -0.4
"""The same of what follows the prefix, by itself: the prefix fits so well that nearly any command fits behind it."""
LEAST_SCORE_OF_PREFIX = 1.1
"""The same of the prefix alone, before what is no command."""
PHONES, PHONE_WORTH, MOST_PHONES = 9, 0.08, 20
"""A longer phrase fits by chance less easily: each phone more is worth so much of the score, up to `MOST_PHONES`."""
HASTE, PHONE_S = 2.5, 0.08
"""A phrase that fits in less time than its phones take is mostly another: what its haste costs of its score, by the
share of the time that it lacks."""
LEAST_LEAD = 0.1
"""By so much a command must fit better than any that another key stands for."""
LEAD_WORTH, MOST_LEAD = 0.4, 4.0
"""Between answers what fits better than all others by more is surer: each point of its lead is worth so much, up to
`MOST_LEAD`."""
REPLIES = ("yes", "no")
DONE = "done"
"""What the end phrases stand for."""
BEFORE_AN_ANSWER = frozenset("rtcwesbgq?p-+l")
"""What may be said without the prefix in the place of an answer."""

_FILE = Path(__file__).with_name("commands.yaml")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")

Confirm = Literal["never", "in an answer", "always"]


@dataclass(frozen=True, slots=True)
class Command:
    """What stands for a key, or for a reply of `session.REPLIES`."""

    key: str
    phrases: tuple[str, ...]
    confirm: Confirm = "never"


@dataclass(frozen=True, slots=True)
class Commands:
    """All that may be said."""

    commands: tuple[Command, ...]
    prefixes: tuple[str, ...]
    ends: tuple[str, ...]
    """Phrases that end an answer as its last words."""
    whole_ends: tuple[str, ...]
    """Phrases that end it as an utterance of their own."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Everything that is listened for; the prefix alone tells of a command that is none."""
        return (*self.between, *self.replies, *self.inside, *self.prefixes)

    @property
    def between(self) -> dict[str, str]:
        """From each phrase that acts between answers to its key."""
        return {p: command.key for command in self.commands if command.key not in REPLIES for p in command.phrases}

    @property
    def replies(self) -> dict[str, str]:
        """From each phrase that answers the question whether a command was meant to `yes` or `no`."""
        return {p: command.key for command in self.commands if command.key in REPLIES for p in command.phrases}

    @property
    def inside(self) -> dict[str, str]:
        """From each phrase that acts in an answer to its key."""
        prefixed = {
            f"{prefix} {phrase}": command.key
            for command in self.commands
            for phrase in command.phrases
            for prefix in self.prefixes
            if command.key not in (*REPLIES, RESUME)
        }
        return {**prefixed, **dict.fromkeys((*self.ends, *self.whole_ends), DONE)}

    def sure(self, key: str, in_answer: bool) -> bool:
        """Whether a key that was spoken is done at once, without asking."""
        asks = next((command.confirm for command in self.commands if command.key == key), "never")
        return asks == "never" or (asks == "in an answer" and not in_answer)


def expand(template: str) -> list[str]:
    """Every phrase that a template stands for: "say (that|it) again" is two."""
    template = _OPTIONAL.sub(r"(|\1)", template)
    parts = _ALTERNATIVES.split(template)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return list(dict.fromkeys(" ".join("".join(chosen).split()) for chosen in itertools.product(*choices)))


@cache
def _data() -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def menu(name: str) -> dict[str, str]:
    """Of a part of `commands.yaml` outside the interview, from each phrase to what it stands for."""
    return {phrase: key for key, say in _data()[name].items() for phrase in _expanded(say)}


@cache
def spoken_commands() -> Commands:
    """What `commands.yaml` says."""
    data = _data()
    replies = ({"key": key, "say": say} for key, say in data["replies"].items())
    resume = {"key": RESUME, "say": data[RESUME]}
    return Commands(
        tuple(_command(row) for row in (*data["commands"], *replies, resume)),
        tuple(data["prefix"]),
        _expanded(data["ends"]["anywhere"]),
        _expanded(data["ends"]["whole"]),
    )


def _command(row: dict[str, Any]) -> Command:
    return Command(row["key"], _expanded(row["say"]), row.get("confirm", "never"))


def _expanded(templates: Sequence[str]) -> tuple[str, ...]:
    return tuple(phrase for template in templates for phrase in expand(template))


def command_s(spotted: Sequence[Spotted], key: str, start_s: float, end_s: float) -> float:
    """How much of an utterance's end, seconds, is the command for `key` rather than the answer.

    All of it, where little comes before the phrase: that is the command's own first sounds.
    """
    own = [s for s in spotted if spoken_commands().inside.get(s.phrase) == key and abs(s.end_s - end_s) <= AT_THE_END_S]
    best = max(own, key=_worth, default=None)
    if best is None:
        return 0.0
    from_s = best.start_s - COMMAND_EDGE_S
    return end_s - (start_s if from_s - start_s < SHORTEST_WORD_S else from_s)


def between_answers(spotted: Sequence[Spotted], speech: Sequence[Span], least: float = LEAST_SCORE) -> str | None:
    """The key that a whole utterance stands for, by its sound; `UNKNOWN` for a short one that is no command."""
    return _or_unknown(_whole(spotted, spoken_commands().between, speech, least), speech)


def reply(spotted: Sequence[Spotted], speech: Sequence[Span]) -> str | None:
    """Whether a whole utterance is a yes or a no."""
    return _whole(spotted, spoken_commands().replies, speech, LEAST_SCORE)


def _length_s(speech: Sequence[Span]) -> float:
    return speech[-1].end_s - speech[0].start_s


def _whole(spotted: Sequence[Spotted], phrases: Mapping[str, str], speech: Sequence[Span], least: float) -> str | None:
    if not speech or _length_s(speech) > LONGEST_S:
        return None
    start_s, end_s = speech[0].start_s, speech[-1].end_s
    whole = [(s.phrase, worth_of_whole(s, start_s, end_s)) for s in spotted if _cover(s, start_s, end_s) >= LEAST_COVER]
    return _ranked(whole, phrases, least, LEAD_WORTH)


def whole_utterance(spotted: Sequence[Spotted], phrases: Mapping[str, str], speech: Sequence[Span]) -> str | None:
    """What a whole utterance stands for in a menu of phrases; `UNKNOWN` for a short one that is none of them."""
    return _or_unknown(_whole(spotted, phrases, speech, LEAST_SCORE), speech)


def _or_unknown(found: str | None, speech: Sequence[Span]) -> str | None:
    return UNKNOWN if found is None and speech and _length_s(speech) <= LONGEST_S else found


def in_an_answer(spotted: Sequence[Spotted], start_s: float, end_s: float, alone: bool) -> str | None:
    """The key that the last utterance in an answer stands for, or `DONE`; None where it is part of the answer.

    It was spoken from `start_s` to `end_s` of the sound in which `spotted` lie; `alone` where it is the whole utterance
    and not its end. `UNKNOWN` where that begins with the prefix, and no command follows.
    """
    commands = spoken_commands()
    phrases = {p: key for p, key in commands.inside.items() if alone or p not in commands.whole_ends}
    late = [s for s in spotted if abs(s.end_s - end_s) <= AT_THE_END_S]
    bare = {key for s in late if (key := commands.between.get(s.phrase)) and _worth(s) >= LEAST_SCORE_BEHIND_PREFIX}

    def fits(found: Spotted) -> bool:
        if found.phrase in commands.whole_ends:
            return _cover(found, start_s, end_s) >= LEAST_COVER
        return found.phrase in commands.ends or phrases.get(found.phrase) in bare

    key = _ranked([(s.phrase, _worth(s)) for s in late if fits(s)], phrases, LEAST_SCORE_INSIDE)
    return UNKNOWN if key is None and alone and _addressed(spotted, start_s) else key


def _addressed(spotted: Sequence[Spotted], start_s: float) -> bool:
    """Whether an utterance that began at `start_s` begins with the prefix."""
    return any(
        s.phrase in spoken_commands().prefixes
        and abs(s.start_s - start_s) <= AT_THE_START_S
        and _worth(s) >= LEAST_SCORE_OF_PREFIX
        for s in spotted
    )


def _cover(found: Spotted, start_s: float, end_s: float) -> float:
    return (min(found.end_s, end_s) - max(found.start_s, start_s)) / max(1e-6, end_s - start_s)


def worth(found: Spotted, took_s: float, share: float = 1.0) -> float:
    """How well a phrase fits, so that phrases of any length compare; `share` is how much of the utterance it takes."""
    lacks = max(0.0, 1 - took_s / (max(1, found.phones) * PHONE_S))
    by_length = PHONE_WORTH * (min(found.phones, MOST_PHONES) - PHONES)
    return share * found.score - (1 - share) * BESIDE + by_length - HASTE * lacks


def _worth(found: Spotted) -> float:
    return worth(found, found.end_s - found.start_s)


def worth_of_whole(found: Spotted, start_s: float, end_s: float) -> float:
    """How well a phrase fits an utterance as a whole."""
    length_s = max(1e-6, end_s - start_s)
    took_s = max(0.0, _cover(found, start_s, end_s)) * length_s
    return worth(found, took_s, 1 - max(0.0, length_s - took_s - EDGES_S) / length_s)


def _ranked(
    worths: Sequence[tuple[str, float]], phrases: Mapping[str, str], least: float, lead_worth: float = 0.0
) -> str | None:
    """The key whose best phrase is worth enough, and more than that of any other key."""
    best: dict[str, float] = {}
    for phrase, value in worths:
        if (key := phrases.get(phrase)) is not None:
            best[key] = max(value, best.get(key, value))
    ranked = sorted(best, key=lambda key: -best[key])
    if not ranked:
        return None
    lead = best[ranked[0]] - best[ranked[1]] if len(ranked) > 1 else MOST_LEAD
    sure = best[ranked[0]] + lead_worth * min(lead, MOST_LEAD) >= least
    return ranked[0] if sure and lead >= LEAST_LEAD else None


def in_text(text: str) -> Iterator[str]:
    """The keys that a written answer would have set off: what ends a sentence there would be followed by a pause."""
    commands = spoken_commands()
    inside = {tuple(spoken_words(phrase)): key for phrase, key in commands.inside.items()}
    whole = {tuple(spoken_words(phrase)) for phrase in commands.whole_ends}
    for sentence in re.split(r"[.!?;:\n]+", text):
        words = tuple(spoken_words(sentence))
        for length in range(1, len(words) + 1):
            end = words[-length:]
            if end in inside and (end not in whole or length == len(words)):
                yield inside[end]
