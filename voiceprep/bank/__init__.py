"""Question files: finding, loading and checking them, and the key points of plain tips."""

from voiceprep.bank.lint import LintWarning, lint, lint_sounds
from voiceprep.bank.load import load_bank, slug
from voiceprep.bank.locate import find_bank, find_question, known_banks, shipped_banks, shipped_folder
from voiceprep.bank.user_aliases import Aliases, read_aliases, with_aliases
from voiceprep.derivation import derivable_points, derive_points

__all__ = [
    "Aliases",
    "LintWarning",
    "derivable_points",
    "derive_points",
    "find_bank",
    "find_question",
    "known_banks",
    "lint",
    "lint_sounds",
    "load_bank",
    "read_aliases",
    "shipped_banks",
    "shipped_folder",
    "slug",
    "with_aliases",
]
