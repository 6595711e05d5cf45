"""Mentions that claim nothing: "we did not use cross validation", "I don't know what dropout is", "dropout, no idea".

A mention is set aside by what people deny doing or knowing, in few words before it or right after it, or by what is put
in its place. Before it, there is one rule for all verbs: a person, a negation, a verb, and the mention as its object,
with only light words and one adjective between. What makes that a claim after all is listed: verbs that deny by
themselves ("I never skip X"), "not only X", "never without X", "I did not use X until …". A bare "not" rejects only in
"Y, not X" and "not X but Y". Facts about things ("UDP does not guarantee delivery"), conditions ("if we do not use X")
and advice to others ("you should not use it when …") deny nothing that anybody did.
"""

from bisect import bisect_left

from voiceprep.judging.denial.after import DENIED_WITHIN, is_denied_after
from voiceprep.judging.denial.before import TAKEN_UP, is_denied
from voiceprep.judging.denial.in_place import is_passed_over
from voiceprep.judging.denial.indirect import indirect_cues, is_denied_before, is_denied_behind
from voiceprep.judging.denial.plain import CUES, plain
from voiceprep.judging.windows import Heard, Span

_BEFORE_WORDS, _AFTER_WORDS = 18, 14


def set_aside(heard: Heard, span: Span) -> bool:
    """Whether the words around a mention set it aside: before it in the same sentence, after it also in the next."""
    if span not in heard.set_aside:  # several points may have a part in the same place
        heard.set_aside[span] = _is_set_aside(heard, span)
    return heard.set_aside[span]


def _is_set_aside(heard: Heard, span: Span) -> bool:
    start, stop = span
    sentence = bisect_left(heard.sentences, heard.sentences[min(start, len(heard.words) - 1)])
    begins = max(sentence, start - _BEFORE_WORDS)
    ends = stop + _AFTER_WORDS
    before = _any_in(heard.which(CUES), begins, start)
    after = _any_in(heard.which(CUES), start, ends)
    otherwise = heard.which(CUES if heard.admits else indirect_cues())
    before_it, after_it = _any_in(otherwise, begins, start), _any_in(otherwise, start, ends)
    if not (before_it or after_it):  # nearly always; those are more
        return False
    lead = plain((*("." for _ in range(begins == sentence)), *heard.marked[begins:start]))
    tail = plain(heard.marked[stop:ends]).replace(" ,", "")
    mention = heard.words_of(span)
    return (
        (before and (is_denied(lead, tail, mention) or is_passed_over(lead, tail)))
        or (after and (is_denied_after(lead, tail) or DENIED_WITHIN.search(" ".join(mention)) is not None))
        or (
            not heard.admits
            and ((before_it and is_denied_before(lead)) or (after_it and is_denied_behind(lead, tail)))
            and TAKEN_UP.search(tail) is None
        )
    )


def _any_in(places: list[int], start: int, stop: int) -> bool:
    first = bisect_left(places, start)
    return first < len(places) and places[first] < stop
