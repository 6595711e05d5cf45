"""What every engine's decoder is accompanied by: the sound's cepstra made like the model's, and the phrases in them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from voiceprep.hearing.acoustic_model import AcousticModel, read_acoustic_model
from voiceprep.hearing.embedded_model import dictionary, embedded_model
from voiceprep.hearing.front_end import Cepstra, FrontEnd
from voiceprep.hearing.recogniser import Decoder
from voiceprep.hearing.speaker_transform import SpeakerTransform
from voiceprep.hearing.spotting import Spotter, Ways
from voiceprep.hearing.vocabulary import ways_to_say
from voiceprep.model import Spotted, Transcript
from voiceprep.pronounce import Lexicon


class PhraseListener:
    """Listens for phrases in the sound of one answer after the other."""

    def __init__(self, model: AcousticModel, phrases: Sequence[str], ways: Ways, loop: bool = False) -> None:
        """`ways` tells how a phrase may be said, `loop` what it is held against (`Spotter`)."""
        self._model = model
        self._spotter = Spotter(model, phrases, ways, loop)
        self.start()

    def start(self) -> None:
        """Begin a new answer, with nothing left over from the last."""
        self._front_end = FrontEnd(dither=True)
        self._transform = SpeakerTransform(self._model)
        self._spotter.start()

    def feed(self, pcm: bytes) -> Cepstra:
        """Take the next piece of sound; the frames that are ready by now, transformed."""
        cepstra = self._transform.feed(self._front_end.feed(pcm))
        self._spotter.feed(cepstra)
        return cepstra

    def finish(self) -> tuple[Cepstra, tuple[Spotted, ...]]:
        """End the answer: the last frames, and where each phrase fits best."""
        cepstra = np.concatenate([self._transform.feed(self._front_end.finish()), self._transform.finish()])
        self._spotter.feed(cepstra)
        return cepstra, self._spotter.finish()


@cache
def _model_and_dictionary(folder: Path) -> tuple[AcousticModel, Lexicon]:
    """Read once in a process: an answer's listener and that for commands share 30 MB."""
    return read_acoustic_model(folder / "en-us"), dictionary()


def listener_for(phrases: Sequence[str], loop: bool = False) -> PhraseListener:
    """A listener with the embedded engine's acoustic model and dictionary; raises `HearingError`."""
    model, lexicon = _model_and_dictionary(embedded_model())
    return PhraseListener(model, phrases, lambda phrase: ways_to_say(phrase, lexicon), loop)


class Accompanied:
    """Another engine's decoder with the listener beside it, on the same sound."""

    def __init__(self, decoder: Decoder, listener: PhraseListener) -> None:
        self.info = decoder.info
        self._decoder = decoder
        self._listener = listener

    def start(self) -> None:
        """Begin a new utterance."""
        self._listener.start()
        self._decoder.start()

    def feed(self, pcm: bytes) -> None:
        """Give the next piece of sound to both."""
        self._listener.feed(pcm)
        self._decoder.feed(pcm)

    def pause(self) -> None:
        """Pass it on."""
        self._decoder.pause()

    def partial(self) -> str:
        """What the engine has heard so far."""
        return self._decoder.partial()

    def finish(self) -> Transcript:
        """The engine's transcript, with the phrases that the sound holds."""
        heard = self._decoder.finish()
        return Transcript(heard.text, heard.words, self._listener.finish()[1])
