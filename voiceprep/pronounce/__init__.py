"""How words sound: the binding to libespeak-ng, and the pronunciations of whatever a question file may hold.

`pronounce(word, lexicon)` and `pronounce_phrase(text, lexicon)` take words as they are written, capitals and hyphens
included, and a `Lexicon` over PocketSphinx's dictionary, whose path is passed in.
"""

from voiceprep.pronounce.lexicon import PHONES, Lexicon, Pronunciation
from voiceprep.pronounce.say_as import pronounce, pronounce_phrase

__all__ = ["PHONES", "Lexicon", "Pronunciation", "pronounce", "pronounce_phrase"]
