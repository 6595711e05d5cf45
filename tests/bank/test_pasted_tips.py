"""Tips that were copied from a web page, with what came along."""

import pytest

from voiceprep.bank.pasted import unpasted


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("1. Assess the pain", "Assess the pain"),
        ("2) Ask for help", "Ask for help"),
        ("5.Scalability matters", "Scalability matters"),
        ("•Ask for help", "Ask for help"),
        ("- Mention C++", "Mention C++"),
        ("Tip #3: breathe", "breathe"),
        ("<b>Empathy</b> matters", "Empathy matters"),
        ("**Bold** tip about [dignity](http://x.y/z) &amp; respect", "Bold tip about dignity & respect"),
        ("Patient&#39;s wishes", "Patient's wishes"),
        ("Use the WHO ladder [1], then review.[12]", "Use the WHO ladder, then review."),
    ],
)
def test_what_nobody_would_say_goes(pasted: str, plain: str):
    assert unpasted(pasted) == plain


@pytest.mark.parametrize(
    "tip",
    [
        "A 5-year plan",
        "2.5 GHz is enough",
        "3.js runs it",
        "3 key points to make",
        "Compare x < y and y > z",
        "x<b and b>c",
        "Swap arr[0] and arr[1].",
        "!!!",
        "Write C# & F#",
        "Explain the <script> tag",
        "Vec<String> or Vec<u8>",
        "the method __init__",
        "x**2 + y**2",
        "Q&A&regulations",
        "f(x)[i]",
    ],
)
def test_what_only_looks_like_it_stays(tip: str):
    assert unpasted(tip) == tip
