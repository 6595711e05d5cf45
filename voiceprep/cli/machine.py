"""The machine: which recognisers it has, and whether everything works."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from voiceprep.cli.shared import (
    FAILED,
    announced,
    bank_named,
    chosen_engine,
    command,
    engine_options,
    progress_bar,
    recordings_option,
    waiting_sign,
)

_HOW_TO_DOWNLOAD = (
    "Fetch and unpack one into the folder after the arrow, let `voiceprep engines --download NAME` do it, "
    "or name any other folder with --model:"
)


@command(example="voiceprep engines --download vosk-model-small-en-us-0.15")
@click.option("--download", metavar="NAME", help="Fetch this model by its library's own download; asks first.")
@click.option("--yes", is_flag=True, help="Fetch it without asking.")
def engines(download: str | None, yes: bool) -> None:
    """List the recognisers: what is installed, what each needs, which one is taken and why, and where to get models."""
    from voiceprep.config import models_folder
    from voiceprep.errors import HearingError
    from voiceprep.hearing.engines import engines as known
    from voiceprep.hearing.models import MODELS
    from voiceprep.hearing.registry import needs, state

    models = models_folder()
    if download is not None:
        _download(download, models, yes)
        return
    try:
        choice = chosen_engine(None, None)
        taken, problem = choice.name, f"Taken: {choice}. `--engine NAME` takes another."
    except HearingError as error:
        taken, problem = "", f"Taken: none. {error}"
    for engine in known():
        mark = "*" if engine.name == taken else " "
        click.echo(f"{mark} {engine.name:20} {state(engine, models):14} {needs(engine, models)}")
    click.echo(f"\n{problem}\n\nModels, which voiceprep never fetches unasked. {_HOW_TO_DOWNLOAD}")
    for model in MODELS:
        click.echo(f"  {model.name:28} {model.size_mb:5} MB  {model.licence:11} {model.what}\n"
                   f"{'':4}{model.source} -> {models / model.engine / model.name}")  # fmt: skip


def _download(name: str, models: Path, yes: bool) -> None:
    from voiceprep.hearing.download import download_model
    from voiceprep.hearing.models import model_called

    model = model_called(name)
    place = models / model.engine / model.name
    click.echo(
        f"{model.name} for {model.engine}: {model.size_mb} MB under the licence {model.licence}, "
        f"from {model.source} to {place}"
    )
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Say --yes to fetch it without being asked.")
        if not click.confirm("Fetch it now?", default=False):
            click.echo("Nothing was fetched.")
            return
    with waiting_sign(f"Fetching {model.size_mb} MB", shown=model.engine != "vosk"):  # Vosk shows a bar of its own
        folder = download_model(model, models)
    click.echo(f"It is there: {folder}. `voiceprep engines` says which engine is taken now.")


@command(example="voiceprep doctor --hear my-questions.yaml")
@click.option("--hear", "bank", metavar="BANK", help="Instead, let the voice say each key phrase of a bank to the "
              "recogniser, and list those that it does not hear, with an alias where one would help.")  # fmt: skip
@click.option("--no-sound", is_flag=True, help="With --hear: only look the phrases up in the dictionary, at once.")
@engine_options
@click.option("--voice", metavar="NAME", help="Voice that speaks.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@recordings_option
def doctor(
    bank: str | None,
    no_sound: bool,
    engine: Callable[[], Any],
    voice: str | None,
    mic: str | None,
    speaker: str | None,
    recordings: Path,
) -> None:
    """Test microphone, level, loudspeaker, voice, recogniser and disk, and name the fix of what does not work."""
    from dataclasses import replace

    from voiceprep.config import load_config
    from voiceprep.doctor import examine

    config = load_config()
    config = replace(config, voice=voice or config.voice)
    if bank is not None:
        _hear(bank, no_sound, config, engine)
        return
    if no_sound:
        raise click.UsageError("--no-sound goes with --hear BANK.")
    usable = True
    for finding in examine(mic or config.mic, speaker or config.speaker, config, recordings, engine):
        click.echo(f"{finding.state:8} {finding.what:12} {finding.text}")
        usable = usable and not (finding.essential and finding.state == "broken")
    if not usable:
        raise click.exceptions.Exit(FAILED)


def _hear(bank: str, no_sound: bool, config: Any, engine: Callable[[], Any]) -> None:
    """Print which phrases of a bank are hard to hear, by their sound or by the dictionary alone."""
    from voiceprep.hear_check import heard_lines, phrase_sound, sound_lines

    loaded = bank_named(bank)
    sound = phrase_sound()
    if no_sound:
        lines = sound_lines(loaded, sound)
    else:
        from voiceprep.config import model_cache_folder
        from voiceprep.hear_check import hear_points
        from voiceprep.practice.selftest import points_of

        trials = []
        with progress_bar(len(points_of(loaded)), "Listening") as advance:
            for trial in hear_points(loaded, config, announced(engine()), model_cache_folder()):
                trials.append(trial)
                advance()
        lines = heard_lines(loaded, trials, sound)
    for line in lines:
        click.echo(line)
