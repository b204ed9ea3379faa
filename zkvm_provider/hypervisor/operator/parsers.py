"""Reading what s390-tools, iproute2 and the kernel print. Text in, values out; nothing is run here."""

from __future__ import annotations

import json
import re

from zkvm_provider.hypervisor.port import Dasd, NetDevice, SwapDevice

_BUS_ID = re.compile(r"[0-9a-f]\.[0-3]\.[0-9a-f]{4}", re.IGNORECASE)
_PARTITION = re.compile(r"(dasd[a-z]+)(\d+)")
_NOT_FOR_GUESTS = frozenset({"tun", "macvtap", "macvlan", "ifb", "gre", "gretap", "sit", "vti", "erspan"})
"""Kinds of link that carry guests or tunnels already; a guest or a bridge cannot be hung on them."""
_DEFAULT_BLOCK = 4096
_SHARED = frozenset({"nfs", "gfs/gfs2", "ocfs2", "afs", "smb", "smb2", "cifs", "ceph", "gpfs", "acfs", "fuseblk"})
"""File systems of virFileIsSharedFS (libvirt 9.0.0), as `stat -f -c %T` calls them; GlusterFS comes as fuseblk."""


def is_shared(told: str) -> bool:
    """Whether `stat -f -c %T` names a network or cluster file system."""
    return told.strip() in _SHARED


def parse_lsdasd(text: str, partitions: dict[str, tuple[int, ...]] | None = None) -> tuple[Dasd, ...]:
    """`lsdasd -a`, sorted by bus id. Columns: bus id, status, name, device, type, block size, size, blocks.

    `active(ro)` is a read-only volume; `offline`, and states on the way to `active`, have no device yet.
    """
    found = [_dasd(line.split(), partitions or {}) for line in text.splitlines() if _BUS_ID.match(line)]
    return tuple(sorted(found, key=lambda dasd: dasd.bus_id))


def _dasd(columns: list[str], partitions: dict[str, tuple[int, ...]]) -> Dasd:
    bus_id, status, *rest = [*columns, ""]
    bus_id = bus_id.lower()
    if not status.startswith("active"):
        return Dasd(bus_id=bus_id, online=False)
    name = rest[0]
    numbers = [int(column) for column in rest[3:] if column.isdigit()]
    block_size = numbers[0] if numbers else _DEFAULT_BLOCK
    blocks = numbers[-1] if len(numbers) > 1 else 0  # an unformatted volume (n/f) has none
    return Dasd(
        bus_id=bus_id,
        online=True,
        device=f"/dev/{name}",
        capacity_bytes=block_size * blocks,
        block_size=block_size,
        partitions=partitions.get(name, ()),
        read_only=status.endswith("(ro)"),
    )


def parse_partitions(text: str) -> dict[str, tuple[int, ...]]:
    """/proc/partitions: the partition numbers of each DASD by its kernel name."""
    found: dict[str, list[int]] = {}
    for line in text.splitlines():
        columns = line.split()
        match = _PARTITION.fullmatch(columns[-1]) if columns else None
        if match:
            found.setdefault(match[1], []).append(int(match[2]))
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def parse_links(
    text: str,
    *,
    bus_ids: dict[str, str] | None = None,
    qeth: dict[str, dict[str, str]] | None = None,
    ovs: tuple[str, ...] = (),
) -> tuple[NetDevice, ...]:
    """`ip -d -j link`, sorted by name: what a guest, a bridge or a macvtap can be hung on.

    `ovs` names the bridges of Open vSwitch, `bus_ids` and `qeth` what sysfs says of qeth devices.
    """
    found = [
        _net_device(link, kind, (bus_ids or {}).get(name, ""), (qeth or {}).get(name, {}))
        for link in json.loads(text or "[]")
        if (name := link.get("ifname", "")) and (kind := _kind_of(link, ovs))
    ]
    missing = [NetDevice(name=name, kind="ovs") for name in ovs if name not in {each.name for each in found}]
    return tuple(sorted([*found, *missing], key=lambda device: device.name))


def _net_device(link: dict[str, object], kind: str, bus_id: str, facts: dict[str, str]) -> NetDevice:
    return NetDevice(
        name=str(link.get("ifname", "")),
        kind=kind,
        bus_id=bus_id,
        layer2=facts.get("layer2", "1") != "0",
        master=str(link.get("master", "")),
        bridge_role=facts.get("bridge_role", ""),
        bridge_state=facts.get("bridge_state", ""),
        learns=facts.get("vnicc/flooding") == "1" and facts.get("vnicc/learning") == "1",
    )


def _kind_of(link: dict[str, object], ovs: tuple[str, ...]) -> str:
    """`nic`, `bridge`, `ovs`, or empty for what does not count."""
    info = link.get("linkinfo")
    kind = info.get("info_kind", "") if isinstance(info, dict) else ""
    if link.get("ifname") in ovs:
        return "ovs"
    if kind == "bridge":
        return "bridge"
    is_other = kind in _NOT_FOR_GUESTS or kind == "openvswitch" or link.get("link_type") != "ether"
    return "" if is_other else "nic"


def parse_device_links(text: str) -> dict[str, str]:
    """`NAME TARGET` lines of `/sys/class/net/NAME/device` links: the CCW bus id of each interface that has one."""
    found = {}
    for line in text.splitlines():
        name, _, target = line.partition(" ")
        match = _BUS_ID.search(target.rpartition("/")[2])
        if match:
            found[name] = match[0].lower()
    return found


QETH_FACTS = ("layer2", "bridge_role", "bridge_state", "vnicc/flooding", "vnicc/learning")
"""Attributes of qeth devices (Linux, drivers/s390/net/qeth_l2_sys.c): a value, or `n/a` where the device has none."""


def parse_qeth(text: str) -> dict[str, dict[str, str]]:
    """`/sys/class/net/NAME/device/layer2:1` lines: the facts of each qeth interface, without those it has not."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        path, _, value = line.rpartition(":")
        start, _, fact = path.partition("/device/")
        if fact in QETH_FACTS and value and not value.startswith("n/a"):
            found.setdefault(start.rpartition("/")[2], {})[fact] = value
    return found


def parse_swaps(text: str) -> tuple[SwapDevice, ...]:
    """/proc/swaps, sizes in KiB; a blank in a file name is written as backslash 040."""
    rows = [line.split() for line in text.splitlines()[1:]]
    return tuple(
        SwapDevice(
            filename=row[0].replace("\\040", " "),
            kind=row[1],
            size_kib=int(row[2]),
            used_kib=int(row[3]),
            priority=int(row[4]),
        )
        for row in rows
        if len(row) == 5
    )


def parse_meminfo_kib(text: str, field: str = "MemTotal") -> int:
    """One line of /proc/meminfo in KiB (it writes kB and means KiB); 0 when the field is not there."""
    match = re.search(rf"^{re.escape(field)}:\s+(\d+) kB$", text, re.MULTILINE)
    return int(match[1]) if match else 0


def mounted_devices(text: str) -> frozenset[str]:
    """/proc/mounts: every device that is mounted."""
    return frozenset(line.split()[0] for line in text.splitlines() if line.startswith("/dev/"))
