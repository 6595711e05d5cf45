"""A light comparison of inflected words: "curves" and "curve", "caching" and "cache", "splitting" and "split"."""

import re
from functools import lru_cache

_PLURAL_Y = re.compile(r"(?<=[a-z]{2})ies$")  # "policies"
_PLURAL_ES = re.compile(r"(?<=s|x|z)es$|(?<=ch|sh)es$")  # "indexes", "batches"
_PLURAL = re.compile(r"(?<=[a-z]{2}[^siu])s$")  # "curves"; not "loss", "analysis", "status"
_SHORT_PLURAL = re.compile(r"^([^aeiou]{2,})s$")  # "llms", "apis" are plurals too
_PAST = re.compile(r"(?<=[a-z]{3})(?<!e)ed$")  # "cached"; not "speed"
_PROGRESS = re.compile(r"(?<=[a-z]{3})ing$")  # "learning"
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")  # "splitt"
_FINAL_E = re.compile(r"(?<=[a-z]{2})e$")  # "cache" meets "caching"
_VOWEL = re.compile(r"[aeiouy]")
_NO_PLURAL = frozenset({"alias", "atlas", "bias", "canvas", "gas", "has", "keras", "news", "pandas", "was"})


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """`word` without its inflection. Own and minimal on purpose: a Porter stemmer takes "university" for "universe"."""
    if word in _NO_PLURAL:
        return word
    plain = _PLURAL_Y.sub("y", word)
    if plain == word:
        plain = _PLURAL_ES.sub("", word)
    if plain == word:
        plain = _SHORT_PLURAL.sub(r"\1", _PLURAL.sub("", word))
    for ending in (_PROGRESS, _PAST):
        shorter = ending.sub("", plain)
        if shorter == plain or not _VOWEL.search(shorter):  # "string" has no verb in it
            continue
        single = _DOUBLED.sub(r"\1", shorter)
        # "bagging" is not "bag" and "padding" not "pad": what is left of a doubled letter needs four
        plain = plain if len(single) < min(4, len(shorter)) else single
        break
    return _FINAL_E.sub("", plain)
