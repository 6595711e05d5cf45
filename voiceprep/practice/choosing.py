"""Choosing by voice what to practise: the questions, how many, in which order. Pure, but for `choose`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from voiceprep.model import Bank
from voiceprep.practice.brief import read_aloud
from voiceprep.practice.commands import menu
from voiceprep.practice.dialogue import Dialogue
from voiceprep.practice.screen import Screen
from voiceprep.practice.session import UNKNOWN

MOST = 10
"""Questions that can be asked for by number."""
WAITS_S = 6.0
"""Silence after which it begins with what was chosen so far: nobody is to be stuck with closed eyes."""
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


COUNTS = {**{str(number): number for number in range(1, MOST + 1)}, "0": MOST}
"""How many a number that is said, or pressed, asks for."""
KEYS = {"m": "shuffle", "i": "file", "a": "all", "b": "brief", "f": "next bank"}
"""What a letter stands for, besides those that stand for themselves."""
CAN_BE_PRESSED = (
    "Keys: [enter] start, [1] to [9] so many questions, [0] ten, [a] all, [m] mixed order, [i] in order, "
    "[f] another question file, [b] briefing, [q] stop."
)

Order = Literal["file", "shuffle"]
ORDERS: dict[str, Order] = {"file": "file", "shuffle": "shuffle"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A question file that can be chosen."""

    file: Path
    bank: Bank

    @property
    def title(self) -> str:
        """As it is said."""
        return self.bank.role or self.bank.name.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is going to be practised."""

    offer: Offer
    questions: int
    order: Order = "file"

    @property
    def count(self) -> int:
        """As many of the questions as there are."""
        return min(self.questions, len(self.offer.bank.questions))


def phrases(offers: Sequence[Offer]) -> dict[str, str]:
    """What can be said: from each phrase to `enter`, `q`, `?`, `brief`, `file`, `shuffle`, `all`, a number or `bank N`.

    The banks are numbered from 0.
    """
    said = dict(menu("choosing"))
    for number, word in enumerate(NUMBERS, start=1):
        question = "question" if number == 1 else "questions"
        ways = (f"{word} {question}", f"{word} {question} please", f"ask me {word} {question}")
        said |= dict.fromkeys(ways, str(number))
    for number, offer in enumerate(offers):
        said |= dict.fromkeys((offer.title, f"questions for {offer.title}", f"{offer.title} please"), f"bank {number}")
    return said


def chosen(choice: Choice, said: str, offers: Sequence[Offer]) -> Choice:
    """The choice after what was said."""
    if said in ORDERS:
        return replace(choice, order=ORDERS[said])
    if said == "all":
        return replace(choice, questions=len(choice.offer.bank.questions))
    if said in COUNTS:
        return replace(choice, questions=COUNTS[said])
    if said == "next bank":
        return replace(choice, offer=offers[(offers.index(choice.offer) + 1) % len(offers)])
    if said.startswith("bank "):
        return replace(choice, offer=offers[int(said.removeprefix("bank "))])
    return choice


def told(choice: Choice) -> str:
    """The choice as a sentence."""
    count = choice.count
    number = NUMBERS[count - 1] if count <= MOST else str(count)
    order = "in order" if choice.order == "file" else "in mixed order"
    return f"{choice.offer.title}: {number} question{'' if count == 1 else 's'}, {order}."


def possible(choice: Choice, offers: Sequence[Offer]) -> str:
    """What can be said now."""
    others = [offer.title for offer in offers if offer is not choice.offer]
    order = "mixed order" if choice.order == "file" else "in order"
    also = f", or {', or '.join(others)}" if others else ""
    return f"Say start, a number such as five questions, {order}, briefing, or stop{also}."


def choose(dialogue: Dialogue, choice: Choice, offers: Sequence[Offer], screen: Screen) -> Choice | None:
    """Ask until something is chosen, reading the briefing where that is asked for; None to stop."""
    can_be_said = phrases(offers)
    sentences = [told(choice), possible(choice, offers)]
    screen.paragraph(CAN_BE_PRESSED, "")
    while True:
        screen.sentences(sentences)
        said = dialogue.ask(sentences, can_be_said, WAITS_S)
        said = KEYS.get(said or "", said)
        if said in (None, "enter"):
            return choice
        if said == "q":
            return None
        if said == "brief":
            read_aloud(choice.offer.bank, dialogue, screen)
            sentences = [told(choice)]
            continue
        after = chosen(choice, str(said), offers)
        sentences = [told(after)] if after != choice else [possible(choice, offers)]
        if said in (UNKNOWN, "?"):
            sentences = [possible(choice, offers)]
        choice = after
