"""The embedded engine decodes an answer in pieces, from pause to pause."""

from itertools import pairwise

import pytest
from hearing_parts import acoustic_model, lexicon
from sounds import BLOCK_BYTES, blocks, fan, sample, silence

from voiceprep.audio.ports import RATE_HZ
from voiceprep.hearing import sphinx
from voiceprep.hearing.listening import PhraseListener
from voiceprep.hearing.sphinx import SphinxDecoder
from voiceprep.hearing.vocabulary import ways_to_say
from voiceprep.model import Transcript

FIRST, SECOND = sample("missing-data", 0, 3.25), sample("missing-data", 5.6, 8.3)
PAUSE = fan(0.5, -60)
ANSWER = FIRST + PAUSE + SECOND + PAUSE
SECOND_FROM_S = 3.25 + 0.5


@pytest.fixture(scope="module")
def decoder() -> SphinxDecoder:
    return SphinxDecoder(PhraseListener(acoustic_model(), ["median"], lambda p: ways_to_say(p, lexicon())))


def seconds(sound: bytes) -> float:
    return len(sound) / (2 * RATE_HZ)


def heard(decoder: SphinxDecoder, *pieces: bytes) -> Transcript:
    """Transcribe the pieces of an answer, with a pause after each but the last."""
    decoder.start()
    for i, piece in enumerate(pieces):
        if i:
            decoder.pause()
        for block in blocks(piece):
            decoder.feed(block)
    return decoder.finish()


@pytest.fixture(scope="module")
def transcript(decoder: SphinxDecoder) -> Transcript:
    """Of the answer in its two pieces."""
    return heard(decoder, FIRST + PAUSE, SECOND + PAUSE)


def test_word_times_go_on_from_piece_to_piece(transcript: Transcript):
    assert transcript.text == " ".join(word.text for word in transcript.words)
    assert {"values", "missing", "numbers", "median"} <= set(transcript.text.split())
    assert all(a.start_s < a.end_s <= b.start_s + 0.02 for a, b in pairwise(transcript.words))
    assert transcript.words[0].start_s >= 0
    assert transcript.words[-1].end_s <= seconds(ANSWER) + 0.01
    numbers = next(word for word in transcript.words if word.text == "numbers")
    assert numbers.start_s == pytest.approx(5.92 - 5.6 + SECOND_FROM_S, abs=0.2)
    assert next(w for w in transcript.words if w.text == "missing").start_s < 3.2


def test_pieces_do_not_change_where_the_phrases_are(decoder: SphinxDecoder, transcript: Transcript):
    (median,), (whole,) = transcript.spotted, heard(decoder, ANSWER).spotted
    assert (median.start_s, median.end_s) == (whole.start_s, whole.end_s)
    assert median.score == pytest.approx(whole.score, abs=0.01)
    word = next(word for word in transcript.words if word.text == "median")
    assert median.start_s == pytest.approx(word.start_s, abs=0.3)
    assert median.searched_s == pytest.approx(seconds(ANSWER), abs=0.03)


def test_a_pause_is_harmless_before_any_sound_and_when_it_comes_twice(decoder: SphinxDecoder, transcript: Transcript):
    assert heard(decoder, b"", b"", FIRST + PAUSE, b"", b"", SECOND + PAUSE) == transcript
    decoder.start()
    decoder.pause()
    assert decoder.finish() == Transcript("")


def test_a_pause_while_the_first_seconds_are_still_held_back_is_harmless(
    decoder: SphinxDecoder, transcript: Transcript
):
    assert heard(decoder, FIRST[:40000], FIRST[40000:] + PAUSE, SECOND + PAUSE) == transcript


def test_a_pause_at_the_very_end_leaves_nothing_for_the_last_piece(decoder: SphinxDecoder, transcript: Transcript):
    assert heard(decoder, FIRST + PAUSE, SECOND + PAUSE, b"").text == transcript.text


def test_an_answer_is_heard_the_same_after_others_and_after_one_that_was_broken_off(
    decoder: SphinxDecoder, transcript: Transcript
):
    heard(decoder, sample("overfitting", 0, 3.5))
    heard(decoder, fan(1, -20))
    for paused in (False, True):
        decoder.start()
        decoder.feed(sample("overfitting", 0, 3.5))
        if paused:
            decoder.pause()
            decoder.feed(sample("overfitting", 3.5, 4.0))
        assert heard(decoder, FIRST + PAUSE, SECOND + PAUSE) == transcript


class Watched:
    """The library's decoder, with the ends of its utterances counted: each is a second pass."""

    def __init__(self, decoder: object) -> None:
        self._decoder = decoder
        self.ended = 0

    def end_utt(self) -> None:
        self.ended += 1
        self._decoder.end_utt()

    def __getattr__(self, name: str) -> object:
        return getattr(self._decoder, name)


def test_only_a_short_last_piece_gets_its_second_pass_before_the_answer(
    decoder: SphinxDecoder, transcript: Transcript, monkeypatch: pytest.MonkeyPatch
):
    decoder.start()
    watched = Watched(decoder._decoder)
    monkeypatch.setattr(decoder, "_decoder", watched)
    heard(decoder, FIRST + PAUSE, SECOND[:40000])
    assert watched.ended == 2
    long = heard(decoder, FIRST + PAUSE)
    assert watched.ended == 2, "feedback does not wait for a long one's"
    assert "values are missing" in long.text
    assert long.text == " ".join(word.text for word in long.words)
    decoder.start()
    assert watched.ended == 3, "it is ended when the next answer begins"
    assert heard(decoder, FIRST + PAUSE, SECOND + PAUSE) == transcript


def test_what_was_heard_so_far_grows_from_piece_to_piece(decoder: SphinxDecoder):
    decoder.start()
    assert decoder.partial() == ""
    counts = []
    for piece in (FIRST + PAUSE, SECOND + PAUSE):
        for i, block in enumerate(blocks(piece)):
            decoder.feed(block)
            if i % 50 == 0:
                counts.append(len(decoder.partial().split()))
        decoder.pause()
        settled = decoder.partial()
        counts.append(len(settled.split()))
        assert not set("<>()[]") & set(settled)
    assert counts[0] == 0
    assert all(b >= a - 2 for a, b in pairwise(counts)), "the newest words may still change"
    assert counts[-1] > 10
    assert settled == decoder.finish().text
    decoder.start()
    assert decoder.partial() == ""


@pytest.mark.parametrize(
    "sound", [b"", bytes(2), silence(0.3), silence(3.1)], ids=["nothing", "a sample", "0.3 s", "3 s"]
)
def test_silence_is_survived_in_one_piece_and_in_several(decoder: SphinxDecoder, sound: bytes):
    for pieces in ([sound], [sound, b"", sound]):
        transcript = heard(decoder, *pieces)
        assert all(word.end_s <= seconds(sound) * len(pieces) + 0.01 for word in transcript.words)


def test_the_parameters_that_the_library_is_given_lie_beside_the_module():
    assert sphinx._PARAMETERS.is_file()
    assert BLOCK_BYTES == 640
