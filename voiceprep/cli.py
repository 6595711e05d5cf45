"""The commands: a thin translation from words to the library, which each command loads only when it runs."""

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from voiceprep import __version__
from voiceprep.errors import VoiceprepError

DONE, FAILED, INTERRUPTED = 0, 1, 130
DEFAULT_BANK = "ml-engineer"


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 a stated failure, 2 wrong usage, 130 interrupted."""
    try:
        # Without standalone mode click returns the code of an `Exit`, and what a command returns, which is nothing.
        code = cli.main(standalone_mode=False) or DONE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except VoiceprepError as error:
        click.echo(f"voiceprep: {error}", err=True)
        code = FAILED
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:  # `voiceprep … | head`
        sys.stderr.close()
        code = DONE
    raise SystemExit(code)


class _ManyAnswers(click.Command):
    """A command whose `--answers` takes all paths up to the next option, as a shell expands `answers/*.wav`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its paths."""
        spread: list[str] = []
        many = False
        for arg in args:
            if arg.startswith("-"):
                many = arg == "--answers"
                spread += [] if many else [arg]
            elif arg.endswith((".yaml", ".yml")):  # the bank
                spread.append(arg)
            else:
                spread += ["--answers", arg] if many else [arg]
        if args and args[-1] == "--answers":
            spread.append("--answers")  # without a path: click says so
        return super().parse_args(ctx, spread)


def _command(
    name: str | None = None, example: str = "", kind: type[click.Command] = click.Command
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help ends with an example."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        help_ = " ".join((function.__doc__ or "").split())
        return click.command(name, cls=kind, help=f"{help_}\n\n\b\nExample:\n  {example}")(function)

    return decorate


def _bank_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--bank", default=DEFAULT_BANK, show_default=True, metavar="BANK", help="A shipped bank's name, or a path."
    )(function)


def _engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass on, as `engine`, what chooses the recogniser: `score --text` and `recover --list` need none."""

    @click.option("--engine", metavar="NAME", help="Recogniser, or `auto`; see `voiceprep engines`.")
    @click.option("--model", type=click.Path(path_type=Path), metavar="PATH",
                  help="The recogniser's model on this machine.")  # fmt: skip
    @functools.wraps(function)
    def with_engine(*args: Any, engine: str | None, model: Path | None, **values: Any) -> Any:
        return function(*args, engine=lambda: _chosen(engine, model), **values)

    return with_engine


def _load_bank(name: str | Path) -> Any:
    """The bank of that name, shipped or the user's own, or of a path."""
    from voiceprep.bank import find_bank, load_bank
    from voiceprep.config import banks_folder

    return load_bank(find_bank(name, banks_folder()))


def _chosen(engine: str | None, model: Path | None) -> Any:
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


def _announced(choice: Any) -> Any:
    """Tell, beside the output, where the sound is about to leave the machine."""
    from voiceprep.hearing.registry import sent_away

    if leaves := sent_away(choice.name):
        click.echo(f"voiceprep: {leaves}", err=True)
    return choice


def _recordings_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass the recordings folder on, already looked up, as `recordings`."""

    @click.option("--recordings", metavar="FOLDER", help="Where answers are kept.")
    @functools.wraps(function)
    def with_folder(*args: Any, recordings: str | None, **values: Any) -> Any:
        from voiceprep.config import load_config, recordings_folder

        return function(*args, recordings=recordings_folder(recordings, load_config()), **values)

    return with_folder


def _command_line(command: str, recordings: Path) -> str:
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


def _screen() -> Any:
    import shutil

    from voiceprep.practice.screen import Screen

    return Screen(sys.stdout, lambda: min(100, max(20, shutil.get_terminal_size().columns)))


def _now() -> datetime:
    return datetime.now(UTC)


_ABOUT = """A voice mock interview on your own machine.

It reads a question aloud, hears your answer, and says which points landed, which were missed, and why the question is
asked. Nothing leaves this machine unless you name a cloud engine. Without a command, it practises.

\b
Example:
  voiceprep practice --questions 2
"""
_HELP_OPTIONS = ["-h", "--help"]


@click.group(invoke_without_command=True, help=_ABOUT, context_settings={"help_option_names": _HELP_OPTIONS})
@click.version_option(__version__, prog_name="voiceprep")
@click.pass_context
def cli(context: click.Context) -> None:
    """Practise where no command is named."""
    if context.invoked_subcommand is None:
        context.invoke(practice)


@_command(example="voiceprep practice ml-engineer --questions 5 --mic headset", kind=_ManyAnswers)
@click.argument("bank", required=False)
@click.option("--questions", type=click.IntRange(1), metavar="N", help="How many to ask; 3 unless told otherwise.")
@click.option("--only", multiple=True, metavar="ID", help="Ask this question; may be given several times.")
@click.option("--order", type=click.Choice(["file", "shuffle"]), default="file", show_default=True)
@click.option("--limit", type=click.FloatRange(5, 3600), default=300, show_default=True, metavar="S",
              help="Longest answer, seconds; warned of 30 s before.")  # fmt: skip
@click.option("--think", type=click.FloatRange(0, 600), metavar="S",
              help="Seconds to think before each answer; whoever begins sooner is heard.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with the newest session that has questions left.")
@click.option(
    "--hands-free",
    is_flag=True,
    help="No key is needed: without a bank you choose by voice, and more time is left between answers.",
)
@click.option("--headphones", is_flag=True,
              help="The microphone does not hear the program: speaking interrupts it.")  # fmt: skip
@click.option("--no-chimes", is_flag=True, help="No soft tones.")
@_engine_options
@click.option("--voice", metavar="NAME", help="Voice that reads the questions.")
@click.option("--rate", type=click.IntRange(80, 450), metavar="N", help="Words a minute of the voice.")
@click.option("--no-speech", is_flag=True, help="Print instead of speaking.")
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
              help="A recorded answer, or a folder of them, instead of the microphone; may be given several times. "
              "A file named like a question's id answers that question, the others answer in order.")  # fmt: skip
@click.option("--fast", is_flag=True, help="Take recorded answers faster than real time.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@_recordings_option
def practice(**options: Any) -> None:
    """Hold a mock interview: ask aloud, listen, judge, say back. Without a microphone it runs on sample answers."""
    from voiceprep.config import (
        aliases_file,
        banks_folder,
        load_config,
        model_cache_folder,
        samples_folder,
        voice_cache_folder,
    )
    from voiceprep.practice.start import Request, practise

    config = load_config()
    request = Request(
        recordings=options["recordings"],
        samples=samples_folder(),
        voice_cache=voice_cache_folder(),
        model_cache=model_cache_folder(),
        aliases=aliases_file(),
        bank=options["bank"] or DEFAULT_BANK,
        own_banks=banks_folder(),
        chooses=options["hands_free"] and not any(options[name] for name in ("bank", "questions", "only", "answers")),
        questions=options["questions"],
        only=options["only"],
        order=options["order"],
        limit_s=options["limit"],
        patience_s=config.patience,
        think_s=config.think if options["think"] is None else options["think"],
        target_s=config.target,
        chimes=config.chimes and not options["no_chimes"],
        hands_free=options["hands_free"],
        headphones=config.headphones or options["headphones"],
        resume=options["resume"],
        spoken_commands=config.spoken_commands or options["hands_free"] or options["headphones"],
        engine=options["engine"](),
        voice=options["voice"] or config.voice,
        rate_wpm=options["rate"] or config.rate,
        speech=not options["no_speech"],
        answers=_answer_files(options["answers"]),
        fast=options["fast"],
        mic=options["mic"] or config.mic,
        speaker=options["speaker"] or config.speaker,
        replay=_command_line("replay latest", options["recordings"]),
        recover=_command_line("recover", options["recordings"]),
    )
    if practise(request, _screen()):
        raise click.exceptions.Exit(INTERRUPTED)


def _answer_files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    suffixes = {".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff", ".aif"}
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.lower() in suffixes)
            if not found:
                raise click.UsageError(f"{path} holds no sound files.")
            files += found
        else:
            files.append(path)
    return tuple(files)


@_command(example="voiceprep score answer.wav --question overfitting --json")
@click.argument("audio", nargs=-1, type=click.Path(path_type=Path))
@click.option("--text", metavar="TEXT", help="Judge this text instead of a sound.")
@click.option(
    "--text-file", type=click.Path(path_type=Path), metavar="FILE", help="Judge a text file; - is standard input."
)
@_bank_option
@click.option("--question", metavar="ID", help="The question that is answered; else the file's name says.")
@_engine_options
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
    loaded = with_aliases(_load_bank(bank), read_aliases(aliases_file()))
    if not audio:
        from voiceprep.practice.scoring import score_text

        words, name = (text, "text") if text is not None else _read_text(text_file)
        asked = _question(loaded, question, name)
        _print_record(score_text(loaded, asked, words or "", name, _now), as_json)
        return
    from voiceprep.config import model_cache_folder
    from voiceprep.practice.scoring import score_files

    files = [(path, _question(loaded, question, path.stem)) for path in audio]
    failed = False
    choice = _announced(engine())
    with _progress(len(files), "Judging") as advance:
        for path, result in score_files(loaded, files, choice, jobs, _now, model_cache_folder()):
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


def _progress(count: int, doing: str) -> Any:
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


def _print_record(record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(record, ensure_ascii=False))
        return
    from voiceprep.practice.replay import show

    show(record, _screen())


@_command(example="voiceprep replay overfitting --at 'early stopping'")
@click.argument("answer", default="latest")
@click.option("--text", "text_only", is_flag=True, help="Print it without playing.")
@click.option("--at", "point", metavar="POINT", help="Play only the place where this key point was heard.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@_recordings_option
def replay(answer: str, text_only: bool, point: str | None, speaker: str | None, recordings: Path) -> None:
    """Hear a kept answer again, with its transcript and verdicts. ANSWER is `latest`, an id or a question."""
    from voiceprep.practice.replay import place_of, play, show
    from voiceprep.records.archive import Archive

    kept = Archive(recordings).find(answer)
    screen = _screen()
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
            screen.line(f"Playing from {clock(place[0])} to {clock(place[1])}.")
        play(kept, loudspeaker, place)
    finally:
        loudspeaker.close()


@_command(example="voiceprep correct latest --point 'early stopping'")
@click.argument("answer", default="latest")
@click.option("--point", metavar="POINT", help="The key point that you made: its name, or a part of it.")
@click.option("--remember", is_flag=True, help="Keep what was heard for it as your own alias, without asking.")
@click.option("--as", "alias", metavar="TEXT", help="Keep this text as your own alias for it.")
@click.option("--undo", is_flag=True, help="Take it back: the point is judged as it was heard.")
@click.option("--aliases", "list_aliases", is_flag=True, help="Instead, list your own aliases.")
@click.option("--forget", metavar="TEXT", help="Instead, remove an alias of your own.")
@click.option("--bank", type=click.Path(path_type=Path), metavar="PATH", help="Question file of the answer, if moved.")
@_recordings_option
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
            recordings, answer, point or "", bank, aliases_file(), "" if remember else alias, agreed, _now()
        )
    for line in lines:
        click.echo(line)


@_command(example="voiceprep rescore --text")
@click.argument("answers", nargs=-1, metavar="[ANSWER]...")
@click.option("--text", "text_only", is_flag=True, help="Judge the kept transcripts, without hearing anything again.")
@click.option("--bank", "banks", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
              help="Question file of the answers to the bank of its name; may be given several times.")  # fmt: skip
@_engine_options
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Answers at a time.")
@_recordings_option
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
    given = [_load_bank(bank) for bank in banks]
    ready, outcomes = prepare(archive, chosen(archive, answers), given, read_aliases(aliases_file()), not text_only)
    for outcome in outcomes:
        click.echo(f"voiceprep: {line(outcome)}", err=True)
    if ready:
        again = (
            rescore_text(ready, _now)
            if text_only
            else rescore_sound(ready, _announced(engine()), jobs, _now, model_cache_folder())
        )
        with _progress(len(ready), "Judging") as advance:
            for outcome in again:
                outcomes.append(outcome)
                advance()
                click.echo(f"{'voiceprep: ' if outcome.problem else ''}{line(outcome)}", err=bool(outcome.problem))
    click.echo(total(outcomes))
    if any(outcome.problem for outcome in outcomes):
        raise click.exceptions.Exit(FAILED)


@_command(example="voiceprep brief ml-engineer --text")
@click.argument("bank", default=DEFAULT_BANK)
@click.option("--text", "text_only", is_flag=True, help="Print it without speaking.")
@click.option("--voice", metavar="NAME", help="Voice that reads.")
@click.option("--rate", type=click.IntRange(80, 450), metavar="N", help="Words a minute.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
def brief(
    bank: str, text_only: bool, voice: str | None, rate: int | None, mic: str | None, speaker: str | None
) -> None:
    """Read the role, how to prepare and the frequent questions aloud; say, or press, next, repeat and stop."""
    from voiceprep.practice.brief import print_briefing

    loaded = _load_bank(bank)
    screen = _screen()
    if text_only:
        print_briefing(loaded, screen)
        return
    from voiceprep.config import load_config, model_cache_folder, voice_cache_folder
    from voiceprep.practice.by_voice import brief_aloud

    config = load_config()
    brief_aloud(
        loaded,
        voice=voice or config.voice,
        rate_wpm=rate or config.rate,
        mic=mic or config.mic,
        speaker=speaker or config.speaker,
        listens=config.spoken_commands,
        voice_cache=voice_cache_folder(),
        model_cache=model_cache_folder(),
        screen=screen,
    )


@_command(example="voiceprep recover --list")
@click.option("--list", "list_only", is_flag=True, help="Only say what there is.")
@click.option("--yes", is_flag=True, help="File it without asking.")
@_engine_options
@_recordings_option
def recover(list_only: bool, yes: bool, engine: Callable[[], Any], recordings: Path) -> None:
    """File the answers that a crash left: they are transcribed and judged like any other."""
    from voiceprep.config import aliases_file, model_cache_folder
    from voiceprep.practice.recovery import recover_all

    def agreed() -> bool:
        if list_only or yes or not sys.stdin.isatty():
            return not list_only
        return click.confirm("File them now?", default=True)

    replay = _command_line("replay", recordings)
    recover_all(
        recordings, lambda: _announced(engine()), model_cache_folder(), agreed, _screen(), _now, replay, aliases_file()
    )


@click.group(help="List, show and check question banks.")
def questions() -> None:
    """Group the commands on banks."""


@_command("list", example="voiceprep questions list")
def questions_list() -> None:
    """List the shipped banks and your own with their questions."""
    from voiceprep.bank import banks_in, load_bank, shipped_banks
    from voiceprep.config import banks_folder

    for file in (*shipped_banks(), *banks_in(banks_folder())):
        bank = load_bank(file)
        click.echo(f"{file.stem}: {bank.role or bank.name}, {len(bank.questions)} questions")
        for question in bank.questions:
            click.echo(f"  {question.id}: {question.ask}")


@_command("show", example="voiceprep questions show ml-engineer --question overfitting")
@click.argument("bank", default=DEFAULT_BANK)
@click.option("--question", metavar="ID", help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help="Print the bank as JSON.")
def questions_show(bank: str, question: str | None, as_json: bool) -> None:
    """Show a bank's questions with their tips and key points."""
    from voiceprep.bank import find_question

    loaded = _load_bank(bank)
    chosen = [find_question(loaded, question)] if question else list(loaded.questions)
    if as_json:
        import json

        from voiceprep.bank.show import bank_dict

        click.echo(json.dumps(bank_dict(loaded, chosen), ensure_ascii=False, indent=1))
        return
    for item in chosen:
        click.echo(f"{item.id}: {item.ask}")
        if item.why:
            click.echo(f"  why: {item.why}")
        for tip in item.tips:
            click.echo(f"  tip: {tip.text}")
            for point in tip.points:
                also = f"  (also: {', '.join(point.aliases)})" if point.aliases else ""
                click.echo(f"    - {point.keyword}{also}{'  [derived]' if tip.derived else ''}")


@_command("check", example="voiceprep questions check my-questions.yaml")
@click.argument("bank", default=DEFAULT_BANK)
def questions_check(bank: str) -> None:
    """Check a bank: errors stop it from loading, warnings are worth a look; shows what plain tips were taken for."""
    from voiceprep.bank import lint
    from voiceprep.bank.show import derived_lines
    from voiceprep.errors import EngineMissing
    from voiceprep.hear_check import phrase_sound

    loaded = _load_bank(bank)
    try:
        warnings = lint(loaded, phrase_sound())
    except EngineMissing:  # no dictionary on this machine: all but how the phrases sound is checked
        warnings = lint(loaded)
    for warning in warnings:
        click.echo(f"warning: {warning}")
    derived = {q.id: lines for q in loaded.questions if (lines := derived_lines(q))}
    for question, lines in derived.items():
        click.echo(f"{question}: derived from plain tips; paste and correct what is not meant:")
        for line in lines:
            click.echo(f"      {line}")
    points = sum(len(tip.points) for q in loaded.questions for tip in q.tips)
    click.echo(f"{loaded.name}: {len(loaded.questions)} questions, {points} key points, {len(warnings)} warnings.")


questions.add_command(questions_list)
questions.add_command(questions_show)
questions.add_command(questions_check)


@_command(example="voiceprep engines --download vosk-model-small-en-us-0.15")
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
        choice = _chosen(None, None)
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


_HOW_TO_DOWNLOAD = (
    "Fetch and unpack one into the folder after the arrow, let `voiceprep engines --download NAME` do it, "
    "or name any other folder with --model:"
)


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
    with _waiting(f"Fetching {model.size_mb} MB", shown=model.engine != "vosk"):  # Vosk shows a bar of its own
        folder = download_model(model, models)
    click.echo(f"It is there: {folder}. `voiceprep engines` says which engine is taken now.")


def _waiting(what: str, shown: bool) -> Any:
    """A moving sign on standard error, where that is a terminal."""
    import contextlib

    if not (shown and sys.stderr.isatty()):
        return contextlib.nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(what)


@_command(example="voiceprep doctor --hear my-questions.yaml")
@click.option("--hear", "bank", metavar="BANK", help="Instead, let the voice say each key phrase of a bank to the "
              "recogniser, and list those that it does not hear, with an alias where one would help.")  # fmt: skip
@click.option("--no-sound", is_flag=True, help="With --hear: only look the phrases up in the dictionary, at once.")
@_engine_options
@click.option("--voice", metavar="NAME", help="Voice that speaks.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@_recordings_option
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

    loaded = _load_bank(bank)
    sound = phrase_sound()
    if no_sound:
        lines = sound_lines(loaded, sound)
    else:
        from voiceprep.config import model_cache_folder
        from voiceprep.hear_check import hear_points
        from voiceprep.practice.selftest import points_of

        trials = []
        with _progress(len(points_of(loaded)), "Listening") as advance:
            for trial in hear_points(loaded, config, _announced(engine()), model_cache_folder()):
                trials.append(trial)
                advance()
        lines = heard_lines(loaded, trials, sound)
    for line in lines:
        click.echo(line)


for command in (practice, score, replay, correct, rescore, brief, recover, questions, engines, doctor):
    cli.add_command(command)
