"""What one host was seen to have a moment ago, shared by the many operations that ask at once.

A refresh of a thousand guests asks a thousand times what one answer tells, and so does an update that makes them. Every
question here is therefore put to the host once for all who wait for its answer.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from zkvm_provider.apply.qemu_conf import hands_over_files
from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, Unsupported
from zkvm_provider.hypervisor.access import Chain, Way
from zkvm_provider.hypervisor.lvm import VolumeGroup
from zkvm_provider.hypervisor.port import (
    MISSING,
    Dasd,
    DomainStats,
    Endpoint,
    HostDevices,
    HostFacts,
    Hypervisor,
    NetDevice,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
)
from zkvm_provider.libvirtxml.parse.domain_facts import parse_domain_facts

Answer = TypeVar("Answer")
_LASTS_S: Final = 1.0
_REFRESH_S: Final = 10.0
"""For what many guests go by and zkvm does not change itself. Whoever changes a guest asks for that one anew."""
_TURNS: Final = itertools.count()
"""The order of questions, for clocks may stand still."""


@dataclass(frozen=True, slots=True)
class _Known(Generic[Answer]):
    turn: int
    taken_s: float
    answer: Answer


class Shared(Generic[Answer]):
    """One question. Safe to ask from many threads."""

    def __init__(self, ask: Callable[[], Answer], clock: Clock, *, lasts_s: float = _LASTS_S) -> None:
        self._ask, self._clock, self._lasts_s = ask, clock, lasts_s
        self._known: _Known[Answer] | None = None
        self._lock = threading.Lock()

    def get(self, *, fresh: bool) -> Answer:
        """The answer to a question that was put after this call began, or unless `fresh` at most `lasts_s` before."""
        known = self._known
        if known is not None and not fresh and not self._is_old(known):
            return known.answer
        turn = next(_TURNS)
        with self._lock:
            known = self._known
            if known is None or (known.turn < turn and (fresh or self._is_old(known))):
                known = _Known(next(_TURNS), self._clock.now_s(), self._ask())
                self._known = known
            return known.answer

    def forget(self) -> None:
        """Ask anew next time."""
        with self._lock:
            self._known = None

    def _is_old(self, known: _Known[Answer]) -> bool:
        return self._clock.now_s() - known.taken_s > self._lasts_s


class HostView:
    """The shared questions to one host."""

    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        hypervisor, devices = endpoint.hypervisor, endpoint.devices
        self._facts = Shared(hypervisor.facts, clock)
        self._domains = Shared(lambda: _by_name_and_uuid(hypervisor.list(ObjectKind.DOMAIN)), clock, lasts_s=_REFRESH_S)
        self._statistics = Shared(lambda: {row.ref.uuid: row for row in hypervisor.stats()}, clock, lasts_s=_REFRESH_S)
        self._networks = Shared(lambda: hypervisor.list(ObjectKind.NETWORK), clock)
        self._pools = Shared(lambda: hypervisor.list(ObjectKind.POOL), clock)
        self._net_devices = Shared(devices.net_devices, clock, lasts_s=_REFRESH_S)
        self._network_filters = Shared(hypervisor.network_filters, clock)
        self._volume_groups = Shared(devices.volume_groups, clock)
        self._dasds = Shared(lambda: _dasds_told(devices), clock)
        self._macs = Shared(lambda: _holders_of_macs(hypervisor), clock)
        self._forms: set[tuple[str, str, str]] = set()
        self._ways: dict[str, Shared[Way]] = {}
        self._hands_over = Shared(lambda: hands_over_files(devices), clock, lasts_s=_REFRESH_S)
        self._chains: dict[str, Shared[Chain]] = {}
        self._devices, self._clock = devices, clock
        self._swap_kib = Shared(lambda: sum(device.size_kib for device in devices.swaps()), clock)

    def facts(self, *, fresh: bool) -> HostFacts:
        """The host itself: which machine answers."""
        return self._facts.get(fresh=fresh)

    def domain(self, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats] | None:
        """The domain of that uuid, or of that name when there is no uuid, as it was seen a moment ago.

        None when the host had none. One list and one call for statistics serve all domains.
        """
        info = self._domains.get(fresh=False).get(ref.uuid or ref.name)
        stats = self._statistics.get(fresh=False).get(info.ref.uuid) if info is not None else None
        return None if info is None or stats is None else (info, stats)

    def forget_domains(self) -> None:
        """Something was done to a domain: what was seen of them does not hold any more."""
        self._domains.forget()
        self._statistics.forget()

    def networks(self, *, fresh: bool) -> tuple[ObjectInfo, ...]:
        """Every libvirt network."""
        return self._networks.get(fresh=fresh)

    def pools(self, *, fresh: bool) -> tuple[ObjectInfo, ...]:
        """Every storage pool."""
        return self._pools.get(fresh=fresh)

    def net_devices(self, *, fresh: bool) -> tuple[NetDevice, ...]:
        """Every network interface of the host. To ask takes several commands there; one that is missed asks `fresh`."""
        return self._net_devices.get(fresh=fresh)

    def network_filters(self, *, fresh: bool) -> tuple[str, ...] | None:
        """Every packet filter of the host by name; None where it does not tell."""
        return self._network_filters.get(fresh=fresh)

    def volume_groups(self, *, fresh: bool) -> tuple[VolumeGroup, ...] | None:
        """Every LVM volume group of the host; None where nobody can look."""
        return self._volume_groups.get(fresh=fresh)

    def dasds(self) -> tuple[Dasd, ...]:
        """The host's DASDs as they were at most a second ago; none where nobody can look."""
        return self._dasds.get(fresh=False)

    def macs(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Uuid and name of the guests that have each MAC address."""
        return self._macs.get(fresh=True)

    def has_taken(self, facts: HostFacts, form: str) -> bool:
        """Whether this libvirt has found a document of that form valid."""
        return (facts.machine_id, facts.libvirt_version, form) in self._forms

    def take(self, facts: HostFacts, form: str) -> None:
        """This libvirt has found a document of that form valid."""
        self._forms.add((facts.machine_id, facts.libvirt_version, form))

    def chain(self, image: str) -> Chain:
        """What an image lies on, as it was seen a moment ago."""
        shared = self._chains.setdefault(
            image, Shared(lambda: self._devices.chains((image,))[0], self._clock, lasts_s=_REFRESH_S)
        )
        return shared.get(fresh=False)

    def way(self, folder: str) -> Way:
        """How a folder is reached, as it was seen a moment ago."""
        shared = self._ways.setdefault(
            folder, Shared(lambda: self._devices.ways((folder,))[0], self._clock, lasts_s=_REFRESH_S)
        )
        return shared.get(fresh=False)

    def hands_over_files(self) -> bool:
        """Whether libvirt makes a guest's files QEMU's own when it starts."""
        return self._hands_over.get(fresh=False)

    def swap_kib(self) -> int:
        """Swap space of the host in KiB, as it was at most a second ago."""
        return self._swap_kib.get(fresh=False)


def _holders_of_macs(hypervisor: Hypervisor) -> Mapping[str, tuple[tuple[str, str], ...]]:
    holders: dict[str, tuple[tuple[str, str], ...]] = {}
    for info in hypervisor.list(ObjectKind.DOMAIN):
        try:
            facts = parse_domain_facts(hypervisor.dump(info.ref))
        except BackendError as refused:
            if refused.code not in MISSING:
                raise
            continue  # it went away meanwhile
        for mac in facts.macs:
            holders[mac] = (*holders.get(mac, ()), (facts.uuid, facts.name))
    return holders


def _dasds_told(devices: HostDevices) -> tuple[Dasd, ...]:
    try:
        return devices.dasds()
    except Unsupported:
        return ()  # a host without a shell


def _by_name_and_uuid(domains: tuple[ObjectInfo, ...]) -> Mapping[str, ObjectInfo]:
    """A name in the form of a uuid does not hide the domain with that uuid."""
    return {**{info.ref.name: info for info in domains}, **{info.ref.uuid: info for info in domains}}
