"""Drivers of the guest's kernel, each behind what it needs."""

from __future__ import annotations

import lzma
import re
from pathlib import Path

from tools.kvmlab.command import LabError

_DEPENDS = re.compile(rb"\0depends=([^\0]*)\0")
_SUFFIXES = (".ko", ".ko.xz")


def in_order(folder: Path, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """Name and content of the drivers, in an order in which they can be loaded.

    `folder` is the kernel's /lib/modules/VERSION. A driver that is built into the kernel is left out.
    Raises LabError for one that the kernel does not have.
    """
    found = {_name(path): path for path in folder.rglob("*.ko*") if path.name.endswith(_SUFFIXES)}
    builtin = {_name(Path(line)) for line in (folder / "modules.builtin").read_text().split()}
    loaded: dict[str, bytes] = {}
    for name in wanted:
        _load(name, found, builtin, loaded)
    return loaded


def _load(name: str, found: dict[str, Path], builtin: set[str], loaded: dict[str, bytes]) -> None:
    if name in loaded or name in builtin:
        return
    if name not in found:
        raise LabError(f"the guest's kernel has no driver {name!r}")
    content = _content(found[name])
    match = _DEPENDS.search(content)
    for needed in (match.group(1).decode() if match else "").split(","):
        if needed:
            _load(needed.replace("-", "_"), found, builtin, loaded)
    loaded[name] = content


def _name(path: Path) -> str:
    return path.name.partition(".")[0].replace("-", "_")


def _content(path: Path) -> bytes:
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data
