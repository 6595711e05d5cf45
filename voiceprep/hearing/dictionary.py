"""The pronouncing dictionary of the embedded engine's wheel, found without loading the engine."""

from importlib.util import find_spec
from pathlib import Path

from voiceprep.errors import EngineMissing
from voiceprep.pronounce import Lexicon

_PLACE = Path("model/en-us/cmudict-en-us.dict")


def dictionary() -> Lexicon:
    """The dictionary; raises `EngineMissing` where it is not on the machine."""
    spec = find_spec("pocketsphinx")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (file := Path(folder) / _PLACE).is_file():
            return Lexicon(file)
    raise EngineMissing("The pronouncing dictionary is not there. Reinstall it with `pip install pocketsphinx`.")
