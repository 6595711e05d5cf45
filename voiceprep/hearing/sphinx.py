"""The embedded engine: PocketSphinx, streaming, with the model of its own wheel."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voiceprep.errors import HearingError
from voiceprep.hearing.adaptation import Adaptation
from voiceprep.hearing.front_end import FRAMES_PER_S, Cepstra
from voiceprep.hearing.listening import PhraseListener
from voiceprep.model import EngineInfo, Transcript, Word

LEAVES_OUT = 0.24
"""By so much the pace was too low at worst, on ten clips of real speech (`benchmarks/delivery.py`): um and uh above all
are left out, and never were there too many words; 9 % are missing on average."""
_PARAMETERS = Path(__file__).with_name("ready_cepstra.params")
"""Tells the library that its cepstra come normalised; the model's own file has precedence over options."""
_SEARCH = "adapted"
_VARIANT = re.compile(r"\(\d+\)$")  # "the(2)" is a pronunciation of "the"
_NOT_SPOKEN = re.compile(r"^[<\[+]")  # <sil>, <s>, [NOISE], ++UM++: what the search fills gaps with
_SECOND_PASS_FRAMES = 3 * FRAMES_PER_S
"""The longest last piece that still gets its second pass, which takes about a tenth of the piece's length."""


def words_of(segments: Any, posteriors: bool, from_s: float = 0.0) -> tuple[Word, ...]:
    """The spoken words among a decoder's segments, with times in seconds, counted on from `from_s`.

    `posteriors` where the decoder searched its word lattice at the end; without that it reports 1 for every word.
    """
    return tuple(
        Word(
            _VARIANT.sub("", segment.word),
            round(from_s + segment.start_frame / FRAMES_PER_S, 2),
            round(from_s + (segment.end_frame + 1) / FRAMES_PER_S, 2),
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
    """A PocketSphinx decoder on the listener's cepstra, with its general English model or one adapted to a bank.

    An answer is decoded in pieces, from pause to pause. Each gets the library's second pass (`fwdflat`), on ten clips
    of spontaneous speech worth 0.06 of word error rate, while the answer goes on; the last piece only if it is short,
    as feedback must not wait. The word lattice is not searched: it made the error rate no better, and the posteriors
    that it gives are outdone by the listener's scores.
    """

    def __init__(self, listener: PhraseListener, adaptation: Adaptation | None = None) -> None:
        from pocketsphinx import Decoder

        self.info = EngineInfo("sphinx", version("pocketsphinx"), adapted=adaptation is not None, leaves_out=LEAVES_OUT)
        self._listener = listener
        options = {"loglevel": "FATAL", "bestpath": False, "featparams": str(_PARAMETERS)}
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
        self._open = False
        self._begin()

    def _begin(self) -> None:
        self._words: tuple[Word, ...] = ()
        self._settled_frames = self._piece_frames = 0

    def start(self) -> None:
        """Begin a new utterance, with nothing left over from the last."""
        self._listener.start()
        self._end_piece()
        self._begin()

    def feed(self, pcm: bytes) -> None:
        """Search on through the next piece of sound."""
        self._search(self._listener.feed(pcm))

    def _search(self, cepstra: Cepstra) -> None:
        if len(cepstra):  # an empty buffer raises IndexError in the library
            if not self._open:
                self._decoder.start_utt()
                self._open = True
            self._decoder.process_cep(cepstra.astype("<f4").tobytes(), False, False)
            self._piece_frames += len(cepstra)

    def pause(self) -> None:
        """Settle the piece that ends here."""
        self._end_piece()

    def _end_piece(self) -> None:
        if self._open:
            self._decoder.end_utt()
            self._open = False
            self._words = (*self._words, *self._piece())
            self._settled_frames += self._piece_frames
            self._piece_frames = 0

    def _piece(self) -> tuple[Word, ...]:
        if self._decoder.hyp() is None:
            return ()
        return words_of(self._decoder.seg(), False, self._settled_frames / FRAMES_PER_S)

    def partial(self) -> str:
        """The best words so far."""
        settled = " ".join(word.text for word in self._words)
        hypothesis = self._decoder.hyp() if self._open else None
        return f"{settled} {hypothesis.hypstr}".strip() if hypothesis else settled

    def finish(self) -> Transcript:
        """End the utterance. A long last piece is left as the first pass has it, and ended at the next `start`."""
        cepstra, spotted = self._listener.finish()
        self._search(cepstra)
        if self._piece_frames <= _SECOND_PASS_FRAMES:
            self._end_piece()
        words = (*self._words, *self._piece()) if self._open else self._words
        return Transcript(" ".join(word.text for word in words), words, spotted)
