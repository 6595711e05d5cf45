"""The embedded engine's model adapted to a whole bank, kept by content: made once, in about a second.

Whatever goes wrong with the cache, the model is made again in a temporary folder, and without even that the answer is
heard with the general model.
"""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from voiceprep.hearing.embedded_model import dictionary, embedded_model
from voiceprep.hearing.language_model import LEAN, Lean, lean
from voiceprep.hearing.trigram_file import read_trigrams, trigram_bytes
from voiceprep.hearing.vocabulary import Pronounce, Vocabulary, vocabulary
from voiceprep.pronounce import pronounce

KEPT = 3
"""Adapted models in the cache, 27 MB each."""
MOST_WAYS = 2
"""Pronunciations of a word that the dictionary lacks: the third and fourth are rarely how anybody says it."""
NEW_BANK = "Learning the words of this bank: once, for a second or two."
FORMAT = 1
"""Raise it when the same phrases shall give another model."""
_SUFFIX = ".lm.bin"
_LEFTOVER_S = 3600
"""Age at which a half-written file can only be the leftover of a crash, seconds."""
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What makes a general decoder a bank's own."""

    model: Path
    """The language model; it need not outlive the loading."""
    entries: tuple[tuple[str, str], ...] = ()
    """Words to add to the dictionary, with their phones."""


@contextlib.contextmanager
def adapted(
    phrases: Sequence[str],
    cache: Path | None,
    say: Pronounce | None = None,
    how: Lean = LEAN,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Adaptation | None]:
    """The adaptation to `phrases`, valid within the context; None where there is nothing to adapt or no way to.

    `say` pronounces the words that the dictionary lacks; unless given, `voiceprep.pronounce` does. `tell` hears when a
    model has to be made.
    """
    general, lexicon = embedded_model(), dictionary()
    words = vocabulary(phrases, lexicon, say or (lambda word: pronounce(word, lexicon)[:MOST_WAYS]))
    if not words.phrases:
        yield None
        return
    with contextlib.ExitStack() as stack:
        model = None
        with contextlib.suppress(OSError):
            if cache is not None:
                model = _kept(words, how, general / "en-us.lm.bin", cache, tell)
        if model is None:
            with contextlib.suppress(OSError):
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="voiceprep-"))
                model = _kept(words, how, general / "en-us.lm.bin", Path(folder), tell)
        yield None if model is None else Adaptation(model, words.entries)


def _kept(words: Vocabulary, how: Lean, general: Path, folder: Path, tell: Callable[[str], None]) -> Path:
    """The adapted model in `folder`, made where it is not there and whole; raises OSError."""
    key = repr((FORMAT, version("pocketsphinx"), how, sorted(words.phrases)))
    path = folder / (hashlib.sha256(key.encode()).hexdigest()[:32] + _SUFFIX)
    if _whole(path):
        with contextlib.suppress(OSError):
            os.utime(path)  # its age counts from the last use
        return path
    tell(NEW_BANK)
    content = trigram_bytes(lean(read_trigrams(general), sorted(words.phrases), how))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written aside and renamed: a crash, or a second session, never leaves half a model under the name.
    descriptor, aside = tempfile.mkstemp(suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.write(_digest(content))  # the library stops reading before it
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    _shrink(folder)
    return path


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()


def _whole(path: Path) -> bool:
    """Whether the file is as it was written: the library would crash on a damaged one."""
    try:
        content = memoryview(path.read_bytes())
    except OSError:
        return False
    return len(content) > _DIGEST_BYTES and _digest(content[:-_DIGEST_BYTES]) == bytes(content[-_DIGEST_BYTES:])


def _shrink(folder: Path) -> None:
    """Keep the newest models, and no leftovers."""
    models: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):  # a second session may remove it under our eyes
            age = path.stat().st_mtime
            if path.name.endswith(_SUFFIX):
                models.append((age, path))
            elif path.suffix == ".part" and time.time() - age > _LEFTOVER_S:
                path.unlink()
    for _, path in sorted(models, reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()
