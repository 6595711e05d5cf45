"""Vosk: streaming, with a model that the user downloads. The only import of vosk."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voiceprep.audio.ports import RATE_HZ
from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.models import Model
from voiceprep.hearing.registry import engine_called
from voiceprep.model import EngineInfo, Transcript, Word

_QUIET = -1
"""Log level at which the library prints nothing."""
_NOT_SPOKEN = ("[", "<")
"""How the models write what is no word: [unk], <UNK>, [noise]."""


def transcript_from(results: Iterable[str]) -> Transcript:
    """The transcript of an utterance from the library's results, JSON texts, in their order.

    The library ends an utterance of its own at each longer pause and gives a result for it, so an answer has several.
    """
    words = tuple(word for result in results for word in _words(json.loads(result)))
    return Transcript(" ".join(w.text for w in words), words)


def _words(result: dict[str, Any]) -> Iterable[Word]:
    entries = result.get("result") or [{"word": word} for word in result.get("text", "").split()]
    for entry in entries:
        if not entry["word"].startswith(_NOT_SPOKEN):
            confidence = entry.get("conf")
            # Sums of rounded lattice posteriors: 1.000001 occurs.
            posterior = None if confidence is None else round(min(1.0, max(0.0, confidence)), 3)
            yield Word(entry["word"], entry.get("start"), entry.get("end"), posterior)


def _library() -> Any:
    try:
        import vosk
    except (ImportError, OSError) as error:
        raise EngineMissing(f"vosk cannot be loaded ({error}): {engine_called('vosk').how_to_install}.") from error
    return vosk


class VoskDecoder:
    """One Vosk model, loaded once, with a recogniser of its own for each utterance.

    It takes no hints: the only thing that the library can be told is a grammar (the recogniser's third argument), and
    that *restricts* it to the listed phrases, so that an answer which says something else would be heard as them.
    """

    def __init__(self, model: Path) -> None:
        self._vosk = _library()
        self._vosk.SetLogLevel(_QUIET)
        self.info = EngineInfo("vosk", f"{version('vosk')}, {model.name}")
        try:
            self._model = self._vosk.Model(str(model))
            self.start()
        except Exception as error:  # the library raises nothing more exact
            raise EngineMissing(
                f"Vosk cannot load {model} ({error}): it is damaged or no Vosk model. "
                "Download it again; `voiceprep engines` says from where."
            ) from error

    def start(self) -> None:
        """Begin with a new recogniser: the old one counts its times on, and remembers the last speaker's voice."""
        self._recogniser = self._vosk.KaldiRecognizer(self._model, RATE_HZ)
        self._recogniser.SetWords(True)
        self._results: list[str] = []

    def feed(self, pcm: bytes) -> None:
        """Search on; where the library ends an utterance of its own, keep its result, which it tells only once."""
        try:
            if pcm and self._recogniser.AcceptWaveform(pcm):
                self._results.append(self._recogniser.Result())
        except Exception as error:  # the library raises nothing more exact
            raise HearingError(f"Vosk failed: {error}. Please answer once more.") from error

    def pause(self) -> None:
        """Nothing: it finds its own way through pauses."""

    def partial(self) -> str:
        """The best words so far."""
        ended = (str(json.loads(result).get("text", "")) for result in self._results)
        running = str(json.loads(self._recogniser.PartialResult()).get("partial", ""))
        return " ".join(filter(None, (*ended, running)))

    def finish(self) -> Transcript:
        """End the utterance: what is left since the last result, after all the results before it."""
        self._results.append(self._recogniser.FinalResult())
        return transcript_from(self._results)


def download(model: Model, folder: Path) -> None:
    """Let the library fetch and unpack `model` as `folder`, which must have the model's name."""
    vosk = _library()

    class Fetcher(vosk.Model):  # type: ignore[misc, name-defined]  # its own download, without loading a model
        def __init__(self) -> None:
            pass

        def __del__(self) -> None:
            pass

    if folder.name != model.name:
        raise ValueError(f"the library would write {folder.name}")
    Fetcher().download_model(folder)
