"""YAML text to plain nodes that know their line, key and kind: safe whatever the file holds.

Built from PyYAML's events rather than by its constructors: nothing is ever instantiated, an anchor is refused before it
can multiply, and nesting stops at a stated depth (libyaml's own composer recurses in C).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from voiceprep.errors import BankError

try:
    _Parser: Any = yaml.CSafeLoader  # about eight times faster; a wheel without libyaml has only the other
except AttributeError:  # pragma: no cover
    _Parser = yaml.SafeLoader

MAX_BYTES = 1_000_000
"""Largest question file that is read; the shipped bank has about 30 kB."""
MAX_DEPTH = 16
"""Deepest nesting; a question file needs seven levels."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY_OF_LINE = re.compile(r"[\s-]*([^\s:#'\"\[{@*&!%][^:#'\"]*):(?:\s|$)")
_TAG = "tag:yaml.org,2002:"
_QUOTE_IT = 'a text that has ": " in it or starts with a sign such as @, * or % must stand in "quotes"'


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as errors name it."""

    file: Path
    line: int
    """Counted from 1."""
    key: str
    """Path of keys, such as `questions[0].tips[1]`; empty for the file as a whole."""

    def fail(self, message: str) -> NoReturn:
        """Raise `BankError` as "file:line: key: message"."""
        key = f"{self.key}: " if self.key else ""
        raise BankError(f"{self.file}:{self.line}: {key}{message}")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, truth value or nothing."""

    text: str
    kind: str
    """YAML's name for its type: `str`, `int`, `float`, `bool`, `null`, `timestamp`, …"""
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the file's order; no key occurs twice."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    place: Place


Node = Scalar | Sequence | Mapping


def read_nodes(file: Path) -> Node:
    """The one document of a YAML file; raises `BankError` with file and line."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BankError(f"{file}: cannot be read ({error.strerror}); check the path and its permissions.") from error
    if len(raw) > MAX_BYTES:
        raise BankError(f"{file}: is larger than {MAX_BYTES // 1_000_000} MB; split it into several question files.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        Place(file, raw.count(b"\n", 0, error.start) + 1, "").fail("is not UTF-8 text; save the file as UTF-8.")
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        Place(file, line, "").fail(f"holds the control character {odd[0]!r}; remove it.")
    return _Composer(file, text).document()


class _Composer:
    """Walks the events once; knows at any moment under which key it stands."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._key = ""
        self._line = 1
        self._lines = text.splitlines()
        self._parser = _Parser(text)

    def document(self) -> Node:
        try:
            self._next()  # the start of the stream
            if isinstance(self._next(), yaml.StreamEndEvent):
                self._place().fail("is empty; a question file starts with `bank: its-name`.")
            root = self._node(self._next(), depth=0)
            self._next()  # the end of the document
            if not isinstance(self._next(), yaml.StreamEndEvent):
                self._place().fail("a second YAML document starts here; remove the line `---`, or use two files.")
            return root
        finally:
            self._parser.dispose()

    def _next(self) -> Any:
        try:
            event = self._parser.get_event()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            self._line = mark.line + 1 if mark else self._line
            problem = getattr(error, "problem", None) or "it cannot be parsed"
            source = self._lines[self._line - 1] if self._line <= len(self._lines) else ""
            if found := _KEY_OF_LINE.match(source):  # the scanner is ahead of the events, and so of the key
                self._key = found[1]
            self._place().fail(f"is not valid YAML ({problem}); {_hint(source)}")
        self._line = event.start_mark.line + 1
        return event

    def _place(self) -> Place:
        return Place(self._file, self._line, self._key)

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place()
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            place.fail("YAML anchors and aliases (& and *) are not used here; write the text out, or quote it.")
        if depth > MAX_DEPTH:
            place.fail(f"is nested more than {MAX_DEPTH} levels deep; a question file needs seven.")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self._kind(event), place)
        if event.tag:
            place.fail(f"the YAML tag {event.tag} is not used here; remove it.")
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(self._items(place.key, depth), place)
        return Mapping(self._entries(place.key, depth), place)

    def _kind(self, event: Any) -> str:
        tag = event.tag or self._parser.resolve(yaml.ScalarNode, event.value, event.implicit)
        if event.tag not in (None, "!", f"{_TAG}str"):
            self._place().fail(f"the YAML tag {event.tag} is not used here; remove it, or quote the text.")
        return "str" if tag == "!" else str(tag.removeprefix(_TAG))

    def _items(self, parent: str, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            self._key = f"{parent}[{len(items)}]"
            items.append(self._node(event, depth + 1))
        self._key = parent
        return tuple(items)

    def _entries(self, parent: str, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        entries: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                key.place.fail("a key must be a plain text; put it in quotes.")
            self._key = f"{parent}.{key.text}" if parent else key.text
            if key.text in lines:
                self._place().fail(f"stands here twice, first in line {lines[key.text]}; remove one.")
            lines[key.text] = self._line
            entries.append((Scalar(key.text, key.kind, self._place()), self._node(self._next(), depth + 1)))
            self._key = parent
        return tuple(entries)


def _hint(source: str) -> str:
    """What to do about a line that YAML cannot read."""
    if "\t" in source[: len(source) - len(source.lstrip())]:
        return "indent with spaces, not with tabs."
    return f"look at this line and the one before: {_QUOTE_IT}, and entries of a list need the same indentation."
