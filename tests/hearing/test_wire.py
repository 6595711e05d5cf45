"""Frames between the program and the recogniser's process."""

import io
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.hearing import wire

KINDS = (
    wire.HINTS, wire.START, wire.AUDIO, wire.PAUSE, wire.END, wire.READY, wire.PARTIAL, wire.FINAL, wire.ERROR,
)  # fmt: skip
frames = st.lists(st.tuples(st.sampled_from(KINDS), st.binary(max_size=2000)), max_size=10)


class GonePipe(io.BytesIO):
    def write(self, data: object) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def written(sent: list[tuple[bytes, bytes]]) -> bytes:
    with io.BytesIO() as stream:
        for kind, payload in sent:
            wire.send(stream, kind, payload)
        return stream.getvalue()


def read(data: bytes) -> list[tuple[bytes, bytes]]:
    with io.BytesIO(data) as stream:
        return list(iter(lambda: wire.receive(stream), None))


def test_every_kind_of_frame_is_its_own():
    assert len(set(KINDS)) == len(KINDS)
    assert all(len(kind) == 1 for kind in KINDS)


@given(frames)
def test_what_is_sent_is_received(sent: list[tuple[bytes, bytes]]):
    assert read(written(sent)) == sent


@given(frames, st.integers(1, 50))
def test_a_stream_that_breaks_off_gives_its_whole_frames_and_ends(sent: list[tuple[bytes, bytes]], lost: int):
    data = written(sent)
    got = read(data[:-lost])
    assert got == sent[: len(got)]
    assert len(got) < len(sent) or not sent


def test_a_pipe_whose_reader_is_gone_is_an_os_error():
    with closing(GonePipe()) as stream, pytest.raises(OSError, match="Broken pipe"):
        wire.send(stream, wire.AUDIO, b"x")
