"""Fetching a model: only a known one, whole or not at all, and what went wrong in one line with the way by hand."""

import importlib.util
import io
import socket
import zipfile
from pathlib import Path
from zipfile import BadZipFile

import pytest
from folders import MAKERS, vosk_model, write

from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing import registry
from voiceprep.hearing.download import download_model
from voiceprep.hearing.models import MODELS, Model, model_called, model_in

SMALL = model_called("vosk-model-small-en-us-0.15")


def whole(model: Model, folder: Path) -> None:
    MAKERS[model.engine](folder)
    write(folder, ".cache/huggingface/notes")


def left(models: Path) -> list[str]:
    return sorted(str(p.relative_to(models)) for p in models.rglob("*") if p.is_file())


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_a_fetched_model_lies_where_its_engine_looks(tmp_path: Path, model: Model):
    folder = download_model(model, tmp_path, whole)
    assert folder == model_in(model.engine, tmp_path) == tmp_path / model.engine / model.name
    assert not [name for name in left(tmp_path) if ".part" in name or ".cache" in name]


def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path):
    there = vosk_model(tmp_path / "vosk" / SMALL.name)
    assert download_model(SMALL, tmp_path, lambda model, folder: pytest.fail("fetched")) == there


def test_half_a_model_is_replaced_by_a_whole_one(tmp_path: Path):
    write(tmp_path / "vosk" / SMALL.name, "am/tree")
    download_model(SMALL, tmp_path, whole)
    assert not (tmp_path / "vosk" / SMALL.name / "am" / "tree").exists()


@pytest.mark.parametrize(
    "error", [OSError("no route\nto host"), BadZipFile("File is not a zip file"), RuntimeError()], ids=repr
)
def test_a_download_that_fails_leaves_nothing_and_names_the_way_by_hand(tmp_path: Path, error: Exception):
    def fail(model: Model, folder: Path) -> None:
        write(folder, "am/final.mdl")
        write(folder.parent, f"{model.name}.zip")
        raise error

    with pytest.raises(HearingError, match="could not be downloaded") as told:
        download_model(SMALL, tmp_path, fail)
    assert SMALL.source in str(told.value)
    assert "\n" not in str(told.value)
    assert left(tmp_path) == []


def test_an_interrupted_download_leaves_nothing(tmp_path: Path):
    def interrupted(model: Model, folder: Path) -> None:
        write(folder, "am/final.mdl")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download_model(SMALL, tmp_path, interrupted)
    assert left(tmp_path) == []


def test_a_download_that_brought_half_is_an_error(tmp_path: Path):
    def half(model: Model, folder: Path) -> None:
        write(folder, "am/final.mdl")

    with pytest.raises(HearingError, match=r"came without its conf/mfcc\.conf"):
        download_model(SMALL, tmp_path, half)
    assert left(tmp_path) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    write(tmp_path, "vosk")
    with pytest.raises(HearingError, match="vosk cannot be written"):
        download_model(SMALL, tmp_path, whole)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_without_the_library_its_download_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Model
):
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match="pip install"):
        download_model(model, tmp_path)
    assert left(tmp_path) == []


# ---- the real libraries, where they are installed


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["vosk-model-small-en-us-0.15", "base.en"])
def test_the_real_librarys_download_without_a_network_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    model = model_called(name)
    package = registry.engine_called(model.engine).package
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"needs the package {package}")
    asked: list[str] = []

    def offline(host: str, *args: object, **kwargs: object) -> None:
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(HearingError, match="could not be downloaded") as told:
        download_model(model, tmp_path)
    assert set(asked) <= {model.source.split("/")[2]}
    assert "\n" not in str(told.value)
    assert left(tmp_path) == []


@pytest.mark.skipif(importlib.util.find_spec("vosk") is None, reason="needs the package vosk")
@pytest.mark.filterwarnings("ignore")
def test_vosks_own_download_unpacks_what_comes_from_its_address_into_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import vosk

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for part in ("am/final.mdl", "conf/mfcc.conf"):
            packed.writestr(f"{SMALL.name}/{part}", b"not a model")
    asked: list[str] = []

    def retrieve(url: str, file: str, **options: object) -> None:
        asked.append(url)
        Path(file).write_bytes(archive.getvalue())

    monkeypatch.setattr(vosk, "urlretrieve", retrieve)
    assert download_model(SMALL, tmp_path) == model_in("vosk", tmp_path)
    assert asked == [SMALL.source]
    assert left(tmp_path) == [f"vosk/{SMALL.name}/am/final.mdl", f"vosk/{SMALL.name}/conf/mfcc.conf"]
