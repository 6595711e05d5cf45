"""The user's own aliases on disk: one more, or one less; the file is private, and written whole or not at all."""

from pathlib import Path

from voiceprep.bank.user_aliases import Aliases, added, aliases_text, harm, joined, read_aliases, removed
from voiceprep.errors import ConfigError
from voiceprep.model import KeyPoint, Question
from voiceprep.records.private import private_folder, write_text


def remember(file: Path, question: Question, point: KeyPoint, alias: str) -> str | None:
    """Add an alias to the file; gives the reason where it would do harm and is not added.

    Raises `BankError` where the file cannot be read, `ConfigError` where it cannot be written.
    """
    if (reason := harm(question, point, alias)) is None:
        _write(file, added(read_aliases(file), point.keyword, alias.strip()))
    return reason


def forget(file: Path, alias: str) -> list[str]:
    """Remove an alias; gives the points that had it. Raises like `remember`, and where there is none like it."""
    aliases = read_aliases(file)
    points = [keyword for keyword, ways in aliases.items() if joined(alias) in map(joined, ways)]
    if not points:
        known = ", ".join(f'"{way}"' for ways in aliases.values() for way in ways)
        raise ConfigError(f'There is no alias "{alias}" in {file}. It has: {known or "none"}.')
    _write(file, removed(aliases, alias))
    return points


def _write(file: Path, aliases: Aliases) -> None:
    try:
        private_folder(file.parent)
        write_text(file, aliases_text(aliases))
    except OSError as error:
        raise ConfigError(f"{file} cannot be written ({error.strerror}), so nothing was changed in it.") from error
