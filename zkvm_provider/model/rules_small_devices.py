"""Rules of a guest's file systems, CPU and random number generator."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.cpu import CpuMode
from zkvm_provider.model.filesystem import FilesystemKind
from zkvm_provider.model.reading import Node
from zkvm_provider.model.waiting import ReadySource


def _tags_are_unique(guest: Node) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for filesystem in guest.children("filesystems"):
        tag, name = filesystem.known("tag"), filesystem.known("name")
        said = tag if tag is not None else (name if filesystem.is_settled("tag") else None)
        if said is None:
            continue
        if said in first:
            reason = f"{said!r} is the tag of {first[said]} already; the guest mounts by it"
            yield Fault(path=filesystem.at("tag" if tag is not None else "name"), reason=reason)
        first.setdefault(said, filesystem.path)


def _only_9p_is_read_only(guest: Node) -> Iterator[Fault]:
    """libvirt 9.0.0: virtiofs has no read-only mount; the guest mounts it with `-o ro`."""
    for filesystem in guest.children("filesystems"):
        is_virtiofs = filesystem.is_settled("kind") and filesystem.known("kind") in {None, FilesystemKind.VIRTIOFS}
        if filesystem.known("read_only") and is_virtiofs:
            reason = "virtiofs cannot be made read-only; use kind 9p, or mount it with `-o ro` in the guest"
            yield Fault(path=filesystem.at("read_only"), reason=reason)


def _cpu_is_consistent(guest: Node) -> Iterator[Fault]:
    cpu = guest.child("cpu")
    if cpu is None or not cpu.is_settled("mode"):
        return
    mode = cpu.known("mode") or CpuMode.HOST_MODEL
    if mode is CpuMode.CUSTOM and not cpu.is_given("model"):
        yield Fault(path=cpu.at("model"), reason="is missing; mode custom names a model of the host's list")
    if mode is not CpuMode.CUSTOM and cpu.is_given("model"):
        yield Fault(path=cpu.at("model"), reason=f"means something only with mode custom; mode is {mode.value}")
    if mode is CpuMode.MAXIMUM and cpu.known("features"):
        yield Fault(path=cpu.at("features"), reason="mode maximum has everything that can be; leave them out")
    is_plain = cpu.is_settled("features") and not cpu.known("features")
    if cpu.known("model") == "qemu" and mode is CpuMode.CUSTOM and is_plain:
        reason = "is what a guest under QEMU's emulation has anyway; leave `cpu` out"
        yield Fault(path=cpu.at("model"), reason=reason)


def _a_period_needs_a_rate(guest: Node) -> Iterator[Fault]:
    rng = guest.child("rng")
    if rng is not None and rng.is_given("rate_period_ms") and not rng.is_given("rate_bytes"):
        yield Fault(path=rng.at("rate_period_ms"), reason="means something only beside `rateBytes`")


def _waiting_for_the_agent_needs_it(guest: Node) -> Iterator[Fault]:
    wait = guest.child("wait_for")
    if wait is None or wait.known("source") is not ReadySource.AGENT or not guest.is_settled("agent"):
        return
    if not guest.known("agent"):
        yield Fault(path=wait.at("source"), reason="the guest has no channel for its agent; set `agent` to true")


DEVICE_RULES = (
    _waiting_for_the_agent_needs_it,
    _tags_are_unique,
    _only_9p_is_read_only,
    _cpu_is_consistent,
    _a_period_needs_a_rate,
)
