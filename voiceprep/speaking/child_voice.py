"""A voice in a child process for each utterance: pyttsx3's own drivers hang, and a process can be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voiceprep.audio.ports import Sound
from voiceprep.errors import VoiceError
from voiceprep.speaking.voice import WHAT_TO_DO, unknown_voice

_COMMAND = (sys.executable, "-m", "voiceprep.speaking.child")
_LISTING_S = 10.0
"""Time to list the voices. macOS has been seen to take seconds when asked first."""


def platform_driver() -> str:
    """The pyttsx3 driver of this platform: its own, but ours where pyttsx3 would take espeak."""
    if sys.platform in ("darwin", "win32"):
        return "nsss" if sys.platform == "darwin" else "sapi5"
    from voiceprep.speaking.espeak_driver import NAME

    return NAME


def child_voice(name: str | None, rate_wpm: int, timeout_s: float) -> "ChildVoice":
    """The platform's voice that `name` means: an id, a name or a language, in any case. Raises VoiceError."""
    driver = platform_driver()
    if name is None:
        return ChildVoice(driver, None, rate_wpm, timeout_s)
    known: dict[str, str] = {}
    for voice in voices(driver):
        for key in (*voice["languages"], voice["name"], voice["id"]):
            known.setdefault(str(key).casefold(), voice["id"])
    identity = known.get(name.casefold()) or known.get(name.casefold().replace("_", "-"))
    if identity is None:
        raise unknown_voice(name, list(known))
    return ChildVoice(driver, identity, rate_wpm, timeout_s)


def voices(driver: str, command: Sequence[str] = _COMMAND) -> list[dict[str, Any]]:
    """`id`, `name` and `languages` of the driver's voices; raises VoiceError."""
    with tempfile.TemporaryDirectory(prefix="voiceprep-") as folder:
        file = Path(folder, "voices.json")
        _run(command, {"driver": driver, "file": str(file)}, _LISTING_S, folder)
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return found


class ChildVoice:
    """pyttsx3 with any driver, in a child that lives for one utterance."""

    def __init__(
        self, driver: str, voice: str | None, rate_wpm: int, timeout_s: float, command: Sequence[str] = _COMMAND
    ) -> None:
        """`command` stands in for the child in tests."""
        self.name = f"{driver}/{voice or 'default'}/{rate_wpm}"
        self._job = {"driver": driver, "voice": voice, "rate_wpm": rate_wpm}
        self._timeout_s = timeout_s
        self._command = command

    def synthesise(self, text: str) -> Sound:
        """The text as sound; raises VoiceError."""
        # The child's temporary files go to the same folder, so that nothing of a killed child is left.
        with tempfile.TemporaryDirectory(prefix="voiceprep-", ignore_cleanup_errors=True) as folder:
            # macOS writes AIFF whatever the suffix, so the content decides.
            file = Path(folder, "utterance.wav")
            _run(self._command, {**self._job, "text": text, "file": str(file)}, self._timeout_s, folder)
            return self._read(file)

    def _read(self, file: Path) -> Sound:
        import soundfile

        try:
            samples, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
        except (soundfile.SoundFileError, OSError) as error:
            raise VoiceError(f"The voice {self.name} wrote no sound. {WHAT_TO_DO}") from error
        return Sound(samples[:, 0].tobytes(), int(rate_hz))


def _run(command: Sequence[str], job: dict[str, Any], timeout_s: float, folder: str) -> None:
    """Run the child to its end, which is the end of `timeout_s` at the latest; raises VoiceError."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder},
        start_new_session=True,  # its own children are killed with it, and Ctrl-C is ours to handle
    )
    try:
        _, said = process.communicate(json.dumps({**job, "timeout_s": timeout_s}).encode(), timeout_s)
    except subprocess.TimeoutExpired as error:
        raise VoiceError(f"The voice of {job['driver']} gave no sound within {timeout_s:g} s. {WHAT_TO_DO}") from error
    finally:
        _end(process)
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1] if lines else f"exit {process.returncode}"
        raise VoiceError(f"The voice of {job['driver']} failed: {why}. {WHAT_TO_DO}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
