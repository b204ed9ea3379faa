"""Finding libvirt's objects by reference, and describing them without reading each one's XML."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from zkvm_provider.dataclass import maker
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
_ARE_ACTIVE = tuple(state.is_active for state in STATES)

WITHOUT_UUID = (ObjectKind.VOLUME, ObjectKind.NODE_DEVICE)
"""Kinds that libvirt knows by name alone."""


class Known:
    """What all connections to one host know: the uuids of its domains, as the last list told one of them."""

    def __init__(self) -> None:
        self.uuids: frozenset[str] = frozenset()
        self._connections: tuple[Connected, ...] = ()
        self._lock = threading.Lock()

    def join(self, connection: Connected) -> None:
        """Count a connection among those to the host."""
        with self._lock:
            self._connections = (*self._connections, connection)

    def leave(self, connection: Connected) -> None:
        """Count it no longer: it has ended."""
        with self._lock:
            self._connections = tuple(each for each in self._connections if each is not connection)

    def forget(self, uuid: str) -> None:
        """That domain was undefined: no connection keeps a handle with which to ask for it in vain."""
        for each in self._connections:
            each.domains.pop(uuid, None)


class Connected:
    """A connection to libvirt, which has all of its calls, and the domains it told of, by uuid.

    libvirt's handle of a domain is its uuid on this connection: every call looks it up on the host, and is
    refused when it is gone. Keeping the handle saves a question to the host before each call. Its name is as old as it.
    A list gives the handles of all domains, but to its own connection; `known` is what lists told all of a host's
    connections, and each asks once for the handles before it looks up one after the other.
    """

    def __init__(self, opened: Any, known: Known) -> None:
        self.opened, self.known = opened, known
        self.domains: dict[str, Any] = {}
        self._asked_for: frozenset[str] = frozenset()
        known.join(self)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.opened, name)
        setattr(self, name, found)  # the next time it is there without this
        return found

    def end(self) -> None:
        """Keep nothing: libvirt hangs up when the last of a connection's objects is let go."""
        self.known.leave(self)
        self.domains.clear()

    def keep(self, domain: Any, uuid: str) -> Any:
        """The same handle, kept for the calls to come; its uuid is asked for where it is empty."""
        self.domains[uuid or domain.UUIDString()] = domain
        return domain

    def keep_all(self, domains: dict[str, Any]) -> None:
        """All domains of the host by uuid, as a list told; what is gone is not kept for ever."""
        self.domains = domains
        self._asked_for = self.known.uuids = frozenset(domains)

    def kept(self, uuid: str) -> Any:
        """The handle of that domain; None where it has to be looked up."""
        listed = self.known.uuids
        if uuid not in self.domains and uuid in listed and self._asked_for is not listed:
            self._asked_for = listed
            self.domains |= {each.UUIDString(): each for each in self.opened.listAllDomains(0)}
        return self.domains.get(uuid)


def find(connection: Connected, ref: ObjectRef) -> Any:
    """libvirt's object. Raises libvirt's own error when there is none, but for a domain known before."""
    match ref.kind:
        case ObjectKind.DOMAIN:
            return connection.kept(ref.uuid) or connection.keep(look_up(connection, ref), ref.uuid)
        case _:
            return look_up(connection, ref)


def look_up(connection: Connected, ref: ObjectRef) -> Any:
    """libvirt's object, asked for now. Raises libvirt's own error when there is none."""
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


def full_ref(kind: ObjectKind, found: Any, *, pool: str = "", uuid: str = "") -> ObjectRef:
    """The reference of an object libvirt gave; its uuid is asked for where it is not known."""
    if kind in WITHOUT_UUID:
        return ObjectRef(kind=kind, name=found.name(), pool=pool)
    return ObjectRef(kind=kind, name=found.name(), uuid=uuid or found.UUIDString())


def listed(connection: Connected, kind: ObjectKind, pool: str) -> tuple[ObjectInfo, ...]:
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
            rows = [ObjectInfo(ref=full_ref(kind, each, pool=pool), active=True) for each in volumes]
        case ObjectKind.NODE_DEVICE:
            rows = _node_devices(connection)
    return tuple(sorted(rows, key=attrgetter("ref.name")))


def _domains(connection: Connected) -> list[ObjectInfo]:
    """Asked for what is rare: hardly any domain is transient, so that answer is short."""
    libvirt = load()
    transient = _uuids(connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_TRANSIENT))
    autostarted = _uuids(connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_AUTOSTART))
    handles = {}
    rows = []
    made_ref, made_info, kind = maker(ObjectRef), maker(ObjectInfo), ObjectKind.DOMAIN  # there may be thousands
    for domain, record in connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE, 0):
        state, uuid = record.get("state.state", 0), domain.UUIDString()
        handles[uuid], is_active = domain, _ARE_ACTIVE[state]
        rows.append(
            made_info(
                ref=made_ref(kind=kind, name=domain.name(), uuid=uuid, pool=""),
                active=is_active,
                persistent=uuid not in transient,
                autostart=uuid in autostarted,
                state=STATES[state],
                domain_id=domain.ID() if is_active else None,
            )
        )
    connection.keep_all(handles)
    return rows


def _node_devices(connection: Any) -> list[ObjectInfo]:
    """Also mediated devices that are defined and not started; only of those more is asked than the name."""
    libvirt = load()
    active = libvirt.VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE
    every = active | libvirt.VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE
    mediated = {
        each.name(): each for each in connection.listAllDevices(every | libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV)
    }
    rows = []
    for each in connection.listAllDevices(every):
        name = each.name()
        is_mdev = name in mediated
        rows.append(
            ObjectInfo(
                ref=ObjectRef(kind=ObjectKind.NODE_DEVICE, name=name),
                active=bool(each.isActive()) if is_mdev else True,
                persistent=bool(each.isPersistent()) if is_mdev else False,
                autostart=bool(each.autostart()) if is_mdev else False,
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
