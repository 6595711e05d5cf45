"""What is said outside an interview, on real equipment: choosing what to practise, and the briefing."""

from pathlib import Path

from voiceprep.audio.ports import Loudspeaker, Microphone
from voiceprep.bank import known_banks, load_bank, shipped_banks
from voiceprep.errors import BankError, DeviceError
from voiceprep.model import Bank
from voiceprep.practice.brief import CAN_BE_PRESSED, CAN_BE_SAID_AFTER, print_briefing, read_aloud
from voiceprep.practice.choosing import Choice, Offer, Order, choose, phrases
from voiceprep.practice.commands import menu
from voiceprep.practice.dialogue import open_dialogue
from voiceprep.practice.equipment import Tell, any_loudspeaker, any_voice, sound_card_microphone
from voiceprep.practice.keys import keys
from voiceprep.practice.screen import Screen
from voiceprep.speaking.voice import Voice


def choose_by_voice(
    bank: Path,
    own_banks: Path | None,
    questions: int,
    order: Order,
    microphone: Microphone,
    loudspeaker: Loudspeaker,
    voice: Voice | None,
    model_cache: Path,
    screen: Screen,
) -> Choice | None:
    """What to practise, beginning from `questions` of `bank` in that order; None to stop. Closes what it plays through.

    Raises `VoiceprepError`.
    """
    offers = _offers(own_banks, screen.notice)
    first = next((offer for offer in offers if offer.file == bank), offers[0])
    with (
        open_dialogue(microphone, loudspeaker, voice, phrases(offers), model_cache, screen.notice) as dialogue,
        keys(dialogue.press),
    ):
        return choose(dialogue, Choice(first, questions, order), offers, screen)


def _offers(own_banks: Path | None, tell: Tell) -> list[Offer]:
    offers = []
    for file in known_banks(own_banks):
        try:
            offers.append(Offer(file, load_bank(file)))
        except BankError as error:
            tell(str(error))
    return offers or [Offer(file, load_bank(file)) for file in shipped_banks()]


def brief_aloud(
    bank: Bank,
    *,
    voice: str | None,
    rate_wpm: int,
    mic: str | None,
    speaker: str | None,
    listens: bool,
    voice_cache: Path,
    model_cache: Path,
    screen: Screen,
) -> None:
    """Read the briefing; where there is a microphone, next, repeat and stop may be said. Raises `VoiceprepError`."""
    microphone = None
    if listens:
        try:
            microphone = sound_card_microphone(mic)
        except DeviceError:
            if mic is not None:
                raise
    loudspeaker = any_loudspeaker(speaker, screen.notice)
    reader = any_voice(voice, rate_wpm, voice_cache, screen.notice) if loudspeaker.audible else None
    if reader is None:  # nobody is to wait for what is not said
        loudspeaker.close()
        print_briefing(bank, screen)
        return
    with (
        open_dialogue(microphone, loudspeaker, reader, menu("brief"), model_cache, screen.notice) as dialogue,
        keys(dialogue.press) as keyboard,
    ):
        how = [CAN_BE_SAID_AFTER] * (microphone is not None) + [CAN_BE_PRESSED] * keyboard
        if how:
            screen.paragraph(" ".join(how), "")
            screen.line()
        read_aloud(bank, dialogue, screen)
