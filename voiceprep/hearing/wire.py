"""Frames on a byte stream: how the recogniser's process and the program talk.

A frame is one kind byte, a 4-byte little-endian length and that many bytes.
"""

import struct
from typing import BinaryIO

_HEADER = struct.Struct("<cI")

HINTS = b"H"  # to the decoder, before it loads: JSON of what to adapt to, where its command line announces it
START = b"S"  # to the decoder: a new utterance
AUDIO = b"A"  # to the decoder: samples
PAUSE = b"G"  # to the decoder: the speaker pauses here
ASIDE = b"C"  # to the decoder: samples of one short utterance, of no answer, that may be a command
END = b"E"  # to the decoder: the utterance is over
READY = b"R"  # from the decoder: loaded; JSON of EngineInfo
PARTIAL = b"P"  # from the decoder: text so far
NEWS = b"N"  # from the decoder: a line for the user on what takes a while
FINAL = b"F"  # from the decoder: JSON of the transcript
COMMANDS = b"c"  # from the decoder: JSON of the commands in an aside, the reply to each
ERROR = b"X"  # from the decoder: a message for the user


def send(stream: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    """Write one frame; raises OSError where the other side is gone."""
    stream.write(_HEADER.pack(kind, len(payload)) + payload)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Read one frame as (kind, payload); None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack(header)
    payload = stream.read(length)
    return (kind, payload) if len(payload) == length else None
