"""Denials in other words than no: "Kubernetes would be my weak spot", "another team did the migration".

Whoever says so does not know it, left it to somebody else, gave it up, or never had an occasion for it. How people say
that is data: `indirect.yaml`.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from voiceprep.derivation.words import words
from voiceprep.judging.denial.plain import CUES

_FILE = Path(__file__).with_suffix(".yaml")
_NAME = re.compile(r"<([\w ]+)>")
_ITEM = re.compile(r"(?:<[^>]+>|\(\?[^)]*\)|[^\s<(])+")
_PART = "<part>? <of it>?"
"""What may belong to the mention: "the Kubernetes side of things"."""
_GOES_ON = "and at because but for from he here i if in it my no our she so sorry then there they though we when"
_END = rf"(?=$| [.]| (?:{_GOES_ON.replace(' ', '|')})(?: |$))"
"""Where what follows says no more of it."""
_ASKS_WHAT_IS_LACKING = re.compile(
    r"\b(?:(?:career|delegat|goal|mistake|outsourc|priorit|regret|shortcoming|struggl|weak)\w*|differently|fail(?:ed|ure)?"
    r"|learn|areas? (?:for|of|to) improve\w*|improve (?:about |in |on )?your\w*)\b",
    re.IGNORECASE,
)
_ONLY_THOUGHT = re.compile(r" (?:if|in case|unless|when(?:ever)?|where)(?: \w+){0,2}$")
"""Before a mention that is only thought of: "if code review is not in place"."""
_UNREAL = re.compile(r" (?:could|if|never|no|nobody|not|nothing|should|would)(?= )")
"""What makes a claim of it: "we never shipped without code review"."""


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def indirect_cues() -> frozenset[str]:
    """Without any of these near a mention it is not denied so."""
    return CUES | words(_data()["cues"])


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"^{_compiled(_PART)}(?:{'|'.join(map(_compiled, _data()['after']))})(?= |$)")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(_compiled, _data()['before']))}){_compiled('<light>*')}$")


@cache
def _without() -> re.Pattern[str]:
    return re.compile(_compiled(r"i/we \w+ly? <went on> \w+? \w+? \w+? without <light>*") + "$")


def _compiled(pattern: str) -> str:
    """A pattern as a regular expression, each word of which has a space before it."""
    return "".join(map(_item, _ITEM.findall(pattern)))


def _item(item: str) -> str:
    if item == "END":
        return _END
    often = item[-1] if item[-1] in "?*" else ""
    ways = (_named(way) for way in item.removesuffix(often).split("/"))
    return f"(?:{'|'.join(ways)}){often}"


def _named(way: str) -> str:
    spaced = way if way.startswith("<") else f" {way}"
    return _NAME.sub(lambda name: f"(?:{'|'.join(map(_compiled, _data()['names'][name[1]].split(', ')))})", spaced)


@lru_cache(maxsize=4096)
def asks_what_is_lacking(ask: str) -> bool:
    """Whether a question asks for what is not known or not done: a weakness, what to delegate, what to learn next."""
    return _ASKS_WHAT_IS_LACKING.search(ask) is not None


def is_denied_before(lead: str) -> bool:
    """Whether what stands before a mention says by itself that it was not done, or is not known."""
    if _before().search(lead):
        return True
    without = _without().search(lead)
    return without is not None and _UNREAL.search(lead[: without.end()]) is None


def is_denied_behind(lead: str, tail: str) -> bool:
    """The same of what follows it; `lead` makes a condition of it."""
    return _after().match(tail) is not None and _ONLY_THOUGHT.search(lead) is None
