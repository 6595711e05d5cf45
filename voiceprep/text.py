"""The normal form of spoken text: what two phrases share when they sound the same.

Words come out in lower case, without diacritics or punctuation, numbers in words, in American spelling. Single letters
stay apart ("R.O.C." and "r o c" are three words, "ROC" is one): whether "a b tree" is "AB tree" or "a B-tree" cannot
be told here, so phrases are compared by their joined letters, where all of these meet.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHE = re.compile(r"['’ʼ`´]")  # "don't" and "dont" are one word
_SPELLED_PLURAL = re.compile(r"\b([a-z])['’ʼ`´]s\b")  # "k p i's"
_NOT_A_WORD = re.compile(r"[\W_]+")  # hyphens, slashes and punctuation part words
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # "1,000" is one number
_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?(?:(st|nd|rd|th)(?![a-z]))?")  # "0.95", "3rd", and the 8 of "k8s"

_SYMBOLS = (
    (re.compile(r"%"), " percent "),  # "95%"
    (re.compile(r"&"), " and "),  # "R&D"
    (re.compile(r"\+"), " plus "),  # "C++"
    (re.compile(r"(?<=[a-z])#"), " sharp "),  # "C#"
    (re.compile(r"="), " equals "),  # "k=5"
    (re.compile(r"²"), " squared "),  # "R²"; NFKD would make it "R2"
    (re.compile(r"³"), " cubed "),
    (re.compile(r"\bvs\b\.?"), "versus"),  # "bias vs. variance"
)

_NEVER_IZE = re.compile(r"^(adverti|ari|compri|compromi|demi|enterpri|experti|franchi|paradi|premi|promi|surpri)s")

_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    # "optimise", "normalisation"; but "precise", "supervised", "likewise", "noise", "raise" keep their s
    (re.compile(r"^(\w{2,}[^aceouvw])is(e[ds]?|ers?|ing|ations?)$"), r"\1iz\2"),
    (re.compile(r"^(anal|catal|paral)ys(e|ed|ing|ers?)$"), r"\1yz\2"),  # "analyse"; "analyses" is a plural as well
    (re.compile(r"(behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|tum|vap)our"), r"\1or"),  # "behaviour"
    (re.compile(r"(calib|cent|fib|lit|met|theat)re(s?)$"), r"\1er\2"),  # "data centre"
    (re.compile(r"(cent)r(ed|ing)$"), r"\1er\2"),  # "mean centred"
    (
        re.compile(r"(cancel|channel|counsel|fuel|label|level|model|signal|total|travel|tunnel)l(ed|ing|[eo]rs?)$"),
        r"\1\2",
    ),
    (re.compile(r"^(def|lic|off|pret)ence(s|d)?$"), r"\1ense\2"),  # "licence"
    (re.compile(r"(anal|catal|dial)ogue(s|d)?$"), r"\1og\2"),  # "catalogue"
    # "anaemia", "paediatric", "gynaecology", "oedema", "oestrogen", "foetus", "diarrhoea"
    (re.compile(r"a(?=e(?:mat|mi[ac]|mo[gpr]))|(?<=an)a(?=esth)|(?<=gyn)a(?=ec)|(?<=p)a(?=ed)"), ""),
    (re.compile(r"o(?=edem)|^o(?=es(?:oph|tr))|(?<=f)o(?=et)|(?<=rrh)o(?=ea)"), ""),
)
_BRITISH = {
    "acknowledgement": "acknowledgment", "aluminium": "aluminum", "artefact": "artifact", "enrol": "enroll",
    "fulfil": "fulfill", "grey": "gray", "instal": "install", "jewellery": "jewelry", "judgement": "judgment",
    "learnt": "learned", "manoeuvr": "maneuver", "manoeuvre": "maneuver", "maths": "math", "mould": "mold",
    "plough": "plow", "programme": "program", "skilful": "skillful", "tyre": "tire",
}  # fmt: skip
_BRITISH_START = re.compile(
    r"^(acknowledgement|aluminium|artefact|enrol(?!l)|fulfil(?!l)|grey|instal(?=ment)|jewellery|judgement|learnt$"
    r"|manoeuvre(?=s?$)|manoeuvr|maths$|mould(?!er)|plough|programme(?=s?$)|skilful|tyre(?=s?$))"
)

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_LONGEST_NUMBER = 15
"""Digits; a longer number, or one that starts with a zero, is read digit by digit."""

NUMBER_WORDS = frozenset((*_ONES, *_TENS[2:], *(word for _, word in _SCALES), *_ORDINALS.values())) - {"second"}
"""Words that two phrases must share exactly: "L one" is no way to say "L two"."""
_SCALE_WORDS = frozenset(word for _, word in _SCALES)
_ONLY_SPOKEN = _SCALE_WORDS | {"o", "oh"}
"""What numbers as people say them have, where they differ from how digits are read."""


class Token(NamedTuple):
    """A word in normal form and where it came from."""

    word: str
    source: int
    """Index of the whitespace-separated word, or of the transcript's word, that it is part of."""


def spoken_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in normal form."""
    return tuple(token.word for token in spoken_tokens(text))


def spoken_tokens(text: str | Iterable[str]) -> tuple[Token, ...]:
    """Return the words with the index of the source word each is part of; `text` may be split already."""
    sources = text.split() if isinstance(text, str) else text
    return _counted([Token(word, i) for i, source in enumerate(sources) for word in _source_words(source)])


def _counted(tokens: list[Token]) -> tuple[Token, ...]:
    """Read numbers as digits are read: "a hundred and fifty" is one hundred fifty, "four oh four" four zero four."""
    words = ["", *(token.word for token in tokens), ""]
    if _ONLY_SPOKEN.isdisjoint(words):
        return tuple(tokens)
    read = []
    for token, before, after in zip(tokens, words, words[2:], strict=False):
        if token.word == "a" and after in _SCALE_WORDS:
            read.append(token._replace(word="one"))
        elif token.word in ("o", "oh") and before in NUMBER_WORDS and after in NUMBER_WORDS:
            read.append(token._replace(word="zero"))
        elif not (token.word == "and" and before in _SCALE_WORDS and after in NUMBER_WORDS):
            read.append(token)
    return tuple(read)


@lru_cache(maxsize=16384)
def _source_words(source: str) -> tuple[str, ...]:
    """Read one source word: "F1-score" is f, one, score."""
    plain = _APOSTROPHE.sub("", _SPELLED_PLURAL.sub(r"\1", source.casefold()))
    for symbol, words in _SYMBOLS:
        plain = symbol.sub(words, plain)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = _NUMBER.sub(_number, _THOUSANDS.sub("", plain))
    return tuple(_american(word) for word in _NOT_A_WORD.sub(" ", plain).split())


def _american(word: str) -> str:
    if _NEVER_IZE.match(word):
        return word
    for spelling, american in _SPELLINGS:
        word = spelling.sub(american, word)
    return _BRITISH_START.sub(lambda start: _BRITISH[start[0]], word)


def _number(match: re.Match[str]) -> str:
    whole, decimals, ordinal = match.groups()
    words = number_words(whole)
    if decimals:
        words += ["point", *(_ONES[int(d)] for d in decimals)]
    if ordinal:
        words[-1] = _ordinal(words[-1])
    return f" {' '.join(words)} "


def number_words(digits: str) -> list[str]:
    """Read a whole number: "42" is forty two, "1998" nineteen ninety eight, "007" zero zero seven."""
    n = int(digits)
    if len(digits) > _LONGEST_NUMBER or (digits[0] == "0" and n):
        return [_ONES[int(d)] for d in digits]
    if len(digits) == 4 and (1910 <= n < 2000 or 2010 <= n < 2100):  # years; other four-digit numbers are counts
        return [*_cardinal(n // 100), *_cardinal(n % 100)]
    return _cardinal(n)


def _cardinal(n: int) -> list[str]:
    if n < 20:
        return [_ONES[n]]
    if n < 100:
        return [_TENS[n // 10], *(_cardinal(n % 10) if n % 10 else ())]
    size, name = next(scale for scale in _SCALES if n >= scale[0])
    return [*_cardinal(n // size), name, *(_cardinal(n % size) if n % size else ())]


def _ordinal(word: str) -> str:
    return _ORDINALS.get(word) or (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th")
