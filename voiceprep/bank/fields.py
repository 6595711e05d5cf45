"""Typed reading of YAML nodes: each function gives the value or raises `BankError` with file, line and key."""

from collections.abc import Iterable
from difflib import get_close_matches

from voiceprep.bank.yaml_nodes import Mapping, Node, Scalar, Sequence

_KINDS = {
    "int": "a number", "float": "a number", "bool": "a truth value", "timestamp": "a date",
}  # fmt: skip


def prose(node: Node) -> str:
    """A text that is spoken or shown, without outer white space."""
    return text(node).strip()


def text(node: Node) -> str:
    """A text exactly as the file has it; a bare number, date or `yes` must be quoted."""
    scalar = _filled(node)
    if scalar.kind != "str":
        kind = _KINDS.get(scalar.kind, "no text")
        scalar.place.fail(f'must be a text, but YAML reads {scalar.text} as {kind}; write "{scalar.text}" in quotes.')
    return scalar.text


def name(node: Node) -> str:
    """An id or a bank's name: any text that is not blank; `7` and `yes` are taken as written."""
    return _filled(node).text


def level(node: Node) -> int:
    """A whole number from 1 to 5."""
    if not isinstance(node, Scalar) or node.kind != "int" or node.text not in {"1", "2", "3", "4", "5"}:
        node.place.fail(f"must be a whole number from 1 (easy) to 5, not {_described(node)}.")
    return int(node.text)


def items(node: Node) -> tuple[Node, ...]:
    """The entries of a list, which may be empty."""
    if isinstance(node, Sequence):
        return node.items
    return node.place.fail(f'must be a list, one "- " line for each entry, not {_described(node)}.')


def some_items(node: Node, what: str) -> tuple[Node, ...]:
    """The entries of a list that must hold something."""
    return items(node) or node.place.fail(f"is empty; add at least one {what}.")


def mapping(node: Node) -> Mapping:
    """Keys with values."""
    if isinstance(node, Mapping):
        return node
    return node.place.fail(f'must hold keys with values ("key: value"), not {_described(node)}.')


def record(node: Node, allowed: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Node]:
    """Values by key, where only some keys may stand and some must."""
    table = mapping(node)
    found: dict[str, Node] = {}
    for key, value in table.entries:
        if key.text not in allowed:
            key.place.fail(f"unknown key {key.text!r}; {suggestion(key.text, allowed)}")
        found[key.text] = value
    for key_name in required:
        if key_name not in found:
            table.place.fail(f"the key {key_name!r} is missing; add it.")
    return found


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """What was probably meant: the nearest known name, else all of them."""
    known = tuple(known)
    near = get_close_matches(wrong.casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}."


def _filled(node: Node) -> Scalar:
    if not isinstance(node, Scalar):
        node.place.fail(f'must be a text, not {_described(node)}; if it has ": " in it, put it in quotes.')
    if node.kind == "null" or not node.text.strip():
        node.place.fail("is empty; write something, or remove the key.")
    return node


def _described(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.kind == "null" else f'"{node.text}"' if node.kind == "str" else node.text
    return "a list" if isinstance(node, Sequence) else "keys with values"
