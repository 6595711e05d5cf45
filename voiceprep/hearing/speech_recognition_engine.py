"""The road to every other engine: any recogniser of the SpeechRecognition package, as `sr:NAME`.

It hears the whole answer at its end (the package knows no streaming); its own microphone and its `listen()`,
which cuts answers at pauses, are never used: the sound is ours.
"""

import inspect
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voiceprep.audio.ports import RATE_HZ
from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.registry import OPTIONS_VARIABLE, SR, engine_called
from voiceprep.hearing.sphinx import transcript_of
from voiceprep.model import EngineInfo, Transcript, Word

_SAMPLE_BYTES = 2


def recogniser_names() -> tuple[str, ...]:
    """The names that `sr:NAME` takes with the installed package."""
    import speech_recognition

    found = (n.removeprefix("recognize_") for n in dir(speech_recognition.Recognizer) if n.startswith("recognize_"))
    return tuple(n for n in found if n not in ("api", "legacy"))


def given_options() -> dict[str, Any]:
    """The arguments that the user set in the environment; raises `HearingError` where they are not a JSON object."""
    text = os.environ.get(OPTIONS_VARIABLE, "{}")
    try:
        options = json.loads(text)
    except ValueError as error:
        raise HearingError(f"{OPTIONS_VARIABLE} is not valid JSON ({error}).") from None
    if not isinstance(options, dict):
        raise HearingError(f'{OPTIONS_VARIABLE} must be a JSON object such as {{"key": "…"}}.')
    return options


def checked_options(name: str, options: dict[str, Any], model: Path | None = None) -> dict[str, Any]:
    """`options`, with `model` where it was named; some must have one here, as a *name* would be fetched from a hub."""
    if not engine_called(SR + name).takes_model:
        return options
    if model is not None:
        options = {**options, "model": str(model.absolute())}
    # Only a whole path: the package takes "base" for a name and fetches it, even where a file of that name lies there.
    path = Path(str(options.get("model", "")))
    if not (path.is_absolute() and path.exists()):
        raise EngineMissing(
            f"sr:{name} needs a model on this machine, and voiceprep never downloads one unasked: name it with --model."
        )
    return options


class SpeechRecognitionDecoder:
    """Keeps an utterance's sound and hands it to one recogniser of the package when it ends."""

    def __init__(self, name: str, model: Path | None = None) -> None:
        import speech_recognition as sr

        if name not in recogniser_names():
            raise EngineMissing(
                f"SpeechRecognition has no recogniser {name!r}. It has: {', '.join(recogniser_names())}."
            )
        if engine_called(SR + name).local:
            os.environ["HF_HUB_OFFLINE"] = "1"
        self.info = EngineInfo(SR + name, version("SpeechRecognition"))
        self._sr = sr
        self._options = checked_options(name, given_options(), model)
        self._recognise = getattr(sr.Recognizer(), f"recognize_{name}")
        parameters = inspect.signature(self._recognise).parameters
        needed = [
            p.name
            for p in list(parameters.values())[0 if inspect.ismethod(self._recognise) else 1 :]
            if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name != "audio_data"
        ]
        missing = [n for n in needed if n not in self._options]
        if missing:
            raise EngineMissing(
                f"sr:{name} needs {', '.join(missing)}: set {OPTIONS_VARIABLE} to a JSON object with it."
            )
        self._sound = bytearray()

    def start(self) -> None:
        """Forget the last utterance."""
        self._sound.clear()

    def feed(self, pcm: bytes) -> None:
        """Keep the next piece of sound."""
        self._sound += pcm

    def pause(self) -> None:
        """Nothing: it finds its own way through pauses."""

    def partial(self) -> str:
        """Nothing: these engines hear an answer when it is over."""
        return ""

    def finish(self) -> Transcript:
        """Recognise the whole utterance; raises `HearingError` with what the engine said."""
        if not self._sound:
            return Transcript("")
        audio = self._sr.AudioData(bytes(self._sound), RATE_HZ, _SAMPLE_BYTES)
        try:
            if self.info.name == "sr:sphinx":
                return transcript_of(self._recognise(audio, show_all=True, **self._options), posteriors=True)
            text = str(self._recognise(audio, **self._options))
        except self._sr.UnknownValueError:
            return Transcript("")
        except self._sr.exceptions.SetupError as error:
            raise EngineMissing(f"{self.info.name} is not set up: {error}") from error
        except self._sr.RequestError as error:
            raise HearingError(f"{self.info.name} failed: {error}") from error
        return Transcript(text, tuple(Word(w) for w in text.split()))
