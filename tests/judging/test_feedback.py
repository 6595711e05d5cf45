"""What is said back: one thing that landed, at most two points missing, why the question is asked."""

import re
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceprep.judging import feedback, judge, summary
from voiceprep.judging.delivery import FAST_WPM, SHORT, SLOW_WPM, TARGET_S, delivery_remark, measure_delivery
from voiceprep.judging.feedback import HARDLY_WORDS, MOST_MISSING, MOST_WORDS
from voiceprep.judging.phrases import PHRASES
from voiceprep.judging.wording import for_the_ear, quote, spoken_length
from voiceprep.model import EngineInfo, Evidence, KeyPoint, PointVerdict, Question, Tip, Transcript, Verdict, Word

OVERFITTING = Question(
    "overfitting",
    "What is overfitting?",
    (
        Tip("Plot a learning curve.", (KeyPoint("learning curve"), KeyPoint("validation loss"))),
        Tip("Name dropout and early stopping.", (KeyPoint("dropout"), KeyPoint("early stopping"))),
        Tip("Collect more data.", (KeyPoint("precision"), KeyPoint("augmentation"))),
    ),
    why="They want to see that you can tell learning from memorising.",
)
SEEDS = range(12)


OFF_TOPIC = "bananas are yellow and bent"
"""An answer without points that is long enough to be judged."""


def said_back(answer, seed=0, question=OVERFITTING):
    return feedback(question, judge(question, answer), seed, Transcript(answer))


def spoken(text, wpm=150.0):
    """A transcript with times: each word takes as long as the next."""
    each_s = 60 / wpm
    return Transcript(text, tuple(Word(w, each_s * i, each_s * (i + 1)) for i, w in enumerate(text.split())))


def told_of(transcript, question=OVERFITTING, seed=0, whole=True):
    return feedback(question, judge(question, transcript), seed, transcript, whole)


def is_of(text, *kinds):
    """Whether a text is a sentence of one of these kinds."""
    shapes = (re.sub(r"\\{\w+\\}", ".+", re.escape(t)) for kind in kinds for t in PHRASES[kind])
    return any(re.fullmatch(shape, text) for shape in shapes)


def said_at_all(answer, question=OVERFITTING):
    return {s for seed in SEEDS for s in said_back(answer, seed, question).sentences}


def test_it_names_what_landed_then_what_is_missing_then_why():
    told = said_back("I plot learning curves")
    assert told.sentences == (
        "You said learning curves, and that is a key point.",
        "Remember this: Name dropout and early stopping.",
        "Next time, add precision. Collect more data.",
        "Why they ask: They want to see that you can tell learning from memorising.",
    )


def test_it_quotes_the_words_that_were_heard():
    assert all("learning curves" in said_back("my Learning Curves!", seed).landed.lower() for seed in SEEDS)


def test_when_nothing_landed_there_is_no_praise():
    for seed in SEEDS:
        assert said_back(OFF_TOPIC, seed).landed in PHRASES["nothing_landed"]


def test_a_maybe_is_mentioned_as_one_and_never_as_missing():
    for seed in SEEDS:
        told = said_back("that is my precition", seed)  # 89 like "precision"
        assert told.landed.startswith("I think you mentioned precision")
        assert "precision" not in " ".join([*told.missing, *told.more])


def test_the_missing_points_are_of_different_tips_and_untouched_tips_come_first():
    assert [p.tip for p in said_back("I plot learning curves").told] == [1, 2]


def test_a_point_that_was_set_aside_is_not_called_unmentioned():
    answer = "learning curve validation loss precision augmentation early stopping, but I never used dropout"
    for seed in SEEDS:
        (missing,) = said_back(answer, seed).missing
        assert "dropout" in missing
        assert missing in {p.format(heard="dropout") for p in PHRASES["rejected"]}


def test_more_names_the_rest_and_nothing_twice():
    for seed in SEEDS:
        told = said_back(OFF_TOPIC, seed)
        assert len(told.told) + len(told.more) == 6
        assert not any(t.keyword in sentence for t in told.told for sentence in told.more)
        tips = [tip.text for tip in OVERFITTING.tips]
        assert all(sum(tip in s for s in (*told.sentences, *told.more)) <= 1 for tip in tips), "advice is given once"


def test_more_gives_the_whole_reason_where_it_was_cut():
    reasons = "It matters. " + "There are a great many reasons that one could give for this. " * 4
    question = Question("q", "?", OVERFITTING.tips, why=reasons)
    told = said_back(OFF_TOPIC, question=question)
    assert told.why.endswith("for this.")
    assert len(told.why) < len(reasons)
    assert told.more[-1] == "Why they ask: " + reasons.strip()


def test_more_names_what_was_not_heard_clearly():
    told = said_back("dropout and precition")
    assert "dropout" in told.landed
    assert is_of(told.more[-1], "maybe")
    assert "precision" in told.more[-1]


def test_more_names_what_an_answer_repeats():
    transcript = spoken("a hash table then a hash table and another hash table and dropout")
    rest = told_of(transcript).more
    assert is_of(rest[-1], "repeated")
    assert "hash table" in rest[-1]
    assert "3 times" in rest[-1]
    assert not any(is_of(s, "repeated") for s in told_of(transcript).sentences)


def test_nothing_heard_offers_to_try_again_and_says_nothing_else():
    for seed in SEEDS:
        told = said_back("", seed)
        (only,) = told.sentences
        assert "again" in only or "once more" in only
        assert told.again
        assert told.more == ()


@pytest.mark.parametrize("answer", ["hello", "um yes", "um uh er hmm um uh", "I don't know", "uh so yes well um"])
def test_hardly_anything_heard_is_not_judged_and_offers_to_try_again(answer):
    for seed in SEEDS:
        told = said_back(answer, seed)
        (only,) = told.sentences
        assert only in PHRASES["hardly_heard"]
        assert told.again
        assert len(told.more) == 6


@pytest.mark.parametrize("answer", ["dropout", "um dropout", "my precition", "bananas are quite yellow"])
def test_a_short_answer_with_a_point_or_with_enough_words_is_judged(answer):
    assert not said_back(answer).again
    assert said_back(answer).missing


def test_so_many_words_are_enough():
    assert said_back(" ".join(["banana"] * (HARDLY_WORDS - 1))).again
    assert not said_back(" ".join(["banana"] * HARDLY_WORDS)).again


def test_everything_said_says_so():
    every = "learning curve, validation loss, dropout, early stopping, precision, augmentation"
    assert said_back(every).missing in {(s,) for s in PHRASES["complete"]}
    assert said_back(every.replace("precision", "precition")).missing in {(s,) for s in PHRASES["complete_but_maybe"]}
    assert said_back(every).more == PHRASES["more_nothing"]


def test_a_question_without_a_why_has_none():
    question = Question("q", "?", OVERFITTING.tips)
    assert said_back("dropout", question=question).why == ""


def test_a_question_without_points_gets_neither_praise_nor_blame():
    """A recovered answer's question may be gone from the bank."""
    told = said_back(OFF_TOPIC, question=Question("q", "?", (Tip("", ()),)))
    assert told.sentences == PHRASES["no_points"]


def test_the_next_seed_says_it_in_other_words_and_the_same_seed_in_the_same():
    assert said_back("dropout", 3) == said_back("dropout", 3)
    assert said_back("dropout", 3).landed != said_back("dropout", 4).landed


def test_a_why_is_cut_at_the_end_of_a_sentence():
    question = Question("q", "?", OVERFITTING.tips, why="It matters. " + "There are many reasons for this. " * 9)
    for seed in SEEDS:
        why = said_back("dropout", seed, question).why
        assert "It matters." in why
        assert why.endswith(("It matters.", "for this."))


def test_an_endless_first_sentence_of_a_why_is_left_to_more():
    question = Question("q", "?", OVERFITTING.tips, why="It matters for " + "this reason and " * 20 + "more.")
    for seed in SEEDS:
        told = said_back("dropout", seed, question)
        assert told.why == ""
        assert len(told.missing) == 2
        assert told.more[-1].endswith("and more.")


def test_long_tips_are_not_read_out():
    tip = Tip("Say " + "a great deal about " * 8 + "dropout.", (KeyPoint("dropout"),))
    assert all(len(said_back(OFF_TOPIC, seed, Question("q", "?", (tip,))).missing[0].split()) < 8 for seed in SEEDS)


# ---- the candidate's own words


@pytest.mark.parametrize(
    ("answer", "quoted"),
    [
        ("I plot learning curves", "learning curves"),
        ("then we stop training early", "stop training early"),
        ("the call is item potent", ""),  # said, but misheard
    ],
)
def test_what_was_misheard_is_not_quoted(answer, quoted):
    points = (
        KeyPoint("learning curve"),
        KeyPoint("early stopping", ("stop training early",)),
        KeyPoint("idempotent"),
    )
    question = Question("q", "?", (Tip("Say so.", points),))
    (said,) = (p for p in judge(question, answer).points if p.verdict == "said")
    assert quote(said, question) == quoted
    assert (quoted or "idempotent") in said_back(answer, question=question).landed


def test_a_point_heard_by_its_sound_alone_is_named_and_not_quoted():
    evidence = Evidence("sound", "validation laws", 1.0, 2.0, 0.9)
    verdict = Verdict(True, (PointVerdict(0, "validation loss", "said", evidence),))
    for seed in SEEDS:
        landed = feedback(OVERFITTING, verdict, seed).landed
        assert "validation loss" in landed
        assert "laws" not in landed
        assert not landed.startswith("You said")


# ---- the remark on the delivery


ANSWER = "dropout " + "and then something else again " * 20


@pytest.mark.parametrize(
    ("wpm", "kind", "number"),
    [
        (80, "delivery_slow", "80"),
        (108, "delivery_slow", "110"),
        (112, "", ""),
        (140, "", ""),
        (178, "", ""),
        (200, "delivery_fast", "200"),
    ],
)
def test_a_pace_is_remarked_on_only_where_it_is_clearly_off(wpm, kind, number):
    for seed in SEEDS:
        told = told_of(spoken(ANSWER, wpm), seed=seed)
        assert bool(told.delivery) == bool(kind)
        if kind:
            assert is_of(told.delivery, kind)
            assert f"about {number} words a minute" in told.delivery
            assert told.sentences[-2:] == (told.delivery, told.why), "after the points, before the reason"
    assert SLOW_WPM < 120 < 170 < FAST_WPM


@pytest.mark.parametrize(("wpm", "remark"), [(108, False), (90, False), (80, True), (200, True)])
def test_of_a_recogniser_that_leaves_words_out_slow_is_what_would_be_slow_with_them(wpm, remark):
    delivery = measure_delivery(spoken(ANSWER, wpm))
    assert bool(delivery_remark(delivery, 0, leaves_out=0.24)) == remark


@pytest.mark.parametrize(("words", "kind"), [(20, "delivery_short"), (60, ""), (449, ""), (520, "delivery_long")])
def test_a_length_is_remarked_on_only_where_it_is_clearly_off(words, kind):
    transcript = spoken("dropout " + "word " * (words - 1))
    told = told_of(transcript)
    assert is_of(told.delivery, kind) if kind else told.delivery == ""
    assert told_of(transcript, whole=False).delivery == "", "an answer that was cut off has no length of its own"
    assert words != 20 or f"{words * 60 // 150} seconds" in told.delivery


@pytest.mark.parametrize(
    ("words", "target_s", "remark"),
    [
        (520, 240, ""), (520, 60, "more than 200 seconds. You aim at 60 seconds."),
        (260, 60, "more than 100 seconds. You aim at 60 seconds."), (200, 60, ""),
        (60, 180, "24 seconds. You aim at 3 minutes."), (20, 45, ""),
    ],
)  # fmt: skip
def test_a_length_is_held_against_the_users_own_target(words, target_s, remark):
    told = feedback(OVERFITTING, judge(OVERFITTING, "dropout"), 0, spoken("word " * words), target_s=target_s)
    assert remark in told.delivery
    assert bool(told.delivery) == bool(remark)


def test_there_is_one_remark_and_the_pace_comes_first():
    assert is_of(told_of(spoken(ANSWER * 8, 200)).delivery, "delivery_fast")
    assert SHORT * TARGET_S < 60


def test_a_remark_for_which_there_is_no_room_is_left_to_more():
    why = "It matters for this reason and that and some others too and " + "for more " * 8
    told = told_of(spoken(ANSWER, 200), Question("q", "?", OVERFITTING.tips, why=why))
    assert told.why
    assert told.missing
    assert told.delivery == ""
    assert any(is_of(sentence, "delivery_fast") for sentence in told.more)


def test_a_remark_costs_advice_but_never_the_first_missing_point_or_the_reason():
    for seed in SEEDS:
        told = told_of(spoken(ANSWER, 200), seed=seed)
        assert told.missing
        assert told.why
        assert told.delivery


# ---- twenty seconds, whatever the bank


MATERIAL = """
    a the model loss ROC-AUC k-NN MLflow SQL CI/CD F1 TF-IDF GPT-4 API 95% R² -> (of) & vs. e.g. overfitting GDPR/CCPA
    heteroscedasticity 1,000,000 123456789012345 antidisestablishmentarianism {x} {} 😀 — ***
"""
WORDS = st.sampled_from(MATERIAL.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
SENTENCES = st.lists(st.tuples(TEXTS, st.sampled_from([".", "!", "?", "", ":"])).map("".join), max_size=5).map(" ".join)
TIPS = st.lists(
    st.builds(
        lambda text, points: Tip(text, tuple(KeyPoint(k, tuple(a)) for k, a in points)),
        TEXTS,
        st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=2)), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(st.data(), TIPS, SENTENCES, st.integers(0, 99), st.sampled_from([60.0, 150.0, 300.0]))
def test_whatever_the_bank_it_takes_twenty_seconds_at_most_and_keeps_its_order(data, tips, why, seed, wpm):
    question = Question("q", "?", tuple(tips), why=why)
    phrases = [phrase for t in tips for p in t.points for phrase in (p.keyword, *p.aliases)]
    answer = data.draw(st.lists(st.sampled_from([*phrases, OFF_TOPIC, "I never used", "uh"]), max_size=6).map(" ".join))
    told = told_of(spoken(answer, wpm), question, seed)
    assert sum(map(spoken_length, told.sentences)) <= MOST_WORDS == 50
    assert len(told.missing) <= MOST_MISSING == 2
    assert told.sentences[0] == told.landed
    assert all(s.strip() and "  " not in s for s in (*told.sentences, *told.more))
    if told.why:
        assert told.sentences[-1] == told.why
        assert told.why.endswith((".", "!", "?"))
    if not told.again:
        assert told.missing, "a missing point, or that there is none"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("It matters.", 2),
        ("ROC-AUC", 6),
        ("MLflow", 3),
        ("k-NN and F1", 6),
        ("CI/CD", 4),
        ("95 percent", 3),
        ("OVERFITTING", 1),
        ("heteroscedasticity", 1),
        ("x" * 80, 10),
        ("— ***", 0),
    ],
)
def test_an_acronym_takes_the_time_of_its_letters(text, length):
    assert spoken_length(text) == length


# ---- the sentences


BANNED = re.compile(
    r"\b(scor|grade|rating|points out of|confiden|personalit|charm|charisma|nervous|anxi|shy|calm|hire|hiring|hirab|"
    r"chance|job|talent|smart|clever|stupid|bad|poor|weak|wrong|great|amazing|awesome|excellent|perfect|impress|"
    r"well done|nice|brilliant|fail)",
    re.IGNORECASE,
)
"""Scores, judgements of the person, of the chance of being hired, and praise."""


@pytest.mark.parametrize(("kind", "text"), [(k, s) for k, group in PHRASES.items() for s in group])
def test_every_sentence_is_for_the_ear(kind, text):
    assert re.fullmatch(r"[A-Z{][A-Za-z{}_ ,.:]*[.}]", text)
    assert all(len(s.split()) <= 14 for s in re.split(r"(?<=[.!?]) ", text))
    assert len(text.split()) <= 16
    assert not BANNED.search(text)
    assert {name for _, name, _, _ in Formatter().parse(text) if name} <= SLOTS[kind]


SLOTS = dict.fromkeys(PHRASES, frozenset[str]()) | {
    "landed": {"heard"},
    "landed_unquoted": {"point"},
    "maybe": {"point"},
    "missing_tip": {"point", "tip"},
    "missing_tip_names_point": {"tip"},
    "missing_point": {"point"},
    "missing_act": {"point"},
    "part": {"point", "heard"},
    "rejected": {"heard"},
    "why": {"why"},
    "delivery_fast": {"number"},
    "delivery_slow": {"number"},
    "delivery_fillers": {"number", "filler"},
    "delivery_short": {"number"},
    "delivery_long": {"number"},
    "delivery_short_of_target": {"number", "target"},
    "delivery_beyond_target": {"length", "target"},
    "repeated": {"said", "number"},
    "noted": {"point"},
    "noted_heard": {"heard"},
    "remembered": {"heard", "point"},
    "summary_answered": {"done", "asked"},
    "summary_answered_all": {"asked"},
    "summary_landed": {"topic"},
    "summary_landed_one": {"heard"},
    "summary_work_on": {"topic", "point"},
    "summary_work_on_one": {"point"},
}


def um_and_uh(a_minute):
    """A delivery by a recogniser that keeps fillers."""
    delivery = measure_delivery(spoken(ANSWER), keeps_fillers=True)
    return {**delivery, "fillers": {**delivery["fillers"], "a_minute": a_minute, "words": {"uh": 2, "um": 9}}}


@pytest.mark.parametrize(("a_minute", "remark"), [(0.0, False), (5.0, False), (5.1, True), (9.4, True)])
def test_fillers_are_remarked_on_above_the_average(a_minute, remark):
    said = delivery_remark(um_and_uh(a_minute), 0)
    assert bool(said) == remark
    assert not remark or f"about {round(a_minute)} fillers a minute, most often um." in said


def test_fillers_are_told_where_the_recogniser_keeps_them():
    transcript = spoken("dropout " + "um and then something else " * 20)
    verdict = judge(OVERFITTING, transcript)
    keeping = EngineInfo("x", "1", keeps_fillers=True)
    assert "often um." in feedback(OVERFITTING, verdict, 0, transcript, engine=keeping).delivery
    assert feedback(OVERFITTING, verdict, 0, transcript).delivery == ""


OWN_WORD = ("noted", "noted_heard", "remembered", "nothing_to_note", "nothing_to_remember")
"""Said about an answer that was told already: tests/practice/test_own_word.py says them."""


def test_each_sentence_but_the_last_tells_which_point_it_says_was_not_heard():
    told = said_back("I plot learning curves")
    assert told.named == (None, *told.told)
    doubtful = said_back("that is my precition")
    assert doubtful.named[0] is not None
    assert doubtful.named[0].keyword == "precision"
    assert said_back("").named == (None,)


def test_a_point_that_counts_by_the_users_own_word_is_named_as_the_bank_has_it():
    verdict = judge(OVERFITTING, "the turning curb")
    mine = PointVerdict(0, "learning curve", "said", Evidence("overruled", "turning curb", None, None, 1.0))
    told = feedback(OVERFITTING, replace(verdict, points=(mine, *verdict.points[1:])))
    assert told.landed == "What landed: learning curve."


def test_every_sentence_is_said_by_some_answer():
    everything = ", ".join(p.keyword for t in OVERFITTING.tips for p in t.points)
    answers = [
        "",
        "hello",
        OFF_TOPIC,
        "my precition",
        "dropout",
        "I never used dropout",
        everything,
        everything.replace("precision", "precition"),
    ]
    long = Question("q", "?", (Tip("Say " + "a great deal about " * 8 + "it.", (KeyPoint("dropout"),)),))
    said = {s for a in answers for s in said_at_all(a)} | said_at_all(OFF_TOPIC, long)
    by_sound = Evidence("sound", "drop out", 1.0, 2.0, 0.9)
    unquoted = Verdict(True, (PointVerdict(1, "dropout", "said", by_sound),))
    said |= {s for seed in SEEDS for s in feedback(OVERFITTING, unquoted, seed).sentences}
    deliveries = [spoken(ANSWER, 80), spoken(ANSWER, 200), spoken("dropout " * 9), spoken(ANSWER * 5)]
    for transcript in (*deliveries, spoken("hash table hash table hash table dropout"), spoken(everything)):
        for told in (told_of(transcript, seed=seed) for seed in SEEDS):
            said |= {*told.sentences, *told.more}
    said |= {delivery_remark(um_and_uh(9.4), seed) for seed in SEEDS}
    for transcript, target_s in ((spoken(ANSWER, 150), 300), (spoken(ANSWER * 5), 60)):
        said |= {delivery_remark(measure_delivery(transcript, target_s=target_s), seed) for seed in SEEDS}
    said |= said_at_all(OFF_TOPIC, Question("q", "?", (Tip("", ()),)))
    act = Question("q", "?", (Tip("Say " + "a great deal about " * 8 + "it.", (KeyPoint("inform the doctor"),)),))
    said |= said_at_all(OFF_TOPIC, act)
    plain = Question("q", "?", (Tip("Say learning curve.", (KeyPoint("learning curve"),), derived=True),))
    said |= said_at_all("what I have in mind is learning", plain)
    for count in (1, 2):
        for first in answers:
            pairs = [(OVERFITTING, judge(OVERFITTING, a)) for a in (first, "", everything)]
            said |= {s for seed in SEEDS for s in summary(pairs[:count], seed) + summary([pairs[0]] * count, seed)}
    said |= {s for seed in SEEDS for s in summary([pairs[-1]] * 3, seed)}
    for kind, group in PHRASES.items():
        for text in group if kind not in OWN_WORD else ():
            shape = re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))
            assert any(shape.fullmatch(s) for s in said), (kind, text)


def test_what_begins_with_a_verb_is_not_to_be_added():
    act = Question("q", "?", (Tip("Inform the doctor.", (KeyPoint("inform the doctor"),)),))
    assert not any("add inform" in s or "missed inform" in s for s in said_at_all(OFF_TOPIC, act))


def test_the_summary_says_what_landed_most_and_what_to_work_on():
    other = Question("q7", "?", (Tip("Say canary.", (KeyPoint("canary"), KeyPoint("rollback"))),))
    session = [
        (OVERFITTING, judge(OVERFITTING, "dropout, early stopping and a learning curve")),
        (other, judge(other, "")),
        (other, judge(other, "hello")),
    ]
    assert summary(session) == [
        "You answered two of three questions.",
        "Most landed on overfitting.",
        "Work on overfitting next, and start with precision.",
    ]
    assert summary(session[1:])[2] == "Work on question two next, and start with canary."
    assert len(" ".join(summary(session)).split()) <= 45


def test_a_session_without_an_answer_says_so():
    assert summary([]) == ["I heard no answers this time."]
    assert summary([(OVERFITTING, judge(OVERFITTING, ""))]) == ["I heard no answers this time."]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("CI/CD", "CI CD"),
        ("L1/L2 penalty", "L1 L2 penalty"),
        ("24/7", "24/7"),
        ("bias vs. variance", "bias versus variance"),
        ("a cure (e.g. dropout)", "a cure for example dropout"),
        ("dropout, etc.", "dropout, and so on"),
        ("precision & recall", "precision and recall"),
        ("95% (of it)", "95 percent of it"),
        ("protective equipment (PPE)", "protective equipment, PPE"),
        ("train → test", "train to test"),
        ('the "best" one', "the best one"),
    ],
)
def test_for_the_ear(written, spoken):
    assert for_the_ear(written) == spoken


def test_of_a_list_of_examples_the_first_few_are_named_as_any_is_enough():
    keyword = KeyPoint("Kubernetes", ("SageMaker", "MLflow", "Docker"))
    tip = Tip(
        "Say in your own words, at some length, which of the many tools there are, such as those, you used.", (keyword,)
    )
    derived = Question("q", "?", (replace(tip, derived=True),))
    assert all("Kubernetes, SageMaker or MLflow." in told(derived, seed) for seed in SEEDS)
    assert all("SageMaker" not in told(Question("q", "?", (tip,)), seed) for seed in SEEDS)


def told(question, seed):
    return " ".join(feedback(question, judge(question, OFF_TOPIC), seed).sentences)
