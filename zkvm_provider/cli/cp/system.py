"""QUERY NAMES, QUERY ALLOC PAGE, INDICATE LOAD and the host's devices and networks in CP's layout."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from zkvm_provider.cli import paging_table
from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.hypervisor.port import NetDevice, ObjectInfo, ObjectKind

_NAMES_A_LINE = 4


def names(at: Setting) -> Said:
    """Running guests are logged on and disconnected: nobody sits at their console."""
    running = [info.ref.name for info in at.host.hypervisor.list(ObjectKind.DOMAIN) if info.active]
    cells = [f"{name.upper():<8} - DSC " for name in running]
    lines = [", ".join(cells[at_:at_ + _NAMES_A_LINE]) for at_ in range(0, len(cells), _NAMES_A_LINE)]  # fmt: skip
    return Said(lines=tuple(lines) or ("NO USER IS LOGGED ON",), data=running, commands=("virsh list",))


def userid(at: Setting) -> Said:
    info = at.guest()
    facts = at.host.hypervisor.facts()
    data = {"user": info.ref.name, "system": facts.hostname}
    return Said(lines=(f"{info.ref.name.upper():<8} AT {facts.hostname.upper()}",), data=data, commands=("hostname",))


def alloc_page(at: Setting) -> Said:
    swaps = at.host.devices.swaps()
    return Said(lines=tuple(paging_table.query_alloc_page(swaps)), data=swaps, commands=("cat /proc/swaps",))


def indicate_load(at: Setting) -> Said:
    paging = paging_table.look(at.host)
    used = 100 - 100 * paging.memory.available_kib // max(1, paging.memory.total_kib)
    swapped = paging.memory.swap_total_kib - paging.memory.swap_free_kib
    told = paging.overcommit
    lines = (
        f"STORAGE-{used:03d}%  PAGING-{swapped // paging_table.PAGE_KIB} PAGES ON DASD",
        f"USERS-{told.running:03d}  VIRTUAL STORAGE-{told.current_percent:03d}% IN USE, "
        f"{told.maximum_percent:03d}% DEFINED",
    )
    return Said(lines=lines, data=paging, commands=("cat /proc/meminfo", "virsh domstats"))


def dasd(at: Setting) -> Said:
    found = at.host.devices.dasds()
    lines = [
        f"DASD {each.bus_id[4:].upper()} "
        + (f"ATTACHED SYSTEM {each.device} {'R/O' if each.read_only else 'R/W'}" if each.online else "OFFLINE")
        for each in found
    ]
    return Said(lines=tuple(lines) or ("NO DASD",), data=found, commands=("lsdasd -a",))


def osa(at: Setting) -> Said:
    found = [each for each in at.host.devices.net_devices() if each.bus_id]
    lines = [f"OSA  {_triplet(each)} ATTACHED SYSTEM {each.name} LAYER {2 if each.layer2 else 3}" for each in found]
    return Said(lines=tuple(lines) or ("NO OSA",), data=found, commands=("lsqeth -p",))


def fcp(at: Setting) -> Said:
    """FCP devices stay with the host on KVM; what is behind them is `zkvm lsscsi`'s."""
    found = at.host.devices.fcp_devices()
    lines = [
        f"FCP  {each.bus_id[4:].upper()} "
        + (f"ATTACHED SYSTEM scsi_host{each.scsi_host} WWPN {_wwpn(each.wwpn)}" if each.online else "OFFLINE")
        for each in found
    ]
    return Said(lines=tuple(lines) or ("NO FCP DEVICE",), data=found, commands=("lszfcp -H", "lszdev zfcp-host"))


def lans(at: Setting) -> Said:
    return _networks(at, lambda kind: kind in ("", "nat", "route", "open", "isolated", "private"))


def vswitches(at: Setting) -> Said:
    """Networks that lead to a real one: macvtap, bridge, Open vSwitch."""
    return _networks(at, lambda kind: kind not in ("", "nat", "route", "open", "isolated", "private"))


def _networks(at: Setting, wanted: Callable[[str], bool]) -> Said:
    hypervisor = at.host.hypervisor
    plugged = _plugged(at)
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for info in hypervisor.list(ObjectKind.NETWORK):
        root = etree.fromstring(hypervisor.dump(info.ref, live=info.active).encode())
        forward = root.find("forward")
        kind = (forward.get("mode") or "nat") if forward is not None else "isolated"
        if not wanted(kind):
            continue
        if root.find("virtualport[@type='openvswitch']") is not None:
            kind = "ovs"
        word = "LAN" if kind in ("nat", "route", "open", "isolated") else "VSWITCH"
        count = plugged.get(info.ref.name, 0)
        state = "" if info.active else " NOT ACTIVE"
        name = info.ref.name
        lines.append(f"{word} SYSTEM {name:<8} Type: {kind.upper():<9} Connected: {count}    Maxconn: INFINITE{state}")
        data.append({"name": name, "kind": kind, "connected": count, "active": info.active})
    return Said(lines=tuple(lines) or ("NO NETWORK OF THAT KIND",), data=data, commands=("virsh net-list --all",))


def _plugged(at: Setting) -> dict[str, int]:
    """How many interfaces of running guests are in each network."""
    counts: dict[str, int] = {}
    running: list[ObjectInfo] = [info for info in at.host.hypervisor.list(ObjectKind.DOMAIN) if info.active]
    for info in running:
        for source in at.root(info).iterfind("devices/interface/source[@network]"):
            name = source.get("network") or ""
            counts[name] = counts.get(name, 0) + 1
    return counts


def _triplet(device: NetDevice) -> str:
    """The read channel and its two followers, as CP shows an adapter's devices."""
    first = int(device.bus_id[4:], 16)
    return f"{first:04X}-{first + 2:04X}"


def _wwpn(text: str) -> str:
    return text.removeprefix("0x").upper() or "UNKNOWN"
