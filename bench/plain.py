"""Plain libvirt-python, called as someone would who knows beforehand what to ask: the floor of everything that is real.

It has the port's verbs by name, as far as they are measured, without a law of the port: no time limit, no reopened
connection, no mapped error, no thread of its own. The binding alone frees an object as soon as nobody has it; zkvm has
that wait for the whole process (`hypervisor/libvirt/binding.py`), so whoever measures frees them as part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench import guests
from zkvm_provider.hypervisor.libvirt.binding import let_go
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope

Rows = list[tuple[str, str, int, bool, bool]]
"""Name, uuid, state (virDomainState), and whether it is persistent and starts with the host, of each."""


def freeing(work: Callable[[], object]) -> Callable[[], None]:
    """The work, and the end of all of libvirt's objects that it leaves behind."""

    def done() -> None:
        work()
        let_go()

    return done


class PlainLibvirt:
    """One connection, one thread. It keeps the handles it is given, so that only strangers are looked up."""

    def __init__(self, uri: str) -> None:
        import libvirt

        self._libvirt = libvirt
        self._connection: Any = libvirt.open(uri)
        self._handles: dict[str, Any] = {}

    def facts(self) -> str:
        hostname: str = self._connection.getHostname()
        return hostname

    def list(self, _kind: ObjectKind, **_pool: str) -> Rows:
        """What the port's list tells, in the three calls that it takes."""
        libvirt, connection = self._libvirt, self._connection
        transient = {
            found.UUIDString() for found in connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_TRANSIENT)
        }
        started = {
            found.UUIDString() for found in connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_AUTOSTART)
        }
        rows: Rows = []
        for domain, record in connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE, 0):
            uuid = domain.UUIDString()
            self._handles[uuid] = domain
            rows.append((domain.name(), uuid, record["state.state"], uuid not in transient, uuid in started))
        return sorted(rows)

    def stats(self) -> Any:
        found: Any = self._connection.getAllDomainStats(0, 0)
        return found

    def look_up(self, ref: ObjectRef) -> Any:
        try:
            return self._find(ref)
        except self._libvirt.libvirtError:
            return None

    def domain(self, ref: ObjectRef) -> Any:
        """What the port's `domain` tells of a stopped one, in the two calls that it takes; None where there is none."""
        libvirt = self._libvirt
        wanted = libvirt.VIR_DOMAIN_STATS_STATE | libvirt.VIR_DOMAIN_STATS_BALLOON
        wanted |= libvirt.VIR_DOMAIN_STATS_VCPU | libvirt.VIR_DOMAIN_STATS_CPU_TOTAL
        try:
            found = self._find(ref)
            return self._connection.domainListGetStats([found], wanted, 0), found.autostart()
        except libvirt.libvirtError:
            return None

    def dump(self, ref: ObjectRef, *, live: bool = False) -> str:
        flags = 0 if live else self._libvirt.VIR_DOMAIN_XML_INACTIVE | self._libvirt.VIR_DOMAIN_XML_SECURE
        try:
            text: str = self._find(ref).XMLDesc(flags)
        except self._libvirt.libvirtError:
            return ""
        return text

    def define(self, _kind: ObjectKind, xml: str, *, validate: bool = True) -> ObjectRef:
        domain = self._connection.defineXMLFlags(xml, self._libvirt.VIR_DOMAIN_DEFINE_VALIDATE if validate else 0)
        uuid = domain.UUIDString()
        self._handles[uuid] = domain
        return ObjectRef(kind=ObjectKind.DOMAIN, name=domain.name(), uuid=uuid)

    def undefine(self, ref: ObjectRef) -> None:
        """And let go of the handle: it is of nothing now."""
        self._find(ref).undefine()
        self._handles.pop(ref.uuid, None)

    def set_metadata(self, ref: ObjectRef, namespace: str, prefix: str, xml: str | None, _scope: Scope) -> None:
        kind, config = self._libvirt.VIR_DOMAIN_METADATA_ELEMENT, self._libvirt.VIR_DOMAIN_AFFECT_CONFIG
        self._find(ref).setMetadata(kind, xml, prefix, namespace, config)

    def close(self) -> None:
        self._connection.close()

    def _find(self, ref: ObjectRef) -> Any:
        if ref.uuid:
            return self._handles.get(ref.uuid) or self._connection.lookupByUUIDString(ref.uuid)
        return self._connection.lookupByName(ref.name)


@contextmanager
def swept(uri: str) -> Iterator[None]:
    """No benchmark's guest is on the real host before or after, whatever happens between; nothing for an empty URI."""
    sweep(uri)
    try:
        yield
    finally:
        sweep(uri)


def sweep(uri: str) -> None:
    """Take every benchmark's guest from the real host; nothing for an empty URI."""
    if not uri:
        return
    plain = PlainLibvirt(uri)
    try:
        for name, uuid, *_ in plain.list(ObjectKind.DOMAIN):
            if name.startswith(guests.PREFIX):
                plain.undefine(ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid))
    finally:
        plain.close()


def quiet_libvirt() -> bool:
    """Whether libvirt-python is there; it then keeps its errors to itself."""
    try:
        import libvirt
    except ImportError:
        return False
    libvirt.registerErrorHandler(lambda *_: None, None)
    return True
