"""What of the machine works for an interview, what does not, and the fix of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voiceprep.config import Config, config_file, model_cache_folder, voice_cache_folder
from voiceprep.errors import VoiceprepError
from voiceprep.hearing.registry import Choice

State = Literal["ok", "missing", "broken"]
_LEAST_FREE_BYTES = 500_000_000
"""Room for four hours of answers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination."""

    what: str
    state: State
    """`missing` is what an interview can do without."""
    text: str
    essential: bool = False


def examine(
    mic: str | None, speaker: str | None, config: Config, recordings: Path, engine: Callable[[], Choice]
) -> Iterator[Finding]:
    """Test one thing after the other, the quick ones first."""
    found = "found" if config_file().is_file() else "none; the defaults hold"
    yield Finding("settings", "ok", f"{config_file()} ({found})")
    yield _disk(recordings)
    yield from _left_over(recordings)
    yield _voice(config)
    yield _loudspeaker(speaker)
    yield from _microphone(mic)
    yield _recogniser(engine)


def _disk(recordings: Path) -> Finding:
    from voiceprep.records.archive import Archive
    from voiceprep.records.private import private_folder

    archive = Archive(recordings)
    try:
        private_folder(recordings)
        trial = recordings / ".doctor"
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        return Finding("recordings", "broken", f"{recordings} cannot be written ({error.strerror}); "
                       "name another folder with --recordings", True)  # fmt: skip
    free = archive.free_bytes()
    text = f"{recordings}, {free / 1e9:.1f} GB free"
    return Finding("recordings", "ok" if free > _LEAST_FREE_BYTES else "missing", text, True)


def _left_over(recordings: Path) -> Iterator[Finding]:
    from voiceprep.records.archive import Archive
    from voiceprep.records.recover import unfinished_sessions

    left = len(list(unfinished_sessions(Archive(recordings))))
    if left:
        yield Finding("sessions", "missing", f"{left} cut off; `voiceprep recover` files what was said in them")


def _voice(config: Config) -> Finding:
    from voiceprep.practice.equipment import VOICE_TIMEOUT_S
    from voiceprep.speaking.speech import open_voice

    try:
        voice = open_voice(config.voice, config.rate, voice_cache_folder(), VOICE_TIMEOUT_S)
        seconds = voice.synthesise("This is the voice that will ask you the questions.").seconds
    except VoiceprepError as error:
        return Finding("voice", "missing", str(error))
    return Finding("voice", "ok", f"{voice.name}, {seconds:.1f} s of speech")


def _loudspeaker(speaker: str | None) -> Finding:
    from voiceprep.practice.equipment import any_loudspeaker
    from voiceprep.speaking.earcons import earcon

    problems: list[str] = []
    try:
        loudspeaker = any_loudspeaker(speaker, problems.append)
        try:
            loudspeaker.play(earcon("saved")).wait(5)
        finally:
            loudspeaker.close()
    except VoiceprepError as error:
        return Finding("loudspeaker", "missing", str(error))
    if problems or not loudspeaker.audible:
        return Finding("loudspeaker", "missing", " ".join(problems))
    return Finding("loudspeaker", "ok", f"{loudspeaker.name}: a short tone was played")


def _microphone(mic: str | None) -> Iterator[Finding]:
    import queue
    import time

    from voiceprep.audio.level import measure, room_remark
    from voiceprep.practice.equipment import sound_card_microphone

    blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    try:
        microphone = sound_card_microphone(mic)
        microphone.open(blocks.put)
    except VoiceprepError as error:
        yield Finding("microphone", "missing", f"{error} Without one, `voiceprep practice` shows the sample answers.")
        return
    time.sleep(1.0)
    microphone.close()
    heard = b""
    while not blocks.empty():
        heard += blocks.get() or b""
    if not heard:
        yield Finding("microphone", "missing", f"{microphone.name} delivers nothing: is it plugged in?")
        return
    yield Finding("microphone", "ok", microphone.name)
    level = measure(heard)
    remark = room_remark(level)
    yield Finding("level", "missing" if remark else "ok", remark or f"{level.rms_dbfs:.0f} dBFS in the room, all well")


def _recogniser(engine: Callable[[], Choice]) -> Finding:
    from voiceprep.audio.ports import RATE_HZ
    from voiceprep.bank import find_bank, load_bank
    from voiceprep.hearing.engines import open_recogniser
    from voiceprep.practice.start import SAMPLE_BANK

    try:
        choice = engine()
        # As an interview opens it, and with a second of sound: whatever could fail there fails here.
        phrases = load_bank(find_bank(SAMPLE_BANK)).phrases
        recogniser = open_recogniser(choice.name, phrases, model_cache_folder(), choice.model)
        try:
            info = recogniser.ready()
            recogniser.start()
            recogniser.feed(bytes(2 * RATE_HZ))
            recogniser.finish()
        finally:
            recogniser.close()
    except VoiceprepError as error:
        return Finding("recogniser", "broken", str(error), True)
    why = f", {choice.why}" if choice.by_itself else ""
    return Finding("recogniser", "ok", f"{info.name} {info.version}{why}")
