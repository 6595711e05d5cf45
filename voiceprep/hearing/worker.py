"""The recogniser's own process: `python -m voiceprep.hearing.worker ENGINE [--model PATH] [--hints]`.

PocketSphinx holds the interpreter's lock while it decodes, which would stall sound and screen by up to 0.2 s;
so it decodes here. With `--hints` the first frame on its standard input tells what to adapt to. The process ends with
its standard input, so that it never outlives the program.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from voiceprep.errors import HearingError, VoiceprepError
from voiceprep.hearing import wire
from voiceprep.hearing.engines import Hints, make_decoder
from voiceprep.hearing.process import HINTS_OPTION, MODEL_OPTION
from voiceprep.hearing.recogniser import Decoder
from voiceprep.model import Spotted, Transcript

PARTIAL_EVERY_S = 0.25
"""How often a partial transcript is sent: often enough to look alive on the screen."""


Asides = Callable[[bytes], Sequence[Spotted]]
"""Tells the commands in a short utterance."""


def no_commands(pcm: bytes) -> Sequence[Spotted]:
    """Where none are listened for."""
    return ()


def serve(decoder: Decoder, orders: BinaryIO, replies: BinaryIO, asides: Asides = no_commands) -> None:
    """Answer the frames of `orders` until they end."""
    wire.send(replies, wire.READY, json.dumps(asdict(decoder.info)).encode())
    partial_at = 0.0
    problem: HearingError | None = None
    while (frame := wire.receive(orders)) is not None:
        kind, payload = frame
        if kind == wire.START:
            problem = None
            decoder.start()
        elif kind == wire.AUDIO:
            problem = problem or _tried(decoder.feed, payload)
            if time.monotonic() - partial_at >= PARTIAL_EVERY_S:
                wire.send(replies, wire.PARTIAL, decoder.partial().encode())
                partial_at = time.monotonic()
        elif kind == wire.PAUSE:
            decoder.pause()
            wire.send(replies, wire.PARTIAL, decoder.partial().encode())  # the last words decide how long to wait
        elif kind == wire.ASIDE:
            wire.send(replies, wire.COMMANDS, json.dumps([asdict(found) for found in asides(payload)]).encode())
        elif kind == wire.END:
            problem = problem or _tried(lambda: wire.send(replies, wire.FINAL, _final(decoder.finish())))
            if problem is not None:  # this answer's; the engine stays loaded for the next
                wire.send(replies, wire.ERROR, str(problem).encode())
            decoder.pause()  # what was put off for the sake of the feedback is done while it is spoken


def _tried(step: Callable[..., object], *args: bytes) -> HearingError | None:
    """What went wrong with one answer, if anything did."""
    try:
        step(*args)
    except HearingError as error:
        return error
    return None


def _final(transcript: Transcript) -> bytes:
    heard = {**transcript.to_dict(), "spotted": [asdict(phrase) for phrase in transcript.spotted]}
    return json.dumps(heard).encode()


def read_hints(commands: BinaryIO) -> Hints:
    """The hints in the first frame; none where the program is gone already."""
    frame = wire.receive(commands)
    if not frame:
        return Hints()
    data = json.loads(frame[1])
    return Hints(
        tuple(data["phrases"]), Path(data["cache"]) if data["cache"] else None, tuple(data.get("commands", ()))
    )


def asides_for(commands: Sequence[str]) -> Asides:
    """Listens for `commands` alone, in whatever engine's process: a service is sent none of it."""
    if not commands:
        return no_commands
    from voiceprep.hearing.listening import listener_for
    from voiceprep.hearing.noise_suppression import in_even_room, without_noise

    listener = listener_for(commands, loop=True)

    def hear(pcm: bytes) -> Sequence[Spotted]:
        listener.start()
        listener.feed(in_even_room(without_noise(pcm)))
        return listener.finish()[1]

    return hear


def model_in(options: list[str]) -> Path | None:
    """The model that the command line names."""
    return Path(options[options.index(MODEL_OPTION) + 1]) if MODEL_OPTION in options else None


def main() -> None:
    """Load the engine that the command line names and serve it on standard input and output."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall among the frames
    try:
        hints = read_hints(sys.stdin.buffer) if HINTS_OPTION in sys.argv[2:] else Hints()
        decoder = make_decoder(
            sys.argv[1], hints, model_in(sys.argv[2:]), lambda line: wire.send(replies, wire.NEWS, line.encode())
        )
        serve(decoder, sys.stdin.buffer, replies, asides_for(hints.commands))
    except VoiceprepError as error:
        wire.send(replies, wire.ERROR, str(error).encode())
    except BrokenPipeError:
        pass  # the program is gone: nobody is left to tell
    except Exception as error:
        # A foreign library may raise anything; the user is told what, and the program goes on without it.
        wire.send(replies, wire.ERROR, f"{sys.argv[1]}: {type(error).__name__}: {error}".encode())


if __name__ == "__main__":
    main()
