"""The parts of the embedded hearing that take time to read, each read once for all the tests."""

from functools import cache

import numpy as np

from voiceprep.hearing.acoustic_model import AcousticModel, read_acoustic_model
from voiceprep.hearing.embedded_model import dictionary, embedded_model
from voiceprep.hearing.front_end import Cepstra, FrontEnd
from voiceprep.hearing.speaker_transform import SpeakerTransform
from voiceprep.pronounce import Lexicon


@cache
def acoustic_model() -> AcousticModel:
    return read_acoustic_model(embedded_model() / "en-us")


@cache
def lexicon() -> Lexicon:
    return dictionary()


@cache
def cepstra(sound: bytes) -> Cepstra:
    """Of all frames of a sound, as the listener takes them."""
    front_end = FrontEnd(dither=True)
    return np.concatenate([front_end.feed(sound), front_end.finish()])


def transformed(frames: Cepstra, piece: int = 10) -> Cepstra:
    """The frames as they come out of the speaker's transform, fed in pieces."""
    transform = SpeakerTransform(acoustic_model())
    out = [transform.feed(frames[start : start + piece]) for start in range(0, len(frames), piece)]
    return np.concatenate([*out, transform.finish()])


@cache
def heard_frames(sound: bytes) -> Cepstra:
    """What the spotter is given of a sound."""
    return transformed(cepstra(sound))
