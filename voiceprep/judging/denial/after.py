"""Denials after a mention: "dropout I have never used", "escrow is not something I know"."""

import re

from voiceprep.derivation.words import words
from voiceprep.judging.denial.plain import SOFT

DENIED_WITHIN = re.compile(r" (?:was|were) (?:not|never) ")
"""Between the words of the mention itself: "the code was never reviewed"."""
# After the mention. These verbs are a closed list: what follows may be a sentence about anything.
_DONE = (
    r"(?:add(?:ed)?|appl(?:ied|y)|c[ao]me across|consider(?:ed)?|cover(?:ed)?|did|done?|got (?:round )?to"
    r"|heard? (?:about|of)|implement(?:ed)?|learn(?:ed)?|look(?:ed)? (?:at|into)|need(?:ed)?|set up|stud(?:ied|y)"
    r"|touch(?:ed)?|tried|try|used?|work(?:ed)? with)"
)
_KNOWN = r"(?:explain|get|have experience (?:in|with)|knew|know|recall|remember|say|tell you|understand|understood)"
_IT = (
    r"(?: (?:about|anything|at (?:school|university|work)|before|it|much|one|so far|that|them|this|what|yet"
    r"|(?:it|that|they|this) (?:are|is|means?)))*"
)
_ENDS = r"(?=$| [.]| (?:and|because|but|he|however|i|my|our|she|so|sorry|then|they|though|we)\b)"
_NOT = rf"{SOFT} (?:(?:can|could|did|do|had|have|was|were|will|would){SOFT} )?(?:not|never){SOFT}"
_DENIED_AFTER = re.compile(
    r"^(?: (?:is|was|which|that|well|honestly|sorry|though))*(?: (?:a|some) ?thing| one)?(?: (?:that|which))?"
    rf" (?:(?:i|we){_NOT} {_DONE}{_IT}"
    rf"|(?:i|we){_NOT} {_KNOWN}(?: (?:about|anything|much|what))* (?:it|that|them|they|this)\b{_IT}"
    rf"|(?:no )?(?:i )?(?:have )?never {_DONE} (?:it|that|them|this)"
    r"|(?:i am|im) not familiar with(?: (?:it|that))?)"
    rf"{_ENDS}"
    r"|^(?: (?:but|and|so))?(?: (?:it|that))?(?: (?:is|was|were))? not"  # "pastry's not my thing"
    r" (?:(?:anything|a thing|something)(?: that)? (?:i|we)"
    r"|(?:\w+ )?my (?:area|strength|strong (?:point|suit)|thing))\b"
    r"|^ (?:is|are|was|were)(?: \w+)? (?:(?:a|my) gap|a waste of (?:money|time)|beyond me|pointless|useless)\b"
    r"|^ (?:but )?(?:i|we) (?:am|could|did|do|had|have|would) not(?=$| [.]| (?:and|but|so)\b)"  # "others do I do not"
    r"|^ no (?:i|we) (?!mean\b|think\b)"
    rf"|^ (?:was|were){SOFT} (?:forgotten|left out|omitted|skipped"
    rf"|(?:not|never){SOFT} (?:applied|carried out|conducted|done|implemented|introduced|performed|tried|used"
    r"|written))\b"
    rf"|^ (?:rings a bell|sounds familiar)(?: \w+)? but i{_NOT} \w+"
)
_NO_ANSWER_AFTER = re.compile(
    r"^(?: (?:again|is|means|was|that|well|honestly|sorry))*"
    rf" (?:(?:i{SOFT} ha(?:d|ve){SOFT} )?no (?:clue|idea)|i{_NOT} {_KNOWN}{_IT}|i forgot){_ENDS}"
)
_TOPIC = words(". a about an and are as do does for i is know of oh okay or so that the this was well were what yes")
"""Words before a mention that say nothing of it, so that "I don't know" after it is the whole answer."""
_HALF_KNOWN = re.compile(
    r" (?:heard (?:about|of)|(?:meant|planned|wanted) to (?:do|try|use)|(?:ought to|should) know)(?: (?:a|an|the))?$"
)
_BUT_NOT = re.compile(rf"^ but(?: i| we)?{_NOT}(?: |$)")


def is_denied_after(lead: str, tail: str) -> bool:
    """Whether what follows the mention denies it, or says that there is no answer where nothing else was said."""
    if _DENIED_AFTER.match(tail) or (_HALF_KNOWN.search(lead) and _BUT_NOT.match(tail)):
        return True
    return _NO_ANSWER_AFTER.match(tail) is not None and _TOPIC.issuperset(lead.split(" but ")[-1].split())
