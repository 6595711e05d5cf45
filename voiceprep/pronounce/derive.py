"""Words made of known words: "overfitting" is over, fit and -ing; "checksums" is check, sum and -s.

A known stem keeps its irregular sounds. On dictionary words held out (benchmarks/pronunciations.py) this beats sounding
out as a whole; rows that clearly lost to it are left out, those too rare to tell are kept. Chains of endings lost, so
at most one ending and one prefix are taken off, or one ending of a compound.
"""

from collections.abc import Callable, Iterator

from voiceprep.pronounce.lexicon import Pronunciation

Known = Callable[[str], tuple[Pronunciation, ...]]
_MOST = 3
_LONGEST_WORD = 40
"""Letters; anything longer is no word that someone composed."""
_SHORTEST_INFLECTED, _SHORTEST_STEM = 3, 4
_SHORT_PREFIX = 3
_SHORTEST_PART = 4
_SHORTEST_LOOSE_PART, _SHORTEST_BESIDE_IT = 3, 5
_HISSING = frozenset(["S", "Z", "SH", "ZH", "CH", "JH"])
_VOICELESS = frozenset(["P", "T", "K", "F", "TH", "S", "SH", "CH"])

_SUFFIXES = (
    # ending, letters that the stem has instead, phones that the stem loses at its end, phones that are added.
    # -er on a stem in -e, -y, and -ation without -ate are left to sounding out, which was better at them.
    ("ability", "able", "AH B AH L", "AH B IH L IH T IY"),
    ("ibility", "ible", "AH B AH L", "AH B IH L IH T IY"),  # reproducibility
    ("ization", "ize", "AY Z", "AH Z EY SH AH N"),
    ("ation", "ate", "EY T", "EY SH AH N"),
    ("ically", "ical", "IH K AH L", "IH K L IY"),
    ("ically", "ic", "", "L IY"),
    ("ably", "able", "AH L", "L IY"),
    ("ibly", "ible", "AH L", "L IY"),
    ("ly", "", "L", "L IY"),  # computationally has one L
    ("ly", "", "", "L IY"),
    ("ness", "", "", "N AH S"),  # skewness
    ("ment", "", "", "M AH N T"),
    ("less", "", "", "L AH S"),
    ("ful", "", "", "F AH L"),
    ("able", "", "", "AH B AH L"),
    ("ize", "", "", "AY Z"),  # vectorize
    ("ism", "", "", "IH Z AH M"),
    ("ist", "", "", "IH S T"),
    ("al", "", "", "AH L"),  # convolutional
    ("ing", "", "", "IH NG"),
    ("ing", "e", "", "IH NG"),
    ("er", "", "", "ER"),
    ("ier", "y", "", "ER"),  # classifier
    ("or", "e", "", "ER"),
    ("est", "", "", "AH S T"),
)
_PLURALS = (("'s", ""), ("s'", "s"), ("s'", ""), ("ies", "y"), ("es", ""), ("s", ""))
_PASTS = (("ied", "y"), ("ed", ""), ("ed", "e"))
_DOUBLED = frozenset("bdfgklmnprstvz")

_PREFIXES = {
    # Left out, as sounding out was better: bi, co, de, en, im, ir, mono, proto, tri begin too many other words.
    "anti": ("AE N T IY", "AE N T AY"), "auto": ("AO T OW",), "counter": ("K AW N T ER",), "cross": ("K R AO S",),
    "cyber": ("S AY B ER",), "dis": ("D IH S",),
    "down": ("D AW N",), "eigen": ("AY G AH N",), "fore": ("F AO R",), "geo": ("JH IY OW",),
    "hetero": ("HH EH T ER OW",), "homo": ("HH OW M OW",), "hyper": ("HH AY P ER",), "in": ("IH N",),
    "infra": ("IH N F R AH",), "inter": ("IH N T ER",), "intra": ("IH N T R AH",),
    "mega": ("M EH G AH",), "meta": ("M EH T AH",), "micro": ("M AY K R OW",), "mini": ("M IH N IY",),
    "mis": ("M IH S",), "multi": ("M AH L T IY", "M AH L T AY"), "nano": ("N AE N OW",),
    "neuro": ("N UH R OW",), "non": ("N AA N",), "out": ("AW T",), "over": ("OW V ER",), "poly": ("P AA L IY",),
    "post": ("P OW S T",), "pre": ("P R IY",), "pseudo": ("S UW D OW",),
    "quasi": ("K W AA Z IY",), "re": ("R IY",), "semi": ("S EH M IY", "S EH M AY"), "sub": ("S AH B",),
    "super": ("S UW P ER",), "tele": ("T EH L AH",), "trans": ("T R AE N Z",),
    "ultra": ("AH L T R AH",), "un": ("AH N",), "under": ("AH N D ER",), "uni": ("Y UW N IH",), "up": ("AH P",),
}  # fmt: skip


def derived(word: str, known: Known) -> tuple[Pronunciation, ...]:
    """Put an unknown lower-case word together from `known` ones; nothing where that cannot be done."""
    if len(word) > _LONGEST_WORD:
        return ()

    def joined(stem: str) -> tuple[Pronunciation, ...]:
        return _prefixed(stem, known) or _compound(stem, known)

    def prefixed_ending(stem: str) -> tuple[Pronunciation, ...]:
        return known(stem) or _ended(stem, known)

    found = _ended(word, known) or _prefixed(word, prefixed_ending) or _compound(word, known) or _ended(word, joined)
    return tuple(dict.fromkeys(found))[:_MOST]


def _ended(word: str, known: Known) -> tuple[Pronunciation, ...]:
    return (*_inflected(word, known), *_suffixed(word, known))


def _stems(word: str, ending: str, instead: str, shortest: int) -> Iterator[str]:
    """Yield the words that `word` might be made of: "fitting" without -ing is "fit", and then "fitt"."""
    if word.endswith(ending) and len(word) >= len(ending) + shortest:
        stem = word.removesuffix(ending)
        if not instead and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
            yield stem[:-1]
        yield stem + instead


def _inflected(word: str, known: Known) -> Iterator[Pronunciation]:
    """Plurals, possessives and past tenses, whose sound depends on the stem's last phone."""
    for ending, instead in _PLURALS:
        if not (ending == "s" and word.endswith("ss")):
            for stem in _stems(word, ending, instead, _SHORTEST_INFLECTED):
                yield from (plural(phones) for phones in known(stem))
    for ending, instead in _PASTS:
        for stem in _stems(word, ending, instead, _SHORTEST_INFLECTED):
            yield from (past(phones) for phones in known(stem))


def plural(stem: Pronunciation) -> Pronunciation:
    """Add the sound of -s: cats, dogs, classes."""
    if stem[-1] in _HISSING:
        return (*stem, "IH", "Z")
    return (*stem, "S" if stem[-1] in _VOICELESS else "Z")


def past(stem: Pronunciation) -> Pronunciation:
    """Add the sound of -ed: picked, logged, fitted."""
    if stem[-1] in ("T", "D"):
        return (*stem, "IH", "D")
    return (*stem, "T" if stem[-1] in _VOICELESS else "D")


def _suffixed(word: str, known: Known) -> Iterator[Pronunciation]:
    for ending, instead, lost, added in _SUFFIXES:
        tail = tuple(lost.split())
        for stem in _stems(word, ending, instead, _SHORTEST_STEM):
            for phones in known(stem):
                kept = len(phones) - len(tail)
                if phones[kept:] == tail:
                    yield (*phones[:kept], *added.split())


def _prefixed(word: str, known: Known) -> tuple[Pronunciation, ...]:
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        stem = word.removeprefix(prefix)
        shortest = _SHORTEST_STEM if len(prefix) <= _SHORT_PREFIX else _SHORTEST_INFLECTED
        if stem != word and len(stem) >= shortest and (rest := known(stem)):
            return tuple((*said.split(), *phones) for phones in rest for said in _PREFIXES[prefix])
    return ()


def _compound(word: str, known: Known) -> tuple[Pronunciation, ...]:
    """Two known words, cut as near to the middle as possible: "dataframe"."""
    return _cut(word, known, _SHORTEST_PART, _SHORTEST_PART)


def loose_compound(word: str, known: Known) -> tuple[Pronunciation, ...]:
    """Two known words of which one is short ("checksum"): on held-out words less exact than sounding out."""
    return _cut(word, known, _SHORTEST_LOOSE_PART, _SHORTEST_BESIDE_IT)


def _cut(word: str, known: Known, shorter: int, longer: int) -> tuple[Pronunciation, ...]:
    cuts = range(shorter, min(len(word), _LONGEST_WORD) - shorter + 1)
    for cut in sorted(cuts, key=lambda cut: abs(2 * cut - len(word))):
        if max(cut, len(word) - cut) >= longer and (first := known(word[:cut])) and (second := known(word[cut:])):
            return tuple((*a, *b) for b in second[:2] for a in first[:2])
    return ()
