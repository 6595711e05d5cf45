"""Denials before a mention: "we never held a retrospective"."""

import re
from collections.abc import Sequence

from voiceprep.derivation.words import words
from voiceprep.families import family
from voiceprep.judging.denial.grammar import LIGHT, is_object
from voiceprep.judging.denial.plain import SOFT, families

_AUX = r"(?:am|are|can|could|did|do|had|have|was|were|will|would)"
_OWN = rf"(?:i|we|(?:my|our)(?: \w+){{1,2}}){SOFT}(?: {_AUX})?{SOFT} (?:not|never|neither)"
_THEIRS = (
    rf"(?:he|she){SOFT} (?:(?:did|had|was|were){SOFT} (?:not|never)"
    r"|never(?= (?:\w+ed|did|gave|had|held|made|ran|taught|took|wrote)\b))"
)
_NOBODY = r"(?:no one|nobody|none of (?:them|us)|neither(?: of us| did i| did we))(?: (?:in|on) (?:my|our|the) \w+)?"
_ELIDED = (
    r"(?:[.]|and|but|honestly|i|no|sorry|unfortunately|well|yeah)(?: i)?"
    r" (?:(?:did|had|have|was|were) not|do not(?= (?:know|remember|understand))|never(?! (?:be|do|forget|have)\b))"
)
_I_THINK = (
    r"(?: (?:believe|remember|say|think)(?: that)?(?: (?:i|we)(?: (?:had|have))?)?"
    rf"(?= (?:done|ever|know|\w+ed|\w+ing)\b){SOFT})?"
)
_SUPPOSED = (" if ", " in case ", " not that ", " so that ", " sure ", " sure that ", " unless ", " when ")
"""Before a denial that is only thought of: "if we do not use X", "I make sure that we do not"."""
_KNOWING = r"(?:clue|experience|expertise|idea|knowledge|training)"
_DENIED = re.compile(
    r"(?<= )(?:"
    rf"(?:{_OWN}|{_THEIRS}|{_NOBODY}|{_ELIDED}){SOFT}{_I_THINK}"
    rf"|(?:i|we){SOFT}(?: have)? (?:forgot|forgotten|left out|omitted|skipped|have yet to)"
    rf"|(?:i|we){SOFT}(?: would)? (?:hardly(?: ever)?|lack(?:ed)?(?: any)?|rarely|refused? to|seldom)(?: have)?"
    r"|there (?:is|was) no (?:need|point|reason) (?:for|in|to)"
    r"|(?:i|we) (?:know|knew|had|have) (?:no|nothing|zero|(?:barely|hardly) any)(?: \w+)??(?: about| to do with)?"
    rf"|(?:no|zero) (?:\w+ )??{_KNOWING}|not a clue|unfamiliar with"
    rf"|not{SOFT} (?:aware of|experienced (?:in|with)|familiar with|know what|sure (?:how|what))"
    r"|(?<!because )there (?:was|were) (?:no(?: time (?:for|to))?|(?:barely|hardly|not) any)"
    r"|(?:ran|run) out of time (?:for|to)"
    r")(?= |$)"
)
_NOT_ONLY = words(
    """
    alone always better big bigger else enough every good great high just large long merely necessarily one only other
    perfect purely simply single solely
    """
)
"""What is denied is this of it: "not only X", "never anything else than X", "not a big X"."""
_MISHAPS = families(
    """
    accident bias bug burnout complaint conflict contamination crash damage deadlock delay downtime error failure fault
    incident injury issue leak leakage loss mistake outage overfit overfitting problem risk underfitting
    """
)
"""What nobody sets out to do: that there was none of it is a point made ("we had no data loss")."""
_KNOWING_WORDS = words("explain familiar heard idea know recall remember sure tell understand what")
"""Words of a denial to know, which denies a mishap too: "I don't know what data leakage is"."""
_DOING = re.compile(r"(?:ing|licensed|qualified)$")
_NONE_WHERE = re.compile(r" (?:hardly|never|no|not)(?: \w+){1,6} (?:that|when|where) $")
"""Before a denial that is itself denied: "I can't remember a release where we left out X"."""
_IS_NOT = re.compile(r" (?:am|are|was|were) not$")
_RESTRICTED = re.compile(
    r"^ (?:\w+ )?(?:all|alone|any (?:longer|more)|anymore|before (?:i|that|then|this|we|\w+ing)|blindly"
    r"|by (?:hand|\w+sel(?:f|ves))|every|everywhere|for (?:all|everything|granted)|just because|late|lightly|much|often"
    r"|on (?:its|my|our|their|your) own|only|personally|rigidly|till|too|unless|until|without)\b"
)
"""What is denied is that it was so: "I don't take X lightly", "I had not tried X until last year"."""
TAKEN_UP = re.compile(
    r" (?:and|but|now|so|then|until)(?: \w+){0,2} (?:i|we)(?: (?:have|just|later|now|then|quickly|soon))*"
    r" (?!asked|dropped|hoped|missed|needed|omitted|planned|skipped|wanted|wished)"
    r"(?:\w+ed|began|brought|built|did|do|got|had|love|done|made|set|took|use|wrote)(?: up)?"
    r"(?: (?:all|both|most|some) of)? (?:it|one|some|that|them|this)\b"
    r"| i(?: (?:basically|had to|just|mostly|simply))*"
    r" (?:figured it out|learned (?:it|on the job)|picked it up|taught myself)\b"
)
"""Denied at first: "we had no CRM, so I introduced one"."""
_LACK = re.compile(r" (?:can not|could not|had no|not(?: \w+)? (?:get|got|have|had))\b")
_SO_I = re.compile(
    r"^(?: \w+){0,3} so (?:i|we) (?!(?:am|can|could|did|do|had|have|was|will|would) (?:not|never)\b|never\b)"
)
"""What was lacking and what was done about it: "they did not have any training so I taught them"."""
_HABIT = re.compile(r" (?:(?:can|do|will|would) not|(?:i|we) never)(?= |$)")
_ALL_OF_IT = re.compile(
    r"^(?:$| [.]| (?:about|and|any(?:body|one|thing)|at (?:that|this|work)|because|but|during|either|for (?:that|this)"
    r"|here|however|i|it|myself|or|really|so|sorry|them|there|though"
    r"|to (?:any\w+|her|him|my|our|someone|the|them)|we|yet)\b)"
)
"""What may follow where a habit of any verb is denied: not "I never give medication on an empty stomach"."""


def is_denied(lead: str, tail: str, mention: Sequence[str]) -> bool:
    """Whether the mention is what somebody before it did not do or does not know."""
    cues = list(_DENIED.finditer(lead))
    if not cues or _RESTRICTED.search(tail) or TAKEN_UP.search(tail) or (_LACK.search(lead) and _SO_I.match(tail)):
        return False
    is_mishap = any(family(word) in _MISHAPS for word in (*mention[-1:], *tail.split()[:1]))
    for cue in cues:
        between = lead[cue.end() :].split()
        supposed = lead[: cue.start()].endswith(_SUPPOSED) or _NONE_WHERE.search(lead[: cue.start()])
        if supposed or not _NOT_ONLY.isdisjoint(between):
            continue
        if is_mishap and _KNOWING_WORDS.isdisjoint((*cue[0].split(), *between)):
            continue
        is_light = bool(between) and between[0] in LIGHT
        if _HABIT.search(cue[0]) and not is_light and not _ALL_OF_IT.match(tail):
            continue
        if _IS_NOT.search(cue[0]) and between and not is_light and not _DOING.search(between[0]):
            continue  # "I'm not shy about X", other than "I'm not using X"
        if is_object(between, tail):
            return True
    return False
