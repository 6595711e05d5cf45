"""Downloaded models: where they are looked for, how one is told from another, and where the user gets one.

Only folders that have been looked into are ever handed to a library: a *name* would be looked up in its hub.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voiceprep.errors import EngineMissing

Parts = tuple[tuple[str, ...], ...]
"""What has to be in a model's folder; of each inner group, one file."""

PARTS: Mapping[str, Parts] = {
    # The two layouts of Vosk's models: today's, and that of models from before 2020.
    "vosk": (("am/final.mdl", "final.mdl"), ("conf/mfcc.conf", "mfcc.conf")),
    # Without its tokenizer.json faster-whisper would ask the hub for one.
    "whisper": (("model.bin",), ("config.json",), ("tokenizer.json",), ("vocabulary.txt", "vocabulary.json")),
}
"""By engine, the files without which its library cannot begin."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that the user may download."""

    engine: str
    name: str
    size_mb: int
    """To download, MB."""
    licence: str
    source: str
    """Address of the file, or of the page with the files."""
    what: str


MODELS = (
    Model("vosk", "vosk-model-small-en-us-0.15", 40, "Apache-2.0",
          "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip", "US English, 0.3 GB of memory"),
    Model("vosk", "vosk-model-en-us-0.22-lgraph", 128, "Apache-2.0",
          "https://alphacephei.com/vosk/models/vosk-model-en-us-0.22-lgraph.zip", "US English, mishears less"),
    Model("vosk", "vosk-model-en-us-0.22", 1800, "Apache-2.0",
          "https://alphacephei.com/vosk/models/vosk-model-en-us-0.22.zip",
          "US English, mishears least; several GB of memory"),
    Model("whisper", "base.en", 145, "MIT", "https://huggingface.co/Systran/faster-whisper-base.en", "English"),
    Model("whisper", "small.en", 484, "MIT", "https://huggingface.co/Systran/faster-whisper-small.en",
          "English, mishears less, slower"),
)  # fmt: skip
"""Sizes and licences as their makers state them; none could be measured here."""


def missing_part(engine: str, folder: Path) -> str | None:
    """The first file that a model of `engine` needs and `folder` lacks; None where it has them all."""
    for group in PARTS[engine]:
        if not any((folder / part).is_file() for part in group):
            return group[0]
    return None


def model_in(engine: str, models: Path) -> Path | None:
    """The model of `engine` in its place under the folder `models`; of several the largest, which mishears least."""
    return _inside(engine, models / engine)


def find_model(engine: str, given: Path) -> Path:
    """The model that the user named: that folder, or one in it. Raises `EngineMissing` with what is wrong."""
    path = given.expanduser().absolute()
    try:
        if path.is_dir():
            found = _inside(engine, path)
            if found is not None:
                return found
            why = f"has no {missing_part(engine, path)} in it" if any(path.iterdir()) else "is empty"
        else:
            why = "is a file: unpack it and name the folder" if path.exists() else "is not there"
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    raise EngineMissing(f"No model for {engine}: {path} {why}. `voiceprep engines` says where to get one.")


def kind_of(given: Path) -> str | None:
    """The engine whose model is at that path; None where it is none's."""
    path = given.expanduser().absolute()
    return next((engine for engine in PARTS if _inside(engine, path) is not None), None)


def model_called(name: str) -> Model:
    """The downloadable model of that name; raises `EngineMissing`."""
    for model in MODELS:
        if model.name == name:
            return model
    raise EngineMissing(f"There is no model {name!r} to download. There are: {', '.join(m.name for m in MODELS)}.")


def _inside(engine: str, folder: Path) -> Path | None:
    if missing_part(engine, folder) is None:
        return folder
    try:
        # What begins with a dot is a download that is under way, or was cut off.
        within = [f for f in folder.iterdir() if f.is_dir() and not f.name.startswith(".")]
    except OSError:
        return None
    whole = [f for f in within if missing_part(engine, f) is None]
    return max(whole, key=lambda f: (_size(f), f.name), default=None)


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
