"""What several commands share: options, what they look up, and signs of progress."""

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit codes."""
DEFAULT_BANK = "ml-engineer"


def command(
    name: str | None = None, example: str = "", kind: type[click.Command] = click.Command
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help ends with an example."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        help_ = " ".join((function.__doc__ or "").split())
        return click.command(name, cls=kind, help=f"{help_}\n\n\b\nExample:\n  {example}")(function)

    return decorate


def bank_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass on the name of a bank, as `bank`."""
    return click.option(
        "--bank", default=DEFAULT_BANK, show_default=True, metavar="BANK", help="A shipped bank's name, or a path."
    )(function)


def engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass on, as `engine`, what chooses the recogniser: `score --text` and `recover --list` need none."""

    @click.option("--engine", metavar="NAME", help="Recogniser, or `auto`; see `voiceprep engines`.")
    @click.option("--model", type=click.Path(path_type=Path), metavar="PATH",
                  help="The recogniser's model on this machine.")  # fmt: skip
    @functools.wraps(function)
    def with_engine(*args: Any, engine: str | None, model: Path | None, **values: Any) -> Any:
        return function(*args, engine=lambda: chosen_engine(engine, model), **values)

    return with_engine


def recordings_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass the recordings folder on, already looked up, as `recordings`."""

    @click.option("--recordings", metavar="FOLDER", help="Where answers are kept.")
    @functools.wraps(function)
    def with_folder(*args: Any, recordings: str | None, **values: Any) -> Any:
        from voiceprep.config import load_config, recordings_folder

        return function(*args, recordings=recordings_folder(recordings, load_config()), **values)

    return with_folder


def bank_named(name: str | Path) -> Any:
    """The bank of that name, shipped or the user's own, or of a path."""
    from voiceprep.bank import find_bank, load_bank
    from voiceprep.config import banks_folder

    return load_bank(find_bank(name, banks_folder()))


def chosen_engine(engine: str | None, model: Path | None) -> Any:
    """The recogniser to take; the settings' model counts where it is one of the engine's."""
    from voiceprep.config import load_config, models_folder
    from voiceprep.hearing.models import kind_of
    from voiceprep.hearing.registry import choose

    config = load_config()
    if model is None and config.model is not None:
        theirs = Path(config.model)
        if engine in (None, config.engine) or kind_of(theirs) == engine:
            model = theirs
    return choose(engine or config.engine, model, models_folder())


def announced(choice: Any) -> Any:
    """Tell, beside the output, where the sound is about to leave the machine."""
    from voiceprep.hearing.registry import sent_away

    if leaves := sent_away(choice.name):
        click.echo(f"voiceprep: {leaves}", err=True)
    return choice


def command_line(command: str, recordings: Path) -> str:
    """How the user runs another command on the same recordings, from here."""
    import os
    import shlex
    import shutil

    from voiceprep.config import load_config, recordings_folder

    name = "voiceprep"
    if shutil.which(name) is None:  # a checkout's own .venv is not on the path
        here = os.path.relpath(sys.argv[0])
        name = here if os.access(here, os.X_OK) else f"{os.path.relpath(sys.executable)} -m voiceprep"
    folder = (
        "" if recordings == recordings_folder(None, load_config()) else f" --recordings {shlex.quote(str(recordings))}"
    )
    return f"{name} {command}{folder}"


def terminal_screen() -> Any:
    """The terminal, as wide as is readable."""
    import shutil

    from voiceprep.practice.screen import Screen

    return Screen(sys.stdout, lambda: min(100, max(20, shutil.get_terminal_size().columns)))


def utc_now() -> datetime:
    """The clock that a command hands in."""
    return datetime.now(UTC)


def progress_bar(count: int, doing: str) -> Any:
    """A progress bar on standard error for several things, where that is a terminal; yields what advances it."""
    import contextlib

    @contextlib.contextmanager
    def shown() -> Any:
        if count < 2 or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(doing, total=count)
            yield lambda: progress.advance(task)

    return shown()


def waiting_sign(what: str, shown: bool) -> Any:
    """A moving sign on standard error, where that is a terminal."""
    import contextlib

    if not (shown and sys.stderr.isatty()):
        return contextlib.nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(what)
