#!/usr/bin/python3 -IS
"""LVM where the kernel has no device-mapper: the real tool keeps the metadata, loop devices are the volumes.

Mounted over `lvm` inside the lab's hosts only. A volume must lie in one piece on one device. Activating it makes a
loop device with its offset and size, linked as /dev/GROUP/VOLUME; the column of attributes then says "active".
"""

from __future__ import annotations

import fcntl
import re
import struct
import subprocess
import sys
from pathlib import Path

_REAL = "/run/lvm-real/lvm"
"""The real tool must be called `lvm`: it looks at its own name (lvm(8))."""
_UNKNOWN_ACTIVE = re.compile(r"([-a-zA-Z]{4})XX----")
_LOOP_SET_STATUS64, _LOOP_GET_STATUS64 = 0x4C04, 0x4C05
_STATUS_BYTES, _LIMIT_OFFSET = 232, 32
"""struct loop_info64: five 64-bit numbers, of which lo_sizelimit is the last; then numbers, names and keys."""
_QUIET = re.compile(r"Activation disabled|not zeroed|Skipping zeroing|File descriptor .* leaked")


def main() -> int:
    """Do what the real tool would; its exit code."""
    name, arguments = Path(sys.argv[0]).name, sys.argv[1:]
    command = name if name != "lvm" else (arguments.pop(0) if arguments else "help")
    code = _before(command, arguments)
    if code is not None:
        return code
    arguments = [group_and_volume(word) for word in arguments]
    if command in ("lvcreate", "lvextend"):
        arguments = ["--alloc", "contiguous", *arguments]  # what cannot be in one piece is refused by LVM itself
    done = subprocess.run([_REAL, command, *arguments], check=False, capture_output=True, text=True)
    if command == "lvs":
        done.stdout = _UNKNOWN_ACTIVE.sub(r"\1a-----", done.stdout)
    sys.stdout.write(done.stdout)
    sys.stderr.write("".join(line for line in done.stderr.splitlines(keepends=True) if not _QUIET.search(line)))
    if command in ("lvcreate", "lvextend", "lvreduce") and done.returncode == 0:
        return max(_activate(group) for group in _groups(arguments))
    return done.returncode


def _before(command: str, arguments: list[str]) -> int | None:
    """What has to happen first; an exit code when that was all."""
    objects = [group_and_volume(word) for word in arguments if not word.startswith("-")]
    if command in ("vgchange", "lvchange"):
        switch = activation(arguments)
        if switch is None:
            return None
        for word in objects:
            group, _, volume = word.partition("/")
            if switch == "n":
                _deactivate(group, volume)
            elif code := _activate(group):
                return code
        return 0
    if command in ("lvremove", "vgremove", "lvreduce"):
        for word in objects:
            group, _, volume = word.partition("/")
            _deactivate(group, volume)
    return None


def activation(arguments: list[str]) -> str | None:
    """y or n of `-ay`, `-aly`, `-a y`, `--activate n`; None when it is about something else."""
    text = " ".join(arguments)
    match = re.search(r"(?:-a|--activate)[ =]?[ael]*([yn])\b", text)
    return match.group(1) if match else None


def group_and_volume(word: str) -> str:
    match = re.fullmatch(r"/dev/([^/]+/[^/]+)", word)
    return match.group(1) if match and not word.startswith("/dev/disk/") else word


def _groups(arguments: list[str]) -> set[str]:
    known = {row[0] for row in _table("vgs", "vg_name", [])}
    return {word.partition("/")[0] for word in arguments} & known


def _activate(group: str) -> int:
    """A loop device and a link for every volume that has none yet."""
    starts = {row[0]: int(row[1]) for row in _table("pvs", "pv_name,pe_start", [])}
    for volume, size, pieces, extent in _table("lvs", "lv_name,lv_size,seg_pe_ranges,vg_extent_size", [group]):
        link = Path("/dev") / group / volume
        match = re.fullmatch(r"([^:]+):(\d+)-(\d+)", pieces)
        if match is None or (int(match.group(3)) - int(match.group(2)) + 1) * int(extent) != int(size):
            print(f"  {group}/{volume} is not in one piece: without device-mapper it has no device.", file=sys.stderr)
            return 5
        if link.is_symlink():
            if _lies_on(link.readlink(), match.group(1)):
                _set_limit(link.readlink(), int(size))
                continue
            print(f"  {link} is a volume of another host of the lab: they share /dev.", file=sys.stderr)
            return 5
        offset = starts[match.group(1)] + int(match.group(2)) * int(extent)
        place = ["--offset", str(offset), "--sizelimit", size, match.group(1)]
        loop = subprocess.run(["losetup", "--find", "--show", *place], stdout=subprocess.PIPE, text=True, check=True)
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(loop.stdout.strip())
    return 0


def _set_limit(loop: Path, size: int) -> None:
    """Grow a loop device under its users: losetup(8) cannot, the kernel can (LOOP_SET_STATUS64 of linux/loop.h)."""
    with loop.open("rb+", buffering=0) as device:
        status = bytearray(_STATUS_BYTES)
        fcntl.ioctl(device, _LOOP_GET_STATUS64, status)
        (limit,) = struct.unpack_from("Q", status, _LIMIT_OFFSET)
        if limit != size:
            struct.pack_into("Q", status, _LIMIT_OFFSET, size)
            fcntl.ioctl(device, _LOOP_SET_STATUS64, bytes(status))


def _lies_on(loop: Path, device: str) -> bool:
    form = ["--noheadings", "--output", "BACK-FILE", str(loop)]
    done = subprocess.run(["losetup", "--list", *form], check=False, capture_output=True, text=True)
    return done.stdout.strip() == device


def _deactivate(group: str, volume: str) -> None:
    folder = Path("/dev") / group
    if not folder.is_dir():
        return
    devices = [row[0] for row in _table("pvs", "pv_name", [])]
    for link in [folder / volume] if volume else list(folder.iterdir()):
        if link.is_symlink() and any(_lies_on(link.readlink(), device) for device in devices):
            subprocess.run(["losetup", "--detach", str(link.readlink())], check=False)
            link.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _table(command: str, columns: str, objects: list[str]) -> list[list[str]]:
    form = ["--noheadings", "--separator", "|", "--units", "b", "--nosuffix", "--options", columns]
    done = subprocess.run([_REAL, command, *form, *objects], check=False, capture_output=True, text=True)
    return [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
