"""LVM of a real host: its own tools with argument vectors, and what they print."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.lvm import LogicalVolume, VolumeGroup
from zkvm_provider.hypervisor.operator.shell import Done, Shell

_FORM = ("--noheadings", "--units", "b", "--nosuffix", "--separator", "|", "--options")
_GROUPS = "vg_name,vg_extent_size,vg_size,vg_free,vg_missing_pv_count"
_VOLUMES = "vg_name,lv_name,lv_size,pool_lv,lv_attr"
_MISSING_TOOL = 127


def read_groups(shell: Shell) -> tuple[VolumeGroup, ...]:
    """What `vgs` and `lvs` tell; nothing on a host without LVM."""
    groups = shell.run(["vgs", *_FORM, _GROUPS])
    if groups.code == _MISSING_TOOL:
        return ()
    return parse_groups(groups.out, shell.run(["lvs", *_FORM, _VOLUMES]).out)


def parse_groups(groups: str, volumes: str) -> tuple[VolumeGroup, ...]:
    """The lines of both, sorted by name. A pool for thin volumes has `t` as first attribute (lvs(8))."""
    lines = list(_cells(volumes, 5))
    found = []
    for name, extent, size, free, missing in _cells(groups, 5):
        mine = [line for line in lines if line[0] == name]
        plain = [line for line in mine if line[4][:1] not in ("t", "e", "T", "D")]
        found.append(
            VolumeGroup(
                name=name,
                extent_bytes=int(extent),
                size_bytes=int(size),
                free_bytes=int(free),
                missing_devices=int(missing or 0),
                volumes=tuple(
                    LogicalVolume(name=each[1], size_bytes=int(each[2]), thin_pool=each[3]) for each in plain
                ),
                thin_pools=tuple(each[1] for each in mine if each[4].startswith("t")),
            )
        )
    return tuple(sorted(found, key=lambda group: group.name))


def create_thin_volume(shell: Shell, group: str, thin_pool: str, name: str, size_bytes: int) -> None:
    """A thin volume: it takes space when it is written to."""
    size = ["--virtualsize", f"{size_bytes}b"]
    _run(shell, ["lvcreate", "--yes", "--thin", *size, "--name", name, "--", f"{group}/{thin_pool}"])


def resize(shell: Shell, group: str, name: str, size_bytes: int) -> None:
    """Grow or shrink; a volume that has the size already is left as it is."""
    volume = next(
        (each for found in read_groups(shell) if found.name == group for each in found.volumes if each.name == name),
        None,
    )
    has = volume.size_bytes if volume is not None else 0
    if has == size_bytes:
        return
    if has > size_bytes:
        _run(shell, ["lvreduce", "--yes", "--force", "--size", f"{size_bytes}b", "--", f"{group}/{name}"])
    else:
        _run(shell, ["lvextend", "--size", f"{size_bytes}b", "--", f"{group}/{name}"])


def _cells(text: str, count: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == count:
            yield cells


def _run(shell: Shell, argv: list[str]) -> None:
    done: Done = shell.run(argv)
    if not done.ok:
        said = (done.err or done.out).strip() or f"it ended with {done.code}"
        raise Refused(f"{argv[0]} of {argv[-1]}: {said}", remedy="vgs and lvs on the host show what is there")
