"""A directory from text, its conversion, and the committed examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.zvm.autolog import read_autolog
from zkvm_provider.zvm.convert import Conversion, Wishes, convert
from zkvm_provider.zvm.directory import Directory, read_directory
from zkvm_provider.zvm.mapping import MapFile, read_map

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "zvm"
PASSWORDS = Path(__file__).with_name("passwords.txt").read_text(encoding="utf-8").split()
"""Every password in the two example directories."""


def read(text: str, *, name: str = "USER.DIRECT") -> Directory:
    """A directory from its text."""
    return read_directory(text.encode(), name=name)


def converted(text: str, mapping: str = "", wishes: Wishes | None = None) -> Conversion:
    """A directory converted with a map; without one, an empty map."""
    places = read_map(mapping, source="map.yaml") if mapping else MapFile()
    return convert(read(text), places, wishes or Wishes(), map_name="map.yaml")


def example(name: str) -> Conversion:
    """One of the committed examples with its own map."""
    folder = EXAMPLES / name
    directory = read_directory((folder / "USER.DIRECT").read_bytes(), name="USER.DIRECT")
    autolog = folder / "AUTOLOG1.EXEC"
    users = read_autolog(autolog.read_text(encoding="utf-8")) if autolog.exists() else frozenset()
    places = read_map((folder / "map.yaml").read_text(encoding="utf-8"), source="map.yaml")
    return convert(directory, places, Wishes(autolog=users), map_name="map.yaml")


@pytest.fixture(scope="session")
def cluster() -> Conversion:
    """The large example: a cluster of two members."""
    return example("cluster")


@pytest.fixture(scope="session")
def linux01() -> Conversion:
    """The talk's entry."""
    return example("linux01")
