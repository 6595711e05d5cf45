"""When a speaker's pause settles what was said, and that the recogniser is told so once."""

import pytest
from sounds import blocks, offset, silence

from voiceprep.hearing.ear import Ear, pauses, spoken_only
from voiceprep.hearing.vad import Span
from voiceprep.model import EngineInfo, Spotted, Transcript, Word


@pytest.mark.parametrize(
    ("now_s", "last_speech_s", "piece_from_s", "settled"),
    [
        pytest.param(5.0, 5.0, 0.0, False, id="speaking"),
        pytest.param(5.2, 5.0, 0.0, False, id="a stop inside a phrase"),
        pytest.param(5.4, 5.0, 0.0, True, id="a short pause after a long piece"),
        pytest.param(2.4, 2.0, 0.0, False, id="a short pause after a short piece"),
        pytest.param(2.9, 2.0, 0.0, False, id="nearly a long pause after a short piece"),
        pytest.param(3.1, 2.0, 0.0, True, id="a long pause after a short piece"),
        pytest.param(8.4, 8.0, 6.0, False, id="a short pause after a short second piece"),
        pytest.param(9.5, 9.0, 5.5, True, id="a short pause after a long second piece"),
        pytest.param(9.1, 8.0, 7.9, True, id="a long pause after a single word"),
        pytest.param(9.0, 5.0, 6.0, False, id="nothing said since the last pause"),
        pytest.param(60.0, 5.0, 5.0, False, id="nor however long it lasts"),
    ],
)
def test_a_pause_settles_a_piece(now_s: float, last_speech_s: float, piece_from_s: float, settled: bool):
    assert pauses(now_s, last_speech_s, piece_from_s) is settled


class FakeRecogniser:
    """Remembers what it was told, and when in the sound."""

    def __init__(self, transcript: Transcript) -> None:
        self.partial = ""
        self._transcript = transcript
        self.heard_bytes = 0
        self.paused_at_s: list[float] = []

    def ready(self, timeout_s: float | None = None) -> EngineInfo:
        return EngineInfo("fake", "1")

    def now_s(self) -> float:
        return self.heard_bytes / 32000

    def start(self) -> None:
        self.heard_bytes = 0
        self.paused_at_s.clear()

    def feed(self, pcm: bytes) -> None:
        self.heard_bytes += len(pcm)

    def pause(self) -> None:
        self.paused_at_s.append(round(self.now_s(), 2))

    def finish(self) -> Transcript:
        return self._transcript

    def close(self) -> None:
        pass


class AnythingIsAVoice:
    """Takes everything but digital zeros for a voice."""

    def process_chunk(self, frame: bytes) -> float:
        return float(any(frame))

    def reset(self) -> None:
        pass


def told(*stretches: tuple[float, float]) -> list[float]:
    """When the recogniser is told of a pause, for stretches of seconds of voice and of silence."""
    recogniser = FakeRecogniser(Transcript(""))
    ear = Ear(recogniser, AnythingIsAVoice())
    recogniser.now_s = lambda: ear.now_s
    ear.start()
    for voice_s, silence_s in stretches:
        for block in blocks(offset(voice_s, 1000) + silence(silence_s)):
            ear.hear(block)
    return recogniser.paused_at_s


@pytest.mark.parametrize(
    ("stretches", "paused_at_s"),
    [
        pytest.param([(4, 0.2), (4, 0.2)], [], id="no pause"),
        pytest.param([(4, 0.5)], [4.3], id="a short one after a long piece"),
        pytest.param([(4, 30)], [4.3], id="a long silence is one pause"),
        pytest.param([(2, 0.5), (2, 0.5)], [4.8], id="short pieces are settled together"),
        pytest.param([(2, 3)], [3.0], id="a long one after a short piece"),
        pytest.param([(4, 1), (1, 2), (4, 1)], [4.3, 7.0, 12.3], id="several"),
        pytest.param([(0, 5), (4, 1)], [9.3], id="silence before the first word is none"),
        pytest.param([(0.1, 5)], [], id="nor is silence after a click"),
    ],
)
def test_the_recogniser_is_told_of_each_pause_once(stretches: list[tuple[float, float]], paused_at_s: list[float]):
    assert told(*stretches) == pytest.approx(paused_at_s, abs=0.06)


def test_a_new_answer_counts_from_its_own_beginning():
    recogniser = FakeRecogniser(Transcript(""))
    ear = Ear(recogniser, AnythingIsAVoice())
    for _ in range(2):
        ear.start()
        for block in blocks(offset(4, 1000) + silence(0.5)):
            ear.hear(block)
        assert recogniser.paused_at_s == pytest.approx([4.3], abs=0.06)


def spotted(phrase: str, start_s: float, end_s: float) -> Spotted:
    return Spotted(phrase, start_s, end_s, -0.5, 6, 10.0)


HEARD = Transcript(
    "dropout", (Word("dropout", 3.0, 3.6),), (spotted("dropout", 3.0, 3.6), spotted("momentum", 7.0, 7.6))
)


def test_phrases_are_not_spotted_where_nobody_speaks():
    kept = spoken_only(HEARD, (Span(2.9, 3.7),))
    assert [s.phrase for s in kept.spotted] == ["dropout"]
    assert kept.text == "dropout"
    assert spoken_only(HEARD, (Span(2.9, 7.7),)) == HEARD


def test_where_the_words_are_dropped_a_phrase_that_is_spoken_stays():
    kept = spoken_only(HEARD, (Span(6.9, 7.7),))
    assert (kept.text, kept.words) == ("", ())
    assert [s.phrase for s in kept.spotted] == ["momentum"]


@pytest.mark.parametrize("speech", [(), (Span(3.0, 3.1),)], ids=["silence", "a cough"])
def test_where_nothing_is_heard_nothing_is_spotted(speech: tuple[Span, ...]):
    assert spoken_only(HEARD, speech) == Transcript("")


def test_the_ear_leaves_out_what_nobody_spoke():
    # 2.9 s of silence, of which the recogniser is given the last half second
    words, phrases = (Word("dropout", 0.6, 1.2),), (spotted("dropout", 0.6, 1.2), spotted("momentum", 4.6, 5.2))
    recogniser = FakeRecogniser(Transcript("dropout", words, phrases))
    ear = Ear(recogniser, AnythingIsAVoice())
    ear.start()
    for block in blocks(silence(2.9) + offset(0.8, 1000) + silence(5)):
        ear.hear(block)
    assert [s.phrase for s in ear.finish().spotted] == ["dropout"]
    ear.start()
    for block in blocks(silence(9)):
        ear.hear(block)
    assert ear.finish() == Transcript("")
