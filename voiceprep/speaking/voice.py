"""The port that turns a text into sound, and the voice that needs no other process: libespeak-ng through pyttsx3."""

import difflib
import threading
from collections.abc import Sequence
from typing import Any, Protocol

from voiceprep.audio.ports import Sound
from voiceprep.errors import VoiceError

WHAT_TO_DO = "`voiceprep doctor` checks the voices; with --no-speech everything is printed instead."


class Voice(Protocol):
    """Reads a text."""

    name: str
    """Driver, voice and rate: two voices of the same name sound the same."""

    def synthesise(self, text: str) -> Sound:
        """The text as sound; raises VoiceError."""


class EspeakVoice:
    """libespeak-ng in this process, through pyttsx3's engine and our driver for it."""

    def __init__(self, voice: str, rate_wpm: int, timeout_s: float, engine: Any = None) -> None:
        """`engine` stands in for pyttsx3's in tests."""
        self.name = f"espeak/{voice}/{rate_wpm}"
        self._timeout_s = timeout_s
        self._engine = _engine() if engine is None else engine
        self._settings = {"voice": voice, "rate": rate_wpm}
        self._one_at_a_time = threading.Lock()
        self._hangs = False

    def synthesise(self, text: str) -> Sound:
        """The text as sound; raises VoiceError, also when it takes longer than the timeout."""
        with self._one_at_a_time:
            if self._hangs:
                raise VoiceError(f"The voice {self.name} hangs. {WHAT_TO_DO}")
            got: list[Sound] = []
            errors: list[Exception] = []
            # A thread, so that a hang of the library is our error and not our hang.
            thread = threading.Thread(target=self._run, args=(text, got, errors), name="voice", daemon=True)
            thread.start()
            thread.join(self._timeout_s)
            if thread.is_alive():
                self._engine.stop()
                thread.join(0.5)
                self._hangs = thread.is_alive()
                raise VoiceError(f"The voice {self.name} gave no sound within {self._timeout_s:g} s. {WHAT_TO_DO}")
        if errors:
            raise VoiceError(f"The voice {self.name} failed: {errors[0]} {WHAT_TO_DO}") from errors[0]
        if not got:
            raise VoiceError(f"The voice {self.name} gave no sound. {WHAT_TO_DO}")
        return got[-1]

    def _run(self, text: str, got: list[Sound], errors: list[Exception]) -> None:
        engine = self._engine
        token = engine.connect("error", lambda name, exception: errors.append(exception))
        try:
            for name, value in {**self._settings, "sink": got.append}.items():
                engine.setProperty(name, value)
            engine.say(text)
            engine.runAndWait()
        except Exception as error:  # pyttsx3 raises whatever its driver does; the caller gets all of it
            errors.append(error)
        finally:
            engine.disconnect(token)


def _engine() -> Any:
    import pyttsx3

    from voiceprep.speaking import espeak_driver

    try:
        return pyttsx3.init(espeak_driver.register())
    except ImportError as error:
        raise VoiceError(f"pyttsx3 has no usable driver: {error}. {WHAT_TO_DO}") from error


def espeak_voice(name: str | None, rate_wpm: int, timeout_s: float) -> EspeakVoice:
    """The voice of libespeak-ng that `name` means: its id, its name or a language, in any case; None: American."""
    from voiceprep.pronounce.espeak import DEFAULT_VOICE, espeak

    library = espeak()
    wanted = name or DEFAULT_VOICE
    if not library.has_voice(wanted):
        # The library knows `en-us`, the name of a file, but not `en-gb`, which is only the language of one.
        known = {key.casefold(): v.id for v in library.voices() for key in (*v.languages, v.name, v.id)}
        base, _, variant = wanted.replace("_", "-").partition("+")
        if base.casefold() not in known:
            raise unknown_voice(wanted, sorted(known))
        wanted = known[base.casefold()] + (f"+{variant}" if variant else "")
    return EspeakVoice(wanted, rate_wpm, timeout_s)


def unknown_voice(name: str, known: Sequence[str]) -> VoiceError:
    """The error that names the voices nearest to a name that there is no voice of."""
    lowered = {one.casefold(): one for one in known}
    wanted = name.casefold()
    near = difflib.get_close_matches(wanted, lowered, n=5, cutoff=0.5)
    near += [one for one in lowered if wanted[:2] and one.startswith(wanted[:2]) and one not in near]
    names = ", ".join(lowered[one] for one in (near or list(lowered))[:5])
    return VoiceError(f"There is no voice {name!r}. The nearest: {names}." if names else f"There is no voice {name!r}.")
