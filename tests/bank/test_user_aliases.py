"""The user's own aliases: a file that reads and writes, a bank that has them, and the ones that would do harm."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.bank import read_aliases, with_aliases
from voiceprep.bank.user_aliases import added, aliases_of, aliases_text, harm, removed
from voiceprep.errors import BankError
from voiceprep.model import Bank, KeyPoint, Question, Tip

CURVE, STOPPING, K_FOLD = KeyPoint("learning curve"), KeyPoint("early stopping", ("stop early",)), KeyPoint("k-fold")
QUESTION = Question("overfitting", "How do you notice overfitting?", (Tip("a", (CURVE, STOPPING)), Tip("b", (K_FOLD,))))
BANK = Bank("b", (QUESTION, Question("other", "What about a turning curve?", (Tip("c", (CURVE,)),))))


def ways(bank: Bank, question: int = 0) -> dict[str, tuple[str, ...]]:
    return {p.keyword: p.aliases for tip in bank.questions[question].tips for p in tip.points}


def test_without_a_file_there_are_none_and_so_with_one_of_comments_alone(tmp_path: Path):
    file = tmp_path / "aliases.yaml"
    assert read_aliases(file) == {}
    file.write_text(aliases_text({}), encoding="utf-8")
    assert read_aliases(file) == {}
    file.write_text("", encoding="utf-8")
    assert read_aliases(file) == {}


def test_the_file_says_what_it_is_and_how_to_change_it():
    head = [line for line in aliases_text({"a": ("b c",)}).splitlines() if line.startswith("#")]
    assert "Your own aliases" in head[0]
    assert "voiceprep correct" in " ".join(head)


def test_it_may_be_written_as_a_question_file_is(tmp_path: Path):
    file = tmp_path / "aliases.yaml"
    file.write_text("learning curve: turning curve\nk-fold:\n  - kay fault\n", encoding="utf-8")
    assert read_aliases(file) == {"learning curve": ("turning curve",), "k-fold": ("kay fault",)}


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).filter(str.strip)


@given(st.dictionaries(words, st.lists(words, min_size=1, max_size=3).map(tuple), max_size=4))
def test_what_is_written_reads_back(tmp_path_factory, aliases: dict[str, tuple[str, ...]]):
    file = tmp_path_factory.mktemp("aliases") / "aliases.yaml"
    file.write_text(aliases_text(aliases), encoding="utf-8")
    assert read_aliases(file) == aliases


@pytest.mark.parametrize(
    ("text", "line"), [("a: [b", 2), ("- a\n", 1), ("a: [b]\nc: 7\n", 2), ("a: [b]\na: [c]\n", 2), ("a: {b: c}\n", 1)]
)
def test_a_broken_file_is_named_with_its_line_and_what_to_do(tmp_path: Path, text: str, line: int):
    file = tmp_path / "aliases.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BankError, match="your own aliases") as error:
        read_aliases(file)
    assert str(error.value).startswith(f"{file}:{line}")


def test_points_are_compared_in_normal_form():
    aliases = added({"K fold": ("kay fault",)}, "k-fold", "gay fold")
    assert aliases == {"K fold": ("kay fault", "gay fold")}
    assert added(aliases, "K-Fold", "Kay Fault") == aliases
    assert aliases_of(aliases, "k-fold") == ("kay fault", "gay fold")
    assert removed(aliases, "KAY-FAULT") == {"K fold": ("gay fold",)}
    assert removed({"a": ("b",)}, "b") == {}


def test_a_bank_gets_them_in_every_question_that_has_the_point_but_where_they_do_harm():
    bank = with_aliases(BANK, {"Learning-Curve": ("turning curve",), "k fold": ("the", "kay fault"), "gone": ("x y",)})
    assert ways(bank) == {
        "learning curve": ("turning curve",),
        "early stopping": ("stop early",),
        "k-fold": ("kay fault",),
    }
    assert ways(bank, 1) == {"learning curve": ()}, "there the question has these words"
    assert "kay fault" in bank.phrases, "so that it is listened for"
    assert with_aliases(BANK, {}) == BANK


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("", "no words"),
        ("?!", "no words"),
        ("uh", "too short"),
        ("a b", "too short"),
        ("Learning Curve", "the key point itself"),
        ("the", "said in any answer"),
        ("and then we", "said in any answer"),
        ("overfitting", "words of the question"),
        ("notice the overfitting", "words of the question"),
        ("early stopping", "another point"),
        ("stop-early", "another point"),
        ("stopping", "another point"),
        ("kfold", "another point"),
    ],
)
def test_an_alias_that_would_do_harm_is_refused_with_the_reason(alias: str, why: str):
    assert why in str(harm(QUESTION, CURVE, alias))


def test_one_that_is_there_already_is_refused():
    assert "already" in str(harm(QUESTION, STOPPING, "Stop early"))


@pytest.mark.parametrize("alias", ["turning curve", "learning curved", "churning", "early curve"])
def test_others_may_count(alias: str):
    assert harm(QUESTION, CURVE, alias) is None
