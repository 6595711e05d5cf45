"""Whisper to the edge of its model: segments become a transcript, silence does not, hot words are the whole bank's."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from folders import whisper_model
from sounds import fan, sample, silence

from voiceprep.bank import find_bank, load_bank
from voiceprep.errors import EngineMissing, HearingError
from voiceprep.hearing import whisper_engine
from voiceprep.hearing.engines import Hints, make_decoder, open_recogniser
from voiceprep.hearing.whisper_engine import HOT_WORD_TOKENS, hot_words, transcript_from
from voiceprep.model import Transcript, Word

PHRASES = ("learning curve", "ROC-AUC", "early stopping", "k-fold", "dropout")


def piece(word: str, start: float = 0.0, end: float = 0.5, probability: float = 0.9) -> Any:
    return SimpleNamespace(word=word, start=start, end=end, probability=probability)


def segment(*pieces: Any, text: str = "", no_speech: float = 0.01, compression: float = 1.1) -> Any:
    """One of the library's segments, as much of it as is looked at."""
    return SimpleNamespace(
        words=list(pieces) or None, text=text, no_speech_prob=no_speech, compression_ratio=compression
    )


class FakeWhisper:
    """The module `faster_whisper` with a model that hears the given segments."""

    def __init__(self, *segments: Any) -> None:
        self.segments = segments
        self.loaded: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[dict[str, Any]] = []
        self.samples: list[Any] = []
        self.fails = False
        self.hf_tokenizer = SimpleNamespace(
            encode=lambda text, add_special_tokens: SimpleNamespace(ids=[0] * len(text.split()))
        )

    def WhisperModel(self, path: str, **options: Any) -> "FakeWhisper":  # the library's name
        self.loaded.append((path, options))
        if "broken" in path:
            raise RuntimeError("File model.bin is incomplete:\nfailed to read a value of size 4 at position 0")
        return self

    def transcribe(self, samples: Any, **options: Any) -> tuple[Iterator[Any], None]:
        self.samples.append(samples)
        self.asked.append(options)
        return self._heard(), None

    def _heard(self) -> Iterator[Any]:
        if self.fails:
            raise RuntimeError("out of memory")
        yield from self.segments


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> FakeWhisper:
    fake = FakeWhisper(segment(piece(" Dropout."), piece(" Yes.", 0.6, 0.9)))
    monkeypatch.setitem(sys.modules, "faster_whisper", fake)
    monkeypatch.setitem(sys.modules, "ctranslate2", SimpleNamespace(set_random_seed=lambda seed: None))
    monkeypatch.setattr(whisper_engine, "version", lambda name: "1.2.1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    return fake


# ---- from segments to a transcript


def test_segments_become_words_with_times_and_probabilities():
    heard = [segment(piece(" We", 0.3, 0.5), piece(" wait.", 0.5, 1.1, 0.70049)), segment(piece(" Done", 4.0, 4.4))]
    assert transcript_from(heard) == Transcript(
        "We wait. Done", (Word("We", 0.3, 0.5, 0.9), Word("wait.", 0.5, 1.1, 0.7), Word("Done", 4.0, 4.4, 0.9))
    )


def test_pieces_of_one_written_word_are_one_word():
    heard = [segment(piece(" The", 0, 1), piece(" ROC", 1, 2, 0.8), piece("-AUC", 2, 3, 0.6), piece(" 95"), piece("%"))]
    transcript = transcript_from(heard)
    assert transcript.text == "The ROC-AUC 95%"
    assert transcript.words[1] == Word("ROC-AUC", 1, 3, 0.6)


def test_a_segment_without_words_in_time_still_has_its_text():
    assert transcript_from([segment(text=" We wait.")]) == Transcript("We wait.", (Word("We"), Word("wait.")))


@pytest.mark.parametrize("signs", [{"no_speech": 0.95}, {"compression": 3.0}], ids=["silence", "repetition"])
def test_what_it_makes_up_is_dropped(signs: dict[str, float]):
    assert transcript_from([segment(piece(" Thank"), piece(" you."), **signs)]) == Transcript("")


def test_speech_that_it_is_a_little_unsure_of_is_kept():
    assert transcript_from([segment(piece(" Dropout"), no_speech=0.7, compression=2.0)]).heard


# ---- hot words


def words(text: str) -> int:
    return len(text.split())


def test_the_hot_words_are_the_banks_phrases_with_the_odd_spellings_first():
    assert hot_words(PHRASES, words).split(", ")[:2] == ["ROC-AUC", "k-fold"]
    assert sorted(hot_words(PHRASES, words).split(", ")) == sorted(PHRASES)


def test_what_does_not_fit_is_left_out_whole():
    text = hot_words(PHRASES, words, 3)
    assert words(text) <= 3
    assert set(text.split(", ")) < set(PHRASES)


def test_they_do_not_depend_on_the_order_of_the_questions():
    assert hot_words(PHRASES, words, 4) == hot_words(PHRASES[::-1], words, 4)


def test_no_question_of_the_shipped_bank_gets_them_all():
    bank = load_bank(find_bank("ml-engineer"))
    taken = set(hot_words(bank.phrases, lambda text: len(text) // 3).split(", "))
    served = sum(
        any(p.keyword in taken or taken & set(p.aliases) for tip in q.tips for p in tip.points) for q in bank.questions
    )
    assert served > len(bank.questions) / 2


def test_nothing_to_hint_at_is_no_hot_words():
    assert hot_words((), words) == ""


# ---- the engine


def test_it_loads_its_folder_once_and_the_hub_is_off(whisper: FakeWhisper, tmp_path: Path):
    decoder = make_decoder("whisper", Hints(PHRASES), whisper_model(tmp_path / "base.en"))
    assert (decoder.info.name, decoder.info.version, decoder.info.adapted) == ("whisper", "1.2.1, base.en", True)
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    for _ in range(2):
        decoder.start()
        decoder.feed(b"\0\x40" * 160)
        assert decoder.partial() == ""
        decoder.feed(b"\0\xc0" * 160)
        assert decoder.finish().text == "Dropout. Yes."
    assert len(whisper.loaded) == 1
    path, options = whisper.loaded[0]
    assert path == str(tmp_path / "base.en")
    assert options["local_files_only"]
    assert [len(s) for s in whisper.samples] == [320, 320]
    assert (whisper.samples[0][0], whisper.samples[0][-1]) == (0.5, -0.5)
    assert whisper.samples[0].dtype.name == "float32"


def test_it_is_asked_for_english_with_word_times_hot_words_and_no_prompt_of_its_own_making(
    whisper: FakeWhisper, tmp_path: Path
):
    decoder = make_decoder("whisper", Hints(PHRASES), whisper_model(tmp_path))
    decoder.start()
    decoder.feed(bytes(640))
    decoder.finish()
    asked = whisper.asked[0]
    assert (asked["language"], asked["word_timestamps"], asked["vad_filter"]) == ("en", True, True)
    assert asked["condition_on_previous_text"] is False
    assert sorted(asked["hotwords"].split(", ")) == sorted(PHRASES)


def test_without_sound_it_is_not_asked_at_all(whisper: FakeWhisper, tmp_path: Path):
    decoder = make_decoder("whisper", model=whisper_model(tmp_path))
    decoder.start()
    assert decoder.finish() == Transcript("")
    assert (whisper.asked, decoder.info.adapted) == ([], False)


def test_a_failure_is_said_in_one_line(whisper: FakeWhisper, tmp_path: Path):
    decoder = make_decoder("whisper", model=whisper_model(tmp_path))
    whisper.fails = True
    decoder.start()
    decoder.feed(bytes(640))
    with pytest.raises(HearingError, match="out of memory"):
        decoder.finish()


def test_a_model_that_the_library_refuses_is_named_in_one_line(whisper: FakeWhisper, tmp_path: Path):
    with pytest.raises(EngineMissing, match=r"broken.*incomplete: failed.*voiceprep engines") as error:
        make_decoder("whisper", model=whisper_model(tmp_path / "broken"))
    assert "\n" not in str(error.value)


def test_what_is_no_model_never_reaches_the_library(whisper: FakeWhisper, tmp_path: Path):
    for model in (None, tmp_path, Path("base.en"), Path("Systran/faster-whisper-base.en")):
        with pytest.raises(EngineMissing):
            make_decoder("whisper", model=model)
    assert whisper.loaded == []


def test_a_library_that_does_not_load_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EngineMissing, match=r"pip install 'voiceprep\[whisper\]'"):
        make_decoder("whisper", model=whisper_model(tmp_path))


# ---- the real library, where it is installed

real = pytest.mark.skipif(importlib.util.find_spec("faster_whisper") is None, reason="needs faster-whisper")


@real
@pytest.mark.parametrize("content", [b"", b"not a model", bytes(range(256)) * 20], ids=["empty", "text", "bytes"])
def test_the_real_library_refuses_a_damaged_model_in_one_line(tmp_path: Path, content: bytes):
    recogniser = open_recogniser("whisper", PHRASES, model=whisper_model(tmp_path / "base.en", content))
    try:
        with pytest.raises(HearingError, match=r"Whisper cannot load .*base\.en.*damaged") as error:
            recogniser.ready()
    finally:
        recogniser.close()
    assert "\n" not in str(error.value)


class FakeNetwork:
    """Stands for ctranslate2's model: answers each window of sound with one sentence."""

    is_multilingual, device, device_index = False, "cpu", (0,)

    def __init__(self, encode: Any) -> None:
        self._encode = encode
        self.prompts: list[list[int]] = []

    def encode(self, features: Any, to_cpu: bool) -> Any:
        return features

    def generate(self, encoded: Any, prompts: list[list[int]], **options: Any) -> list[Any]:
        self.prompts += prompts
        tokens = self._encode("<|0.20|> We watch the ROC-AUC.<|2.00|>")
        return [SimpleNamespace(sequences_ids=[tokens], scores=[-0.2], no_speech_prob=0.01)]

    def align(self, encoded: Any, start: Any, texts: list[list[int]], frames: int, **options: Any) -> list[Any]:
        return [
            SimpleNamespace(
                alignments=[(n, 10 + 5 * n) for n in range(len(t) + 1)], text_token_probs=[0.9] * (len(t) + 1)
            )
            for t in texts
        ]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeNetwork:
    """The real faster-whisper on a folder with a real tokenizer of letters, its network replaced."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import ctranslate2
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = pre_tokenizers.ByteLevel.alphabet()
    tokenizer = Tokenizer(models.BPE(vocab={letter: n for n, letter in enumerate(sorted(letters))}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tasks = "endoftext startoftranscript en translate transcribe startoflm startofprev nospeech notimestamps"
    times = [f"{n / 50:.2f}" for n in range(1501)]
    tokenizer.add_special_tokens([f"<|{name}|>" for name in [*tasks.split(), *times]])
    tokenizer.save(str(whisper_model(tmp_path / "tiny") / "tokenizer.json"))
    fake = FakeNetwork(lambda text: tokenizer.encode(text, add_special_tokens=False).ids)
    monkeypatch.setattr(ctranslate2.models, "Whisper", lambda *args, **options: fake)
    return fake


@real
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sound", [silence(3), bytes(2), fan(3, -35)], ids=["zeros", "one sample", "a fan"])
def test_where_nobody_speaks_the_real_library_never_asks_its_network(
    network: FakeNetwork, tmp_path: Path, sound: bytes
):
    decoder = make_decoder("whisper", Hints(PHRASES), tmp_path / "tiny")
    decoder.start()
    decoder.feed(sound)
    assert decoder.finish() == Transcript("")
    assert network.prompts == []


@real
@pytest.mark.filterwarnings("ignore")
def test_speech_reaches_the_network_with_the_hot_words_and_comes_back_with_times(network: FakeNetwork, tmp_path: Path):
    decoder = make_decoder("whisper", Hints(PHRASES), tmp_path / "tiny")
    assert decoder.info.adapted
    decoder.start()
    decoder.feed(sample("overfitting", 0, 4.0))
    transcript = decoder.finish()
    assert transcript.text == "We watch the ROC-AUC."
    assert all(0 <= w.start_s < w.end_s < 4 for w in transcript.words)
    assert 20 < len(network.prompts[0]) < HOT_WORD_TOKENS + 5
