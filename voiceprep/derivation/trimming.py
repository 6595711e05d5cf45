"""What is left of a run without the words that open or end no phrase."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from voiceprep.derivation.runs import TIES, Run
from voiceprep.derivation.words import (
    ADVICE,
    ADVICE_IF_FIRST,
    CONTAINERS,
    EMPTY,
    FILLERS,
    IMPERATIVES,
    MEASURES,
    NO_ENDS,
    NOUNS_TOO,
    NUMBERS,
    PASTS,
    TIME_TOO,
    VERBS,
    WEAK,
    is_a,
    is_past,
    modifies,
    names_a_doing,
    plain,
)
from voiceprep.families import singular

_COMPARATIVE = re.compile(r"^(?:fast|few|great|high|larg|long|low|short|slow|small|strong|tight|weak|wid)e(?:r|st)$")


def trimmed(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs of advice, parted at verbs and without what opens and ends no phrase; some are nothing then."""
    nothing_before = False
    for run in _parted_at_verbs(runs):
        tokens, verb = run.tokens, run.verb
        if run.governs and tokens[-1].islower():
            tokens = tokens[:-1]
        if run.gerund and len(tokens) > 1:
            tokens, verb = tokens[1:], "" if _opens_nothing(tokens[0]) else tokens[0]
        named = run.article not in ("", *TIME_TOO) and tokens == run.tokens
        left = _trim(tokens, may_name_a_kind=bool(run.joint or run.article) or run.after_verb, is_named=named)
        if left:
            tie = run.tie if left[0] == run.tokens[0] and not nothing_before else ""
            verb_cut = left[0] != run.tokens[0] and is_a(run.tokens[0], VERBS)
            cut = run.cut or verb_cut or left[-1] != run.tokens[-1]
            yield replace(run, tokens=left, verb=verb, tie=tie, cut=cut)
        elif len(tokens) == 1 and (tokens[0] in WEAK or is_past(tokens[0])):
            yield replace(run, tokens=tokens, bare=True)
        nothing_before = not left


def _parted_at_verbs(runs: Iterable[Run]) -> Iterator[Run]:
    """Part "parameterised queries stop SQL injection": a verb between nouns says what one does to the other."""
    for run in runs:
        first, part = 0, run
        for at, token in enumerate(run.tokens[:-1]):
            if at > first and is_a(token, VERBS) and not _is_noun_after(run.tokens[at - 1], token):
                yield replace(part, tokens=run.tokens[first:at], governs=False, cut=True)
                first, part = at + 1, Run(())
        yield replace(part, tokens=run.tokens[first:], governs=run.governs)


def _is_noun_after(before: str, token: str) -> bool:
    """Whether what may be a verb stands after an adjective, where it is a noun: "shorter lead time"."""
    return plain(token) in NOUNS_TOO and (modifies(before) or before in WEAK or bool(_COMPARATIVE.match(before)))


def _trim(run: tuple[str, ...], may_name_a_kind: bool, is_named: bool) -> tuple[str, ...]:
    first, last = 0, len(run)
    while first < last and (
        _opens_nothing(run[first])
        or (last - first > 1 and not (is_named and not first) and _is_leading_verb(run[first], may_name_a_kind))
    ):
        first += 1
    if first < last and plain(run[first]) in NUMBERS:
        first += 1
        if last - first < 2:  # "two minutes"
            return ()
    while last - first > 1 and _ends_no_phrase(run[last - 1]):
        last -= 1
    while last - first > 3 and holds_a_point(run[last - 1]):
        last -= 1
    while last - first > 3 and (run[first] in WEAK or _COMPARATIVE.match(run[first])):  # not "Core Web Vitals"
        first += 1
    if last - first > 3 and plain(run[first]) in MEASURES and run[first + 1] in TIES:
        first += 2
    left = run[first:last]
    no_noun = len(left) == 1 and (is_past(left[0]) or plain(left[0]) in PASTS | ADVICE_IF_FIRST or is_a(left[0], VERBS))
    return () if no_noun or all(plain(word) in EMPTY | TIES for word in left) else left


def _opens_nothing(token: str) -> bool:
    """Whether a phrase does not begin with a word: fillers, advice, and advice in -ing ("identifying bottlenecks")."""
    word = plain(token)
    stem = word.removesuffix("ing")
    advising = stem != word and any(form in ADVICE | ADVICE_IF_FIRST for form in (stem, f"{stem}e"))
    return token in FILLERS or word in TIES or advising


def _is_leading_verb(token: str, may_name_a_kind: bool) -> bool:
    """Whether a word before nouns says what to do to them; else it may name their kind: "the control room"."""
    return is_a(token, VERBS) and not (may_name_a_kind and plain(token) in NOUNS_TOO)


def _ends_no_phrase(token: str) -> bool:
    """Whether a word says what the nouns before it do: "how storage cost and query performance differ"."""
    word = plain(token)
    noun_too = word in NOUNS_TOO or singular(word) in NOUNS_TOO
    return word in PASTS or is_a(token, NO_ENDS) or is_past(token) or (is_a(token, VERBS) and not noun_too)


def holds_a_point(token: str) -> bool:
    """Whether a noun holds the point of the words before it rather than being it: "profiling tools"."""
    return plain(token) in CONTAINERS


def stands_alone(token: str) -> bool:
    """Whether a word is a point without the container that follows: "profiling tools"; not "hardware tools"."""
    return names_a_doing(token) or plain(token) in EMPTY


def may_be_left_out(token: str) -> bool:
    """Whether a word before two nouns only says of which kind, whose or doing what: "real-time shipment tracking"."""
    of_some_kind = token.islower() and (modifies(token) or "-" in token or token.endswith(("'s", "’s")))
    return token in WEAK or of_some_kind or plain(token) in IMPERATIVES | ADVICE_IF_FIRST
