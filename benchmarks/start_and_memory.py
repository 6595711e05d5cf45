#!/usr/bin/env python3
"""How soon voiceprep is there, and how much memory an interview takes, on a private virtual sound card.

    python benchmarks/start_and_memory.py [--runs 5] [--answer SOUND] [--seconds 300]

help        wall time of `voiceprep --help`
question    from the start of `voiceprep practice` to the first sound of the first question off the loudspeaker
memory      largest sum of the proportional set sizes of the program and its recogniser while SOUND (a sample answer
            unless given; the sound files of a folder are joined to `--seconds`) is spoken into the microphone of a
            one-question interview, to its end

Needs Linux and the Debian packages of the sound-card tests.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests"))

from measuring import joined, tree  # noqa: E402
from virtual_card import VirtualCard, missing, until  # noqa: E402

from voiceprep.audio.files import write_wave  # noqa: E402

COMMAND = [sys.executable, "-m", "voiceprep"]


def help_seconds():
    began = time.monotonic()
    subprocess.run([*COMMAND, "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def practice(card, folder, log):
    command = [*COMMAND, "practice", "--only", "overfitting", "--recordings", str(folder / "kept"), "--limit", "900"]
    environment = {**card.env, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def question_seconds(card, folder):
    """Until the first question is heard; then the program is asked to stop."""
    with card.listen() as ear, (folder / "log").open("wb") as log:
        began = time.monotonic()
        program = practice(card, folder, log)
        heard = until(lambda: ear.loud_at(began), "question", 20)[0]
        program.terminate()
        program.wait(20)
        return heard - began


def proportional_bytes(process):
    total = 0
    for one in tree(process):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return total


def peak_bytes(card, folder, answer):
    with (folder / "log").open("wb") as log:
        program = practice(card, folder, log)
        until(lambda: b"Your answer" in (folder / "log").read_bytes(), "prompt", 60)
        speaking = card.say_into_microphone(answer)
        peak = 0
        while program.poll() is None:
            peak = max(peak, proportional_bytes(program.pid))
            time.sleep(0.1)
        speaking.kill()
        speaking.wait()
    record = json.loads(max((folder / "kept").glob("*/01-*.json"), key=os.path.getmtime).read_text())
    return peak, record["audio"]["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--answer", type=Path, default=TOP / "recordings" / "samples" / "overfitting.flac")
    parser.add_argument("--seconds", type=float, default=300.0)
    args = parser.parse_args()
    if what := missing():
        raise SystemExit(f"This needs {what}.")
    table = Table("what", "median", "worst", title=f"Start and memory, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        card = VirtualCard(folder)
        try:
            card.start()
            rows = {
                "voiceprep --help (s)": [help_seconds() for _ in range(args.runs)],
                "first question heard (s)": [question_seconds(card, folder) for _ in range(args.runs)],
            }
            answer = args.answer
            if answer.is_dir():
                write_wave(folder / "answer.wav", joined(args.answer, args.seconds))
                answer = folder / "answer.wav"
            peak, seconds = peak_bytes(card, folder, answer)
            rows[f"peak memory, answer of {seconds:.0f} s (MB)"] = [peak / 1e6]
        finally:
            card.stop()
    for what, values in rows.items():
        table.add_row(what, f"{statistics.median(values):.2f}", f"{max(values):.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
