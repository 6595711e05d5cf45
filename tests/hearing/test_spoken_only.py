"""A recogniser hears words in silence; only those count that somebody may have spoken."""

import pytest

from voiceprep.hearing.ear import spoken_only
from voiceprep.hearing.vad import Span
from voiceprep.model import Transcript, Word

DOG = Word("dog", 0.2, 0.9)
STOP = Word("stop", 3.0, 3.5)
EARLY = Word("early", 3.5, 4.1)
HEARD = Transcript("dog stop early", (DOG, STOP, EARLY))
TIMELESS = Transcript("stop early", (Word("stop"), Word("early")))


@pytest.mark.parametrize(
    ("transcript", "speech", "text"),
    [
        pytest.param(HEARD, (), "", id="nobody spoke"),
        pytest.param(HEARD, (Span(3.0, 3.1),), "", id="a cough is no answer"),
        pytest.param(HEARD, (Span(3.1, 4.0),), "stop early", id="a word in the silence before"),
        pytest.param(HEARD, (Span(0.1, 4.2),), "dog stop early", id="all spoken"),
        pytest.param(HEARD, (Span(0.1, 1.0), Span(3.6, 4.2)), "dog stop early", id="an onset found late"),
        pytest.param(HEARD, (Span(4.0, 4.3),), "early", id="only the last"),
        pytest.param(TIMELESS, (Span(1.0, 2.0),), "stop early", id="words without times are believed"),
        pytest.param(TIMELESS, (), "", id="but not where nobody spoke"),
        pytest.param(Transcript("stop early"), (Span(1.0, 2.0),), "stop early", id="text without words"),
    ],
)
def test_words_that_nobody_spoke_are_left_out(transcript: Transcript, speech: tuple[Span, ...], text: str):
    kept = spoken_only(transcript, speech)
    assert kept.text == text
    assert all(word in transcript.words for word in kept.words)
