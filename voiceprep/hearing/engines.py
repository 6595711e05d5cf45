"""The engine registry: which recognisers there are, what each needs, and the one that is taken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.recogniser import Decoder, Recogniser

DEFAULT = "sphinx"
_SR = "sr:"


@dataclass(frozen=True, slots=True)
class Engine:
    """One line of `voiceprep engines`."""

    name: str
    installed: bool
    local: bool
    """False where the sound leaves the machine."""
    needs: str
    """What it is and what has to be there, for the user."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What an engine may adapt to: always a whole bank, never one question."""

    phrases: tuple[str, ...] = ()
    """Everything that counts as a point anywhere in the bank."""
    cache: Path | None = None
    """Folder for what the engine made of them; None keeps nothing."""


NO_HINTS = Hints()


def is_local(name: str) -> bool:
    """Whether the sound stays on this machine with that engine."""
    from voiceprep.hearing.speech_recognition_engine import RUNS_HERE

    return not name.startswith(_SR) or name.removeprefix(_SR) in RUNS_HERE


def engines() -> list[Engine]:
    """Every engine that `--engine` takes, the default first."""
    from voiceprep.hearing.speech_recognition_engine import OPTIONS_VARIABLE, recogniser_names

    found = [
        Engine(DEFAULT, find_spec("pocketsphinx") is not None, True, "PocketSphinx, streaming; its model is built in"),
        Engine(
            "sr:sphinx", find_spec("pocketsphinx") is not None, True, "PocketSphinx by SpeechRecognition, at the end"
        ),
    ]
    modules = {"vosk": "vosk", "whisper": "whisper", "faster_whisper": "faster_whisper", "tensorflow": "tensorflow"}
    for name in recogniser_names():
        if name in modules:
            needs = f"the package {modules[name]} and a model on this machine, named in {OPTIONS_VARIABLE}"
            found.append(Engine(_SR + name, find_spec(modules[name]) is not None, True, f"{needs}; not measured"))
        elif name != "sphinx":
            needs = f"SENDS YOUR VOICE TO A SERVICE; its key, if any, in {OPTIONS_VARIABLE}; not measured"
            found.append(Engine(_SR + name, True, False, needs))
    return found


def make_decoder(name: str, hints: Hints = NO_HINTS) -> Decoder:
    """Load the engine `name` in this process, adapted to `hints` where it can be; raises `EngineMissing`."""
    if name == DEFAULT:
        from voiceprep.hearing.adaptation import adapted
        from voiceprep.hearing.sphinx import SphinxDecoder

        try:
            with adapted(hints.phrases, hints.cache) as adaptation:
                return SphinxDecoder(adaptation)
        except HearingError:  # a model of another form: the general one hears less, which is better than nothing
            return SphinxDecoder()
    if name.startswith(_SR):
        from voiceprep.hearing.speech_recognition_engine import SpeechRecognitionDecoder

        return SpeechRecognitionDecoder(name.removeprefix(_SR))
    raise EngineMissing(f"There is no engine {name!r}. `voiceprep engines` lists them.")


def open_recogniser(name: str = DEFAULT, phrases: Sequence[str] = (), cache: Path | None = None) -> Recogniser:
    """Start the engine `name` in a process of its own; `ready()` says whether it loaded.

    There it adapts itself to `phrases`, a whole bank's, where it can; what it makes of them is kept in `cache`.
    """
    from voiceprep.hearing.process import HINTS_OPTION, ProcessRecogniser, worker_command

    if name != DEFAULT and not name.startswith(_SR):
        raise EngineMissing(f"There is no engine {name!r}. `voiceprep engines` lists them.")
    if name != DEFAULT or not phrases:
        return ProcessRecogniser(worker_command(name))
    hints = json.dumps({"phrases": list(phrases), "cache": str(cache) if cache else None})
    return ProcessRecogniser([*worker_command(name), HINTS_OPTION], hints.encode())
