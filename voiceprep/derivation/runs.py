"""Runs of words in a row that may be a phrase, and what stands around each of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from voiceprep.derivation.words import (
    ADVICE,
    ADVICE_IF_FIRST,
    ARTICLES,
    AUXILIARIES,
    COMPOUNDS,
    EMPTY,
    FUNCTION_WORDS,
    GRAMMAR,
    IMPERATIVES,
    ING,
    LY_NOUNS,
    STATES,
    SUBJECTS,
    TELLING,
    TIME_TOO,
    is_a,
    plain,
)

_TOKEN = re.compile(
    rf"\b(?:{'|'.join(COMPOUNDS)})s?\b"
    r"|[^\W_][\w'’+#]*(?:[-./&–][\w+#]+)*|\S",  # "cross-validation", "C++", "node.js", "L1/L2", "R&D"
    re.IGNORECASE,
)
JOINTS = frozenset({"and", "or", "&", ",", "vs", "vs.", "versus"})
TIES = frozenset({"of", "for", "in", "on", "at", "with", "per"})
"""Prepositions that may tie two nouns into one point: "cost of inaction", "a margin for uncertainty"."""
_TIES_ALWAYS = frozenset({"of", "per"})
_BEFORE_GERUNDS = frozenset({"about", "by", "for", "from", "in", "of", "on", "to", "with"})
_CLAUSE_STARTS = frozenset({".", ";", ":", "!", "?", "then", "please", "to"})
_GOVERNED = (ARTICLES - TIME_TOO) | {"it", "them"}
"""What shows that the word before it was a verb: "pitch it to journalists"."""
_VERB, _ADVISES = "|", "||"
"""What marks a verb that stands in no phrase: somebody's ("how you would reframe the price"), or the advice's own."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that may be a phrase."""

    tokens: tuple[str, ...]
    joint: str = ""
    """What joins it to the run before: `and`, a comma; empty where nothing does."""
    listed: bool = False
    """Whether nothing but joints and an article part it from the run before."""
    article: str = ""
    """The article or the like before it."""
    after_verb: bool = False
    """Whether a verb stands right before it, so that its own first word is none: "mention read replicas"."""
    tie: str = ""
    """The preposition that ties it to the run before: "a margin for uncertainty"."""
    verb: str = ""
    """The verb of which it is the object: "withhold the medicine"."""
    gerund: bool = False
    """Whether its first word is a verb: "by protecting vulnerable people"."""
    after_gerund: bool = False
    """Whether it is such a verb's object, which another may follow: "serving the community and protecting people"."""
    governs: bool = False
    """Whether its last word may be a verb, as an article or the like follows: "reframe the price"."""
    bare: bool = False
    """Whether it is nothing without a head that it may share: "structured and unstructured data"."""
    cut: bool = False
    """Whether a verb was cut off it, so that what follows says something else and shares no head with it."""
    lone: bool = False
    """Whether it is a noun as in any talk ("which the guests never noticed"): no point beside others."""
    choice: int | None = None
    """Of the runs with the same number, any one is enough: "tools such as …"."""

    @property
    def tied(self) -> bool:
        """Whether a preposition holds it together."""
        return not TIES.isdisjoint(self.tokens)

    @property
    def common_noun(self) -> bool:
        """Whether it is a single word, and no name."""
        return len(self.tokens) == 1 and self.tokens[0].islower() and " " not in self.tokens[0] and not self.bare


def tokens_of(text: str) -> list[str]:
    """The words and marks of a sentence, as they are written; a compound that is one noun is one of them."""
    return _TOKEN.findall(text)


def runs_of_statement(text: str) -> Iterator[Run]:
    """All but the function words."""
    return _runs(tokens_of(text), _may_stand_in_a_statement, frozenset())


def runs_of_advice(text: str) -> Iterator[Run]:
    """What is left between the words that advise, join and fill in."""
    return _runs(_verbs_marked(text), _may_stand_in_advice, _TIES_ALWAYS)


def _verbs_marked(text: str) -> list[str]:
    """The tokens with the verbs marked whose subject is the reader or a pronoun, and imperatives."""
    marked: list[str] = []
    verb_is_next, clause_starts, before = False, True, ""
    for token in tokens_of(text):
        word = plain(token)
        stands_in = _may_stand_in_advice(token)
        advises = before in STATES or (clause_starts and word in IMPERATIVES | ADVICE_IF_FIRST)  # "stay composed"
        mark = _VERB if verb_is_next else _ADVISES if advises else ""
        marked.append(mark + token if stands_in else token)
        if word in SUBJECTS:
            verb_is_next = True
        elif word not in AUXILIARIES:
            verb_is_next = False
        clause_starts, before = word in _CLAUSE_STARTS, word
    return marked


def _runs(tokens: list[str], may_stand_in: Callable[[str], bool], ties: frozenset[str]) -> Iterator[Run]:
    run: list[str] = []
    between: list[str] = []
    opening = before = Run(())
    for token, following in pairwise([*tokens, ".", "."]):
        if may_stand_in(token):
            if not run:
                opening = _opening(token, between, before)
                between = []
            run.append(token)
        elif run and token in ties and plain(run[-1]) not in EMPTY and may_stand_in(following):
            run.append(token)
        else:
            if run:
                before = replace(opening, tokens=tuple(run), governs=token.casefold() in _GOVERNED)
                yield before
            run = []
            between.append(token.casefold())


def _opening(token: str, between: list[str], before: Run) -> Run:
    """What a run is, by its first token, what parts it from the run before, and that run."""
    article = between[-1] if between and between[-1] in ARTICLES else ""
    led = between[:-1] if article else between
    listed = bool(led) and JOINTS.issuperset(led)
    goes_on = before.gerund or before.after_gerund
    may_be_gerund = (bool(between) and between[-1] in _BEFORE_GERUNDS) or (listed and not article and goes_on)
    return Run(
        tokens=(),
        joint=between[-1] if between and JOINTS.issuperset(between) else "",
        listed=listed,
        article=article,
        after_verb=bool(between) and (between[-1].startswith(_VERB) or between[-1] in ADVICE),
        tie=led[0] if len(led) == 1 and led[0] in TIES else "",
        verb=_governing_verb(led, before if article and article not in TIME_TOO else Run(())),
        gerund=bool(ING.match(token)) and may_be_gerund,
        after_gerund=bool(article) and not led and before.gerund,
    )


def _governing_verb(led: list[str], before: Run) -> str:
    """The verb of which what follows is the object, unless it only tells how to tell it."""
    if led:
        verb = led[-1].removeprefix(_VERB) if led[-1].startswith(_VERB) else ""
    else:
        verb = before.tokens[-1] if before.tokens else ""
    return verb if verb.isalpha() and verb.islower() and not is_a(verb, ADVICE | TELLING) else ""


def _may_stand_in_a_statement(token: str) -> bool:
    return token[0].isalnum() and plain(token) not in FUNCTION_WORDS


def _may_stand_in_advice(token: str) -> bool:
    word = plain(token)
    adverb = len(word) > 5 and word.endswith("ly") and "-" not in word and word not in LY_NOUNS
    return token[0].isalnum() and word not in GRAMMAR and word not in ADVICE and not adverb
