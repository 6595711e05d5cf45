"""Whether a mention is the object of a verb before it, told by the words between alone."""

import re

from voiceprep.derivation.words import words
from voiceprep.families import family
from voiceprep.judging.denial.plain import families

_REACH_WORDS = 8
"""Most words between the cue and the mention: "never had anything to do with the …" has seven."""
LIGHT = words(
    """
    a about an any anything around asked at back been being bit bother bothered bothering chance clue come concept did
    do does doing done each experience experienced explain faintest familiar for form formal formally get getting
    given go going got had have having her his how hundred idea in into involved know knowledge like look looked
    looking lot make making managed me most much my need needed of off on opportunity our out part particular percent
    proper really recall relied rely relying remember responsible round set sort straight sure taught tell term that
    the their these this those time to too trained training type understand up use used using very way what with word
    work worked working you your
    """
)
"""Words that are no object by themselves, so that a mention after them still is the object of the verb."""
_NEW_CLAUSE = words(
    """
    after although because before beside besides but by despite due during everybody everyone everything except from he
    however i if instead it less maybe more no nobody nothing otherwise over perhaps probably rather she since so
    someone something than thanks then there they though through under unless until us we when where whether while who
    why within without
    """
)
"""What begins another clause, or ties the mention to something else than the verb: "did not add lime before X"."""
_AGAINST = families(
    """
    abandon afraid agree allow argue avoid blame break bypass call cheat complain compromise consider cut decline
    deny disagree disappoint dislike doubt drop end exceed expect fail fear feel fight find force forget harm hate
    hesitate hide hurry ignore imagine lack leave let lie like limit lose lower mean meant mind miss neglect omit
    overlook override panic polish postpone prefer question quit refuse regret reject remind resist risk rush
    sacrifice say see skip start stop stray stress struggle suffer suppose talk tolerate trust underestimate violate
    wait want waste wonder worry
    """
)
"""Verbs that deny by themselves, or say what somebody thinks of a thing that is there: "I never skip X", "I don't see
X as a burden"."""
_WHAT_IT_IS = words("how what")
_FINITE = re.compile(
    r"^ (?:(?:also|always|just|never|still) )?"
    r"(?:are|can|could|did|does|had|has|helps?|is|may|might|must|should|was|were|will|works?|would)\b"
)
"""What makes a mention the subject of a clause of its own: "we did not add servers caching was enough"."""
_PERHAPS_FINITE = re.compile(r"^ (?:\w+ed|\w+s)\b")
"""The same where the verb before has its object: "we did not add servers caching fixed it"."""
_ENDED = re.compile(r"^(?:$| [.])")


def is_object(between: list[str], tail: str) -> bool:
    """Whether what follows these words is the object of the verb at their beginning, or the next of a list of them."""
    if not _NEW_CLAUSE.isdisjoint(between):
        return False
    between, is_listed = _without_list(between[between[:1] == [","] :], tail)
    if len(between) > _REACH_WORDS or "," in between or any(family(word) in _AGAINST for word in between):
        return False
    if between[-1:] == ["much"] or between[-2:] == ["out", "of"]:
        return False
    heavy = [i for i, word in enumerate(between) if word not in LIGHT]
    has_adjective = len(between) > 1 and heavy[-1:] == [len(between) - 1]
    if any(i and between[i - 1] != "to" for i in (heavy[:-1] if has_adjective else heavy)):
        return False  # the verb has another object
    if has_adjective and between[-2] == "how":
        return False  # "I can't tell you how important X is"
    is_clause = _FINITE.match(tail) or (has_adjective and _PERHAPS_FINITE.match(tail))
    return is_listed or not is_clause or not _WHAT_IT_IS.isdisjoint(between)


def _without_list(between: list[str], tail: str) -> tuple[list[str], bool]:
    """Leave out those listed before the mention, and tell whether there were any: "used kafka, redis or" another."""
    for i in range(len(between) - 1, 0, -1):
        if between[i] in ("or", "nor") or (between[i] == "and" and _ENDED.match(tail)):
            return [*between[:1], *between[i + 1 :]], True
    return between, False
