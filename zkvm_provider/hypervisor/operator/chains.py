"""What a qcow2 image of a real host lies on, asked of `qemu-img`: one call for all images, and one more a layer below.

libvirt reads the same headers when it starts a guest, and what a header calls raw it takes for the last one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.access import Chain
from zkvm_provider.hypervisor.operator.shell import Shell

_EACH = r'for f do LC_ALL=C qemu-img info -U --output=json "$f"; printf "\0"; done'
"""`-U`: also of an image that a running guest has open."""
_LONGEST = 200
"""Layers; libvirt itself stops there (`virStorageSourceGetMetadata`, 9.0.0)."""
_FILE = "file:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What an image says it lies on: an absolute path, empty for nothing or no file. `is_last`: that is raw."""

    below: str
    is_last: bool


def chains(shell: Shell, images: Sequence[str]) -> tuple[Chain, ...]:
    """The files below each image, as far as they can be read."""
    known: dict[str, _Header | None] = {}
    wanted = dict.fromkeys(images)
    for _ in range(_LONGEST):
        if not wanted:
            break
        told = shell.run(["sh", "-c", _EACH, "sh", *wanted]).out.split("\0")
        known |= {image: _header(text) for image, text in zip(wanted, told, strict=False)}
        headers = [header for image in wanted if (header := known.get(image)) is not None]
        wanted = dict.fromkeys(each.below for each in headers if not each.is_last and each.below not in known)
    return tuple(_chain(image, known) for image in images)


def _chain(image: str, known: Mapping[str, _Header | None]) -> Chain:
    """The files from the image down; one that was met already (a loop) ends it."""
    files: list[str] = []
    header = known.get(image)
    while header is not None and header.below and header.below not in (image, *files):
        files.append(header.below)
        if header.is_last:
            break
        header = known.get(header.below)
    return Chain(image=image, files=tuple(files), is_whole=header is not None)


def _header(text: str) -> _Header | None:
    try:
        told: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    name = str(told.get("full-backing-filename") or "").removeprefix(_FILE)
    below = name if name.startswith("/") else ""
    return _Header(below=below, is_last=not below or told.get("backing-filename-format") == "raw")
