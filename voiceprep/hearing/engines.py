"""The engine registry: which recognisers there are, what each needs, and the one that is taken."""

from dataclasses import dataclass
from importlib.util import find_spec

from voiceprep.errors import EngineMissing
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


def make_decoder(name: str) -> Decoder:
    """Load the engine `name` in this process; raises `EngineMissing`."""
    if name == DEFAULT:
        from voiceprep.hearing.sphinx import SphinxDecoder

        return SphinxDecoder()
    if name.startswith(_SR):
        from voiceprep.hearing.speech_recognition_engine import SpeechRecognitionDecoder

        return SpeechRecognitionDecoder(name.removeprefix(_SR))
    raise EngineMissing(f"There is no engine {name!r}. `voiceprep engines` lists them.")


def open_recogniser(name: str = DEFAULT) -> Recogniser:
    """Start the engine `name` in a process of its own; `ready()` says whether it loaded."""
    from voiceprep.hearing.process import ProcessRecogniser, worker_command

    if name != DEFAULT and not name.startswith(_SR):
        raise EngineMissing(f"There is no engine {name!r}. `voiceprep engines` lists them.")
    return ProcessRecogniser(worker_command(name))
