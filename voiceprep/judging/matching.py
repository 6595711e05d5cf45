"""Whether a key point was said: its words against windows of what was heard, joined, by rapidfuzz's `ratio`.

Windows have one word less to one more than the phrase, so that "load balance or" is heard for "load balancer". Never
`partial_ratio`: it finds "api" in "rapid" with 100 and "raft" in "draft" (measured).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from voiceprep.judging.setaside import set_aside
from voiceprep.judging.stems import stem
from voiceprep.judging.sureness import Cues, sureness
from voiceprep.judging.windows import Heard, Span, units
from voiceprep.model import Evidence, KeyPoint, Spotted, VerdictWord, Word
from voiceprep.text import NUMBER_WORDS, spoken_words

_EXACT_UP_TO = 4
"""Joined letters; at this length one letter more makes another word ("raft" and "draft" are 89 alike)."""
_MEDIUM_UP_TO = 7
_SAID_MEDIUM, _SAID_LONG = 90.0, 85.0
"""Least likeness of phrases of 5-7 letters and of longer ones: "item potent" is 90 like "idempotent"."""
_MAYBE_MEDIUM, _MAYBE_LONG = 85.0, 80.0
"""The band of five below, where `maybe` is honest: one wrong letter in seven, or two in ten. One wrong letter in five
(80) is an ordinary other word: "batch" and "catch", "train" and "brain"."""
_WORD_SAID = 92.0
"""Least likeness of a long word to the one word heard in its place. Recognisers write words of a dictionary, and of
2,257 common words those from 80 to 92 like one of 85 key words were others: "watching" is 88 like "batching", "section"
88 like "selection", "throughout" 90 like "throughput". What is left above are slips of the keyboard."""
_WORD_MAYBE, _PART_MAYBE = 85.0, 60.0
"""Least likeness of a word to its counterpart, alone and as a part of a phrase: "validation cost" is no bad hearing of
"validation loss", although the phrases are 86 alike."""
_INFLECTED = 98.0
"""Likeness given to another inflection of the same words; below 100 so that the exact mention wins."""

_FREE_WORDS = frozenset(["a", "an", "the", "of", "on", "in", "at", "for", "to", "and", "or", "with", "by"])
"""Words that may differ within a phrase without changing it."""
_PREFIXES = frozenset(["anti", "hyper", "non", "pseudo", "quasi", "self", "semi", "un"])
"""Words that a hyphen ties to the next: "supervised" is not said in "self-supervised"."""
_NUMBER_SOUNDS = {"won": "one", "to": "two", "too": "two", "for": "four", "ate": "eight"}
"""How recognisers write a number where the phrase has one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a key point, in normal form."""

    words: tuple[str, ...]
    joined: str
    stemmed: str
    count: int
    """Words, with spelled letters in a row as one."""
    how: str
    """`words` for the keyword itself, `alias` for another way to say it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A window that is like a phrase."""

    span: Span
    likeness: float
    """0 to 100."""
    said: bool
    how: str


def find(point: KeyPoint, heard: Heard) -> tuple[VerdictWord, Evidence | None]:
    """Judge one key point by its best mention, the earliest among equals, and by what the sound itself holds."""
    standing, rejected = mentions_of(point, heard)
    sound = _best_sound(cues_of(point, heard, standing))
    if standing:
        best = min(standing, key=_rank)
        evidence = _evidence(best, best.how, heard)
        if sound is None:
            return ("said" if best.said else "maybe"), evidence
        # Words that can be read on the screen are never called missing; badly borne out by the sound, they are `maybe`.
        said = sound.probability >= sureness().said_from
        return ("said" if said else "maybe"), replace(evidence, score=round(sound.probability, 3))
    rejection = _evidence(min(rejected, key=_rank), "rejected", heard) if rejected else None
    if rejected and (sound is None or any(_beside(sound.spotted, heard.sources_of(m.span)) for m in rejected)):
        return "missing", rejection
    if sound is None or sound.probability < sureness().maybe_from:
        return "missing", rejection
    evidence = _sound_evidence(sound, heard)
    if evidence.how == "rejected":
        return "missing", evidence
    return ("said" if sound.probability >= sureness().said_from else "maybe"), evidence


def mentions_of(point: KeyPoint, heard: Heard) -> tuple[list[Mention], list[Mention]]:
    """The places where the recogniser wrote a point, without those that set it aside, and those that do."""
    mentions = [m for phrase in phrases(point.keyword, point.aliases) for m in _mentions(phrase, heard)]
    rejected = [m for m in mentions if m.said and set_aside(heard.words[: m.span[0]])]
    return [m for m in mentions if not any(_overlap(m.span, r.span) for r in rejected)], rejected


def cues_of(point: KeyPoint, heard: Heard, standing: Sequence[Mention]) -> list[Cues]:
    """What speaks for each way to say a point that was listened for; `standing` is where it was written."""
    written = [heard.sources_of(mention.span) for mention in standing]
    ways = [s for phrase in (point.keyword, *point.aliases) if (s := heard.spotted.get(phrase)) is not None]
    return [
        Cues(way, _covered(way, heard), bool(written), any(_beside(way, words) for words in written), len(ways))
        for way in ways
    ]


@dataclass(frozen=True, slots=True)
class _Sound:
    """The sound's own evidence for a key point."""

    spotted: Spotted
    probability: float


def _best_sound(cues: Sequence[Cues]) -> _Sound | None:
    """The way to say a point that it most probably was; None where none was listened for."""
    sounds = (_Sound(c.spotted, sureness().probability(c)) for c in cues)
    return max(sounds, key=lambda sound: sound.probability, default=None)


def _beside(spotted: Spotted, words: Sequence[Word]) -> bool:
    """Whether a phrase was spotted where these words are; where they have no times, they may be anywhere."""
    start_s, end_s = words[0].start_s, words[-1].end_s
    return start_s is None or end_s is None or (start_s < spotted.end_s and spotted.start_s < end_s)


def _covered(spotted: Spotted, heard: Heard) -> float:
    """The share of a phrase's place in which words were heard; all of it where words have no times."""
    if not heard.timed:
        return 1.0
    covered_s = sum(
        min(word.end_s or 0.0, spotted.end_s) - max(word.start_s or 0.0, spotted.start_s)
        for word in heard.between(spotted.start_s, spotted.end_s)
    )
    return min(1.0, covered_s / (spotted.end_s - spotted.start_s))


def _sound_evidence(sound: _Sound, heard: Heard) -> Evidence:
    """The words that the recogniser wrote at that place, which are others than the point's."""
    spotted = sound.spotted
    here = [w for w in heard.between(spotted.start_s, spotted.end_s) if _is_there(w, spotted)]
    before = [t.word for t in heard.tokens if _is_before(heard.sources[t.source], spotted)]
    how = "rejected" if set_aside(tuple(before)) else "sound"
    text = " ".join(w.text for w in here)
    return Evidence(how, text, spotted.start_s, spotted.end_s, round(sound.probability, 3))


def _is_there(word: Word, spotted: Spotted) -> bool:
    """Whether a word and a phrase share half of the shorter: a recogniser's times and the spotter's differ a little."""
    if word.start_s is None or word.end_s is None:
        return False
    shared_s = min(word.end_s, spotted.end_s) - max(word.start_s, spotted.start_s)
    return shared_s > 0.5 * min(word.end_s - word.start_s, spotted.end_s - spotted.start_s)


def _is_before(word: Word, spotted: Spotted) -> bool:
    return word.start_s is not None and word.start_s < spotted.start_s and not _is_there(word, spotted)


@lru_cache(maxsize=4096)
def phrases(keyword: str, aliases: tuple[str, ...]) -> tuple[Phrase, ...]:
    """List the ways to say a key point, each once; a keyword without letters or digits has none."""
    found: dict[str, Phrase] = {}
    for i, text in enumerate((keyword, *aliases)):
        words = spoken_words(text)
        if words:
            stemmed = "".join(stem(w) for w in words)
            phrase = Phrase(words, "".join(words), stemmed, units(words)[-1] + 1, "alias" if i else "words")
            found.setdefault(phrase.joined, phrase)
    return tuple(found.values())


def _mentions(phrase: Phrase, heard: Heard) -> Iterator[Mention]:
    for count in range(max(1, phrase.count - 1), phrase.count + 2):
        index = heard.index(count)
        same = index.exact.get(phrase.joined, ())
        inflected = index.stemmed.get(phrase.stemmed, ())
        for likeness, spans in ((100.0, same), (_INFLECTED, inflected)):
            for span in spans:
                if _is_whole(phrase, span, heard):
                    yield Mention(span, likeness, True, phrase.how)
        if len(phrase.joined) > _EXACT_UP_TO:
            yield from _near(phrase, count, heard)


def _near(phrase: Phrase, count: int, heard: Heard) -> Iterator[Mention]:
    length = len(phrase.joined)
    said, maybe = (_SAID_MEDIUM, _MAYBE_MEDIUM) if length <= _MEDIUM_UP_TO else (_SAID_LONG, _MAYBE_LONG)
    index = heard.index(count)
    # ratio = 2 * common / (both lengths), and common is at most the shorter of the two
    shortest, longest = length * maybe / (200 - maybe), length * (200 - maybe) / maybe
    near = [w for size, windows in index.by_length.items() if shortest <= size <= longest for w in windows]
    for joined, likeness, _ in process.extract(
        phrase.joined, near, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=maybe
    ):
        if joined in phrase.joined or phrase.joined in joined:
            continue  # the phrase itself; "supervised" in "unsupervised" (91); "validation" for "validation set" (87)
        for span in index.exact[joined]:
            words = heard.words_of(span)
            if _numbers(phrase.words, phrase.words) != _numbers(words, phrase.words):
                continue
            worst = _worst_word(phrase.words, words)
            if worst >= (_PART_MAYBE if len(words) > 1 else _WORD_MAYBE) and _is_whole(phrase, span, heard):
                yield Mention(span, likeness, likeness >= said and worst == 100, phrase.how)


def _numbers(words: tuple[str, ...], said: tuple[str, ...]) -> list[str]:
    """List the numbers among `words`: "L one regularization" is 89 like "L two regularization"."""
    if NUMBER_WORDS.isdisjoint(said):
        return [w for w in words if w in NUMBER_WORDS]
    return [n for w in words if (n := _NUMBER_SOUNDS.get(w, w)) in NUMBER_WORDS]


def _worst_word(said: tuple[str, ...], heard: tuple[str, ...]) -> float:
    """Return the likeness of the least alike pair of words; 100 where each passes by itself, or they do not pair."""
    if len(said) != len(heard):
        return 100.0
    worst = 100.0
    for a, b in zip(said, heard, strict=True):
        if a == b or stem(a) == stem(b) or (a in _FREE_WORDS and b in _FREE_WORDS):
            continue
        likeness = fuzz.ratio(a, b)
        size = len(a)
        passes = size > _EXACT_UP_TO and likeness >= (_SAID_MEDIUM if size <= _MEDIUM_UP_TO else _WORD_SAID)
        worst = worst if passes else min(worst, likeness)
    return worst


def _is_whole(phrase: Phrase, span: Span, heard: Heard) -> bool:
    """Tell whether the window is no piece of a longer word, nor a short word made of others ("in it" for "init")."""
    start, stop = span
    if start and heard.words[start - 1] in _PREFIXES:
        return False
    words = heard.words[start:stop]
    if len(phrase.joined) > _EXACT_UP_TO or stop - start == 1:
        return True
    return len(words) == len(phrase.words) or all(len(w) == 1 for w in words)


def _rank(mention: Mention) -> tuple[bool, float, int, int]:
    return not mention.said, -mention.likeness, mention.span[0], mention.span[1]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _evidence(mention: Mention, how: str, heard: Heard) -> Evidence:
    words = heard.sources_of(mention.span)
    text = " ".join(w.text for w in words).strip(" \t\n.,;:!?…()[]\"“”‘’'*")
    return Evidence(how, text, words[0].start_s, words[-1].end_s, round(mention.likeness / 100, 3))
