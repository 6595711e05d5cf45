"""Sound devices through PortAudio: whether it works here, what there is, and which one a name means.

The only import of sounddevice, made when a device is first wanted.
"""

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from voiceprep.errors import DeviceError

Kind = Literal["input", "output"]

_PROBE_TIMEOUT_S = 5.0
_PROBE = """
import ctypes, ctypes.util, sys
try:
    library = ctypes.CDLL("libportaudio.so.2")
except OSError:
    name = ctypes.util.find_library("portaudio")
    if name is None:
        sys.exit(3)
    library = ctypes.CDLL(name)
sys.exit(4 if library.Pa_Initialize() else 0)
"""
"""Exit 3: not there; 4: it does not start."""
_INSTALL = "`apt install libportaudio2`" if sys.platform == "linux" else "`pip install --force-reinstall sounddevice`"

_calls = threading.RLock()
_streams: dict[Any, Callable[[], None]] = {}
"""Every open stream, and what asks its holder to close it where nobody would miss it."""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone, a loudspeaker or both."""

    index: int
    """PortAudio's number of it."""
    name: str
    system: str
    """The sound system that it is reached through: ALSA, Core Audio, MME, …"""
    inputs: int
    """Number of channels that can be recorded."""
    outputs: int
    """Number of channels that can be played."""
    rate_hz: int
    """The rate that it prefers."""
    default_input: bool
    default_output: bool


def portaudio_problem() -> str | None:
    """Why there can be no sound devices, and the fix, in one line; None where PortAudio works.

    The first call takes 0.2 to 0.3 s, the others nothing; a thread may make it while the main one does other things.
    """
    with _calls:
        return _problem()


@cache
def _problem() -> str | None:
    if sys.platform == "linux" and (problem := _probe()):
        return problem
    try:
        _sounddevice()
    except OSError as error:
        return f"PortAudio cannot be loaded ({error}): {_INSTALL}."
    return None


def _probe() -> str | None:
    """Start PortAudio in a child: with ALSA's configuration missing it does not fail, it aborts the process."""
    try:
        # -S and -I: a bare interpreter starts in 15 ms, and needs nothing but ctypes.
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"PortAudio does not start within {_PROBE_TIMEOUT_S:g} s: restart the sound server, then try again."
    except OSError as error:
        return f"PortAudio cannot be tried ({error})."
    if done.returncode == 0:
        return None
    if done.returncode == 3:
        return f"PortAudio is not installed: {_INSTALL}."
    if done.returncode < 0:
        return "PortAudio aborts; mostly ALSA's configuration is missing: `apt install libasound2-data`."
    return f"PortAudio does not start (exit {done.returncode}): {_INSTALL}."


def portaudio() -> Any:
    """The sounddevice module; raises DeviceError with the fix."""
    if problem := portaudio_problem():
        raise DeviceError(problem)
    return _sounddevice()


@cache
def _sounddevice() -> Any:
    with calling():
        _silence_alsa()
        import sounddevice

        return sounddevice


def _silence_alsa() -> None:
    """ALSA writes to the screen at any time ("underrun occurred")."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            # The handler must be a C function, as any thread may call it; labs() looks at its first argument and does
            # nothing.
            nothing = ctypes.cast(ctypes.CDLL(None).labs, ctypes.c_void_p)
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)


@contextlib.contextmanager
def calling() -> Iterator[None]:
    """Around PortAudio's calls that open, start or close.

    They are not thread-safe, and dozens of lines are kept off the screen that ALSA, JACK and PortAudio itself write
    while they look for a device, or for one that is gone.
    """
    with _calls, _nothing_written():
        yield


@contextlib.contextmanager
def _nothing_written() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)


def _queried(sd: Any) -> tuple[list[str], int, int, list[Any]]:
    with _calls:  # nobody ends PortAudio meanwhile, to look again
        systems = [api["name"] for api in sd.query_hostapis()]
        return systems, sd.default.device[0], sd.default.device[1], list(sd.query_devices())


def list_devices() -> tuple[Device, ...]:
    """All devices, as they were when PortAudio started, or at `look_again`. Raises DeviceError."""
    sd = portaudio()
    try:
        systems, chosen_input, chosen_output, found = _queried(sd)
        return tuple(
            Device(
                index=index,
                name=one["name"],
                system=systems[one["hostapi"]],
                inputs=one["max_input_channels"],
                outputs=one["max_output_channels"],
                rate_hz=round(one["default_samplerate"]),
                default_input=index == chosen_input,
                default_output=index == chosen_output,
            )
            for index, one in enumerate(found)
        )
    except sd.PortAudioError as error:
        raise DeviceError(f"The sound devices cannot be listed: {error}. Restart the sound server.") from error


def open_stream(kind: Literal["RawInputStream", "RawOutputStream"], let_go: Callable[[], None], **options: Any) -> Any:
    """A stream of sounddevice; `let_go` is called when it is in the way, and may close it."""
    sd = portaudio()
    with calling():
        stream = getattr(sd, kind)(**options)
        _streams[stream] = let_go
    return stream


def close_stream(stream: Any) -> None:
    """End a stream at once; whatever a lost device raises, we are done with it."""
    with calling(), contextlib.suppress(Exception):
        _streams.pop(stream, None)
        # abort() rather than stop(), as nobody wants what is pending; closing waits for a running callback.
        stream.abort(ignore_errors=True)
        stream.close(ignore_errors=True)


def look_again() -> None:
    """Find the devices anew, where no stream is open: PortAudio knows only those that there were when it started.

    It takes 30 ms. There is no other way (python-sounddevice, issues 47 and 125). Raises DeviceError.
    """
    sd = portaudio()
    for let_go in list(_streams.values()):
        let_go()
    with calling():
        if _streams:
            return
        with contextlib.suppress(sd.PortAudioError):  # it did not start the last time
            sd._terminate()
        try:
            sd._initialize()
        except sd.PortAudioError as error:
            raise DeviceError(f"PortAudio does not start: {error}. Restart the sound server.") from error


def choose(name_part: str | None, kind: Kind) -> Device:
    """The device that this part of a name means, in any case; None: the system's own choice. Raises DeviceError."""
    usable = [d for d in list_devices() if (d.inputs if kind == "input" else d.outputs)]
    what = "microphone" if kind == "input" else "loudspeaker"
    if not usable:
        raise DeviceError(f"There is no {what}: plug one in, or start the sound server, then try again.")
    usable.sort(key=lambda d: not (d.default_input if kind == "input" else d.default_output))
    if name_part is None:
        return usable[0]
    wanted = name_part.casefold()
    for device in (*(d for d in usable if d.name.casefold() == wanted), *usable):
        if wanted in device.name.casefold():
            return device
    names = ", ".join(dict.fromkeys(d.name for d in usable))
    raise DeviceError(f"No {what} has {name_part!r} in its name. There are: {names}.")
