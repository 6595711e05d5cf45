"""libespeak-ng through ctypes, from text to samples or phonemes in one call: no audio device, no thread, no exit().

libespeak-ng is GPL-3; it comes in the wheel of `espeakng_loader`, so no system package is needed.
"""

import atexit
import contextlib
import ctypes
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voiceprep.errors import VoiceError

DEFAULT_VOICE = "en-us"
"""The library's own default is British."""
SLOWEST_WPM, FASTEST_WPM = 80, 450
"""The range of speaking rates that the library takes, words per minute."""

_SYNCHRONOUS = 2
_BUFFER_MS = 20
"""Length of the pieces that the library hands over, and so how fast `stop()` takes effect, milliseconds."""
_DONT_EXIT = 0x8000
"""Without this option a missing data folder makes the library call exit(1)."""
_UTF8, _ENDPAUSE = 1, 0x1000
_IPA, _SEPARATED_BY = 2, 8
"""How phonemes are written: in IPA, and the bit from which on the mode holds the character between them."""
PHONEME_SEPARATOR = "_"
_RATE, _VOLUME = 1, 2
_LONGEST_PATH = 160
"""The library holds the data path in so many bytes, the final zero included."""
_NOTHING_FOUND = "libespeak-ng is not usable: {}. Reinstall it with `pip install --force-reinstall espeakng-loader`."


@dataclass(frozen=True, slots=True)
class EspeakVoiceInfo:
    """A voice that the library has."""

    id: str
    """What selects it without doubt: `gmw/en-US`."""
    name: str
    """As people call it: `English (America)`."""
    languages: tuple[str, ...]
    """`en-us`, by falling priority."""


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The library, which holds one voice and one utterance for the whole process: use `espeak()`."""

    def __init__(self, library: Path | None = None, data: Path | None = None) -> None:
        if library is None or data is None:
            found_library, found_data = _find()
            library, data = library or found_library, data or found_data
        try:
            self._lib = ctypes.CDLL(str(library))
        except OSError as error:
            raise VoiceError(_NOTHING_FOUND.format(error)) from error
        self._lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self._lib.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._lib.espeak_TextToPhonemes.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._pieces: list[bytes] = []
        path = os.fsencode(_short(data))
        self.rate_hz: int = self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, path, _DONT_EXIT)
        """Sampling rate of the sound, Hz."""
        if self.rate_hz <= 0:
            raise VoiceError(_NOTHING_FOUND.format(f"no usable data in {data}"))
        # The library keeps only the address of the callback: this reference keeps it alive.
        self._callback = _Callback(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)

    def synthesise(
        self, text: str, rate_wpm: int, voice: str = DEFAULT_VOICE, volume: float = 1.0
    ) -> tuple[bytes, int]:
        """Speak a text into memory: signed 16-bit mono samples and their rate in Hz. `volume` is 0 to 1.

        After `stop()` from another thread, what was made until then.
        """
        with self._lock:
            self._stop.clear()
            self._pieces = []
            self._select(voice)
            self._lib.espeak_SetParameter(_RATE, min(max(rate_wpm, SLOWEST_WPM), FASTEST_WPM), 0)
            self._lib.espeak_SetParameter(_VOLUME, round(100 * min(max(volume, 0.0), 1.0)), 0)
            # A zero byte would end the text early; a lone surrogate (an odd file name, say) has no UTF-8.
            data = text.replace("\0", " ").encode("utf-8", "replace")
            failed = self._lib.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8 | _ENDPAUSE, None, None)
            pcm, self._pieces = b"".join(self._pieces), []
        if failed:
            raise VoiceError(f"libespeak-ng could not speak the text (error {failed}).")
        return pcm, self.rate_hz

    def phonemes(self, text: str, voice: str = DEFAULT_VOICE) -> str:
        """Return how the voice would say a text, in IPA: `PHONEME_SEPARATOR` between phonemes, spaces between words."""
        buffer = ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-8", "replace"))
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        with self._lock:
            self._select(voice)
            while rest.value:  # a call takes one clause, and leaves a null pointer after the last
                mode = _IPA | ord(PHONEME_SEPARATOR) << _SEPARATED_BY
                clauses.append(self._lib.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, mode) or b"")
        return b" ".join(clauses).decode("utf-8", "replace")

    def stop(self) -> None:
        """End the running utterance at its next 20 ms; callable from any thread."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether the last utterance was cut short."""
        return self._stop.is_set()

    def voices(self) -> tuple[EspeakVoiceInfo, ...]:
        """All voices whose data is there."""
        with self._lock:
            found = self._lib.espeak_ListVoices(None)
            return tuple(info for info in _read(found) if not info.id.startswith("mb/"))

    def has_voice(self, voice: str) -> bool:
        """Whether `synthesise` takes this name."""
        with self._lock:
            return not self._lib.espeak_SetVoiceByName(voice.encode("utf-8", "replace"))

    def _select(self, voice: str) -> None:
        if self._lib.espeak_SetVoiceByName(voice.encode("utf-8", "replace")):
            raise VoiceError(f"libespeak-ng has no voice {voice!r}; `en-us` is one that it has.")

    def _take(self, samples: int | None, count: int, _events: int | None) -> int:
        """Called by the library for each piece of sound; anything but 0 ends the utterance."""
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, 2 * count))
        return int(self._stop.is_set())


@cache
def _the_one() -> Espeak:
    return Espeak()


_opening = threading.Lock()


def espeak() -> Espeak:
    """The one instance of this process, made at first use; raises VoiceError."""
    with _opening:
        return _the_one()


def _read(voices: "ctypes._Pointer[ctypes._Pointer[_Voice]]") -> Iterator[EspeakVoiceInfo]:
    index = 0
    while voices[index]:
        voice = voices[index].contents
        yield EspeakVoiceInfo(
            id=(voice.identifier or b"").decode("utf-8", "replace"),
            name=(voice.name or b"").decode("utf-8", "replace"),
            languages=_languages(voice.languages or b""),
        )
        index += 1


def _languages(raw: bytes) -> tuple[str, ...]:
    """The first of a list of (priority byte, name, zero); c_char_p already ended at the first zero."""
    return (raw[1:].decode("utf-8", "replace"),) if len(raw) > 1 else ()


def _find() -> tuple[Path, Path]:
    try:
        import espeakng_loader

        return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    except (ImportError, RuntimeError) as error:
        raise VoiceError(_NOTHING_FOUND.format(error)) from error


def _short(data: Path) -> Path:
    """The data folder under a path that the library can hold: itself, or a link that lives as long as the process."""
    if len(os.fsencode(data)) < _LONGEST_PATH:
        return data
    folder = Path(tempfile.mkdtemp(prefix="voiceprep-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    link = folder / "espeak-ng-data"
    with contextlib.suppress(OSError):
        link.symlink_to(data, target_is_directory=True)
    if not link.is_dir() or len(os.fsencode(link)) >= _LONGEST_PATH:
        raise VoiceError(_NOTHING_FOUND.format(f"the path of its data is too long ({data})"))
    return link
