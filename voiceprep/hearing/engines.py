"""From an engine's name to the engine at work: in this process, or in one of its own."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.models import find_model
from voiceprep.hearing.recogniser import Decoder, Recogniser
from voiceprep.hearing.registry import DEFAULT, ENGINES, SR, Engine, engine_called


@dataclass(frozen=True, slots=True)
class Hints:
    """What an engine may adapt to: always a whole bank, never one question."""

    phrases: tuple[str, ...] = ()
    """Everything that counts as a point anywhere in the bank."""
    cache: Path | None = None
    """Folder for what the engine made of them; None keeps nothing."""
    commands: tuple[str, ...] = ()
    """What is looked for in asides, by the process itself."""


NO_HINTS = Hints()


def engines() -> list[Engine]:
    """Every engine that `--engine` takes here, the default first."""
    from voiceprep.hearing.speech_recognition_engine import recogniser_names

    offered = recogniser_names()
    ours = [e for e in ENGINES if not e.name.startswith(SR) or e.name.removeprefix(SR) in offered]
    named = {e.name for e in ours}
    return [*ours, *(engine_called(SR + name) for name in offered if SR + name not in named)]


def make_decoder(
    name: str, hints: Hints = NO_HINTS, model: Path | None = None, tell: Callable[[str], None] = lambda line: None
) -> Decoder:
    """Load the engine `name` in this process, adapted to `hints` where it can be; raises `EngineMissing`.

    `tell` hears of what takes a while. `model` is where its model lies on this machine; what is no model of its kind
    reaches no library.
    """
    if name == DEFAULT:
        from voiceprep.hearing.adaptation import adapted
        from voiceprep.hearing.listening import listener_for
        from voiceprep.hearing.sphinx import SphinxDecoder

        listener = listener_for(hints.phrases)
        try:
            with adapted(hints.phrases, hints.cache, tell=tell) as adaptation:
                return SphinxDecoder(listener, adaptation)
        except HearingError:  # a model of another form: the general one hears less, which is better than nothing
            return SphinxDecoder(listener)
    decoder = _other_decoder(name, hints, model)
    if not hints.phrases:
        return decoder
    from voiceprep.hearing.listening import Accompanied, listener_for

    return Accompanied(decoder, listener_for(hints.phrases))


def _other_decoder(name: str, hints: Hints, model: Path | None) -> Decoder:
    if name.startswith(SR):
        from voiceprep.hearing.speech_recognition_engine import SpeechRecognitionDecoder

        return SpeechRecognitionDecoder(name.removeprefix(SR), model)
    engine_called(name)
    if model is None:
        raise EngineMissing(f"{name} needs a model: name one with --model.")
    folder = find_model(name, model)
    if name == "vosk":
        from voiceprep.hearing.vosk_engine import VoskDecoder

        return VoskDecoder(folder)
    from voiceprep.hearing.whisper_engine import WhisperDecoder

    return WhisperDecoder(folder, hints.phrases)


def open_recogniser(
    name: str = DEFAULT,
    phrases: Sequence[str] = (),
    cache: Path | None = None,
    model: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
    commands: Sequence[str] = (),
) -> Recogniser:
    """Start the engine `name` in a process of its own; `ready()` says whether it loaded.

    There it adapts itself to `phrases`, a whole bank's, where it can; what it makes of them is kept in `cache`. Spoken
    `commands` are looked for in what its `aside` is given. `tell` hears of what takes a while, from a thread.
    """
    from voiceprep.hearing.process import HINTS_OPTION, ProcessRecogniser, worker_command

    engine_called(name)
    command = worker_command(name, model)
    if not phrases and not commands:
        return ProcessRecogniser(command, tell=tell)
    hints = json.dumps({"phrases": list(phrases), "cache": str(cache) if cache else None, "commands": list(commands)})
    return ProcessRecogniser([*command, HINTS_OPTION], hints.encode(), tell)
