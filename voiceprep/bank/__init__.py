"""Question files: finding, loading and checking them, and the key points of plain tips."""

from voiceprep.bank.lint import LintWarning, lint, lint_sounds
from voiceprep.bank.load import load_bank, slug
from voiceprep.bank.locate import banks_in, find_bank, find_question, shipped_banks, shipped_folder
from voiceprep.bank.user_aliases import Aliases, read_aliases, with_aliases
from voiceprep.derivation import derivable_points, derive_points

__all__ = [
    "Aliases",
    "LintWarning",
    "banks_in",
    "derivable_points",
    "derive_points",
    "find_bank",
    "find_question",
    "lint",
    "lint_sounds",
    "load_bank",
    "read_aliases",
    "shipped_banks",
    "shipped_folder",
    "slug",
    "with_aliases",
]
