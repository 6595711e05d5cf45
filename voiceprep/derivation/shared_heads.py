"""Heads that several modifiers share: "validation and learning curves" are two kinds of curve."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voiceprep.derivation.runs import JOINTS, TIES, Run
from voiceprep.derivation.words import MODIFIER_ENDINGS, NOUN_ENDINGS, WEAK, plain
from voiceprep.families import singular

_NAME = re.compile(r"[A-Z0-9]")  # in a word of a few letters: "L1", "P99", "NoSQL"
_ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ory", "ary", "ous")
_PLURALS = frozenset({"criteria", "media"})


def with_shared_heads(runs: list[Run]) -> Iterator[Run]:
    """The runs, those without their head made whole, and without those that would be nothing."""
    shared = False
    for i, run in enumerate(runs):
        sharing = [run]
        for later in runs[i + 1 :]:
            if later.joint not in JOINTS:
                break
            sharing.append(later)
            if len(later.tokens) > 1:
                break
        last = sharing[-1]
        pair = len(sharing) == 2 and run.joint != ","
        follows = shared and run.joint in JOINTS and len(run.tokens) == 1  # "local, server and URL state"
        may_share = len(sharing) > 1 and last.joint != ","
        shared = may_share and not run.cut and (follows or _shares_head(run.tokens, last.tokens, pair))
        if shared:
            *between, head = last.tokens[1:] if len(run.tokens) == 1 else last.tokens[-1:]
            yield replace(run, tokens=(*run.tokens, *between, singular(head)), bare=False)
        elif i and run.joint in JOINTS - {","} and _shares_head(runs[i - 1].tokens, run.tokens, pair=True):
            yield replace(run, tokens=(*run.tokens[:-1], singular(run.tokens[-1])))
        elif not run.bare:
            yield run


def _shares_head(modifier: Sequence[str], phrase: Sequence[str], pair: bool) -> bool:
    """Whether `modifier` lacks the last word of `phrase`: not "dropout and early stopping". A `pair` is of two."""
    if any(" " in token for token in modifier):
        return False  # "root cause and impact analysis" is root cause
    if len(phrase) == 3 and len(modifier) == 1:  # "renal or hepatic dose adjustments"
        return all(word.islower() and word.endswith(_ADJECTIVE_ENDINGS) for word in (modifier[0], phrase[0]))
    if len(phrase) != len(modifier) + 1 or len(modifier) > 2 or not TIES.isdisjoint(phrase):
        return False
    if len(modifier) == 2:
        return modifier[0] == phrase[0]  # "north bound and north facing slopes"
    word, other, head = plain(modifier[0]), plain(phrase[0]), phrase[-1]
    if len(word) > 3 and _NAME.search(modifier[0]) and not (modifier[0].isupper() and phrase[0].isupper()):
        return False  # "OAuth or API keys", "SMOTE or class weights"
    if singular(modifier[0]) != modifier[0] or "/" in head or word in ("data", "code"):
        return False
    if word.endswith(MODIFIER_ENDINGS) or word in WEAK or ("-" in word and "-" in other):  # "on-page and off-page SEO"
        return True
    if _NAME.search(modifier[0]) and len(word) <= 3:  # "L1 and L2 regularization"
        return bool(_NAME.search(phrase[0]))
    if singular(head) == head and head not in _PLURALS:
        return False
    if word.endswith("ing"):
        return other.endswith("ing")
    if word.endswith(NOUN_ENDINGS) and not pair:
        return other.endswith((*NOUN_ENDINGS, "ing"))  # "differentiation, scaffolding and stretch tasks"
    return True
