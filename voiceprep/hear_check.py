"""`voiceprep doctor --hear`: which key phrases of a bank this machine hears, and what to write where it does not."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from voiceprep.bank import lint_sounds
from voiceprep.config import Config
from voiceprep.hearing.embedded_model import dictionary
from voiceprep.hearing.registry import Choice
from voiceprep.model import Bank
from voiceprep.practice.alias_advice import Sound, advise, alias_line
from voiceprep.practice.selftest import Trial, try_points
from voiceprep.pronounce import sounding

NO_ALIAS = "Where no alias would help, add a longer way to say the point, or one in everyday words."
ABOUT_THE_VOICE = (
    "A synthetic voice is harder to hear than a person: what was heard here will likely be heard from you, "
    "and what was not may still be."
)


def phrase_sound() -> Sound:
    """What says how a phrase sounds; raises `EngineMissing` where there is no dictionary."""
    lexicon = dictionary()
    return lambda phrase: sounding(phrase, lexicon)


def hear_points(bank: Bank, config: Config, engine: Choice, cache: Path | None) -> Iterator[Trial]:
    """Say each point with the configured voice to an engine that is adapted to the bank.

    Raises `VoiceError` and `HearingError`. The sounds are not kept: they would push the questions' out of the cache.
    """
    from voiceprep.practice.equipment import VOICE_TIMEOUT_S
    from voiceprep.practice.scoring import new_ear
    from voiceprep.speaking.speech import open_voice

    voice = open_voice(config.voice, config.rate, None, VOICE_TIMEOUT_S)
    ear = new_ear(engine, bank.phrases, cache)
    try:
        yield from try_points(bank, voice, ear)
    finally:
        ear.recogniser.close()


def heard_lines(bank: Bank, trials: Sequence[Trial], sound: Sound) -> Iterator[str]:
    """The unheard points by question, each with what was heard instead and an alias; then the sum."""
    shown = None
    for trial in trials:
        if trial.verdict == "said":
            continue
        if trial.question.id != shown:
            shown = trial.question.id
            yield f"{shown}:"
        yield from _unheard(bank, trial, sound)
    heard = sum(trial.verdict == "said" for trial in trials)
    yield f"{bank.name}: {heard} of {len(trials)} key phrases heard."
    if heard < len(trials):
        yield NO_ALIAS
        yield ABOUT_THE_VOICE


def _unheard(bank: Bank, trial: Trial, sound: Sound) -> Iterator[str]:
    instead = f'heard "{trial.heard}"' if trial.heard else "heard nothing"
    yield f"  {trial.point.keyword}: {trial.verdict}; {instead}"
    said = sound(trial.point.keyword)
    if said.guessed:
        yield f"    how it sounds is a guess, as no dictionary has {', '.join(said.guessed)}: {said.said_as}"
    advice = advise(bank, trial.question, trial.point, trial.heard, sound)
    if advice.alias is None:
        yield f"    no alias would help: {advice.why_not}"
    elif trial.question.tips[trial.tip].derived:
        yield f"    name the keywords of tips[{trial.tip}] (`voiceprep questions show` lists them), this one as"
        yield f"    {alias_line(trial.point, advice.alias)}"
    else:
        yield f"    {alias_line(trial.point, advice.alias)}"


def sound_lines(bank: Bank, sound: Sound) -> Iterator[str]:
    """What the dictionary says of the bank's phrases, without any sound."""
    warnings = lint_sounds(bank, sound)
    yield from map(str, warnings)
    points = sum(len(tip.points) for q in bank.questions for tip in q.tips)
    yield f"{bank.name}: {points} key phrases, {len(warnings)} warnings from the dictionary alone."
