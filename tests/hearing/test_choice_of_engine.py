"""Which engine is taken: the named one or none, `auto` the best that is there, a service never by itself."""

from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from folders import MAKERS, vosk_model, whisper_model, write

from voiceprep.errors import EngineMissing
from voiceprep.hearing import registry
from voiceprep.hearing.models import MODELS, PARTS, find_model, kind_of, model_called, model_in
from voiceprep.hearing.registry import AUTO_ORDER, ENGINES, choose, engine_called, needs, state

Installed = Callable[..., None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    def only(*packages: str) -> None:
        monkeypatch.setattr(
            registry, "find_spec", lambda name: ModuleSpec(name, None, origin="there") if name in packages else None
        )

    return only


# ---- auto


def test_with_nothing_else_installed_auto_takes_the_embedded_engine(installed: Installed, tmp_path: Path):
    installed("pocketsphinx")
    choice = choose("auto", None, tmp_path)
    assert (choice.name, choice.model, choice.by_itself) == ("sphinx", None, True)
    assert str(choice) == "sphinx, as nothing better is installed"


def test_a_package_without_a_model_is_not_taken_and_said_to_lack_it(installed: Installed, tmp_path: Path):
    installed("pocketsphinx", "vosk", "faster_whisper")
    assert str(choose("auto", None, tmp_path)) == "sphinx, as vosk and whisper have no model"


def test_a_model_without_its_package_is_not_taken(installed: Installed, tmp_path: Path):
    installed("pocketsphinx")
    vosk_model(tmp_path / "vosk" / "small")
    assert choose("auto", None, tmp_path).name == "sphinx"


def test_what_hears_while_one_speaks_comes_before_what_begins_at_the_end(installed: Installed, tmp_path: Path):
    installed("pocketsphinx", "vosk", "faster_whisper")
    whisper = whisper_model(tmp_path / "whisper" / "base.en")
    choice = choose("auto", None, tmp_path)
    assert (choice.name, choice.model) == ("whisper", whisper)
    assert "feedback waits" in str(choice)
    vosk = vosk_model(tmp_path / "vosk" / "small")
    choice = choose("auto", None, tmp_path)
    assert (choice.name, choice.model) == ("vosk", vosk)
    assert "while you speak" in str(choice)


def test_auto_never_takes_a_service():
    assert all(engine_called(name).local for name in AUTO_ORDER)


@pytest.mark.parametrize("name", PARTS)
def test_with_a_model_named_auto_takes_the_engine_whose_model_it_is(installed: Installed, tmp_path: Path, name: str):
    installed("pocketsphinx", "vosk", "faster_whisper")
    choice = choose("auto", MAKERS[name](tmp_path / "mine"), tmp_path / "models")
    assert (choice.name, choice.model, choice.by_itself) == (name, tmp_path / "mine", True)


def test_a_model_of_no_engine_is_an_error_and_not_passed_over(tmp_path: Path):
    with pytest.raises(EngineMissing, match="--engine"):
        choose("auto", tmp_path, tmp_path)


# ---- a named engine


@pytest.mark.parametrize("name", [e.name for e in ENGINES if e.package and e.name != "sphinx"])
def test_a_package_that_is_not_there_is_named_with_the_command_that_installs_it(
    installed: Installed, tmp_path: Path, name: str
):
    installed()
    with pytest.raises(EngineMissing, match=r"not installed: `pip install ") as error:
        choose(name, None, tmp_path)
    assert "\n" not in str(error.value)
    extra = engine_called(name).extra
    assert not extra or f"'voiceprep[{extra}]'" in str(error.value)


@pytest.mark.parametrize("name", PARTS)
def test_a_model_that_is_not_there_is_named_with_its_place_and_the_way_to_get_one(
    installed: Installed, tmp_path: Path, name: str
):
    installed("vosk", "faster_whisper")
    with pytest.raises(EngineMissing, match="voiceprep engines") as error:
        choose(name, None, tmp_path)
    assert str(tmp_path / name) in str(error.value)
    assert "--model" in str(error.value)


def test_an_engine_with_a_model_of_its_own_takes_none(tmp_path: Path):
    with pytest.raises(EngineMissing, match=r"sphinx takes no model.*; vosk, whisper"):
        choose("sphinx", tmp_path, tmp_path)


def test_an_unknown_engine_is_refused(tmp_path: Path):
    with pytest.raises(EngineMissing, match="voiceprep engines"):
        choose("wishper", None, tmp_path)


def test_the_list_says_what_each_still_needs(installed: Installed, tmp_path: Path):
    installed("vosk")
    vosk, whisper, sphinx = map(engine_called, ("vosk", "whisper", "sphinx"))
    assert (state(vosk, tmp_path), state(whisper, tmp_path)) == ("no model", "not installed")
    assert "voiceprep[whisper]" in needs(whisper, tmp_path)
    assert "not measured here" in needs(vosk, tmp_path)
    assert "not measured" not in needs(sphinx, tmp_path)
    model = vosk_model(tmp_path / "vosk" / "small")
    assert state(vosk, tmp_path) == "installed"
    assert str(model) in needs(vosk, tmp_path)


# ---- models


@pytest.mark.parametrize("name", PARTS)
def test_a_model_is_found_in_the_named_folder_or_one_below(tmp_path: Path, name: str):
    model = MAKERS[name](tmp_path / "unpacked" / "model")
    assert find_model(name, model) == model
    assert find_model(name, model.parent) == model
    assert kind_of(model) == kind_of(model.parent) == name


def test_a_vosk_model_of_the_old_layout_is_one_too(tmp_path: Path):
    assert find_model("vosk", write(tmp_path, "final.mdl", "mfcc.conf")) == tmp_path


def test_of_several_models_the_largest_is_taken(tmp_path: Path):
    vosk_model(tmp_path / "vosk" / "a-small")
    large = vosk_model(tmp_path / "vosk" / "large", bytes(5000))
    vosk_model(tmp_path / "vosk" / "z-small")
    assert model_in("vosk", tmp_path) == large


def test_a_download_that_was_cut_off_is_no_model(tmp_path: Path):
    whisper_model(tmp_path / "whisper" / ".part-abc" / "base.en")
    whisper_model(tmp_path / "whisper" / ".part-abc")
    assert model_in("whisper", tmp_path) is None


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda path: None, "is not there", id="nothing"),
        pytest.param(lambda path: path.mkdir(), "is empty", id="an empty folder"),
        pytest.param(lambda path: path.write_bytes(b"PK"), "unpack it", id="the archive"),
        pytest.param(lambda path: write(path, "README"), r"has no (am/final\.mdl|model\.bin)", id="something else"),
    ],
)
def test_a_path_that_holds_no_model_says_what_is_wrong_with_it(
    tmp_path: Path, name: str, make: Callable[[Path], None], says: str
):
    path = tmp_path / "model"
    make(path)
    with pytest.raises(EngineMissing, match=says) as error:
        find_model(name, path)
    assert "voiceprep engines" in str(error.value)


def test_without_its_tokenizer_a_whisper_model_is_none_as_the_library_would_ask_the_hub_for_one(tmp_path: Path):
    (whisper_model(tmp_path) / "tokenizer.json").unlink()
    with pytest.raises(EngineMissing, match="tokenizer"):
        find_model("whisper", tmp_path)


@pytest.mark.parametrize("name", ["base.en", "vosk-model-small-en-us-0.15", "Systran/faster-whisper-base.en"])
def test_a_models_name_is_a_path_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.chdir(tmp_path)
    for engine in PARTS:
        with pytest.raises(EngineMissing, match="is not there"):
            find_model(engine, Path(name))


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_a_model_to_download_has_size_licence_address_and_an_engine_that_takes_it(model):
    assert engine_called(model.engine).model_place
    assert model.engine in PARTS
    assert model.size_mb > 10
    assert model.licence in ("Apache-2.0", "MIT")
    assert model.source.startswith("https://")
    assert model_called(model.name) is model


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(EngineMissing, match="vosk-model-small"):
        model_called("large-v17")


def test_a_mere_folder_of_the_packages_name_is_no_package(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "find_spec", lambda name: ModuleSpec(name, None, is_package=True))
    assert not registry.engine_called("vosk").installed
