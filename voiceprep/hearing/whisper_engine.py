"""Whisper through faster-whisper: hears an answer when it is over. The only import of faster_whisper and ctranslate2.

Whisper makes text up where nobody speaks and, given hot words, likes to make up those (faster-whisper issue 1356).
Against it: the library's voice activity detector cuts long silences out, a window's text is never the next one's
prompt, windows that fail the library's own tests are dropped, and the ear drops words from where nobody spoke.
"""

import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.models import Model
from voiceprep.hearing.registry import engine_called
from voiceprep.model import EngineInfo, Transcript, Word

HOT_WORD_TOKENS = 160
"""Most tokens of hot words. A window of 30 s has 448 for prompt and text together, and the library would cut hot words
at 223, amid a phrase; this leaves 280 for the text, where fluent speech takes about 120 and fast speech 200."""
TEMPERATURES = (0.0, 0.2, 0.4)
"""A window that fails is decoded again at the next temperature: at most three times, where the library's default is
six, as somebody waits for it."""
NO_SPEECH = 0.9
"""From this probability of silence a window's text is made up. The library drops windows from 0.6 on only where their
words are improbable too, and what it makes up often is not."""
REPETITIVE = 2.4
"""A text that gzip shrinks by more than this repeats itself, which no speaker does (the library's own threshold)."""
_SEED = 0
"""Decoding above temperature 0 draws lots; the same sound shall give the same words."""
_OFFLINE = "HF_HUB_OFFLINE"


def hot_words(phrases: Sequence[str], tokens: Callable[[str], int], most_tokens: int = HOT_WORD_TOKENS) -> str:
    """As many of a bank's `phrases` as fit into the prompt, as one text.

    Names and abbreviations first, which Whisper would spell otherwise (capitals after the first letter, digits,
    hyphens); then the others, in an order without meaning: the bank's own would favour its first questions.
    """
    unusual = [p for p in phrases if p[1:] != p[1:].lower() or any(c.isdigit() or c == "-" for c in p)]
    usual = sorted(set(phrases) - set(unusual), key=lambda p: blake2b(p.encode()).digest())
    taken: list[str] = []
    left = most_tokens
    for phrase in dict.fromkeys((*sorted(unusual), *usual)):
        cost = tokens(f" {phrase},")
        if cost <= left:
            taken.append(phrase)
            left -= cost
    return ", ".join(taken)


def transcript_from(segments: Iterable[Any]) -> Transcript:
    """The transcript of an utterance from the library's segments, without those that it made up."""
    words = tuple(word for segment in segments if not _made_up(segment) for word in _words(segment))
    return Transcript(" ".join(w.text for w in words), words)


def _made_up(segment: Any) -> bool:
    return bool(segment.no_speech_prob >= NO_SPEECH or segment.compression_ratio > REPETITIVE)


def _words(segment: Any) -> list[Word]:
    """The segment's words; a piece without a space before it belongs to the last one: " ROC", "-AUC" is ROC-AUC."""
    if not segment.words:
        return [Word(text) for text in segment.text.split()]
    words: list[Word] = []
    for piece in segment.words:
        text = piece.word.strip()
        if not text:
            continue
        if words and not piece.word[0].isspace():
            last = words.pop()
            likelihood = min(last.confidence or 0.0, _share(piece.probability))
            words.append(Word(last.text + text, last.start_s, float(piece.end), likelihood))
        else:
            words.append(Word(text, float(piece.start), float(piece.end), _share(piece.probability)))
    return words


def _share(probability: float) -> float:
    return round(min(1.0, max(0.0, float(probability))), 3)


def _library() -> Any:
    try:
        import faster_whisper
    except (ImportError, OSError) as error:
        raise EngineMissing(
            f"whisper cannot be loaded ({error}): {engine_called('whisper').how_to_install}."
        ) from error
    return faster_whisper


class WhisperDecoder:
    """One Whisper model, loaded once, that hears each utterance when it is over.

    On the processor with 8-bit weights: half the memory, and no surprises from a graphics card's libraries.
    """

    def __init__(self, model: Path, phrases: Sequence[str] = ()) -> None:
        os.environ[_OFFLINE] = "1"  # read when the library is imported: whatever it lacks, it does not ask the hub
        library = _library()
        try:
            self._model = library.WhisperModel(
                str(model), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1, local_files_only=True
            )
        except Exception as error:  # ctranslate2 raises RuntimeError or ValueError, tokenizers a bare Exception
            raise EngineMissing(
                f"Whisper cannot load {model} ({' '.join(str(error).split())}): it is damaged or of another kind. "
                "Download it again; `voiceprep engines` says from where."
            ) from error
        self._hot_words = hot_words(phrases, self._tokens)
        self.info = EngineInfo("whisper", f"{version('faster-whisper')}, {model.name}", adapted=bool(self._hot_words))
        self._sound = bytearray()

    def _tokens(self, text: str) -> int:
        return len(self._model.hf_tokenizer.encode(text, add_special_tokens=False).ids)

    def start(self) -> None:
        """Forget the last utterance."""
        self._sound.clear()

    def feed(self, pcm: bytes) -> None:
        """Keep the next piece of sound."""
        self._sound += pcm

    def pause(self) -> None:
        """Nothing: it finds its own way through pauses."""

    def partial(self) -> str:
        """Nothing: it hears an answer when it is over."""
        return ""

    def finish(self) -> Transcript:
        """Recognise the whole utterance; raises `HearingError`."""
        if not self._sound:
            return Transcript("")
        import ctranslate2
        import numpy as np

        ctranslate2.set_random_seed(_SEED)
        samples = np.frombuffer(bytes(self._sound), dtype="<i2").astype(np.float32) / 32768
        try:
            segments, _ = self._model.transcribe(
                samples,
                language="en",
                temperature=TEMPERATURES,
                condition_on_previous_text=False,
                hotwords=self._hot_words or None,  # an initial prompt would reach the first 30 s only
                word_timestamps=True,
                vad_filter=True,
            )
            return transcript_from(segments)  # the decoding happens while they are drawn
        except RuntimeError as error:
            raise HearingError(f"Whisper failed: {' '.join(str(error).split())}. Please answer once more.") from error


def download(model: Model, folder: Path) -> None:
    """Let the library fetch `model` into `folder`."""
    library = _library()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of an argument that the library passes and its hub client drops
        library.download_model(model.name, output_dir=str(folder))
