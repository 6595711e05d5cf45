"""How words sound: the binding to libespeak-ng, and the pronunciations of whatever a question file may hold.

`pronounce(word, lexicon)` and `pronounce_phrase(text, lexicon)` take words as they are written, capitals and hyphens
included, and a `Lexicon` over PocketSphinx's dictionary, whose path is passed in; `guessed_words` names the words for
which that is a guess, and `sounding` is all of it about a phrase.
"""

from voiceprep.pronounce.lexicon import PHONES, Lexicon, Pronunciation
from voiceprep.pronounce.say_as import guessed_words, pronounce, pronounce_phrase
from voiceprep.pronounce.sounding import Sounding, sounding

__all__ = [
    "PHONES", "Lexicon", "Pronunciation", "Sounding", "guessed_words", "pronounce", "pronounce_phrase", "sounding",
]  # fmt: skip
