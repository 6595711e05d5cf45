"""Words after which nobody has finished: an answer that stops there is waited for longer.

Few, and long or clear ones: the embedded recogniser makes "the", "to", "or" and "so" of a breath, and people do end
with "so". With all that may join, 13 of 60 recordings of real speech seemed to end with a promise; with these, one.
"""

_JOINING = ("and", "because", "but", "if", "when", "whereas", "which", "while")
_HESITATING = ("er", "erm", "uh", "um")
_PROMISES = frozenset((*_JOINING, *_HESITATING))
_PROMISING_ENDS = (("for", "example"), ("for", "instance"), ("such", "as"), ("as", "well", "as"))


def promises_more(text: str) -> bool:
    """Whether the last words of what was heard so far promise more: "and", "because", "for example", "um"."""
    words = text.casefold().split()
    if not words:
        return False
    return words[-1].strip(".,") in _PROMISES or any(tuple(words[-len(end) :]) == end for end in _PROMISING_ENDS)
