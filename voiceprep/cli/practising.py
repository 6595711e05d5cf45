"""Practising: the interview, the briefing before it, and what is left of one that was cut off."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from voiceprep.cli.shared import (
    DEFAULT_BANK,
    INTERRUPTED,
    announced,
    bank_named,
    command,
    command_line,
    engine_options,
    recordings_option,
    terminal_screen,
    utc_now,
)
from voiceprep.config import RATE_WPM


class ManyAnswers(click.Command):
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


@command(example="voiceprep practice ml-engineer --questions 5 --mic headset", kind=ManyAnswers)
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
@engine_options
@click.option("--voice", metavar="NAME", help="Voice that reads the questions.")
@click.option("--rate", type=click.IntRange(*RATE_WPM), metavar="N", help="Words a minute of the voice.")
@click.option("--no-speech", is_flag=True, help="Print instead of speaking.")
@click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
              help="A recorded answer, or a folder of them, instead of the microphone; may be given several times. "
              "A file named like a question's id answers that question, the others answer in order.")  # fmt: skip
@click.option("--fast", is_flag=True, help="Take recorded answers faster than real time.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
@recordings_option
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
        replay=command_line("replay latest", options["recordings"]),
        recover=command_line("recover", options["recordings"]),
    )
    if practise(request, terminal_screen()):
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


@command(example="voiceprep brief ml-engineer --text")
@click.argument("bank", default=DEFAULT_BANK)
@click.option("--text", "text_only", is_flag=True, help="Print it without speaking.")
@click.option("--voice", metavar="NAME", help="Voice that reads.")
@click.option("--rate", type=click.IntRange(*RATE_WPM), metavar="N", help="Words a minute.")
@click.option("--mic", metavar="NAME", help="Microphone: a part of its name.")
@click.option("--speaker", metavar="NAME", help="Loudspeaker: a part of its name.")
def brief(
    bank: str, text_only: bool, voice: str | None, rate: int | None, mic: str | None, speaker: str | None
) -> None:
    """Read the role, how to prepare and the frequent questions aloud; say, or press, next, repeat and stop."""
    from voiceprep.practice.brief import print_briefing

    loaded = bank_named(bank)
    screen = terminal_screen()
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


@command(example="voiceprep recover --list")
@click.option("--list", "list_only", is_flag=True, help="Only say what there is.")
@click.option("--yes", is_flag=True, help="File it without asking.")
@engine_options
@recordings_option
def recover(list_only: bool, yes: bool, engine: Callable[[], Any], recordings: Path) -> None:
    """File the answers that a crash left: they are transcribed and judged like any other."""
    from voiceprep.config import aliases_file, model_cache_folder
    from voiceprep.practice.recovery import recover_all

    def agreed() -> bool:
        if list_only or yes or not sys.stdin.isatty():
            return not list_only
        return click.confirm("File them now?", default=True)

    replay = command_line("replay", recordings)
    recover_all(
        recordings,
        lambda: announced(engine()),
        model_cache_folder(),
        agreed,
        terminal_screen(),
        utc_now,
        replay,
        aliases_file(),
    )
