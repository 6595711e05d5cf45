"""Where banks and questions are found: the shipped ones by name, any other by path, the nearest name when none fits."""

import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from voiceprep.errors import BankError, UnknownQuestion
from voiceprep.model import Bank, Question

_PACKAGE = Path(__file__).resolve().parent.parent
_SUFFIX = ".yaml"


def shipped_folder() -> Path:
    """The banks that come with voiceprep: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "questions"
    return inside if inside.is_dir() else _PACKAGE.parent / "questions"


def shipped_banks() -> list[Path]:
    """The shipped question files in the order of their names."""
    return sorted(shipped_folder().glob(f"*{_SUFFIX}"))


def banks_in(folder: Path) -> list[Path]:
    """The question files of a folder in the order of their names; none where there is no such folder."""
    return sorted(file for suffix in (_SUFFIX, ".yml") for file in folder.glob(f"*{suffix}") if _is(file.is_file))


def known_banks(own: Path | None = None) -> list[Path]:
    """The question files that have a name: the shipped ones, each unless the folder `own` has one of that name."""
    mine = banks_in(own) if own else []
    names = {file.stem for file in mine}
    return [*(file for file in shipped_banks() if file.stem not in names), *mine]


def find_bank(name_or_path: str | os.PathLike[str], own: Path | None = None) -> Path:
    """The file of a bank's name, in the folder `own` or shipped, or of a path; `./name` reaches a file called so."""
    given = os.fspath(name_or_path)
    named = known_banks(own)
    for file in named:
        if given == file.stem:
            return file
    path = _expanded(given)
    if given and _is(path.is_dir):
        raise BankError(f"{path}: is a folder; name one of the question files in it.")
    if given and _is(path.exists):
        return path
    what = f"file {given}" if path.suffix in (_SUFFIX, ".yml") or len(path.parts) > 1 else f"question bank {given!r}"
    raise BankError(f"There is no {what}; {_nearest(path.stem, [f.stem for f in named])}")


def _expanded(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:  # "~nobody": no home folder of that name
        return Path(given)


def _is(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except (OSError, ValueError):  # a name that is too long, or a folder that may not be entered
        return False


def find_question(bank: Bank, id_: str) -> Question:
    """The question of that id; raises `UnknownQuestion` with the nearest ids."""
    for question in bank.questions:
        if question.id == id_:
            return question
    where = f"{bank.source or bank.name}"
    raise UnknownQuestion(f"{where}: has no question {id_!r}; {_nearest(id_, [q.id for q in bank.questions])}")


def _nearest(wrong: str, known: list[str]) -> str:
    plain = {name.casefold(): name for name in known}
    near = [plain[name] for name in get_close_matches(wrong.casefold(), plain, n=3, cutoff=0.5)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}." if known else "give the path of a file."
