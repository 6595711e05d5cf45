"""Folders that look like downloaded models, and hold nothing."""

from pathlib import Path


def write(folder: Path, *parts: str, content: bytes = b"not a model") -> Path:
    for part in parts:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes(content)
    return folder


def vosk_model(folder: Path, content: bytes = b"not a model") -> Path:
    return write(folder, "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", content=content)


def whisper_model(folder: Path, content: bytes = b"not a model") -> Path:
    return write(folder, "model.bin", "config.json", "tokenizer.json", "vocabulary.txt", content=content)


MAKERS = {"vosk": vosk_model, "whisper": whisper_model}
