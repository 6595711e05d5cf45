"""Key points from a plain tip sentence: the phrases that a candidate would say, without a lexicon or a parser.

What is left of advice when the advising is taken away are noun phrases: "Explain how you would notice overfitting with
validation and learning curves", to a question on overfitting, holds validation curve and learning curve. Words of the
question itself earn nothing alone: everyone says "overfitting" when asked about it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from voiceprep.bank.advice_words import (
    ADDRESSED,
    ADVICE,
    ADVICE_IF_FIRST,
    CONTAINERS,
    EARN_NOTHING_ALONE,
    FILLERS,
    FUNCTION_WORDS,
    GRAMMAR,
    LY_NOUNS,
    MODIFIER_ENDINGS,
)  # fmt: skip
from voiceprep.families import LIGHT_WORDS, family, singular
from voiceprep.model import KeyPoint
from voiceprep.text import spoken_words

_LONGEST_RUN = 3
"""Words; a longer run is two phrases or more, parted evenly: no ear keeps four nouns together."""

_TOKEN = re.compile(r"[^\W_][\w'’+#]*(?:[-./&–][\w+#]+)*|\S")  # "cross-validation", "C++", "node.js", "L1/L2", "R&D"
_SHORT_PAIR = re.compile(r"^\w{1,2}(?:/\w{1,2})+$")
_HAS_DIGIT = re.compile(r"\d")  # "A/B" and "CI/CD" are one thing, "L1/L2" two
_NAME = re.compile(r"[A-Z0-9]")  # in a word of a few letters: "L1", "P99", "NoSQL"
_ING = re.compile(r"^\w{3,}ing$")

_ANY_OF = re.compile(r"\b(?:such as|like|e\.?g\.?,?|for example,?|for instance,?)(?=\s)|\be\.g\.", re.IGNORECASE)
_NOT_A_LIST = re.compile(r"\b(?:would|you'd|you’d|you|they|we|i|feel|feels|look|looks|sound|sounds|just)\s*$", re.I)
_LEFT_OUT = re.compile(
    r"\b(?:rather than|instead of|as opposed to|not just|avoid(?:ing)?|without|(?:do not|don['’]t|never)(?= \w+))\b"
    r"(?P<phrase>[^,.;:()]*?)(?=$|[,.;:()]|\b(?:but|and (?:explain|mention|show|how|why|what)|when|while|so)\b)",
    re.IGNORECASE,
)
_JOINTS = frozenset({"and", "or", "&", ",", "vs", "vs.", "versus", "to"})


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in a row that may be a phrase."""

    tokens: tuple[str, ...]
    joint: str = ""
    """What joins it to the run before: `and`, a comma; empty where nothing does."""
    choice: int | None = None
    """Of the runs with the same number, any one is enough: "tools such as …"."""


@lru_cache(maxsize=4096)
def derive_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points of a tip sentence; never empty, as a tip without any stands for itself."""
    return derivable_points(tip, ask) or (KeyPoint(tip.strip().rstrip(".!") or tip),)


def derivable_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points that a tip sentence holds, perhaps none."""
    asked = {family(word) for word in spoken_words(ask)}
    found: dict[tuple[str, ...], str] = {}
    choices: dict[int, tuple[str, ...]] = {}
    for run in _with_shared_heads(list(_runs(tip))):
        for phrase in (p for part in _pieces(run.tokens) for p in _alternatives(part)):
            words = spoken_words(phrase)
            if LIGHT_WORDS.issuperset(words) or (len(words) == 1 and words[0] in EARN_NOTHING_ALONE):
                continue
            if asked.issuperset(map(family, words)) or words in found:
                continue
            found[words] = phrase
            if run.choice is not None:
                choices.setdefault(run.choice, words)
                if choices[run.choice] != words:
                    first = choices[run.choice]
                    found[words] = ""
                    found[first] += f"\n{phrase}"
    return tuple(KeyPoint(ways[0], tuple(ways[1:])) for p in found.values() if p and (ways := p.split("\n")))


def _runs(tip: str) -> Iterator[_Run]:
    """Noun-like runs, parted by grammar, advice and punctuation, without fillers at their ends."""
    advice = _is_advice(tip)
    for number, (text, is_list) in enumerate(_lists(_LEFT_OUT.sub(_blank, tip)) if advice else [(tip, False)]):
        run: list[str] = []
        joint = ""
        between: list[str] = []
        for token in (*_TOKEN.findall(text), "."):
            if _may_stand_in(token, advice):
                if not run:
                    joint = between[-1] if between and set(between) <= _JOINTS else ""
                    between = []
                run.append(token)
                continue
            if run and (trimmed := _trim(run) if advice else run):
                yield _Run(tuple(trimmed), joint, number if is_list else None)
            elif run:
                between.append("")  # what was only filler parts as well
            run = []
            between.append(token.casefold())


def _blank(match: re.Match[str]) -> str:
    """What is set aside is no point: "business value rather than complexity"."""
    return " ; "


def _lists(tip: str) -> Iterator[tuple[str, bool]]:
    """Part a tip in its plain stretches and its lists of examples, of which any is enough."""
    start = 0
    for match in _ANY_OF.finditer(tip):
        if match.start() < start or _NOT_A_LIST.search(tip[: match.start()]):
            continue
        end = _end_of_list(tip, match.end())
        yield tip[start : match.start()] + " ; ", False
        yield tip[match.end() : end], True
        start = end
    yield tip[start:], False


_LIST_ENDS = r"(?!(?:for|to|in|on|when|with|and|or|that|which|as|if|while|from|by|at)\b)"
_LIST_ITEM = rf"\s*(?:and |or )?[\w'’+#./&-]+(?: {_LIST_ENDS}[\w'’+#/&-]+){{0,3}}"
_LIST = re.compile(rf"{_LIST_ITEM}(?:(?:\s*,|\s+(?:and|or)\b){_LIST_ITEM})*")


def _end_of_list(tip: str, start: int) -> int:
    found = _LIST.match(tip, start)
    return found.end() if found else start


def _with_shared_heads(runs: list[_Run]) -> Iterator[_Run]:
    """Give its head to a modifier that shares it: "validation and learning curves" are two kinds of curve."""
    for i, run in enumerate(runs):
        sharing = [run]
        later = i + 1
        while later < len(runs) and runs[later].joint in ("and", "or", "&", ",", "vs", "vs.", "versus"):
            sharing.append(runs[later])
            if len(runs[later].tokens) > 1:
                break
            later += 1
        last = sharing[-1]
        if len(sharing) > 1 and last.joint != "," and _shares_head(run.tokens, last.tokens):
            yield _Run((*run.tokens, singular(last.tokens[-1])), run.joint, run.choice)
        elif _lends_head(runs, i):
            yield _Run((*run.tokens[:-1], singular(run.tokens[-1])), run.joint, run.choice)
        else:
            yield run


def _lends_head(runs: Sequence[_Run], i: int) -> bool:
    return i > 0 and runs[i].joint in ("and", "or", "&") and _shares_head(runs[i - 1].tokens, runs[i].tokens)


def _shares_head(modifier: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether `modifier` lacks the last word of `phrase`: not "dropout and early stopping"."""
    if len(phrase) != len(modifier) + 1 or len(modifier) > 2 or "/" in phrase[-1]:
        return False
    if len(modifier) == 2:
        return modifier[0] == phrase[0]  # "type one and type two errors"
    word, other, head = modifier[0], phrase[0], phrase[-1]
    if _is_plural(word) or _plain(word) in EARN_NOTHING_ALONE:
        return False
    if word.casefold().endswith(MODIFIER_ENDINGS):
        return not _ING.match(head) or head.casefold() in ("learning", "testing", "training", "scaling")
    if _NAME.search(word) and len(word) <= 3:  # "L1 and L2 regularization"
        return bool(_NAME.search(other))
    return _is_plural(head) and (not _ING.match(word) or bool(_ING.match(other)))


def _is_plural(word: str) -> bool:
    return singular(word) != word


def _is_advice(tip: str) -> bool:
    """Whether a sentence tells what to say; else it is itself what could be said, and its verbs count, too."""
    words = [_plain(token) for token in _TOKEN.findall(tip)]
    first = next((word for word in words if word[0].isalnum()), "")
    return first in ADVICE or first in ADVICE_IF_FIRST or not ADDRESSED.isdisjoint(words)


def _may_stand_in(token: str, advice: bool) -> bool:
    plain = _plain(token)
    if not advice:
        return token[0].isalnum() and plain not in FUNCTION_WORDS
    adverb = len(plain) > 5 and plain.endswith("ly") and plain not in LY_NOUNS
    return token[0].isalnum() and plain not in GRAMMAR and plain not in ADVICE and not adverb


def _trim(run: list[str]) -> list[str]:
    first, last = 0, len(run)
    while first < last and _opens_nothing(_plain(run[first])):
        first += 1
    while last > first and _plain(run[last - 1]) in CONTAINERS and (last - first > 2 or _stands_alone(run[first])):
        last -= 1
    left = run[first:last]
    return left if any(_plain(word) not in FILLERS | CONTAINERS for word in left) else []


def _stands_alone(word: str) -> bool:
    """Whether a word is a point without the container that follows: "profiling tools"; not "hardware tools"."""
    plain = _plain(word)
    return bool(_ING.match(plain)) or plain in FILLERS or plain in CONTAINERS or plain.endswith(("tion", "ment"))


def _opens_nothing(word: str) -> bool:
    """Whether a phrase does not begin with `word`: fillers, advice, and advice in -ing ("identifying bottlenecks")."""
    stem = word.removesuffix("ing")
    doing = stem != word and any(form in ADVICE | ADVICE_IF_FIRST for form in (stem, f"{stem}e"))
    return word in FILLERS or word in CONTAINERS or word in ADVICE_IF_FIRST or doing


def _pieces(run: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Part a long run evenly."""
    count = -(-len(run) // _LONGEST_RUN)
    bounds = [round(i * len(run) / count) for i in range(count + 1)]
    return [run[a:b] for a, b in pairwise(bounds)]


def _alternatives(run: Sequence[str]) -> list[str]:
    """Split slashes: "L1/L2 regularization" is two phrases, "CI/CD pipelines" one."""
    for i, token in enumerate(run):
        if "/" not in token or (_SHORT_PAIR.match(token) and not _HAS_DIGIT.search(token)):
            continue
        return [" ".join((*run[:i], part, *run[i + 1 :])) for part in token.split("/")]
    return [" ".join(run)]


def _plain(token: str) -> str:
    return token.casefold().replace("’", "'")
