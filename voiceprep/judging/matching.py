"""Whether a key point was said: by what the recogniser wrote, and by what the sound itself holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voiceprep.judging.denial import set_aside
from voiceprep.judging.mentions import Mention, mentions, phrases
from voiceprep.judging.near_sounds import Sounds
from voiceprep.judging.scattered import part, together
from voiceprep.judging.sureness import Cues, sureness
from voiceprep.judging.windows import Heard, Span
from voiceprep.model import Evidence, KeyPoint, Spotted, VerdictWord, Word


@dataclass(frozen=True, slots=True)
class Loose:
    """How a point that was derived may be met: in parts, unless they are the question's own words."""

    asked: frozenset[str]
    """Families of the question's words."""
    goes_beyond: bool
    """Whether the answer has anything else of what was derived."""


def find(
    point: KeyPoint, heard: Heard, loose: Loose | None = None, sounds: Sounds | None = None
) -> tuple[VerdictWord, Evidence | None]:
    """Judge one key point by its best mention, the earliest among equals, and by what the sound itself holds.

    `loose` is of points that were derived; `sounds` serves where no sound was listened to.
    """
    standing, rejected = mentions_of(point, heard)
    sound = _best_sound(cues_of(point, heard, standing)) if heard.spotted else None
    if loose is not None:
        standing = [m for m in standing if loose.goes_beyond or not _only_asked(m, heard, loose)]
        if not standing and not rejected:
            standing = _parts(point, heard, loose)
    # Of several everyday words of a derived point the recogniser writes some, and those are found as a part.
    everyday = loose is not None and " " in point.keyword and point.keyword.islower()
    if sounds and not everyday and sound is None and not rejected and not any(m.said for m in standing):
        alike = [m for m in sounds.mentions((point.keyword, *point.aliases)) if not set_aside(heard, m.span)]
        standing = [*standing, *alike]
    if standing:
        best = min(standing, key=_rank)
        evidence = _evidence(best, best.how, heard)
        if sound is None:
            return ("said" if best.said else "maybe"), evidence
        # Words that can be read on the screen are never called missing; badly borne out by the sound, they are `maybe`.
        said = sound.probability >= sureness().said_from
        if best.how == "part":
            return _by_sound(sound, heard) if said else ("maybe", evidence)
        return ("said" if said else "maybe"), replace(evidence, score=round(sound.probability, 3))
    rejection = _evidence(min(rejected, key=_rank), "rejected", heard) if rejected else None
    if rejected and (sound is None or any(_beside(sound.spotted, heard.sources_of(m.span)) for m in rejected)):
        return "missing", rejection
    if sound is None or sound.probability < sureness().maybe_from:
        return "missing", rejection
    return _by_sound(sound, heard)


def _by_sound(sound: "_Sound", heard: Heard) -> tuple[VerdictWord, Evidence]:
    evidence = _sound_evidence(sound, heard)
    if evidence.how == "rejected":
        return "missing", evidence
    return ("said" if sound.probability >= sureness().said_from else "maybe"), evidence


def mentions_of(point: KeyPoint, heard: Heard) -> tuple[list[Mention], list[Mention]]:
    """The places where the recogniser wrote a point, without those that set it aside, and those that do."""
    ways = phrases(point.keyword, point.aliases)
    found = [m for way in ways for m in (*mentions(way, heard), *together(way, heard))]
    claimed: list[Mention] = []
    denied: list[Mention] = []
    for mention in found:
        (denied if set_aside(heard, mention.span) else claimed).append(mention)
    rejected = [m for m in denied if m.said]
    return [m for m in claimed if not any(_overlap(m.span, r.span) for r in rejected)], rejected


def _only_asked(mention: Mention, heard: Heard, loose: Loose) -> bool:
    return loose.asked.issuperset(heard.families[mention.span[0] : mention.span[1]])


def _parts(point: KeyPoint, heard: Heard, loose: Loose) -> list[Mention]:
    found = [
        m for way in phrases(point.keyword, point.aliases) for m in part(way, heard, loose.asked, loose.goes_beyond)
    ]
    return [m for m in found if not set_aside(heard, m.span)]


def cues_of(point: KeyPoint, heard: Heard, standing: Sequence[Mention]) -> list[Cues]:
    """What speaks for each way to say a point that was listened for; `standing` is where it was written.

    Nothing speaks for letters that spell a word of grammar: "I" sounds like half of "IT".
    """
    if any(phrase.spelled for phrase in phrases(point.keyword, ())):
        return []
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
    start = sum(_is_before(heard.sources[t.source], spotted) for t in heard.tokens)
    stop = start + sum(_is_there(heard.sources[t.source], spotted) for t in heard.tokens)
    how = "rejected" if set_aside(heard, (start, stop)) else "sound"
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


def _rank(mention: Mention) -> tuple[bool, float, int, int]:
    return not mention.said, -mention.likeness, mention.span[0], mention.span[1]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _evidence(mention: Mention, how: str, heard: Heard) -> Evidence:
    words = heard.sources_of(mention.span)
    text = " ".join(w.text for w in words).strip(" \t\n.,;:!?…()[]\"“”‘’'*")
    return Evidence(how, text, words[0].start_s, words[-1].end_s, round(mention.likeness / 100, 3))
