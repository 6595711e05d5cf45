"""Banks are found by a shipped name or a path, questions by id; a near miss names what was probably meant."""

from pathlib import Path

import pytest

from voiceprep.bank import find_bank, find_question, known_banks, load_bank, locate, shipped_banks
from voiceprep.errors import BankError, UnknownQuestion


@pytest.fixture
def bank():
    return load_bank("ml-engineer")


def test_a_shipped_bank_is_found_by_its_name():
    assert find_bank("ml-engineer") in shipped_banks()


def test_a_path_is_taken_as_it_is(tmp_path):
    file = tmp_path / "mine.yaml"
    file.touch()
    assert find_bank(file) == find_bank(str(file)) == file


def test_a_file_called_like_a_shipped_bank_is_reached_by_its_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("ml-engineer").touch()
    assert find_bank("ml-engineer") in shipped_banks()
    assert find_bank("./ml-engineer") == Path("ml-engineer")


def test_a_home_folder_is_expanded(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "mine.yaml").touch()
    assert find_bank("~/mine.yaml") == tmp_path / "mine.yaml"


@pytest.mark.parametrize(
    "wrong", ["ml-enginer", "ML-Engineer", "ml_engineer", "mlengineer.yaml", "banks/ml-engneer.yml"]
)
def test_a_near_miss_names_the_shipped_bank(wrong):
    with pytest.raises(BankError, match=r"did you mean ml-engineer\?"):
        find_bank(wrong)


@pytest.mark.parametrize("wrong", ["", "zzz", "x" * 5000, "~nobody-of-that-name/x", "a\0b", "/"])
def test_whatever_is_asked_for_the_error_is_a_stated_one(wrong):
    with pytest.raises(BankError):
        find_bank(wrong)


def test_a_folder_is_no_bank(tmp_path):
    with pytest.raises(BankError, match="is a folder; name one of the question files"):
        find_bank(tmp_path)


def test_without_shipped_banks_a_path_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(locate, "_PACKAGE", tmp_path / "voiceprep")
    with pytest.raises(BankError, match="give the path of a file"):
        find_bank("ml-engineer")


def test_the_banks_inside_a_wheel_come_before_those_of_a_checkout(tmp_path, monkeypatch):
    for folder in (tmp_path / "questions", tmp_path / "voiceprep" / "questions"):
        folder.mkdir(parents=True)
        (folder / "a.yaml").touch()
    monkeypatch.setattr(locate, "_PACKAGE", tmp_path / "voiceprep")
    assert shipped_banks() == [tmp_path / "voiceprep" / "questions" / "a.yaml"]


def test_a_question_is_found_by_its_id(bank):
    assert find_question(bank, "features") is bank.questions[8]


def test_an_unknown_question_names_the_nearest_ids(bank):
    with pytest.raises(UnknownQuestion, match=r"no question 'overfiting'; did you mean overfitting\?"):
        find_question(bank, "overfiting")


def test_a_question_like_no_other_is_answered_with_all_ids(bank):
    with pytest.raises(UnknownQuestion, match=r"there are learning-paradigms, overfitting, .* stakeholders"):
        find_question(bank, "zzz")


def test_a_folder_of_ones_own_is_looked_into_by_name_before_the_shipped_banks(tmp_path: Path):
    (tmp_path / "mine.yaml").touch()
    (tmp_path / "other.yml").touch()
    (tmp_path / "ml-engineer.yaml").touch()
    (tmp_path / "notes.txt").touch()
    own = [file.name for file in known_banks(tmp_path) if file.parent == tmp_path]
    assert own == ["mine.yaml", "ml-engineer.yaml", "other.yml"]
    assert find_bank("mine", tmp_path) == tmp_path / "mine.yaml"
    assert find_bank("other", tmp_path) == tmp_path / "other.yml"
    assert find_bank("ml-engineer", tmp_path) == tmp_path / "ml-engineer.yaml", "a copy that was changed"
    assert [file.stem for file in known_banks(tmp_path)].count("ml-engineer") == 1
    with pytest.raises(BankError, match="did you mean mine"):
        find_bank("mien", tmp_path)


def test_no_folder_of_ones_own_is_no_error(tmp_path: Path):
    assert known_banks(tmp_path / "none") == shipped_banks()
    assert find_bank("ml-engineer", tmp_path / "none") in shipped_banks()
