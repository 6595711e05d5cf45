"""A sound as the bytes of a WAV file."""

import io
import wave

from voiceprep.audio.ports import Sound


def wav_bytes(sound: Sound) -> bytes:
    """The whole file; made in memory, as `wave.open` on a path that cannot be opened fails once more when collected."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, sound.rate_hz, 0, "NONE", ""))
        writer.writeframes(sound.pcm)
    return file.getvalue()
