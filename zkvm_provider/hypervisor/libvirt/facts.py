"""What a real host says of itself.

`virConnectGetVersion` fails on a machine that has no emulator of its own architecture (an x86 machine with s390x
emulation), and virNodeInfo's memory was seen wrong; both have another source here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.access import Account
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.port import HostFacts

ARCH = "s390x"
ALIAS = "s390-ccw-virtio"
"""QEMU's name for its newest machine type of IBM Z."""
CONFINEMENTS = ("apparmor", "selinux")
_DAC_LABEL = re.compile(r"\+(?P<uid>\d+):\+(?P<gid>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guests:
    """What `capabilities` says about s390x guests; all empty where the host cannot run them."""

    machine_types: tuple[str, ...] = ()
    default_machine: str = ""
    virt_types: tuple[str, ...] = ()
    emulator: str = ""


def read_facts(connection: Any, uri: str, machine_id: Callable[[str], str]) -> HostFacts:
    """Facts of the host at the other end; `machine_id` finds its identity, given its host name."""
    hostname = connection.getHostname()
    capabilities = etree.fromstring(connection.getCapabilities().encode())
    guests = _guests(capabilities)
    node = connection.getInfo()
    return HostFacts(
        uri=uri,
        hostname=hostname,
        machine_id=machine_id(hostname),
        hypervisor=connection.getType(),
        libvirt_version=_dotted(connection.getLibVersion()),
        qemu_version=_qemu_version(connection, guests.default_machine),
        machine_types=guests.machine_types,
        default_machine=guests.default_machine,
        virt_types=guests.virt_types,
        cpu_models=_cpu_models(connection) if guests.emulator else (),
        cpus=int(node[2]),
        memory_kib=_memory_kib(connection, int(node[1])),
        emulator=guests.emulator,
        qemu_account=_qemu_account(capabilities),
        confinement=_confinement(capabilities),
    )


def _qemu_account(capabilities: etree._Element) -> Account | None:
    """The label of the security model `dac`; it is the same for KVM and for emulation (qemuSecurityInit)."""
    label = capabilities.findtext("host/secmodel[model='dac']/baselabel") or ""
    found = _DAC_LABEL.fullmatch(label)
    return Account(uid=int(found["uid"]), gid=int(found["gid"])) if found else None


def _confinement(capabilities: etree._Element) -> str:
    models = (model.text or "" for model in capabilities.iterfind("host/secmodel/model"))
    return next((model for model in models if model in CONFINEMENTS), "")


def _guests(capabilities: etree._Element) -> _Guests:
    arch = capabilities.find(f"guest/arch[@name='{ARCH}']")
    if arch is None:
        return _Guests()
    machines = {machine.text or "": machine.get("canonical") or "" for machine in arch.iter("machine")}
    names = tuple(sorted((name for name, canonical in machines.items() if not canonical), key=_by_version))
    return _Guests(
        machine_types=names,
        default_machine=machines.get(ALIAS) or (names[-1] if names else ""),
        virt_types=tuple(sorted({domain.get("type") or "" for domain in arch.iter("domain")})),
        emulator=arch.findtext("emulator") or "",
    )


def _by_version(machine: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", machine.removeprefix(ALIAS)))


def _cpu_models(connection: Any) -> tuple[str, ...]:
    """The custom CPU models that guests can use here."""
    try:
        text = connection.getDomainCapabilities(None, ARCH, None, None, 0)
    except load().libvirtError:
        return ()  # a driver without domain capabilities names no model
    models = etree.fromstring(text.encode()).iterfind("cpu/mode[@name='custom']/model[@usable='yes']")
    return tuple(sorted(model.text or "" for model in models))


def _memory_kib(connection: Any, node_info_mib: int) -> int:
    try:
        total: int = connection.getMemoryStats(load().VIR_NODE_MEMORY_STATS_ALL_CELLS, 0)["total"]
    except load().libvirtError:
        return node_info_mib * 1024  # the binding gives virNodeInfo's memory in MiB
    return total


def _qemu_version(connection: Any, default_machine: str) -> str:
    """QEMU's version; where libvirt cannot tell it, that of its newest machine type (`7.2`)."""
    try:
        return _dotted(connection.getVersion())
    except load().libvirtError:
        return ".".join(str(part) for part in _by_version(default_machine))


def _dotted(number: int) -> str:
    """libvirt's 9000000 as 9.0.0."""
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
