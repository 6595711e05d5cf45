"""What is shipped: the locks agree with pyproject.toml, the samples are what they claim, nothing names a registry."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from voiceprep.hearing.registry import ENGINES

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "recordings" / "samples"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: *; *([^\\]+?))? *\\?$", re.MULTILINE)
# In pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = re.compile(r"\b(?:(?:test\.)?pypi|files\.pythonhosted|piwheels|anaconda)" + r"\." + r"(?:org|com)\b")

MACHINES = [
    {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.4", "sys_platform": system,
     "platform_system": name, "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for minor in (11, 12, 13)
    for system, name in (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows"))
]  # fmt: skip


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str, machine: dict[str, str]) -> dict[str, str]:
    """What the lock `name` installs on that machine: each package once."""
    found: dict[str, str] = {}
    for package, version, marker in PIN.findall((ROOT / name).read_text(encoding="utf-8")):
        if not marker or Marker(marker).evaluate(machine):
            assert package not in found, f"{package} is pinned twice on {machine}"
            found[canonicalize_name(package)] = version
    return found


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}")
@pytest.mark.parametrize("group", ["base", "dev"])
def test_every_declared_dependency_is_pinned_within_its_range(
    project: dict[str, Any], group: str, machine: dict[str, str]
) -> None:
    declared = project["project"]["dependencies"] if group == "base" else project["dependency-groups"]["dev"]
    locked = pins("requirements.lock" if group == "base" else "requirements-dev.lock", machine)
    for requirement in map(Requirement, declared):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            version = locked.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement.name} is not in the lock: make lock"
            assert requirement.specifier.contains(version), f"{requirement} but {version}: make lock"


def test_every_engine_that_has_an_extra_is_one_to_install(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    assert {engine.extra for engine in ENGINES if engine.extra} == set(extras)
    for engine in (e for e in ENGINES if e.extra):
        assert [Requirement(r).name for r in extras[engine.extra]] == [engine.distribution or engine.package]
    base = {canonicalize_name(Requirement(r).name) for r in project["project"]["dependencies"]}
    assert not base & {canonicalize_name(Requirement(r).name) for needed in extras.values() for r in needed}


def test_both_locks_pin_what_they_share_alike() -> None:
    for machine in MACHINES:
        base, dev = pins("requirements.lock", machine), pins("requirements-dev.lock", machine)
        assert {name: base[name] for name in base.keys() & dev.keys()} == {
            name: dev[name] for name in base.keys() & dev.keys()
        }


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    # pip 24.1 to 25.2 stops at this marker on a Linux kernel called "6.8.0-45-generic".
    assert "platform_release" not in text


def test_python_is_limited_to_what_the_recogniser_has_wheels_for(project: dict[str, Any]) -> None:
    assert project["project"]["requires-python"] == ">=3.11,<3.14"
    assert "3, 11) <= sys.version_info[:2] <= (3, 13)" in (ROOT / "scripts" / "setup").read_text(encoding="utf-8")


def test_the_licence_is_there(project: dict[str, Any]) -> None:
    assert project["project"]["license"] == "MIT"
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_no_tracked_file_names_a_package_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            found = REGISTRY_HOSTS.search(content.decode("utf-8", "replace"))
            assert found is None, f"{name} names {found and found[0]}"


def test_the_wheel_takes_the_questions_and_the_samples_along(project: dict[str, Any]) -> None:
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"questions": "voiceprep/questions", "recordings/samples": "voiceprep/samples"}
    assert list((ROOT / "questions").glob("*.yaml"))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.flac")), ids=lambda p: p.stem)
def test_a_sample_is_short_mono_and_labelled_as_synthetic(sample: Path) -> None:
    soundfile = pytest.importorskip("soundfile")
    info = soundfile.info(sample)
    assert (info.format, info.subtype, info.samplerate, info.channels) == ("FLAC", "PCM_16", 16_000, 1)
    assert 9 <= info.frames / info.samplerate <= 14
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert "synthetic" in readme.splitlines()[0]
    assert f"| `{sample.name}` |" in readme
    bank = yaml.safe_load((ROOT / "questions" / "ml-engineer.yaml").read_text(encoding="utf-8"))
    assert sample.stem in {question["id"] for question in bank["questions"]}


def test_there_are_three_samples_as_the_loop_asks_three_questions() -> None:
    assert len(list(SAMPLES.glob("*.flac"))) == 3
