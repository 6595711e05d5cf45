"""Word families: "quantize", "quantizing" and "quantization" share a key, "universe" and "university" do not.

The Snowball stemmer does most of it. Own rules add what it leaves apart (transmission, transmit; sender, send; growth,
grow) and keep apart what it throws together and a listener must not: "production" is no "product", "probably" no
"probability", "normalization" nothing normal.
"""

import re
from functools import lru_cache

from snowballstemmer import stemmer

LIGHT_WORDS = frozenset("after all before each every more most no not only other out over".split())  # noqa: SIM905
"""Words that may belong to a point ("executed at least once", "not more than two") but are none by themselves."""

_SNOWBALL = stemmer("english")

_KEPT_APART = {
    word: key
    for key, words in {
        "authority": "authority authorities", "conversation": "conversation conversations conversational",
        "docker": "docker", "executive": "executive executives", "factor": "factor factors",
        "important": "important importance importantly",
        "objective": "objective objectives", "operand": "operand operands", "organ": "organ organs",
        "original": "original originals originally", "probability": "probability probabilities probabilistic",
        "production": "production productions productionize productionized",
        "relative": "relative relatives relatively",
        "relational": "relational", "tensor": "tensor tensors", "author": "author authors",
        "validate": "validate validates validated validating validation validations validator validators",
        "activate": "activate activates activated activating activation activations",
        "foundation": "foundation foundations foundational", "station": "station stations",
        "information": "information informational", "expectation": "expectation expectations",
        "general": "general generally", "center": "center centers centered centering",
        "counter": "counter counters", "number": "number numbers numbered numbering", "master": "master masters",
        "corner": "corner corners", "matter": "matter matters", "other": "other others", "another": "another",
        "rather": "rather", "whether": "whether", "together": "together", "under": "under", "never": "never",
        "later": "later latest", "after": "after", "answer": "answer answers answered answering",
    }.items()
    for word in words.split()
}  # fmt: skip
_ADVERBS = frozenset(
    """
    actually basically certainly clearly definitely entirely finally fully generally hardly hopefully literally mainly
    merely mostly nearly normally obviously possibly practically presumably probably quickly really simply surely
    totally typically usually
    """.split()  # noqa: SIM905
)
"""Said without meaning the word that they come from: "normally" makes no point about a normal distribution."""

_IRREGULAR = {
    word: key
    for key, words in {
        "analyze": "analysis analyses analytic analytical analytically analytics analyst analysts",
        "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built",
        "buy": "bought", "catch": "caught",
        "choose": "choice choices chose chosen", "conceive": "conception", "contain": "containment",
        "criterion": "criteria", "deal": "dealt", "define": "definition definitions",
        "deep": "depth depths", "destroy": "destruction destructive",
        "draw": "drew drawn", "drive": "drove driven", "explain": "explanation explanations explanatory",
        "fall": "fell fallen", "find": "found", "forget": "forgot forgotten", "give": "gave given",
        "grow": "growth grew grown", "hide": "hid hidden", "high": "height heights", "hold": "held",
        "hypothesis": "hypotheses", "index": "indices indexes", "keep": "kept", "know": "knew known knowledge",
        "lead": "led", "long": "length lengths", "lose": "loses lost losing", "maintain": "maintenance",
        "matrix": "matrices", "maximum": "maxima", "minimum": "minima", "optimum": "optima",
        "perceive": "perception perceptions", "precise": "precision", "prove": "proof proofs proven",
        "receive": "reception", "repeat": "repetition repetitions repetitive",
        "resolve": "resolution resolutions", "retain": "retention",
        "run": "ran", "seek": "sought", "sell": "sold", "send": "sent", "solve": "solution solutions",
        "speak": "spoke spoken speech", "spend": "spent", "steal": "stole stolen theft", "strong": "strength strengths",
        "succeed": "success successes", "take": "took taken", "teach": "taught", "think": "thought",
        "throw": "threw thrown", "understand": "understood", "vary": "variation variations", "vertex": "vertices",
        "wide": "width widths", "write": "wrote written",
    }.items()
    for word in words.split()
}  # fmt: skip

_LATIN = (
    # as the nouns were made: transmission from transmit, extension from extend, collision from collide
    (re.compile(r"(?<=[a-z]{2})mission(s?)$"), "mit"),
    (re.compile(r"(?<=[a-z]{2}[ae])nsions?$"), "nd"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])sions?$"), "de"),
    (re.compile(r"(?<=con|per|sub)versions?$|(?<=^in)versions?$"), "vert"),
    (re.compile(r"(?<=[a-z]{2})umptions?$"), "ume"),
    (re.compile(r"(?<=[a-z]{2})criptions?$"), "cribe"),
    (re.compile(r"(?<=ap|im)plications?$|(?<=multi)plications?$"), "ply"),
    (re.compile(r"(?<=[a-z]{2})ifications?$"), "ify"),
    (re.compile(r"(?<=[a-z]{2})ductions?$"), "duce"),
)
_IZE = re.compile(r"(?<=[a-z]{3}i)z(?:e|ed|es|er|ers|ing|ation|ations|able)$")
"""A verb in -ize is no form of what it stands on: regularization makes nothing regular."""
_AGENT = re.compile(r"^(\w{4,})[eo]rs?$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_SHORT_ING = re.compile(r"^(\w{1,2})([bdfgklmnprtvz])\2ing$")  # "bagging" is no "bag", "padding" no "pad"
_SHORT_PLURAL = re.compile(r"^([^aeiouy]{2,}[aiou]?)s$")  # "LLMs", "SLAs"
_LEAST = 3
"""Letters: of a shorter word nothing is taken."""

_PLURAL_Y = re.compile(r"(?<=[a-z]{2})ies$")  # "policies"
_PLURAL_ES = re.compile(r"(?<=ss|[a-z]x)es$|(?<=ch|sh)es$")  # "losses", "indexes", "batches"
_PLURAL = re.compile(r"(?<=[a-z]{2}[^siu])s$")  # "curves"; not "loss", "analysis", "status"
_NO_PLURAL = frozenset(
    """
    alias always analytics atlas basics bias business dynamics economics electronics graphics logistics mathematics
    mechanics physics robotics semantics business canvas does ethics gas goods has its keras kubernetes less news pandas
    perhaps plus process redis sales series species statistics this thus toward towards us versus was yes
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=16384)
def family(word: str) -> str:
    """The key of `word`, in normal form, that its whole family shares; no word to be shown."""
    if word in _KEPT_APART:
        return f"{_KEPT_APART[word]}="  # no stem ends so
    if word not in _NO_PLURAL:
        word = _SHORT_PLURAL.sub(r"\1", word)
    if len(word) <= _LEAST or word in _ADVERBS or _SHORT_ING.match(word):
        return word
    word = _IRREGULAR.get(word, word)
    if (verb := _IZE.sub("z", word)) != word:
        return verb
    for noun, base in _LATIN:
        word = noun.sub(base, word)
    stem = str(_SNOWBALL.stemWord(word))
    if agent := _AGENT.match(stem):  # "sender", "router", "shorter"
        stem = str(_SNOWBALL.stemWord(_DOUBLED.sub(r"\1", agent[1])))
    return stem.removesuffix("e") if len(stem) > _LEAST + 1 else stem


def singular(word: str) -> str:
    """`word` in the singular where it is a regular plural; names and abbreviations stay, but for "APIs"."""
    if word.casefold() in _NO_PLURAL:
        return word
    if word[:-1].isupper() and word.endswith("s"):
        return word[:-1]
    if not word.islower():
        return word
    plain = _PLURAL_Y.sub("y", word)
    if plain == word:
        plain = _PLURAL_ES.sub("", word)
    return _PLURAL.sub("", plain) if plain == word else plain
