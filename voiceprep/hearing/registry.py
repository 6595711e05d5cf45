"""The table of recognisers: what each is, what it needs and whether the sound stays here; and the choice among them.

Whatever says something of an engine, `voiceprep engines`, an error or docs/engines.md, takes it from these rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from voiceprep.errors import EngineMissing
from voiceprep.hearing.models import find_model, kind_of, model_in

AUTO = "auto"
"""Takes the best engine that is installed and has its model."""
DEFAULT = "sphinx"
"""The embedded engine: what `auto` takes where there is nothing better."""
SR = "sr:"
"""Prefix of the SpeechRecognition package's recognisers."""
OPTIONS_VARIABLE = "VOICEPREP_SR_OPTIONS"
"""Environment variable with a JSON object of arguments for an `sr:` recogniser, such as `{"key": "…"}`."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One recogniser that `--engine` takes."""

    name: str
    what: str
    package: str
    """The module that has to be importable; empty where SpeechRecognition alone will do."""
    licence: str
    """Of the engine's code; its models have their own."""
    extra: str = ""
    """The extra of voiceprep that installs it."""
    distribution: str = ""
    """The package as pip knows it; empty where it comes along or is called like the module."""
    installed_mb: int = 0
    """What that extra takes on the disk, MB (Linux x86-64, Python 3.11)."""
    streaming: bool = False
    """Hears while you speak; the others begin when the answer is over."""
    local: bool = True
    """False where the sound leaves the machine."""
    takes_model: bool = False
    """Has no model of its own: `--model` names one on this machine."""
    model_place: bool = False
    """That model is also looked for in the models folder."""
    measured: bool = False
    """Whether docs/benchmarks.md says how well it hears."""

    @property
    def installed(self) -> bool:
        """Whether its package is there; nothing is imported for that."""
        spec = find_spec(self.package) if self.package else None
        return not self.package or (spec is not None and spec.origin is not None)  # a mere folder has no origin

    @property
    def how_to_install(self) -> str:
        """The command that installs its package."""
        distribution = self.distribution or self.package
        if not self.extra:
            return f"`pip install {distribution}`"
        # Not the extra in a checkout: pip would put a copy of voiceprep in the place of the checkout's own.
        return (
            f"`pip install 'voiceprep[{self.extra}]'` (in a checkout: `.venv/bin/python -m pip install {distribution}`)"
        )


ENGINES = (
    Engine("sphinx", "PocketSphinx with the model in its wheel", "pocketsphinx", "BSD-2-Clause",
           streaming=True, measured=True),
    Engine("vosk", "Vosk", "vosk", "Apache-2.0", extra="vosk", installed_mb=32,
           streaming=True, takes_model=True, model_place=True),
    Engine("whisper", "Whisper by faster-whisper", "faster_whisper", "MIT", extra="whisper",
           distribution="faster-whisper", installed_mb=360,
           takes_model=True, model_place=True),
    Engine("sr:sphinx", "PocketSphinx by SpeechRecognition", "pocketsphinx", "BSD-3-Clause"),
    Engine("sr:vosk", "Vosk by SpeechRecognition, with a model inside that package", "vosk", "BSD-3-Clause",
           extra="vosk"),
    Engine("sr:whisper", "OpenAI's Whisper by SpeechRecognition", "whisper", "BSD-3-Clause",
           distribution="openai-whisper", takes_model=True),
    Engine("sr:faster_whisper", "Whisper by SpeechRecognition", "faster_whisper", "BSD-3-Clause",
           extra="whisper", distribution="faster-whisper", takes_model=True),
    Engine("sr:tensorflow", "TensorFlow by SpeechRecognition", "tensorflow", "BSD-3-Clause"),
)  # fmt: skip
"""Every engine that works on this machine, our own first."""

AUTO_ORDER = ("vosk", "whisper", DEFAULT)
"""`auto` takes the first of these that is there; never a service. The makers of Vosk and Whisper publish word error
rates of a tenth or less (read speech); PocketSphinx has nearly a half (spontaneous speech, docs/benchmarks.md). Vosk
before Whisper because it hears while you speak, and the feedback has to begin within 0.3 s of the answer's end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that is taken, ready to be opened."""

    name: str
    model: Path | None = None
    """A checked folder or file; None where the engine brings its own."""
    why: str = "as you named it"
    by_itself: bool = False
    """Whether `auto` chose it rather than the user."""

    def __str__(self) -> str:
        """The engine, its model and the reason, without a full stop."""
        return f"{self.name}{f' with {self.model}' if self.model else ''}, {self.why}"


def engine_called(name: str) -> Engine:
    """The row of `name`; an `sr:` name that is not known to work here is one of a service. Raises `EngineMissing`."""
    for engine in ENGINES:
        if engine.name == name:
            return engine
    if name.startswith(SR):
        return Engine(name, "a service by SpeechRecognition", "", "BSD-3-Clause", local=False)
    raise EngineMissing(f"There is no engine {name!r}. `voiceprep engines` lists them.")


def is_local(name: str) -> bool:
    """Whether the sound stays on this machine with that engine."""
    return engine_called(name).local


def sent_away(name: str) -> str:
    """The line that the user sees before the sound goes to a service; empty where it stays here."""
    return "" if is_local(name) else f"{name} sends the sound of your answers to a service outside this machine."


def choose(name: str, model: Path | None, models: Path) -> Choice:
    """The engine to open for `--engine NAME` and `--model MODEL`; `models` is the folder where models are kept.

    Raises `EngineMissing`, before anything is loaded.
    """
    if name == AUTO:
        return _best(model, models)
    engine = engine_called(name)
    if model is not None and not engine.takes_model:
        takers = ", ".join(e.name for e in ENGINES if e.takes_model)
        raise EngineMissing(f"{name} takes no model, by --model or by `model:` in the settings file; {takers} do.")
    _require_installed(engine)
    if not engine.model_place:  # an `sr:` recogniser checks the rest where it is loaded
        return Choice(name, model.expanduser().absolute() if model else None)
    found = find_model(name, model) if model else model_in(name, models)
    if found is None:
        raise EngineMissing(
            f"{name} has no model in {models / name}: name yours with --model, "
            "or see `voiceprep engines` for how to get one."
        )
    return Choice(name, found)


def _best(model: Path | None, models: Path) -> Choice:
    if model is not None:
        name = kind_of(model)
        if name is None:
            raise EngineMissing(
                f"{model} is no model of an engine that `auto` knows; name the engine too, with --engine."
            )
        return replace(choose(name, model, models), why="as that is a model of its kind", by_itself=True)
    without: list[str] = []
    for name in AUTO_ORDER:
        engine = engine_called(name)
        if not engine.installed:
            continue
        if not engine.model_place:
            break
        found = model_in(name, models)
        if found is not None:
            return Choice(name, found, f"the best that is installed with a model: {_when(engine)}", by_itself=True)
        without.append(name)
    lacking = " and ".join(without)
    why = (
        f"as {lacking} {'has' if len(without) == 1 else 'have'} no model"
        if lacking
        else "as nothing better is installed"
    )
    return Choice(DEFAULT, why=why, by_itself=True)


def _when(engine: Engine) -> str:
    return "it hears while you speak" if engine.streaming else "it hears an answer when it is over, so feedback waits"


def _require_installed(engine: Engine) -> None:
    if not engine.installed:
        raise EngineMissing(f"{engine.name} is not installed: {engine.how_to_install}.")


def state(engine: Engine, models: Path) -> str:
    """One or two words on what is there of an engine."""
    if not engine.local:
        return "cloud"
    if not engine.installed:
        return "not installed"
    return "no model" if engine.model_place and model_in(engine.name, models) is None else "installed"


def needs(engine: Engine, models: Path) -> str:
    """What an engine is and what it still needs, in one line for the user."""
    if not engine.local:
        return f"SENDS YOUR VOICE TO A SERVICE; its key, if any, in {OPTIONS_VARIABLE}; not measured here"
    return "; ".join(_remarks(engine, models))


def _remarks(engine: Engine, models: Path) -> Iterator[str]:
    yield f"{engine.what}, {'while you speak' if engine.streaming else 'at the end'}"
    if not engine.installed:
        yield f"{engine.how_to_install}, {engine.licence}" + (
            f", {engine.installed_mb} MB" if engine.installed_mb else ""
        )
    if engine.model_place:
        found = model_in(engine.name, models)
        yield f"its model: {found}" if found else "its model: see below"
    elif engine.takes_model:
        yield "its model: --model PATH"
    if not engine.measured:
        yield "not measured here"
