"""The interview as a state machine: every phase, every event, every key."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceprep.model import END_REASONS
from voiceprep.practice.events import (
    SIGNS,
    Adjust,
    Ask,
    CheckLevel,
    Chime,
    CloseGate,
    CloseMicrophone,
    Cue,
    Done,
    Effect,
    EndAnswer,
    Ended,
    Event,
    Finish,
    GiveMoment,
    Interrupted,
    Judge,
    Judged,
    MicrophoneLost,
    MicrophoneReady,
    Noticed,
    OpenGate,
    OpenMicrophone,
    Overhear,
    Overrule,
    Pressed,
    Remember,
    Reopen,
    Rest,
    Say,
    SayOn,
    SeekMicrophone,
    SetAside,
    SpeechBegan,
    Spoken,
    StopOverhearing,
    StopSound,
)
from voiceprep.practice.session import (
    ADJUSTMENTS,
    CONFIRM_S,
    HEARD_OUT_S,
    KEYS,
    MOMENT_S,
    MOST_ASIDES,
    OVERHEARD,
    PHASES,
    REPLIES,
    SPEAKING,
    UNHEARD_RESTS,
    Phase,
    State,
    begin,
    step,
)

OVER_THE_VOICE: tuple[Phase, ...] = (*SPEAKING, "cueing", "interrupted")


class Walk:
    """Drives the machine and holds every step against the rules."""

    def __init__(
        self, questions: int = 3, check_level: bool = True, overhears: bool = False, headphones: bool = False
    ) -> None:
        self.gate = False
        self.overheard = self.over = False
        self.answer = False
        """Whether an answer was opened and neither judged nor set aside."""
        self.finished = 0
        self.opened = self.settled = 0
        self.newest_ticket = 0
        self.effects: tuple[Effect, ...] = ()
        self.state: State
        self._follow(None, *begin(questions, check_level, overhears=overhears, headphones=headphones))

    def __call__(self, *events: Event) -> "Walk":
        for event in events:
            if isinstance(event, Ended) and self.state.phase == "listening":
                self.gate = False  # the listener closes it before it posts
            if isinstance(event, Spoken) and not self.over:
                self.overheard = False  # nor does it overhear more than one utterance
            self._follow(event, *step(self.state, event))
        return self

    def press(self, *keys: str) -> "Walk":
        return self(*(Pressed(key) for key in keys))

    def done(self) -> "Walk":
        return self(Done(self.state.ticket))

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def says(self) -> list[str]:
        return [e.what for e in self.effects if isinstance(e, Say)]

    def _follow(self, event: Event | None, state: State, effects: tuple[Effect, ...]) -> None:
        before = getattr(self, "state", None)
        self.state, self.effects = state, effects
        assert state.phase in PHASES
        assert 0 <= state.index < state.questions
        assert not self.finished or effects == (), "nothing happens after the end"
        for effect in effects:
            self._obey(effect, event, before)
        assert (state.phase == "over") == bool(self.finished)
        asking = state.phase in ("replaying", "confirming", "interrupted")
        assert asking or not state.asked or state.phase == "over", "nothing waits for a yes that was not asked for"
        assert self.gate <= (state.phase == "listening"), "the gate is open only while it listens"
        heard = (*OVERHEARD, *(OVER_THE_VOICE if state.headphones else ()))
        assert self.overheard <= (state.phase in heard), "commands are heard only while nothing else is"

    def _obey(self, effect: Effect, event: Event | None, before: State | None) -> None:
        if isinstance(effect, CheckLevel | Say | SayOn | Cue | Rest):
            assert effect.ticket > self.newest_ticket, "every ticket is new"
            assert effect.ticket == self.state.ticket
            self.newest_ticket = effect.ticket
        match effect:
            case OpenGate(goes_on):
                assert before
                if before.phase != "interrupted":
                    assert isinstance(event, Done)
                    assert before.phase == "cueing", "only after the cue, or where somebody answers over the voice"
                self.overheard = False
                assert before.microphone, "only where something can be heard"
                assert not self.gate
                assert goes_on == self.answer, "an answer goes on if and only if there is one"
                self.opened += not self.answer
                self.gate = self.answer = True
            case Say() | SayOn() | Cue() | CheckLevel():
                assert not self.gate, "the program is not heard as the answer"
                assert self.state.headphones or not self.overheard, "nor as a command"
            case Overhear(_, over):
                assert self.state.microphone
                assert not self.overheard
                assert self.state.headphones or not over
                self.overheard, self.over = True, over
            case StopOverhearing():
                self.overheard = False
            case CloseGate():
                assert self.gate
                self.gate = False
            case Chime() | GiveMoment():
                assert self.gate, "only while it listens"
            case Reopen():
                assert not self.answer
                self.answer = True
                self.opened += 1
            case EndAnswer():
                assert self.gate
            case SetAside():
                assert self.answer
                self.gate = self.answer = False
                self.settled += 1
            case Judge():
                assert self.answer
                assert not self.gate
                self.answer = False
                self.settled += 1
            case CloseMicrophone():
                assert not self.gate
            case Finish():
                assert effect is self.effects[-1]
                assert not self.gate
                assert not self.answer
                assert self.opened == self.settled, "every answer is judged or set aside"
                self.finished += 1


def listening(questions: int = 3) -> Walk:
    return Walk(questions)(MicrophoneReady()).done().done().done()


def paused_answer() -> Walk:
    return listening().press("p")


def at(phase: Phase) -> Walk:
    """A walk that has just come to `phase`."""
    match phase:
        case "checking":
            return Walk()
        case "asking":
            return Walk(check_level=False)
        case "opening":
            return Walk().done().done()
        case "cueing":
            return Walk()(MicrophoneReady()).done().done()
        case "listening":
            return listening()
        case "judging":
            return listening()(Ended("enter"))
        case "telling":
            return at("judging")(Judged())
        case "resting":
            return at("telling").done()
        case "replaying":
            return at("resting").press("h")
        case "confirming":
            return at("resting")(Spoken("q", sure=False)).done()
        case "interrupted":
            return Walk(overhears=True, headphones=True)(MicrophoneReady()).done()(SpeechBegan())
        case "paused":
            return paused_answer()
        case "closing":
            return listening(1)(Ended("enter"), Judged()).done().done()
        case "over":
            return Walk()(Interrupted())


EVENTS: tuple[Event, ...] = (
    MicrophoneReady(),
    MicrophoneLost(),
    Done(0),
    *(Ended(reason) for reason in END_REASONS),
    Judged(),
    *(Pressed(key) for key in (*KEYS, "x", "", "\x00")),
    Interrupted(),
    SpeechBegan(),
    *(Spoken(key, sure) for key in (None, "x", "answer", *REPLIES, *KEYS) for sure in (True, False)),
    *(Noticed(sign) for sign in SIGNS),
)


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_can_be_reached(phase: Phase):
    assert at(phase).phase == phase


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_every_event_in_every_phase_obeys_the_rules(phase: Phase, event: Event):
    walk = at(phase)(event)
    if phase == "over":
        assert walk.phase == "over"
        assert walk.effects == ()
    at(phase).done()(event)


def any_event(walk: Walk) -> st.SearchStrategy[Event]:
    ticket = walk.state.ticket
    return st.sampled_from([*EVENTS, Done(ticket), Done(ticket), Done(ticket), Done(ticket - 1)])


def next_event(walk: Walk) -> Event:
    """What comes where nobody presses anything and everything works."""
    match walk.phase:
        case "opening":
            return MicrophoneReady()
        case "listening":
            return Ended("silence")
        case "judging":
            return Judged()
        case "paused":
            return Pressed("p")
        case _:
            return Done(walk.state.ticket)


@settings(max_examples=2000)
@given(st.data(), st.integers(1, 4), st.booleans(), st.booleans(), st.booleans())
def test_whatever_happens_the_rules_hold_and_the_end_is_reached(
    data: st.DataObject, questions: int, check: bool, overhears: bool, headphones: bool
):
    walk = Walk(questions, check, overhears, headphones)
    for _ in range(data.draw(st.integers(0, 60))):
        walk(data.draw(any_event(walk)))
    for _ in range(12 * questions + 12):
        if walk.phase == "over":
            break
        walk(next_event(walk))
    assert walk.phase == "over"
    assert walk.finished == 1


@settings(max_examples=100)
@given(st.data(), st.sampled_from([Pressed("q"), Interrupted()]))
def test_quitting_and_ctrl_c_lead_over_from_anywhere(data: st.DataObject, leave: Event):
    walk = Walk()
    for _ in range(data.draw(st.integers(0, 40))):
        walk(data.draw(any_event(walk)))
    already = walk.phase == "over"
    walk(leave)
    assert walk.phase == "over"
    assert walk.finished == 1
    if not already:
        assert walk.effects[-1] == Finish(interrupted=isinstance(leave, Interrupted))
        assert walk.effects[0] == StopSound()


# ---- the straight way


def test_an_interview_that_nobody_disturbs():
    walk = Walk(2)
    seen = [(walk.phase, walk.effects)]
    while walk.phase != "over":
        walk(MicrophoneReady() if len(seen) == 1 and not walk.state.microphone else next_event(walk))
        seen.append((walk.phase, walk.effects))
    one = ["asking", "cueing", "listening", "judging", "telling", "resting"]
    assert [phase for phase, _ in seen] == ["checking", "checking", *one, *one, "closing", "over"]
    assert [e.what for _, effects in seen for e in effects if isinstance(e, Say)] == [
        "question", "feedback", "question", "feedback", "summary",
    ]  # fmt: skip
    assert seen[-1][1] == (Finish(interrupted=False),)


def test_the_question_is_asked_at_once_where_no_level_is_checked():
    assert Walk(check_level=False).effects == (OpenMicrophone(), Say(1, "question"))


def test_the_cue_waits_for_the_microphones_first_block():
    walk = Walk(check_level=False).done()
    assert (walk.phase, walk.effects) == ("opening", (OpenMicrophone(),))
    walk(MicrophoneReady())
    assert (walk.phase, walk.effects) == ("cueing", (Cue(2),))


def test_what_was_stopped_is_not_waited_for():
    walk = at("asking")
    old = walk.state.ticket
    walk.press("r")(Done(old))
    assert walk.phase == "asking"


# ---- the keys


def test_enter_ends_the_answer():
    assert listening().press("enter").effects == (EndAnswer("enter"),)
    assert listening().press("enter").phase == "listening", "until the last word is out"


def test_enter_goes_on():
    assert at("asking").press("enter").phase == "opening"
    assert at("telling").press("enter").says == ["question"]
    assert at("resting").press("enter").state.index == 1
    assert at("replaying").press("enter").says == ["question"]
    assert at("paused").press("enter").phase == "opening"
    assert at("closing").press("enter").phase == "over"


@pytest.mark.parametrize("phase", ["asking", "opening", "cueing", "listening", "telling", "resting", "replaying"])
def test_r_repeats_the_question(phase: Phase):
    walk = at(phase)
    index = walk.state.index
    walk.press("r")
    assert (walk.says, walk.state.index, walk.effects[0]) == (["question"], index, StopSound())


@pytest.mark.parametrize("phase", ["asking", "cueing", "listening", "telling", "resting", "replaying"])
def test_a_answers_again_without_hearing_the_question_again(phase: Phase):
    walk = at(phase)(MicrophoneReady())
    index = walk.state.index
    walk.press("a")
    assert (walk.phase, walk.says, walk.state.index) == ("cueing", [], index)
    assert walk.done().effects == (OpenGate(goes_on=False),)


@pytest.mark.parametrize(("key", "what"), [("h", "answer"), ("e", "example")])
@pytest.mark.parametrize(
    ("phase", "then"),
    [
        ("asking", "asking"),
        ("cueing", "asking"),
        ("listening", "asking"),
        ("telling", "resting"),
        ("resting", "resting"),
        ("replaying", "resting"),
    ],
)
def test_h_and_e_play_and_lead_back(phase: Phase, then: Phase, key: str, what: str):
    walk = at(phase).press(key)
    assert (walk.phase, walk.says) == ("replaying", [what])
    assert walk.done().phase == then
    assert walk.state.index == 0


@pytest.mark.parametrize("phase", ["telling", "resting", "replaying", "closing"])
def test_m_says_more_on_the_answer_and_leads_back(phase: Phase):
    walk = at(phase).press("m")
    assert (walk.phase, walk.says, walk.effects[0]) == ("replaying", ["more"], StopSound())
    assert walk.done().phase == "resting"
    assert walk.state.index == 0


@pytest.mark.parametrize("phase", ["checking", "asking", "opening", "cueing", "listening", "judging", "paused", "over"])
def test_m_does_nothing_where_there_is_no_answer_yet_and_never_cuts_one_off(phase: Phase):
    walk = at(phase)
    state = walk.state
    walk.press("m")
    assert (walk.state, walk.effects) == (state, ())


TOLD: tuple[Phase, ...] = ("telling", "resting", "replaying", "closing")
"""Where the feedback on an answer has begun."""


@pytest.mark.parametrize("phase", TOLD)
def test_i_lets_the_users_word_count_then_rests_longer_for_an_offer_to_be_taken(phase: Phase):
    walk = at(phase).press("i")
    assert walk.effects == (StopSound(), Overrule(), Say(walk.state.ticket, "noted"))
    assert walk.done().effects == (Rest(walk.state.ticket, UNHEARD_RESTS * walk.state.rest_s),)


@pytest.mark.parametrize("phase", TOLD)
def test_y_takes_the_offer_and_means_nothing_without_one(phase: Phase):
    walk = at(phase)
    before = walk.state
    assert (walk.press("y").state, walk.effects) == (before, ())
    walk.press("i", "y")
    assert walk.effects == (StopSound(), Remember(), Say(walk.state.ticket, "remembered"))
    assert walk.done().phase == "resting"


def test_the_users_word_is_about_the_answer_just_told_alone():
    assert all(at(phase).press("i", "y").effects == () for phase in PHASES if phase not in (*TOLD, "confirming"))
    walk = noted().press("enter").done().done()  # on to the next answer
    assert walk.press("y").effects == ()
    assert walk(Ended("enter"), Judged()).press("y").effects == ()


def test_a_pause_after_the_users_word_goes_on_with_the_rest():
    walk = at("telling").press("i", "p", "p")
    assert walk.phase == "resting"
    assert walk.press("y").effects[1] == Remember()


@pytest.mark.parametrize("phase", ["asking", "opening", "cueing", "listening", "telling", "resting", "replaying"])
def test_s_skips_to_the_next_question(phase: Phase):
    walk = at(phase).press("s")
    assert (walk.phase, walk.state.index, walk.says) == ("asking", 1, ["question"])


def test_s_skips_from_the_last_question_to_the_summary():
    assert listening(1).press("s").says == ["summary"]
    assert listening(1).press("s", "s").phase == "over"


@pytest.mark.parametrize("key", ["a", "b", "h", "e"])
def test_an_answer_that_is_left_is_set_aside(key: str):
    assert SetAside("interrupted") in listening().press(key).effects
    assert SetAside("interrupted") in paused_answer().press("p", key).effects


def test_an_answer_that_is_skipped_is_kept_as_skipped():
    assert listening().press("s").effects[1] == SetAside("skipped")


@pytest.mark.parametrize("phase", ["asking", "opening", "cueing", "listening", "telling", "resting", "replaying"])
def test_p_pauses_without_a_microphone_and_goes_on_where_it_was(phase: Phase):
    walk = at(phase).press("p")
    assert walk.phase == "paused"
    assert walk.effects[-1] == CloseMicrophone()
    assert not walk.state.microphone
    assert walk.press("r", "a", "h", "e", "m", "s").phase == "paused", "nothing else is done in a pause"
    walk.press("p")
    assert walk.effects[0] == OpenMicrophone()
    expected = {
        "cueing": "opening",
        "listening": "opening",
        "replaying": "resting",
    }
    assert walk.phase == expected.get(phase, phase)


def test_a_paused_answer_goes_on_after_a_new_cue():
    walk = paused_answer()
    assert CloseGate() not in walk.press("p").effects
    walk(MicrophoneReady())
    assert isinstance(walk.effects[0], Cue)
    assert walk.done().effects == (OpenGate(goes_on=True),)


def test_a_paused_answer_survives_a_second_pause_and_is_set_aside_when_one_quits():
    walk = paused_answer().press("p", "p", "p")(MicrophoneReady()).press("p")
    assert walk.state.keeps_open
    assert SetAside("interrupted") in walk.press("q").effects


@pytest.mark.parametrize("key", ["x", "1", "", "é", "\t"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_key_that_means_nothing_does_nothing(phase: Phase, key: str):
    walk = at(phase)
    before = walk.state
    walk.press(key)
    assert (walk.state, walk.effects) == (before, ())


def test_a_key_that_means_nothing_costs_no_paused_answer():
    walk = paused_answer().press("p", "x")(MicrophoneReady()).press("x").done()
    assert walk.effects == (OpenGate(goes_on=True),)


@pytest.mark.parametrize("phase", ["checking", "judging"])
def test_a_key_in_a_moment_that_is_over_at_once_is_not_taken(phase: Phase):
    before = at(phase).state
    assert all(at(phase).press(key).state == before for key in KEYS if key != "q")


# ---- a microphone that goes


def test_an_answer_whose_microphone_goes_waits_for_it_and_goes_on():
    walk = listening()(MicrophoneLost())
    assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, "microphone_gone"), SeekMicrophone())
    assert walk.phase == "paused"
    assert walk.done().phase == "paused", "said, but not back yet"
    assert isinstance(walk(MicrophoneReady()).effects[0], Cue)
    assert walk.done().effects == (OpenGate(goes_on=True),)


def test_whoever_does_not_wait_for_the_microphone_keeps_what_was_said():
    assert SetAside("interrupted") in listening()(MicrophoneLost()).press("q").effects


def test_a_microphone_that_is_not_back_when_one_would_go_on_is_waited_for_again():
    walk = listening()(MicrophoneLost()).press("p")
    assert walk.effects == (OpenMicrophone(),)
    assert walk(MicrophoneLost()).phase == "paused"
    assert walk.state.keeps_open


@pytest.mark.parametrize("phase", ["checking", "opening"])
def test_an_interview_without_a_microphone_ends(phase: Phase):
    assert at(phase)(MicrophoneLost()).effects[-1] == Finish(interrupted=False)


@pytest.mark.parametrize("phase", ["asking", "cueing", "judging", "telling", "resting", "replaying"])
def test_a_microphone_that_goes_between_answers_is_opened_again_before_the_next(phase: Phase):
    walk = at(phase)(MicrophoneReady(), MicrophoneLost())
    assert walk.phase == phase
    seen: list[Effect] = []
    while walk.phase not in ("opening", "over"):
        walk(next_event(walk))
        seen += walk.effects
    assert OpenMicrophone() in seen
    assert not any(isinstance(e, OpenGate) for e in seen)


def test_a_block_from_before_a_pause_is_no_sign_of_life_after_it():
    walk = at("asking").press("p")(MicrophoneReady()).press("p").done()
    assert (walk.phase, walk.effects) == ("opening", (OpenMicrophone(),))


def noted() -> Walk:
    return at("resting").press("i")


def test_the_documented_keys_are_those_that_are_taken():
    def taken(keys: Iterable[str]) -> set[str]:
        return {k for k in keys if any(walk.press(k).effects for walk in (*map(at, PHASES), noted()))}

    assert taken([*KEYS, *"abcdefghijklmnopqrstuvwxyz0123456789!*/=.,;"]) == set(KEYS)


def resting() -> Walk:
    """A rest in which a command may be said."""
    walk = Walk(overhears=True)(MicrophoneReady()).done().done().done()
    return walk(Ended("enter"), Judged()).done()


def test_while_it_rests_it_hears_what_is_said():
    walk = resting()
    assert walk.effects == (Rest(walk.state.ticket, walk.state.rest_s), Overhear())
    assert walk.done().effects[0] == StopOverhearing()
    assert walk.phase == "asking"


def test_nobody_is_spoken_over_the_rest_waits_until_they_have_finished():
    walk = resting()
    old = walk.state.ticket
    assert walk(SpeechBegan(), Done(old)).phase == "resting"
    assert resting()(SpeechBegan()).effects == (Rest(walk.state.ticket, HEARD_OUT_S),), "but not for ever"
    walk(Spoken(None))
    assert walk.phase == "resting"
    assert walk.effects == (StopOverhearing(), Rest(walk.state.ticket, walk.state.rest_s), Overhear())
    assert walk.done().phase == "asking"


@pytest.mark.parametrize("key", [key for key in KEYS if key != "p"])
def test_a_spoken_command_does_what_its_key_does(key: str):
    spoken, pressed = resting()(SpeechBegan()), resting()(SpeechBegan())
    spoken(Spoken(key))
    pressed.press(key)
    assert (spoken.state, spoken.effects) == (pressed.state, pressed.effects)


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in (*OVERHEARD, "listening", "interrupted")])
def test_what_was_said_in_a_rest_that_is_over_does_nothing(phase: Phase):
    walk = at(phase)
    before = walk.state
    walk(SpeechBegan(), Spoken("q"))
    assert (walk.state, walk.effects) == (before, ())


def test_a_microphone_that_is_lost_while_somebody_speaks_does_not_stop_the_interview():
    walk = resting()(SpeechBegan(), MicrophoneLost())
    assert walk.effects[0] == StopOverhearing()
    assert walk.done().phase == "asking"


def test_without_a_live_microphone_nothing_is_overheard():
    walk = Walk()(MicrophoneReady()).done().done().done()(Ended("enter"), Judged()).done()
    assert walk.effects == (Rest(walk.state.ticket, walk.state.rest_s),)


def test_talk_nearby_does_not_hold_the_interview_up_for_ever():
    walk = resting()
    for _ in range(MOST_ASIDES - 1):
        assert walk(SpeechBegan(), Spoken(None)).phase == "resting"
    assert walk(SpeechBegan(), Spoken(None)).phase == "asking"
    assert walk.state.index == 1
    walk(MicrophoneReady()).done().done()(Ended("enter"), Judged()).done()
    assert walk(SpeechBegan(), Spoken(None)).phase == "resting", "each rest anew"


# ---- what is said into an answer, and besides it

INTO_AN_ANSWER = {"c": "hint", "w": "why", "g": "progress", "?": "help", "r": "question"}


@pytest.mark.parametrize(("key", "what"), INTO_AN_ANSWER.items())
@pytest.mark.parametrize("by_voice", [False, True])
def test_what_is_asked_for_in_an_answer_is_said_and_the_answer_goes_on(key: str, what: str, by_voice: bool):
    walk = listening()
    walk(Spoken(key) if by_voice else Pressed(key))
    assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, what))
    assert walk.done().effects == (Cue(walk.state.ticket),)
    assert walk.done().effects == (OpenGate(goes_on=True),)


@pytest.mark.parametrize(("key", "what"), [(k, w) for k, w in INTO_AN_ANSWER.items() if k != "r"])
def test_what_is_asked_for_after_the_feedback_leads_back_to_the_rest(key: str, what: str):
    walk = at("telling").press(key)
    assert walk.says == [what]
    assert walk.done().phase == "resting"


@pytest.mark.parametrize("key", ["c", "w", "g", "?"])
def test_what_is_asked_for_instead_of_the_question_leads_back_to_it(key: str):
    assert at("asking").press(key).done().says == ["question"]


def test_an_unknown_command_in_an_answer_hears_what_is_possible_each_time_and_the_answer_goes_on():
    walk = listening()
    for _ in range(2):
        walk(Spoken("unknown"))
        assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, "not_understood"))
        assert walk.done().done().effects == (OpenGate(goes_on=True),)


def test_whoever_does_not_begin_is_told_to_take_their_time_and_is_heard_on():
    walk = listening()(Noticed("nothing_yet"))
    assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, "take_your_time"))
    assert walk.done().done().effects == (OpenGate(goes_on=True),)


def test_a_microphone_that_gives_nothing_at_all_is_told_aloud_and_heard_on():
    walk = listening()(Noticed("muted"))
    assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, "muted"))
    assert walk.done().done().effects == (OpenGate(goes_on=True),)


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign not in ("nothing_yet", "muted")])
def test_a_sign_is_a_chime_and_nothing_is_spoken_over_an_answer(sign):
    walk = listening()
    before = walk.state
    assert walk(Noticed(sign)).effects == (Chime(sign),)
    assert walk.state == before


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "listening"])
def test_a_sign_that_comes_late_is_none(phase: Phase, sign):
    walk = at(phase)
    before = walk.state
    assert (walk(Noticed(sign)).effects, walk.state) == ((), before)


def test_a_moment_is_given_at_once_in_an_answer_before_it_and_between_answers():
    assert listening().press("t").effects == (GiveMoment(), Chime("moment"))
    walk = at("asking")(MicrophoneReady()).press("t")
    assert walk.done().effects == (OpenGate(goes_on=False), GiveMoment())
    assert listening().press("a").done().effects == (OpenGate(goes_on=False),), "once"
    walk = at("resting").press("t")
    assert walk.says == ["moment"]
    assert walk.done().effects[0] == Rest(walk.state.ticket, MOMENT_S)
    assert at("resting").press("t", "enter").done().done().effects == (OpenGate(goes_on=False),), (
        "not of the next answer"
    )


@pytest.mark.parametrize("phase", TOLD)
def test_whoever_was_not_finished_goes_on_with_the_last_answer(phase: Phase):
    walk = at(phase).press("o")
    assert walk.effects == (StopSound(), Reopen(), Cue(walk.state.ticket))
    assert walk.done().effects == (OpenGate(goes_on=True),)
    assert walk(Ended("silence")).effects == (Judge("silence"),)


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in (*TOLD, "confirming")])
def test_there_is_no_last_answer_to_go_on_with_elsewhere(phase: Phase):
    walk = at(phase)
    before = walk.state
    assert (walk.press("o").effects, walk.state) == ((), before)


def test_b_goes_back_to_the_question_before_and_from_the_first_to_itself():
    walk = at("resting").press("enter")
    assert walk.state.index == 1
    assert (walk.press("b").state.index, walk.says) == (0, ["question"])
    assert (walk.press("b").state.index, walk.says) == (0, ["question"])


@pytest.mark.parametrize("key", ADJUSTMENTS)
def test_the_voice_changes_at_once_and_the_change_is_acknowledged(key: str):
    assert at("asking").press(key).effects[:2] == (StopSound(), Adjust(key))
    assert at("asking").press(key).says == ["question"]
    assert listening().press(key).effects == (Adjust(key), Chime("adjusted"))
    walk = at("resting").press(key)
    assert walk.effects == (StopSound(), Adjust(key), Say(walk.state.ticket, "adjusted"))
    assert walk.done().phase == "resting"


def asked_in_rest(key: str = "q") -> Walk:
    return resting()(SpeechBegan(), Spoken(key, sure=False))


def test_what_is_not_easily_undone_is_asked_for_first():
    walk = asked_in_rest()
    assert walk.effects == (StopOverhearing(), StopSound(), Ask("q"), Say(walk.state.ticket, "sure"))
    walk.done()
    assert walk.effects == (Rest(walk.state.ticket, CONFIRM_S), Overhear(reply=True))
    assert walk.phase == "confirming"
    assert walk(SpeechBegan(), Spoken("yes")).phase == "over"


@pytest.mark.parametrize("reply", ["no", None, "unknown", "r"])
def test_without_a_yes_nothing_happens(reply: str | None):
    assert asked_in_rest().done()(SpeechBegan(), Spoken(reply)).phase == "resting"
    assert asked_in_rest().done().done().phase == "resting", "nor where nothing is said"


def test_an_answer_in_which_something_was_not_confirmed_goes_on_and_one_that_was_skipped_is_kept():
    def asked() -> Walk:
        walk = Walk(overhears=True)(MicrophoneReady()).done().done().done()
        return walk(Spoken("s", sure=False))

    assert asked().effects[1] == CloseGate()
    assert asked().done()(Spoken("no")).done().effects == (OpenGate(goes_on=True),)
    assert SetAside("skipped") in asked().done()(Spoken("yes")).effects


def test_a_key_answers_too_and_any_other_does_what_it_always_does():
    assert asked_in_rest().press("y").phase == "over", "while it is asked"
    assert asked_in_rest().done().press("y").phase == "over"
    assert asked_in_rest().done().press("r").says == ["question"]


def paused_by_voice() -> Walk:
    return resting()(SpeechBegan(), Spoken("p")).done()


def test_whoever_pauses_by_voice_goes_on_by_voice_and_is_told_both():
    walk = resting()(SpeechBegan(), Spoken("p"))
    assert walk.effects == (StopOverhearing(), StopSound(), Say(walk.state.ticket, "paused"))
    assert walk(Spoken("resume")).effects == (), "what it says itself is not heard"
    assert walk.done().effects[-1] == Overhear()
    assert walk.phase == "paused"
    assert walk(Spoken(None)).effects == (Overhear(),), "whatever else is said"
    assert walk(Spoken("p")).effects == (Overhear(),)
    assert walk(Spoken("resume")).says == ["going_on"]
    assert walk.done().phase == "resting"
    assert walk(SpeechBegan(), Spoken("resume")).phase == "resting", "said twice it does not pause again"


def test_an_answer_that_is_paused_by_voice_goes_on():
    walk = Walk(overhears=True)(MicrophoneReady()).done().done().done()(Spoken("p"))
    assert walk.effects == (StopSound(), CloseGate(), Say(walk.state.ticket, "paused"))
    assert walk.done()(Spoken("resume")).done().effects == (OpenGate(goes_on=True),)


def test_a_pause_whose_microphone_goes_listens_on_when_it_is_back():
    walk = paused_by_voice()(MicrophoneLost())
    assert walk.effects[-1] == SeekMicrophone()
    assert walk(MicrophoneReady()).effects[-1] == Overhear()
    assert walk.phase == "paused", "it was not asked to go on"
    assert walk(Spoken("resume")).says == ["going_on"]
    assert OpenMicrophone() in paused_by_voice()(MicrophoneLost()).press("p").effects


def answer_paused_by_voice() -> Walk:
    return Walk(overhears=True)(MicrophoneReady()).done().done().done()(Spoken("p")).done()


@pytest.mark.parametrize("paused", [paused_by_voice, answer_paused_by_voice])
def test_a_pause_can_be_ended_for_good_or_goes_on_without_a_yes(paused: Callable[[], Walk]):
    walk = paused()(Spoken("q", sure=False))
    assert walk.says == ["sure"]
    assert walk.done()(Spoken("no")).effects[-1] == Overhear()
    assert walk.phase == "paused"
    assert paused()(Spoken("q", sure=False)).done().done().phase == "paused", "nor where nothing is said"
    assert paused()(Spoken("q", sure=False)).press("p").phase != "paused"
    assert paused()(Spoken("q", sure=False)).done()(Spoken("yes")).phase == "over"


@pytest.mark.parametrize("paused", [paused_by_voice, answer_paused_by_voice])
@pytest.mark.parametrize("asked", [False, True], ids=["while it is asked", "when it was"])
def test_a_pause_whose_microphone_goes_while_it_is_asked_whether_to_stop_seeks_it(
    paused: Callable[[], Walk], asked: bool
):
    walk = paused()(Spoken("q", sure=False))
    if asked:
        walk.done()
    walk(MicrophoneLost())
    while walk.phase != "paused":
        walk.done()
    assert SeekMicrophone() in walk.effects
    assert walk(MicrophoneReady()).effects[-1] == Overhear()


def test_an_unknown_command_hears_what_is_possible_once_an_answer():
    walk = resting()(SpeechBegan(), Spoken("unknown"))
    assert walk.says == ["help"]
    walk.done()
    assert walk.phase == "resting"
    assert walk(SpeechBegan(), Spoken("unknown")).says == []


# ---- headphones


def over_the_voice(phase: Phase = "asking") -> Walk:
    """With headphones, while the program speaks."""
    walk = Walk(1, overhears=True, headphones=True)(MicrophoneReady()).done()
    if phase in ("telling", "closing", "replaying"):
        walk.done().done()(Ended("enter"), Judged())
    if phase == "closing":
        walk.done().done()
    return walk.press("e") if phase == "replaying" else walk


@pytest.mark.parametrize("phase", SPEAKING)
def test_with_headphones_it_hears_who_speaks_over_it(phase: Phase):
    walk = over_the_voice(phase)
    assert walk.phase == phase
    assert walk.effects[-1] == Overhear(over=True)
    walk(SpeechBegan())
    assert walk.effects == (StopSound(), Rest(walk.state.ticket, HEARD_OUT_S))
    assert walk.phase == "interrupted"


@pytest.mark.parametrize("phase", SPEAKING)
@pytest.mark.parametrize("nothing", [None, "unknown", "yes"])
def test_where_nothing_was_said_to_it_the_voice_goes_on(phase: Phase, nothing: str | None):
    walk = over_the_voice(phase)(SpeechBegan(), Spoken(nothing))
    assert walk.effects == (StopOverhearing(), SayOn(walk.state.ticket), Overhear(over=True))
    assert walk.phase == phase
    assert over_the_voice(phase)(SpeechBegan()).done().phase == phase, "nor for ever, where nothing follows"


@pytest.mark.parametrize("phase", SPEAKING)
@pytest.mark.parametrize("key", [key for key in KEYS if key != "p"])
def test_a_command_over_the_voice_does_what_its_key_does(phase: Phase, key: str):
    pressed = over_the_voice(phase).press(key)
    short = over_the_voice(phase)(Spoken(key))
    assert (short.state, short.effects) == (pressed.state, pressed.effects)
    longer = over_the_voice(phase)(SpeechBegan(), Spoken(key))
    assert longer.phase == pressed.phase
    if not pressed.effects:
        assert isinstance(longer.effects[1], SayOn), "a command that means nothing there does not leave it silent"


def test_whoever_answers_over_the_question_is_heard_at_once():
    walk = over_the_voice()(SpeechBegan(), Spoken("answer"))
    assert walk.effects == (OpenGate(goes_on=False),)
    walk = over_the_voice().done().done()(Noticed("nothing_yet"), SpeechBegan(), Spoken("answer"))
    assert walk.effects == (OpenGate(goes_on=True),), "over a word in between, too"
    walk = over_the_voice()(Spoken("g"), SpeechBegan(), Spoken("answer"))
    assert walk.effects == (OpenGate(goes_on=False),), "or before the question is asked again"
    assert over_the_voice("telling")(SpeechBegan(), Spoken("answer")).phase == "interrupted", "not over the feedback"


def test_what_begins_while_the_question_ends_is_still_heard_at_the_cue():
    walk = over_the_voice().done()
    assert walk.effects == (Cue(walk.state.ticket),)
    assert walk.done().effects == (OpenGate(goes_on=False),)


def test_whoever_does_not_want_to_stop_after_all_hears_the_question_again():
    walk = over_the_voice()(SpeechBegan(), Spoken("q", sure=False))
    assert walk.says == ["sure"]
    assert walk.done()(Spoken("no")).says == ["question"]


def test_whoever_does_not_want_to_stop_after_all_comes_back_to_where_it_was_asked():
    def asked() -> Walk:  # while a hint is given before the first answer
        return over_the_voice()(Spoken("c"), SpeechBegan(), Spoken("q", sure=False))

    assert asked().effects[-1] == Overhear(reply=True, over=True), "a yes may be said over it"
    assert asked()(SpeechBegan(), Spoken("yes")).phase == "over"
    assert isinstance(asked()(SpeechBegan(), Spoken(None)).effects[1], SayOn), "anything else lets it finish"
    for unsure in (asked().done(), asked().done()(SpeechBegan(), Spoken("no")), asked().done().press("enter")):
        walk = unsure if unsure.phase != "confirming" else unsure.done()
        assert (walk.says, walk.state.index) == (["question"], 0)
    assert over_the_voice("closing")(Spoken("q", sure=False)).done().done().says == ["summary"]


@pytest.mark.parametrize("phase", ["replaying", "confirming"])
def test_n_and_enter_are_no_and_a_key_that_means_nothing_there_changes_nothing(phase: Phase):
    walk = asked_in_rest() if phase == "replaying" else asked_in_rest().done()
    assert walk.phase == phase
    before = walk.state
    assert walk.press("x").state == before
    assert walk.press("n").phase == "resting"
    assert asked_in_rest().press("enter").phase == "resting"


def test_without_headphones_nobody_is_heard_over_the_voice():
    walk = Walk(overhears=True)(MicrophoneReady()).done()
    before = walk.state
    assert walk(SpeechBegan(), Spoken("q"), Spoken("answer")).state == before
    assert Walk(headphones=True)(MicrophoneReady()).done().effects == (Say(walk.state.ticket, "question"),)


def test_before_there_is_a_microphone_nobody_can_have_spoken_over_it():
    walk = Walk(1, overhears=True, headphones=True).done()
    assert walk.phase == "asking"
    assert walk(SpeechBegan()).effects == ()
    assert walk.phase == "asking"
