"""The documentation and the program agree."""

import re
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path

import click
import pytest
import yaml

from voiceprep.cli import cli
from voiceprep.config import Config, load_config
from voiceprep.hearing.endpoint import ROOM_FOR_MORE, EndpointSettings
from voiceprep.hearing.models import MODELS
from voiceprep.hearing.registry import AUTO_ORDER, ENGINES
from voiceprep.practice.commands import REPLIES, spoken_commands
from voiceprep.practice.session import RESUME

TOP = Path(__file__).resolve().parent.parent


def commands(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(found for part, child in below for found in commands(child, f"{name} {part}"))]


COMMANDS = dict(commands(cli, "voiceprep"))
PAGES = [
    "README.md",
    *(f"docs/{name}.md" for name in ("architecture", "engines", "hands-free", "question-files", "recordings")),
]


def test_the_page_of_commands_is_what_help_prints() -> None:
    done = subprocess.run([sys.executable, TOP / "scripts" / "write-help", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not isinstance(command, click.Group)])
def test_every_command_has_help_with_an_example_of_itself(name: str) -> None:
    text = COMMANDS[name].get_help(click.Context(COMMANDS[name], info_name=name))
    assert re.search(rf"Example:\n +{name}", text)


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not isinstance(command, click.Group)])
def test_every_option_says_what_it_is_for(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, click.Choice), parameter.name


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_commands_and_options_that_exist(page: str) -> None:
    text = (TOP / page).read_text(encoding="utf-8")
    for line in re.findall(rf"voiceprep (?:{'|'.join(cli.commands)})[^`\n]*", text):
        words = line.split()
        name = " ".join(words[:3]) if words[1] == "questions" and len(words) > 2 else " ".join(words[:2])
        command = COMMANDS.get(name.rstrip(",.;:)")) or COMMANDS[" ".join(words[:2]).rstrip(",.;:)")]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= known, line


@pytest.mark.parametrize("page", PAGES)
def test_a_pages_links_to_files_lead_somewhere(page: str) -> None:
    text = (TOP / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http|#)([^)#]+)", text):
        assert ((TOP / page).parent / target).exists(), target


def rows(page: str) -> dict[str, str]:
    """The lines of a page's tables, by the name in their first cell."""
    lines = (TOP / page).read_text(encoding="utf-8").splitlines()
    return {found[1]: line for line in lines if (found := re.match(r"\| `([^`]+)` \|", line))}


def test_the_page_on_engines_says_what_the_table_of_engines_says() -> None:
    page = rows("docs/engines.md")
    for engine in (e for e in ENGINES if not e.name.startswith("sr:")):
        line = page[engine.name]
        assert ("while you speak" in line) == engine.streaming
        assert ("not measured here" in line) != engine.measured
        assert engine.licence in line
        assert not engine.extra or f"'voiceprep[{engine.extra}]'`, {engine.installed_mb} MB" in line
    for model in MODELS:
        assert page[model.name].endswith(f"| {model.engine} | {model.size_mb} MB | {model.licence} | {model.source} |")
    order = ", ".join(f"`{name}`" for name in AUTO_ORDER)
    assert f"The first of {order} " in (TOP / "docs/engines.md").read_text(encoding="utf-8")


def test_the_documented_settings_are_all_there_are_and_each_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (TOP / "docs/hands-free.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1]
    also = dict(re.findall(r"`(recordings|model): ([^`]+)`", page))
    file = tmp_path / "config.yaml"
    file.write_text(example + yaml.safe_dump(also), encoding="utf-8")
    monkeypatch.setenv("VOICEPREP_CONFIG", str(file))
    read = asdict(load_config())
    assert read == {**yaml.safe_load(example), **also}
    assert set(read) == {field.name for field in fields(Config)}


def test_every_command_that_may_be_spoken_is_on_the_page() -> None:
    page = (TOP / "docs/hands-free.md").read_text(encoding="utf-8").casefold()
    for command in spoken_commands().commands:
        if command.key not in (*REPLIES, RESUME):
            assert any(phrase.casefold() in page for phrase in command.phrases), command
            assert f"`{command.key}`" in page or command.key == "enter"
    assert all(phrase.casefold() in page for phrase in (*spoken_commands().ends, "I'm done", RESUME))


def test_a_pause_and_a_patience_of_the_page_are_those_of_the_code() -> None:
    page = (TOP / "docs/hands-free.md").read_text(encoding="utf-8")
    settings = EndpointSettings()
    assert f"**{settings.silence_s:g} s of silence" in page
    assert f"{ROOM_FOR_MORE:g} times" in page
    assert (settings.least_s, settings.most_s, settings.promise_s) == (2, 6, 2)
    assert (settings.nothing_s, settings.moment_s, settings.limit_s, settings.warning_s) == (10, 30, 300, 30)
