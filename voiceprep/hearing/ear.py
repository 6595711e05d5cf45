"""One answer's way from blocks to a transcript: the same for live, replayed and imported sound."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voiceprep.audio.ports import RATE_HZ
from voiceprep.hearing.faint import FaintSound
from voiceprep.hearing.recogniser import Recogniser
from voiceprep.hearing.vad import FrameClassifier, Span, VoiceActivity
from voiceprep.model import EngineInfo, Spotted, Transcript, Word

SHORTEST_ANSWER_S = 0.2
"""Less speech than this in all is no answer: a cough, a click. The shortest word that answers anything ("yes")
lasts about 0.3 s."""
SLACK_S = 0.3
"""How far a recogniser's word may lie from detected speech and still count: the detector's onset lags."""
HEARD_ON_S = 1.0
"""After the last speech the recogniser hears on for so long; of 15 s of a quiet room before the first word, it learnt
the room for the speaker, and a phrase that scored -0.5 scored -2.3."""
PRE_ROLL_S = 0.5
"""So much of what came before speech it is given then: the voice activity's onset lags."""
PIECE_S, LONG_PIECE_S = 3.0, 10.0
"""A shorter piece than the first has too little context for the language model; settling one longer than the second
keeps the recogniser busy for more than a second."""
LONG_PAUSE_S, PAUSE_S, SHORT_PAUSE_S = 1.0, 0.3, 0.15
"""Silence that settles a piece of any length, of at least `PIECE_S`, and of at least `LONG_PIECE_S`."""


def spoken_only(transcript: Transcript, speech: tuple[Span, ...]) -> Transcript:
    """The transcript without words that were heard where nobody spoke: a recogniser hears "dog" in silence."""
    if sum(s.end_s - s.start_s for s in speech) < SHORTEST_ANSWER_S:
        return Transcript("")

    def spoken(word: Word | Spotted) -> bool:
        if word.start_s is None or word.end_s is None:
            return True
        return any(word.start_s < s.end_s + SLACK_S and word.end_s > s.start_s - SLACK_S for s in speech)

    words = tuple(w for w in transcript.words if spoken(w))
    spotted = tuple(s for s in transcript.spotted if spoken(s))
    same = len(words) == len(transcript.words)
    return Transcript(transcript.text if same else " ".join(w.text for w in words), words, spotted)


def without(transcript: Transcript, spans: Sequence[Span]) -> Transcript:
    """The transcript without the words that lie in `spans`."""
    if not spans:
        return transcript

    def stays(word: Word) -> bool:
        if word.start_s is None or word.end_s is None:
            return True
        middle_s = (word.start_s + word.end_s) / 2
        return not any(s.start_s <= middle_s <= s.end_s for s in spans)

    words = tuple(word for word in transcript.words if stays(word))
    if len(words) == len(transcript.words):
        return transcript
    return Transcript(" ".join(word.text for word in words), words, transcript.spotted)


def in_answer_time(transcript: Transcript, skips: Sequence[tuple[float, float]]) -> Transcript:
    """A recogniser's transcript with its times moved by the sound that it was not given.

    `skips` says from which second of the recogniser's on how many seconds were left out in all.
    """
    if not skips:
        return transcript

    def moved(seconds: float) -> float:
        skipped_s = next((skipped_s for from_s, skipped_s in reversed(skips) if seconds >= from_s), 0.0)
        return round(seconds + skipped_s, 3)

    words = (
        w if w.start_s is None or w.end_s is None else replace(w, start_s=moved(w.start_s), end_s=moved(w.end_s))
        for w in transcript.words
    )
    spotted = (replace(s, start_s=moved(s.start_s), end_s=moved(s.end_s)) for s in transcript.spotted)
    return Transcript(transcript.text, tuple(words), tuple(spotted))


def _seconds(blocks: Iterable[bytes]) -> float:
    return sum(len(block) for block in blocks) / (2 * RATE_HZ)


def pauses(now_s: float, last_speech_s: float, piece_from_s: float) -> bool:
    """Whether the speaker pauses so that what was said since `piece_from_s` can be settled."""
    silence_s, piece_s = now_s - last_speech_s, last_speech_s - piece_from_s
    enough_s = SHORT_PAUSE_S if piece_s >= LONG_PIECE_S else PAUSE_S if piece_s >= PIECE_S else LONG_PAUSE_S
    return piece_s > 0 and silence_s >= enough_s


class Ear:
    """Voice activity and a recogniser on the same blocks, in audio time."""

    def __init__(self, recogniser: Recogniser, classifier: FrameClassifier) -> None:
        self.recogniser = recogniser
        self._activity = VoiceActivity(classifier)
        self._faint = FaintSound()
        self._begin()

    def _begin(self) -> None:
        self._samples = 0
        self._piece_from_s = 0.0
        self._spoke_at_s: float | None = None
        self._held: deque[bytes] = deque()
        self._fed_samples = 0
        self._skips: list[tuple[float, float]] = []

    def start(self) -> None:
        """Begin a new answer at time 0."""
        self._activity.reset()
        self._faint.reset()
        self._begin()
        self.recogniser.start()

    def hear(self, block: bytes) -> None:
        """Take the next block. Long silence is kept from the recogniser, which would learn the room from it."""
        self._activity.feed(block)
        self._faint.feed(block, self._activity.speaking or False)
        self._samples += len(block) // 2
        if self._activity.speaking:
            self._spoke_at_s = self.now_s
        self._held.append(block)
        if self._spoke_at_s is not None and self.now_s - self._spoke_at_s <= HEARD_ON_S:
            self._feed_held()
        elif _seconds(self._held) > PRE_ROLL_S:
            self._held.popleft()
        last_s = self._activity.last_speech_s
        if last_s is not None and pauses(self.now_s, last_s, self._piece_from_s):
            self._piece_from_s = self.now_s
            self.recogniser.pause()

    def _feed_held(self) -> None:
        skipped_s = self.now_s - _seconds(self._held) - self._fed_samples / RATE_HZ
        if skipped_s > (self._skips[-1][1] if self._skips else 0.0):
            self._skips.append((self._fed_samples / RATE_HZ, skipped_s))
        while self._held:
            block = self._held.popleft()
            self._fed_samples += len(block) // 2
            self.recogniser.feed(block)

    @property
    def now_s(self) -> float:
        """Audio time: seconds heard of this answer."""
        return self._samples / RATE_HZ

    @property
    def last_speech_s(self) -> float | None:
        """Where speech was last heard, seconds; None where nobody has spoken."""
        return self._activity.last_speech_s

    @property
    def last_sound_s(self) -> float | None:
        """Where anything was last heard above the room, speech or not, seconds."""
        return self._faint.last_s

    @property
    def last_loud_s(self) -> float | None:
        """Where anything above the room was last as loud as the speaker, seconds."""
        return self._faint.last_loud_s

    @property
    def speech(self) -> tuple[Span, ...]:
        """Every stretch of speech so far."""
        return self._activity.spans

    def finish(self) -> Transcript:
        """The transcript of the answer, empty where nobody spoke; raises `HearingError`."""
        return spoken_only(in_answer_time(self.recogniser.finish(), self._skips), self._activity.spans)


def hear_sound(pcm: bytes, ear: Ear, block_bytes: int) -> tuple[Transcript, EngineInfo]:
    """Transcribe kept sound by exactly the live path, faster than real time; raises `HearingError`."""
    info = ear.recogniser.ready()
    ear.start()
    for start in range(0, len(pcm), block_bytes):
        ear.hear(pcm[start : start + block_bytes])
    return ear.finish(), info
