"""The emulated hypervisor: both protocols of the port, each verb as one transaction on a store.

This file says which verb goes where; what a verb does stands in the file of its subject.
"""

from __future__ import annotations

import builtins

from zkvm_provider.clock import Clock
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated import (
    channels,
    console,
    dasds,
    domains,
    migrating,
    networks,
    node_devices,
    permissions,
    plugging,
    pools,
    power,
    tuning,
    volumes,
)
from zkvm_provider.hypervisor.emulated.files import EmulatedFiles
from zkvm_provider.hypervisor.emulated.guest_network_verbs import GuestNetworkVerbs
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.inventory import machine_id
from zkvm_provider.hypervisor.emulated.lifecycle import Act
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.san_verbs import SanVerbs
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.emulated.storage_verbs import StorageVerbs
from zkvm_provider.hypervisor.emulated.store import Store
from zkvm_provider.hypervisor.network_update import NetworkUpdate
from zkvm_provider.hypervisor.port import (
    Dasd,
    DomainStats,
    ErrorCode,
    ErrorDomain,
    HostFacts,
    Hypervisor,
    Migration,
    MigrationProgress,
    NetDevice,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    SchedulerParameter,
    Scope,
    StopMode,
    SubchannelRow,
    SwapDevice,
    Thread,
    Told,
)

_POLL_S = 0.05
"""How often a migration under way is looked at."""


class EmulatedHost(EmulatedFiles, StorageVerbs, GuestNetworkVerbs, SanVerbs):
    """One host of a store, as `Hypervisor` and as `HostDevices`. `uri` is how it was named by the caller."""

    def __init__(self, store: Store, host: str, clock: Clock, *, uri: str, create: bool, inventory: str = "") -> None:
        self._session = Session(store, host, clock, create=create, inventory=inventory)
        self._uri = uri

    # -- the host -----------------------------------------------------------------------------------------

    def facts(self) -> HostFacts:
        with self._session.look("facts") as tx:
            inventory, profile = tx.inventory, tx.profile
            return HostFacts(
                uri=self._uri,
                hostname=tx.host,
                machine_id=machine_id(tx.seed, tx.host),
                hypervisor="QEMU",
                libvirt_version=profile.libvirt_version,
                qemu_version=profile.qemu_version,
                machine_types=profile.machine_types,
                default_machine=profile.default_machine,
                virt_types=inventory.virt_types,
                cpu_models=profile.tcg_cpu_models,
                cpus=inventory.cpus,
                memory_kib=inventory.memory // 1024,
                emulator=inventory.emulator,
                qemu_account=permissions.QEMU,
            )

    def close(self) -> None:
        self._session.store.close()

    # -- every kind ---------------------------------------------------------------------------------------

    def list(self, kind: ObjectKind, *, pool: str = "") -> tuple[ObjectInfo, ...]:
        with self._session.look("list", kind.value) as tx:
            match kind:
                case ObjectKind.DOMAIN:
                    return domains.listed(tx)
                case ObjectKind.NETWORK:
                    return networks.listed(tx)
                case ObjectKind.POOL:
                    return pools.listed(tx)
                case ObjectKind.VOLUME:
                    return volumes.listed(tx, pool)
                case ObjectKind.NODE_DEVICE:
                    return node_devices.listed(tx)

    def look_up(self, ref: ObjectRef) -> ObjectRef:
        with self._session.look("look_up", str(ref)) as tx:
            if ref.kind is ObjectKind.VOLUME:
                return volumes.look_up(tx, ref)
            if ref.kind is ObjectKind.NODE_DEVICE:
                return node_devices.look_up(tx, ref)
            row = tx.find(ref)
            return ObjectRef(kind=ref.kind, name=row["name"], uuid=row["uuid"])

    def dump(self, ref: ObjectRef, *, live: bool = False) -> str:
        with self._session.look("dump", str(ref)) as tx:
            match ref.kind:
                case ObjectKind.DOMAIN:
                    return domains.dump(tx, ref, live=live)
                case ObjectKind.NETWORK:
                    return networks.dump(tx, ref, live=live)
                case ObjectKind.POOL:
                    return pools.dump(tx, ref, live=live)
                case ObjectKind.VOLUME:
                    return volumes.dump(tx, ref)
                case ObjectKind.NODE_DEVICE:
                    return node_devices.dump(tx, ref)

    def define(self, kind: ObjectKind, xml: str, *, validate: bool = True) -> ObjectRef:
        with self._session.verb("define", kind.value) as tx:
            match kind:
                case ObjectKind.DOMAIN:
                    return domains.define(tx, xml, validate=validate)
                case ObjectKind.NETWORK:
                    return networks.define(tx, xml, validate=validate)
                case ObjectKind.POOL:
                    return pools.define(tx, xml, validate=validate)
                case ObjectKind.VOLUME:
                    raise _unsupported("virStorageVolDefineXML")
                case ObjectKind.NODE_DEVICE:
                    return node_devices.define(tx, xml)

    def undefine(self, ref: ObjectRef) -> None:
        with self._session.verb("undefine", str(ref)) as tx:
            match ref.kind:
                case ObjectKind.DOMAIN:
                    domains.undefine(tx, ref)
                case ObjectKind.NETWORK:
                    networks.undefine(tx, ref)
                case ObjectKind.POOL:
                    pools.undefine(tx, ref)
                case ObjectKind.NODE_DEVICE:
                    node_devices.undefine(tx, ref)
                case ObjectKind.VOLUME:
                    raise _unsupported("undefine of a volume")

    def set_autostart(self, ref: ObjectRef, autostart: bool) -> None:
        with self._session.verb("set_autostart", str(ref)) as tx:
            match ref.kind:
                case ObjectKind.DOMAIN:
                    domains.set_autostart(tx, ref, autostart)
                case ObjectKind.NETWORK:
                    networks.set_autostart(tx, ref, autostart)
                case ObjectKind.POOL:
                    pools.set_autostart(tx, ref, autostart)
                case ObjectKind.NODE_DEVICE:
                    node_devices.set_autostart(tx, ref, autostart)
                case ObjectKind.VOLUME:
                    raise _unsupported("autostart of a volume")

    # -- power --------------------------------------------------------------------------------------------

    def start(self, ref: ObjectRef, *, paused: bool = False) -> None:
        with self._session.verb("start", str(ref)) as tx:
            match ref.kind:
                case ObjectKind.DOMAIN:
                    power.act(tx, tx.find(ref), Act.START_PAUSED if paused else Act.START)
                case ObjectKind.NETWORK:
                    networks.start(tx, ref)
                case ObjectKind.POOL:
                    pools.start(tx, ref)
                case ObjectKind.NODE_DEVICE:
                    node_devices.start(tx, ref)
                case ObjectKind.VOLUME:
                    raise _unsupported("start of a volume")

    def stop(self, ref: ObjectRef, mode: StopMode = StopMode.DESTROY) -> None:
        with self._session.verb("stop", str(ref)) as tx:
            match ref.kind:
                case ObjectKind.DOMAIN:
                    power.act(tx, tx.find(ref), Act(mode.value))
                case ObjectKind.NETWORK:
                    networks.stop(tx, ref)
                case ObjectKind.POOL:
                    pools.stop(tx, ref)
                case ObjectKind.NODE_DEVICE:
                    node_devices.stop(tx, ref)
                case ObjectKind.VOLUME:
                    raise _unsupported("stop of a volume")

    def suspend(self, ref: ObjectRef) -> None:
        with self._session.verb("suspend", str(ref)) as tx:
            power.act(tx, tx.find(ref), Act.SUSPEND)

    def resume(self, ref: ObjectRef) -> None:
        with self._session.verb("resume", str(ref)) as tx:
            power.act(tx, tx.find(ref), Act.RESUME)

    def migrate(self, ref: ObjectRef, target: Hypervisor, how: Migration, told: Told) -> None:
        there = target.facts()
        with self._session.verb("migrate", str(ref)) as tx:
            if machine_id(tx.seed, there.hostname) != there.machine_id or not tx.has_host(there.hostname):
                text = f"unable to connect to server at '{there.hostname}:16509': No route to host"
                raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.RPC, text)
            uuid = migrating.begin(tx, ref, there.hostname, how)
        moving = ObjectRef(kind=ref.kind, uuid=uuid, name=ref.name)
        progress: MigrationProgress | None = MigrationProgress()
        while progress is not None:
            if not told(progress):
                self.abort_job(moving)
            progress = self._job_here(moving)
            if progress is not None:
                self._session.clock.wait(_POLL_S)
        if self._is_here(moving):
            raise migrating.aborted(ref.name or uuid)

    def job(self, ref: ObjectRef) -> MigrationProgress | None:
        with self._session.look("job", str(ref)) as tx:
            return migrating.progress(tx, ref)

    def abort_job(self, ref: ObjectRef) -> None:
        with self._session.verb("abort_job", str(ref)) as tx:
            migrating.abort(tx, ref)

    def _job_here(self, ref: ObjectRef) -> MigrationProgress | None:
        try:
            return self.job(ref)
        except BackendError:
            return None  # it has left

    def _is_here(self, ref: ObjectRef) -> bool:
        return any(row.ref.uuid == ref.uuid for row in self.list(ref.kind))

    # -- domains ------------------------------------------------------------------------------------------

    def rename(self, ref: ObjectRef, name: str) -> ObjectRef:
        with self._session.verb("rename", str(ref)) as tx:
            return domains.rename(tx, ref, name)

    def stats(self) -> tuple[DomainStats, ...]:
        with self._session.look("stats") as tx:
            return domains.stats(tx)

    def domain(self, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats]:
        with self._session.look("domain", str(ref)) as tx:
            return domains.row_of(tx, ref)

    def set_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        with self._session.verb("set_memory", str(ref)) as tx:
            domains.set_memory(tx, ref, kib, scope)

    def set_max_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        with self._session.verb("set_max_memory", str(ref)) as tx:
            domains.set_max_memory(tx, ref, kib, scope)

    def set_vcpus(self, ref: ObjectRef, count: int, scope: Scope, *, maximum: bool = False) -> None:
        with self._session.verb("set_vcpus", str(ref)) as tx:
            domains.set_vcpus(tx, ref, count, scope, maximum=maximum)

    def add_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        with self._session.verb("add_iothread", str(ref)) as tx:
            domains.add_iothread(tx, ref, iothread_id, scope)

    def del_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        with self._session.verb("del_iothread", str(ref)) as tx:
            domains.del_iothread(tx, ref, iothread_id, scope)

    def set_scheduler(self, ref: ObjectRef, parameter: SchedulerParameter, value: int, scope: Scope) -> None:
        with self._session.verb("set_scheduler", str(ref)) as tx:
            tuning.set_scheduler(tx, ref, parameter, value, scope)

    def pin(self, ref: ObjectRef, thread: Thread, number: int, cpus: tuple[int, ...], scope: Scope) -> None:
        with self._session.verb("pin", str(ref)) as tx:
            tuning.pin(tx, ref, thread, number, cpus, scope)

    def attach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        with self._session.verb("attach", str(ref)) as tx:
            plugging.attach(tx, ref, device_xml, scope)

    def detach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        with self._session.verb("detach", str(ref)) as tx:
            plugging.detach(tx, ref, device_xml, scope)

    def update_device(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        with self._session.verb("update_device", str(ref)) as tx:
            plugging.update_device(tx, ref, device_xml, scope)

    def resize_block(self, ref: ObjectRef, target: str, size_bytes: int) -> None:
        with self._session.verb("resize_block", str(ref)) as tx:
            plugging.resize_block(tx, ref, target, size_bytes)

    def set_metadata(self, ref: ObjectRef, namespace: str, prefix: str, xml: str | None, scope: Scope) -> None:
        with self._session.verb("set_metadata", str(ref)) as tx:
            domains.set_metadata(tx, ref, namespace, prefix, xml, scope)

    def metadata(self, ref: ObjectRef, namespace: str) -> str | None:
        with self._session.look("metadata", str(ref)) as tx:
            return domains.metadata(tx, ref, namespace)

    def update_network(self, ref: ObjectRef, update: NetworkUpdate, scope: Scope) -> None:
        with self._session.verb("update_network", str(ref)) as tx:
            networks.update(tx, ref, update, scope)

    def console(self, ref: ObjectRef) -> str:
        with self._session.look("console", str(ref)) as tx:
            return console.console(tx, ref)

    # -- the host's own tools -----------------------------------------------------------------------------

    def dasds(self) -> tuple[Dasd, ...]:
        with self._session.look("dasds") as tx:
            return dasds.dasds(tx)

    def set_dasd_online(self, bus_id: str, online: bool) -> None:
        with self._session.verb("set_dasd_online", f"dasd '{bus_id}'") as tx:
            dasds.set_online(tx, bus_id, online)

    def net_devices(self) -> tuple[NetDevice, ...]:
        with self._session.look("net_devices") as tx:
            inventory = tx.inventory
            found: builtins.list[NetDevice] = [
                NetDevice(
                    name=osa.interface,
                    kind="nic",
                    bus_id=osa.bus_ids[0],
                    layer2=osa.layer2,
                    master=osa.bridge,
                    bridge_role=osa.bridge_role if osa.layer2 else "",
                    bridge_state="" if osa.bridge_role == "none" else "active",
                    learns=osa.learns,
                )
                for osa in inventory.osas
            ]
            found += [NetDevice(name=name, kind="nic") for name in inventory.nics]
            found += [NetDevice(name=name, kind="bridge") for name in inventory.bridges]
            found += [NetDevice(name=name, kind="bridge") for name in networks.bridges(tx)]
            found += [NetDevice(name=name, kind="ovs") for name in inventory.ovs_bridges]
            return tuple(sorted(found, key=lambda device: device.name))

    def file_exists(self, path: str) -> bool:
        with self._session.look("file_exists", path) as tx:
            return Host(tx).file_exists(path)

    def is_on_shared_file_system(self, path: str) -> bool:
        with self._session.look("is_on_shared_file_system", path) as tx:
            return Host(tx).is_shared(path)

    def swaps(self) -> tuple[SwapDevice, ...]:
        with self._session.look("swaps") as tx:
            return tuple(
                SwapDevice(
                    filename=swap.filename,
                    kind=swap.kind,
                    size_kib=swap.size_kib,
                    used_kib=swap.used_kib,
                    priority=swap.priority,
                )
                for swap in tx.inventory.swaps
            )

    def subchannels(self, domain: ObjectRef) -> tuple[SubchannelRow, ...]:
        with self._session.look("subchannels", str(domain)) as tx:
            return channels.subchannels(tx, tx.find(domain))


def _unsupported(function: str) -> BackendError:
    return refusal(ErrorCode.NO_SUPPORT, ErrorDomain.NONE, function)
