"""Nouns that are no point alone, as whoever speaks of anything says them: with a verb or another noun they may be.

A single noun after an article is seldom a point to those who annotate tips by hand; with the verb that it is the object
of ("withhold the medicine") or what is tied to it ("a margin for uncertainty") it often is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from voiceprep.derivation.runs import Run
from voiceprep.derivation.words import EARN_NOTHING_ALONE, ING
from voiceprep.families import singular


def with_objects_and_ties(runs: Iterable[Run]) -> Iterator[Run]:
    """Such nouns made whole, or marked as lone where there is nothing to make them whole."""
    tied = _tied(runs)
    for run, following in pairwise([*tied, Run(())]):
        listed = run.listed or (following.listed and not ING.match(following.tokens[0]))
        if run.common_noun and run.verb and _is_whole_with_its_verb(run, listed):
            yield replace(run, tokens=(run.verb, *run.tokens))
        else:
            yield replace(run, lone=run.common_noun and run.article != "" and not listed)


def _tied(runs: Iterable[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        head = kept[-1] if kept and run.tie and kept[-1].common_noun else None
        if head and head.article == "your":  # "your commitment to …"
            kept[-1] = run
        elif head and _ties(head, run):
            kept[-1] = replace(head, tokens=(*head.tokens, run.tie, *run.tokens))
        else:
            kept.append(run)
    return kept


def _ties(head: Run, run: Run) -> bool:
    """Whether two nouns are one point; a doing, or what is done with a single thing, is a point of its own."""
    word = head.tokens[0]
    doing = bool(ING.match(word)) or run.tie == "with"
    return "-" not in word and not run.bare and (not doing or len(run.tokens) > 1)


def _is_whole_with_its_verb(run: Run, listed: bool) -> bool:
    word = run.tokens[0]
    if word in EARN_NOTHING_ALONE:
        return False
    return bool(run.article) or run.gerund or (not listed and singular(word) == word)
