"""Mentions that claim nothing: "we did not use cross validation", "I don't know what dropout is".

Only what stands before the mention is read, at most four words away and within the clause. A bare "not" never rejects:
"not only dropout", "you can't skip dropout" and "not missing at random" are points made.
"""

import re

_REACH_WORDS = 4
"""Most words between the cue and the mention: "never used any form of cross validation" has three."""
_LONGEST_CUE_WORDS = 7

_DID_NOT_USE = r"(?:did not|didnt|have not|havent|had not|hadnt)(?: actually| really| ever)? (?:use|used|try|tried)"
_WE_DO_NOT_USE = r"(?:i|we)(?: \w+)? (?:do not|dont) (?:\w+ )?use"  # "you do not use it when …" is advice: a point made
_NEVER_USED = r"never (?:really |actually )?(?:use|used|tried|heard of|worked with|came across)"
_DO_NOT_KNOW = r"i(?: \w+)? (?:do not|dont|did not|didnt) (?:\w+ )?(?:know|remember|recall|understand)"
_NO_IDEA = r"no (?:idea|clue)(?: (?:what|how|about|of))?"
_NOT_FAMILIAR = r"not (?:\w+ )?(?:familiar with|sure what|sure how|know what)"
_INSTEAD_OF = r"instead of|rather than"

_CLAIMS_NOTHING = re.compile(
    rf"\b(?:{'|'.join((_DID_NOT_USE, _WE_DO_NOT_USE, _NEVER_USED, _DO_NOT_KNOW, _NO_IDEA, _NOT_FAMILIAR))})"
    rf"(?P<between>(?: \w+){{0,{_REACH_WORDS}}})$"
)
# What stands instead comes right after: "instead of accuracy, recall" sets aside accuracy alone.
_PASSED_OVER = re.compile(rf"\b(?:{_INSTEAD_OF})(?: (?:a|an|the|any|just|only|using|doing|plain|simple)){{0,3}}$")
_NEW_CLAUSE = re.compile(
    r"\b(?:i|we|you|it|they|he|she|but|because|so|then|however|although|though|maybe|perhaps|probably|still|except|only"
    r"|just)\b"
)  # "I did not use dropout, we used early stopping": only dropout is set aside


def set_aside(before: tuple[str, ...]) -> bool:
    """Whether the words before a mention, in normal form, set it aside."""
    lead = " ".join(before[-(_REACH_WORDS + _LONGEST_CUE_WORDS) :])
    if _PASSED_OVER.search(lead):
        return True
    found = _CLAIMS_NOTHING.search(lead)
    return found is not None and not _NEW_CLAUSE.search(found["between"])
