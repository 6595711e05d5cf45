"""A private PulseAudio with two null sinks: a loudspeaker that can be recorded, a microphone that can be spoken into.

The pytest process itself needs no PortAudio: whatever uses the card runs in a process of its own, with `env`.
"""

import contextlib
import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

RATE_HZ = 16_000
T = TypeVar("T")

# norewinds: without it a fifth of the sound is lost, with no flag.
CARD = """
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/s
load-module module-null-sink sink_name=speaker norewinds=1 rate=16000 channels=1
load-module module-null-sink sink_name=micfeed norewinds=1 rate=16000 channels=1
load-module module-remap-source master=micfeed.monitor source_name=mic
set-default-sink speaker
set-default-source mic
"""
# PortAudio reaches PulseAudio through ALSA's plugin.
ASOUNDRC = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"


def missing() -> str | None:
    """What this machine lacks for a virtual card, as Debian packages; None where all is there."""
    if sys.platform != "linux":
        return "Linux"
    packages = []
    if not shutil.which("pulseaudio"):
        packages.append("pulseaudio")
    if not all(shutil.which(tool) for tool in ("pactl", "paplay", "parecord")):
        packages.append("pulseaudio-utils")
    if not ctypes.util.find_library("portaudio"):
        packages.append("libportaudio2")
    if not any(Path("/usr").glob("lib*/**/alsa-lib/libasound_module_pcm_pulse.so")):
        packages.append("libasound2-plugins")
    return f"apt install {' '.join(packages)}" if packages else None


def until(check: Callable[[], T], what: str, timeout_s: float = 10.0) -> T:
    """Ask again and again until the answer is true, and give it."""
    end = time.monotonic() + timeout_s
    while not (answer := check()):
        if time.monotonic() > end:
            raise TimeoutError(f"no {what} within {timeout_s:g} s")
        time.sleep(0.005)
    return answer


class Ear:
    """What the loudspeaker plays, with the time at which it was heard."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.chunks: list[tuple[float, bytes]] = []
        """`time.monotonic()`, which all processes share, and signed 16-bit mono samples at 16 kHz."""
        self._process = process
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while data := os.read(self._process.stdout.fileno(), 65536):
            self.chunks.append((time.monotonic(), data))

    def loud_at(self, after: float = 0.0, peak: int = 50) -> list[float]:
        """The times since `after` at which something was heard."""
        return [at for at, data in list(self.chunks) if at >= after and max(map(abs, array("h", data))) > peak]

    def pcm(self) -> bytes:
        """All of it."""
        return b"".join(data for _, data in list(self.chunks))

    def hear(self, seconds: float) -> None:
        """Return once so much more sound, or silence, has been heard."""
        wanted = len(self.pcm()) + 2 * round(seconds * RATE_HZ)
        until(lambda: len(self.pcm()) >= wanted, "sound from the card", seconds + 10)

    def close(self) -> None:
        _end(self._process)
        self._thread.join()
        self._process.stdout.close()


class VirtualCard:
    """`start`, hand `env` to the processes under test, `stop`; and `end` and `start` in between."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._home = Path(tempfile.mkdtemp(prefix="card-"))  # 0700, and short: a socket's path has at most 107 bytes
        own = ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "PULSE_CONFIG_PATH")
        self.env: Mapping[str, str] = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("PULSE_", "XDG_", "ALSA_"))},
            **dict.fromkeys(own, str(self._home)),
            "PULSE_SERVER": f"unix:{self._home}/s",
            "PULSE_COOKIE": f"{self._home}/cookie",
        }
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        card, log = self._home / "card.pa", self._folder / "pulseaudio.log"
        card.write_text(CARD.format(folder=self._home))
        (self._home / ".asoundrc").write_text(ASOUNDRC)
        with log.open("wb") as output:
            self._daemon = subprocess.Popen(
                ["pulseaudio", "-n", "-F", str(card), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                 "--realtime=no", "--high-priority=no"],
                env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        until(self._usable, f"usable PulseAudio; its log is {log}")

    def _usable(self) -> bool:
        if self._daemon.poll() is not None:
            raise RuntimeError(f"pulseaudio ended: {(self._folder / 'pulseaudio.log').read_text()}")
        info = subprocess.run(["pactl", "info"], env=self.env, capture_output=True, text=True, check=False)
        return "Default Sink: speaker" in info.stdout and "Default Source: mic" in info.stdout

    def end(self) -> None:
        """As if all devices were unplugged; `start` plugs them in again."""
        if self._daemon is not None:
            _end(self._daemon)

    def stop(self) -> None:
        self.end()
        shutil.rmtree(self._home, ignore_errors=True)

    def python(self, code: str, *arguments: str | Path, **options: object) -> "subprocess.Popen[str]":
        """A Python process on this card, with pipes to all three of its streams."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], env=self.env, text=True, **pipes)

    def run(self, code: str, *arguments: str | Path, timeout_s: float = 30) -> str:
        """Run such a process to its end, and give what it printed."""
        with self.python(code, *arguments) as process:
            try:
                printed, errors = process.communicate(timeout=timeout_s)
            finally:
                process.kill()
        assert process.returncode == 0, errors
        return printed

    def say_into_microphone(self, wav: Path) -> "subprocess.Popen[bytes]":
        """Play a file to whoever records; `wait()` on the result for its end."""
        return subprocess.Popen(["paplay", "-d", "micfeed", str(wav)], env=self.env, stdin=subprocess.DEVNULL)

    @contextlib.contextmanager
    def listen(self) -> Iterator[Ear]:
        """Hear the loudspeaker from now on."""
        ear = Ear(
            subprocess.Popen(
                [
                    "parecord",
                    "-d",
                    "speaker.monitor",
                    "--raw",
                    "--format=s16le",
                    f"--rate={RATE_HZ}",
                    "--channels=1",
                    "--latency-msec=10",
                ],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
            )
        )
        try:
            until(lambda: ear.chunks, "silence from the loudspeaker")
            yield ear
        finally:
            ear.close()

    @contextlib.contextmanager
    def record_loudspeaker(self, wav: Path) -> Iterator[Path]:
        """Record the loudspeaker to a 16 kHz mono file, which is whole afterwards."""
        process = subprocess.Popen(
            ["parecord", "-d", "speaker.monitor", "--file-format=wav", "--format=s16le", f"--rate={RATE_HZ}",
             "--channels=1", "--latency-msec=20", str(wav)],
            env=self.env, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            until(lambda: wav.exists() and wav.stat().st_size > 1000, "recording")
            yield wav
            wanted = wav.stat().st_size + 2 * RATE_HZ // 3  # what is still on its way
            until(lambda: wav.stat().st_size >= wanted, "recording's end")
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
