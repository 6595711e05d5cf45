"""A question file that is valid loads as written; one that is not is refused with file, line, key and the next step."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import voiceprep
from voiceprep.bank import load_bank, slug, yaml_nodes
from voiceprep.errors import BankError
from voiceprep.model import Bank, KeyPoint

MINIMAL = """\
bank: tiny
questions:
  - ask: What is a mutex?
    tips:
      - Mention mutual exclusion and deadlock.
"""


def load(folder: Path, text: str | bytes) -> Bank:
    file = folder / "mine.yaml"
    file.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
    return load_bank(file)


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(BankError) as caught:
        load(folder, text)
    return str(caught.value).removeprefix(f"{folder / 'mine.yaml'}:")


# What is accepted


def test_a_bank_needs_no_more_than_a_name_and_questions_with_a_tip(tmp_path):
    bank = load(tmp_path, MINIMAL)
    question = bank.questions[0]
    assert (bank.name, bank.role, bank.about, bank.prepare, bank.faq) == ("tiny", "", "", (), ())
    assert bank.source == tmp_path / "mine.yaml"
    assert question.id == "what-is-a-mutex"
    assert question.tips[0].text == "Mention mutual exclusion and deadlock."
    assert question.tips[0].points == (KeyPoint("mutual exclusion"), KeyPoint("deadlock"))
    assert question.tips[0].derived
    assert (question.why, question.example, dict(question.follow_ups), question.level) == ("", "", {}, None)


def test_every_key_of_the_contract_arrives(tmp_path):
    bank = load(
        tmp_path,
        """\
        bank: full
        role: Tester
        about: >-
          One paragraph.
        questions:
          - id: overfitting
            ask: What then?
            why: Because.
            example: I would stop.
            tips:
              - A plain sentence about dropout layers.
              - tip: Or name them yourself.
                keywords:
                  - validation curve
                  - early stopping: [stop training early, stopped early]
                  - dropout: drop out
              - tip: Mention weight decay.
            follow_ups:
              early stopping: When would you stop?
            level: 2
        prepare:
          - {step: Read, text: Read it.}
        faq:
          - {question: "How long?", answer: An hour.}
        """,
    )
    question = bank.questions[0]
    named = question.tips[1]
    assert named.points == (
        KeyPoint("validation curve"),
        KeyPoint("early stopping", ("stop training early", "stopped early")),
        KeyPoint("dropout", ("drop out",)),
    )
    assert not named.derived
    assert question.tips[2].derived
    assert question.tips[2].points == (KeyPoint("weight decay"),)
    assert dict(question.follow_ups) == {"early stopping": "When would you stop?"}
    assert (question.why, question.example, question.level) == ("Because.", "I would stop.", 2)
    assert (bank.role, bank.about) == ("Tester", "One paragraph.")
    assert (bank.prepare[0].step, bank.prepare[0].text) == ("Read", "Read it.")
    assert (bank.faq[0].question, bank.faq[0].answer) == ("How long?", "An hour.")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("7", "7"), ("007", "007"), ("yes", "yes"), ("1.50", "1.50"), ("2024-01-31", "2024-01-31"), ('"a b"', "a b")],
)
def test_an_id_is_any_text_exactly_as_written(tmp_path, written, meant):
    text = MINIMAL.replace("- ask", f"- id: {written}\n    ask")
    assert load(tmp_path, text).questions[0].id == meant


@given(ids=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5, unique=True))
@settings(max_examples=60, deadline=None)
def test_arbitrary_ids_survive(tmp_path_factory, ids):
    data = {"bank": "b", "questions": [{"id": id_, "ask": "Why?", "tips": ["Say dropout."]} for id_ in ids]}
    folder = tmp_path_factory.mktemp("ids")
    bank = load(folder, yaml.safe_dump(data, allow_unicode=False))
    assert [q.id for q in bank.questions] == ids


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
@settings(max_examples=200, deadline=None)
def test_whatever_a_file_holds_the_only_error_is_a_stated_one(tmp_path_factory, raw):
    with pytest.raises(BankError):
        load(tmp_path_factory.getbasetemp(), raw)


def test_questions_without_ids_are_named_after_their_words_and_never_collide(tmp_path):
    text = """\
        bank: b
        questions:
          - {ask: "Why, exactly?", tips: [Say dropout.]}
          - {ask: "Why, exactly?", tips: [Say dropout.]}
          - {id: why-exactly-2, ask: Other., tips: [Say dropout.]}
          - {ask: "???", tips: [Say dropout.]}
        """
    ids = [q.id for q in load(tmp_path, text).questions]
    assert ids == ["why-exactly", "why-exactly-3", "why-exactly-2", "question"]


def test_a_slug_is_the_first_words():
    assert slug("How do you handle missing data, in a table of numbers?") == "how-do-you-handle-missing-data"
    assert slug("Was heißt Überanpassung?") == "was-heisst-überanpassung"


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_loads(tmp_path):
    assert load(tmp_path, b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode()).name == "tiny"


def test_keywords_and_aliases_keep_every_sign(tmp_path):
    text = """\
        bank: b
        questions:
          - ask: Why?
            tips:
              - tip: Say it.
                keywords: ["C++ ", {" R²": "r squared"}]
        """
    assert load(tmp_path, text).questions[0].tips[0].points == (KeyPoint("C++ "), KeyPoint(" R²", ("r squared",)))


def test_the_public_function_takes_text_and_path_alike(tmp_path):
    load(tmp_path, MINIMAL)
    file = tmp_path / "mine.yaml"
    assert voiceprep.load_bank(file) == voiceprep.load_bank(str(file))


def test_the_slower_parser_agrees(tmp_path, monkeypatch):
    quick = load(tmp_path, MINIMAL)
    monkeypatch.setattr(yaml_nodes, "_Parser", yaml.SafeLoader)
    assert load(tmp_path, MINIMAL) == quick
    assert refused(tmp_path, "bank: b\nquestions:\n  - ask: Why: so?\n").startswith("3: ask: ")


# What is refused; {} stands for the questions' first lines where they do not matter

HEAD = "bank: b\nquestions:\n  - ask: Why?\n"
TIPS = HEAD + "    tips:\n"
NAMED = TIPS + "      - tip: Say it.\n        keywords:\n"
ONE = TIPS + "      - Say dropout.\n"

REFUSED = [
    # file as a whole
    ("", "1: ", "is empty"),
    ("# nothing\n\n", "3: ", "is empty"),
    ("- a\n- b\n", "1: ", "must hold keys with values"),
    ("just text\n", "1: ", "must hold keys with values"),
    (ONE + "---\nbank: c\n", "6: ", "second YAML document"),
    # unknown, missing, doubled keys
    ("questions: []\n", "1: ", "'bank' is missing"),
    ("bank: b\n", "1: ", "'questions' is missing"),
    ("bank: b\nquestion: []\n", "2: question: ", "did you mean 'questions'?"),
    ("bank: b\nzzz: 1\n", "2: zzz: ", "known are bank, role"),
    ("bank: b\nrole: r\nbank: c\n", "3: bank: ", "first in line 1"),
    (HEAD, "3: questions[0]: ", "'tips' is missing"),
    ("bank: b\nquestions:\n  - tips: [Say dropout.]\n", "3: questions[0]: ", "'ask' is missing"),
    (HEAD + "    exmaple: x\n", "4: questions[0].exmaple: ", "did you mean 'example'?"),
    (NAMED + "          - a\n        tipp: x\n", "8: questions[0].tips[0].tipp: ", "did you mean 'tip'?"),
    (TIPS + "      - tipp: Say it.\n        keywords: [a]\n", "5: questions[0].tips[0].tipp: ", "did you mean 'tip'?"),
    (TIPS + "      - keywords: [a]\n", "5: questions[0].tips[0]: ", "'tip' is missing"),
    (ONE + "prepare:\n  - {step: a, txt: b}\n", "7: prepare[0].txt: ", "did you mean 'text'?"),
    (ONE + "faq:\n  - question: a\n", "7: faq[0]: ", "'answer' is missing"),
    # ids
    (
        "bank: b\nquestions:\n  - {id: x, ask: a, tips: [b]}\n  - {id: y, ask: a, tips: [b]}\n"
        "  - id: x\n    ask: a\n    tips: [b]\n",
        "5: questions[2].id: ",
        "used already in line 3",
    ),
    ("bank: b\nquestions:\n  - {id: 7, ask: a, tips: [b]}\n  - {id: '7', ask: a, tips: [b]}\n", "4: ", "line 3"),
    (HEAD + "    id:\n    tips: [b]\n", "4: questions[0].id: ", "is empty"),
    (HEAD + "    id: [a]\n    tips: [b]\n", "4: questions[0].id: ", "not a list"),
    # empty texts and lists
    ("bank: ''\nquestions: []\n", "1: bank: ", "is empty"),
    ("bank: b\nquestions: []\n", "2: questions: ", "add at least one question"),
    ("bank: b\nquestions:\n", "2: questions: ", "must be a list"),
    ("bank: b\nquestions:\n  - ask: '  '\n    tips: [a]\n", "3: questions[0].ask: ", "is empty"),
    (HEAD + "    tips: []\n", "4: questions[0].tips: ", "add at least one tip"),
    (TIPS + "      -\n", "5: questions[0].tips[0]: ", "is empty"),
    (TIPS + "      - ''\n", "5: questions[0].tips[0]: ", "is empty"),
    (TIPS + "      - tip: ~\n", "5: questions[0].tips[0].tip: ", "is empty"),
    (TIPS + "      - {tip: a, keywords: []}\n", "5: questions[0].tips[0].keywords: ", "add at least one keyword"),
    (NAMED + "          - ''\n", "7: questions[0].tips[0].keywords[0]: ", "is empty"),
    (NAMED + "          - a: [b, '']\n", "7: questions[0].tips[0].keywords[0].a[1]: ", "is empty"),
    (NAMED + "          - a:\n", "7: questions[0].tips[0].keywords[0].a: ", "is empty"),
    (NAMED + "          - '': [b]\n", "7: questions[0].tips[0].keywords[0].: ", "is empty"),
    (ONE + "about:\n", "6: about: ", "is empty"),
    # wrong types
    ("bank: b\nquestions: {a: b}\n", "2: questions: ", "must be a list"),
    ("bank: b\nquestions: all\n", "2: questions: ", "must be a list"),
    ("bank: b\nquestions: [a]\n", "2: questions[0]: ", "must hold keys"),
    ("bank: [b]\nquestions: []\n", "1: bank: ", "not a list"),
    ("bank: b\nquestions:\n  - ask: 42\n    tips: [a]\n", "3: questions[0].ask: ", 'write "42" in quotes'),
    ("bank: b\nquestions:\n  - ask: [a]\n    tips: [a]\n", "3: questions[0].ask: ", "not a list"),
    (HEAD + "    tips: Say dropout.\n", "4: questions[0].tips: ", "must be a list"),
    (TIPS + "      - [a]\n", "5: questions[0].tips[0]: ", "not a list"),
    (TIPS + "      - 3.5\n", "5: questions[0].tips[0]: ", "reads 3.5 as a number"),
    (TIPS + "      - {tip: a, keywords: b}\n", "5: questions[0].tips[0].keywords: ", "must be a list"),
    (NAMED + "          - on\n", "7: questions[0].tips[0].keywords[0]: ", 'write "on" in quotes'),
    (NAMED + "          - [a]\n", "7: questions[0].tips[0].keywords[0]: ", "not a list"),
    (NAMED + "          - {a: [b], c: [d]}\n", "7: questions[0].tips[0].keywords[0]: ", "several keywords"),
    (NAMED + "          - a: {b: c}\n", "7: questions[0].tips[0].keywords[0].a: ", "must be a list"),
    (ONE + "    why: {a: b}\n", "6: questions[0].why: ", "put it in quotes"),
    (ONE + "    follow_ups: [a]\n", "6: questions[0].follow_ups: ", "must hold keys"),
    (ONE + "prepare: Read.\n", "6: prepare: ", "must be a list"),
    *(
        (ONE + f"    level: {x}\n", "6: questions[0].level: ", "from 1")
        for x in ("0", "6", "2.0", "'2'", "yes", "[1]", "")
    ),
    # follow-ups
    (
        ONE + "    follow_ups:\n      dropuot: And then?\n",
        "7: questions[0].follow_ups.dropuot: ",
        "no keyword of this question; did you mean 'dropout'?",
    ),
    (ONE + "    follow_ups:\n      dropout:\n", "7: questions[0].follow_ups.dropout: ", "is empty"),
    # sentences that YAML tears apart
    (
        TIPS + "      - a\n      - Name three: a, b, c\n",
        "6: questions[0].tips[1].Name three: ",
        'whole line in "quotes"',
    ),
    (TIPS + "      - Name the tools:\n", "5: questions[0].tips[0].Name the tools: ", 'whole line in "quotes"'),
    (TIPS + "      - Name this: and that: too\n", "5: Name this: ", 'must stand in "quotes"'),
    ("bank: b\nquestions:\n  - ask: Tell me: why?\n", "3: ask: ", 'must stand in "quotes"'),
    (TIPS + "      - @mention it\n", "5: questions[0].tips: ", 'must stand in "quotes"'),
    (TIPS + "      - *bold* words\n", "5: questions[0].tips: ", 'must stand in "quotes"'),
    # YAML that is broken or not plain
    ("bank: b\nquestions: [a\n", "3: ", "is not valid YAML"),
    ("bank: 'b\nquestions: 1\n", "3: bank: ", "is not valid YAML"),
    (HEAD + "\ttips: [a]\n", "4: tips: ", "indent with spaces, not with tabs"),
    (HEAD + "   tips: [a]\n", "4: tips: ", "same indentation"),
    ("bank: b\nquestions: &a\n  - *a\n", "2: questions: ", "anchors and aliases"),
    ("bank: b\nrole: &r text\n", "2: role: ", "anchors and aliases"),
    ("bank: b\n<<: *x\n", "2: <<: ", "anchors and aliases"),
    ("bank: !!python/object/apply:os.system [ls]\n", "1: bank: ", "is not used here"),
    ("bank: !secret x\n", "1: bank: ", "is not used here"),
    ("bank: b\n? [a]\n: c\n", "2: ", "a key must be a plain text"),
    ("bank: b\nrole: " + "[" * 40 + "]" * 40 + "\n", "2: role[0]", "levels deep"),
    # bytes
    (b"bank: b\nrole: caf\xe9\n", "2: ", "save the file as UTF-8"),
    ("bank: b\n".encode("utf-16"), "1: ", "save the file as UTF-8"),
    (b"bank: b\nrole: a\x07b\n", "2: ", "control character '\\x07'"),
    (b"bank: b\nrole: a\x00b\n", "2: ", "control character '\\x00'"),
]


@pytest.mark.parametrize(("text", "place", "reason"), REFUSED)
def test_a_mistake_is_named_with_its_line_and_key(tmp_path, text, place, reason):
    message = refused(tmp_path, text)
    assert message.startswith(place)
    assert reason in message
    assert "\n" not in message


def test_the_file_comes_first_in_every_message(tmp_path):
    with pytest.raises(BankError, match=re.escape(f"{tmp_path / 'mine.yaml'}:1: ")):
        load(tmp_path, "")


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(tmp_path):
    lines = ["bank: b", "a0: &a0 [x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30))]
    assert refused(tmp_path, "\n".join(lines)).startswith("2: a0: ")


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_deep_nesting_is_refused_and_never_overflows(tmp_path, bracket):
    assert "1:" in refused(tmp_path, "bank: " * (bracket in "[{") + bracket * 200_000)[:2]


def test_a_file_beyond_a_megabyte_is_refused_unread(tmp_path):
    message = refused(tmp_path, MINIMAL + "#" * yaml_nodes.MAX_BYTES)
    assert "larger than 1 MB; split it" in message


def test_a_large_file_within_the_limit_loads(tmp_path):
    body = "".join(f"  - {{id: q{i}, ask: Why?, tips: [Say dropout.]}}\n" for i in range(5000))
    assert len(load(tmp_path, "bank: b\nquestions:\n" + body).questions) == 5000


def test_a_file_that_cannot_be_read_says_why(tmp_path, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    (tmp_path / "mine.yaml").touch()
    with pytest.raises(BankError, match=r"mine\.yaml: cannot be read \(Permission denied\); check"):
        load_bank(tmp_path / "mine.yaml")
