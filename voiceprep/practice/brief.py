"""The briefing before the practice: the role, how to prepare, what candidates ask."""

from voiceprep.model import Bank
from voiceprep.practice.commands import menu
from voiceprep.practice.dialogue import Dialogue
from voiceprep.practice.screen import Screen
from voiceprep.practice.session import UNKNOWN

CAN_BE_SAID = "Say next, repeat, or stop."
CAN_BE_SAID_AFTER = "After each passage you can say: next, repeat, stop."
CAN_BE_PRESSED = "Keys, at any time: [enter] next, [r] repeat, [q] stop."
KEYS = ("enter", "r", "q", "?")
WAITS_S = 2.0
"""After each passage: time to begin saying "next", "repeat" or "stop", half a second of it the voice's echo."""


def passages(bank: Bank) -> list[str]:
    """What is read, one passage after the other; a bank without a briefing says so."""
    read = [" ".join(part.split()) for part in (_titled(bank.role, "."), bank.about) if part.strip()]
    if bank.prepare:
        read.append(f"How to prepare, in {len(bank.prepare)} step{'' if len(bank.prepare) == 1 else 's'}.")
        read += [f"{_titled(s.step, '.')} {s.text.strip()}" for s in bank.prepare]
    if bank.faq:
        read.append("What candidates often ask.")
        read += [f"{_titled(f.question, '?')} {f.answer.strip()}" for f in bank.faq]
    return read or [f"The bank {bank.name} has no briefing: no role, no steps, no frequent questions."]


def _titled(text: str, end: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else text + end


def print_briefing(bank: Bank, screen: Screen) -> None:
    """Print each passage."""
    for passage in passages(bank):
        _print(passage, screen)


def read_aloud(bank: Bank, dialogue: Dialogue, screen: Screen) -> None:
    """Print and speak each passage; by voice after it, and by key at any time, comes the next one, or it again."""
    for passage in passages(bank):
        _print(passage, screen)
        said = dialogue.ask([passage], menu("brief"), WAITS_S, KEYS)
        while said in ("r", UNKNOWN, "?"):
            if said == "?":
                screen.paragraph(CAN_BE_PRESSED, "")
            said = dialogue.ask([passage if said == "r" else CAN_BE_SAID], menu("brief"), WAITS_S, KEYS)
        if said == "q":
            return


def _print(passage: str, screen: Screen) -> None:
    screen.paragraph(passage, "")
    screen.line()
