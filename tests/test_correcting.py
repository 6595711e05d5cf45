"""`voiceprep correct` and `voiceprep rescore` as a user types them, on kept answers of a bank of their own."""

import json
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from voiceprep.audio.files import read_sound
from voiceprep.bank import load_bank
from voiceprep.cli import main
from voiceprep.config import samples_folder
from voiceprep.judging import feedback, judge
from voiceprep.model import EngineInfo, Transcript, Word
from voiceprep.records.archive import Archive
from voiceprep.records.record import answer_record

AT = datetime(2026, 1, 31, 14, 22, 33, tzinfo=UTC)
HEARD = "i start from the confusion matrix then i would add wait the k"
SAMPLE = read_sound(samples_folder() / "evaluation.flac")
BANK = """\
bank: mine
questions:
- id: evaluation
  ask: How do you evaluate a classifier?
  why: It tells whether you did.
  tips:
  - {tip: Name them., keywords: [confusion matrix, weight decay, precision, "recall: all of them"]}
"""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own is read or written."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("VOICEPREP_CONFIG", str(tmp_path / "settings" / "config.yaml"))
    monkeypatch.setenv("VOICEPREP_RECORDINGS", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "stdin", StringIO())  # nobody is there to be asked


@pytest.fixture
def voiceprep(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["voiceprep", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        printed = capfd.readouterr()
        return int(exit_.value.code or 0), printed.out, printed.err

    return run


class Kept:
    """A recordings folder with one session, to which answers are added."""

    def __init__(self, folder: Path) -> None:
        self.bank_file = folder / "mine.yaml"
        self.bank_file.write_text(BANK, encoding="utf-8")
        self.aliases = folder / "settings" / "aliases.yaml"
        self.archive = Archive(folder / "kept")
        self.session, journal = self.archive.start_session(
            AT, "mine", {"bank": "mine", "bank_file": str(self.bank_file)}
        )
        journal.remove()
        self.answer()

    def answer(self, text: str = HEARD) -> dict:
        bank = load_bank(self.bank_file)
        question = bank.questions[0]
        transcript = Transcript(text, tuple(Word(w, n, n + 0.5, None) for n, w in enumerate(text.split())))
        verdict = judge(question, transcript)
        number = len(self.archive.answers()) + 1
        name = self.session.new_answer(question.id, number)
        record = answer_record(
            id=self.session.answer_id(name), session=self.session.id, at=AT, attempt=number, bank=bank,
            question=question, audio={"path": f"{name}.wav", "seconds": 12.5}, engine=EngineInfo("sphinx", "0", True),
            transcript=transcript, verdict=verdict, end_reason="enter",
            feedback=feedback(question, verdict, transcript=transcript).sentences,
        )  # fmt: skip
        self.session.keep(name, record, SAMPLE)
        return record

    @property
    def record(self) -> dict:
        return self.archive.find("latest").record

    def verdict(self, keyword: str = "weight decay") -> str:
        return next(p["verdict"] for p in self.record["points"] if p["keyword"] == keyword)

    def bank_changes(self, old: str, new: str) -> None:
        self.bank_file.write_text(self.bank_file.read_text().replace(old, new), encoding="utf-8")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


class TestCorrect:
    def test_a_part_of_its_name_is_enough_and_it_says_what_changed_and_what_was_heard(self, voiceprep, kept) -> None:
        before = kept.record
        code, out, err = voiceprep("correct", "--point", "decay")
        assert (code, err) == (0, "")
        assert "weight decay counts" in out
        assert "missing -> said; 2 of 4 points said" in out
        assert 'Heard instead: "wait the k"' in out
        assert "--remember" in out, "nobody is there to be asked"
        assert kept.verdict() == "said"
        assert kept.record["coverage"] == {"said": 2, "maybe": 0, "missing": 2}
        unchanged = set(before) - {"points", "coverage", "overrules", "feedback"}
        assert {k: before[k] for k in unchanged} == {k: kept.record[k] for k in unchanged}
        assert "by your own word" in " ".join(voiceprep("replay", "latest", "--text")[1].split())
        assert not kept.aliases.exists()

    def test_words_that_are_like_nothing_are_said_to_be(self, voiceprep, kept) -> None:
        _, out, _ = voiceprep("correct", "evaluation", "--point", "recall")
        assert "no words there are like it" in out
        assert "--remember" not in out

    @pytest.mark.parametrize(("answer", "remembered"), [(True, True), (False, False)])
    def test_on_a_terminal_it_asks(self, voiceprep, kept, monkeypatch, answer: bool, remembered: bool) -> None:
        asked: list[str] = []
        monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr("click.confirm", lambda text, default: asked.append(text) or answer)
        assert voiceprep("correct", "--point", "decay")[0] == 0
        assert asked == ['From now on, let "wait the k" count as weight decay?']
        assert kept.aliases.exists() == remembered

    def test_what_is_remembered_counts_from_then_on_in_score_and_rescore(self, voiceprep, kept) -> None:
        score = ("score", "--bank", kept.bank_file, "--text", "i add wait the k", "--json")
        assert json.loads(voiceprep(*score)[1])["coverage"]["said"] == 0
        code, out, _ = voiceprep("correct", "--point", "decay", "--remember")
        assert code == 0
        assert f"It is kept in {kept.aliases}" in out
        assert json.loads(voiceprep(*score)[1])["coverage"]["said"] == 1
        voiceprep("correct", "--point", "decay", "--undo")
        assert kept.verdict() == "missing"
        assert voiceprep("rescore", "--text")[0] == 0
        point = kept.record["points"][1]
        assert (point["verdict"], point["evidence"]["how"]) == ("said", "alias")

    def test_it_can_be_remembered_later_and_in_other_words(self, voiceprep, kept) -> None:
        voiceprep("correct", "--point", "decay")
        code, out, _ = voiceprep("correct", "--point", "decay", "--as", "white decoy")
        assert code == 0
        assert "counts already" in out
        assert voiceprep("correct", "--aliases")[1].startswith("weight decay: white decoy\n")

    @pytest.mark.parametrize(
        ("alias", "why"),
        [("the", "any answer"), ("precision", "another point"), ("classifier", "question"), ("", "no")],
    )
    def test_an_alias_that_would_do_harm_is_refused_and_the_correction_stands(
        self, voiceprep, kept, alias, why
    ) -> None:
        code, _, err = voiceprep("correct", "--point", "recall", "--as", alias)
        assert code == 1
        assert why in err
        assert kept.verdict("recall: all of them") == "said"
        assert not kept.aliases.exists()

    def test_it_is_taken_back(self, voiceprep, kept) -> None:
        before = kept.record
        voiceprep("correct", "--point", "decay")
        code, out, _ = voiceprep("correct", "--point", "decay", "--undo")
        assert code == 0
        assert "is missing" in out
        assert kept.record == before
        assert voiceprep("correct", "--point", "decay", "--undo")[0] == 1

    def test_aliases_are_listed_and_forgotten(self, voiceprep, kept) -> None:
        assert "no aliases of your own" in voiceprep("correct", "--aliases")[1]
        voiceprep("correct", "--point", "decay", "--remember")
        assert voiceprep("correct", "--forget", "Wait the K")[1] == '"Wait the K" counts no more as weight decay.\n'
        assert "no aliases of your own" in voiceprep("correct", "--aliases")[1]
        code, _, err = voiceprep("correct", "--forget", "wait the k")
        assert code == 1
        assert "It has: none" in err

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
    def test_the_file_of_aliases_is_private(self, voiceprep, kept) -> None:
        voiceprep("correct", "--point", "decay", "--remember")
        assert kept.aliases.stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize(
        ("point", "named"), [("dropout", "confusion matrix, weight decay"), ("ec", "weight decay, pr")]
    )
    def test_a_point_that_is_not_clear_is_answered_with_those_that_there_are(
        self, voiceprep, kept, point, named
    ) -> None:
        before = kept.record
        code, _, err = voiceprep("correct", "--point", point)
        assert code == 1
        assert named in err
        assert kept.record == before

    def test_an_answer_in_which_nothing_was_heard_has_no_points(self, voiceprep, kept) -> None:
        kept.answer("")
        code, _, err = voiceprep("correct", "--point", "decay")
        assert code == 1
        assert "Nothing was heard" in err

    def test_without_its_bank_the_record_says_enough(self, voiceprep, kept) -> None:
        kept.bank_file.unlink()
        code, out, _ = voiceprep("correct", "--point", "decay", "--remember")
        assert code == 0
        assert '"wait the k" counts as weight decay' in out

    def test_a_broken_file_of_aliases_is_named_before_anything_is_changed(self, voiceprep, kept) -> None:
        kept.aliases.parent.mkdir()
        kept.aliases.write_text("a: [b]\nc: 7\n")
        before = kept.record
        for arguments in (["correct", "--point", "decay"], ["correct", "--aliases"], ["rescore", "--text"]):
            code, _, err = voiceprep(*arguments)
            assert code == 1
            assert f"{kept.aliases}:2" in err
        assert kept.record == before

    @pytest.mark.parametrize(
        "arguments",
        [[], ["--remember"], ["--undo"], ["--aliases", "--forget", "x"], ["--point", "x", "--undo", "--as", "y"]],
    )
    def test_wrong_usage_exits_with_2(self, voiceprep, kept, arguments: list[str]) -> None:
        assert voiceprep("correct", *arguments)[0] == 2


UNCHANGED = ("id", "session", "at", "attempt", "audio", "end_reason")


class TestRescore:
    def test_a_transcript_is_held_against_todays_bank(self, voiceprep, kept) -> None:
        before = kept.record
        kept.bank_changes("weight decay", "weight decay: [add wait]")
        code, out, err = voiceprep("rescore", "--text")
        assert (code, err) == (0, "")
        changed = "1 said, 0 maybe, 3 missing -> 2 said, 0 maybe, 2 missing"
        assert out == f"{before['id']}: {changed}\n1 answer judged again: {changed}.\n"
        same = (*UNCHANGED, "engine", "transcript", "delivery", "question_text", "why")
        assert {k: kept.record[k] for k in same} == {k: before[k] for k in same}
        assert list(kept.record) == list(before)

    def test_the_feedback_is_told_again_with_the_remark_on_the_length(self, voiceprep, kept) -> None:
        voiceprep("rescore", "latest")  # from the sound
        before = kept.record["feedback"]
        assert any("seconds" in sentence for sentence in before)
        assert voiceprep("rescore", "--text")[0] == 0
        assert kept.record["feedback"] == before
        voiceprep("correct", "--point", "decay")
        assert any("seconds" in sentence for sentence in kept.record["feedback"])
        voiceprep("correct", "--point", "decay", "--undo")
        assert kept.record["feedback"] == before

    @pytest.mark.parametrize("again", [["rescore", "latest"], ["rescore", "--text"], ["correct", "--point", "decay"]])
    def test_the_length_that_the_user_aimed_at_still_holds(self, voiceprep, kept, again: list[str]) -> None:
        record = kept.record
        length = {**record["delivery"]["length"], "target_s": [150, 300]}
        kept.archive.find("latest").replaced({**record, "delivery": {**record["delivery"], "length": length}})
        assert voiceprep(*again)[0] == 0
        assert kept.record["delivery"]["length"]["target_s"] == [150, 300]
        assert any("You aim at 5 minutes." in sentence for sentence in kept.record["feedback"])

    def test_what_was_corrected_stays(self, voiceprep, kept) -> None:
        voiceprep("correct", "--point", "decay")
        corrected = kept.record
        assert voiceprep("rescore", "--text")[0] == 0
        assert kept.record == corrected

    def test_what_only_the_sound_told_is_not_lost_where_only_the_text_is_judged(self, voiceprep, kept) -> None:
        record = kept.record
        by_sound = {"how": "sound", "text": "wait the k", "start_s": 10.0, "end_s": 12.0, "score": 0.7}
        unsure = {**record["points"][0], "verdict": "maybe"}
        point = {**record["points"][1], "verdict": "said", "evidence": by_sound}
        points = [unsure, point, *record["points"][2:]]
        old = {**record, "points": points, "coverage": {"said": 1, "maybe": 1, "missing": 2}}
        kept.archive.find("latest").replaced(old)
        assert voiceprep("rescore", "--text")[0] == 0
        assert kept.record["points"] == points

    def test_the_sound_is_heard_again_by_the_path_of_score(self, voiceprep, kept) -> None:
        voiceprep("correct", "--point", "decay")
        before = kept.record
        code, out, _ = voiceprep("rescore", "latest")
        assert code == 0
        assert "1 answer judged again" in out
        after = kept.record
        assert {k: after[k] for k in UNCHANGED} == {k: before[k] for k in UNCHANGED}
        scored = json.loads(
            voiceprep("score", samples_folder() / "evaluation.flac", "--bank", kept.bank_file, "--json")[1]
        )
        assert after["transcript"] == scored["transcript"] != before["transcript"]
        assert after["engine"] == scored["engine"]
        assert [p for p in after["points"] if p["keyword"] != "weight decay"] == [
            p for p in scored["points"] if p["keyword"] != "weight decay"
        ]
        assert kept.verdict() == "said", "by the user's own word"
        assert kept.verdict("precision") == "said"

    def test_a_command_that_was_said_into_the_answer_stays_out_of_it(self, voiceprep, kept) -> None:
        voiceprep("rescore", "latest")
        words = kept.record["transcript"]["words"]
        cut = {"commands": [[words[1]["start_s"], words[2]["end_s"]]]}
        kept.archive.find("latest").replaced({**kept.record, "audio": {**kept.record["audio"], **cut}})
        for _ in range(2):
            voiceprep("rescore", "latest")
            assert kept.record["audio"]["commands"] == cut["commands"]
            assert [w["text"] for w in kept.record["transcript"]["words"][:2]] == [words[0]["text"], words[3]["text"]]

    def test_what_cannot_be_judged_again_is_left_and_said_and_the_others_go_on(self, voiceprep, kept) -> None:
        gone = kept.record
        (kept.session.folder / gone["audio"]["path"]).unlink()
        kept.answer()
        code, out, err = voiceprep("rescore", "--jobs", "2")
        assert code == 1
        assert f"{gone['id']}: left as it is. Its sound is not there any more; --text" in err
        assert err.count("\n") == 1
        assert "1 answer judged again" in out
        assert "1 left as it is." in out
        assert kept.archive.answers()[0].record == gone

    def test_without_its_bank_or_its_question_an_answer_is_left_untouched(self, voiceprep, kept, tmp_path) -> None:
        before = kept.record
        kept.bank_changes("id: evaluation", "id: other")
        code, _, err = voiceprep("rescore", "--text")
        assert code == 1
        assert "no question 'evaluation'" in err
        moved = tmp_path / "moved.yaml"
        kept.bank_file.unlink()
        moved.write_text(BANK, encoding="utf-8")
        code, _, err = voiceprep("rescore", "--text")
        assert code == 1
        assert "no question bank 'mine'" in err
        assert kept.record == before
        assert voiceprep("rescore", "--text", "--bank", moved)[0] == 0

    def test_a_bank_of_another_name_is_no_bank_of_these_answers(self, voiceprep, kept) -> None:
        code, _, err = voiceprep("rescore", "--text", "--bank", "ml-engineer")
        assert code == 1
        assert "None of these answers" in err

    def test_without_answers_it_says_so(self, voiceprep) -> None:
        code, _, err = voiceprep("rescore")
        assert code == 1
        assert "voiceprep practice" in err
