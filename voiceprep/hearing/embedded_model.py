"""Where the embedded engine's model lies, in its wheel; found without loading the engine."""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from voiceprep.errors import EngineMissing
from voiceprep.pronounce import Lexicon, Pronunciation, pronounce_phrase

_PLACE = Path("model/en-us")
_DICTIONARY = "cmudict-en-us.dict"


def embedded_model() -> Path:
    """The folder with the dictionary, the language model and, in `en-us`, the acoustic model.

    Raises `EngineMissing` where it is not on the machine.
    """
    spec = find_spec("pocketsphinx")
    for package in (spec.submodule_search_locations or ()) if spec else ():
        if (folder := Path(package) / _PLACE).is_dir():
            return folder
    raise EngineMissing("The embedded recogniser's model is not there. Reinstall it with `pip install pocketsphinx`.")


def dictionary() -> Lexicon:
    """The pronouncing dictionary; raises `EngineMissing` where it is not on the machine."""
    return Lexicon(embedded_model() / _DICTIONARY)


@cache
def how_phrases_are_said() -> Callable[[str], tuple[Pronunciation, ...]] | None:
    """What gives a phrase's pronunciations, best first; None where the dictionary is not on the machine."""
    try:
        lexicon = dictionary()
    except EngineMissing:
        return None

    @lru_cache(maxsize=16384)
    def said(phrase: str) -> tuple[Pronunciation, ...]:
        return pronounce_phrase(phrase, lexicon)

    return said
