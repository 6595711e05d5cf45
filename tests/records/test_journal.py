"""The journal: true on disk after every block, whatever happens next."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.records.journal import MARKS, SOUND, Journal, Mark, cut, in_use, length, read_marks

BLOCK = (np.arange(320) + 1).astype("<i2").tobytes()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path)
    yield journal
    journal.close()


def numbered(count: int) -> list[bytes]:
    """Blocks each of which holds its own number, from 1."""
    return [np.full(320, number, "<i2").tobytes() for number in range(1, count + 1)]


def on_disk(folder: Path) -> bytes:
    with wave.open(str(folder / SOUND), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        return file.readframes(file.getnframes())


def test_any_player_reads_it_after_every_block_while_it_is_being_written(journal: Journal):
    written = b""
    assert on_disk(journal.folder) == b""
    for block in numbered(20):
        journal.append(block)
        written += block
        assert on_disk(journal.folder) == written
        assert length(journal.folder) == journal.samples == len(written) // 2
    assert soundfile.info(journal.folder / SOUND).frames == 20 * 320


CHILD = """
import sys
from pathlib import Path
from voiceprep.records.journal import Journal
journal = Journal(Path(sys.argv[1]))
journal.mark("open", answer="01-a", question="a", attempt=1)
for number in range(1, 10_000):
    journal.append(number.to_bytes(2, "little") * 320)
    print(number, flush=True)
    sys.stdin.readline()
"""


def test_what_was_recorded_survives_a_kill(tmp_path: Path):
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        for _ in range(50):
            last = int(child.stdout.readline())
            if last < 50:
                child.stdin.write(b"\n")
                child.stdin.flush()
        assert in_use(tmp_path)
        child.send_signal(signal.SIGKILL)
    samples, rate_hz = soundfile.read(tmp_path / SOUND, dtype="int16")
    assert rate_hz == 16_000
    assert samples.tobytes() == b"".join(numbered(50))
    assert read_marks(tmp_path) == [Mark(0, "open", {"answer": "01-a", "question": "a", "attempt": 1})]
    assert not in_use(tmp_path)


CAPTURING = """
import os, sys, threading, queue
from pathlib import Path
from voiceprep.records.journal import Journal
journal, blocks = Journal(Path(sys.argv[1])), queue.SimpleQueue()
def capture():
    for number in range(1, 65_000):
        os.write(1, number.to_bytes(2, "little"))  # the sound card's thread: from here on it is captured
        blocks.put(number.to_bytes(2, "little") * 320)
        threading.Event().wait(0.02)
threading.Thread(target=capture, daemon=True).start()
while True:
    journal.append(blocks.get())
"""


@pytest.mark.parametrize("seed", range(20))
def test_at_whatever_instant_it_is_killed_no_more_than_forty_milliseconds_are_lost(tmp_path: Path, seed: int):
    with subprocess.Popen([sys.executable, "-c", CAPTURING, str(tmp_path)], stdout=subprocess.PIPE) as child:
        captured = bytearray(child.stdout.read(2 * 5))
        time.sleep(random.Random(seed).uniform(0, 0.1))
        child.send_signal(signal.SIGKILL)
        captured += child.stdout.read()
    numbers = int.from_bytes(captured[-2:], "little")
    kept = on_disk(tmp_path)
    assert len(kept) >= 640 * (numbers - 2)
    whole = len(kept) // 640 * 640
    assert kept[:whole] == b"".join(numbered(whole // 640))


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from voiceprep.records.journal import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (44 + 640 * 75 + 100, resource.RLIM_INFINITY))
for number in range(1, 200):
    journal.append(number.to_bytes(2, "little") * 320)
    journal.mark("speaking")
print(journal.samples, journal.problem)
journal.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_takes_no_more_keeps_what_it_has(tmp_path: Path):
    ran = subprocess.run([sys.executable, "-W", "error", "-c", FULL_DISK, tmp_path], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    samples, problem = ran.stdout.split(" ", 1)
    assert int(samples) == 75 * 320
    assert "sound is kept up to 0:01 of this session" in problem
    assert "voiceprep recover" in problem
    assert on_disk(tmp_path)[: 75 * 640] == b"".join(numbered(75))
    assert soundfile.info(tmp_path / SOUND).frames >= 75 * 320
    assert len(read_marks(tmp_path)) == 75


class Failing:
    """A write that fails as on a full or broken disk."""

    def __init__(self, code: int) -> None:
        self.code = code

    def __call__(self, data: bytes) -> None:
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.parametrize(("code", "what"), [(errno.ENOSPC, "The disk is full"), (errno.EIO, "Input/output error")])
def test_the_problem_says_what_was_kept_and_the_caller_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, code: int, what: str
):
    for block in numbered(50 * 65):
        journal.append(block)
    assert journal.problem is None
    monkeypatch.setattr(journal._wave, "writeframes", Failing(code))
    journal.append(BLOCK)
    assert what in journal.problem
    assert "kept up to 1:05 of this session" in journal.problem
    problem = journal.problem
    monkeypatch.undo()
    journal.append(BLOCK)
    journal.mark("speaking")
    assert journal.problem == problem, "it stops for good"
    assert journal.samples == length(journal.folder) == 65 * 16_000
    assert read_marks(journal.folder) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_marks_that_cannot_be_written_are_a_problem_too(tmp_path: Path):
    (tmp_path / MARKS).symlink_to("/dev/full")
    journal = Journal(tmp_path)
    journal.append(BLOCK)
    journal.mark("speaking")
    assert "disk is full" in journal.problem
    journal.close()
    assert on_disk(tmp_path) == BLOCK


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_disk_that_is_full_from_the_start_is_an_os_error_and_nothing_else(tmp_path: Path):
    (tmp_path / SOUND).symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"No space left|Illegal seek"):
        Journal(tmp_path)


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path):
    with pytest.raises(OSError, match="No such file"):
        Journal(tmp_path / "nowhere")
    (tmp_path / MARKS).mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        Journal(tmp_path)


# ---- marks


def test_marks_say_at_which_sample(journal: Journal):
    journal.mark("speaking")
    journal.append(BLOCK)
    journal.mark("open", answer="01-naïve", question="naïve Bayes?", attempt=2)
    assert read_marks(journal.folder) == [
        Mark(0, "speaking", {}),
        Mark(320, "open", {"answer": "01-naïve", "question": "naïve Bayes?", "attempt": 2}),
    ]


@pytest.mark.parametrize("id", ["two\nlines", "a\u2028b", "\x85", "\x1c", '"', "日本語", "\ud800"])
def test_an_id_may_be_any_text(journal: Journal, id: str):
    journal.mark("open", answer=id)
    journal.mark("close")
    assert [(m.kind, m.details) for m in read_marks(journal.folder)] == [("open", {"answer": id}), ("close", {})]


@given(st.integers(0, 200))
def test_a_last_line_that_was_cut_short_is_left_out(tmp_path_factory: pytest.TempPathFactory, bytes_left: int):
    folder = tmp_path_factory.mktemp("cut")
    lines = [json.dumps({"sample": n, "kind": "open", "answer": f"{n}-é"}).encode() + b"\n" for n in range(4)]
    (folder / MARKS).write_bytes(b"".join(lines)[:bytes_left])
    whole = sum(len(b"".join(lines[: n + 1]).rstrip()) <= bytes_left for n in range(4))
    assert [m.sample for m in read_marks(folder)] == list(range(whole))


@pytest.mark.parametrize("damage", [b"\0\0\0\0\n", b"7\n", b"[]\n", b"\xff\xfe\n", b"{}\n", b"null\n", b"\n"])
def test_damage_among_the_marks_costs_only_itself(journal: Journal, damage: bytes):
    journal.mark("speaking")
    with (journal.folder / MARKS).open("ab") as file:
        file.write(damage + b'{"sample": 640, "kind": "silent"}\n')
    assert [m.kind for m in read_marks(journal.folder)] == ["speaking", "silent"]


# ---- cutting


def test_an_answer_of_several_stretches_is_cut_out_and_joined(journal: Journal):
    for block in numbered(10):
        journal.append(block)
    sound = journal.cut([(320, 960), (1600, 1920)])
    assert sound.pcm == b"".join(numbered(10)[1:3] + numbered(10)[5:6])
    assert sound.rate_hz == 16_000


@pytest.mark.parametrize(
    ("stretches", "samples"),
    [([], 0), ([(0, 0)], 0), ([(500, 100)], 0), ([(0, 10_000)], 3200), ([(9000, 9999)], 0), ([(3199, 3300)], 1)],
)
def test_a_stretch_beyond_the_end_gives_what_is_there(journal: Journal, stretches: list, samples: int):
    for block in numbered(10):
        journal.append(block)
    assert journal.cut(stretches).samples == samples


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt "])
def test_a_journal_killed_before_its_first_block_holds_nothing(tmp_path: Path, content: bytes):
    (tmp_path / SOUND).write_bytes(content)
    assert cut(tmp_path, [(0, 320)]).samples == 0
    assert length(tmp_path) == 0


# ---- the lock, the mode, the end


def test_a_running_session_is_in_use_and_a_closed_one_is_not(journal: Journal):
    look = (
        "import sys; from pathlib import Path; from voiceprep.records.journal import in_use;"
        "print(in_use(Path(sys.argv[1])))"
    )

    def seen_from_outside() -> str:
        command = [sys.executable, "-c", look, journal.folder]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert in_use(journal.folder)
    assert seen_from_outside() == "True"
    assert seen_from_outside() == "True", "looking does not take the lock away"
    journal.close()
    assert seen_from_outside() == "False"
    assert not in_use(journal.folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_nobody_else_can_read_it(tmp_path: Path):
    before = os.umask(0o022)
    try:
        journal = Journal(tmp_path)
    finally:
        os.umask(before)
    assert {f.stat().st_mode & 0o777 for f in tmp_path.iterdir()} == {0o600}
    journal.close()


def test_closing_leaves_the_files_and_removing_does_not(journal: Journal):
    journal.append(BLOCK)
    journal.close()
    journal.close()
    assert sorted(f.name for f in journal.folder.iterdir()) == [MARKS, SOUND]
    assert on_disk(journal.folder) == BLOCK
    journal.remove()
    assert list(journal.folder.iterdir()) == []
    journal.remove()
