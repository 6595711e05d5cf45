"""Spoken commands: what is one, what is none, and when they are heard."""

import threading
from pathlib import Path

import pytest
from stage import LOUD, QUIET, Held, Person, Script, until
from test_own_word import HEARD, Box, Reader

from voiceprep.errors import HearingError
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.vad import Span
from voiceprep.model import Spotted, Transcript, Word
from voiceprep.practice.commands import COMMANDS, LEAST_LEAD, LEAST_SCORE, LONGEST_S, PHRASES, command_of
from voiceprep.practice.session import KEYS, Pressed
from voiceprep.text import spoken_words

SPEECH = (Span(0.5, 1.5),)
NO_COMMANDS = (
    "", "that", "I said", "we said that the model overfits", "I said that before in my last job",
    "I said that to my manager", "the next question would be the data", "more", "say more about the data",
    "repeat the experiment", "we try again with a backoff", "for example", "the example answer was long", "play",
    "remember that precision matters", "in the end I learned", "thank you", "yes", "okay", "skip connections",
)  # fmt: skip


def words(text: str) -> Transcript:
    return Transcript(text, tuple(Word(w) for w in text.split()))


def sound(*found: tuple[str, float, float, float]) -> Transcript:
    """What the recogniser wrote is of no use; phrases with their scores and places."""
    spotted = tuple(Spotted(phrase, start_s, end_s, score, 8, 2.0) for phrase, score, start_s, end_s in found)
    return Transcript("i should have to", (), spotted)


@pytest.mark.parametrize(("key", "phrase"), [(c.key, p) for c in COMMANDS for p in c.phrases])
def test_every_command_is_heard_by_its_words_and_by_its_sound(key: str, phrase: str):
    for said in (phrase, phrase.upper(), f"um, {phrase}.", f"well {phrase} please"):
        assert command_of(words(said), SPEECH) == key
    assert command_of(sound((phrase, -1.0, 0.55, 1.45)), SPEECH) == key


def test_every_command_stands_for_a_key_and_no_phrase_for_two():
    assert {command.key for command in COMMANDS} <= set(KEYS)
    spoken = ["".join(spoken_words(phrase)) for phrase in PHRASES]
    assert len(set(spoken)) == len(spoken)


@pytest.mark.parametrize("said", NO_COMMANDS)
def test_a_part_of_what_is_said_is_no_command(said: str):
    assert command_of(words(said), SPEECH) is None


@pytest.mark.parametrize("phrase", PHRASES)
def test_whoever_speaks_on_gives_no_command(phrase: str):
    long = (Span(0.5, 0.6), Span(0.7, 0.5 + LONGEST_S + 0.1))
    assert command_of(words(phrase), long) is None
    assert command_of(sound((phrase, -0.5, 0.5, 1.5)), long) is None


def test_a_sound_that_fits_badly_or_only_a_piece_or_two_commands_alike_is_none():
    assert command_of(sound(("I said that", LEAST_SCORE - 0.1, 0.5, 1.5)), SPEECH) is None
    assert command_of(sound(("I said that", -0.5, 0.5, 1.0)), SPEECH) is None
    both = ("I said that", -1.0, 0.5, 1.5), ("say more", -1.0 - LEAST_LEAD / 2, 0.5, 1.5)
    assert command_of(sound(*both), SPEECH) is None
    same_key = ("I said that", -1.0, 0.5, 1.5), ("I did say that", -1.1, 0.5, 1.5)
    assert command_of(sound(*same_key), SPEECH) == "i"
    assert command_of(sound(("validation curve", -0.1, 0.5, 1.5)), SPEECH) is None


def test_where_nobody_spoke_there_is_no_command():
    assert command_of(words("I said that"), ()) is None


def test_i_said_that_lets_the_point_count_by_voice_and_yes_remembers_what_was_heard(tmp_path: Path):
    person, reader, file = Person(), Reader(), tmp_path / "own" / "aliases.yaml"
    heard = Script(HEARD, "i said that", "yes remember that", "nothing of that kind")
    held = Held(
        tmp_path, person, heard, ("overfitting",), Box(), reader, rest_s=60.0, aliases=file, overhears=True,
        endpoint=EndpointSettings(silence_s=0.5, limit_s=20, warning_s=5),
    )  # fmt: skip
    thread = threading.Thread(target=held.run)
    thread.start()

    def rests() -> bool:
        return held.interview._state.phase == "resting" and held.interview._listener._tell_said is not None

    def says(*blocks: bytes) -> None:
        person.says(*[QUIET] * 40, *blocks, *[QUIET] * 60)

    try:
        until(lambda: person.deliver is not None)
        person.says(QUIET)
        until(lambda: bool(person.gates))
        person.says(*[LOUD] * 110, *[QUIET] * 30)
        for said in ("Noted:", "From now on"):
            until(rests)
            says(*[LOUD] * 50)
            until(lambda said=said: any(s.startswith(said) for s in reader.read))
        until(rests)
        ticket = held.interview._state.ticket
        says(*[LOUD] * 50)
        until(lambda: held.interview._state.ticket > ticket + 1 and rests())
        assert held.interview._state.phase == "resting", "what is no command changes nothing"
    finally:
        held.interview.post(Pressed("q"))
        thread.join(20)
    assert not thread.is_alive()
    (record,) = held.records
    assert [e["was"] for e in record["overrules"]] == ["missing"]
    assert file.exists()


def test_a_recogniser_that_fails_on_what_is_said_between_answers_ends_nothing(tmp_path: Path):
    person, reader, script = Person(), Reader(), Script(HEARD)
    held = Held(
        tmp_path, person, script, ("overfitting",), Box(), reader, rest_s=60.0, overhears=True,
        endpoint=EndpointSettings(silence_s=0.5, limit_s=20, warning_s=5),
    )  # fmt: skip
    thread = threading.Thread(target=held.run)
    thread.start()

    def rests() -> bool:
        return held.interview._state.phase == "resting" and held.interview._listener._tell_said is not None

    try:
        until(lambda: person.deliver is not None)
        person.says(QUIET)
        until(lambda: bool(person.gates))
        person.says(*[LOUD] * 110, *[QUIET] * 30)
        until(rests)
        ticket, script.fails = held.interview._state.ticket, HearingError("It fell over.")
        person.says(*[QUIET] * 40, *[LOUD] * 50, *[QUIET] * 60)
        until(lambda: held.interview._state.ticket > ticket + 1 and rests())
    finally:
        held.interview.post(Pressed("q"))
        thread.join(20)
    assert not thread.is_alive()
    assert len(script.utterances) == 2, "the answer and what was said after it"
    (record,) = held.records
    assert record["overrules"] == []
    assert "It fell over." not in held.text
