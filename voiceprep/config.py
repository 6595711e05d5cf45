"""Where things are kept, and the user's own settings: option, environment variable, configuration file, default."""

import os
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from voiceprep.errors import ConfigError

RECORDINGS_VARIABLE = "VOICEPREP_RECORDINGS"
CONFIG_VARIABLE = "VOICEPREP_CONFIG"
_PACKAGE = Path(__file__).resolve().parent
_APP = "voiceprep"


@dataclass(frozen=True, slots=True)
class Config:
    """What the configuration file may set; every key is optional."""

    recordings: str | None = None
    """Folder of the recordings."""
    engine: str = "auto"
    """Recogniser, as `--engine` takes it."""
    model: str | None = None
    """Its model on this machine, as `--model` takes it."""
    voice: str | None = None
    """Name of the voice, as `--voice` takes it."""
    rate: int = 170
    """Words a minute of the voice."""
    mic: str | None = None
    """Part of the microphone's name."""
    speaker: str | None = None
    """Part of the loudspeaker's name."""
    patience: float = 2.5
    """Seconds of silence that end an answer, until your own pauses are known."""
    think: float = 0.0
    """Seconds to think before each answer."""
    target: float = 120.0
    """Seconds that an answer is to last: soft tones tell when three quarters and all of them are over."""
    chimes: bool = True
    """Whether soft tones tell what happens."""
    spoken_commands: bool = True
    """Whether commands may be spoken."""
    headphones: bool = False
    """Whether the microphone does not hear the program, as `--headphones` says."""


def config_file() -> Path:
    """Where the configuration file is looked for."""
    from platformdirs import user_config_path

    given = os.environ.get(CONFIG_VARIABLE)
    return Path(given).expanduser() if given else user_config_path(_APP) / "config.yaml"


def aliases_file() -> Path:
    """Where this user's own aliases are kept: beside the configuration file, wherever that is."""
    return config_file().with_name("aliases.yaml")


def banks_folder() -> Path:
    """Where this user's own question files are found by name: beside the configuration file."""
    return config_file().with_name("questions")


def load_config() -> Config:
    """The configuration file's settings, or the defaults where there is none; raises `ConfigError`."""
    path = config_file()
    if not path.is_file():
        return Config()
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    if data is None:
        return Config()
    if not isinstance(data, dict):
        raise ConfigError(f"{path} must hold lines such as `rate: 160`.")
    return _checked(path, data)


def _checked(path: Path, data: dict[Any, Any]) -> Config:
    known = {f.name for f in fields(Config)}
    for key, value in data.items():
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            raise ConfigError(
                f"{path}: unknown key {key!r}; {f'did you mean {near[0]}?' if near else 'known: '}"
                f"{'' if near else ', '.join(sorted(known)) + '.'}"
            )
        if (problem := _problem(str(key), value)) is not None:
            raise ConfigError(f"{path}: {key} must be {problem}.")
    return replace(Config(), **data)


RATE_WPM = (80, 450)
"""Words a minute that a voice may be asked for."""
_BOUNDS_S = {"patience": (1.0, 30.0), "think": (0.0, 600.0), "target": (10.0, 3600.0)}


def _problem(key: str, value: Any) -> str | None:
    """What a value must be and is not."""
    if key in ("chimes", "headphones", "spoken_commands"):
        return None if isinstance(value, bool) else "true or false"
    if key == "rate":
        whole = isinstance(value, int) and not isinstance(value, bool)
        fits = whole and RATE_WPM[0] <= value <= RATE_WPM[1]
        return None if fits else "a whole number from {} to {}".format(*RATE_WPM)
    if key in _BOUNDS_S:
        least, most = _BOUNDS_S[key]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if number and least <= value <= most else f"a number of seconds from {least:g} to {most:g}"
    return None if isinstance(value, str) else "a text"


def checkout() -> Path | None:
    """The project's folder where voiceprep runs from a checkout; None where it is installed."""
    top = _PACKAGE.parent
    return top if (top / "pyproject.toml").is_file() and (top / "recordings").is_dir() else None


def recordings_folder(option: str | None, config: Config) -> Path:
    """Where answers are kept: option, environment, configuration file, checkout, the user's data folder."""
    given = option or os.environ.get(RECORDINGS_VARIABLE) or config.recordings
    if given:
        return Path(given).expanduser().absolute()
    top = checkout()
    if top is not None:
        return top / "recordings"
    from platformdirs import user_data_path

    return user_data_path(_APP) / "recordings"


def samples_folder() -> Path:
    """The sample answers: inside the wheel, or in the checkout."""
    inside = _PACKAGE / "samples"
    return inside if inside.is_dir() else _PACKAGE.parent / "recordings" / "samples"


def models_folder() -> Path:
    """Where downloaded models are looked for, in a folder for each engine."""
    from platformdirs import user_data_path

    return user_data_path(_APP) / "models"


def model_cache_folder() -> Path:
    """Where models adapted to a bank are cached."""
    from platformdirs import user_cache_path

    return user_cache_path(_APP) / "models"


def voice_cache_folder() -> Path:
    """Where spoken sentences are cached."""
    from platformdirs import user_cache_path

    return user_cache_path(_APP) / "voice"
