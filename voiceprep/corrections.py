"""`voiceprep correct`: what it changes and what it says of that, line by line."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from voiceprep.bank import find_bank, load_bank, read_aliases
from voiceprep.errors import BankError, ConfigError
from voiceprep.model import Bank
from voiceprep.practice.correct import Correction, bank_of, correct, undo
from voiceprep.practice.heard_instead import NOTHING_LIKE_IT, how_it_is_said, point_of
from voiceprep.practice.remembered import forget, remember
from voiceprep.records.archive import Archive, Kept

Agreed = Callable[[str], bool | None]
"""Asks; None where there is nobody to answer."""


def correct_lines(
    recordings: Path,
    answer: str,
    point: str,
    bank: Path | None,
    aliases: Path,
    alias: str | None,
    agreed: Agreed,
    at: datetime,
) -> Iterator[str]:
    """Let a point of a kept answer count.

    `alias` is the text to remember, "" what was heard, None where `agreed` is to be asked. Raises `VoiceprepError`.
    """
    archive = Archive(recordings)
    kept = archive.find(answer, point)
    done = correct(kept, point, _bank(archive, kept, bank, aliases), how_it_is_said(), at)
    if done.was == "said":
        yield f"{done.keyword} counts already in {kept.id}."
    else:
        coverage = done.kept.record["coverage"]
        made = f"{coverage['said']} of {sum(coverage.values())} points said"
        yield f"Noted: {done.keyword} counts in {kept.id}: {done.was} -> said; {made}."
        yield f'Heard instead: "{done.heard}"' if done.heard else f"Heard instead: {NOTHING_LIKE_IT}."
    if alias is not None:
        yield _kept(aliases, done, alias or done.heard)
    elif done.why_not is None:
        yield from _offered(aliases, done, agreed)
    elif done.heard and done.was != "said":
        yield f"It is not offered as an alias: {done.why_not}. --as TEXT keeps what you choose."


def _bank(archive: Archive, kept: Kept, given: Path | None, aliases: Path) -> Bank | None:
    """Today's bank of the answer; without it the record says enough to go on."""
    own = read_aliases(aliases)
    banks = [load_bank(find_bank(given))] if given else []
    try:
        return bank_of(archive, kept, banks, own)
    except BankError:
        return None


def _offered(aliases: Path, done: Correction, agreed: Agreed) -> Iterator[str]:
    answer = agreed(f'From now on, let "{done.heard}" count as {done.keyword}?')
    if answer:
        yield _kept(aliases, done, done.heard)
    elif answer is None:
        yield f'--remember lets "{done.heard}" count as {done.keyword} from now on.'


def _kept(aliases: Path, done: Correction, alias: str) -> str:
    """Raises `ConfigError` with the reason where an alias is refused; what was corrected stays so."""
    if not alias.strip():
        raise ConfigError(f"Nothing is remembered for {done.keyword}: {NOTHING_LIKE_IT}. --as TEXT says what to keep.")
    if reason := remember(aliases, done.question, point_of(done.question, done.keyword), alias):
        raise ConfigError(f"Nothing is remembered for {done.keyword}: {reason}. --as TEXT says what to keep instead.")
    return f'From now on "{alias.strip()}" counts as {done.keyword}. It is kept in {aliases}.'


def undo_lines(recordings: Path, answer: str, point: str) -> Iterator[str]:
    """Take a correction back; raises `VoiceprepError`."""
    kept, now = undo(Archive(recordings).find(answer, point), point)
    yield f"Taken back: {now.keyword} is {now.verdict} in {kept.id}, as it was heard."


def alias_lines(aliases: Path) -> Iterator[str]:
    """The user's own aliases by key point; raises `BankError` where the file cannot be read."""
    known = read_aliases(aliases)
    for keyword, ways in known.items():
        yield f"{keyword}: {', '.join(ways)}"
    yield f"They are kept in {aliases}." if known else f"You have no aliases of your own; {aliases} would hold them."


def forget_lines(aliases: Path, alias: str) -> Iterator[str]:
    """Remove one of them; raises `VoiceprepError`."""
    yield f'"{alias}" counts no more as {", ".join(forget(aliases, alias))}.'
