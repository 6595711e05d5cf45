"""Answers: judging them, hearing them again, and the user's word over a verdict."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from voiceprep.cli.shared import (
    FAILED,
    announced,
    bank_named,
    bank_option,
    command,
    engine_options,
    progress_bar,
    recordings_option,
    terminal_screen,
    utc_now,
)
from voiceprep.errors import VoiceprepError


@command(example="voiceprep score answer.wav --question overfitting --json")
@click.argument("audio", nargs=-1, type=click.Path(path_type=Path))
@click.option("--text", metavar="TEXT", help="Judge this text instead of a sound.")
@click.option(
    "--text-file", type=click.Path(path_type=Path), metavar="FILE", help="Judge a text file; - is standard input."
)
@bank_option
@click.option("--question", metavar="ID", help="The question that is answered; else the file's name says.")
@engine_options
@click.option("--json", "as_json", is_flag=True, help="Print each answer's record as a line of JSON.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Files at a time.")
def score(
    audio: tuple[Path, ...],
    text: str | None,
    text_file: Path | None,
    bank: str,
    question: str | None,
    engine: Callable[[], Any],
    as_json: bool,
    jobs: int,
) -> None:
    """Judge an answer: a sound file, or a text."""
    from voiceprep.bank import read_aliases, with_aliases
    from voiceprep.config import aliases_file

    if sum((bool(audio), text is not None, text_file is not None)) != 1:
        raise click.UsageError("Name sound files, or give --text or --text-file.")
    loaded = with_aliases(bank_named(bank), read_aliases(aliases_file()))
    if not audio:
        from voiceprep.practice.scoring import score_text

        words, name = (text, "text") if text is not None else _read_text(text_file)
        asked = _question(loaded, question, name)
        _print_record(score_text(loaded, asked, words or "", name, utc_now), as_json)
        return
    from voiceprep.config import model_cache_folder
    from voiceprep.practice.scoring import score_files

    files = [(path, _question(loaded, question, path.stem)) for path in audio]
    failed = False
    choice = announced(engine())
    with progress_bar(len(files), "Judging") as advance:
        for path, result in score_files(loaded, files, choice, jobs, utc_now, model_cache_folder()):
            advance()
            if isinstance(result, VoiceprepError):
                failed = True
                click.echo(f"voiceprep: {path.name}: {result}", err=True)
            else:
                _print_record(result, as_json)
    if failed:
        raise click.exceptions.Exit(FAILED)


def _read_text(file: Path | None) -> tuple[str, str]:
    if file is None or str(file) == "-":
        return sys.stdin.read(), "text"
    try:
        return file.read_text(encoding="utf-8"), file.stem
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceprepError(f"{file} cannot be read as UTF-8 text ({error}).") from error


def _question(bank: Any, given: str | None, stem: str) -> Any:
    from voiceprep.bank import find_question

    if given is not None:
        return find_question(bank, given)
    if len(bank.questions) == 1:
        return bank.questions[0]
    if stem in {q.id for q in bank.questions}:
        return find_question(bank, stem)
    raise click.UsageError(
        f"Which question is answered? --question takes one of: {', '.join(q.id for q in bank.questions)}."
    )


def _print_record(record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(record, ensure_ascii=False))
        return
    from voiceprep.practice.replay import show

    show(record, terminal_screen())


@command(example="voiceprep replay overfitting --at 'early stopping'")
@click.argument("answer", default="latest")
@click.option("--text", "text_only", is_flag=True, help="Print it without playing.")
@click.option("--at", "point", metavar="POINT", help="Play only the place where this key point was heard.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@recordings_option
def replay(answer: str, text_only: bool, point: str | None, speaker: str | None, recordings: Path) -> None:
    """Hear a kept answer again, with its transcript and verdicts. ANSWER is `latest`, an id or a question."""
    from voiceprep.practice.replay import place_of, play, show
    from voiceprep.records.archive import Archive

    kept = Archive(recordings).find(answer, point or "")
    screen = terminal_screen()
    place = place_of(kept.record, point) if point is not None else None
    show(kept.record, screen)
    if text_only:
        return
    from voiceprep.config import load_config
    from voiceprep.practice.equipment import any_loudspeaker
    from voiceprep.practice.screen import clock

    loudspeaker = any_loudspeaker(speaker or load_config().speaker, screen.notice)
    try:
        if place is not None:
            where = f"from {clock(place[0])} to {clock(place[1])}"
            screen.line(f"Playing {where}." if loudspeaker.audible else f"It is {where} in {kept.audio}.")
        play(kept, loudspeaker, place)
    finally:
        loudspeaker.close()


@command(example="voiceprep correct latest --point 'early stopping'")
@click.argument("answer", default="latest")
@click.option("--point", metavar="POINT", help="The key point that you made: its name, or a part of it.")
@click.option("--remember", is_flag=True, help="Keep what was heard for it as your own alias, without asking.")
@click.option("--as", "alias", metavar="TEXT", help="Keep this text as your own alias for it.")
@click.option("--undo", is_flag=True, help="Take it back: the point is judged as it was heard.")
@click.option("--aliases", "list_aliases", is_flag=True, help="Instead, list your own aliases.")
@click.option("--forget", metavar="TEXT", help="Instead, remove an alias of your own.")
@click.option("--bank", type=click.Path(path_type=Path), metavar="PATH", help="Question file of the answer, if moved.")
@recordings_option
def correct(
    answer: str,
    point: str | None,
    remember: bool,
    alias: str | None,
    undo: bool,
    list_aliases: bool,
    forget: str | None,
    bank: Path | None,
    recordings: Path,
) -> None:
    """You are right: let a point of a kept answer count.

    Offers to remember what was heard for it as your own alias, which counts as the point from then on.
    ANSWER is `latest`, an id or a question.
    """
    from voiceprep.config import aliases_file
    from voiceprep.corrections import alias_lines, correct_lines, forget_lines, undo_lines

    wanted = [bool(point), list_aliases, forget is not None]
    if sum(wanted) != 1 or (undo and not point) or ((remember or alias is not None) and (undo or not point)):
        raise click.UsageError("Name what counts with --point POINT, perhaps with --remember, --as or --undo; "
                               "or say --aliases or --forget TEXT.")  # fmt: skip

    def agreed(question: str) -> bool | None:
        """Whether the user wants it; None where there is nobody to ask."""
        return click.confirm(question, default=False) if sys.stdin.isatty() else None

    if list_aliases:
        lines = alias_lines(aliases_file())
    elif forget is not None:
        lines = forget_lines(aliases_file(), forget)
    elif undo:
        lines = undo_lines(recordings, answer, point or "")
    else:
        lines = correct_lines(
            recordings, answer, point or "", bank, aliases_file(), "" if remember else alias, agreed, utc_now()
        )
    for line in lines:
        click.echo(line)


@command(example="voiceprep rescore --text")
@click.argument("answers", nargs=-1, metavar="[ANSWER]...")
@click.option("--text", "text_only", is_flag=True, help="Judge the kept transcripts, without hearing anything again.")
@click.option("--bank", "banks", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
              help="Question file of the answers to the bank of its name; may be given several times.")  # fmt: skip
@engine_options
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Answers at a time.")
@recordings_option
def rescore(
    answers: tuple[str, ...],
    text_only: bool,
    banks: tuple[Path, ...],
    engine: Callable[[], Any],
    jobs: int,
    recordings: Path,
) -> None:
    """Judge kept answers again, with today's bank and engine.

    All of them unless told otherwise, and with your own aliases; what you corrected stays.
    ANSWER is `latest`, an id or a question.
    """
    from voiceprep.bank import read_aliases
    from voiceprep.config import aliases_file, model_cache_folder
    from voiceprep.practice.rescore import chosen, line, prepare, rescore_sound, rescore_text, total
    from voiceprep.records.archive import Archive

    archive = Archive(recordings)
    given = [bank_named(bank) for bank in banks]
    ready, outcomes = prepare(archive, chosen(archive, answers), given, read_aliases(aliases_file()), not text_only)
    for outcome in outcomes:
        click.echo(f"voiceprep: {line(outcome)}", err=True)
    if ready:
        again = (
            rescore_text(ready, utc_now)
            if text_only
            else rescore_sound(ready, announced(engine()), jobs, utc_now, model_cache_folder())
        )
        with progress_bar(len(ready), "Judging") as advance:
            for outcome in again:
                outcomes.append(outcome)
                advance()
                click.echo(f"{'voiceprep: ' if outcome.problem else ''}{line(outcome)}", err=bool(outcome.problem))
    click.echo(total(outcomes))
    if any(outcome.problem for outcome in outcomes):
        raise click.exceptions.Exit(FAILED)
