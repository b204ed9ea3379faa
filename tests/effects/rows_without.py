"""Rows that no pair shows, or that show otherwise than by a line: each with its reason."""

from __future__ import annotations

from typing import Final

_NEEDED = "it goes only with what it is needed for, which is a row of its own"
_ONE = "there is one such value"
_SAN = "the base gives one such device, and its host no second: tests/plan/guest"
_SWITCH = "the base has one interface of each kind: tests/plan/guest"
_MOVES = "moving to another machine takes two hosts: tests/moving"

WITHOUT_PAIR: Final[dict[str, str]] = {
    "boot.disk set": "a guest of two disks to boot from: tests/plan/guest/disk_other_volume_of_the_boot_disk.yaml",
    "boot.kernel add": _NEEDED,
    "boot.kernel remove": _NEEDED,
    "cpu.mode add": _NEEDED,
    "cpu.mode remove": _NEEDED,
    "cpu.model add": _NEEDED,
    "cpu.model remove": _NEEDED,
    "disks[].file set": "the host has one image file that is no volume",
    "disks[].format set": "a volume has one format",
    "disks[].volume set": "the world has one volume: tests/plan/guest/disk_other_volume_running.yaml",
    "interfaces[].network set": "the world has one network: tests/plan/guest/interface_other_network.yaml",
    "iothreads add": "another field of the base uses them",
    "iothreads remove": "another field of the base uses them",
    "launch_security set": _ONE,
    "rng.rate_bytes add": _NEEDED,
    "rng.rate_bytes remove": _NEEDED,
    "host set": _MOVES,
    "host add": _MOVES,
    "host remove": _MOVES,
    "migration": _MOVES,
    "disks[].iscsi": _SAN,
    "disks[].cdrom set": "the base has no drive: tests/plan/guest/cdrom_other_medium_running.yaml",
    "disks[].unit": "the base has no drive: tests/plan/guest/cdrom_added_running.yaml",
    "luns[].attach_as set": _SAN,
    "luns[].block set": _SAN,
    "luns[].cache set": _SAN,
    "luns[].iscsi": _SAN,
    "luns[].lun add": _NEEDED,
    "luns[].lun remove": _NEEDED,
    "luns[].target set": _SAN,
    "controllers[].index": "a second controller: tests/plan/guest/controller_changed_running.yaml",
    "controllers[].devno set": _ONE,
    "mdevs[].devno set": _SAN,
    "interfaces[].portgroup set": _SWITCH,
    "interfaces[].vlan add": _SWITCH,
    "interfaces[].vlan remove": _SWITCH,
    "interfaces[].vlan.trunk add": _SWITCH,
    "interfaces[].vlan.trunk remove": _SWITCH,
    "xml_patches[].value add": _NEEDED,
    "xml_patches[].value remove": _NEEDED,
}
"""Field, or field and turn, of rows that the test leaves to others."""

_ASSIGNED = "zkvm assigns it: left out, the guest keeps what it has"
_SAME = "what is left out is the same value"

SILENT: Final[dict[str, str]] = {
    "name remove": _ASSIGNED,
    "machine remove": _ASSIGNED,
    "disks[].target remove": _ASSIGNED,
    "disks[].devno remove": _ASSIGNED,
    "interfaces[].devno remove": _ASSIGNED,
    "interfaces[].mac remove": _ASSIGNED,
    "filesystems[].devno remove": _ASSIGNED,
    "luns[].target remove": _ASSIGNED,
    "luns[].unit remove": _ASSIGNED,
    "mdevs[].devno remove": _ASSIGNED,
    "controllers[].devno remove": _ASSIGNED,
    "domain_type add": "`auto` keeps what was decided at creation",
    "domain_type remove": "`auto` keeps what was decided at creation",
    "domain_type set": "`auto` keeps what was decided at creation",
    "consoles[].log_append add": _SAME,
    "consoles[].log_append remove": _SAME,
    "filesystems[].read_only add": _SAME,
    "filesystems[].read_only remove": _SAME,
}
"""Changes that change nothing, so that nothing is said."""

CANNOT_BE: Final[dict[str, str]] = {
    "disks[].format": "the volume is qcow2, and nothing else can be said of it",
    "interfaces[].portgroup": "the macvtap network of the base has none",
    "interfaces[].bridge set": "the host has one Linux bridge",
    "interfaces[].ovs set": "the host has one Open vSwitch bridge",
    "mdevs[].model set": "a mediated device is of one model",
    "disks[].volume remove running": "two disks of the base would lie on one image",
}
"""Pairs of which one side is refused for the host's things."""

NOT_YET: Final[dict[str, str]] = {}
"""Rows whose word is not kept in every case, by field and use."""
