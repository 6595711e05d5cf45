"""Graphemes to phonemes: a guess for a word that is neither in the dictionary nor made of words that are."""

from functools import cache

from voiceprep.errors import VoiceError
from voiceprep.pronounce.espeak import PHONEME_SEPARATOR, Espeak, espeak
from voiceprep.pronounce.letter_rules import by_rule
from voiceprep.pronounce.lexicon import VOWELS, Pronunciation

_STRESS = str.maketrans(dict.fromkeys("ˈˌ"))

_IPA = {
    # libespeak-ng's phoneme (en-us): phones as the dictionary mostly writes it | as it writes it otherwise
    "b": "B", "d": "D", "f": "F", "h": "HH", "j": "Y", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P", "s": "S",
    "t": "T", "v": "V", "w": "W", "z": "Z", "ð": "DH", "ŋ": "NG", "ɡ": "G", "ɹ": "R", "ʃ": "SH", "ʒ": "ZH", "θ": "TH",
    "dʒ": "JH", "tʃ": "CH",
    "ɾ": "T",  # the flap of "water"
    "ʔ": "T",  # "baeten"
    "x": "K", "r": "R", "ɬ": "L", "nʲ": "N Y", "n̩": "AH N",  # in words that it takes for foreign; "button"
    "æ": "AE", "ɛ": "EH", "ɪ": "IH", "ʊ": "UH", "ʌ": "AH", "ə": "AH | IH", "ɐ": "AH | AE", "ᵻ": "IH | AH",
    "i": "IY", "iː": "IY", "uː": "UW", "ɑː": "AA | AO", "ɔː": "AO | AA", "ɔ": "AA | AO", "ɜː": "ER", "ɚ": "ER",
    "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "ɔɪ": "OY",
    "ɑːɹ": "AA R", "ɔːɹ": "AO R", "ɛɹ": "EH R", "ɪɹ": "IH R", "ʊɹ": "UH R", "əl": "AH L", "iə": "IY AH",
    "aɪə": "AY AH", "aɪɚ": "AY ER",
}  # fmt: skip
_TABLE = {ipa: tuple(tuple(phones.split()) for phones in row.split("|")) for ipa, row in _IPA.items()}


@cache
def _library() -> Espeak | None:
    """Return libespeak-ng where it is installed."""
    try:
        return espeak()
    except VoiceError:
        return None


def sounded_out(word: str) -> tuple[Pronunciation, ...]:
    """How a lower-case word might be said, best guess first; that of the rules is the last, or the only one."""
    library = _library()
    guesses = phones_of_ipa(library.phonemes(word)) if library else ()
    return tuple(guess for guess in dict.fromkeys((*guesses, by_rule(word))) if guess)


def phones_of_ipa(ipa: str) -> tuple[Pronunciation, Pronunciation]:
    """Turn libespeak-ng's phonemes into phones: the likely reading and, where rows have a second, that one."""
    likely, other = list[str](), list[str]()
    for symbol in ipa.translate(_STRESS).replace(" ", PHONEME_SEPARATOR).split(PHONEME_SEPARATOR):
        for row in _rows(symbol):
            likely += row[0]
            other += row[-1]
    return _as_the_dictionary(likely), _as_the_dictionary(other)


def _as_the_dictionary(phones: list[str]) -> Pronunciation:
    """Write two pairs as the dictionary does: "every" has ER alone, "area" a long IY before the other vowel."""
    paired = list(zip(phones, [*phones[1:], ""], ["", *phones[:-1]], strict=True))
    return tuple(
        "IY" if phone == "IH" and after in VOWELS else phone
        for phone, after, before in paired
        if not (phone == "R" and before == "ER" and after in VOWELS)
    )


def _rows(symbol: str) -> list[tuple[Pronunciation, ...]]:
    """The row of a phoneme; of one that is not in the table, such as "iːː", the rows of its characters."""
    if symbol in _TABLE:
        return [_TABLE[symbol]]
    return [_TABLE[c] for c in symbol if c in _TABLE]
