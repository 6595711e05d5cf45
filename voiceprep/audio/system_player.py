"""A loudspeaker without PortAudio: the system's own player (aplay, paplay, afplay) in a process for each sound."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from voiceprep.audio.ports import Sound
from voiceprep.audio.wav import wav_bytes
from voiceprep.errors import DeviceError

_PLAYERS: tuple[tuple[str, ...], ...] = (
    (("afplay",),) if sys.platform == "darwin" else (("aplay", "-q"), ("paplay",), ("pw-play",))
)
"""Commands that take a WAV file as their last argument, by falling preference."""
_TRIAL = Sound(bytes(2 * 800))
"""50 ms of silence: enough to learn whether a device is there."""
_TRIAL_TIMEOUT_S = 2.0


class PlayerPlayback:
    """One sound, one process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.first_sample_at: float | None = time.monotonic()
        self.stopped = False
        self._process = process

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the player has ended; it does so when the sound has been heard."""
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Kill the player, and wait for its end."""
        if self._process.poll() is None:
            self.stopped = True
            self._process.kill()
        self._process.wait()

    @property
    def failure(self) -> str | None:
        """Why the player failed; None while it plays and where it did not."""
        code = self._process.poll()
        return None if self.stopped or not code else f"exit {code}"


class SystemPlayer:
    """A loudspeaker port on a command that plays a WAV file."""

    audible = True

    def __init__(self, command: Sequence[str]) -> None:
        self.name = Path(command[0]).name
        self._command = tuple(command)
        self._file: Path | None = None
        self._last: PlayerPlayback | None = None
        self._lock = threading.Lock()

    def play(self, sound: Sound) -> PlayerPlayback:
        """Start to play and return at once; raises DeviceError, also where the sound before this one failed."""
        with self._lock:
            last, self._last = self._last, None
            if last is not None:
                failure = last.failure
                last.stop()
                if failure:
                    raise DeviceError(f"{self.name} plays nothing ({failure}): is there a sound device?")
            try:
                process = subprocess.Popen(
                    [*self._command, str(self._written(sound))],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                raise DeviceError(f"{self.name} cannot be started: {error}.") from error
            self._last = PlayerPlayback(process)
            return self._last

    def _written(self, sound: Sound) -> Path:
        """One file, written anew for each sound: its last reader has ended."""
        if self._file is None:
            descriptor, name = tempfile.mkstemp(prefix="voiceprep-", suffix=".wav")
            os.close(descriptor)
            self._file = Path(name)
            atexit.register(self.close)
        self._file.write_bytes(wav_bytes(sound))
        return self._file

    def close(self) -> None:
        """End what plays, and remove the file."""
        with self._lock:
            last, self._last = self._last, None
            if last is not None:
                last.stop()
            file, self._file = self._file, None
            if file is not None:
                atexit.unregister(self.close)
                file.unlink(missing_ok=True)


def find_system_player(players: Sequence[Sequence[str]] = _PLAYERS) -> SystemPlayer | None:
    """The first player that really plays here: aplay, for one, is often there without any sound card."""
    for command in players:
        path = shutil.which(command[0])
        if path is None:
            continue
        player = SystemPlayer((path, *command[1:]))
        try:
            playback = player.play(_TRIAL)
            if playback.wait(_TRIAL_TIMEOUT_S) and playback.failure is None:
                return player
        except DeviceError:
            pass
        player.close()
    return None
