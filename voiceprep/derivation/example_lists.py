"""Lists of examples, of which any one is enough: "tools like Kubernetes or MLflow", "a framework (RICE or Kano)"."""

import re
from collections.abc import Iterator

from voiceprep.derivation.runs import Run
from voiceprep.derivation.words import CONTAINERS, TO_TELL, plain

_ANY_OF = re.compile(r"\b(?:such as|like|e\.?g\.?,?|for example,?|for instance,?)(?=\s)|\be\.g\.", re.IGNORECASE)
_INTRODUCES = r",?\s*(?:\(|,|\b)\s*(?:(?:such as|like|e\.?g\.?,?|for example,?|for instance,?)\s*)?;\s*"
_NO_LIST = re.compile(r"\b(?:would|you'd|you’d|you|they|we|i|feels?|looks?|sounds?|just)\s*$", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\((?:for instance |for example )?(?P<list>[^()]*,[^()]*\bor\b[^()]*)\)"
)  # "a framework (RICE, Kano or similar)"
_ADVISES = "|".join(sorted(TO_TELL))
_ITEM_ENDS = rf"(?!(?:for|to|in|on|when|with|and|or|that|which|as|if|while|from|by|at|then|{_ADVISES})(?![\w-]))"
_ITEM = rf"\s*(?:and |or )?(?:an? |the |your )?{_ITEM_ENDS}[\w'’+#./&-]+(?: {_ITEM_ENDS}[\w'’+#/&-]+){{0,3}}"
_LIST = re.compile(rf"{_ITEM}(?:(?:\s*,|\s+(?:and|or)\b){_ITEM})*")


def stretches(tip: str) -> Iterator[tuple[str, bool]]:
    """Part advice in its plain stretches, and its lists of examples: those with True."""
    lists = sorted((*_examples(tip), *(match.span("list") for match in _ONE_OF.finditer(tip))))
    at = 0
    for start, end in lists:
        if start >= at:
            yield f"{tip[at:start]} ; ", False
            yield tip[start:end], True
            at = end
    yield tip[at:], False


def _examples(tip: str) -> Iterator[tuple[int, int]]:
    for match in _ANY_OF.finditer(tip):
        if not _NO_LIST.search(tip[: match.start()]) and (found := _LIST.match(tip, match.end())):
            yield match.end(), found.end()


def leads_to_examples(run: Run, text: str) -> bool:
    """Whether `text` ends with a run, perhaps with a noun that holds it, and then "such as" or "like"."""
    found = re.search(
        rf"\b{re.escape(run.tokens[-1])}(?P<nouns>(?: [\w']+){{0,4}}?){_INTRODUCES}$", text, re.IGNORECASE
    )
    if found is None:
        return False
    nouns = found["nouns"].split()
    if nouns and plain(nouns[0]) in CONTAINERS:  # "profiling tools that you have used, such as"
        del nouns[0]
    return not nouns or nouns[0] in ("you", "that", "which")
