"""A pyttsx3 driver on our binding to libespeak-ng; `register()`, then `pyttsx3.init("voiceprep_espeak")`.

pyttsx3's own espeak driver plays with aplay from inside the synthesis callback, and returns before anything is heard:
scripts that exit speak nothing of longer texts, and of two utterances only the last one. This one is synchronous: a
command is finished when the next one starts, sound goes to a callable (property `sink`), and a failure is notified.

There are no `started-word` notifications: sound is made hundreds of times faster than it is heard, so they would lie.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from voiceprep.audio.ports import Sound
from voiceprep.audio.wav import wav_bytes
from voiceprep.errors import VoiceError
from voiceprep.pronounce.espeak import DEFAULT_VOICE, Espeak, espeak

NAME = "voiceprep_espeak"
Sink = Callable[[Sound], object]


class Proxy(Protocol):
    """What a driver uses of pyttsx3's DriverProxy."""

    def notify(self, topic: str, **values: Any) -> None:
        """Tell whoever connected to this topic."""

    def setBusy(self, busy: bool) -> None:
        """False lets the next command run, at once and within this call."""


def register() -> str:
    """Make pyttsx3 find this driver, and give its name. pyttsx3 looks for drivers in its own package only."""
    sys.modules.setdefault(f"pyttsx3.drivers.{NAME}", sys.modules[__name__])
    return NAME


def buildDriver(proxy: Proxy) -> "EspeakDriver":
    """Called by pyttsx3."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """The commands of one pyttsx3 engine; pyttsx3 chose the names."""

    def __init__(self, proxy: Proxy, library: Espeak | None = None) -> None:
        self._proxy = proxy
        self._library = library or espeak()
        self._settings: dict[str, Any] = {"voice": DEFAULT_VOICE, "rate": 200, "volume": 1.0, "sink": None}
        self._ended = threading.Event()

    def say(self, text: str) -> None:
        """Hand the sound to the sink."""

        def to_sink(sound: Sound) -> None:
            if self._settings["sink"] is None:
                raise VoiceError('This driver plays nothing itself: set the property "sink" to what takes the sound.')
            self._settings["sink"](sound)

        self._utter(text, to_sink)

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a WAV file."""
        self._utter(text, lambda sound: Path(filename).write_bytes(wav_bytes(sound)))

    def _utter(self, text: str, put: Sink) -> None:
        completed = False
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            settings = self._settings
            pcm, rate_hz = self._library.synthesise(text, settings["rate"], settings["voice"], settings["volume"])
            completed = not self._library.stopped
            put(Sound(pcm, rate_hz))
        except Exception as error:  # whatever it is, the engine's owner hears of it; pyttsx3 would drop it
            completed = False
            self._proxy.notify("error", exception=error)
        self._proxy.notify("finished-utterance", completed=completed)
        self._proxy.setBusy(False)

    def stop(self) -> None:
        """End the running utterance within milliseconds; callable from any thread."""
        self._library.stop()

    def getProperty(self, name: str) -> Any:
        """`voice`, `voices`, `rate` (words per minute), `volume` (0 to 1) or `sink`."""
        if name != "voices":
            return self._settings[name]
        from pyttsx3.voice import Voice

        return [Voice(v.id, v.name, list(v.languages)) for v in self._library.voices()]

    def setProperty(self, name: str, value: Any) -> None:
        """All but `voices` can be set; a KeyError or VoiceError arrives as an `error` notification."""
        if name not in self._settings:
            raise KeyError(f"unknown property {name}")
        if name == "voice" and not self._library.has_voice(str(value)):
            raise VoiceError(f"There is no voice {value!r}; `voiceprep doctor` names those that there are.")
        kinds: dict[str, Callable[[Any], Any]] = {"voice": str, "rate": int, "volume": float}
        self._settings[name] = kinds.get(name, lambda it: it)(value)

    def startLoop(self) -> None:
        """Run the commands, until `endLoop`, which `runAndWait` put behind the last of them."""
        self._proxy.setBusy(False)
        self._ended.wait()
        # Cleared after, not before: once a loop has run, pyttsx3 runs commands as they are given, `endLoop` included.
        self._ended.clear()

    def endLoop(self) -> None:
        """Let `startLoop` return."""
        self._ended.set()

    def iterate(self) -> Iterator[None]:
        """For an outer loop: one step runs all waiting commands."""
        self._proxy.setBusy(False)
        yield

    def destroy(self) -> None:
        """Nothing is held: the library stays for the process."""
