"""Key points from a plain tip sentence: the phrases that a candidate would say, without a lexicon or a parser.

"Explain how you would notice overfitting with validation and learning curves", to a question on overfitting, holds
validation curve and learning curve. Words of the question itself earn nothing alone: everyone says "overfitting" when
asked about it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from voiceprep.derivation.left_out import only_avoids
from voiceprep.derivation.phrases import phrases_of
from voiceprep.derivation.runs import TIES, Run
from voiceprep.derivation.trimming import holds_a_point, may_be_left_out, stands_alone
from voiceprep.derivation.words import EARN_NOTHING_ALONE, FILLERS, WEAK
from voiceprep.families import LIGHT_WORDS, family
from voiceprep.model import KeyPoint
from voiceprep.text import spoken_words

_LONGEST_RUN = 3
"""Words; a longer run is two phrases or more, parted evenly: no ear keeps four nouns together."""
_SHORT_PAIR = re.compile(r"^[^\W\d]{1,2}(?:/[^\W\d]{1,2})+$")  # "CI/CD", not "L1/L2"
_NUMBERED = re.compile(r"^\w+/[\d.]+$")  # "HTTP/2", "24/7"
_ONE_THING = frozenset(
    ["black/white", "blue/green", "client/server", "input/output", "read/write", "request/response", "tcp/ip"]
)


@lru_cache(maxsize=4096)
def derive_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points of a tip sentence: one without any stands for itself, unless it only says what not to say."""
    stands_for_itself = () if only_avoids(tip) else (KeyPoint(tip.strip().rstrip(".!") or tip),)
    return derivable_points(tip, ask) or stands_for_itself


def derivable_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points that a tip sentence holds, perhaps none; of a list of examples, one with the others as ways."""
    asked = {family(word) for word in spoken_words(ask)}
    found: dict[object, list[str]] = {}
    seen: set[tuple[str, ...]] = set()
    for run in phrases_of(tip):
        for phrase in (p for part in _pieces(run) for p in _alternatives(part)):
            phrase = _without_asked_head(phrase, asked)
            words = spoken_words(phrase)
            if words and words not in seen and not _earns_nothing(spoken_words(_without_holder(phrase)), asked):
                seen.add(words)
                ways = found.setdefault(words if run.choice is None else run.choice, [])
                ways += [phrase, *_with_verb(phrase, run.verb)]
                ways += [way for way in _shorter(phrase) if not _earns_nothing(spoken_words(way), asked)]
    return tuple(KeyPoint(ways[0], tuple(ways[1:])) for ways in found.values())


def _with_verb(phrase: str, verb: str) -> Iterator[str]:
    """The phrase with what one does to it, as an author may want to see it: "isolate affected hosts"."""
    if verb and phrase.split()[0] != verb:
        yield f"{verb} {phrase}"


def _shorter(phrase: str) -> Iterator[str]:
    """The phrase without what it can be said without: "informed written consent" is written consent."""
    words = phrase.split()
    while len(words) > 3 and words[1] in TIES:  # "checks on personal protective equipment"
        words = words[2:]
        yield " ".join(words)
    first, *others = words
    phrase = " ".join(words)
    if len(others) > 2 and others[1] in TIES:  # "automatic shutdown of idle environments"
        yield f"{first} {others[0]}"
    if (shorter := _without_holder(phrase)) != phrase:
        yield shorter
    if len(others) == 2 and may_be_left_out(first) and TIES.isdisjoint(others):
        yield " ".join(others)


def _without_holder(phrase: str) -> str:
    """Of "profiling tools" the profiling."""
    first, *others = phrase.split()
    holds = others and holds_a_point(others[-1]) and (len(others) > 1 or stands_alone(first))
    return " ".join((first, *others[:-1])) if holds else phrase


def _without_asked_head(phrase: str, asked: set[str]) -> str:
    """Of "overfitting on validation curves" the curves, to a question on overfitting."""
    head, *others = phrase.split()
    return " ".join(others[1:]) if len(others) > 1 and others[0] in TIES and family(head) in asked else phrase


def _earns_nothing(words: Sequence[str], asked: set[str]) -> bool:
    if len(words) == 1 and words[0] in EARN_NOTHING_ALONE:
        return True
    return all(word in LIGHT_WORDS or word in FILLERS | WEAK or family(word) in asked for word in words)


def _pieces(run: Run) -> list[tuple[str, ...]]:
    """Part a long run evenly."""
    tokens = run.tokens
    count = 1 if run.tied else -(-len(tokens) // _LONGEST_RUN)
    bounds = [round(i * len(tokens) / count) for i in range(count + 1)]
    return [tokens[a:b] for a, b in pairwise(bounds)]


def _alternatives(run: Sequence[str]) -> list[str]:
    """Split slashes: "L1/L2 regularization" is two phrases; "CI/CD pipelines" and "blue/green deployment" are one."""
    for i, token in enumerate(run):
        one = _SHORT_PAIR.match(token) or _NUMBERED.match(token) or token.casefold() in _ONE_THING
        if "/" not in token or one:
            continue
        return [" ".join((*run[:i], part, *run[i + 1 :])) for part in token.split("/")]
    return [" ".join(run)]
