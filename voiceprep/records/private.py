"""Files that only their user can read (0700 folders, 0600 files), written whole or not at all."""

import json
import os
from pathlib import Path
from typing import IO, Any


def private_folder(path: Path) -> Path:
    """Make the folder, and the missing ones above it, readable by this user alone; raises OSError."""
    for part in [*reversed(path.parents), path]:
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)
    return path


def open_private(path: Path, flags: int = os.O_WRONLY | os.O_CREAT | os.O_TRUNC) -> IO[bytes]:
    """Open for binary writing with mode 0600; raises OSError."""
    mode = "ab" if flags & os.O_APPEND else "wb"
    return open(os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600), mode)  # noqa: PTH123  # a descriptor


def write_text(path: Path, text: str) -> None:
    """Write a text file so that a crash leaves the old one or the new one; raises OSError."""
    unfinished = path.with_name(path.name + ".tmp")
    with open_private(unfinished) as file:
        file.write(text.encode())
    unfinished.replace(path)


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write a JSON file so that a crash leaves the old one or the new one; raises OSError."""
    write_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
