"""Where phrases are in the sound, and how well they fit there."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hearing_parts import acoustic_model, cepstra, heard_frames, lexicon, transformed
from sounds import SAMPLES, fan, mixed, sample, silence, white

from voiceprep.hearing.acoustic_model import STATES
from voiceprep.hearing.front_end import CEPSTRA, FRAMES_PER_S, Cepstra
from voiceprep.hearing.listening import PhraseListener
from voiceprep.hearing.spotting import LOG_ANY_PHONE, PhoneLoop, Spotter
from voiceprep.hearing.vocabulary import Way, ways_to_say
from voiceprep.model import Spotted

OVERFITTING = {"validation loss": 1.6, "stop training": 4.8, "best model": 6.5, "collect": 8.5, "more data": 9.0}
MISSING_DATA = {"values": 1.6, "decides": 3.9, "numbers": 5.9, "median": 7.7, "extra column": 9.5}
EVALUATION = {"confusion matrix": 1.1, "precision": 6.4, "recall": 7.1, "baseline": 9.6, "test set": 11.1}
"""Phrases of the samples, in the order in which they are said, and when each begins, as the recogniser has it."""
SAID = {"overfitting": OVERFITTING, "missing-data": MISSING_DATA, "evaluation": EVALUATION}
UNSAID = ("gradient descent", "early stopping", "random forest", "learning curve", "cross validation", "dropout")
NEAR_S = 0.3


def say(phrase: str) -> Sequence[Way]:
    return ways_to_say(phrase, lexicon())


def spot(frames: Cepstra, phrases: Sequence[str], piece: int = 2) -> dict[str, Spotted]:
    spotter = Spotter(acoustic_model(), phrases, say)
    for start in range(0, len(frames), piece):
        spotter.feed(frames[start : start + piece])
    return {hit.phrase: hit for hit in spotter.finish()}


@cache
def hits(name: str) -> dict[str, Spotted]:
    """Of all phrases above in a sample."""
    return spot(heard_frames(sample(name)), (*(p for said in SAID.values() for p in said), *UNSAID))


@pytest.mark.parametrize(("name", "phrase"), [(name, phrase) for name, said in SAID.items() for phrase in said])
def test_a_phrase_that_is_said_is_found_where_it_is_said(name: str, phrase: str):
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert phrase in next(line for line in text.splitlines() if f"`{name}.flac` |" in line)
    hit = hits(name)[phrase]
    assert abs(hit.start_s - SAID[name][phrase]) <= NEAR_S
    assert 0.2 < hit.end_s - hit.start_s < 1.2


@pytest.mark.parametrize("name", SAID)
def test_phrases_are_found_in_the_order_in_which_they_are_said(name: str):
    found = [hits(name)[phrase] for phrase in SAID[name]]
    assert found == sorted(found, key=lambda hit: hit.start_s)
    assert all(a.end_s <= b.start_s + 0.1 for a, b in pairwise(found))


@pytest.mark.parametrize("name", SAID)
def test_a_phrase_that_is_said_scores_better_than_one_that_is_not(name: str):
    said = [hits(name)[phrase].score for phrase in SAID[name]]
    unsaid = [hits(name)[phrase].score for phrase in (*UNSAID, *(p for n in SAID if n != name for p in SAID[n]))]
    assert np.median(said) > np.median(unsaid) + 2
    assert np.mean([s > u for s in said for u in unsaid]) > 0.95


@pytest.mark.parametrize("phrase", [p for said in SAID.values() for p in said])
def test_a_phrase_scores_best_in_the_answer_that_says_it(phrase: str):
    scores = {name: hits(name)[phrase].score for name in SAID}
    assert max(scores, key=scores.__getitem__) == next(name for name, said in SAID.items() if phrase in said)


def test_a_phrases_score_does_not_depend_on_what_else_is_listened_for():
    frames = heard_frames(sample("overfitting"))
    among = hits("overfitting")
    for phrases in (["validation loss"], ["validation loss", "dropout"], ["dropout", "validation loss", "valid"]):
        alone = spot(frames, phrases)["validation loss"]
        assert (alone.start_s, alone.end_s) == (among["validation loss"].start_s, among["validation loss"].end_s)
        assert alone.score == pytest.approx(among["validation loss"].score, abs=0.005)


@pytest.mark.parametrize("piece", [1, 7, 29, 30, 31, 500, 10_000])
def test_it_does_not_matter_in_what_pieces_the_sound_comes(piece: int):
    phrases = list(MISSING_DATA)
    frames = heard_frames(sample("missing-data"))[400:900]
    for phrase, hit in spot(frames, phrases, piece).items():
        whole = spot(frames, phrases, 40)[phrase]
        assert (hit.start_s, hit.end_s, hit.phones, hit.searched_s) == (
            whole.start_s, whole.end_s, whole.phones, whole.searched_s
        )  # fmt: skip
        assert hit.score == pytest.approx(whole.score, abs=0.005)


def test_a_hit_says_how_long_the_sound_was_that_was_searched():
    frames = heard_frames(sample("missing-data"))
    for count in (100, 333, len(frames)):
        (hit,) = spot(frames[:count], ["values"]).values()
        assert hit.searched_s == count / FRAMES_PER_S
        assert 0 <= hit.start_s < hit.end_s <= hit.searched_s


def test_a_hit_says_how_many_phones_the_phrase_has():
    assert hits("missing-data")["median"].phones == len(["M", "IY", "D", "IY", "AH", "N"])
    assert hits("overfitting")["validation loss"].phones == 12


def test_of_several_ways_to_say_a_phrase_the_one_that_was_said_counts():
    model, frames = acoustic_model(), heard_frames(sample("missing-data"))
    right, wrong = say("median")[0], say("gradient descent")[0]
    several = Spotter(model, ["it"], lambda phrase: [wrong, right, wrong])
    one = Spotter(model, ["it"], lambda phrase: [right])
    for spotter in (several, one):
        spotter.feed(frames)
    assert several.finish() == one.finish()


def test_a_phrase_that_is_said_twice_is_found_where_it_is_said_best():
    clean, noisy = sample("missing-data", 6.5, 8.5), mixed(sample("missing-data", 6.5, 8.5), fan(2, -22))
    for sound, at_s in ((clean + noisy, 1.25), (noisy + clean, 3.25)):
        (hit,) = spot(heard_frames(sound), ["median"]).values()
        assert abs(hit.start_s - at_s) <= NEAR_S


def test_a_phrase_that_nobody_can_pronounce_is_not_listened_for():
    frames = heard_frames(sample("overfitting"))[:300]
    assert list(spot(frames, ["", "→", "validation loss", "…"])) == ["validation loss"]


@pytest.mark.parametrize("unsayable", [(), ((),), (((),),)])
def test_nor_is_one_whose_ways_to_say_it_are_empty(unsayable: Sequence[Way]):
    spotter = Spotter(acoustic_model(), ["what"], lambda phrase: unsayable)
    spotter.feed(heard_frames(sample("overfitting"))[:300])
    assert spotter.finish() == ()


def test_a_phrase_that_is_listened_for_twice_is_reported_once():
    spotter = Spotter(acoustic_model(), ["median", "numbers", "median"], say)
    spotter.feed(heard_frames(sample("missing-data")))
    assert [hit.phrase for hit in spotter.finish()] == ["median", "numbers"]


def test_without_phrases_nothing_is_spotted():
    assert spot(heard_frames(sample("missing-data")), []) == {}


def test_without_sound_nothing_is_spotted():
    spotter = Spotter(acoustic_model(), ["median"], say)
    assert spotter.finish() == ()
    spotter.start()
    spotter.feed(np.empty((0, CEPSTRA), np.float32))
    assert spotter.finish() == ()


@pytest.mark.parametrize("count", [1, 2, 6, 7, 17])
def test_in_a_sound_too_short_for_a_phrase_it_is_not_spotted(count: int):
    frames = heard_frames(sample("missing-data"))[760 : 760 + count]
    assert spot(frames, ["median"]) == {}, "six phones of three states each need 18 frames"


def test_a_new_answer_forgets_the_one_before():
    spotter = Spotter(acoustic_model(), ["median", "numbers"], say)
    frames = heard_frames(sample("overfitting"))[:400]
    spotter.feed(frames)
    first = spotter.finish()
    spotter.start()
    spotter.feed(heard_frames(sample("missing-data")))  # broken off, never finished
    spotter.start()
    spotter.feed(frames)
    assert spotter.finish() == first
    spotter.start()
    assert spotter.finish() == ()


@pytest.mark.parametrize("pause", [white(0.3, -80), silence(0.3)], ids=["a quiet room", "digital zeros"])
def test_a_pause_between_the_words_of_a_phrase_is_allowed(pause: bytes):
    loss_s = 2.31
    together = sample("overfitting", 0, 6.0)
    paused = sample("overfitting", 0, loss_s) + pause + sample("overfitting", loss_s, 6.0)
    hit, split = (spot(heard_frames(sound), ["validation loss"])["validation loss"] for sound in (together, paused))
    assert abs(split.start_s - hit.start_s) <= 0.1
    assert split.end_s - split.start_s == pytest.approx(hit.end_s - hit.start_s + 0.3, abs=0.1)
    assert split.score > hit.score - 1


def test_but_not_within_a_word():
    whole = spot(heard_frames(sample("overfitting", 0, 6.0)), ["validation loss"])["validation loss"]
    middle_s = 2.0
    torn = sample("overfitting", 0, middle_s) + white(0.4, -80) + sample("overfitting", middle_s, 6.0)
    assert spot(heard_frames(torn), ["validation loss"])["validation loss"].score < whole.score - 1


def gated(sound: bytes, dbfs: float) -> bytes:
    """As a microphone passes it on that makes digital zeros of what is quieter, a hundredth of a second at a time."""
    frames = np.frombuffer(sound, "<i2")[: len(sound) // 320 * 160].reshape(-1, 160)
    loud = np.sqrt(np.mean(frames.astype(float) ** 2, 1)) > 32768 * 10 ** (dbfs / 20)
    return np.where(loud[:, None], frames, 0).astype("<i2").tobytes()


@pytest.mark.parametrize("name", SAID)
def test_behind_a_noise_gate_phrases_are_found_all_the_same(name: str):
    sound = mixed(sample(name), fan(12, -62))
    phrases = list(SAID[name])
    open_, gate = (spot(heard_frames(s), phrases) for s in (sound, gated(sound, -45)))
    for phrase in phrases:
        assert abs(gate[phrase].start_s - SAID[name][phrase]) <= NEAR_S
        assert gate[phrase].score > open_[phrase].score - 1.5


@pytest.mark.parametrize("sound", [silence(4), fan(4, -40)], ids=["digital zeros", "a fan"])
def test_where_nobody_speaks_nothing_fits_as_a_said_phrase_does(sound: bytes):
    said = hits("overfitting")["validation loss"].score
    for hit in spot(heard_frames(sound), ["validation loss", "gradient descent"]).values():
        assert np.isfinite(hit.score)
        assert hit.score < said - 2


def test_the_listener_hears_the_phrases_in_the_sound_itself():
    sound = sample("overfitting")
    listener = PhraseListener(acoustic_model(), ["validation loss", "dropout"], say)
    for _ in range(2):
        listener.start()
        out = [listener.feed(sound[i : i + 640]) for i in range(0, len(sound), 640)]
        last, spotted = listener.finish()
        frames = np.concatenate([*out, last])
        assert len(frames) == len(cepstra(sound))
        assert spotted == tuple(spot(transformed(cepstra(sound), 2), ["validation loss", "dropout"]).values())


def test_the_listener_hears_nothing_in_nothing():
    listener = PhraseListener(acoustic_model(), ["dropout"], say)
    frames, spotted = listener.finish()
    assert (len(frames), spotted) == (0, ())


def test_a_loop_of_phones_gains_what_the_best_path_through_whole_phones_scores():
    random = np.random.default_rng(0)
    scores = random.normal(size=(7, 2 * STATES)).astype(np.float32) * 30
    steps = {(p, k): [(p, k), (p, k + 1)] for p in (0, 1) for k in range(STATES - 1)}
    steps |= {(p, STATES - 1): [(p, STATES - 1), (0, 0), (1, 0)] for p in (0, 1)}
    paths: list[tuple[tuple[int, int], ...]] = [((0, 0),), ((1, 0),)]
    for _ in scores[1:]:
        paths = [(*path, state) for path in paths for state in steps[path[-1]]]

    def worth(path: tuple[tuple[int, int], ...]) -> float:
        """With what it costs to go on to a phone, as every phone is left where its last state is."""
        enters = sum(a[1] == STATES - 1 and b[1] == 0 for a, b in pairwise(path))
        return float(sum(scores[t, p * STATES + k] for t, (p, k) in enumerate(path)) + enters * LOG_ANY_PHONE)

    loop = PhoneLoop(2)
    gains = np.concatenate([loop(scores[:3]), loop(scores[3:])])
    assert gains.sum() == pytest.approx(max(map(worth, paths)), abs=0.01)


@pytest.mark.parametrize("noise", [fan(12, -38), white(12, -38)], ids=["fan", "white noise"])
def test_held_against_the_loop_a_phrase_is_found_in_noise_where_it_is_said(noise: bytes):
    spotter = Spotter(acoustic_model(), ["validation loss", *UNSAID], say, loop=True)
    spotter.feed(heard_frames(mixed(sample("overfitting"), noise)))
    said, *others = spotter.finish()
    assert abs(said.start_s - OVERFITTING["validation loss"]) <= NEAR_S
    assert said.score > max(other.score for other in others) + 1
