"""The phrases of a tip sentence, by its words alone: runs of nouns between what advises, joins and fills in.

A sentence is advice ("Explain how …", "Strong answers cover …") or a statement, which says itself what an answer could
say ("A stack removes the last element first."). Of a statement the verbs and numbers count, too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from voiceprep.bank.advice_words import (
    ADDRESSED,
    ADVICE,
    ADVICE_IF_FIRST,
    AUXILIARIES,
    CONTAINERS,
    DETERMINERS,
    EARN_NOTHING_ALONE,
    FILLERS,
    FUNCTION_WORDS,
    GRAMMAR,
    IMPERATIVES,
    LY_NOUNS,
    MEASURES,
    MODIFIER_ENDINGS,
    NO_ENDS,
    NOUNS_TOO,
    NUMBERS,
    STATES,
    SUBJECTS,
    VERBS,
    WEAK,
)
from voiceprep.bank.left_out import without_left_out
from voiceprep.families import singular

_TOKEN = re.compile(r"[^\W_][\w'’+#]*(?:[-./&–][\w+#]+)*|\S")  # "cross-validation", "C++", "node.js", "L1/L2", "R&D"
_NAME = re.compile(r"[A-Z0-9]")  # in a word of a few letters: "L1", "P99", "NoSQL"
_ING = re.compile(r"^\w{3,}ing$")
_ED = re.compile(r"^[a-z]{3,}ed$")
_NO_BARE_NOUN = re.compile(rf"(?:[^s]s|ing|{'|'.join(MODIFIER_ENDINGS)})$")
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ism")

_ANY_OF = re.compile(r"\b(?:such as|like|e\.?g\.?,?|for example,?|for instance,?)(?=\s)|\be\.g\.", re.IGNORECASE)
_INTRODUCES = r",?\s*(?:\(|,|\b)\s*(?:(?:such as|like|e\.?g\.?,?|for example,?|for instance,?)\s*)?;\s*"
_NO_LIST = re.compile(r"\b(?:would|you'd|you’d|you|they|we|i|feels?|looks?|sounds?|just)\s*$", re.IGNORECASE)
_ONE_OF = re.compile(r"\((?P<list>[^()]*,[^()]*\bor\b[^()]*)\)")  # "a framework (RICE, Kano or similar)"
_ITEM_ENDS = r"(?!(?:for|to|in|on|when|with|and|or|that|which|as|if|while|from|by|at)(?![\w-]))"
_ITEM = rf"\s*(?:and |or )?{_ITEM_ENDS}[\w'’+#./&-]+(?: {_ITEM_ENDS}[\w'’+#/&-]+){{0,3}}"
_LIST = re.compile(rf"{_ITEM}(?:(?:\s*,|\s+(?:and|or)\b){_ITEM})*")

_JOINTS = frozenset({"and", "or", "&", ",", "vs", "vs.", "versus"})
_CLAUSE_STARTS = frozenset({".", ";", ":", "!", "?", "then", "please", "to"})
_OF_THE = re.compile(r"(?<= )of (?:the|an?|your)(?= )")
_TIES = frozenset({"of", "in", "on", "at"})
"""Between two nouns it makes one point: "cost of inaction"."""


_EMPTY = FILLERS | WEAK | CONTAINERS | _TIES


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that may be a phrase."""

    tokens: tuple[str, ...]
    joint: str = ""
    """What joins it to the run before: `and`, a comma; empty where nothing does."""
    choice: int | None = None
    """Of the runs with the same number, any one is enough: "tools such as …"."""
    governs: bool = False
    """Whether an article or the like follows: "reframe the price", "running a workshop"."""
    bare: bool = False
    """Whether it is nothing without a head that it may share: "structured and unstructured data"."""

    @property
    def tied(self) -> bool:
        """Whether a preposition holds it together."""
        return not _TIES.isdisjoint(self.tokens)


def phrases_of(tip: str) -> list[Run]:
    """The noun-like runs of a sentence, those with a shared head made whole."""
    if not is_advice(tip):
        return list(_runs(tip, _may_stand_in_a_statement))
    runs: list[Run] = []
    before = ""
    for number, (text, is_list) in enumerate(_stretches(_OF_THE.sub("of", without_left_out(tip)))):
        found = [replace(run, choice=number if is_list else None) for run in _advice_runs(text)]
        if is_list and found and runs and _leads_to_examples(runs[-1], before):
            runs.pop()  # "evaluation metrics such as F1 or AUC": the examples are what is said
        runs += found
        before = text
    return _with_short_forms(list(_with_shared_heads(runs)))


def is_advice(tip: str) -> bool:
    """Whether a sentence tells what to say; else it is itself what could be said."""
    words = [plain(token) for token in _TOKEN.findall(tip)]
    first = next((word for word in words if word[0].isalnum()), "")
    if first in ADVICE | ADVICE_IF_FIRST | IMPERATIVES or not ADDRESSED.isdisjoint(words):
        return True
    return first in FILLERS | WEAK | CONTAINERS and not _TIES.isdisjoint(words[:4])  # "Clear knowledge of …"


def plain(token: str) -> str:
    """A token without capitals and with straight apostrophes."""
    return token.casefold().replace("’", "'")


def _stretches(tip: str) -> Iterator[tuple[str, bool]]:
    """Part advice in its plain stretches and its lists of examples, of which any is enough."""
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


def _leads_to_examples(run: Run, text: str) -> bool:
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


def _with_short_forms(runs: list[Run]) -> list[Run]:
    """Make of "finite element analysis (FEA)" one point, to be said either way."""
    made: list[Run] = []
    for number, run in enumerate(runs, start=1):
        before = made[-1] if made else None
        short = run.tokens[0] if len(run.tokens) == 1 else ""
        initials = "".join(word[0] for word in before.tokens[-len(short) :]).upper() if before and short else ""
        if before and before.choice is None and run.choice is None and len(short) > 1 and short == initials:
            made[-1] = replace(before, choice=-number)
            run = replace(run, choice=-number)
        made.append(run)
    return made


def _advice_runs(text: str) -> Iterator[Run]:
    for run in _parted_at_verbs(_runs(_without_framing_verbs(text), _may_stand_in_advice, _TIES)):
        if run.governs and run.tokens[-1].islower():
            run = replace(run, tokens=run.tokens[:-1])
        if trimmed := _trim(run.tokens, listed=run.joint != ""):
            yield replace(run, tokens=trimmed)
        elif len(run.tokens) == 1 and (run.tokens[0] in WEAK or _ED.match(run.tokens[0])):
            yield replace(run, bare=True)


def _parted_at_verbs(runs: Iterable[Run]) -> Iterator[Run]:
    """Part "parameterised queries stop SQL injection": a verb between nouns says what one does to the other."""
    for run in runs:
        first, joint = 0, run.joint
        for at, token in enumerate(run.tokens[:-1]):
            if at > first and _is_verb(token, VERBS):
                yield replace(run, tokens=run.tokens[first:at], joint=joint)
                first, joint = at + 1, ""
        yield replace(run, tokens=run.tokens[first:], joint=joint)


def _without_framing_verbs(text: str) -> str:
    """Leave out the verbs whose subject is the reader or a pronoun ("how you would notice …"), and imperatives."""
    kept: list[str] = []
    verb_is_next, clause_starts, before = False, True, ""
    for token in _TOKEN.findall(text):
        word = plain(token)
        stands_in = _may_stand_in_advice(token)
        left_out = stands_in and (verb_is_next or (clause_starts and word in IMPERATIVES | ADVICE_IF_FIRST))
        if stands_in and before in STATES:  # "stay composed"
            left_out = True
        kept.append("|" if left_out else token)
        if word in SUBJECTS:
            verb_is_next = True
        elif word not in AUXILIARIES:
            verb_is_next = False
        clause_starts, before = word in _CLAUSE_STARTS, word
    return " ".join(kept)


def _runs(text: str, may_stand_in: Callable[[str], bool], ties: frozenset[str] = frozenset()) -> Iterator[Run]:
    tokens = [*_TOKEN.findall(text), "."]
    run: list[str] = []
    joint = ""
    between: list[str] = []
    for token, following, after in zip(tokens, [*tokens[1:], "."], [*tokens[2:], ".", "."], strict=False):
        if may_stand_in(token):
            if not run:
                joint = between[-1] if between and set(between) <= _JOINTS else ""
                between = []
            run.append(token)
        elif run and token in ties and plain(run[-1]) not in _EMPTY and _ties(token, following, after):
            run.append(token)
        else:
            if run:
                yield Run(tuple(run), joint, governs=token.casefold() in DETERMINERS)
            run = []
            between.append(token.casefold())


def _ties(token: str, following: str, after: str) -> bool:
    """Whether a word holds the nouns beside it together: "return on investment"; but for "of", only a bare noun."""
    if token == "of":
        return _may_stand_in_advice(following)
    return _bare_noun(following) and not _may_stand_in_advice(after) and after not in _JOINTS


def _bare_noun(token: str) -> bool:
    return token.islower() and _may_stand_in_advice(token) and token not in _EMPTY and not _NO_BARE_NOUN.search(token)


def _may_stand_in_a_statement(token: str) -> bool:
    return token[0].isalnum() and plain(token) not in FUNCTION_WORDS


def _may_stand_in_advice(token: str) -> bool:
    word = plain(token)
    adverb = len(word) > 5 and word.endswith("ly") and word not in LY_NOUNS
    return token[0].isalnum() and word not in GRAMMAR and word not in ADVICE and not adverb


def _trim(run: tuple[str, ...], listed: bool) -> tuple[str, ...]:
    """Take away what opens nothing and what only holds the point; nothing is left of a run without a point."""
    first, last = 0, len(run)
    while first < last and (_opens_nothing(run[first]) or (last - first > 1 and _is_leading_verb(run[first], listed))):
        first += 1
    if first < last and plain(run[first]) in NUMBERS:
        first += 1
        if last - first < 2:  # "two minutes"
            return ()
    while last - first > 1 and _ends_no_phrase(run[last - 1]):
        last -= 1
    while last > first and plain(run[last - 1]) in CONTAINERS and (last - first > 2 or _stands_alone(run[first])):
        last -= 1
    while last - first > 3 and run[first] in WEAK:  # not "Core" of "Core Web Vitals"
        first += 1
    if last - first > 3 and plain(run[first]) in MEASURES and run[first + 1] in _TIES:
        first += 2
    left = run[first:last]
    if all(plain(word) in _EMPTY for word in left):
        return ()
    if len(left) == 1 and (_ED.match(left[0]) or plain(left[0]) in ADVICE_IF_FIRST or _is_verb(left[0], VERBS)):
        return ()
    return left


def _opens_nothing(token: str) -> bool:
    """Whether a phrase does not begin with a word: fillers, advice, and advice in -ing ("identifying bottlenecks")."""
    word = plain(token)
    stem = word.removesuffix("ing")
    doing = stem != word and any(form in ADVICE | ADVICE_IF_FIRST for form in (stem, f"{stem}e"))
    return token in FILLERS or word in _TIES or doing


def _ends_no_phrase(token: str) -> bool:
    """Whether a word says what the nouns before it do: "how storage cost and query performance differ"."""
    noun_too = plain(token) in NOUNS_TOO or singular(plain(token)) in NOUNS_TOO
    return _is_verb(token, NO_ENDS) or bool(_ED.match(token)) or (_is_verb(token, VERBS) and not noun_too)


def _is_leading_verb(token: str, listed: bool) -> bool:
    """Whether a word before nouns says what to do to them; in a list it may name their kind: "lead qualification"."""
    return _is_verb(token, VERBS) and not (listed and plain(token) in NOUNS_TOO)


def is_tie(token: str) -> bool:
    """Whether a word holds two nouns together."""
    return token in _TIES


def may_be_left_out(token: str) -> bool:
    """Whether a word before two nouns only says of which kind, whose or doing what: "real-time shipment tracking"."""
    word = plain(token)
    modifies = bool(_ED.match(word)) or word.endswith(("'s", *MODIFIER_ENDINGS)) or "-" in word
    return token in WEAK or (token.islower() and modifies)


def _is_verb(token: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of `verbs`, or what they say of others: "prevents"."""
    word = plain(token)
    return word in verbs or word.removesuffix("s") in verbs or word.removesuffix("es") in verbs


def _stands_alone(token: str) -> bool:
    """Whether a word is a point without the container that follows: "profiling tools"; not "hardware tools"."""
    word = plain(token)
    noun = word.endswith(_NOUN_ENDINGS) and word not in EARN_NOTHING_ALONE
    return noun or bool(_ING.match(word)) or word in _EMPTY


def _with_shared_heads(runs: list[Run]) -> Iterator[Run]:
    """Give its head to a modifier that shares it: "validation and learning curves" are two kinds of curve."""
    for i, run in enumerate(runs):
        sharing = [run]
        for later in runs[i + 1 :]:
            if later.joint not in _JOINTS:
                break
            sharing.append(later)
            if len(later.tokens) > 1:
                break
        last = sharing[-1]
        pair = len(sharing) == 2 and run.joint != ","
        if len(sharing) > 1 and last.joint != "," and _shares_head(run.tokens, last.tokens, pair):
            yield replace(run, tokens=(*run.tokens, singular(last.tokens[-1])), bare=False)
        elif i and run.joint in _JOINTS - {","} and _shares_head(runs[i - 1].tokens, run.tokens, pair=True):
            yield replace(run, tokens=(*run.tokens[:-1], singular(run.tokens[-1])))
        elif not run.bare:
            yield run


def _shares_head(modifier: Sequence[str], phrase: Sequence[str], pair: bool) -> bool:
    """Whether `modifier` lacks the last word of `phrase`: not "dropout and early stopping". A `pair` is of two."""
    if len(phrase) != len(modifier) + 1 or len(modifier) > 2 or not _TIES.isdisjoint(phrase):
        return False
    if len(modifier) == 2:
        return modifier[0] == phrase[0]  # "north bound and north facing slopes"
    word, other, head = plain(modifier[0]), plain(phrase[0]), phrase[-1]
    if len(word) > 3 and _NAME.search(modifier[0]) and not modifier[0].isupper():  # "OAuth or API keys"
        return False
    if singular(modifier[0]) != modifier[0] or "/" in head or word in ("data", "code"):
        return False
    if word.endswith(MODIFIER_ENDINGS) or word in WEAK:
        return True
    if _NAME.search(modifier[0]) and len(word) <= 3:  # "L1 and L2 regularization"
        return bool(_NAME.search(phrase[0]))
    if singular(head) == head:
        return False
    if word.endswith("ing"):
        return other.endswith("ing")
    if word.endswith(_NOUN_ENDINGS) and not pair:
        return other.endswith((*_NOUN_ENDINGS, "ing"))  # "differentiation, scaffolding and stretch tasks"
    return True
