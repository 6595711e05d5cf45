"""The embedded engine: PocketSphinx, streaming, with the model of its own wheel."""

import re
from importlib.metadata import version
from typing import Any

from voiceprep.errors import HearingError
from voiceprep.hearing.adaptation import Adaptation
from voiceprep.model import EngineInfo, Transcript, Word

FRAMES_PER_S = 100
"""PocketSphinx's default frame rate."""
_SEARCH = "adapted"
_VARIANT = re.compile(r"\(\d+\)$")  # "the(2)" is a pronunciation of "the"
_NOT_SPOKEN = re.compile(r"^[<\[+]")  # <sil>, <s>, [NOISE], ++UM++: what the search fills gaps with


def words_of(segments: Any, posteriors: bool) -> tuple[Word, ...]:
    """The spoken words among a decoder's segments, with times in seconds.

    `posteriors` where the decoder searched its word lattice at the end; without that it reports 1 for every word.
    """
    return tuple(
        Word(
            _VARIANT.sub("", segment.word),
            segment.start_frame / FRAMES_PER_S,
            (segment.end_frame + 1) / FRAMES_PER_S,
            round(min(1.0, segment.prob), 3) if posteriors else None,
        )
        for segment in segments or ()
        if not _NOT_SPOKEN.match(segment.word)
    )


def transcript_of(decoder: Any, posteriors: bool) -> Transcript:
    """The transcript of the utterance that `decoder` has just ended."""
    if decoder.hyp() is None:
        return Transcript("")
    words = words_of(decoder.seg(), posteriors)
    return Transcript(" ".join(w.text for w in words), words)


class SphinxDecoder:
    """A PocketSphinx decoder with its general English model, or with that model adapted to a bank.

    Both passes that run when an utterance ends are off, as their time grows with its length: `fwdflat`, and the
    search of the word lattice (`bestpath`), which takes 0.7 to 2.7 s for answers of 25 to 93 s. On ten clips of
    spontaneous speech the word error rate is 0.62 without the first and 0.64 without both; the stock recipe has 0.63.
    The price is that words come without a confidence.
    """

    def __init__(self, adaptation: Adaptation | None = None) -> None:
        from pocketsphinx import Decoder

        self.info = EngineInfo("sphinx", version("pocketsphinx"), adapted=adaptation is not None)
        options = {"loglevel": "FATAL", "fwdflat": False, "bestpath": False}
        if adaptation is None:
            self._decoder = Decoder(**options)
        else:
            # Without a model at first, so that the search's tree is built once, with all words in the dictionary.
            self._decoder = Decoder(lm=None, **options)
            try:
                for word, phones in adaptation.entries:
                    self._decoder.add_word(word, phones, False)
                self._decoder.add_lm_file(_SEARCH, str(adaptation.model))
                self._decoder.activate_search(_SEARCH)
            except RuntimeError as error:
                raise HearingError(f"The adapted model does not load ({error}).") from error
        self._cepstral_mean = self._decoder.get_cmn(False)

    def start(self) -> None:
        """Begin a new utterance with the model's own cepstral mean, so that answers do not colour each other."""
        self._decoder.set_cmn(self._cepstral_mean)
        self._decoder.start_utt()

    def feed(self, pcm: bytes) -> None:
        """Search on through the next piece of sound."""
        if pcm:  # an empty buffer raises IndexError in the library
            self._decoder.process_raw(pcm, False, False)

    def partial(self) -> str:
        """The best words so far."""
        hypothesis = self._decoder.hyp()
        return hypothesis.hypstr if hypothesis else ""

    def finish(self) -> Transcript:
        """End the utterance: 0.06 s at most for 90 s of speech."""
        self._decoder.end_utt()
        return transcript_of(self._decoder, posteriors=False)
