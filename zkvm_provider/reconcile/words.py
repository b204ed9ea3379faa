"""Values of the model in the words of effect lines."""

from __future__ import annotations

from enum import Enum
from typing import Any

from zkvm_provider.model.console import Console
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.dhcp_range import DhcpRange
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.filesystem import Filesystem
from zkvm_provider.model.interface import Interface, Macvtap
from zkvm_provider.model.iscsi import Iscsi
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.network import DhcpHost, DnsHost, Portgroup
from zkvm_provider.model.pool import PoolAdapter, PoolAuth
from zkvm_provider.model.shaping import Rate
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.model.xml_patch import XmlPatch
from zkvm_provider.reconcile.network_parts import Uplink
from zkvm_provider.units import format_size


def say(value: object, spec: FieldSpec | None = None) -> str:
    """A value for people: `1 GiB`, `writeback`, `true`; empty for absent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if spec is not None and spec.meta.size_unit and isinstance(value, int):
        return format_size(value)
    if isinstance(value, tuple):
        return ", ".join(say(item) for item in value)
    return _say_part(value)


def _say_part(value: Any) -> str:
    said = _say_network_part(value)
    if said is not None:
        return said
    if isinstance(value, Disk):
        return say_disk(value)
    if isinstance(value, Interface):
        return say_interface(value)
    if isinstance(value, Lun):
        return say_lun(value)
    if isinstance(value, Mdev):
        return f"{value.model.value} {value.device}" + (f" at {value.devno}" if value.devno is not None else "")
    if isinstance(value, ScsiController):
        return f"virtio-scsi controller {value.index} at {value.devno}"
    if isinstance(value, Iscsi):
        return f"iSCSI {value.source_name} at {value.host}:{value.port}"
    if isinstance(value, Console):
        log = f" with log {value.log_file}" if value.log_file else ""
        return f"{say(value.kind)} console{log}"
    if isinstance(value, XmlPatch):
        what = f" {value.value}" if value.value else ""
        return f"{say(value.op)} {value.path}{what}"
    if isinstance(value, Filesystem):
        return f"{value.source} as {value.tag} at {value.devno}"
    if isinstance(value, PoolAuth):
        return f"{value.username}, secret {value.secret!r}"
    if isinstance(value, PoolAdapter):
        return value.name or f"{say(value.kind)} {value.wwpn}"
    return str(value)


def _say_network_part(value: Any) -> str | None:
    if isinstance(value, Portgroup):
        return say_portgroup(value)
    if isinstance(value, Uplink):
        return value.dev
    if isinstance(value, DhcpRange):
        return value.text
    if isinstance(value, DhcpHost):
        return f"{value.ip} for {value.mac}"
    if isinstance(value, DnsHost):
        return value.ip
    if isinstance(value, Vlan):
        return say_vlan(value)
    if isinstance(value, Rate):
        return say_rate(value)
    return f"macvtap {value.dev}" if isinstance(value, Macvtap) else None


def say_disk(disk: Disk) -> str:
    """`volume images/data.qcow2 as vdb at 0x0003`, `CD-ROM drive with images/seed.iso as sda at unit 0`."""
    source = f"volume {disk.volume}" if disk.volume else (disk.block or disk.file or say(disk.iscsi))
    source = f"CD-ROM drive with {disk.cdrom}" if disk.cdrom is not None else source
    if not disk.is_on_scsi:
        return f"{source} as {disk.target} at {disk.devno}"
    where = f" of controller {disk.controller}" if disk.controller else ""
    return f"{source} as {disk.target} at unit {disk.unit}{where}"


def say_lun(lun: Lun) -> str:
    """`0.0.1c98/0x…/0x… as sda at unit 0`; a host device has no `sda`."""
    source = lun.lun or lun.block or say(lun.iscsi)
    as_what = f"as {lun.target} at unit {lun.unit}" if lun.target else f"as host device at unit {lun.unit}"
    return f"{source} {as_what}" + (f" of controller {lun.controller}" if lun.controller else "")


def say_portgroup(group: Portgroup) -> str:
    """`trunk of VLANs 7, 9, native 7, default`; the order of a trunk's VLANs means nothing."""
    vlan = say_vlan(group)
    return ", ".join([vlan, *(["default"] if group.is_default else [])])


def say_vlan(vlan: Vlan | Portgroup) -> str:
    """`VLAN 42`, or `trunk of VLANs 7, 9, native 7`, with `tagged` where it is seen so."""
    words = ["VLAN of the switch"]
    if vlan.access is not None:
        words = [f"VLAN {vlan.access}"]
    elif vlan.trunk:
        words = [f"trunk of VLANs {', '.join(str(tag) for tag in sorted(vlan.trunk))}"]
    words += [f"native {vlan.native}"] if vlan.native is not None else []
    words += [f"native {vlan.native_tagged} tagged"] if vlan.native_tagged is not None else []
    return ", ".join(words)


def say_rate(rate: Rate) -> str:
    """`125000 KiB/s, peak 250000 KiB/s, burst 64 KiB`."""
    more = [f"peak {rate.peak} KiB/s"] if rate.peak else []
    more += [f"burst {rate.burst} KiB"] if rate.burst else []
    return ", ".join([f"{rate.average} KiB/s", *more])


def say_interface(interface: Interface) -> str:
    """`network lan with 52:54:00:… at 0x0000`."""
    source = say(interface.macvtap)
    for what in ("network", "bridge", "ovs"):
        if named := getattr(interface, what):
            source = f"{what} {named}"
    more = [f"portgroup {interface.portgroup}"] if interface.portgroup else []
    more += [say_vlan(interface.vlan)] if interface.vlan else []
    return f"{', '.join((source, *more))} with {interface.mac} at {interface.devno}"
