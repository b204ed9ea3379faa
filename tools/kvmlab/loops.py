"""Loop devices over files of the lab. The kernel keeps them for the whole machine, so they are found by inode."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from tools.kvmlab.command import attempt, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop device and what lies behind it: the file's path, its device and inode number."""

    name: str
    path: str
    behind: tuple[int, int]


def device_for(image: Path, size: int) -> str:
    """The loop device over the image; both are made when missing."""
    if not image.exists():
        image.touch(mode=0o600)
        os.truncate(image, size)
    for loop in _all():
        if loop.behind == _identity(image):
            return loop.name
    return run("losetup", "--find", "--show", str(image)).strip()


def find(image: Path) -> str | None:
    """The loop device over the image, if there is one."""
    if not image.exists():
        return None
    return next((loop.name for loop in _all() if loop.behind == _identity(image)), None)


def under(root: Path) -> list[str]:
    """Loop devices over files below `root`, deleted ones too, and over such loop devices; the outermost first."""
    inner = {_identity(path) for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    found = [loop.name for loop in _all() if loop.path.startswith(f"{root}/")]
    inner |= {_identity(Path(name)) for name in found}
    while True:
        more = [loop for loop in _all() if loop.behind in inner and loop.name not in found]
        if not more:
            return found[::-1]
        found += [loop.name for loop in more]
        inner = {_identity(Path(loop.name)) for loop in more}


def detach(names: list[str]) -> None:
    """Take the devices away, and the links to them that stand for logical volumes."""
    for name in names:
        for link in Path("/dev").glob("*/*"):
            if link.is_symlink() and str(link.readlink()) == name and link.parent.name != "disk":
                link.unlink()
                with contextlib.suppress(OSError):
                    link.parent.rmdir()
        attempt("losetup", "--detach", name)


def _all() -> list[Loop]:
    told = run("losetup", "--list", "--json", "--output", "NAME,BACK-FILE,BACK-MAJ:MIN,BACK-INO").strip()
    devices = json.loads(told)["loopdevices"] if told else []
    return [Loop(name=each["name"], path=each["back-file"] or "", behind=_behind(each)) for each in devices]


def _behind(device: dict[str, str]) -> tuple[int, int]:
    major, _, minor = device["back-maj:min"].strip().partition(":")
    return os.makedev(int(major), int(minor)), int(device["back-ino"])


def _identity(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_dev, told.st_ino
