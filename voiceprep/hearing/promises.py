"""Words after which nobody has finished: an answer that stops there is waited for longer."""

_JOINING = "also and as because but like or so than then when where whereas which while who that"
_BEFORE_A_NOUN = "a an by for from if in instead into my of on our the their these to with your"
_HESITATING = "er erm uh um"
_PROMISES = frozenset(f"{_JOINING} {_BEFORE_A_NOUN} {_HESITATING}".split(" "))
_PROMISING_ENDS = (("for", "example"), ("for", "instance"), ("such", "as"), ("as", "well", "as"), ("you", "know"))


def promises_more(text: str) -> bool:
    """Whether the last words of what was heard so far promise more: "and", "because", "for example", "um"."""
    words = text.casefold().split()
    if not words:
        return False
    return words[-1].strip(".,") in _PROMISES or any(tuple(words[-len(end) :]) == end for end in _PROMISING_ENDS)
