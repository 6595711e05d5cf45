"""Real equipment where there is some, and what takes its place where there is none, each said in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voiceprep.audio.ports import Loudspeaker, Microphone
from voiceprep.audio.silent import SilentSpeaker
from voiceprep.audio.system_player import find_system_player
from voiceprep.errors import DeviceError, VoiceError
from voiceprep.hearing.recogniser import Recogniser
from voiceprep.hearing.vad import FrameClassifier
from voiceprep.speaking.speech import open_voice
from voiceprep.speaking.voice import Voice

VOICE_TIMEOUT_S = 10.0
"""The embedded voice needs 0.02 s for a sentence, a system's own up to 2 s; one that takes longer hangs."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Equipment:
    """Everything that is real about an interview, behind ports."""

    microphone: Microphone
    loudspeaker: Loudspeaker
    voice: Voice | None
    recogniser: Recogniser
    classifier: FrameClassifier


def sound_card_microphone(name_part: str | None) -> Microphone:
    """The microphone; raises `DeviceError` with the fix where there is none."""
    from voiceprep.audio.sound_card_microphone import SoundCardMicrophone

    return SoundCardMicrophone(name_part)


def any_loudspeaker(name_part: str | None, tell: Tell) -> Loudspeaker:
    """The sound card, else the system's own player, else silence; `tell` hears of whatever is not as wished."""
    from voiceprep.audio.sound_card_speaker import SoundCardSpeaker

    try:
        return SoundCardSpeaker(name_part)
    except DeviceError as error:
        if name_part is not None:
            raise
        player = find_system_player()
        if player is not None:
            tell(f"{error} Playing through {player.name} instead.")
            return player
        tell(f"{error} Nothing can be played here: the text is on the screen.")
        return SilentSpeaker()


def any_voice(name: str | None, rate_wpm: int, cache: Path, tell: Tell) -> Voice | None:
    """The voice, or None where there is none and the text on the screen must do; raises where `name` is unknown."""
    try:
        return open_voice(name, rate_wpm, cache, VOICE_TIMEOUT_S)
    except VoiceError as error:
        if name is not None:
            raise
        tell(f"{error} The text is on the screen.")
        return None
