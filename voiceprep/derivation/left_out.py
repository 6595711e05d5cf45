"""What a tip says but nobody is to say in an answer: conditions, what to avoid, the kind of a list in brackets."""

import re

from voiceprep.derivation.words import CONTAINERS

_STRETCH = r"[^,.;:()]*"
_OR_LIST = rf"(?:{_STRETCH}(?:,(?! *(?:and|but|then|so)\b){_STRETCH}){{1,3}},? or\b)?"  # "… salary, perks or a car"
_AVOIDED = (
    r"rather than|instead of|as opposed to|not just|avoid(?:ing)?|beware(?: of)?|watch out for|"
    r"(?:that|which|who) (?:is|are|was|were) not|(?:that|which|who) (?:isn|aren|wasn|weren)['’]t|"
    r"steer(?:ing)? clear of|stay(?:ing)? away from|"
    r"refrain(?:ing)? from|go(?:ing)? beyond|resist|(?<!with and )without|"
    r"(?:do not|don['’]t|never)(?= (?!forget|overlook|neglect)\w+)"
)
_GOES_ON = (
    r"but|by|and (?:explain|mention|show|talk|describe|discuss|focus|say|give|how|why|what)|"
    r"when|while|so|before|until|unless"
)
_PARTS = (
    r"^(?:if|when|once|unless)\b[^,]*,",
    rf", not (?:to|just|on|in|by|with|from|the|an?)\b{_STRETCH}",
    r"^.*\b(?:should|is|are) (?:best |to )?be avoided\b",
    rf"(?<=\w )(?:before|once|whenever)(?![\w-]){_STRETCH}",
    rf"\b(?:{_AVOIDED})\b{_OR_LIST}{_STRETCH}?(?=$|[,.;:()]|\b(?:{_GOES_ON})\b)",
    r"\bin terms of\b",
    r"\baccording to\b",
    r"\bunder (?:pressure|stress)\b",  # how one is, not what one says
    r"\bat least\b",  # not "the least privilege"
)
_LEFT_OUT = re.compile("|".join(_PARTS), re.IGNORECASE)
_KINDS = "|".join(sorted(CONTAINERS - {"approach", "method", "framework"}))  # those of a name: "the ABC approach (…)"
_KIND = re.compile(
    rf"(?:[\w-]+ (?:{_KINDS})|\ba [\w-]+ (?:approach|method|framework))(?: you [\w' ]+)?\s*(?=\([^()]*,)", re.IGNORECASE
)  # "missingness mechanism (MCAR, MAR, MNAR)"


_ASIDE = re.compile(
    r"^(?:after|apart from|as well as|before|besides|beyond|if|instead of|once|rather than|to|unless|when|without)\b"
    r"[^,]*,",
    re.IGNORECASE,
)


def without_aside(tip: str) -> str:
    """The tip without what may go before its main clause: "If the bottleneck is the server, bring up caching"."""
    return _ASIDE.sub("", tip)


def only_avoids(tip: str) -> bool:
    """Whether nothing is left of a tip without what is to be avoided: "Don't mention the salary"."""
    return any(map(str.isalnum, tip)) and not any(map(str.isalnum, without_left_out(tip)))


def without_left_out(tip: str) -> str:
    """The tip with a semicolon in the place of each such part."""
    return _LEFT_OUT.sub(" ; ", _KIND.sub(" ; ", tip))
