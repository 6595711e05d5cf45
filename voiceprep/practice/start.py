"""From what the user asked for to a running interview: which questions, which answers, which equipment."""

import contextlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from voiceprep.audio.files import FileMicrophone, read_sound
from voiceprep.audio.ports import Loudspeaker, Microphone
from voiceprep.audio.silent import SilentSpeaker
from voiceprep.bank import find_bank, find_question, load_bank, read_aliases, with_aliases
from voiceprep.errors import ConfigError, DeviceError
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.registry import DEFAULT, Choice, sent_away
from voiceprep.hearing.vad import silero
from voiceprep.model import Bank, Question
from voiceprep.practice.by_voice import choose_by_voice
from voiceprep.practice.commands import spoken_commands
from voiceprep.practice.equipment import Equipment, Tell, any_loudspeaker, any_voice, sound_card_microphone
from voiceprep.practice.events import Pressed
from voiceprep.practice.keys import keys
from voiceprep.practice.loop import Interview, Settings
from voiceprep.practice.patience import as_patient
from voiceprep.practice.recovery import recover_all
from voiceprep.practice.resume import left_over
from voiceprep.practice.screen import Screen, clock
from voiceprep.practice.session import EVERYDAY, KEYS
from voiceprep.records.archive import Archive
from voiceprep.records.recover import unfinished_sessions
from voiceprep.speaking.voice import Voice

QUESTIONS = 3
"""Asked unless told otherwise."""
SAMPLE_BANK = "ml-engineer"
"""The shipped bank to which the sample answers belong."""
SAMPLES_NOTICE = "Until then, here are sample answers (synthetic speech)."
CHOICE_WAITS = f"They answer the bank {SAMPLE_BANK}: your own choice of questions waits for a microphone."
SAMPLES_RATE_WPM = 185
"""Least words a minute of the voice there: the whole show takes less than 90 s, most of it speech."""
REST_S, HANDS_FREE_REST_S = 3.0, 6.0
"""After the feedback: time to begin saying a command, once the voice's tail is over; longer where there is no key."""
EMBEDDED = Choice(DEFAULT, why="as it needs nothing else")
"""The recogniser unless another is chosen."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    recordings: Path
    samples: Path
    """Folder of the sample answers."""
    voice_cache: Path
    model_cache: Path
    """Folder of the models that are adapted to a bank."""
    aliases: Path | None = None
    """File of the user's own aliases; None where none are kept."""
    bank: str = SAMPLE_BANK
    questions: int | None = None
    only: tuple[str, ...] = ()
    order: Literal["file", "shuffle"] = "file"
    limit_s: float = 300.0
    patience_s: float = 2.5
    think_s: float = 0.0
    target_s: float = 120.0
    chimes: bool = True
    hands_free: bool = False
    """Whether nobody is at the keyboard: more time is left for what is said between answers."""
    chooses: bool = False
    """Whether what is practised is chosen by voice first."""
    own_banks: Path | None = None
    """Folder of the user's own question files."""
    headphones: bool = False
    """Whether the microphone does not hear the program: who speaks over it interrupts it."""
    spoken_commands: bool = True
    resume: bool = False
    """Whether to go on with the newest session that has questions left, whatever else is asked for."""
    resumes: str | None = None
    """The session that is gone on with."""
    engine: Choice = EMBEDDED
    voice: str | None = None
    rate_wpm: int = 170
    speech: bool = True
    answers: tuple[Path, ...] = ()
    fast: bool = False
    mic: str | None = None
    speaker: str | None = None
    replay: str = "voiceprep replay latest"
    """The command that plays what this session keeps."""
    recover: str = "voiceprep recover"
    """The command that files what an earlier session left."""


def pick(bank: Bank, request: Request, stems: Sequence[str]) -> list[Question]:
    """The questions to ask: the named ones, else those that recorded answers name, else the first ones.

    Raises `UnknownQuestion`.
    """
    if request.only:
        return [find_question(bank, id) for id in dict.fromkeys(request.only)]
    questions = list(bank.questions)
    if request.order == "shuffle":
        random.shuffle(questions)
    named = [q for q in questions if q.id in stems]
    wanted = request.questions or QUESTIONS
    if stems:  # a question without an answer would only be met with silence
        wanted = min(request.questions or len(stems), len(stems))
    return (named + [q for q in questions if q not in named])[:wanted]


def assign(questions: Sequence[Question], answers: Sequence[Path]) -> dict[str, Path]:
    """Which file answers which question: by the file's stem, the others in order."""
    ids = {q.id for q in questions}
    assigned = {a.stem: a for a in answers if a.stem in ids}
    rest = iter([a for a in answers if a.stem not in ids])
    for question in questions:
        if question.id not in assigned:
            file = next(rest, None)
            if file is not None:
                assigned[question.id] = file
    return assigned


def practise(request: Request, screen: Screen) -> bool:
    """Hold the interview; True where it was interrupted. Raises `VoiceprepError`."""
    if request.resume:
        request = _resumed(request, screen)
    wanted = request
    asked = load_bank(find_bank(wanted.bank, wanted.own_banks))  # before the samples may take its place
    for id in wanted.only:
        find_question(asked, id)
    request, microphone, problem = _microphone(request)
    if request.chooses and microphone is not None:
        loudspeaker = _loudspeaker(request, screen.notice)
        reader = any_voice(request.voice, request.rate_wpm, request.voice_cache, screen.notice)
        chosen = choose_by_voice(
            find_bank(request.bank, request.own_banks), request.own_banks, QUESTIONS, request.order,
            microphone, loudspeaker, reader, request.model_cache, screen,
        )  # fmt: skip
        if chosen is None:
            screen.line("Nothing was begun, and nothing is kept.")
            return False
        request = replace(request, bank=str(chosen.offer.file), questions=chosen.count, order=chosen.order)
    bank = load_bank(find_bank(request.bank, request.own_banks))
    if request.aliases is not None:
        bank = with_aliases(bank, read_aliases(request.aliases))
    # The recogniser adapts itself to the bank and loads while the rest is looked for.
    engine = request.engine
    commands = spoken_commands().phrases if request.spoken_commands else ()
    recogniser = open_recogniser(engine.name, bank.phrases, request.model_cache, engine.model, screen.notice, commands)
    try:
        if leaves := sent_away(request.engine.name):
            screen.notice(leaves)
        if request.engine.by_itself and request.engine.name != DEFAULT:
            screen.notice(f"Your answers are heard by {request.engine}.")
        if problem:
            waits = CHOICE_WAITS if wanted.bank != SAMPLE_BANK or wanted.only else ""
            screen.notice(f"{problem} {SAMPLES_NOTICE} {waits}")
        if _cut_off(request.recordings):
            screen.notice(f"An earlier session was cut off. `{request.recover}` files what you said in it.")
        # One cause is told once.
        loudspeaker = _loudspeaker(request, lambda text: screen.notice(text.removeprefix(problem).strip()))
        questions = pick(bank, request, [a.stem for a in request.answers])
        if microphone is None:
            microphone = FileMicrophone(_checked(assign(questions, request.answers)), request.fast)
        voice = (
            any_voice(request.voice, request.rate_wpm, request.voice_cache, screen.notice)
            if loudspeaker.audible
            else None
        )
        equipment = Equipment(microphone, loudspeaker, voice, recogniser, silero())
    except BaseException:
        recogniser.close()
        raise
    return _hold(request, bank, questions, equipment, screen, live=not request.answers, samples=bool(problem))


def _resumed(request: Request, screen: Screen) -> Request:
    """The request for what is left of a session; what was cut off in it is filed first. Raises `VoiceprepError`."""
    archive = Archive(request.recordings)
    left = left_over(archive)
    if _cut_off(request.recordings):
        recover_all(
            request.recordings, lambda: request.engine, request.model_cache, lambda: True, screen,
            lambda: datetime.now(UTC), aliases=request.aliases,
        )  # fmt: skip
    count = len(left.questions)
    screen.notice(f"Going on with {left.session}: {count} question{'' if count == 1 else 's'} left.")
    asks = replace(request, bank=left.bank_file, only=left.questions, questions=None, chooses=False)
    return replace(asks, resumes=left.session)


def _hold(
    request: Request,
    bank: Bank,
    questions: Sequence[Question],
    equipment: Equipment,
    screen: Screen,
    live: bool,
    samples: bool,
) -> bool:
    archive = Archive(request.recordings)
    asked = EndpointSettings(
        silence_s=request.patience_s, think_s=request.think_s, target_s=request.target_s, limit_s=request.limit_s,
        warning_s=min(EndpointSettings().warning_s, request.limit_s / 2),
    )  # fmt: skip
    endpoint = as_patient(asked, archive) if live else asked
    if endpoint.silence_s > asked.silence_s:
        screen.notice("You pause for longer than most, as I heard before, so I wait longer.")
    about = {
        "bank": bank.name,
        "bank_file": str(bank.source.absolute() if bank.source else ""),
        "engine": request.engine.name,
        "synthetic": samples,
    }
    if request.resumes:
        about["resumes"] = request.resumes

    def voice_at(speed: float) -> Voice | None:
        return any_voice(request.voice, round(request.rate_wpm * speed), request.voice_cache, screen.notice)

    try:
        session, journal = archive.start_session(
            datetime.now(UTC), bank.name, {**about, "questions": [q.id for q in questions]}
        )
    except BaseException:
        equipment.recogniser.close()
        raise
    settings = Settings(
        endpoint if live else None,
        check_level=live,
        rest_s=(HANDS_FREE_REST_S if request.hands_free else REST_S) if live else 0.2,
        aliases=request.aliases,
        overhears=live and request.spoken_commands,
        headphones=live and request.headphones,
        chimes=live and request.chimes,
        voice_at=voice_at if equipment.voice else None,
    )
    interview = Interview(bank, questions, equipment, session, journal, screen, settings, lambda: datetime.now(UTC))
    with keys(lambda key: interview.post(Pressed(key))) as keyboard:
        if live:
            _explain(screen, endpoint, keyboard, settings.overhears)
            if settings.headphones:
                screen.paragraph("You may speak over me: half a second stops my voice.", "")
        interview.run()
    _say_where(screen, session.folder, request.replay, interrupted=interview.interrupted)
    return interview.interrupted


def _explain(screen: Screen, endpoint: EndpointSettings, keyboard: bool, overhears: bool) -> None:
    ends = f"An answer ends after {round(endpoint.silence_s, 1):g} s of silence"
    if keyboard:
        screen.paragraph(f"{ends}, on Enter, or at {clock(endpoint.limit_s)}.", "")
        screen.paragraph("Keys: " + ", ".join(f"[{key}] {KEYS[key]}" for key in EVERYDAY) + ".", "")
    else:
        screen.paragraph(f"{ends}, or at {clock(endpoint.limit_s)}. Ctrl-C quits; everything is kept.", "")
    if overhears:
        prefix = spoken_commands().prefixes[0]
        screen.paragraph(
            'Or by voice: "what can I say" after the feedback tells what is possible; within an answer say '
            f'"{prefix}" first ("{prefix}, repeat"), and "that\'s my answer" ends it.',
            "",
        )


def _cut_off(recordings: Path) -> bool:
    with contextlib.suppress(OSError):  # what cannot be looked at is told when it has to be written
        return any(unfinished_sessions(Archive(recordings)))
    return False


def _say_where(screen: Screen, folder: Path, replay: str, interrupted: bool) -> None:
    if any(folder.glob("*.wav")):
        screen.line()
        what = "Stopped; everything is kept" if interrupted else "Kept"
        screen.line(f"{what} in {folder}")
        screen.line(f"Hear yourself: {replay}")
    else:
        screen.line("No answer was given, so nothing is kept.")


def _microphone(request: Request) -> tuple[Request, Microphone | None, str]:
    """The microphone, None for recorded answers; where there is none, the request for the samples, and why."""
    if request.answers:
        return request, None, ""
    try:
        return request, sound_card_microphone(request.mic), ""
    except DeviceError as error:
        if request.mic is not None or request.resumes:
            raise
        problem = str(error)
    samples = tuple(sorted(request.samples.glob("*.flac")))
    if not samples:
        raise ConfigError(f"There are no sample answers in {request.samples}. Reinstall voiceprep.")
    rate_wpm = max(request.rate_wpm, SAMPLES_RATE_WPM)
    shown = replace(request, bank=SAMPLE_BANK, only=(), answers=samples, fast=True, rate_wpm=rate_wpm)
    return shown, None, problem


def _loudspeaker(request: Request, tell: Tell) -> Loudspeaker:
    return any_loudspeaker(request.speaker, tell) if request.speech else SilentSpeaker()


def _checked(answers: Mapping[str, Path]) -> Mapping[str, Path]:
    """The answers, each of which can be read; raises `AudioFileError` before anything is asked."""
    for file in answers.values():
        read_sound(file)
    return answers
