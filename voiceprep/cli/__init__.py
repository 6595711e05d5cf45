"""The commands: a thin translation from words to the library, which each command loads only when it runs."""

import os
import sys
from typing import NoReturn

import click

from voiceprep import __version__
from voiceprep.cli.answers import correct, replay, rescore, score
from voiceprep.cli.banks import questions
from voiceprep.cli.machine import doctor, engines
from voiceprep.cli.practising import brief, practice, recover
from voiceprep.cli.shared import DONE, FAILED, INTERRUPTED
from voiceprep.errors import VoiceprepError

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


for command in (practice, score, replay, correct, rescore, brief, recover, questions, engines, doctor):
    cli.add_command(command)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 a stated failure, 2 wrong usage, 130 interrupted."""
    try:
        # Without standalone mode click returns the code of an `Exit`, and what a command returns, which is nothing.
        code = cli.main(standalone_mode=False) or DONE
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except VoiceprepError as error:
        click.echo(f"voiceprep: {error}", err=True)
        code = FAILED
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:  # `voiceprep … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere, and no one is told
        code = DONE
    raise SystemExit(code)
