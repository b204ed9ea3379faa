"""The CPU: mode, model, topology, NUMA cells; what TCG adds and cannot run."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    bad_domain,
    child,
    drop,
    internal,
    put_first,
    qemu_ended,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.memory import scaled_kib
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.tune import bitmap, bitmap_text
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    CPUSET,
    NAME,
    ON_OFF,
    POSITIVE,
    SIZE,
    UNIT,
    YES_NO,
    choice,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_CELL = element(
    "cell",
    {
        "id": COUNT, "cpus": CPUSET, "memory": SIZE, "unit": UNIT, "memAccess": choice("shared", "private"),
        "discard": YES_NO,
    },
    element("distances", None, element("sibling", {"id": COUNT, "value": COUNT}, traits="many")),
    need=("memory",),
    traits="many",
)  # fmt: skip
CPU = element(
    "cpu",
    {
        "mode": choice("custom", "host-model", "host-passthrough", "maximum"),
        "match": choice("minimum", "exact", "strict"),
        "check": choice("none", "partial", "full"),
        "migratable": ON_OFF,
    },
    element("model", {"fallback": choice("allow", "forbid"), "vendor_id": NAME}, text=NAME),
    element("vendor", text=NAME),
    element(
        "topology", {"sockets": POSITIVE, "dies": POSITIVE, "cores": POSITIVE, "threads": POSITIVE},
        need=("sockets", "cores", "threads"), must=("sockets", "cores", "threads"),
    ),
    element("cache", {"level": COUNT, "mode": choice("emulate", "passthrough", "disable")}, traits="many"),
    element("maxphysaddr", {"mode": choice("emulate", "passthrough"), "bits": COUNT}),
    element(
        "feature", {"policy": choice("force", "require", "optional", "disable", "forbid"), "name": NAME},
        need=("name",), traits="many",
    ),
    element("numa", None, _CELL, element("interconnects", traits="whole"), traits="fleeting"),
)  # fmt: skip


def _read(guest: Guest) -> None:
    cpu = guest.root.find("cpu")
    if cpu is None:
        return
    for number, cell in enumerate(cpu.iterfind("numa/cell")):
        set_default(cell, "id", str(number))
        cell.set("memory", str(scaled_kib(cell.get("memory") or "", cell.get("unit") or "KiB", where="./@memory")))
        cell.set("unit", "KiB")
        if cell.get("cpus") is not None:
            cell.set("cpus", bitmap_text(bitmap(cell.get("cpus") or "0")))
    names = [feature.get("name") for feature in cpu.findall("feature")]
    for name in names:
        if names.count(name) > 1:
            raise bad_domain(f"CPU feature '{name}' specified more than once")


def _default(guest: Guest) -> None:
    cpu = guest.root.find("cpu")
    if cpu is None:
        if not guest.is_tcg:
            return
        cpu = child(guest.root, "cpu")
    _settle_mode(guest, cpu)
    topology = cpu.find("topology")
    if topology is not None:
        set_default(topology, "dies", "1")
    for feature in cpu.findall("feature"):
        set_default(feature, "policy", "require")


def _settle_mode(guest: Guest, cpu: Node) -> None:
    model = cpu.find("model")
    mode = cpu.get("mode")
    if mode is None and (model is not None or cpu.get("match") is not None):
        mode = "custom"
    if model is None and mode in {None, "custom"}:
        if not guest.is_tcg:
            return
        mode = "custom"
        model = put_first(cpu, "model")
        model.text = "qemu"
        model.set("fallback", "forbid")
        cpu.set("match", "exact")
    cpu.set("mode", mode or "custom")
    if mode == "custom" and model is not None:
        set_default(cpu, "match", "exact")
        set_default(model, "fallback", "allow")
    else:
        drop(cpu, "match")
    checks = {"custom": "none" if guest.is_tcg else "partial", "host-model": "partial"}
    set_default(cpu, "check", checks.get(mode or "custom", "none"))


def _prepare(boot: Boot) -> None:
    guest = boot.guest
    cpu = guest.root.find("cpu")
    if cpu is None:
        return
    mode, host, model = cpu.get("mode"), boot.world.host, cpu.find("model")
    if guest.is_tcg and cpu.get("match") == "minimum":
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.CPU, "match mode minimum not supported")
    if guest.is_tcg and mode == "custom" and model is not None:
        model.set("fallback", "forbid")
    if guest.is_tcg and mode in {"host-model", "host-passthrough"}:
        what = f"CPU mode '{mode}' for s390x {guest.virt_type} domain on {host.host_arch} host"
        raise unsupported(f"{what} is not supported by hypervisor")


def _start(boot: Boot) -> None:
    guest = boot.guest
    model = guest.root.findtext("cpu/model")
    if guest.is_tcg and model and model not in boot.profile.tcg_cpu_models:
        text = "Some features requested in the CPU model are not available in the current configuration"
        raise internal(f"qemu unexpectedly closed the monitor: qemu-system-s390x: {text}: {model}")
    topology = guest.root.find("cpu/topology")
    if topology is not None and topology.get("threads", "1") != "1":
        raise qemu_ended("S390 does not support more than 1 threads.")
    cell = guest.root.find("cpu/numa/cell")
    if cell is not None:
        told = f"-numa node,nodeid={cell.get('id')},cpus={cell.get('cpus')},memdev=ram-node{cell.get('id')}"
        text = f"{told}: NUMA is not supported by this machine-type"
        raise internal(f"qemu unexpectedly closed the monitor: qemu-system-s390x: {text}")


SECTION = Section(shapes=(CPU,), read=_read, default=_default, prepare=_prepare, start=_start)
