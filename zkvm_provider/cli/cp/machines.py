"""QUERY VIRTUAL, QUERY SHARE, INDICATE USER: one virtual machine in CP's layout."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.cli.session import stats_of
from zkvm_provider.errors import InvalidInput, NotFound
from zkvm_provider.hypervisor.port import ObjectInfo, SubchannelRow

_PAGE_KIB = 4
_UNITS = (("T", 1024**3), ("G", 1024**2), ("M", 1024), ("K", 1))


def storage(at: Setting) -> Said:
    info = at.guest()
    stats = stats_of(at.host, info)
    now, most = _size(stats.current_memory_kib), _size(stats.max_memory_kib)
    data = {"storage_kib": stats.current_memory_kib, "max_kib": stats.max_memory_kib}
    return Said(lines=(f"STORAGE = {now} MAX = {most}",), data=data, commands=(f"virsh dominfo {info.ref.name}",))


def cpus(at: Setting) -> Said:
    info = at.guest()
    stats = stats_of(at.host, info)
    lines = [f"CPU {number:02X}  {'(BASE) ' if number == 0 else ''}CP" for number in range(stats.vcpus_current)]
    lines += [f"CPU {number:02X}  STANDBY" for number in range(stats.vcpus_current, stats.vcpus_max)]
    data = {"current": stats.vcpus_current, "maximum": stats.vcpus_max}
    return Said(lines=tuple(lines), data=data, commands=(f"virsh vcpuinfo {info.ref.name}",))


def disks(at: Setting) -> Said:
    info = at.guest()
    found = [_disk(each, _rows(at, info)) for each in at.root(info).iterfind("devices/disk")]
    lines = tuple(line for each in found for line in _disk_lines(each))
    name = info.ref.name
    return Said(lines=lines or (f"{name} HAS NO DASD",), data=found, commands=(f"virsh domblklist {name}",))


def adapters(at: Setting) -> Said:
    info = at.guest()
    found = [_nic(each, _rows(at, info)) for each in at.root(info).iterfind("devices/interface")]
    lines = tuple(line for each in found for line in _nic_lines(each))
    name = info.ref.name
    return Said(lines=lines or (f"{name} HAS NO NIC",), data=found, commands=(f"virsh domiflist {name}",))


def consoles(at: Setting) -> Said:
    info = at.guest()
    kinds = [(_target_type(each), each.get("type", "")) for each in at.root(info).iterfind("devices/console")]
    lines = [f"CONS {number:04X} {kind.upper():<8} ON {how.upper()}" for number, (kind, how) in enumerate(kinds)]
    name = info.ref.name
    data = [{"kind": kind, "on": how} for kind, how in kinds]
    return Said(lines=tuple(lines) or (f"{name} HAS NO CONSOLE",), data=data, commands=(f"virsh console {name}",))


def everything(at: Setting) -> Said:
    """Storage first, as CP has it, then CPUs, console, DASD, adapters, and what else is on the channel subsystem."""
    info = at.guest()
    parts = [storage(at), cpus(at), consoles(at), disks(at), adapters(at)]
    lines = [line for part in parts for line in part.lines if " HAS NO " not in line]
    others = [row for row in _rows(at, info) if row.cu_type.partition("/")[2] not in ("01", "02")]
    lines += [_other(row) for row in others]
    commands = (f"virsh dumpxml {info.ref.name}", f"zkvm lscss {info.ref.name}")
    keys = ("storage", "cpus", "consoles", "disks", "adapters")
    data = {key: part.data for key, part in zip(keys, parts, strict=True)}
    return Said(lines=tuple(lines), data=data, commands=commands)


def device(at: Setting) -> Said:
    """The device of a number; without one everything, as under CP."""
    if not at.operands:
        return everything(at)
    info, vdev = at.guest(), vdev_of(at.operands[0], or_else="ALL, DASD, OSA, STORAGE, CPUS, CONSOLE or ")
    for part, lines_of in ((disks(at), _disk_lines), (adapters(at), _nic_lines)):
        for each in part.data:
            if each["devno"].lower() == vdev:
                return Said(lines=lines_of(each), data=each, commands=part.commands)
    rows = {row.device: row for row in _rows(at, info)}
    if found := rows.get(f"0.0.{vdev}"):
        return Said(lines=(_other(found),), data=found, commands=(f"zkvm lscss {info.ref.name}",))
    known = ", ".join(sorted(row[4:].upper() for row in rows)) or "none"
    raise NotFound(f"device {vdev.upper()} of {info.ref.name}", remedy=f"it has {known}")


def share(at: Setting) -> Said:
    info = at.guest(at.operands[0] if at.operands else "")
    tune = at.root(info).find("cputune")
    shares = tune.findtext("shares") if tune is not None else None
    quota = (
        tune.findtext("global_quota") or tune.findtext("vcpu_quota") or tune.findtext("quota")
        if tune is not None
        else None
    )
    period = tune.findtext("global_period") or tune.findtext("period") if tune is not None else None
    cap = f"{100 * int(quota) // int(period or 100000)}% LIMITHARD" if quota and int(quota) > 0 else "NOLIMIT"
    lines = (
        f"USER {info.ref.name.upper():<8}: RELATIVE SHARE = {shares or '100 (the host decides: none is set)'}",
        f"               MAXIMUM SHARE = {cap}",
    )
    data = {"shares": int(shares) if shares else None, "maximum": cap}
    return Said(lines=lines, data=data, commands=(f"virsh schedinfo {info.ref.name}",))


def indicate_user(at: Setting) -> Said:
    info = at.guest(at.operands[0] if at.operands else "")
    stats = stats_of(at.host, info)
    pages = stats.current_memory_kib // _PAGE_KIB if info.active else 0
    seconds = stats.cpu_time_ns // 10**9
    lines = [
        f"USERID={info.ref.name.upper():<8} MACH=S390X STOR={_size(stats.max_memory_kib)} VIRT=V XSTORE=NONE",
        f"DEVNUM={len(_rows(at, info)):04X} PAGES: RES={pages:08d} STATE={stats.state.value.upper()}",
        f"CPUS={stats.vcpus_current:02d} TTIME={seconds // 60:03d}:{seconds % 60:02d}",
    ]
    data = {"resident_pages": pages, "cpu_time_s": seconds, "state": stats.state.value}
    return Said(lines=tuple(lines), data=data, commands=(f"virsh domstats {info.ref.name}",))


def _target_type(console: etree._Element) -> str:
    target = console.find("target")
    return target.get("type", "serial") if target is not None else "serial"


def _rows(at: Setting, info: ObjectInfo) -> tuple[SubchannelRow, ...]:
    return at.host.devices.subchannels(info.ref)


def vdev_of(text: str, *, or_else: str = "") -> str:
    """A device number as it was typed, as four hex digits. Raises InvalidInput, which tells `or_else` too."""
    if not re.fullmatch(r"[0-9a-fA-F]{1,4}", text):
        raise InvalidInput.at("VDEV", f"expected {or_else}a device number of one to four hex digits, got {text!r}")
    return text.lower().rjust(4, "0")


def devno_of(device: etree._Element) -> str:
    """Four hex digits, or dashes for a device without a number of its own."""
    address = device.find("address")
    devno = address.get("devno") if address is not None and address.get("type") == "ccw" else None
    return devno.removeprefix("0x").rjust(4, "0").upper() if devno else "----"


def _disk_lines(disk: dict[str, Any]) -> tuple[str, ...]:
    where = f"{disk['mode']:<4} {disk['target']:<5} ON {disk['source']}{_subchannel(disk['subchannel'])}"
    return (f"DASD {disk['devno']} 9336 (VIRTIO) {where}",)


def _nic_lines(nic: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"Adapter {nic['devno']}.P00 Type: VIRTIO    Name: {nic['name'] or 'UNASSIGNED':<11} Devices: 1",
        f"  MAC: {nic['mac'].upper().replace(':', '-')}         {nic['kind']} {nic['source']}",
    )


def _other(row: SubchannelRow) -> str:
    return f"DEV  {row.device[4:].upper()} {row.cu_type or 'REAL':<8}{_subchannel(row.subchannel)}"


def _disk(device: etree._Element, rows: tuple[SubchannelRow, ...]) -> dict[str, Any]:
    source, target = device.find("source"), device.find("target")
    path = next(iter(source.attrib.values()), "") if source is not None else ""
    if source is not None and source.get("pool"):
        path = f"{source.get('pool')}/{source.get('volume')}"
    return {
        "devno": devno_of(device),
        "mode": "R/O" if device.find("readonly") is not None else "R/W",
        "target": target.get("dev") if target is not None else "",
        "source": path or "(nothing)",
        "subchannel": _subchannel_of(device, rows),
    }


def _nic(device: etree._Element, rows: tuple[SubchannelRow, ...]) -> dict[str, Any]:
    source, mac, target = device.find("source"), device.find("mac"), device.find("target")
    words = {"network": "VSWITCH: SYSTEM", "bridge": "BRIDGE:", "dev": "MACVTAP:"}
    given = [(word, source.get(name)) for name, word in words.items() if source is not None and source.get(name)]
    kind, name = given[0] if given else ("LAN:", "(none)")
    return {
        "devno": devno_of(device),
        "name": target.get("dev") if target is not None else "",
        "mac": mac.get("address", "") if mac is not None else "",
        "kind": kind,
        "source": name,
        "subchannel": _subchannel_of(device, rows),
    }


def _subchannel_of(device: etree._Element, rows: tuple[SubchannelRow, ...]) -> str:
    number = devno_of(device).lower()
    return next((row.subchannel for row in rows if row.device == f"0.0.{number}"), "")


def _subchannel(text: str) -> str:
    return f" SUBCHANNEL = {text[4:].upper()}" if text else ""


def _size(kib: int) -> str:
    """CP's sizes: the largest unit that divides them."""
    return next(f"{kib // size}{unit}" for unit, size in _UNITS if kib % size == 0 and (kib >= size or size == 1))
