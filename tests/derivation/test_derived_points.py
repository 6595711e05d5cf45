"""What a plain tip sentence yields as key points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.bank import derivable_points, derive_points
from voiceprep.derivation.left_out import only_avoids
from voiceprep.text import spoken_words

DERIVED = [
    ("Explain how you would use early stopping and dropout.", ["early stopping", "dropout"]),
    ("Mention tools like Terraform, Ansible or Pulumi", ["Terraform"]),
    ("Discuss the kinds of gaps (MCAR, MAR, MNAR) and their implications", ["gaps", "MCAR", "MAR", "MNAR"]),
    ("Compare L1/L2 regularization", ["L1 regularization", "L2 regularization"]),
    ("Describe a CI/CD pipeline and A/B testing", ["CI/CD pipeline", "A/B testing"]),
    ("Emphasise the importance of a load balancer", ["load balancer"]),
    ("Say when you'd prefer a hash map over a sorted array", ["hash map", "sorted array"]),
    ("Name the data structure", ["data structure"]),
    ("Talk about identifying memory leaks, especially slowly growing ones", ["memory leaks", "growing ones"]),
    ("Mention cross-validation; be specific", ["cross-validation"]),
    ("Provide statistical significance testing techniques", ["statistical significance testing"]),
    ("Touch on node.js, C++ & R&D", ["node.js", "C++", "R&D"]),
    ("dropout, Dropout and dropout", ["dropout"]),
    ("Docker", ["Docker"]),
    ("Mention inter- and intra-team conflicts", ["inter-team conflict", "intra-team conflict"]),
    ("Mention micro- and integration tests", ["micro", "integration tests"]),
    ("Choose a weakness that is not critical for the role", ["weakness"]),
    ("Mention the early warning score; compare new vs. returning users", ["early warning score", "returning users"]),
    ("Describe root cause analysis and the annual leave policy", ["root cause analysis", "annual leave policy"]),
    (
        "Mention health and safety, customer needs and working capital",
        ["health and safety", "customer needs", "working capital"],
    ),
    ("Discuss 24/7 support over HTTP/2 and TCP/IP", ["24/7 support", "HTTP/2", "TCP/IP"]),
    ("Explain how you reduced lead time; mention read replicas", ["lead time", "read replicas"]),
    (
        "Compare over- and undersampling, or short- and long-term goals",
        ["oversampling", "undersampling", "short-term goal", "long-term goal"],
    ),
    ("Show results such as shorter lead time or a lower change failure rate", ["shorter lead time"]),
    ("Mention a calm tone and open body language", ["calm tone", "open body language"]),
    ("Run through accruals; round off with a summary of the cash flow", ["accruals", "cash flow"]),
    ("Refer to our very long compound noun phrase", ["long compound", "noun phrase"]),
    ("Propose an audit of search keywords", ["audit of search keywords"]),
    ("Explain how you reframe the price as a return on investment", ["reframe price", "return on investment"]),
    ("Say that you withhold the medicine and alert the surgeon", ["withhold medicine", "alert surgeon"]),
    ("Describe how you consider the audience and cultural context", ["audience", "cultural context"]),
    ("Link it to serving the community and protecting vulnerable people", ["serving community", "vulnerable people"]),
    ("Describe how you found the leak; mention heap dumps", ["found leak", "heap dumps"]),
    ("Tell a story in which the guests saw the power cut", ["power cut"]),
    (
        "Include a margin for uncertainty and retries with exponential backoff",
        ["margin for uncertainty", "retries with exponential backoff"],
    ),
    ("Convey your commitment to professional ethics", ["professional ethics"]),
    (
        "Discuss authentication with OAuth, then monitoring for drift",
        ["authentication", "OAuth", "monitoring", "drift"],
    ),
    ("Mention revenue per recipient and cost per hire", ["revenue per recipient", "cost per hire"]),
    ("Discuss renal or hepatic dose adjustments", ["renal dose adjustment", "hepatic dose adjustment"]),
    ("Cover on-page and off-page SEO", ["on-page SEO", "off-page SEO"]),
    ("Talk about local, server and cached states", ["local state", "server state", "cached state"]),
    ("If the bottleneck is the server, bring up caching headers", ["caching headers"]),
    ("It helps to describe surrogate keys", ["surrogate keys"]),
    ("Look for the root cause before jumping to conclusions", ["root cause"]),
    ("Explain how long the rollout ran and what broke", ["rollout"]),
    ("Name the analytics tools you rely on (Ahrefs, Semrush)", ["Ahrefs", "Semrush"]),
    ("Focus on patient safety rather than on salary, perks or a shorter commute", ["patient safety"]),
    ("Don't forget documentation", ["documentation"]),
    ("Steer clear of pushy tactics and talk about trust", ["trust"]),
    ("Explain the missingness mechanism (MCAR, MAR, MNAR)", ["MCAR", "MAR", "MNAR"]),
    ("Name the debugging tools you relied on, such as profilers or tracing", ["profilers"]),
    ("Compare forecasts with and without imputed values", ["forecasts", "imputed values"]),
    ("Mention the principle of least privilege", ["least privilege"]),
    ("Cover prospecting, lead qualification and closing", ["prospecting", "lead qualification", "closing"]),
    ("Use the STAR method: mention rapport and keep it under two minutes", ["rapport"]),
    ("Acknowledge the cost of network latency", ["network latency"]),
    ("Talk about the cost of errors", ["cost of errors"]),
]


@pytest.mark.parametrize(("tip", "keywords"), DERIVED)
def test_advice_is_taken_away_and_the_nouns_stay(tip, keywords):
    assert [p.keyword for p in derive_points(tip)] == keywords


def test_three_words_can_be_said_without_the_first_where_that_only_says_of_which_kind():
    (consent,) = derive_points("Mention informed written consent")
    assert (consent.keyword, consent.aliases) == ("informed written consent", ("written consent",))
    (window,) = derive_points("Mention the sliding window counter")
    assert (window.keyword, window.aliases) == ("sliding window counter", ())


@pytest.mark.parametrize(
    ("tip", "keyword", "aliases"),
    [
        ("Mention payment terms and HACCP principles", "payment terms", ("payment",)),
        ("Mention interaction problems, then profiling tools", "interaction problems", ("interaction",)),
        ("Emphasise checks on personal protective equipment", "checks on personal protective equipment",
         ("personal protective equipment", "protective equipment")),
        ("Discuss automatic shutdown of idle environments", "automatic shutdown of idle environments",
         ("automatic shutdown",)),
        ("Say that you isolate affected hosts", "affected hosts", ("isolate affected hosts",)),
        ("Mention a margin for uncertainty", "margin for uncertainty", ()),
    ],
)  # fmt: skip
def test_a_point_can_be_said_without_what_only_holds_it_or_with_what_is_done_to_it(tip, keyword, aliases):
    point, *_ = derive_points(tip)
    assert (point.keyword, point.aliases) == (keyword, aliases)


def test_a_tip_of_any_length_has_points():
    (point,) = derive_points("Mention " + "cost of " * 2000 + "network latency")
    assert point.keyword.endswith("network latency")


def test_words_of_the_question_earn_nothing_alone():
    tip = "Explain how you would notice overfitting, overfitted models and overfitting on validation curves"
    ask = "How do you notice an overfitting model?"
    assert [p.keyword for p in derive_points(tip, ask)] == ["validation curves"]


@pytest.mark.parametrize("tip", ["Be specific.", "Provide concrete examples", "???", "Say what you know and how"])
def test_a_tip_without_points_stands_for_itself(tip):
    assert derivable_points(tip) == ()
    assert [p.keyword for p in derive_points(tip)] == [tip.rstrip(".")]


@pytest.mark.parametrize(
    "tip",
    [
        "Don't mention salary or benefits.", "Never badmouth a former employer",
        "Avoid blaming your colleague or speaking negatively about them.", 'Avoid clichés like "I\'m a perfectionist".',
    ],
)  # fmt: skip
def test_a_tip_that_only_says_what_not_to_say_has_no_point(tip):
    assert derive_points(tip) == ()


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_every_tip_has_points_and_none_twice(tip, ask):
    words = [p.keyword for p in derive_points(tip, ask)]
    assert words or only_avoids(tip)
    assert all(w.strip() for w in words)
    spoken = [spoken_words(w) for w in words]
    assert len(set(spoken)) == len(spoken)
