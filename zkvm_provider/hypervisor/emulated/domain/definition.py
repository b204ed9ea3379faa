"""Define a domain: any XML in, libvirt's canonical inactive XML out.

Stages: read (keep what libvirt knows) → default (fill in) → address (CCW, drive, virtio-serial, PCI) → check →
write. Each device family holds its part of each stage; `families.py` is the table."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.domain import address, families
from zkvm_provider.hypervisor.emulated.domain.audio import add_audio
from zkvm_provider.hypervisor.emulated.domain.balloon import add_balloon
from zkvm_provider.hypervisor.emulated.domain.chardev import settle_consoles
from zkvm_provider.hypervisor.emulated.domain.common import read_device_info
from zkvm_provider.hypervisor.emulated.domain.controller import (
    add_for_hostdevs,
    add_implicit,
    add_machine_controllers,
    check_controllers,
    settle_indices,
)
from zkvm_provider.hypervisor.emulated.domain.disk_check import check_targets
from zkvm_provider.hypervisor.emulated.domain.drives import check_drives
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, drop, get, internal, unsupported
from zkvm_provider.hypervisor.emulated.domain.hostdev import check_hostdevs
from zkvm_provider.hypervisor.emulated.domain.identity import check_file_name, read_machine, read_type, require_name
from zkvm_provider.hypervisor.emulated.domain.panic import add_panic, check_panics
from zkvm_provider.hypervisor.emulated.domain.shape import Node, arrange, elements, faults, read
from zkvm_provider.hypervisor.emulated.domain.targets import insert_sorted
from zkvm_provider.hypervisor.emulated.domain.text import parse, write
from zkvm_provider.hypervisor.emulated.domain.video import add_video
from zkvm_provider.hypervisor.emulated.domain.world import Dice
from zkvm_provider.hypervisor.emulated.profile import Profile
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A persistent domain configuration: canonical inactive XML, and the facts a store indexes."""

    xml: str
    name: str
    uuid: str
    virt_type: str
    memory_kib: int
    current_memory_kib: int
    vcpus_current: int
    vcpus_max: int


def define(
    xml: str, *, profile: Profile, virt_types: tuple[str, ...], validate: bool, dice: Dice, host_arch: str = ""
) -> Definition:
    """The canonical inactive form of `xml`, as `virDomainDefineXMLFlags` stores it.

    `virt_types` are the host's (`kvm`, `qemu`); `validate` is VIR_DOMAIN_DEFINE_VALIDATE. `dice` gives a uuid,
    MAC addresses and interface ids where the input has none. `host_arch` is what a document without `arch` means
    (default: s390x where KVM is offered, else x86_64). Whether the name or uuid is taken by another domain is the
    caller's question. Raises `BackendError` with libvirt's code, domain and text.
    """
    given = parse(xml)
    if validate:
        check_schema(given)
    if given.tag != "domain":
        text = f"unexpected root element <{given.tag}>, expecting <domain>"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, text)
    guest = _read(given, profile, virt_types, dice, host_arch or ("s390x" if "kvm" in virt_types else "x86_64"))
    _default(guest)
    address.assign(guest)
    _check(guest)
    check_file_name(guest.root.findtext("name") or "")
    return describe(finish(guest.root))


def describe(xml: str) -> Definition:
    """The facts of a canonical XML (inactive or live) that `define` or `start` made before."""
    root = etree.fromstring(xml.encode())
    vcpus = int(root.findtext("vcpu") or "1")
    return Definition(
        xml=xml,
        name=root.findtext("name") or "",
        uuid=root.findtext("uuid") or "",
        virt_type=root.get("type") or "",
        memory_kib=int(root.findtext("memory") or "0"),
        current_memory_kib=int(root.findtext("currentMemory") or "0"),
        vcpus_current=int(get(root, "vcpu", "current") or vcpus),
        vcpus_max=vcpus,
    )


def finish(root: Node) -> str:
    """The tree in libvirt's order and way of writing."""
    return write(arranged(root))


def arranged(root: Node) -> Node:
    """The tree in libvirt's order; the QEMU namespace is declared where it is used."""
    placed = arrange(root, families.DOMAIN)
    used = {child.prefix: str(etree.QName(child).namespace) for child in elements(placed) if child.prefix}
    if not used:
        return placed
    declared = etree.Element(placed.tag, nsmap=used)
    for name, value in placed.attrib.items():
        declared.set(name, value)
    declared.extend(list(placed))
    return declared


def check_schema(given: Node) -> None:
    """XML_INVALID_SCHEMA with the first objections, in the manner of libvirt's schema check."""
    if given.tag != "domain":
        found = [f"Expecting element domain, got {given.tag}"]
    else:
        found = list(faults(given, families.DOMAIN))
    if not found:
        return
    lead = "Unable to validate doc against /usr/share/libvirt/schemas/domain.rng\n"
    told = [text for text in found if text.startswith("Element domain has extra content")] or [
        *found, "Element domain failed to validate content",
    ]  # fmt: skip
    text = lead + "".join(f"{line}\n" for line in told)
    raise refusal(ErrorCode.XML_INVALID_SCHEMA, ErrorDomain.XML, text)


def _read(given: Node, profile: Profile, virt_types: tuple[str, ...], dice: Dice, host_arch: str) -> Guest:
    require_name(given)
    read_type(given)
    read_machine(given, host_arch=host_arch, emulator=profile.emulator)
    _refuse_second(given)
    root = read(given, families.DOMAIN)
    drop(root, "id")
    guest = Guest(root=root, profile=profile, dice=dice, virt_types=virt_types)
    for section in families.SECTIONS:
        section.read(guest)
    for family in families.FAMILIES:
        for node in guest.each(family.tag):
            read_device(node, live=False)
    _sort_disks(guest)
    settle_indices(guest)
    add_for_hostdevs(guest)
    return guest


def read_device(node: Node, *, live: bool) -> None:
    """The read stage of one device whose known parts are kept already."""
    read_device_info(node, live=live)
    families.BY_TAG[str(node.tag)].read(node)


def _sort_disks(guest: Guest) -> None:
    placed: list[Node] = []
    for disk in guest.each("disk"):
        placed = insert_sorted(placed, disk)
        guest.devices.remove(disk)
    for disk in placed:
        guest.devices.append(disk)


def _default(guest: Guest) -> None:
    for section in families.SECTIONS:
        section.default(guest)
    add_machine_controllers(guest)
    add_balloon(guest)
    add_panic(guest)
    settle_consoles(guest)
    for node in address.walk(guest):
        families.BY_TAG[str(node.tag)].default(guest, node)
    add_video(guest)
    add_audio(guest)
    add_implicit(guest)
    for tag in ("controller", "video"):
        for node in guest.each(tag):
            families.BY_TAG[tag].default(guest, node)


def _check(guest: Guest) -> None:
    for section in families.SECTIONS:
        section.check(guest)
    for node in address.walk(guest):
        families.BY_TAG[str(node.tag)].check(guest, node)
    check_devices(guest)


_SINGLE = {"watchdog": "watchdog", "memballoon": "memory balloon"}


def _refuse_second(given: Node) -> None:
    """The parser takes one device of these kinds (virDomainDefParseXML)."""
    for tag, name in _SINGLE.items():
        if len(given.findall(f"devices/{tag}")) > 1:
            raise internal(f"only a single {name} device is supported", ErrorDomain.DOMAIN)
    if len(given.findall("devices/vsock")) > 1:
        raise bad_domain("only a single vsock device is supported")


def check_devices(guest: Guest) -> None:
    """What two devices may not share (virDomainDefValidateInternal)."""
    check_targets(guest)
    check_controllers(guest)
    check_hostdevs(guest)
    check_panics(guest)
    check_drives(guest)
    seen: set[str] = set()
    for node in guest.all_devices():
        alias = get(node, "alias", "name")
        if alias and alias in seen and node.tag != "console":
            raise unsupported(f"non unique alias detected: {alias}", ErrorDomain.DOMAIN)
        seen.add(alias)
