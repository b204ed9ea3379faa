"""Rows that no pair shows, or that show otherwise than by a line: each with its reason. `*` is any kind."""

from __future__ import annotations

from typing import Final

_NEEDED = "it goes only with what it is needed for, which is a row of its own"
_WITH_KIND = "it comes and goes with the pool's `kind`, which is a row of its own"
_NPIV = "no emulated adapter makes virtual ones"
_LIMITS = "the base has both: tests/plan/guest/interface_bandwidth_*.yaml, tests/provider/test_guest_networks.py"
_MOVES = "moving to another machine takes two hosts: tests/moving"

WITHOUT_PAIR: Final[dict[str, str]] = {
    "Guest host": _MOVES,
    **{
        f"Guest interfaces[].{part} {turn}": _LIMITS
        for part in ("bandwidth", "bandwidth.inbound", "bandwidth.outbound", "filter_ref")
        for turn in ("add", "remove")
    },
    "Guest wait_for": "it changes what zkvm does, when it starts a guest: tests/provider/test_wait_for_guests.py",
    "Guest launch_security set": "there is one such value",
    "Guest boot.kernel add": _NEEDED,
    "Guest boot.kernel remove": _NEEDED,
    "Guest xml_patches[].value add": _NEEDED,
    "Guest xml_patches[].value remove": _NEEDED,
    "Guest cpu.mode add": _NEEDED,
    "Guest cpu.mode remove": _NEEDED,
    "Guest cpu.model add": _NEEDED,
    "Guest cpu.model remove": _NEEDED,
    "InstallMedia found": "it is what a refresh finds; a program that gives it is refused before there is a plan",
    "MediatedDevice adapters add": "it goes only without `parent`, which is a row of its own",
    "MediatedDevice adapters remove": "it goes only with `parent`, which is a row of its own",
    **{
        f"StoragePool source.{name} {turn}": _WITH_KIND
        for name in ("adapter", "adapter.name", "dir", "host", "iqn", "volume_group")
        for turn in ("add", "remove")
    },
    "StoragePool source add": _WITH_KIND,
    "StoragePool source remove": _WITH_KIND,
    "StoragePool source.adapter.kind": _NPIV,
    "StoragePool source.adapter.parent": _NPIV,
    "StoragePool source.adapter.wwnn": _NPIV,
    "StoragePool source.adapter.wwpn": _NPIV,
}
"""Field, or field and turn, of rows that the test leaves to others."""

NEVER_USED: Final[dict[str, str]] = {
    "disk": "its volumes are partitions, and the emulated host has no parted to make one",
}
"""Kinds of storage pools from which no guest takes anything, so that they are never in use."""

_ASSIGNED = "zkvm assigns it: left out, the object keeps what it has"
_SAME = "what is left out is the same value"
_AUTO = "`auto` keeps what was decided at creation"

SILENT: Final[dict[str, str]] = {
    "Guest agent add": _SAME,
    "Guest agent remove": _SAME,
    "* name remove": _ASSIGNED,
    "* host add": _SAME,
    "* host remove": _SAME,
    "InstallMedia kernel_source remove": "the image stays as it was copied",
    "InstallMedia initrd_source remove": "the image stays as it was copied",
    "Qcow2Disk sha256 add": "by its digest it is the same image",
    "Qcow2Disk sha256 remove": "by its name it is the same image",
    "Guest machine remove": _ASSIGNED,
    "Guest disks[].target remove": _ASSIGNED,
    "Guest disks[].devno remove": _ASSIGNED,
    "Guest disks[].unit remove": _ASSIGNED,
    "Guest interfaces[].devno remove": _ASSIGNED,
    "Guest interfaces[].mac remove": _ASSIGNED,
    "Guest filesystems[].devno remove": _ASSIGNED,
    "Guest luns[].target remove": _ASSIGNED,
    "Guest luns[].unit remove": _ASSIGNED,
    "Guest mdevs[].devno remove": _ASSIGNED,
    "Guest controllers[].devno remove": _ASSIGNED,
    "Guest domain_type add": _AUTO,
    "Guest domain_type remove": _AUTO,
}
"""Changes that change nothing, so that nothing is said."""

_NOT_OURS = "what is there before zkvm is told where to copy it from is not zkvm's, and stays as it is"

CANNOT_BE: Final[dict[str, str]] = {
    "InstallMedia kernel_source add": _NOT_OURS,
    "InstallMedia initrd_source add": _NOT_OURS,
}
"""Pairs of which one side is refused for the host's things."""
