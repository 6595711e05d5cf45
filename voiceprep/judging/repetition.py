"""What an answer says over and over: its most-used content words, and phrases that come back.

Words of the question are left out, and phrases made of its key points: those are meant to be said.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from voiceprep.families import family
from voiceprep.judging.fillers import AMBIGUOUS, CERTAIN
from voiceprep.model import Question
from voiceprep.text import NUMBER_WORDS, spoken_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEAST_TIMES = 3
"""Twice is no habit, and once in a while a recogniser mishears two places alike."""
MOST_LISTED = 5
LONGEST_PHRASE_WORDS = 5

_FUNCTION_WORDS = _words(
    """
    a able about after again all almost also always am an and another any anyone anything are arent around as at
    away back be because been before being between both but by came can cannot cant come comes could did didnt do
    does doesnt doing done dont down during each either else enough even ever every everyone everything few first
    for from get gets getting give given go goes going gone gonna good got had has hasnt have havent having he her
    here hers hes him his how however i id if ill im in into is isnt it its itself ive just keep kind know knew last
    later least less let lets little lot lots made make makes making many may maybe me mean means might more most
    much must my myself need needs never next no nobody none nor not nothing now of off often okay on once one ones
    only onto or other others our out over own part perhaps probably pretty put quite rather really said same say
    saying says second see seen several shall she shes should shouldnt since some somebody someone something
    sometimes somewhat soon sort still stuff such take taken takes taking tell than thank thanks that thats the
    their them themselves then there theres these they theyd theyll theyre theyve thing things think this those
    though thought through to together too took toward towards try under until up upon us use used uses using
    usually very wanna want wanted wants was wasnt way ways we well went were werent weve what whatever whats when
    where whether which while who whos whole whose why will with within without wont would wouldnt yeah yes yet you
    youd youll your youre yours youve
    """
)


def most_used(text: str, question: Question | None = None) -> list[tuple[str, int]]:
    """The content words said at least `LEAST_TIMES` times, in any inflection, most used first, with their number."""
    asked = _families(question.ask) if question else frozenset()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word in spoken_words(text):
        if _is_content(word) and family(word) not in asked:
            forms[family(word)][word] += 1
    counts = [(form.most_common(1)[0][0], form.total()) for form in forms.values()]
    return _most([(word, count) for word, count in counts if count >= LEAST_TIMES])


def repeated(text: str, question: Question | None = None) -> list[tuple[str, int]]:
    """The phrases said at least `LEAST_TIMES` times, most often first; a part of a longer one is not listed again.

    A phrase begins and ends with a content word, so that "of the" is none.
    """
    expected = _expected(question) if question else frozenset()
    words = spoken_words(text)
    taken = [False] * len(words)
    found: list[tuple[str, int]] = []
    for length in range(LONGEST_PHRASE_WORDS, 1, -1):
        places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            earlier = places[phrase]
            overlaps = bool(earlier) and start < earlier[-1] + length
            if not overlaps and _is_phrase(phrase, expected):
                earlier.append(start)
        for phrase, starts in places.items():
            # What is part of a longer phrase, or of one as long that came before, is not counted twice.
            free = [start for start in starts if not any(taken[start : start + length])]
            if len(free) >= LEAST_TIMES:
                found.append((" ".join(phrase), len(free)))
                for start in free:
                    taken[start : start + length] = [True] * length
    return _most(found)


def _is_content(word: str) -> bool:
    return len(word) > 2 and not (
        word in _FUNCTION_WORDS or word in NUMBER_WORDS or word in CERTAIN or word in AMBIGUOUS or word == "yknow"
    )


def _is_phrase(words: Sequence[str], expected: frozenset[str]) -> bool:
    content = [family(word) for word in words if _is_content(word)]
    return _is_content(words[0]) and _is_content(words[-1]) and not expected.issuperset(content)


def _expected(question: Question) -> frozenset[str]:
    phrases = (phrase for tip in question.tips for point in tip.points for phrase in (point.keyword, *point.aliases))
    return _families(" ".join((question.ask, *phrases)))


def _families(text: str) -> frozenset[str]:
    return frozenset(family(word) for word in spoken_words(text))


def _most(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda counted: -counted[1])[:MOST_LISTED]
