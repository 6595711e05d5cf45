"""A phrase as it sounds: how it is said, how sure that is, and what it could be taken for."""

from collections.abc import Sequence
from dataclasses import dataclass

from voiceprep.pronounce.lexicon import Lexicon, Pronunciation
from voiceprep.pronounce.say_as import guessed_words, pronounce_phrase

_NEARLY = 5
"""Phones for each that may differ between two phrases that sound nearly the same."""

_READABLE = {
    "AA": "ah", "AE": "a", "AH": "uh", "AO": "aw", "AW": "ow", "AY": "eye", "CH": "ch", "DH": "th", "EH": "e",
    "ER": "er", "EY": "ay", "HH": "h", "IH": "i", "IY": "ee", "JH": "j", "NG": "ng", "OW": "oh", "OY": "oy",
    "SH": "sh", "TH": "th", "UH": "u", "UW": "oo", "ZH": "zh",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sounding:
    """What a dictionary makes of a phrase."""

    ways: tuple[Pronunciation, ...]
    """How people may say it, best first; empty where nothing is spoken."""
    guessed: tuple[str, ...] = ()
    """Its words whose sound is sounded out rather than known."""

    @property
    def phones(self) -> int:
        """Number of phones of the best way; 0 where there is none."""
        return len(self.ways[0]) if self.ways else 0

    @property
    def said_as(self) -> str:
        """The best way for people to read: "k-a-sh"."""
        return readable(self.ways[0]) if self.ways else ""

    def distance(self, other: "Sounding") -> float:
        """Share of the longer one's phones that differ, by the nearest of the ways; 1 where one has no sound."""
        shares = [phone_changes(a, b) / max(len(a), len(b)) for a in self.ways for b in other.ways]
        return min(shares, default=1.0)

    def is_like(self, other: "Sounding") -> bool:
        """Whether the two sound the same, or nearly: one phone in five differs."""
        return any(phone_changes(a, b) <= max(len(a), len(b)) // _NEARLY for a in self.ways for b in other.ways)


def sounding(phrase: str, lexicon: Lexicon) -> Sounding:
    """How a phrase sounds; raises OSError where the dictionary cannot be read."""
    return Sounding(pronounce_phrase(phrase, lexicon), guessed_words(phrase, lexicon))


def readable(phones: Pronunciation) -> str:
    """Phones in letters that an English reader would say so."""
    return "-".join(_READABLE.get(phone, phone.lower()) for phone in phones)


def phone_changes(a: Sequence[str], b: Sequence[str]) -> int:
    """Fewest phones to put in, take out or replace to make one of the other."""
    row = list(range(len(b) + 1))
    for i, phone in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (phone != other))
    return row[-1]
