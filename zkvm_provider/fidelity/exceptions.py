"""Answers that are known to differ for a reason that lies in the recorded machine: `exceptions.yaml` of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from zkvm_provider.errors import InvalidInput
from zkvm_provider.fidelity.score import Column

Exceptions = Mapping[tuple[str, Column], str]
"""The reason by case (`domains/019-mem-TiB`) and column."""


def load_exceptions(directory: Path) -> Exceptions:
    """What `exceptions.yaml` lists (entries of `case`, `column`, `reason`); nothing where there is none.

    Raises `InvalidInput` with the entry that is none.
    """
    path = directory / "exceptions.yaml"
    if not path.is_file():
        return {}
    found: dict[tuple[str, Column], str] = {}
    for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or []):
        try:
            found[(str(entry["case"]), Column(entry["column"]))] = str(entry["reason"])
        except (KeyError, TypeError, ValueError) as failure:
            raise InvalidInput.at(f"{path}[{number}]", f"needs case, column and reason ({failure!r})") from failure
    return found
