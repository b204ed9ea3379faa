"""A real host: every verb of the port, sent over libvirt-python.

Each verb goes through `_read` or `_change`, which hold the laws of a real connection: a time limit on every call, reads
repeated once over a new connection, changes never repeated but settled by observing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from zkvm_provider.clock import Clock
from zkvm_provider.errors import BackendError, TimedOut, Unreachable
from zkvm_provider.hypervisor.libvirt import console, describing, moving, settle
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.facts import read_facts
from zkvm_provider.hypervisor.libvirt.guest_network_verbs import GuestNetworkVerbs
from zkvm_provider.hypervisor.libvirt.line import Late, Lost
from zkvm_provider.hypervisor.libvirt.objects import Connected, find, full_ref, listed, look_up, not_for
from zkvm_provider.hypervisor.libvirt.pool import Connections, Limits
from zkvm_provider.hypervisor.libvirt.refusals import Subject, What, subject_of, translate
from zkvm_provider.hypervisor.libvirt.statistics import read_row, read_stats
from zkvm_provider.hypervisor.libvirt.storage_verbs import StorageVerbs
from zkvm_provider.hypervisor.network_update import NetworkUpdate
from zkvm_provider.hypervisor.port import (
    DomainStats,
    ErrorCode,
    ErrorDomain,
    HostFacts,
    Hypervisor,
    Migration,
    MigrationProgress,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    PowerState,
    SchedulerParameter,
    Scope,
    StopMode,
    Thread,
    Told,
)

Answer = TypeVar("Answer")
_LIVE, _CONFIG = 1, 2
"""virDomainModificationImpact; the flags of memory, vCPUs and devices have the same two bits."""


class LibvirtHost(StorageVerbs, GuestNetworkVerbs):
    """`Hypervisor` over libvirt. Nothing is connected before the first verb."""

    def __init__(self, uri: str, clock: Clock, *, limits: Limits | None = None) -> None:
        self._uri = uri
        self._machine_id: Callable[[str], str] = lambda hostname: f"name:{hostname}"
        self._limits, self._clock = limits or Limits(), clock
        self._connections = Connections(uri, clock, self._limits)
        self._facts: tuple[int, HostFacts] | None = None

    def identify_by(self, machine_id: Callable[[str], str]) -> None:
        """How to find the machine's identity, given its host name; libvirt itself has no stable one."""
        self._machine_id = machine_id

    # -- the host -----------------------------------------------------------------------------------------

    def facts(self) -> HostFacts:
        known = self._facts
        if known is not None and known[0] == self._connections.generation:
            alive = self._read("facts", Subject("host"), lambda connection: connection.getHostname())
            if alive == known[1].hostname and known[0] == self._connections.generation:
                return known[1]
        question = lambda connection: read_facts(connection, self._uri, self._machine_id)
        facts = self._read("facts", Subject("host"), question, limit_s=self._limits.open_s)
        self._facts = (self._connections.generation, facts)
        return facts

    def close(self) -> None:
        self._connections.close()

    # -- every kind ---------------------------------------------------------------------------------------

    def list(self, kind: ObjectKind, *, pool: str = "") -> tuple[ObjectInfo, ...]:
        subject = Subject(f"{kind.value}s", pool=pool)
        return self._read("list", subject, lambda connection: listed(connection, kind, pool))

    def look_up(self, ref: ObjectRef) -> ObjectRef:
        return self._read("look_up", ref, lambda c: full_ref(ref.kind, look_up(c, ref), pool=ref.pool))

    def dump(self, ref: ObjectRef, *, live: bool = False) -> str:
        return self._read("dump", ref, lambda connection: describing.dump(find(connection, ref), ref.kind, live=live))

    def define(self, kind: ObjectKind, xml: str, *, validate: bool = True) -> ObjectRef:
        """A lost define of a document with a uuid is sent again: the same text gives the same object.

        So is one for which libvirt could not read its own schema (see _SCHEMA_UNREADABLE): nothing was defined.
        """
        if kind is ObjectKind.VOLUME:
            raise not_for("define", kind)
        named = settle.named_in(kind, xml)
        question = lambda connection: _defined(connection, named, xml, int(validate))
        subject = Subject(kind.value, name=named.name)
        try:
            return self._ask("define", subject, question, self._limits.call_s)
        except BackendError as refused:
            if (refused.code, refused.domain) != _SCHEMA_UNREADABLE:
                raise
            return self._ask("define", subject, question, self._limits.call_s)
        except Lost as lost:
            if not named.uuid:
                raise self._unsettled("define", subject, lost, None) from lost
            return self._read("define", named, question)

    def undefine(self, ref: ObjectRef) -> None:
        if ref.kind is ObjectKind.VOLUME:
            raise not_for("undefine", ref.kind)
        self._change("undefine", ref, lambda found: found.undefine(), lambda: settle.undefined(self, ref))
        self._connections.known.forget(ref.uuid)

    def set_autostart(self, ref: ObjectRef, autostart: bool) -> None:
        if ref.kind is ObjectKind.VOLUME:
            raise not_for("autostart", ref.kind)
        act = lambda found: found.setAutostart(int(autostart))
        self._change("set_autostart", ref, act, lambda: settle.has_autostart(self, ref, autostart))

    # -- power --------------------------------------------------------------------------------------------

    def start(self, ref: ObjectRef, *, paused: bool = False) -> None:
        if ref.kind is ObjectKind.VOLUME:
            raise not_for("start", ref.kind)
        is_domain = ref.kind is ObjectKind.DOMAIN
        flag = load().VIR_DOMAIN_START_PAUSED if paused and is_domain else 0
        act = lambda found: found.createWithFlags(flag) if is_domain else _start(found, ref.kind)
        self._change("start", ref, act, lambda: settle.is_active(self, ref, True), limit_s=self._limits.long_s)

    def stop(self, ref: ObjectRef, mode: StopMode = StopMode.DESTROY) -> None:
        if ref.kind is ObjectKind.VOLUME:
            raise not_for("stop", ref.kind)
        if ref.kind is ObjectKind.DOMAIN and mode is StopMode.SHUTDOWN:
            down = lambda: settle.is_active(self, ref, False) or None
            self._change("stop", ref, lambda found: found.shutdown(), down)
            return
        off = lambda: settle.is_active(self, ref, False)
        self._change("stop", ref, lambda found: found.destroy(), off)

    def suspend(self, ref: ObjectRef) -> None:
        paused = lambda: settle.is_in(self, ref, PowerState.PAUSED)
        self._change("suspend", ref, lambda found: found.suspend(), paused)

    def resume(self, ref: ObjectRef) -> None:
        running = lambda: settle.is_in(self, ref, PowerState.RUNNING)
        self._change("resume", ref, lambda found: found.resume(), running)

    # -- moving -------------------------------------------------------------------------------------------

    def migrate(self, ref: ObjectRef, target: Hypervisor, how: Migration, told: Told) -> None:
        """It has connections of its own: a migration may take hours, and everybody else goes on meanwhile."""
        moving.migrate(self, target, self._line_of_its_own, ref, how, told)

    def job(self, ref: ObjectRef) -> MigrationProgress | None:
        return self._read("job", ref, lambda connection: moving.progress_of(find(connection, ref)))

    def abort_job(self, ref: ObjectRef) -> None:
        ended = lambda: self.job(ref) is None
        self._change("abort_job", ref, lambda found: found.abortJob(), ended)

    def limit_downtime(self, ref: ObjectRef, milliseconds: int) -> None:
        """How long the guest may stand still at the end of the migration that is under way."""
        act = lambda found: found.migrateSetMaxDowntime(milliseconds, 0)
        self._change("limit_downtime", ref, act, settle.cannot_tell)

    def enter_post_copy(self, ref: ObjectRef) -> None:
        """Let the guest run on the target, to which it migrates with that option."""
        self._change("enter_post_copy", ref, lambda found: found.migrateStartPostCopy(0), settle.cannot_tell)

    def lend(self, use: Callable[[Any], Answer]) -> Answer:
        """Let another host's libvirt client library speak to this host, over a connection of its own."""
        connections = self._line_of_its_own()
        try:
            return connections.ask(lambda connection: use(connection.opened), self._limits.migration_s)
        finally:
            connections.close()

    def _line_of_its_own(self) -> Connections:
        return Connections(self._uri, self._clock, self._limits)

    # -- domains ------------------------------------------------------------------------------------------

    def rename(self, ref: ObjectRef, name: str) -> ObjectRef:
        full = self.look_up(ref)
        has_name = lambda: self.look_up(ObjectRef(kind=ref.kind, uuid=full.uuid)).name == name
        self._change("rename", full, lambda found: found.rename(name, 0), has_name)
        return ObjectRef(kind=ref.kind, name=name, uuid=full.uuid)

    def stats(self) -> tuple[DomainStats, ...]:
        return self._read("stats", Subject("domains"), read_stats)

    def domain(self, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats]:
        return self._read("domain", ref, lambda connection: read_row(connection, ref))

    def set_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        # a balloon moves for seconds after the verb: another value does not mean that nothing happened
        done = lambda: settle.shows(self, ref, "currentMemory", str(kib), scope) or None
        self._change("set_memory", ref, lambda found: found.setMemoryFlags(kib, _impact(scope)), done)

    def set_max_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        flags = _impact(scope) | load().VIR_DOMAIN_MEM_MAXIMUM
        done = lambda: settle.shows(self, ref, "memory", str(kib), scope)
        self._change("set_max_memory", ref, lambda found: found.setMemoryFlags(kib, flags), done)

    def set_vcpus(self, ref: ObjectRef, count: int, scope: Scope, *, maximum: bool = False) -> None:
        flags = _impact(scope) | (load().VIR_DOMAIN_VCPU_MAXIMUM if maximum else 0)
        path = "vcpu" if maximum else "vcpu/@current"
        done = lambda: settle.shows(self, ref, path, str(count), scope) or None
        self._change("set_vcpus", ref, lambda found: found.setVcpusFlags(count, flags), done)

    def add_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        done = lambda: settle.has_iothread(self, ref, iothread_id, scope)
        self._change("add_iothread", ref, lambda found: found.addIOThread(iothread_id, _impact(scope)), done)

    def del_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        done = lambda: settle.inverted(settle.has_iothread(self, ref, iothread_id, scope))
        self._change("del_iothread", ref, lambda found: found.delIOThread(iothread_id, _impact(scope)), done)

    def set_scheduler(self, ref: ObjectRef, parameter: SchedulerParameter, value: int, scope: Scope) -> None:
        act = lambda found: found.setSchedulerParametersFlags({parameter.value: value}, _impact(scope))
        path = f"cputune/{settle.SCHEDULER_ELEMENTS.get(parameter.value, parameter.value)}"
        self._change("set_scheduler", ref, act, lambda: settle.shows(self, ref, path, str(value), scope))

    def pin(self, ref: ObjectRef, thread: Thread, number: int, cpus: tuple[int, ...], scope: Scope) -> None:
        mask, impact = tuple(each in cpus for each in range(max(cpus, default=0) + 1)), _impact(scope)
        match thread:
            case Thread.VCPU:
                act = lambda found: found.pinVcpuFlags(number, mask, impact)
            case Thread.EMULATOR:
                act = lambda found: found.pinEmulator(mask, impact)
            case Thread.IOTHREAD:
                act = lambda found: found.pinIOThread(number, mask, impact)
        self._change("pin", ref, act, settle.cannot_tell)

    def attach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        done = lambda: settle.has_device(self, ref, device_xml, scope)
        self._change("attach", ref, lambda found: found.attachDeviceFlags(device_xml, _impact(scope)), done)

    def detach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        """A disk without a target is refused here: libvirtd 9.0.0 was seen to die of it."""
        if settle.is_disk_without_target(device_xml):
            message = "missing target information for device"
            raise BackendError(message, code=ErrorCode.NO_TARGET, domain=ErrorDomain.DOMAIN, verb="detach")
        done = lambda: settle.inverted(settle.has_device(self, ref, device_xml, scope))
        self._change("detach", ref, lambda found: found.detachDeviceFlags(device_xml, _impact(scope)), done)

    def update_device(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        act = lambda found: found.updateDeviceFlags(device_xml, _impact(scope))
        self._change("update_device", ref, act, settle.cannot_tell)

    def resize_block(self, ref: ObjectRef, target: str, size_bytes: int) -> None:
        act = lambda found: found.blockResize(target, size_bytes, load().VIR_DOMAIN_BLOCK_RESIZE_BYTES)
        self._change("resize_block", ref, act, settle.cannot_tell, limit_s=self._limits.long_s)

    def set_metadata(self, ref: ObjectRef, namespace: str, prefix: str, xml: str | None, scope: Scope) -> None:
        kind = load().VIR_DOMAIN_METADATA_ELEMENT
        act = lambda found: found.setMetadata(kind, xml, prefix, namespace, _impact(scope))
        gone = lambda: self.metadata(ref, namespace) is None
        self._change("set_metadata", ref, act, gone if xml is None else settle.cannot_tell)

    def update_network(self, ref: ObjectRef, update: NetworkUpdate, scope: Scope) -> None:
        told = (update.command.value, update.section.value, update.index, update.xml, _impact(scope))
        self._change("update_network", ref, lambda found: found.update(*told), settle.cannot_tell)

    def metadata(self, ref: ObjectRef, namespace: str) -> str | None:
        return self._read("metadata", ref, lambda connection: describing.metadata(find(connection, ref), namespace))

    def console(self, ref: ObjectRef) -> str:
        """What the console prints within a moment: libvirt keeps nothing of what was printed before."""
        return self._read("console", ref, lambda c: console.listen(c, find(c, ref)))

    # -- how a verb is sent -------------------------------------------------------------------------------

    def _read(
        self, verb: str, what: What, question: Callable[[Connected], Answer], *, limit_s: float | None = None
    ) -> Answer:
        """Ask; when the connection breaks meanwhile, ask once more over a new one."""
        limit_s = limit_s or self._limits.call_s
        try:
            return self._ask(verb, what, question, limit_s)
        except Lost:
            try:
                return self._ask(verb, what, question, limit_s)
            except Lost as lost:
                raise Unreachable(self._uri, f"{lost.reason} (twice, during {verb})") from lost

    def _change(
        self,
        verb: str,
        ref: ObjectRef,
        act: Callable[[Any], object],
        took_effect: settle.Observation,
        *,
        limit_s: float | None = None,
    ) -> None:
        """Send once. When the connection breaks meanwhile, observing tells whether it took effect."""
        what: What = ref if ref.name else subject_of(ref)

        def question(connection: Connected) -> object:
            found = find(connection, ref)
            if isinstance(what, Subject):
                what.name = found.name()  # people know it by name
            return act(found)

        try:
            self._ask(verb, what, question, limit_s or self._limits.call_s)
        except Lost as lost:
            observed = took_effect()
            if not observed:
                raise self._unsettled(verb, what, lost, observed) from lost

    def _ask(self, verb: str, what: What, question: Callable[[Connected], Answer], limit_s: float) -> Answer:
        try:
            return self._connections.ask(question, limit_s)
        except Late as late:
            remedy = f"look at the host (virsh -c '{self._uri}' list --all), then run the same command again"
            asked = f"{verb} of {subject_of(what).label} on {self._uri}"
            raise TimedOut(asked, waited_s=late.waited_s, remedy=remedy) from late
        except load().libvirtError as failure:
            raise translate(failure, verb=verb, what=subject_of(what), uri=self._uri) from failure

    def _unsettled(self, verb: str, what: What, lost: Lost, observed: bool | None) -> Unreachable:
        seen = "cannot tell whether it happened" if observed is None else "shows that it has not happened"
        reason = f"the connection broke during {verb} of {subject_of(what).label} ({lost.reason}); the host {seen}"
        return Unreachable(self._uri, f"{reason}. Run the same command again: it starts from what is there")


_SCHEMA_UNREADABLE = (ErrorCode.INTERNAL_ERROR, 5)
"""VIR_ERR_INTERNAL_ERROR of VIR_FROM_XML: "Unable to parse RNG … type 'unsignedInt' is not exported by type library".

Seen of libvirtd 9.0.0 whose first two validations came at once: libxml2 makes its table of types while both use it.
"""


def _impact(scope: Scope) -> int:
    return (_LIVE if Scope.LIVE in scope else 0) | (_CONFIG if Scope.CONFIG in scope else 0)


def _defined(connection: Connected, named: ObjectRef, xml: str, flags: int) -> ObjectRef:
    """Define what the document names; flag 1 is VALIDATE.

    A mediated device is defined without: libvirt names it itself, and its schema wants a name (nodedev.rng of 9.0.0).
    """
    match named.kind:
        case ObjectKind.DOMAIN:
            found = connection.keep(connection.defineXMLFlags(xml, flags), named.uuid)
        case ObjectKind.NETWORK:
            found = connection.networkDefineXMLFlags(xml, flags)
        case ObjectKind.NODE_DEVICE:
            found = connection.nodeDeviceDefineXML(xml, 0)
        case _:
            found = connection.storagePoolDefineXML(xml, flags)
    return named if named.name and named.uuid else full_ref(named.kind, found)


def _start(found: Any, kind: ObjectKind) -> None:
    if kind in (ObjectKind.POOL, ObjectKind.NODE_DEVICE):
        found.create(0)
    else:
        found.create()
