"""scripts/setup without a network: stub Pythons and a stub uv on an otherwise nearly empty PATH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts/setup is a POSIX shell script")

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("sh", "dirname", "cksum", "mktemp", "sed", "cat", "rm", "mkdir", "cp", "grep", "head", "tail")

# Answers as a Python would that fits and can make virtual environments; logs what else it is asked to do.
FITTING = """#!/bin/sh
case "$*" in
    "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m "*) echo "$*" >>"$CALLS" ;;
esac
"""
FAILS_TO_INSTALL = FITTING.replace('"-m "*)', '*install*) echo "ERROR: no network" >&2; exit 1 ;; "-m "*)')
TOO_OLD = """#!/bin/sh
case "$1" in -V) echo "Python 3.9.2" ;; *) exit 1 ;; esac
"""
WITHOUT_VENV = """#!/bin/sh
case "$*" in *ensurepip*) exit 1 ;; *"%d.%d"*) echo 3.11 ;; esac
"""
SHIM_OF_NOTHING = """#!/bin/sh
echo "pyenv: python3.13: command not found" >&2
exit 127
"""
FAILING_UV = """#!/bin/sh
[ "$1" = --version ] || { echo "error: invalid peer certificate" >&2; exit 2; }
"""


class Machine:
    """A copy of what the script needs, and a PATH on which only the stubs and a few tools are."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "with a space"
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        (self.project / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "scripts" / "setup", self.project / "scripts" / "setup")
        for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            (self.project / name).write_text(name, encoding="utf-8")
        for tool in TOOLS:
            real = shutil.which(tool)
            assert real is not None
            (self.bin / tool).symlink_to(real)

    def put(self, name: str, script: str) -> None:
        """Place a stub on PATH."""
        path = self.bin / name
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)

    def setup(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script from elsewhere."""
        return subprocess.run(
            [str(self.project / "scripts" / "setup"), *arguments],
            cwd=self.bin,
            env={"PATH": str(self.bin), "TMPDIR": str(self.bin.parent), "CALLS": str(self.calls), **environment},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    def installed(self) -> list[str]:
        """What pip was asked to install since the last look."""
        lines = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return [line for line in lines if " install " in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def assert_one_line(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for part in parts:
        assert part in done.stderr


def test_no_python_is_one_line_that_names_the_versions(machine: Machine) -> None:
    assert_one_line(machine.setup(), "voiceprep needs Python 3.11, 3.12 or 3.13", "no Python")
    assert not (machine.project / ".venv").exists()


def test_a_wrong_python_is_one_line_that_names_it(machine: Machine) -> None:
    machine.put("python3", TOO_OLD)
    assert_one_line(machine.setup(), "voiceprep needs Python 3.11, 3.12 or 3.13", "Python 3.9.2")


def test_a_debian_without_venv_is_one_line_that_names_the_package(machine: Machine) -> None:
    machine.put("python3", WITHOUT_VENV)
    assert_one_line(machine.setup(), "apt install python3-venv", "python3.11-venv")
    assert not (machine.project / ".venv").exists()


def test_a_shim_that_fails_and_a_python_without_venv_are_passed_over(machine: Machine) -> None:
    machine.put("python3.13", SHIM_OF_NOTHING)
    machine.put("python3.12", WITHOUT_VENV)
    machine.put("python3", FITTING)
    done = machine.setup()
    assert done.returncode == 0, done.stderr
    assert done.stderr == "Setting up .venv (once, about a minute) ...\n"


def test_the_python_of_the_environment_variable_comes_first(machine: Machine) -> None:
    machine.put("python3", TOO_OLD)
    machine.put("mine", FITTING)
    assert machine.setup(PYTHON=str(machine.bin / "mine")).returncode == 0


def test_nothing_is_done_where_nothing_changed(machine: Machine) -> None:
    machine.put("python3", FITTING)
    machine.setup()
    assert [line.split()[-1] for line in machine.installed()] == ["requirements.lock", "."]
    again = machine.setup()
    assert (again.returncode, again.stderr, machine.installed()) == (0, "", [])


def test_dev_adds_its_lock_and_covers_the_plain_set_up(machine: Machine) -> None:
    machine.put("python3", FITTING)
    machine.setup()
    machine.installed()
    machine.setup("--dev")
    assert "-r requirements.lock -r requirements-dev.lock" in machine.installed()[0]
    for arguments in ((), ("--dev",)):
        machine.setup(*arguments)
        assert machine.installed() == []


def test_a_changed_lock_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.put("python3", FITTING)
    machine.setup()
    machine.installed()
    (machine.project / "requirements.lock").write_text("changed", encoding="utf-8")
    (machine.bin / "python3").unlink()  # the environment's own is enough
    done = machine.setup()
    assert (done.returncode, done.stderr) == (0, "Bringing .venv up to date ...\n")
    assert machine.installed()


def test_an_environment_that_was_moved_is_made_anew(machine: Machine) -> None:
    machine.put("python3", FITTING)
    machine.setup()
    machine.project = machine.project.rename(machine.project.with_name("elsewhere"))
    (machine.project / ".venv" / "stale").touch()
    assert "Setting up" in machine.setup().stderr
    assert not (machine.project / ".venv" / "stale").exists()


def test_an_environment_whose_python_vanished_is_made_anew(machine: Machine) -> None:
    machine.put("python3", FITTING)
    machine.setup()
    python = machine.project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(machine.bin / "gone")
    assert "Setting up" in machine.setup().stderr
    assert os.access(python, os.X_OK)


def test_a_failed_installation_says_why_and_leaves_no_environment(machine: Machine) -> None:
    machine.put("python3", FAILS_TO_INSTALL)
    done = machine.setup()
    assert done.returncode == 1
    assert "ERROR: no network" in done.stderr
    assert "Setting up failed" in done.stderr.splitlines()[-1]
    assert not (machine.project / ".venv").exists()


def test_pip_takes_over_where_uv_fails(machine: Machine) -> None:
    machine.put("uv", FAILING_UV)
    machine.put("python3", FITTING)
    done = machine.setup()
    assert done.returncode == 0
    assert "uv failed (error: invalid peer certificate); trying pip" in done.stderr
    assert machine.installed()


def test_uv_that_cannot_fetch_a_python_leaves_the_line_that_names_the_versions(machine: Machine) -> None:
    machine.put("uv", FAILING_UV)
    done = machine.setup()
    assert done.returncode == 1
    assert "voiceprep needs Python 3.11, 3.12 or 3.13" in done.stderr.splitlines()[-1]
    assert not (machine.project / ".venv").exists()


def test_an_unknown_option_is_wrong_usage(machine: Machine) -> None:
    done = machine.setup("--nonsense")
    assert done.returncode == 2
    assert "usage: scripts/setup [--dev]" in done.stderr
