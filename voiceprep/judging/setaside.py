"""Mentions that claim nothing: "we did not use cross validation", "I don't know what dropout is", "dropout, no idea".

A mention is set aside by what people deny doing or knowing, in few words before it or right after it, or by what is put
in its place. Before it, there is one rule for all verbs: a person, a negation, a verb, and the mention as its object,
with only light words and one adjective between. What makes that a claim after all is listed: verbs that deny by
themselves ("I never skip X"), "not only X", "never without X", "I did not use X until …". A bare "not" rejects only in
"Y, not X" and "not X but Y". Facts about things ("UDP does not guarantee delivery"), conditions ("if we do not use X")
and advice to others ("you should not use it when …") deny nothing that anybody did.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from voiceprep.families import family
from voiceprep.judging.windows import Heard, Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _families(text: str) -> frozenset[str]:
    return frozenset(map(family, text.split()))


_BEFORE_WORDS, _AFTER_WORDS = 18, 14
_REACH_WORDS = 8
"""Most words between the cue and the mention: "never had anything to do with the …" has seven."""

_SHORT = {f"{aux}nt": f"{aux} not" for aux in _words("are could did do does had has have is should was were would")}
_SHORT |= {
    "cannot": "can not", "cant": "can not", "id": "i would", "im": "i am", "ive": "i have", "thats": "that is",
    "theyve": "they have", "wed": "we would", "weve": "we have", "whats": "what is", "wont": "will not",
}  # fmt: skip
_CUES = _words(
    """
    against except forget forgot forgotten instead left neither never no nobody none nor not nothing omitted opposed out
    place rather skipped unfamiliar yet zero
    """
) | {short for short, words in _SHORT.items() if words.endswith(" not")}
"""Without any of these near a mention there is nothing to look at."""
_ASIDES = re.compile(r" (?:sort of|kind of|at all|(?<! i )(?<! to )(?<! we )(?<! not )like)(?= |$)")

# Who denies, and what. Others than the speaker only of the past: "they never need a lock" is a fact about threads.
_SOFT = (
    r"(?: (?:actually|also|completely|ever|even|fully|honestly|personally|quite|really|simply|still|totally"
    r"|unfortunately|yet))*"
)
_AUX = r"(?:am|are|can|could|did|do|had|have|was|were|will|would)"
_OWN = rf"(?:i|we|(?:my|our)(?: \w+){{1,2}}){_SOFT}(?: {_AUX})?{_SOFT} (?:not|never|neither)"
_THEIRS = (
    rf"(?:he|she){_SOFT} (?:(?:did|had|was|were){_SOFT} (?:not|never)"
    r"|never(?= (?:\w+ed|did|gave|had|held|made|ran|taught|took|wrote)\b))"
)
_NOBODY = r"(?:no one|nobody|none of (?:them|us)|neither(?: of us| did i| did we))(?: (?:in|on) (?:my|our|the) \w+)?"
_ELIDED = (
    r"(?:[.]|and|but|honestly|i|no|sorry|unfortunately|well|yeah)(?: i)?"
    r" (?:(?:did|had|have|was|were) not|do not(?= (?:know|remember|understand))|never(?! (?:be|do|forget|have)\b))"
)
_I_THINK = (
    r"(?: (?:believe|remember|say|think)(?: that)?(?: (?:i|we)(?: (?:had|have))?)?"
    rf"(?= (?:done|ever|know|\w+ed|\w+ing)\b){_SOFT})?"
)
_SUPPOSED = (" if ", " in case ", " not that ", " so that ", " sure ", " sure that ", " unless ", " when ")
"""Before a denial that is only thought of: "if we do not use X", "I make sure that we do not"."""
_KNOWING = r"(?:clue|experience|expertise|idea|knowledge|training)"
_DENIED = re.compile(
    r"(?<= )(?:"
    rf"(?:{_OWN}|{_THEIRS}|{_NOBODY}|{_ELIDED}){_SOFT}{_I_THINK}"
    rf"|(?:i|we){_SOFT}(?: have)? (?:forgot|forgotten|left out|omitted|skipped|have yet to)"
    r"|(?:i|we) (?:know|knew|had|have) (?:no|nothing|zero)(?: \w+)??(?: about| to do with)?"
    rf"|(?:no|zero) (?:\w+ )??{_KNOWING}|not a clue|unfamiliar with"
    rf"|not{_SOFT} (?:aware of|experienced (?:in|with)|familiar with|know what|sure (?:how|what))"
    r"|(?<!because )there (?:was|were) (?:no(?: time (?:for|to))?|not any)|(?:ran|run) out of time (?:for|to)"
    r")(?= |$)"
)

_LIGHT = _words(
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
_NEW_CLAUSE = _words(
    """
    after although because before beside besides but by despite due during everybody everyone everything except from he
    however i if instead it less maybe more no nobody nothing otherwise over perhaps probably rather she since so
    someone something than thanks then there they though through under unless until us we when where whether while who
    why within without
    """
)
"""What begins another clause, or ties the mention to something else than the verb: "did not add lime before X"."""
_NOT_ONLY = _words(
    """
    alone always better big bigger else enough every good great high just large long merely necessarily one only other
    perfect purely simply single solely
    """
)
"""What is denied is this of it: "not only X", "never anything else than X", "not a big X"."""
_AGAINST = _families(
    """
    abandon afraid agree allow argue avoid blame break bypass call cheat complain compromise consider cut decline deny
    disagree disappoint dislike doubt drop end exceed expect fail fear feel fight find force forget harm hate hesitate
    hide hurry ignore imagine lack leave let lie like limit lose lower mean mind miss neglect omit overlook override
    panic polish postpone prefer question quit refuse regret reject remind resist risk rush sacrifice say see skip
    start stop stray stress struggle suffer talk tolerate trust underestimate violate wait want waste wonder worry
    """
)
"""Verbs that deny by themselves, or say what somebody thinks of a thing that is there: "I never skip X", "I don't see
X as a burden"."""
_MISHAPS = _families(
    """
    accident bias bug burnout complaint conflict contamination crash damage deadlock delay downtime error failure fault
    incident injury issue leak leakage loss mistake outage overfit overfitting problem risk underfitting
    """
)
"""What nobody sets out to do: that there was none of it is a point made ("we had no data loss")."""
_KNOWING_WORDS = _words("explain familiar heard idea know recall remember sure tell understand what")
"""Words of a denial to know, which denies a mishap too: "I don't know what data leakage is"."""
_WHAT_IT_IS = _words("how what")
_DOING = re.compile(r"(?:ing|licensed|qualified)$")
_IS_NOT = re.compile(r" (?:am|are|was|were) not$")

_FINITE = re.compile(
    r"^ (?:(?:also|always|just|never|still) )?"
    r"(?:are|can|could|did|does|had|has|helps?|is|may|might|must|should|was|were|will|works?|would)\b"
)
"""What makes a mention the subject of a clause of its own: "we did not add servers caching was enough"."""
_PERHAPS_FINITE = re.compile(r"^ (?:\w+ed|\w+s)\b")
"""The same where the verb before has its object: "we did not add servers caching fixed it"."""
_ENDED = re.compile(r"^(?:$| [.])")
_RESTRICTED = re.compile(
    r"^ (?:\w+ )?(?:all|alone|any (?:longer|more)|anymore|blindly|by (?:hand|itself)|every|everywhere"
    r"|for (?:all|everything|granted)|just because|late|lightly|much|often|on its own|only|personally|rigidly|till|too"
    r"|unless|until|without)\b"
)
"""What is denied is that it was so: "I don't take X lightly", "I had not tried X until last year"."""
_TAKEN_UP = re.compile(
    r" (?:and|but|now|so|then|until)(?: \w+){0,2} (?:i|we)(?: (?:have|just|later|now|then|quickly|soon))*"
    r" (?!asked|dropped|hoped|missed|needed|omitted|planned|skipped|wanted|wished)"
    r"(?:\w+ed|began|brought|built|did|do|got|had|love|made|set|use|wrote)(?: up)? (?:it|one|some|that|them|this)\b"
)
"""Denied at first: "we had no CRM, so I introduced one"."""
_LACK = re.compile(r" (?:can not|could not|had no|not(?: \w+)? (?:get|got|have|had))\b")
_SO_I = re.compile(
    r"^(?: \w+){0,3} so (?:i|we) (?!(?:am|can|could|did|do|had|have|was|will|would) (?:not|never)\b|never\b)"
)
"""What was lacking and what was done about it: "they did not have any training so I taught them"."""

_HABIT = re.compile(r" (?:(?:can|do|will|would) not|(?:i|we) never)(?= |$)")
_ALL_OF_IT = re.compile(
    r"^(?:$| [.]| (?:and|at work|because|but|either|for (?:that|this)|here|however|i|myself|or|really|so|sorry|there"
    r"|though|we|yet)\b)"
)
"""What may follow where a habit of any verb is denied: not "I never give medication on an empty stomach"."""
_DENIED_WITHIN = re.compile(r" (?:was|were) (?:not|never) ")
"""Between the words of the mention itself: "the code was never reviewed"."""

# After the mention. These verbs are a closed list: what follows may be a sentence about anything.
_DONE = (
    r"(?:add(?:ed)?|appl(?:ied|y)|c[ao]me across|consider(?:ed)?|cover(?:ed)?|did|done?|got (?:round )?to"
    r"|heard? (?:about|of)|implement(?:ed)?|learn(?:ed)?|look(?:ed)? (?:at|into)|need(?:ed)?|set up|stud(?:ied|y)"
    r"|touch(?:ed)?|tried|try|used?|work(?:ed)? with)"
)
_KNOWN = r"(?:explain|get|have experience (?:in|with)|knew|know|recall|remember|say|tell you|understand|understood)"
_IT = (
    r"(?: (?:about|anything|at (?:school|university|work)|before|it|much|so far|that|them|this|what|yet"
    r"|(?:it|that|they|this) (?:are|is|means?)))*"
)
_ENDS = r"(?=$| [.]| (?:and|because|but|however|i|so|sorry|then|though|we)\b)"
_NOT = rf"{_SOFT} (?:(?:can|could|did|do|had|have|was|were|will|would){_SOFT} )?(?:not|never){_SOFT}"
_DENIED_AFTER = re.compile(
    r"^(?: (?:is|was|which|that|well|honestly|sorry|though))*(?: (?:a|some) ?thing| one)?(?: (?:that|which))?"
    rf" (?:(?:i|we){_NOT} {_DONE}{_IT}"
    rf"|(?:i|we){_NOT} {_KNOWN}(?: (?:about|anything|much|what))* (?:it|that|them|they|this)\b{_IT}"
    rf"|(?:no )?(?:i )?(?:have )?never {_DONE} (?:it|that|them|this)"
    r"|(?:i am|im) not familiar with(?: (?:it|that))?)"
    rf"{_ENDS}"
    r"|^ (?:is|was|were) not (?:anything|a thing|something)(?: that)? (?:i|we)\b"
    rf"|^ (?:was|were){_SOFT} (?:forgotten|left out|omitted|skipped"
    rf"|(?:not|never){_SOFT} (?:applied|carried out|conducted|done|implemented|introduced|performed|tried|used"
    r"|written))\b"
    rf"|^ (?:rings a bell|sounds familiar)(?: \w+)? but i{_NOT} \w+"
)
_NO_ANSWER_AFTER = re.compile(
    r"^(?: (?:again|is|means|was|that|well|honestly|sorry))*"
    rf" (?:no (?:clue|idea)|i{_NOT} {_KNOWN}{_IT}|i forgot){_ENDS}"
)
_TOPIC = _words(". a about an and are as do does for i is know of oh okay or so that the this was well were what yes")
"""Words before a mention that say nothing of it, so that "I don't know" after it is the whole answer."""
_HALF_KNOWN = re.compile(
    r" (?:heard (?:about|of)|(?:meant|planned|wanted) to (?:do|try|use)|(?:ought to|should) know)(?: (?:a|an|the))?$"
)
_BUT_NOT = re.compile(rf"^ but(?: i| we)?{_NOT}(?: |$)")

# What is put in its place comes right after: "instead of accuracy, recall" sets aside accuracy alone.
_IN_PLACE = re.compile(
    r" (?:instead of|rather than|as opposed to|in place of|decided against|everything (?:apart from|except))(?= |$)"
)
_PLAIN = _words("just old only plain simple simply usual")
_BARE_NOT = re.compile(r"(?<= )not(?: (?:a|an|any|the))?$")
_NOT_BARE = (" are ", " be ", " do ", " did ", " if ", " is ", " it ", " or ", " that ", " was ", " were ", " why ")
"""Before a "not" that is of a statement: "it is not missing at random"."""
_BUT = re.compile(r"^(?:$| [.]| but\b| it (?:is|was)\b)")


def set_aside(heard: Heard, span: Span) -> bool:
    """Whether the words around a mention set it aside: before it in the same sentence, after it also in the next."""
    start, stop = span
    cues = heard.which(_CUES)
    first = bisect_left(cues, start - _BEFORE_WORDS)
    if first == len(cues) or cues[first] >= stop + _AFTER_WORDS:  # nearly always
        return False
    sentence = bisect_left(heard.sentences, heard.sentences[min(start, len(heard.words) - 1)])
    begins = max(sentence, start - _BEFORE_WORDS)
    before = any(begins <= cue < start for cue in cues[first:])
    after = any(start <= cue < stop + _AFTER_WORDS for cue in cues[first:])
    lead = _plain((*("." for _ in range(begins == sentence)), *heard.marked[begins:start]))
    tail = _plain(heard.marked[stop : stop + _AFTER_WORDS]).replace(" ,", "")
    mention = heard.words_of(span)
    if before and (_is_denied(lead, tail, mention) or _is_passed_over(lead, tail)):
        return True
    return after and (_is_denied_after(lead, tail) or _DENIED_WITHIN.search(" ".join(mention)) is not None)


def _is_denied(lead: str, tail: str, mention: Sequence[str]) -> bool:
    """Whether the mention is what somebody before it did not do or does not know."""
    cues = list(_DENIED.finditer(lead))
    if not cues or _RESTRICTED.search(tail) or _TAKEN_UP.search(tail) or (_LACK.search(lead) and _SO_I.match(tail)):
        return False
    is_mishap = any(family(word) in _MISHAPS for word in (*mention[-1:], *tail.split()[:1]))
    for cue in cues:
        between = lead[cue.end() :].split()
        if lead[: cue.start()].endswith(_SUPPOSED) or not _NOT_ONLY.isdisjoint(between):
            continue
        if is_mishap and _KNOWING_WORDS.isdisjoint((*cue[0].split(), *between)):
            continue
        is_light = bool(between) and between[0] in _LIGHT
        if _HABIT.search(cue[0]) and not is_light and not _ALL_OF_IT.match(tail):
            continue
        if _IS_NOT.search(cue[0]) and between and not is_light and not _DOING.search(between[0]):
            continue  # "I'm not shy about X", other than "I'm not using X"
        if _is_object(between, tail):
            return True
    return False


def _is_object(between: list[str], tail: str) -> bool:
    """Whether what follows these words is the object of the verb at their beginning, or the next of a list of them."""
    if not _NEW_CLAUSE.isdisjoint(between):
        return False
    between, is_listed = _without_list(between[between[:1] == [","] :], tail)
    if len(between) > _REACH_WORDS or "," in between or any(family(word) in _AGAINST for word in between):
        return False
    if between[-1:] == ["much"] or between[-2:] == ["out", "of"]:
        return False
    heavy = [i for i, word in enumerate(between) if word not in _LIGHT]
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


def _is_passed_over(lead: str, tail: str) -> bool:
    """Whether something else stands in the mention's place."""
    bare = _BARE_NOT.search(lead)
    if bare and not lead[: bare.start()].endswith(_NOT_BARE) and _BUT.match(tail):
        return True
    cues = list(_IN_PLACE.finditer(lead))
    if not cues:
        return False
    between = [word for word in lead[cues[-1].end() :].split() if word not in _PLAIN]
    if between and between[0] not in _LIGHT and not between[0].endswith("ing"):
        return False  # "instead of accuracy recall is better"
    return _is_object(between, tail)


def _is_denied_after(lead: str, tail: str) -> bool:
    """Whether what follows the mention denies it, or says that there is no answer where nothing else was said."""
    if _DENIED_AFTER.match(tail) or (_HALF_KNOWN.search(lead) and _BUT_NOT.match(tail)):
        return True
    return _NO_ANSWER_AFTER.match(tail) is not None and _TOPIC.issuperset(lead.split(" but ")[-1].split())


def _plain(words: Sequence[str]) -> str:
    """The words without asides or contractions, each after a space: "we did not, you know, use dropout"."""
    text = " ".join(("", *words))
    if not _SHORT.keys().isdisjoint(plain := text.split()):
        text = " ".join(("", *(_SHORT.get(word, word) for word in plain)))
    return _ASIDES.sub("", text)
