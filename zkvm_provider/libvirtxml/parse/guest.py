"""A domain's XML as a guest definition, plus a digest of what zkvm does not own in it."""

from __future__ import annotations

from operator import attrgetter

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.parse.automatic import read_automatic, read_memballoon
from zkvm_provider.libvirtxml.parse.devices import OwnedDevices, owned_devices
from zkvm_provider.libvirtxml.parse.domain import Device, Domain, Indexed
from zkvm_provider.libvirtxml.parse.metadata import Mark, read_mark
from zkvm_provider.libvirtxml.parse.parts.table import read_parts
from zkvm_provider.libvirtxml.parse.unowned import boot_devices, digest_of, rest_of, words_of
from zkvm_provider.libvirtxml.xmltext import kib_up, read_answer, size_in
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.guest import Boot, DomainType, Guest
from zkvm_provider.units import KIB

_TYPES = {kind.value: kind for kind in (DomainType.KVM, DomainType.QEMU)}
_VALUE = attrgetter("value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedGuest:
    """What a domain's XML says.

    `unowned` names the parts zkvm does not own, as paths (`cpu`, `devices/hostdev`), without what libvirt adds by
    itself; `unowned_digest` is a digest of their content.
    """

    definition: GuestDefinition
    unowned: tuple[str, ...]
    unowned_digest: str


def parse_guest(xml: str) -> ParsedGuest:
    """The guest of a domain XML as `parse_definition` reads it, and what is in it beside."""
    domain = Domain(read_answer(xml, "domain"))
    devices = owned_devices(domain)
    definition = _definition(domain, devices)
    rest = rest_of(domain.element, devices)  # takes the tree apart, so it comes last
    return ParsedGuest(definition=definition, unowned=words_of(rest), unowned_digest=digest_of(rest))


def parse_definition(xml: str) -> GuestDefinition:
    """The guest of a domain XML, inactive or live, made by zkvm or not.

    `used_devnos` and `used_units` join the metadata's lists with every number in the XML, also of devices zkvm does not
    own.
    Raises Unsupported for a domain of another architecture or hypervisor, Bug for text that is no domain XML.
    """
    domain = Domain(read_answer(xml, "domain"))
    return _definition(domain, owned_devices(domain))


def _definition(domain: Domain, devices: OwnedDevices) -> GuestDefinition:
    mark = read_mark(domain)
    guest, automatic = _guest(domain, devices, mark), read_automatic(domain, devices.automatic)
    devnos, units = domain.devnos(), domain.units()
    there = _holders(guest) | {device.name for device in automatic}
    return GuestDefinition(
        uuid=domain.text("uuid"),
        guest=guest,
        identity=mark.identity,
        unfinished=mark.unfinished,
        automatic=automatic,
        used_devnos=tuple(sorted(mark.used_devnos | devnos)),
        used_units=tuple(sorted(mark.used_units | units)),
        templates=mark.templates,
        added=mark.added,
        boots=mark.boots,
        given_devnos=tuple([each for each in mark.given_devnos if each[0] in there or each[1] not in devnos]),
        given_units=tuple([each for each in mark.given_units if each[0] in there or each[1] not in units]),
    )


def _holders(guest: Guest) -> set[str]:
    """The devices that have a number or unit, as the mark calls them: `disks[data]`."""
    lists = ("disks", "interfaces", "luns", "mdevs", "filesystems", "controllers")
    return {f"{field}[{device.name}]" for field in lists for device in getattr(guest, field) or ()}


def _guest(domain: Domain, devices: OwnedDevices, mark: Mark) -> Guest:
    name, system = domain.text("name"), _system(domain)
    memory = kib_up(size_in(domain.children.get("memory"), default_unit="KiB") or 0)
    current = kib_up(size_in(domain.children.get("currentMemory"), default_unit="KiB") or 0) or memory
    vcpus, max_vcpus = _vcpus(domain)
    return Guest(
        name=name,
        memory=memory * KIB,
        current_memory=min(current, memory) * KIB,
        vcpus=vcpus,
        max_vcpus=max_vcpus,
        machine=_machine(system, name),
        boot=_boot(system, devices),
        disks=tuple(map(_VALUE, devices.disks)),
        interfaces=tuple(map(_VALUE, devices.interfaces)),
        consoles=tuple(map(_VALUE, devices.consoles)),
        filesystems=tuple(map(_VALUE, devices.filesystems)),
        luns=tuple(map(_VALUE, devices.luns)),
        mdevs=tuple(map(_VALUE, devices.mdevs)),
        controllers=tuple(map(_VALUE, devices.controllers)),
        iothreads=_iothreads(domain),
        memballoon=read_memballoon(domain),
        metadata=mark.notes,
        xml_patches=mark.patches,
        **read_parts(domain),
        domain_type=_domain_type(domain, name),
    )


def _system(domain: Domain) -> Indexed:
    """`<os>`, of which a domain without one has an empty one."""
    found = domain.children.get("os")
    return Indexed(found if found is not None else etree.Element("os"))


def _machine(system: Indexed, name: str) -> str:
    architecture = system.attribute("type", "arch")
    if architecture != "s390x":
        raise Unsupported(f"domain {name!r} of architecture {architecture or 'unknown'}", needs="architecture s390x")
    return system.attribute("type", "machine") or "s390-ccw-virtio"


def _domain_type(domain: Domain, name: str) -> DomainType:
    kind = domain.element.get("type", "")
    if kind not in _TYPES:
        raise Unsupported(f"domain {name!r} of type {kind!r}", needs="domain type kvm or qemu")
    return _TYPES[kind]


def _vcpus(domain: Domain) -> tuple[int, int]:
    """vCPUs now and at most."""
    maximum = _number(domain.text("vcpu"), 1)
    return _number(domain.attribute("vcpu", "current"), maximum), maximum


def _iothreads(domain: Domain) -> int:
    """libvirt takes the longer of the count and the list of ids."""
    ids = domain.children.get("iothreadids")
    return max(_number(domain.text("iothreads"), 0), len(ids.findall("iothread")) if ids is not None else 0)


def _number(text: str, otherwise: int) -> int:
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() else otherwise


def _boot(system: Indexed, devices: OwnedDevices) -> Boot | None:
    """A kernel, else the devices in order, else nothing said (libvirt's `<boot dev='hd'/>`)."""
    kernel = system.text("kernel")
    if kernel:
        initrd, cmdline = system.text("initrd"), system.text("cmdline")
        return Boot(kernel=kernel, initrd=initrd or None, cmdline=cmdline or None)
    return _boot_of(boot_devices(devices))


def _boot_of(order: list[tuple[str, Device]]) -> Boot | None:
    """One disk or LUN is `disk`; anything else is an order. The load parameter of a host device means nothing."""
    if not order:
        return None
    heard = ((name, device) for name, device in order if device.element.tag != "hostdev")
    loadparms = {name: text for name, device in heard if (text := device.attribute("boot", "loadparm"))}
    names = tuple(name for name, _ in order)
    if len(names) == 1 and order[0][1].element.tag in {"disk", "hostdev"}:
        return Boot(disk=names[0], loadparm=loadparms.get(names[0]))
    return Boot(order=names, loadparms=loadparms or None)
