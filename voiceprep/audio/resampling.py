"""From one sampling rate to another; numpy and soxr are loaded only when the rates differ."""

from voiceprep.audio.ports import Sound


def pcm_at(sound: Sound, rate_hz: int) -> bytes:
    """The samples of a sound at another rate, Hz."""
    if sound.rate_hz == rate_hz or not sound.pcm:
        return sound.pcm
    import numpy as np
    import soxr

    samples = np.frombuffer(sound.pcm, dtype=np.int16)
    return bytes(soxr.resample(samples, sound.rate_hz, rate_hz).tobytes())
