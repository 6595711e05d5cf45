"""The machine talks to itself: the voice says each key phrase of a bank, and the ear listens by exactly the live path.

A synthesiser has no room, and with nothing at all between and above its formants the recogniser is lost: of the 67
points of the shipped bank, said alone by libespeak-ng, it heard 8. With the noise of a quiet room 22 dB below the voice
it heard 46, and no other voice, pace, level or tilt of the spectrum came near that. A phrase that is not heard alone is
said once more within a sentence, as people do: neither form is the easier one for all phrases, and with both it heard
54.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from voiceprep.audio.files import whole_blocks
from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ, Sound
from voiceprep.audio.resampling import pcm_at
from voiceprep.hearing.ear import Ear, hear_sound
from voiceprep.judging import judge
from voiceprep.model import VERDICTS, Bank, KeyPoint, Question, VerdictWord
from voiceprep.speaking.voice import Voice

FRAMES = ("{}.", "The next point is {}.")
"""How a phrase is said, one after the other until it is heard."""
_AROUND_S = 0.5
"""Silence before and after, as an answer has it; the voice's detector needs some."""
_VOICE_DBFS, _ROOM_DBFS = -25.0, -47.0
"""Root mean square of the voice at an ordinary microphone, and of a quiet room."""
_ROOM_SLOPE = 1.5
"""A room's noise falls with the frequency to this power; a fan's with 1. Below 40 Hz there is none."""
_ROOM_FROM_HZ = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one key point."""

    question: Question
    tip: int
    """Index of its tip in the question."""
    point: KeyPoint
    verdict: VerdictWord
    """The better one of its tries."""
    heard: str
    """What was heard when the phrase was said alone; empty where nothing was."""


def points_of(bank: Bank) -> list[tuple[Question, int, KeyPoint]]:
    """Each point with its question and the index of its tip, in the order of the file."""
    return [(q, i, point) for q in bank.questions for i, tip in enumerate(q.tips) for point in tip.points]


def try_points(bank: Bank, voice: Voice, ear: Ear) -> Iterator[Trial]:
    """Say each point of the bank to the ear, in order; raises `VoiceError` and `HearingError`."""
    for question in bank.questions:
        place = 0
        for i, tip in enumerate(question.tips):
            for point in tip.points:
                verdict, heard = _try(question, place, point, voice, ear)
                yield Trial(question, i, point, verdict, heard)
                place += 1


def _try(question: Question, place: int, point: KeyPoint, voice: Voice, ear: Ear) -> tuple[VerdictWord, str]:
    """The verdict on the point at `place` among its question's, and what was heard of it alone."""
    verdicts: list[VerdictWord] = []
    texts: list[str] = []
    for frame in FRAMES:
        transcript, _ = hear_sound(in_a_room(voice.synthesise(frame.format(point.keyword))), ear, BLOCK_BYTES)
        judged = judge(question, transcript)
        verdicts.append(judged.points[place].verdict if judged.heard else "missing")
        texts.append(transcript.text)
        if verdicts[-1] == "said":
            break
    return min(verdicts, key=VERDICTS.index), texts[0]


def in_a_room(sound: Sound) -> bytes:
    """The sound as a microphone in a quiet room hears it: 16 kHz, whole blocks, with half a second around."""
    import numpy as np

    around = bytes(2 * round(_AROUND_S * RATE_HZ))
    pcm = whole_blocks(around + pcm_at(sound, RATE_HZ) + around)
    samples = np.frombuffer(pcm, dtype="<i2") / 32768
    spoken = samples[samples != 0]
    if spoken.size:
        samples = samples * (10 ** (_VOICE_DBFS / 20) / np.sqrt(np.mean(spoken**2)))
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(samples.size))  # the same noise each time
    frequencies_hz = np.fft.rfftfreq(samples.size, 1 / RATE_HZ)
    audible = frequencies_hz >= _ROOM_FROM_HZ
    spectrum[~audible] = 0
    spectrum[audible] /= frequencies_hz[audible] ** (_ROOM_SLOPE / 2)
    noise = np.fft.irfft(spectrum, samples.size)
    noisy = samples + noise * (10 ** (_ROOM_DBFS / 20) / np.sqrt(np.mean(noise**2)))
    return bytes(np.clip(np.round(noisy * 32768), -32768, 32767).astype("<i2").tobytes())
