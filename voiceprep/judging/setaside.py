"""Mentions that claim nothing: "we did not use cross validation", "I don't know what dropout is", "dropout, no idea".

A mention is set aside by what its speaker denies doing or knowing, a few words before it or right after it, or by what
is put in its place. A bare "not" never rejects: "not only dropout", "you can't skip dropout" and "not missing at
random" are points made; so is advice to others ("you should not use it when …"), and doubt whether something helps.
"""

import re

_REACH_WORDS = 4
"""Most words between the cue and the mention: "never used any form of cross validation" has three."""
_LONGEST_CUE_WORDS = 9
_AFTER_WORDS = 10

_SOFT = r"(?: (?:actually|really|ever|even|honestly|personally|fully|quite|completely))*"
_NOT = (
    r"(?:did not|didnt|have not|havent|had not|hadnt|could not|couldnt|would not|wouldnt|will not|wont|do not|dont"
    r"|never)"
)
_CAN_NOT = rf"(?:{_NOT}|can not|cannot|cant)"
_DONE = (
    r"(?:use|used|using|try|tried|apply|applied|do|done|did|implement|implemented|add|added|work with|worked with"
    r"|consider|considered|need|needed|look at|looked at|look into|looked into|set up|come across|came across"
    r"|hear of|heard of|hear about|heard about|learn|learned|study|studied|touch|touched|get to|got to)"
)
_KNOWN = (
    r"(?:know|knew|remember|recall|understand|understood|explain|tell you|say|get|have experience with"
    r"|have experience in)"
)
_ABOUT_IT = (
    r"(?: (?:it|that|this|them|at all|about it|anything about it|much about it|yet|before|so far|what it is"
    r"|what that is))*"
)
_DID_NOT = (
    rf"\b(?:i|we|ive|weve|id|wed)(?: (?:have|had|also|just|would|will|could|can|do|did))?{_SOFT} {_NOT}{_SOFT} {_DONE}"
)
_DO_NOT_KNOW = rf"\b(?:i|we)(?: (?:just|also))?{_SOFT} {_CAN_NOT}{_SOFT} {_KNOWN}"
_FORGOT = r"\bi(?: have|ve)? (?:forget|forgot|forgotten)"
_NO_IDEA = r"\bno (?:idea|clue|experience|knowledge)(?: (?:what|how|about|of|with|in))?"
_NOT_FAMILIAR = rf"\bnot{_SOFT} (?:familiar with|sure what|sure how|aware of|know what|experienced with|experienced in)"
_LEFT_OUT = r"\b(?:i|we)(?: (?:just|also|simply))* (?:skipped|omitted|left out)"

_CLAIMS_NOTHING = re.compile(
    rf"(?:{'|'.join((_DID_NOT, _DO_NOT_KNOW, _FORGOT, _NO_IDEA, _NOT_FAMILIAR, _LEFT_OUT))})"
    rf"(?P<between>(?: \w+){{0,{_REACH_WORDS}}})$"
)
# What stands instead comes right after: "instead of accuracy, recall" sets aside accuracy alone.
_PASSED_OVER = re.compile(
    r"\b(?:instead of|rather than|as opposed to|in place of)"
    r"(?: (?:a|an|the|any|just|only|using|use|doing|plain|simple|looking at|relying on|with)){0,3}$"
)
_NEW_CLAUSE = re.compile(
    r"\b(?:i|we|you|it|they|he|she|but|because|so|then|however|although|though|maybe|perhaps|probably|still|except|only"
    r"|just|if|whether|why|when|without|until|unless|anything other than|anything but|more than)\b"
)  # "I did not use dropout, we used early stopping": only dropout is set aside; "never used anything but dropout"

_DENIED_AFTER = re.compile(
    r"^(?: (?:is|was|which|that|well|honestly|sorry|though|not))*(?: something| a thing| one)?(?: (?:that|which))?"
    r" (?:no (?:idea|clue)"
    rf"|(?:i|we|ive|weve)(?: (?:have|had))?{_SOFT} {_CAN_NOT}{_SOFT} (?:{_DONE}|{_KNOWN}){_ABOUT_IT}"
    r"|(?:i am|im) not familiar with(?: (?:it|that))?)"
    r"(?= (?:but|so|and|because|then|however|sorry|though|i|we)\b|$)"
)
_ASIDES = re.compile(r" (?:sort of|kind of|like)(?= )")


def set_aside(before: tuple[str, ...], after: tuple[str, ...] = ()) -> bool:
    """Whether the words around a mention, in normal form, set it aside."""
    lead = _plain(before[-(_REACH_WORDS + _LONGEST_CUE_WORDS) :])
    if _PASSED_OVER.search(lead):
        return True
    found = _CLAIMS_NOTHING.search(lead)
    if found is not None and not _NEW_CLAUSE.search(found["between"]):
        return True
    return _DENIED_AFTER.search(_plain(after[:_AFTER_WORDS])) is not None


def _plain(words: tuple[str, ...]) -> str:
    """The words without asides, each after a space: "we did not, you know, use dropout"."""
    return _ASIDES.sub("", f" {' '.join(words)}")
