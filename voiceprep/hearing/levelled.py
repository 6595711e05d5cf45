"""An automatic gain before a voice detector: Silero's answers depend on the level, and a voice does not."""

from typing import Any

from voiceprep.audio.ports import RATE_HZ
from voiceprep.hearing.vad import FRAME_SAMPLES, FrameClassifier

SPEECH_DBFS = -22.0
"""What the loudest frames are brought to: where Silero finds the clips of real speech as they are."""
MOST_GAIN_DB = 30.0
"""So much is added to the quietest sound."""
START_DBFS = -37.0
"""The level that an answer starts from. With the full gain on what comes before the first word Silero missed a tenth of
speech off a telephone line; with none, a thirtieth of speech attenuated by 35 dB."""
FALL_DB_PER_S = 2.0
"""How fast a loud moment is forgotten: a pause between sentences must not raise the room to the voice's level."""
CENTRE_SHARE = 0.3
"""How much of a frame's mean goes into the running one, which is taken for a constant current and removed."""

_FULL_SCALE = 32768.0
_SILENCE_DBFS = -120.0


class Levelled:
    """Brings quiet sound up before another classifier hears it; sound that is loud enough it leaves alone.

    Without it, of real speech attenuated by 35 dB a quarter of the seconds was missed, and two speakers of 17 wholly.
    """

    def __init__(self, classifier: FrameClassifier) -> None:
        self._classifier = classifier
        self.reset()

    def reset(self) -> None:
        """Forget the level, and what was heard."""
        self._classifier.reset()
        self._centre: float | None = None
        self._loudest_dbfs = START_DBFS

    def process_chunk(self, frame: bytes) -> float:
        """What the classifier says of the frame at speaking level."""
        import numpy as np

        samples = np.frombuffer(frame, "<i2").astype(np.float32)
        mean = float(samples.mean())
        self._centre = mean if self._centre is None else self._centre + CENTRE_SHARE * (mean - self._centre)
        samples -= self._centre
        gain = 10 ** (self._gain_db(samples) / 20)
        return self._classifier.process_chunk(np.clip(np.round(samples * gain), -32768, 32767).astype("<i2").tobytes())

    def _gain_db(self, samples: Any) -> float:
        import numpy as np

        rms = float(np.sqrt(np.mean(samples * samples))) / _FULL_SCALE
        dbfs = 20 * float(np.log10(rms)) if rms else _SILENCE_DBFS
        self._loudest_dbfs = max(dbfs, self._loudest_dbfs - FALL_DB_PER_S * FRAME_SAMPLES / RATE_HZ)
        return min(MOST_GAIN_DB, max(0.0, SPEECH_DBFS - self._loudest_dbfs))
