"""The libraries' own downloads of their models: only ever run when the user names a model and agrees."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing.models import Model, missing_part
from voiceprep.hearing.registry import engine_called

Fetch = Callable[[Model, Path], None]
"""Fetches a model into a folder that bears its name and is not there yet; it may raise anything."""


def download_model(model: Model, models: Path, fetch: Fetch | None = None) -> Path:
    """Fetch `model` into its place under the folder `models`, whole or not at all; gives its folder.

    Unless `fetch` is given, the library's own download is used. Raises `HearingError`.
    """
    place = models / model.engine
    target = place / model.name
    if missing_part(model.engine, target) is None:
        return target
    engine = engine_called(model.engine)
    if fetch is None and not engine.installed:
        raise EngineMissing(f"{engine.name} is not installed: {engine.how_to_install}.")
    try:
        place.mkdir(parents=True, exist_ok=True)
        # Beside its place and renamed when it is whole; a leading dot keeps what a crash leaves from being taken.
        with tempfile.TemporaryDirectory(prefix=".part-", dir=place) as aside:
            fetched = Path(aside) / model.name
            _fetch(fetch or _library_of(model), model, fetched)
            if target.exists():  # an earlier one that is not whole
                shutil.rmtree(target)
            fetched.rename(target)
    except OSError as error:
        raise HearingError(f"{place} cannot be written ({error.strerror or error}).") from error
    return target


def _library_of(model: Model) -> Fetch:
    if model.engine == "vosk":
        from voiceprep.hearing.vosk_engine import download
    else:
        from voiceprep.hearing.whisper_engine import download
    return download


def _fetch(fetch: Fetch, model: Model, folder: Path) -> None:
    by_hand = f"Or download it by hand: {model.source}"
    try:
        fetch(model, folder)
    except HearingError:
        raise
    except Exception as error:  # whatever urllib, a zip file or the hub's client raises
        said = " ".join(str(error).split()) or type(error).__name__
        raise HearingError(f"{model.name} could not be downloaded ({said}). {by_hand}") from error
    lacking = missing_part(model.engine, folder)
    with contextlib.suppress(OSError):
        shutil.rmtree(folder / ".cache")  # what the hub's client notes for the next time
    if lacking is not None:
        raise HearingError(f"{model.name} came without its {lacking}. {by_hand}")
