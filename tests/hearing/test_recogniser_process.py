"""The recogniser in its own process: the real engine, and workers that are slow, hang, lie or die."""

import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sounds import blocks, fan, sample, silence, spoken

from voiceprep.audio.ports import BLOCK_BYTES
from voiceprep.errors import EngineMissing, HearingError, RecogniserDied
from voiceprep.hearing import process, wire
from voiceprep.hearing.ear import Ear, hear_sound
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.process import DIED, MOST_REVIVALS, ProcessRecogniser, worker_command
from voiceprep.hearing.vad import silero
from voiceprep.hearing.worker import serve
from voiceprep.model import EngineInfo, Spotted, Transcript, Word

SPEECH = sample("overfitting", 0, 4.0)
OTHER = sample("missing-data", 0, 4.0)

WORKER = """
import json, os, sys, time
from voiceprep.hearing import wire
SPOTTED = ("phrase", "start_s", "end_s", "score", "phones", "searched_s")
info = {"name": "fake", "version": "1", "adapted": False}
def send(kind, data): wire.send(sys.stdout.buffer, kind, json.dumps(data).encode())
def frames(): return iter(lambda: wire.receive(sys.stdin.buffer), None)
def final(text): send(wire.FINAL, {"text": text, "words": []})
"""
"""The beginning of a worker of ours: the wire's other end."""
COUNT = """
with open(sys.argv[1], "a") as counter: counter.write("x")
starts = os.path.getsize(sys.argv[1])
"""


class Counter:
    """How often a worker was started, in a file that survives it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def starts(self) -> int:
        return len(self.path.read_text())


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path / "starts")


@pytest.fixture
def worker(counter: Counter) -> Iterator[Callable[[str], ProcessRecogniser]]:
    """Start a worker that runs the given lines, with `starts` the number of its incarnation."""
    opened: list[ProcessRecogniser] = []

    def start(code: str) -> ProcessRecogniser:
        lines = WORKER + COUNT + code
        opened.append(ProcessRecogniser([sys.executable, "-c", lines, str(counter.path)]))
        return opened[-1]

    yield start
    for recogniser in opened:
        recogniser.close()


@pytest.fixture(scope="module")
def sphinx() -> Iterator[ProcessRecogniser]:
    recogniser = open_recogniser("sphinx")
    yield recogniser
    recogniser.close()


def heard(recogniser: ProcessRecogniser, sound: bytes) -> Transcript:
    recogniser.start()
    for block in blocks(sound):
        recogniser.feed(block)
    return recogniser.finish()


def pid(recogniser: ProcessRecogniser) -> int:
    return recogniser._process.pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# ---- the real engine


def test_speech_becomes_words_with_their_times(sphinx: ProcessRecogniser):
    transcript = heard(sphinx, SPEECH)
    assert sphinx.ready().name == "sphinx"
    assert sphinx.ready().version[0] == "5"
    assert "validation loss" in transcript.text
    assert transcript.text == " ".join(w.text for w in transcript.words)
    validation = next(w for w in transcript.words if w.text == "validation")
    assert 1.0 < validation.start_s < validation.end_s < 3.0
    assert all(0 <= a.start_s < a.end_s <= b.start_s + 0.02 for a, b in pairwise(transcript.words))
    assert all(w.confidence is None for w in transcript.words), "it gives none without its lattice search"
    assert not any(set("<>()[]") & set(w.text) for w in transcript.words)


def test_words_are_there_while_they_are_still_being_spoken(sphinx: ProcessRecogniser):
    sphinx.start()
    for block in blocks(SPEECH):
        sphinx.feed(block)
    deadline = time.monotonic() + 20
    while "validation" not in sphinx.partial and time.monotonic() < deadline:
        time.sleep(0.05)
        sphinx.feed(silence(0.02))
    assert "validation" in sphinx.partial
    assert "validation" in sphinx.finish().text
    assert sphinx.partial == "", "the next answer begins without these words"
    sphinx.start()
    assert sphinx.partial == ""
    sphinx.finish()


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(bytes(2), id="one sample"),
        pytest.param(silence(0.3), id="0.3 s"),
        pytest.param(silence(2), id="zeros"),
        pytest.param(fan(2, -35), id="a fan"),
    ],
)
def test_where_nobody_speaks_nothing_is_heard(sphinx: ProcessRecogniser, sound: bytes):
    transcript, info = hear_sound(sound, Ear(sphinx, silero()), BLOCK_BYTES)
    assert transcript == Transcript("")
    assert info.name == "sphinx"


def test_what_was_heard_before_does_not_colour_an_answer(sphinx: ProcessRecogniser):
    heard(sphinx, OTHER)
    heard(sphinx, fan(1, -20))
    second = heard(sphinx, SPEECH)
    fresh = open_recogniser("sphinx")
    try:
        assert heard(fresh, SPEECH) == second
    finally:
        fresh.close()


def test_blocks_of_any_length_give_the_same_words(sphinx: ProcessRecogniser):
    sphinx.start()
    sphinx.feed(SPEECH)
    assert sphinx.finish().text == heard(sphinx, SPEECH).text


def test_an_engine_that_is_killed_in_the_middle_hears_the_answer_again(sphinx: ProcessRecogniser):
    whole = heard(sphinx, SPEECH)
    sphinx.start()
    for number, block in enumerate(blocks(SPEECH)):
        sphinx.feed(block)
        if number == 100:
            os.kill(pid(sphinx), signal.SIGKILL)
    assert sphinx.finish().text == whole.text
    assert heard(sphinx, SPEECH) == whole


def test_speech_recognitions_own_sphinx_hears_the_same_sound():
    recogniser = open_recogniser("sr:sphinx")
    try:
        transcript, info = hear_sound(sample("missing-data", 0, 4.5), Ear(recogniser, silero()), BLOCK_BYTES)
    finally:
        recogniser.close()
    assert info.name == "sr:sphinx"
    assert "values" in transcript.text
    assert "missing" in transcript.text
    assert all(w.start_s < w.end_s <= 4.6 for w in transcript.words)
    assert all(0 <= w.confidence <= 1 for w in transcript.words)


# ---- closing


def test_closing_leaves_no_process_no_thread_and_no_open_file():
    before = set(threading.enumerate()), open_descriptors()
    recogniser = open_recogniser("sphinx")
    recogniser.start()
    recogniser.feed(SPEECH)
    recogniser.close()
    recogniser.close()
    assert not alive(pid(recogniser))
    assert (set(threading.enumerate()), open_descriptors()) == before


def test_a_worker_ends_when_its_program_is_killed():
    program = (
        "import time; from voiceprep.hearing.engines import open_recogniser; r = open_recogniser('sphinx'); r.ready();"
        "print(r._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as running:
        worker_pid = int(running.stdout.readline())
        assert alive(worker_pid)
        running.kill()
    deadline = time.monotonic() + 10
    while alive(worker_pid) and Path(f"/proc/{worker_pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline, "the worker outlives its program"
        time.sleep(0.02)


def test_closing_does_not_wait_for_a_worker_that_neither_reads_nor_answers(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("time.sleep(600)")
    recogniser.start()
    recogniser.feed(bytes(1_000_000))
    began = time.monotonic()
    recogniser.close()
    assert time.monotonic() - began < 2


# ---- workers that are not as they should be


def test_a_slow_engine_never_holds_the_sound_up(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
seconds = 0
for kind, payload in frames():
    if kind == wire.AUDIO: seconds += len(payload) / 32000
    if kind == wire.START: time.sleep(1)
    if kind == wire.END: final(f"{seconds:.1f} seconds")
""")
    recogniser.ready()
    recogniser.start()
    longest_s = 0.0
    for block in blocks(silence(60)):
        began = time.monotonic()
        recogniser.feed(block)
        longest_s = max(longest_s, time.monotonic() - began)
    assert longest_s < 0.25
    assert recogniser.finish().text == "60.0 seconds"


def test_an_engine_that_ends_at_once_is_said_to_have_died(worker: Callable[[str], ProcessRecogniser], counter: Counter):
    recogniser = worker("sys.exit(1)")
    for _ in range(2):
        with pytest.raises(RecogniserDied, match="voiceprep doctor"):
            recogniser.ready()
    recogniser.start()
    recogniser.feed(SPEECH)
    with pytest.raises(RecogniserDied):
        recogniser.finish()
    assert 2 <= counter.starts <= 1 + MOST_REVIVALS, "it is tried again, and not for ever"


def test_an_engine_that_died_is_back_for_the_next_answer(worker: Callable[[str], ProcessRecogniser], counter: Counter):
    recogniser = worker("""
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.END:
        if starts < 3: sys.exit(1)
        final("back")
""")
    recogniser.start()
    with pytest.raises(RecogniserDied):
        recogniser.finish()
    recogniser.start()
    assert recogniser.finish().text == "back"


def test_what_the_engine_says_of_its_failure_reaches_the_user(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("wire.send(sys.stdout.buffer, wire.ERROR, 'The model is gone.'.encode())")
    with pytest.raises(HearingError, match="The model is gone"):
        recogniser.ready()


def test_an_engine_that_fails_on_one_answer_hears_the_next(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.END and starts == 1:
        wire.send(sys.stdout.buffer, wire.ERROR, b"No network.")
        sys.exit()
    if kind == wire.END: final("heard")
""")
    recogniser.start()
    with pytest.raises(HearingError, match="No network"):
        recogniser.finish()
    assert heard(recogniser, SPEECH).text == "heard"


def test_an_engine_that_hangs_is_given_up_and_its_late_words_are_not_taken_for_the_next_answers(
    worker: Callable[[str], ProcessRecogniser], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(process, "ANSWER_TIMEOUT_S", 0.5)
    recogniser = worker("""
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.END:
        if starts == 1: time.sleep(1.5)
        final("late" if starts == 1 else "right")
""")
    recogniser.ready()
    recogniser.start()
    with pytest.raises(HearingError, match="did not answer"):
        recogniser.finish()
    monkeypatch.setattr(process, "ANSWER_TIMEOUT_S", 20)
    recogniser.start()
    assert recogniser.finish().text == "right"


def test_loading_has_its_limit(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("time.sleep(0.6); send(wire.READY, info); sys.stdin.read()")
    with pytest.raises(HearingError, match="did not answer"):
        recogniser.ready(timeout_s=0.05)
    assert recogniser.ready().name == "fake"


@pytest.mark.parametrize(
    "babble",
    ["print('Loading the model, please wait ...', flush=True)", "wire.send(sys.stdout.buffer, wire.PARTIAL, b'\\xff')"],
)
def test_an_engine_that_babbles_among_the_frames_is_an_error_and_no_hang(
    worker: Callable[[str], ProcessRecogniser], babble: str
):
    with pytest.raises(HearingError):
        worker(babble).ready(timeout_s=10)


def test_what_a_library_prints_does_not_fall_among_the_frames():
    code = """
import os
from voiceprep.hearing import worker
from voiceprep.model import EngineInfo, Transcript
class Chatty:
    info = EngineInfo("chatty", "1")
    def start(self): os.write(1, b"starting\\n"); print("hello")
    def feed(self, pcm): pass
    def pause(self): pass
    def partial(self): return ""
    def finish(self): return Transcript("done")
worker.make_decoder = lambda name, hints, model, tell: Chatty()
worker.main()
"""
    recogniser = ProcessRecogniser([sys.executable, "-c", code, "chatty"])
    try:
        assert heard(recogniser, SPEECH).text == "done"
    finally:
        recogniser.close()


def test_a_program_that_is_not_there_is_a_hearing_error():
    with pytest.raises(HearingError, match="does not start"):
        ProcessRecogniser(["/nonexistent/python"])


def test_an_unknown_engine_is_refused_before_anything_starts():
    before = threading.active_count()
    with pytest.raises(EngineMissing, match="voiceprep engines"):
        open_recogniser("sphynx")
    assert threading.active_count() == before


@pytest.mark.parametrize("name", ["sphynx", "sr:sphynx", "sr:"])
def test_an_engine_that_cannot_be_loaded_says_why(name: str):
    recogniser = ProcessRecogniser(worker_command(name))
    try:
        with pytest.raises(HearingError, match=r"no engine|no recogniser"):
            recogniser.ready()
    finally:
        recogniser.close()


def test_the_worker_is_told_of_the_model_and_of_the_banks_phrases(tmp_path: Path):
    code = """
from voiceprep.hearing import worker
from voiceprep.model import EngineInfo, Transcript
class Told:
    def __init__(self, name, hints, model, tell): self.info = EngineInfo(name, f"{model} {hints.phrases[0]}")
worker.make_decoder = Told
worker.main()
"""
    command = worker_command("vosk", tmp_path)
    recogniser = ProcessRecogniser(
        [sys.executable, "-c", code, *command[3:], process.HINTS_OPTION], b'{"phrases": ["dropout"], "cache": null}'
    )
    try:
        assert recogniser.ready().version == f"{tmp_path} dropout"
    finally:
        recogniser.close()


class Recorder:
    """A decoder that remembers what it was told, in order, and has spotted something."""

    info = EngineInfo("recorder", "1")
    transcript = Transcript(
        "naïve Bayes",
        (Word("naïve", 0.1, 0.5, 0.9), Word("Bayes")),
        (Spotted("naïve Bayes", 0.1, 1.0, -0.25, 7, 12.5), Spotted("k-NN", 3.0, 3.5, -6.0, 6, 12.5)),
    )

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self) -> None:
        self.told.append("start")

    def feed(self, pcm: bytes) -> None:
        self.told.append(pcm.decode())

    def pause(self) -> None:
        self.told.append("pause")

    def partial(self) -> str:
        return "naïve"

    def finish(self) -> Transcript:
        self.told.append("finish")
        return self.transcript


def served(*frames: tuple[bytes, bytes]) -> tuple[Recorder, dict[bytes, bytes]]:
    """What a worker tells its decoder of these frames, and the last reply of each kind."""
    decoder = Recorder()
    with io.BytesIO() as commands, io.BytesIO() as replies:
        for frame in frames:
            wire.send(commands, *frame)
        commands.seek(0)
        serve(decoder, commands, replies)
        replies.seek(0)
        return decoder, dict(iter(lambda: wire.receive(replies), None))


def test_words_and_spotted_phrases_survive_the_wire():
    _, replies = served((wire.START, b""), (wire.END, b""))
    assert process.transcript_from(replies[wire.FINAL]) == Recorder.transcript


def test_a_transcript_without_spotted_phrases_survives_it_too():
    for transcript in (Transcript("naïve Bayes", ()), Transcript("")):
        assert process.transcript_from(json.dumps(transcript.to_dict()).encode()) == transcript


def test_what_was_spotted_is_no_part_of_a_record():
    assert set(Recorder.transcript.to_dict()) == {"text", "words"}


def test_a_pause_reaches_the_decoder_between_the_sound_before_and_the_sound_after():
    frames = [(wire.START, b""), (wire.AUDIO, b"one"), (wire.PAUSE, b""), (wire.AUDIO, b"two"), (wire.PAUSE, b"")]
    decoder, replies = served(*frames, (wire.AUDIO, b"three"), (wire.END, b""))
    # and once more after the transcript: what was put off for its sake is done then
    assert decoder.told == ["start", "one", "pause", "two", "pause", "three", "finish", "pause"]
    assert replies[wire.PARTIAL].decode() == "naïve"


def test_a_pause_is_queued_behind_the_sound_before_it(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
told = []
for kind, payload in frames():
    told.append(payload.decode() if kind == wire.AUDIO else {wire.START: "(", wire.PAUSE: "|", wire.END: ")"}[kind])
    if kind == wire.END: final("".join(told))
""")
    recogniser.start()
    for word in (b"one", b"two"):
        recogniser.feed(word)
        recogniser.feed(word)
        recogniser.pause()
    recogniser.feed(b"three")
    assert recogniser.finish().text == "(oneone|twotwo|three)"


def test_an_engine_that_died_is_told_of_the_pauses_again(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
told = []
for kind, payload in frames():
    told.append(payload.decode() if kind == wire.AUDIO else {wire.START: "(", wire.PAUSE: "|", wire.END: ")"}[kind])
    if kind == wire.END:
        if starts == 1: sys.exit(1)
        final("".join(told))
""")
    recogniser.start()
    for word in (b"one", b"two"):
        recogniser.feed(word)
        recogniser.pause()
    assert recogniser.finish().text == "(one|two|)"


def test_a_pause_for_a_dead_engine_is_harmless(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
if starts == 1: sys.exit(1)
for kind, payload in frames():
    if kind == wire.END: final("back")
""")
    recogniser.start()
    recogniser._process.wait()
    recogniser.feed(SPEECH)
    recogniser.pause()
    assert recogniser.finish().text == "back"


def test_the_real_engine_spots_the_phrases_that_it_was_told_of():
    recogniser = open_recogniser("sphinx", ("median", "gradient descent"))
    try:
        transcript = heard(recogniser, sample("missing-data", 6.0, 9.0))
    finally:
        recogniser.close()
    median, descent = transcript.spotted
    assert (median.phrase, descent.phrase) == ("median", "gradient descent")
    assert median.start_s == pytest.approx(1.75, abs=0.3)
    assert median.score > descent.score + 2


# ---- asides


def test_an_aside_does_not_touch_the_answer_and_its_reply_comes_by_itself(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.ASIDE: send(wire.COMMANDS, [dict(zip(SPOTTED, (payload.decode(), 0, 1, -1, 9, 1)))])
    if kind == wire.END: final("the answer")
""")
    told: queue.SimpleQueue[tuple[Spotted, ...]] = queue.SimpleQueue()
    recogniser.start()
    recogniser.feed(b"1")
    recogniser.aside(b"next", told.put)
    recogniser.aside(b"stop", told.put)
    assert [told.get(timeout=10)[0].phrase for _ in range(2)] == ["next", "stop"]
    assert recogniser.finish().text == "the answer"


def test_an_engine_that_dies_over_an_aside_heard_no_command(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("""
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.ASIDE: sys.exit(1)
""")
    recogniser.ready()
    told: queue.SimpleQueue[tuple[Spotted, ...]] = queue.SimpleQueue()
    for _ in range(2):
        recogniser.aside(b"next", told.put)
        assert told.get(timeout=10) == ()
        recogniser._threads[-1].join(10)


DIES_ONCE = """
send(wire.READY, info)
for kind, payload in frames():
    if kind == wire.START: heard = b""
    if kind == wire.AUDIO: heard += payload
    if heard == b"die" and starts == 1: sys.exit(1)
    if kind == wire.ASIDE: send(wire.COMMANDS, [dict(zip(SPOTTED, [payload.decode(), 0, 1, -1, 9, 2]))])
    if kind == wire.END: final(heard.decode())
"""


def test_an_engine_that_died_between_answers_hears_the_next_command(worker: Callable[[str], ProcessRecogniser]):
    recogniser = worker("heard = b''" + DIES_ONCE)
    news: list[str] = []
    recogniser._tell = news.append
    told: queue.SimpleQueue[tuple[Spotted, ...]] = queue.SimpleQueue()
    recogniser.start()
    recogniser.feed(b"die")
    recogniser._threads[-1].join(10)
    recogniser.aside(b"next", told.put)
    assert told.get(timeout=10)[0].phrase == "next"
    assert news == [DIED]
    assert recogniser.finish().text == "die", "and what was said since"


def test_an_engine_that_died_between_answers_hears_the_next_one_as_it_is_spoken(
    worker: Callable[[str], ProcessRecogniser], counter: Counter
):
    recogniser = worker("heard = b''" + DIES_ONCE)
    recogniser.start()
    recogniser.feed(b"die")
    recogniser._threads[-1].join(10)
    recogniser.start()
    recogniser.feed(b"hello")
    assert recogniser.finish().text == "hello"
    assert counter.starts == 2


def test_an_engine_that_always_dies_is_not_started_for_ever(
    worker: Callable[[str], ProcessRecogniser], counter: Counter
):
    recogniser = worker("sys.exit(1)")
    told: queue.SimpleQueue[tuple[Spotted, ...]] = queue.SimpleQueue()
    for _ in range(6):
        recogniser._threads[-1].join(10)
        recogniser.aside(b"next", told.put)
        assert told.get(timeout=10) == ()
    assert counter.starts == 1 + MOST_REVIVALS


def test_whoever_waits_for_a_worker_that_hangs_can_be_freed(
    worker: Callable[[str], ProcessRecogniser], counter: Counter
):
    recogniser = worker("send(wire.READY, info)\ntime.sleep(60)")
    recogniser.start()
    threading.Timer(0.2, recogniser.abandon).start()
    with pytest.raises(RecogniserDied):
        recogniser.finish()
    recogniser.start()
    assert counter.starts == 1, "and no other is started"


def test_a_worker_looks_for_commands_in_an_aside_and_nowhere_else():
    decoder, replies = served((wire.START, b""), (wire.AUDIO, b"a"), (wire.ASIDE, b"next"))
    assert json.loads(replies[wire.COMMANDS]) == []
    assert decoder.told == ["start", "a"]


def test_the_real_engine_tells_a_command_from_an_answer():
    recogniser = open_recogniser("sphinx", commands=("gradient descent", "interviewer repeat the question"))
    told: queue.SimpleQueue[tuple[Spotted, ...]] = queue.SimpleQueue()
    try:
        for text in ("interviewer, repeat the question", "i would use the median"):
            recogniser.aside(silence(0.5) + spoken(text) + silence(0.3), told.put)
        command, other = (max(told.get(timeout=30), key=lambda found: found.score) for _ in range(2))
    finally:
        recogniser.close()
    assert command.phrase == "interviewer repeat the question"
    assert command.score > other.score + 1


def test_the_workers_matrices_have_one_thread_unless_the_user_wants_more(monkeypatch: pytest.MonkeyPatch):
    for name in process._ONE_THREAD:
        monkeypatch.delenv(name, raising=False)
    code = """
import json, os, sys
from voiceprep.hearing import wire
version = str(os.environ.get("OPENBLAS_NUM_THREADS"))
wire.send(sys.stdout.buffer, wire.READY, json.dumps({"name": "fake", "version": version, "adapted": False}).encode())
sys.stdin.read()
"""
    for wanted in (None, "3"):
        if wanted:
            monkeypatch.setenv("OPENBLAS_NUM_THREADS", wanted)
        recogniser = ProcessRecogniser([sys.executable, "-c", code])
        try:
            assert recogniser.ready().version == (wanted or "1")
        finally:
            recogniser.close()
