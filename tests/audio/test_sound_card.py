"""Loudspeaker and microphone on a real (virtual) sound card."""

import json
import time
import wave
from pathlib import Path

import numpy as np
import pytest
import soxr
from virtual_card import RATE_HZ, VirtualCard

SPEAK = """
import sys
from pathlib import Path
from voiceprep.audio.ports import Sound
from voiceprep.audio.sound_card_speaker import SoundCardSpeaker
from voiceprep.speaking.earcons import earcon
from voiceprep.speaking.speech import open_voice
said = open_voice(None, 170, None, 5).synthesise("What is overfitting, and how do you notice that a model does it?")
# A tone as the last 140 ms: what speech ends with is mostly silence, of which nobody would miss the end.
sound = Sound(said.pcm + earcon("listening").pcm, said.rate_hz)
Path(sys.argv[1]).write_bytes(sound.pcm)
speaker = SoundCardSpeaker("DEFAULT")
assert speaker.play(sound).wait(10)
speaker.close()
print(speaker.underflows)
"""

STOP = """
import json, sys, time
from voiceprep.audio.ports import Sound
from voiceprep.audio.sound_card_speaker import SoundCardSpeaker
speaker, times = SoundCardSpeaker(), []
noise = Sound(bytes(range(1, 256)) * 600, 22050)
for round in range(4):
    called = time.monotonic()
    playback = speaker.play(noise)
    assert not playback.wait(0.3 + 0.013 * round)
    stopped = time.monotonic()
    playback.stop()
    assert playback.wait(0)
    times.append((called, playback.first_sample_at, stopped))
    time.sleep(0.3)
first, second = speaker.play(noise), speaker.play(Sound(noise.pcm[:4410], 22050))
assert first.wait(0) and second.wait(2)
first.stop()
speaker.close()
speaker.close()
print(json.dumps(times))
"""

RECORD = """
import queue, sys
from voiceprep.audio.sound_card_microphone import SoundCardMicrophone
blocks = queue.Queue()
microphone = SoundCardMicrophone()
microphone.open(blocks.put)
kept = [blocks.get(timeout=5)]
print("listening", flush=True)
sys.stdin.readline()
wanted = len(kept) + blocks.qsize() + 25
while len(kept) < wanted:
    kept.append(blocks.get(timeout=5))
microphone.close()
microphone.close()
assert {len(block) for block in kept} == {640}
with open(sys.argv[1], "wb") as file:
    file.write(b"".join(kept))
print(microphone.overflows)
"""


def alignment(heard: np.ndarray, said: np.ndarray) -> tuple[int, float]:
    """Where `said` lies in `heard`, in samples, and how well: normalised cross-correlation, at most 1."""
    size = len(heard) + len(said)
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)
    at = int(np.argmax(product[: len(heard) - len(said) + 1]))
    piece = heard[at : at + len(said)]
    return at, float(piece @ said / np.sqrt((piece @ piece) * (said @ said)))


def test_a_spoken_sentence_comes_out_of_the_loudspeaker_to_its_last_sample(virtual_card: VirtualCard, tmp_path: Path):
    with virtual_card.record_loudspeaker(tmp_path / "heard.wav") as recording:
        underflows = virtual_card.run(SPEAK, tmp_path / "said.raw")
    with wave.open(str(recording)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float)
    said = soxr.resample(np.frombuffer((tmp_path / "said.raw").read_bytes(), np.int16), 22050, RATE_HZ).astype(float)

    at, likeness = alignment(heard, said)
    tail = said[-round(0.1 * RATE_HZ) :]
    tail_at, tail_likeness = alignment(heard[at + len(said) - 2 * len(tail) :], tail)

    print(f"whole {likeness:.3f}, last 100 ms {tail_likeness:.3f}")
    assert likeness >= 0.9
    assert tail_likeness >= 0.9
    assert abs(tail_at - len(tail)) <= 0.005 * RATE_HZ
    assert int(underflows) == 0


def test_stop_is_silent_within_50_ms_and_the_first_sample_is_soon(virtual_card: VirtualCard):
    with virtual_card.listen() as ear:
        times = json.loads(virtual_card.run(STOP))
        ear.hear(0.2)
        for called, first_sample_at, stopped in times:
            loud = [at for at in ear.loud_at(called) if at < stopped + 0.25]
            taken_ms, heard_ms = 1e3 * (first_sample_at - called), 1e3 * (loud[0] - called)
            print(f"after play(): taken {taken_ms:.0f} ms, heard {heard_ms:.0f} ms")
            print(f"after stop(): last heard {1e3 * (loud[-1] - stopped):.0f} ms")
            assert loud[-1] - stopped <= 0.05
            assert loud[0] - called <= 0.2
            assert called <= first_sample_at <= loud[-1]


def test_the_microphone_gives_a_played_file_bit_by_bit_in_20_ms_blocks(virtual_card: VirtualCard, tmp_path: Path):
    samples = np.random.default_rng(7).integers(100, 20_000, 2 * RATE_HZ).astype(np.int16)
    with wave.open(str(tmp_path / "answer.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(samples.tobytes())

    with virtual_card.python(RECORD, tmp_path / "heard.raw") as process:
        assert process.stdout.readline() == "listening\n"
        assert virtual_card.say_into_microphone(tmp_path / "answer.wav").wait(10) == 0
        overflows, errors = process.communicate("\n", timeout=10)
    assert process.returncode == 0, errors

    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), np.int16)
    spoken = np.flatnonzero(heard)
    assert np.array_equal(heard[spoken[0] : spoken[-1] + 1], samples)
    assert int(overflows) == 0


def test_a_device_is_found_by_part_of_its_name_and_others_are_named(virtual_card: VirtualCard):
    printed = virtual_card.run("""
from voiceprep.audio.devices import choose, list_devices
from voiceprep.errors import DeviceError
assert choose("PUL", "input").name == "pulse"
assert choose(None, "output").default_output
assert {"pulse", "default"} <= {device.name for device in list_devices()}
try:
    choose("theremin", "output")
except DeviceError as error:
    print(error)
""")
    assert "'theremin'" in printed
    assert "pulse, " in printed or ", pulse" in printed


def test_no_line_of_alsa_or_jack_reaches_the_screen(virtual_card: VirtualCard):
    with virtual_card.python("from voiceprep.audio.devices import list_devices; list_devices()") as process:
        assert process.communicate(timeout=10) == ("", "")


def test_the_systems_player_is_used_where_it_really_plays(virtual_card: VirtualCard):
    with virtual_card.listen() as ear:
        before = time.monotonic()
        name = virtual_card.run("""
from voiceprep.audio.system_player import find_system_player
from voiceprep.speaking.earcons import earcon
player = find_system_player()
assert player.play(earcon("saved")).wait(5)
player.close()
print(player.name)
""")
        ear.hear(0.2)
        assert name.strip() in ("aplay", "paplay", "pw-play")
        assert ear.loud_at(before)


@pytest.mark.parametrize("player", ["aplay", "paplay"])
def test_a_player_without_a_sound_device_is_not_used(virtual_card: VirtualCard, tmp_path: Path, player: str):
    code = f"""
import os
os.environ.update(PULSE_SERVER="unix:/nowhere", HOME={str(tmp_path)!r})
from voiceprep.audio.system_player import find_system_player
print(find_system_player([[{player!r}]]))
"""
    if Path("/dev/snd").exists() and player == "aplay":
        pytest.skip("this machine has a sound card, which aplay finds")
    assert virtual_card.run(code) == "None\n"


PLUGGED_IN_LATER = """
import queue, sys
from voiceprep.audio.ports import Sound
from voiceprep.audio.sound_card_microphone import SoundCardMicrophone
from voiceprep.audio.sound_card_speaker import SoundCardSpeaker
from voiceprep.errors import DeviceError
blocks = queue.Queue()
microphone, speaker = SoundCardMicrophone("headset"), SoundCardSpeaker()
playing = speaker.play(Sound(bytes(16000), 16000))
microphone.open(blocks.put)
blocks.get(timeout=5)
microphone.close()
playing.wait()
print("unplug", flush=True)
sys.stdin.readline()
try:
    microphone.open(blocks.put)
    print("opened", flush=True)
except DeviceError as error:
    print(error, flush=True)
sys.stdin.readline()
while not blocks.empty():
    blocks.get()
microphone.open(blocks.put)
blocks.get(timeout=5)
microphone.close()
assert speaker.play(Sound(bytes(1600), 16000)).wait(5)
speaker.close()
print(microphone.name)
"""


def test_a_headset_that_is_unplugged_and_plugged_in_again_is_found_by_its_name(virtual_card: VirtualCard):
    asoundrc = Path(virtual_card.env["HOME"]) / ".asoundrc"
    without = asoundrc.read_text()
    device = 'pcm.headset { type pulse\n hint { show on\n description "Headset" } }\n'
    try:
        asoundrc.write_text(without + device)
        with virtual_card.python(PLUGGED_IN_LATER) as process:
            assert process.stdout.readline() == "unplug\n", process.stderr.read()
            asoundrc.write_text(without)
            process.stdin.write("\n")
            process.stdin.flush()
            assert "No microphone has 'headset' in its name" in process.stdout.readline()
            asoundrc.write_text(without + device)
            printed, errors = process.communicate("\n", timeout=10)
        assert (printed, process.returncode) == ("headset\n", 0), errors
    finally:
        asoundrc.write_text(without)
