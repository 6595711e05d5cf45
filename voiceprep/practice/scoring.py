"""One answer judged outside an interview: kept, imported or typed; by exactly the path that live answers take."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import local
from types import MappingProxyType
from typing import Any

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, Sound
from voiceprep.errors import VoiceprepError
from voiceprep.hearing.ear import Ear, hear_sound, without
from voiceprep.hearing.embedded_model import how_phrases_are_said
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.recogniser import Recogniser
from voiceprep.hearing.registry import Choice
from voiceprep.hearing.vad import Span, silero
from voiceprep.judging import feedback, judge
from voiceprep.judging.delivery import TARGET_S
from voiceprep.model import CUT_SHORT, Bank, Question, Transcript
from voiceprep.records.record import answer_record, read_commands

Clock = Callable[[], datetime]


def score_text(bank: Bank, question: Question, text: str, id: str, now: Clock) -> dict[str, Any]:
    """The record of a text, as if it had been heard; it has no audio, no engine and no times."""
    transcript = Transcript(" ".join(text.split()))
    verdict = judge(question, text, how_phrases_are_said())
    return answer_record(
        id=id,
        session=None,
        at=now(),
        attempt=1,
        bank=bank,
        question=question,
        audio=None,
        engine=None,
        transcript=transcript,
        verdict=verdict,
        end_reason="end_of_file",
        feedback=feedback(question, verdict, transcript=transcript).sentences,
    )


def score_sound(
    bank: Bank, question: Question, sound: Sound, ear: Ear, about: dict[str, Any], now: Clock
) -> dict[str, Any]:
    """The record of a sound; `about` overrides its id, session, attempt, audio, end reason and target.

    What the audio is noted to hold of spoken commands is no part of the answer. Raises `HearingError`.
    """
    transcript, engine = hear_sound(sound.pcm, ear, BLOCK_BYTES)
    transcript = without(transcript, [Span(*times) for times in read_commands(about.get("audio"))])
    verdict = judge(question, transcript)
    values: dict[str, Any] = {
        "session": None, "attempt": 1, "end_reason": "end_of_file", "target_s": TARGET_S, **about
    }  # fmt: skip
    whole = values["end_reason"] not in CUT_SHORT
    return answer_record(
        at=now(),
        bank=bank,
        question=question,
        engine=engine,
        transcript=transcript,
        verdict=verdict,
        feedback=feedback(question, verdict, 0, transcript, whole, engine, values["target_s"]).sentences,
        **values,
    )


def new_ear(engine: Choice, phrases: Sequence[str] = (), cache: Path | None = None) -> Ear:
    """An ear of its own with its recogniser's process; the caller closes `ear.recogniser`.

    It may adapt itself to `phrases`, a whole bank's, and keep what it made of them in the folder `cache`.
    """
    return Ear(open_recogniser(engine.name, phrases, cache, engine.model), silero())


def score_files(
    bank: Bank,
    files: Sequence[tuple[Path, Question]],
    engine: Choice,
    jobs: int,
    now: Clock,
    model_cache: Path | None = None,
    known: Mapping[Path, dict[str, Any]] = MappingProxyType({}),
) -> Iterator[tuple[Path, dict[str, Any] | VoiceprepError]]:
    """Judge many files, `jobs` at a time, in their order; a file that fails gives its error and the others go on.

    Of some is `known` what a record says: its `audio`, and its `target_s`.
    """
    mine = local()
    recognisers: list[Recogniser] = []

    def score(file: Path, question: Question) -> dict[str, Any] | VoiceprepError:
        try:
            sound = read_sound(file)
            if not hasattr(mine, "ear"):
                mine.ear = new_ear(engine, bank.phrases, model_cache)
                recognisers.append(mine.ear.recogniser)
            about = {"audio": {}, **known.get(file, {}), "id": file.stem}
            about["audio"] = {**about["audio"], "path": str(file), "seconds": round(sound.seconds, 2)}
            return score_sound(bank, question, sound, mine.ear, about, now)
        except VoiceprepError as error:
            return error

    try:
        with ThreadPoolExecutor(max(1, min(jobs, len(files))), thread_name_prefix="score") as pool:
            results = [pool.submit(score, file, question) for file, question in files]
            for (file, _), result in zip(files, results, strict=True):
                yield file, result.result()
    finally:
        for recogniser in recognisers:
            recogniser.close()
