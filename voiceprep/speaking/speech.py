"""Text to sound that can be trusted: checked for being speech of that text, and made only once."""

import re
import sys
import threading
from collections import OrderedDict
from pathlib import Path

from voiceprep.audio.ports import Sound
from voiceprep.errors import VoiceError
from voiceprep.speaking.aloud import aloud
from voiceprep.speaking.cache import SoundCache
from voiceprep.speaking.voice import WHAT_TO_DO, Voice

QUIETEST_PEAK = 330
"""−40 dBFS: the peak of speech is far above, that of a muted or broken voice below."""
_SHORTEST_WORD_S = 0.03
"""For each word. At 450 words a minute a word takes 0.13 s on average, and short ones a third of it."""
_LONGEST_CHARACTER_S = 1.5
"""For each character: "&" is read as "and", "9" in a long number as "nine hundred million"."""
_IN_MEMORY = 32
"""Sounds; those of a session, so that repeating a question needs no disk."""


def open_voice(name: str | None, rate_wpm: int, cache_dir: Path | None, timeout_s: float) -> "Speech":
    """The voice of that name on this platform, checked and cached; None is the default. Raises VoiceError.

    With `cache_dir` None nothing is kept on disk.
    """
    voice: Voice
    if sys.platform == "linux":
        from voiceprep.speaking.voice import espeak_voice

        voice = espeak_voice(name, rate_wpm, timeout_s)
    else:
        from voiceprep.speaking.child_voice import child_voice

        voice = child_voice(name, rate_wpm, timeout_s)
    return Speech(voice, SoundCache(cache_dir) if cache_dir else None)


class Speech:
    """A voice whose sounds are checked and cached. A voice itself; callable from any thread."""

    def __init__(self, voice: Voice, cache: SoundCache | None = None) -> None:
        self.name = voice.name
        self._voice = voice
        self._disk = cache
        self._memory: OrderedDict[str, Sound] = OrderedDict()
        self._lock = threading.Lock()

    def synthesise(self, text: str) -> Sound:
        """The text as sound, never silent; raises VoiceError. A text with nothing to say in it is an empty sound."""
        text = aloud(" ".join(text.split()))
        if not spoken_words(text):
            return Sound(b"")
        with self._lock:
            sound = self._memory.get(text) or self._kept(text)
            if sound is None:
                sound = self._voice.synthesise(text)
                if why := problem(sound, text):
                    raise VoiceError(f"The voice {self.name} {why}. {WHAT_TO_DO}")
                if self._disk:
                    self._disk.put(self.name, text, sound)
            self._memory[text] = sound
            self._memory.move_to_end(text)
            if len(self._memory) > _IN_MEMORY:
                self._memory.popitem(last=False)
        return sound

    def _kept(self, text: str) -> Sound | None:
        sound = self._disk.get(self.name, text) if self._disk else None
        return None if sound is None or problem(sound, text) else sound


def spoken_words(text: str) -> int:
    """Number of words with a letter or digit in them."""
    return len(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text))


def problem(sound: Sound, text: str) -> str | None:
    """Why this cannot be the text spoken aloud; None where it can."""
    if not sound.samples:
        return "gave no sound"
    # Every seventh sample will do for a peak of speech, and takes a seventh of the time.
    samples = memoryview(sound.pcm[: 2 * sound.samples]).cast("h")[::7].tolist()
    if max(max(samples), -min(samples)) < QUIETEST_PEAK:
        return "gave only silence"
    if sound.seconds < _SHORTEST_WORD_S * spoken_words(text):
        return f"gave only {sound.seconds:.1f} s of sound for {spoken_words(text)} words"
    if sound.seconds > 5 + _LONGEST_CHARACTER_S * len(text):
        return f"gave {sound.seconds:.0f} s of sound for {spoken_words(text)} words"
    return None
