"""Hosts read into a picture, through the port only: the same for the emulator and for real hosts. Nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zkvm_provider.apply.guest_state import ToldGuest, understood
from zkvm_provider.errors import BackendError, Unreachable, ZkvmError
from zkvm_provider.hypervisor.port import MISSING, DomainStats, Endpoint, ObjectInfo, ObjectKind, PowerState
from zkvm_provider.libvirtxml.parse.domain_facts import DomainFacts, parse_domain_facts
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import Guest as Declared
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.iscsi import Iscsi
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.guest import pending_of
from zkvm_provider.topology.picture import Device, Guest, Host, Network, Picture, Tie, Tone
from zkvm_provider.topology.reading_networks import read_networks, vlan_words
from zkvm_provider.topology.reading_storage import Storage, read_storage
from zkvm_provider.units import about_size

_SECRET_PATHS = re.compile(r"(boot\.cmdline|metadata|xmlPatches)\b")
_PASSWORD = re.compile(r"(//[^/@:\s]*):[^/@\s]*@")
_GIVEN_BY_MAC = re.compile(r"interface(-[0-9a-f]{2}){6}")
_TONES = {
    PowerState.RUNNING: Tone.RUNNING,
    PowerState.BLOCKED: Tone.RUNNING,
    PowerState.SHUTDOWN: Tone.RUNNING,
    PowerState.PAUSED: Tone.PAUSED,
    PowerState.PMSUSPENDED: Tone.PAUSED,
    PowerState.CRASHED: Tone.CRASHED,
}


def read_picture(endpoints: Iterable[Endpoint]) -> Picture:
    """Look at every host, in that order. A host that cannot be reached is in the picture with its fault."""
    return Picture(hosts=tuple(_host(endpoint, str(at)) for at, endpoint in enumerate(endpoints, start=1)))


def _host(endpoint: Endpoint, key: str) -> Host:
    uri = _open(endpoint.uri)
    try:
        facts = endpoint.hypervisor.facts()
        notes: list[str] = []
        storage = read_storage(endpoint, key, notes)
        networks = read_networks(endpoint, key, notes)
        guests = tuple(_guests(endpoint, key, networks, storage, notes))
    except Unreachable as failure:
        return Host(key=key, name=uri, uri=uri, fault=_open(failure.reason))
    versions = f"libvirt {facts.libvirt_version}, QEMU {facts.qemu_version}"
    return Host(
        key=key,
        name=facts.hostname,
        uri=uri,
        says=f"{facts.cpus} CPUs · {about_size(facts.memory_kib * 1024)} · {versions}",
        memory_bytes=facts.memory_kib * 1024,
        networks=(*networks, *_direct(key, guests)),
        pools=storage.pools,
        devices=_used_first(storage.devices, guests),
        guests=guests,
        notes=tuple(_open(each) for each in notes),
    )


def _used_first(devices: Iterable[Device], guests: Iterable[Guest]) -> tuple[Device, ...]:
    """Then those that are there, then those that are offline."""
    used = {tie.key for each in guests for tie in each.ties}
    return tuple(sorted(devices, key=lambda each: (each.key not in used, each.tone is Tone.OFF)))


def _open(text: str) -> str:
    """A text without the passwords of the URIs in it."""
    return _PASSWORD.sub(r"\1@", text)


def _guests(
    endpoint: Endpoint, key: str, networks: tuple[Network, ...], storage: Storage, notes: list[str]
) -> Iterator[Guest]:
    statistics = {row.ref.uuid: row for row in endpoint.hypervisor.stats()}
    for info in endpoint.hypervisor.list(ObjectKind.DOMAIN):
        try:
            config = endpoint.hypervisor.dump(info.ref)
            live = endpoint.hypervisor.dump(info.ref, live=True) if info.active else None
        except BackendError as failure:
            if failure.code not in MISSING:  # otherwise it went away between the list and the look
                notes.append(f"guest {info.ref.name}: {failure}")
            continue
        row = statistics.get(info.ref.uuid) or endpoint.hypervisor.domain(info.ref)[1]
        told = ToldGuest(info=info, row=row, config_xml=config, live_xml=live)
        yield _guest(told, f"{key}/guest/{info.ref.name}", {each.name: each.key for each in networks}, storage)


def _guest(told: ToldGuest, key: str, networks: dict[str, str], storage: Storage) -> Guest:
    """A domain that zkvm does not understand (another architecture) is told by what every domain has."""
    observed, note = None, ""
    try:
        observed = understood(told)
    except ZkvmError as failure:
        note = str(failure)
    facts = parse_domain_facts(told.live_xml or told.config_xml)
    definition = (observed.live or observed.config) if observed else None
    plugs = _network_ties(facts, definition, networks, key.partition("/")[0])
    return Guest(
        key=key,
        name=told.info.ref.name,
        state=observed.state if observed else (told.info.state or PowerState.NOSTATE).value,
        tone=_tone(told.info, observed),
        memory_bytes=_memory_kib(told.row) * 1024,
        vcpus=told.row.vcpus_current,
        autostart=told.info.autostart,
        persistent=told.info.persistent,
        ties=(*plugs, *_storage_ties(facts, definition, storage)),
        pending=tuple(_discreet(each) for each in pending_of(observed)) if observed else (),
        note=note,
    )


def _memory_kib(row: DomainStats) -> int:
    return row.current_memory_kib if row.state.is_active else row.max_memory_kib


def _tone(info: ObjectInfo, observed: ObservedGuest | None) -> Tone:
    if observed is not None and observed.has_crashed:
        return Tone.CRASHED
    return _TONES.get(info.state or PowerState.SHUTOFF, Tone.OFF)


def _discreet(pending: str) -> str:
    """Kernel parameters and notes may hold what is nobody's business: only that they change is told."""
    found = _SECRET_PATHS.match(pending)
    return f"{found[1]} differs: next boot" if found else pending


def _network_ties(
    facts: DomainFacts, definition: GuestDefinition | None, networks: dict[str, str], host: str
) -> Iterator[Tie]:
    tied = set()
    for each in (definition.guest.interfaces or ()) if definition else ():
        tied.add(each.network)
        yield _plug(each, networks, host)
    for network, portgroup, _ in facts.ports:
        if network not in tied:
            label = f"{network} · {portgroup}" if portgroup else network
            yield Tie(name="nic", label=label, is_network=True, key=networks.get(network, ""))


def _plug(interface: Interface, networks: dict[str, str], host: str) -> Tie:
    vlan = vlan_words(interface.vlan)
    if interface.network:
        words = [interface.network, interface.portgroup or "", vlan]
        key = networks.get(interface.network, "")
    else:
        kind, device = _device_of(interface)
        words, key = [f"{kind} {device}", vlan], f"{host}/direct/{kind}/{device}" if device else ""
    label = " · ".join(word for word in words if word)
    return Tie(name=_GIVEN_BY_MAC.sub("nic", interface.name), label=label, is_network=True, key=key)


def _device_of(interface: Interface) -> tuple[str, str]:
    if interface.macvtap:
        return "macvtap", interface.macvtap.dev
    return ("Open vSwitch", interface.ovs) if interface.ovs else ("bridge", interface.bridge or "")


def _direct(host: str, guests: Iterable[Guest]) -> Iterator[Network]:
    """The host's devices that guests use without a libvirt network."""
    start = f"{host}/direct/"
    keys = dict.fromkeys(tie.key for each in guests for tie in each.ties if tie.key.startswith(start))
    for key in sorted(keys):
        kind, _, device = key.removeprefix(start).partition("/")
        carrier = "without a libvirt network"
        yield Network(key=key, name=device, kind=kind, carrier=carrier, tone=Tone.RUNNING, is_direct=True)


def _iscsi_units(guest: Declared) -> dict[str, Iscsi]:
    """Units of iSCSI targets by the names of the devices that are made of them."""
    every: tuple[Disk | Lun, ...] = (*(guest.disks or ()), *(guest.luns or ()))
    return {each.name: each.iscsi for each in every if each.iscsi}


def _storage_ties(facts: DomainFacts, definition: GuestDefinition | None, storage: Storage) -> Iterator[Tie]:
    units = _iscsi_units(definition.guest) if definition else {}
    for disk in facts.disks:
        iscsi = units.get(disk.label)
        if disk.volume:
            label = f"{disk.pool}/{disk.volume}"
        else:
            path = disk.path.removeprefix("/dev/disk/by-path/")
            label = f"iSCSI {iscsi.source_name}" if iscsi else path or "no medium"
        key = storage.key_of(pool=disk.pool, path=disk.path)
        yield Tie(name=disk.label, label=label, is_network=False, key=key)
    for place in facts.scsi_places:
        yield Tie(name="lun", label=place, is_network=False, key=storage.key_of_place(place))
    for mdev in facts.mdevs:
        yield Tie(name="mdev", label=f"mediated device {mdev}", is_network=False)
