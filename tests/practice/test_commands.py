"""Spoken commands: what is one, what is none, and when they are heard."""

import threading
from pathlib import Path

import pytest
from stage import BANK, FITS, LOUD, QUIET, Held, Person, Script, until
from test_own_word import HEARD, Box, Reader

from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.vad import Span
from voiceprep.model import Spotted
from voiceprep.practice.besides import ADJUSTED, NO_FURTHER, NOT_SPOKEN, SURE
from voiceprep.practice.commands import (
    DONE,
    LEAD_WORTH,
    LEAST_LEAD,
    LEAST_SCORE,
    LEAST_SCORE_BEHIND_PREFIX,
    LEAST_SCORE_INSIDE,
    LEAST_SCORE_OF_PREFIX,
    LONGEST_S,
    MOST_LEAD,
    UNKNOWN,
    between_answers,
    command_s,
    expand,
    in_an_answer,
    in_text,
    reply,
    spoken_commands,
)
from voiceprep.practice.commands import REPLIES as COMMAND_REPLIES
from voiceprep.practice.events import Pressed
from voiceprep.practice.session import KEYS, RESUME
from voiceprep.text import spoken_words

COMMANDS = spoken_commands()
WHOLE = (Span(0.5, 1.5),)
LEAST_ALONE = LEAST_SCORE - LEAD_WORTH * MOST_LEAD
NO_COMMANDS = (
    "we wrote end to end tests", "pass the message on", "in the end I learned", "I had to explain the trade-off",
    "try again with a backoff", "that's my answer to overfitting and I would add dropout", "I said that before",
    "the interviewer asked me to repeat the question twice", "I told the interviewer", "next we repeat the experiment",
    "so I stopped the interviewer", "skip connections help", "when I'm done with the data", "I was done by then",
    "we pause the pipeline and resume it", "why we do it is simple", "an example answer would be", "we go back to it",
)  # fmt: skip


def found(phrase: str, score: float = FITS, start_s: float = 0.5, end_s: float = 1.5, phones: int = 9) -> Spotted:
    return Spotted(phrase, start_s, end_s, score, phones, 2.0)


def behind_prefix(phrase: str, score: float = FITS, bare: float = FITS) -> list[Spotted]:
    """What is found where a command is said behind the prefix: it, and the command by itself."""
    return [found(phrase, score), found(phrase.removeprefix("interviewer "), bare, start_s=1.0)]


@pytest.mark.parametrize(("phrase", "key"), COMMANDS.between.items())
def test_every_command_stands_for_its_key_between_answers(phrase: str, key: str):
    assert key in (*KEYS, RESUME)
    assert between_answers([found(phrase)], WHOLE) == key
    assert in_an_answer([found(phrase)], 0.5, 1.5, alone=True) is None, "not without the prefix"


@pytest.mark.parametrize(("phrase", "key"), COMMANDS.inside.items())
def test_every_command_stands_for_its_key_in_an_answer_after_the_prefix(phrase: str, key: str):
    assert key in KEYS or key == DONE
    assert in_an_answer(behind_prefix(phrase), 0.5, 1.5, alone=True) == key
    assert list(in_text(f"we used dropout. {phrase}."))[-1:] == [key]


def test_every_key_can_be_said_and_no_phrase_stands_for_two():
    """But for "n", which is "no"; and going on after a pause is no key of its own."""
    assert {command.key for command in COMMANDS.commands} == {*KEYS, *COMMAND_REPLIES, RESUME} - {"n"}
    for table in ({**COMMANDS.between, **COMMANDS.inside}, COMMANDS.replies):
        said = ["".join(spoken_words(phrase)) for phrase in table]
        assert len(set(said)) == len(said)
    assert len(COMMANDS.phrases) == len(set(COMMANDS.phrases))


def test_templates_are_written_out():
    assert expand("say (that|it) again [please]") == [
        "say that again", "say that again please", "say it again", "say it again please",
    ]  # fmt: skip
    assert expand("why") == ["why"]


@pytest.mark.parametrize("said", NO_COMMANDS)
def test_what_is_said_in_passing_is_no_command(said: str):
    assert list(in_text(said)) == []


@pytest.mark.parametrize("phrase", COMMANDS.between)
def test_whoever_speaks_on_gives_no_command(phrase: str):
    long = (Span(0.5, 0.6), Span(0.7, 0.5 + LONGEST_S + 0.1))
    assert between_answers([found(phrase)], long) is None


@pytest.mark.parametrize("phrase", COMMANDS.inside)
def test_a_command_in_an_answer_is_its_last_words(phrase: str):
    assert in_an_answer([found(phrase, end_s=1.5)], 0.5, 3.0, alone=False) is None
    badly = LEAST_SCORE_INSIDE - 0.1
    assert in_an_answer(behind_prefix(phrase, badly, badly), 0.5, 1.5, alone=False) is None


@pytest.mark.parametrize("phrase", COMMANDS.whole_ends)
def test_some_end_phrases_have_to_be_an_utterance_of_their_own(phrase: str):
    assert in_an_answer([found(phrase, start_s=2.0, end_s=2.5)], 0.0, 2.5, alone=False) is None
    assert in_an_answer([found(phrase, start_s=2.0, end_s=2.5)], 0.3, 2.5, alone=True) is None
    assert in_an_answer([found(phrase, start_s=2.0, end_s=2.5)], 2.0, 2.5, alone=True) == DONE
    assert in_an_answer([found("that's my answer", start_s=2.0, end_s=2.5)], 0.0, 2.5, alone=False) == DONE


def test_a_command_behind_the_prefix_has_to_fit_by_itself_too():
    badly = behind_prefix("interviewer tell me more", bare=LEAST_SCORE_BEHIND_PREFIX - 0.5)
    assert in_an_answer(badly, 0.5, 1.5, alone=False) is None
    assert in_an_answer([found("interviewer", end_s=1.0), *badly], 0.5, 1.5, alone=True) == UNKNOWN
    other = [found("interviewer tell me more"), found("hint", start_s=1.0)]
    assert in_an_answer(other, 0.5, 1.5, alone=False) is None


@pytest.mark.parametrize("prefix", COMMANDS.prefixes)
def test_an_utterance_in_an_answer_that_begins_with_the_prefix_and_is_no_command_is_unknown(prefix: str):
    assert in_an_answer([found(prefix, end_s=1.0)], 0.5, 2.0, alone=True) == UNKNOWN
    assert in_an_answer([found(prefix, end_s=1.0), *behind_prefix(f"{prefix} repeat")], 0.5, 1.5, alone=True) == "r"
    assert in_an_answer([found(prefix, start_s=1.0)], 0.5, 2.0, alone=True) is None, "it has to be the first word"
    assert in_an_answer([found(prefix, end_s=1.0)], 0.5, 4.0, alone=False) is None, "who speaks on tells of one"
    assert in_an_answer([found(prefix, LEAST_SCORE_OF_PREFIX - 0.1, end_s=1.0)], 0.5, 2.0, alone=True) is None


def test_a_sound_that_fits_badly_or_only_a_piece_or_two_commands_alike_is_none():
    assert between_answers([found("I said that", LEAST_ALONE - 0.1)], WHOLE) == "unknown"
    assert between_answers([found("I said that", end_s=0.8)], WHOLE) == "unknown"
    both = [found("I said that", 1.0), found("say more", 1.0 - LEAST_LEAD / 2)]
    assert between_answers(both, WHOLE) == "unknown"
    assert between_answers([found("I said that", 1.0), found("I did say that", 0.9)], WHOLE) == "i"
    assert between_answers([found("validation curve")], WHOLE) == "unknown"


def test_a_longer_phrase_may_fit_a_little_worse():
    assert between_answers([found("I said that", LEAST_ALONE - 0.1, phones=12)], WHOLE) == "i"


def test_of_two_commands_the_one_that_takes_more_of_the_utterance_is_meant():
    both = [found("skip the question", 1.1), found("previous question", 1.4, start_s=0.8)]
    assert between_answers(both, WHOLE) == "s"


def test_a_phrase_that_would_have_to_be_said_in_haste_is_another():
    utterance = (Span(0.5, 1.1),)
    both = [found("hint", 1.7, end_s=1.1, phones=4), found("give me a moment", 1.7, end_s=1.1, phones=12)]
    assert between_answers(both, utterance) == "c"


def test_what_fits_better_than_all_others_by_far_may_fit_a_little_worse():
    alike = [found("pause", LEAST_SCORE - 0.5), found("help", LEAST_SCORE - 0.7)]
    assert between_answers(alike, WHOLE) == "unknown"
    apart = [found("pause", LEAST_SCORE - 0.5), found("help", LEAST_SCORE - 2.0)]
    assert between_answers(apart, WHOLE) == "p"


def test_a_reply_is_a_yes_or_a_no_and_nothing_else():
    assert {reply([found(phrase)], WHOLE) for phrase in COMMANDS.replies} == {"yes", "no"}
    assert all(reply([found(phrase)], WHOLE) is None for phrase in COMMANDS.between)
    assert all(between_answers([found(phrase)], WHOLE) == "unknown" for phrase in COMMANDS.replies)


def test_what_is_not_easily_undone_is_asked_for():
    assert {key for key in KEYS if not COMMANDS.sure(key, in_answer=False)} == {"q"}
    assert {key for key in KEYS if not COMMANDS.sure(key, in_answer=True)} == {"q", "s"}
    assert {key for key in KEYS if not COMMANDS.sure(key, in_answer=True)} == set(SURE)


def test_where_nobody_spoke_there_is_no_command():
    assert between_answers([found("I said that")], ()) is None
    assert reply([found("yes")], ()) is None


class Rested:
    """An interview in a thread of its own, after the first answer."""

    def __init__(self, folder: Path, script: Script, aliases: Path | None = None) -> None:
        self.person, self.reader = Person(), Reader()
        self.held = Held(
            folder, self.person, script, ("overfitting",), Box(), self.reader, rest_s=60.0, aliases=aliases,
            overhears=True, endpoint=EndpointSettings(silence_s=0.5, edges_s=0, limit_s=20, warning_s=5),
        )  # fmt: skip
        self.thread = threading.Thread(target=self.held.run)

    def __enter__(self) -> "Rested":
        self.thread.start()
        until(lambda: self.person.deliver is not None)
        self.person.says(QUIET)
        until(lambda: bool(self.person.gates))
        self.person.says(*[LOUD] * 110, *[QUIET] * 30)
        return self

    def __exit__(self, *problem: object) -> None:
        self.held.interview.post(Pressed("q"))
        self.thread.join(20)
        assert not self.thread.is_alive()

    @property
    def rests(self) -> bool:
        return self.held.interview._state.phase == "resting" and self.held.interview._listener._overhears

    def speaks(self) -> None:
        until(lambda: self.rests)
        self.person.says(*[QUIET] * 40, *[LOUD] * 50, *[QUIET] * 60)

    def reads(self, beginning: str) -> None:
        until(lambda: any(sentence.startswith(beginning) for sentence in self.reader.read))


def test_i_said_that_lets_the_point_count_by_voice_and_yes_remembers_what_was_heard(tmp_path: Path):
    script, file = Script(HEARD), tmp_path / "own" / "aliases.yaml"
    script.commands = ["", "I said that", "yes remember that"]
    with Rested(tmp_path, script, file) as rested:
        for said in ("Noted:", "From now on", "You can say:"):
            rested.speaks()
            rested.reads(said)
    (record,) = rested.held.records
    assert [e["was"] for e in record["overrules"]] == ["missing"]
    assert file.exists()


def test_stopping_by_voice_asks_first(tmp_path: Path):
    script = Script(HEARD)
    script.commands = ["", "stop the interview", "yes please"]
    with Rested(tmp_path, script) as rested:
        rested.speaks()
        rested.reads(SURE["q"])
        until(lambda: rested.held.interview._state.phase == "confirming" and rested.held.interview._listener._overhears)
        rested.person.says(*[QUIET] * 40, *[LOUD] * 50, *[QUIET] * 60)
        rested.thread.join(10)
        assert not rested.thread.is_alive()
    assert len(rested.held.records) == 1


@pytest.mark.parametrize(
    ("phrase", "reply"),
    [
        ("how am I doing", "This is question 1 of 1."),
        ("give me a hint", "A hint:"),
        ("why do they ask", next(q.why for q in BANK.questions if q.id == "overfitting")[:20]),
        ("what can I say", "You can say:"),
        ("slower", ADJUSTED["-"]),
        ("louder", ADJUSTED["l"]),
    ],
)
def test_what_is_asked_for_by_voice_is_read(tmp_path: Path, phrase: str, reply: str):
    script = Script(HEARD)
    script.commands = ["", phrase]
    with Rested(tmp_path, script) as rested:
        rested.speaks()
        rested.reads(reply)


@pytest.mark.parametrize("key", ADJUSTED)
def test_the_end_of_what_can_be_changed_is_told(tmp_path: Path, key: str):
    with Rested(tmp_path, Script(HEARD)) as rested:
        until(lambda: rested.rests)
        for _ in range(8):
            rested.held.interview.post(Pressed(key))
        rested.reads(NO_FURTHER[key])


def test_what_does_not_speak_says_so(tmp_path: Path):
    held = Held(tmp_path, Person(), Script())
    for key in ADJUSTED:
        held.interview._adjust(key)
        assert held.interview._adjusted == NOT_SPOKEN
    held.interview._close()


def test_whoever_was_not_finished_adds_to_the_answer_and_both_are_kept(tmp_path: Path):
    script = Script(HEARD, "the whole answer")
    script.commands = ["", "I wasn't finished"]
    with Rested(tmp_path, script) as rested:
        rested.speaks()
        until(lambda: len(rested.person.gates) > 2)
        rested.person.says(*[QUIET] * 10, *[LOUD] * 110, *[QUIET] * 40)
        until(lambda: len(script.utterances) > 1)
        until(lambda: rested.rests)
    first, second = sorted(rested.held.records, key=lambda record: record["attempt"])
    assert second["attempt"] == 2
    assert second["transcript"]["text"] == "the whole answer"
    assert second["audio"]["seconds"] == pytest.approx(2 * first["audio"]["seconds"], abs=0.7)


def test_what_of_an_answer_is_the_command_and_no_part_of_it():
    late = found("that's my answer", start_s=3.0, end_s=4.0)
    assert command_s([late], DONE, 0.0, 4.1) == pytest.approx(1.2), "the last words"
    assert command_s([late], DONE, 2.7, 4.1) == pytest.approx(1.4), "all of an utterance that is nothing else"
    assert command_s([late], DONE, 2.4, 4.1) == pytest.approx(1.2), "but a word before it is the answer's"
    assert command_s([late, found("that's my answer", 1.0, 0.0, 1.0)], DONE, 0.0, 4.1) == pytest.approx(1.2)
    assert command_s([], DONE, 0.0, 4.1) == 0
