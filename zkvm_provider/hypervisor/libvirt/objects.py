"""Finding libvirt's objects by reference, and describing them without reading each one's XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectInfo, ObjectKind, ObjectRef, PowerState

STATES = (
    PowerState.NOSTATE,
    PowerState.RUNNING,
    PowerState.BLOCKED,
    PowerState.PAUSED,
    PowerState.SHUTDOWN,
    PowerState.SHUTOFF,
    PowerState.CRASHED,
    PowerState.PMSUSPENDED,
)
"""virDomainState by number."""


def find(connection: Any, ref: ObjectRef) -> Any:
    """libvirt's object. Raises libvirt's own error when there is none."""
    match ref.kind:
        case ObjectKind.DOMAIN:
            by_uuid, by_name = connection.lookupByUUIDString, connection.lookupByName
        case ObjectKind.NETWORK:
            by_uuid, by_name = connection.networkLookupByUUIDString, connection.networkLookupByName
        case ObjectKind.POOL:
            by_uuid, by_name = connection.storagePoolLookupByUUIDString, connection.storagePoolLookupByName
        case ObjectKind.VOLUME:
            return connection.storagePoolLookupByName(ref.pool).storageVolLookupByName(ref.name)
        case ObjectKind.NODE_DEVICE:
            return connection.nodeDeviceLookupByName(ref.name)
    return by_uuid(ref.uuid) if ref.uuid else by_name(ref.name)


def full_ref(kind: ObjectKind, found: Any, pool: str = "") -> ObjectRef:
    """The reference of an object libvirt gave."""
    if kind in (ObjectKind.VOLUME, ObjectKind.NODE_DEVICE):
        return ObjectRef(kind=kind, name=found.name(), pool=pool)
    return ObjectRef(kind=kind, name=found.name(), uuid=found.UUIDString())


def listed(connection: Any, kind: ObjectKind, pool: str) -> tuple[ObjectInfo, ...]:
    """Every object of a kind, sorted by name, in a number of calls that does not grow with the objects."""
    match kind:
        case ObjectKind.DOMAIN:
            rows = _domains(connection)
        case ObjectKind.NETWORK:
            rows = _networks(connection)
        case ObjectKind.POOL:
            rows = _pools(connection)
        case ObjectKind.VOLUME:
            volumes = connection.storagePoolLookupByName(pool).listAllVolumes(0)
            rows = [ObjectInfo(ref=full_ref(kind, each, pool), active=True) for each in volumes]
        case ObjectKind.NODE_DEVICE:
            rows = [ObjectInfo(ref=full_ref(kind, each), active=True) for each in connection.listAllDevices(0)]
    return tuple(sorted(rows, key=lambda row: row.ref.name))


def _domains(connection: Any) -> list[ObjectInfo]:
    libvirt = load()
    persistent = _uuids(connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_PERSISTENT))
    autostarted = _uuids(connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_AUTOSTART))
    rows = []
    for domain, record in connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE, 0):
        state = STATES[record.get("state.state", 0)]
        rows.append(
            ObjectInfo(
                ref=full_ref(ObjectKind.DOMAIN, domain),
                active=state.is_active,
                persistent=domain.UUIDString() in persistent,
                autostart=domain.UUIDString() in autostarted,
                state=state,
                domain_id=domain.ID() if state.is_active else None,
            )
        )
    return rows


def _networks(connection: Any) -> list[ObjectInfo]:
    libvirt = load()
    return _flagged(
        ObjectKind.NETWORK,
        connection.listAllNetworks,
        active=libvirt.VIR_CONNECT_LIST_NETWORKS_ACTIVE,
        persistent=libvirt.VIR_CONNECT_LIST_NETWORKS_PERSISTENT,
        autostart=libvirt.VIR_CONNECT_LIST_NETWORKS_AUTOSTART,
    )


def _pools(connection: Any) -> list[ObjectInfo]:
    libvirt = load()
    return _flagged(
        ObjectKind.POOL,
        connection.listAllStoragePools,
        active=libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE,
        persistent=libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT,
        autostart=libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART,
    )


def _flagged(
    kind: ObjectKind, list_all: Callable[[int], Iterable[Any]], *, active: int, persistent: int, autostart: int
) -> list[ObjectInfo]:
    """Four lists instead of three questions for each object."""
    actives, persistents, autostarted = (_uuids(list_all(flag)) for flag in (active, persistent, autostart))
    return [
        ObjectInfo(
            ref=full_ref(kind, found),
            active=found.UUIDString() in actives,
            persistent=found.UUIDString() in persistents,
            autostart=found.UUIDString() in autostarted,
        )
        for found in list_all(0)
    ]


def _uuids(objects: Iterable[Any]) -> set[str]:
    return {each.UUIDString() for each in objects}


def not_for(verb: str, kind: ObjectKind) -> BackendError:
    """libvirt has no such call for that kind of object."""
    message = f"this function is not supported by the connection driver: {verb} of a {kind.value}"
    return BackendError(message, code=ErrorCode.NO_SUPPORT, domain=ErrorDomain.NONE, verb=verb)
