"""What counts as a point made."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import voiceprep
from voiceprep.judging import denial, judge
from voiceprep.model import KeyPoint, Question, Tip, Transcript, Word

INDIRECT = Path(denial.__file__).with_name("indirect.yaml").read_text(encoding="utf-8")
TRAPS = yaml.safe_load((Path(__file__).parent / "traps.yaml").read_text(encoding="utf-8"))
POINTS = (
    "learning curve",
    "dropout",
    "L2 regularisation",
    "cross-validation",
    "early stopping",
    "ROC-AUC",
    "F1",
    "API",
)
ANSWER = (
    "So I look at the learning curves first, then I add dropout and l two regularization, I run cross validation,"
    " early stopping is cheap, and I report r o c a u c and F1 over the API"
)
UNRELATED = st.lists(
    st.sampled_from(["banana", "piano", "river", "mountain", "breakfast", "holiday", "umbrella", "garden", "purple"]),
    max_size=40,
)
FILLER = st.sampled_from(["um", "uh,", "er", "erm", "hmm", "you know", "I mean,", "Uhm", "... um ..."])
COMMON = [
    "the",
    "time",
    "people",
    "thing",
    "way",
    "day",
    "man",
    "world",
    "life",
    "hand",
    "part",
    "place",
    "case",
    "week",
    "work",
    "nice",
    "good",
    "new",
    "old",
    "big",
    "right",
    "so",
]
PUNCTUATION = st.sampled_from(["", ",", ".", "!", "?", ";", ":", "...", " - "])


def ask(*points, aliases=()):
    return Question("q", "Ask?", (Tip("A tip.", tuple(KeyPoint(p, tuple(aliases)) for p in points)),))


def verdicts(answer, points=POINTS):
    return {p.keyword: p.verdict for p in judge(ask(*points), answer).points}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda t: f"{t['point']} | {t['answer']}")
def test_trap(trap):
    (point,) = voiceprep.judge(ask(trap["point"], aliases=trap.get("aliases", ())), trap["answer"]).points
    assert point.verdict == trap["verdict"]
    if "heard" in trap:
        assert point.evidence is not None
        assert point.evidence.text == trap["heard"]
    assert (point.evidence.how if point.evidence else None) == trap.get("how", "words" if point.evidence else None)
    assert (point.evidence is None) == (trap["verdict"] == "missing" and "how" not in trap)


def test_every_point_has_its_verdict_in_the_banks_order_even_the_same_point_twice():
    question = Question("q", "?", (Tip("a", (KeyPoint("cat"), KeyPoint("dog"))), Tip("b", (KeyPoint("cat"),))))
    points = judge(question, "a cat").points
    assert [(p.tip, p.keyword, p.verdict) for p in points] == [
        (0, "cat", "said"),
        (0, "dog", "missing"),
        (1, "cat", "said"),
    ]


@pytest.mark.parametrize("nothing", ["", "  \n", "...", "- ?!"])
def test_nothing_heard_means_no_verdicts_and_no_coverage(nothing):
    for heard in (nothing, Transcript(nothing)):
        assert judge(ask("dropout"), heard).to_dict() == {"heard": False, "points": [], "coverage": None}


def test_evidence_has_the_words_and_their_times():
    words = (Word("the", 1.0, 1.1), Word("learning", 1.2, 1.6), Word("curves", 1.6, 2.1), Word("say", 2.2, 2.4))
    (point,) = judge(ask("learning curve"), Transcript("the learning curves say", words)).points
    assert point.evidence.to_dict() == {
        "how": "words",
        "text": "learning curves",
        "start_s": 1.2,
        "end_s": 2.1,
        "score": 0.98,
    }


def test_the_best_mention_wins_and_the_earliest_among_equals():
    def mention(answer):
        (point,) = judge(ask("learning curve"), Transcript(answer, timed(answer))).points
        return point.evidence.text, point.evidence.start_s

    assert mention("learning curves and a learning curve") == ("learning curve", 4)
    assert mention("a learning curve and a learning curve") == ("learning curve", 1)


def timed(answer):
    return tuple(Word(w, float(i), i + 0.9) for i, w in enumerate(answer.split()))


def test_a_text_has_no_times():
    (point,) = judge(ask("dropout"), "dropout").points
    assert (point.evidence.start_s, point.evidence.end_s, point.evidence.score) == (None, None, 1.0)


def test_a_keyword_without_letters_is_never_said():
    assert verdicts("anything at all", ("→",)) == {"→": "missing"}


def test_the_public_api_judges():
    assert voiceprep.judge(ask("dropout"), "dropout").coverage == {"said": 1, "maybe": 0, "missing": 0}


def test_the_whole_answer_is_heard():
    assert set(verdicts(ANSWER).values()) == {"said"}


@given(st.data())
def test_case_and_punctuation_change_nothing(data):
    change = st.sampled_from([str.upper, str.lower, str.title])
    words = [data.draw(change)(w.strip(",")) + data.draw(PUNCTUATION) for w in ANSWER.split()]
    assert verdicts(" ".join(words)) == verdicts(ANSWER)


@given(UNRELATED)
def test_unrelated_words_earn_nothing(words):
    assert set(verdicts(" ".join(["well", *words])).values()) == {"missing"}


@given(UNRELATED)
def test_words_added_at_the_end_take_nothing_away(words):
    assert set(verdicts(" ".join([ANSWER, *words])).values()) == {"said"}


@given(st.lists(st.tuples(st.integers(0, len(ANSWER.split())), FILLER), max_size=8))
def test_hesitations_anywhere_change_nothing(fillers):
    words = ANSWER.split()
    for place, filler in sorted(fillers, reverse=True):
        words.insert(place, filler)
    assert verdicts(" ".join(words)) == verdicts(ANSWER)


@given(st.lists(st.tuples(st.integers(0, len(ANSWER.split())), st.sampled_from(COMMON)), max_size=20))
def test_common_words_added_anywhere_take_no_point_away_that_they_do_not_part(additions):
    """Words between the parts of a point may part it; these stand before a new clause."""
    clauses = ANSWER.split(", ")
    for place, word in additions:
        clauses.insert(min(place, len(clauses)), f"and {word}")
    assert set(verdicts(", ".join(clauses)).values()) == {"said"}


@given(st.lists(st.sampled_from(POINTS), unique=True), UNRELATED)
def test_a_point_denied_is_not_said_and_takes_no_other_with_it(denied, words):
    answer = " ".join([ANSWER, "but", *words, *(f"and I have never used {point}" for point in denied)])
    assert set(verdicts(answer).values()) == {"said"}  # the same points were made before


@given(st.sampled_from(POINTS), UNRELATED)
def test_a_point_that_is_only_denied_is_missing(point, words):
    answer = " ".join([*words, f"and I have never used {point}"])
    assert verdicts(answer)[point] == "missing"


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_can_be_judged(answer, keyword):
    verdict = judge(ask(keyword), answer)
    assert len(verdict.points) == (1 if verdict.heard else 0)


@pytest.mark.parametrize("ask", ["What is your greatest weakness?", "What would you like to learn next?"])
def test_what_is_lacking_is_a_point_where_the_question_asks_for_it(ask):
    question = Question("q", ask, (Tip("Name one", (KeyPoint("public speaking"),)),))
    assert judge(question, "public speaking would be the bit I'm weakest on").points[0].verdict == "said"
    assert judge(question, "I'd love to learn public speaking").points[0].verdict == "said"


@pytest.mark.parametrize("example", re.findall(r"# (.*\bX\b.*)$", INDIRECT.split("after:")[1], re.MULTILINE))
def test_each_example_beside_a_pattern_denies(example):
    question = Question("q", "What have you done?", (Tip("Mention it", (KeyPoint("dropout"),)),))
    (point,) = judge(question, example.replace("X", "dropout")).points
    assert point.evidence is not None
    assert point.evidence.how == "rejected"


def test_the_patterns_use_every_name_that_there_is():
    names = yaml.safe_load(INDIRECT)["names"]
    used = re.findall(r"<([\w ]+)>", INDIRECT + Path(denial.indirect.__file__).read_text(encoding="utf-8"))
    assert not set(names) - set(used)
