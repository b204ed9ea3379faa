"""Files that the user names: what the system refuses is one fault with the file's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zkvm_provider.errors import InvalidInput


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises InvalidInput when it cannot be read."""
    with _told("read"):
        return path.read_bytes()


def read_text(path: Path) -> str:
    """The whole file as UTF-8. Raises InvalidInput when it cannot be read or is none."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as failure:
        raise InvalidInput.at(str(path), f"this is not UTF-8 text (byte {failure.start})") from failure


def write_text(path: Path, text: str) -> None:
    """Write over what is there. Raises InvalidInput when it cannot be written."""
    with _told("written"):
        path.write_text(text, encoding="utf-8")


def write_tree(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by their path below `folder`, which is made. Raises InvalidInput when one cannot be written."""
    with _told("written"):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


@contextmanager
def _told(done: str) -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise InvalidInput.at(str(failure.filename), f"cannot be {done}: {failure.strerror}") from failure
