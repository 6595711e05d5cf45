"""What the benchmarks count with, and that each of them still starts: a broken ruler is worse than none."""

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from voiceprep.audio.files import write_wave
from voiceprep.audio.ports import RATE_HZ, Sound

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def module(name: str) -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BENCHMARKS))


measuring, robustness, accents = map(module, ("measuring", "robustness", "accents"))
SPEECH = np.tile([True] * 4000 + [False] * 4000, 8)
VOICE = np.where(SPEECH, 3000 * np.sin(2 * np.pi * 440 * np.arange(len(SPEECH)) / RATE_HZ), 0.0)
"""A tone as loud as speech, in quarter seconds."""


def power_db(samples: np.ndarray) -> float:
    return 10 * np.log10(np.mean(samples**2))


def random() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize(
    "script", sorted(f.name for f in BENCHMARKS.glob("*.py") if f.name not in ("measuring.py", "noises.py"))
)
def test_every_benchmark_says_how_to_run_it(script: str):
    done = subprocess.run([sys.executable, BENCHMARKS / script, "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"python benchmarks/{script}" in done.stdout


@pytest.mark.parametrize(
    ("reference", "heard", "errors"),
    [
        ("", "", 0),
        ("stop early", "", 2),
        ("", "dog", 1),
        ("Stop early!", "stop early", 0),
        ("stop early", "stopped early", 1),
        ("look at the validation curve", "look the valuation curve then", 3),
    ],
)
def test_word_errors_are_the_fewest_changes(reference: str, heard: str, errors: int):
    assert measuring.word_errors(measuring.plain_words(reference), measuring.plain_words(heard)) == errors


def test_a_tally_counts_points_by_verdict_and_by_what_was_said():
    tally = measuring.Tally()
    verdicts = [("a", "said"), ("b", "maybe"), ("c", "missing"), ("d", "said"), ("e", "maybe"), ("f", "missing")]
    tally.add("one two", "one too", verdicts, ["a", "b", "c"], ["d", "e", "f"])
    assert tally.cells == ("0.500", "0.50", "0.333", "0.50", "0.667", "0.571")
    tally.add("three four", "", [], ["g"], ["h"])
    assert (tally.clips, tally.unheard, tally.made) == (2, 1, 4)
    assert tally.cells[2] == "0.250", "an answer that was not heard counts its points as missed"


def test_an_empty_tally_divides_by_nothing():
    assert set(measuring.Tally().cells) == {"-"}


def test_median_and_percentile_of_one_run_are_that_run():
    assert measuring.spread([0.25]) == (0.25, 0.25)


def test_joined_speech_has_the_length_asked_for_and_no_pause_that_ends_an_answer():
    from voiceprep.hearing.vad import VoiceActivity, silero

    sound = measuring.joined(BENCHMARKS.parent / "recordings" / "samples", 40)
    activity = VoiceActivity(silero())
    activity.feed(sound.pcm)
    gaps = [b.start_s - a.end_s for a, b in zip(activity.spans, activity.spans[1:], strict=False)]
    assert sound.seconds == 40
    assert max(gaps) < 2.0


def test_a_folder_in_which_nobody_speaks_is_refused(tmp_path: Path):
    write_wave(tmp_path / "zeros.wav", Sound(bytes(64_000)))
    with pytest.raises(SystemExit, match="nobody speaks"):
        measuring.joined(tmp_path, 3)


@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_noise_lies_as_far_below_the_speech_as_it_says(snr_db: int):
    noise = robustness.noisy(snr_db)(VOICE, SPEECH, random()) - VOICE
    above = robustness.band(noise, robustness.RUMBLE_HZ, RATE_HZ)
    assert power_db(VOICE[SPEECH]) - power_db(above) == pytest.approx(snr_db, abs=0.1)


def test_a_direct_current_is_no_speech_to_measure_noise_against():
    shifted = VOICE + 10_000
    noise = robustness.noisy(10)(shifted, SPEECH, random()) - shifted
    assert np.std(noise - (robustness.noisy(10)(VOICE, SPEECH, random()) - VOICE)) < 1


def test_the_quiet_condition_is_25_db_down():
    assert power_db(VOICE) - power_db(robustness.quiet(VOICE, SPEECH, random())) == pytest.approx(25)


def test_a_tenth_of_the_speechs_blocks_is_clipped():
    rising = VOICE * np.linspace(0.2, 1, len(VOICE))
    blocks = np.abs(robustness.clipped(rising, SPEECH, random())[SPEECH]).reshape(-1, 320)
    assert np.mean(blocks.max(axis=1) > robustness.FULL_SCALE) == pytest.approx(0.1, abs=0.02)


def test_the_telephone_lets_its_band_through_and_no_more():
    white = random().standard_normal(4 * RATE_HZ)
    through = robustness.telephone(white, SPEECH, random())
    inside, outside = robustness.band(through, 400, 3300), robustness.band(through, 3600, RATE_HZ)
    assert power_db(inside) - power_db(robustness.band(white, 400, 3300)) == pytest.approx(0, abs=0.5)
    assert power_db(outside) < power_db(inside) - 40


def test_the_room_rings_on_for_its_time_and_keeps_the_level():
    wet = robustness.room(VOICE, SPEECH, random())
    assert power_db(wet) == pytest.approx(power_db(VOICE))
    click = np.zeros(RATE_HZ)
    click[0] = 1.0
    answer = robustness.room(click, SPEECH, random())
    tail = answer[1:]
    assert power_db(answer[:1]) - 10 * np.log10(np.sum(tail**2)) == pytest.approx(0, abs=0.1)
    early, late = tail[:800], tail[4000:4800]
    assert power_db(early) - power_db(late) == pytest.approx(60 * 4000 / (0.5 * RATE_HZ), abs=2)


def test_a_degraded_clip_is_the_same_in_every_run():
    for degrade in robustness.CONDITIONS.values():
        assert np.array_equal(degrade(VOICE, SPEECH, random()), degrade(VOICE, SPEECH, random()))


def test_the_points_of_a_sentence_are_its_long_words_and_pairs_of_them():
    found = accents.points_of("The regional capital is Dublin City, which is also a capital.")
    assert list(found) == ["regional", "capital", "dublin", "which", "regional capital"]
