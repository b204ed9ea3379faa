"""Attach, detach and update one device, in a live or an inactive domain XML.

For both scopes the caller computes CONFIG first, then LIVE, and stores both or none, as libvirt does."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain import address, families
from zkvm_provider.hypervisor.emulated.domain.boot import check_boot_order
from zkvm_provider.hypervisor.emulated.domain.chardev import finish_consoles, settle_consoles
from zkvm_provider.hypervisor.emulated.domain.controller import add_implicit
from zkvm_provider.hypervisor.emulated.domain.definition import check_devices, finish, read_device
from zkvm_provider.hypervisor.emulated.domain.disk_start import change_medium, next_node_number, open_image
from zkvm_provider.hypervisor.emulated.domain.drives import LAST_SCSI_UNIT, drive_of, scsi_users
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Family
from zkvm_provider.hypervisor.emulated.domain.guest import NO_DICE, Guest, bad_domain, child, get
from zkvm_provider.hypervisor.emulated.domain.hostdev import identity
from zkvm_provider.hypervisor.emulated.domain.interface import generate_mac
from zkvm_provider.hypervisor.emulated.domain.plugging import refuse_plug, refuse_unplug, settle_update
from zkvm_provider.hypervisor.emulated.domain.shape import Node, read
from zkvm_provider.hypervisor.emulated.domain.starting import name_device
from zkvm_provider.hypervisor.emulated.domain.targets import insert_sorted
from zkvm_provider.hypervisor.emulated.domain.text import parse, write
from zkvm_provider.hypervisor.emulated.domain.world import Dice, World
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE, Profile
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def settle(device_xml: str, *, dice: Dice) -> str:
    """The device XML with its random parts (MAC) written down, so that both scopes get the same."""
    node = parse(device_xml, what="(device_definition)")
    if node.tag == "interface" and node.find("mac[@address]") is None:
        guest = Guest(root=etree.Element("domain"), profile=DEFAULT_PROFILE, dice=dice)
        child(node, "mac").set("address", generate_mac(guest))
    return write(node)


def attach(xml: str, device_xml: str, *, live: bool, world: World, profile: Profile) -> str:
    """`xml` with the device added: address, alias, backend names filled in. Raises `BackendError`."""
    boot = _boot(xml, world, profile)
    guest, family, node = boot.guest, *_device(device_xml, live=live)
    refuse_plug(boot, family, node, live=live)
    if not live:
        _refuse_double(guest, node)
    _refuse_place(guest, node)
    before = list(guest.all_devices())
    _insert(guest, node)
    if node.tag in {"console", "serial"} and not live:
        settle_consoles(guest)
    elif node.tag == "console":
        child(node, "target").set("port", str(len(guest.each("console")) - 1))
    family.default(guest, node)
    add_implicit(guest)
    for found in guest.each("controller"):
        families.BY_TAG["controller"].default(guest, found)
    address.assign(guest)
    family.check(guest, node)
    _check_devices(guest, node, live=live)
    if live:
        _start_new(boot, [found for found in address.walk(guest) if found not in before])
    return finish(guest.root)


def _check_devices(guest: Guest, node: Node, *, live: bool) -> None:
    """libvirt compares a device with the others, but lets a live hostdev be there twice."""
    if not (live and node.tag == "hostdev"):
        check_devices(guest)


def detach(xml: str, device_xml: str, *, live: bool, profile: Profile) -> str:
    """`xml` without the one device that `device_xml` matches (target, MAC, address, alias)."""
    guest = Guest(root=etree.fromstring(xml.encode()), profile=profile, dice=NO_DICE)
    family, wanted = _device(device_xml, live=True)
    refuse_unplug(family, wanted, live=live)
    found = _find(guest.root, family, wanted)
    _refuse_busy(guest.root, found)
    guest.devices.remove(found)
    return finish(guest.root)


def update_device(xml: str, device_xml: str, *, live: bool, world: World, profile: Profile) -> str:
    """`xml` with the matching device changed where libvirt can; else OPERATION_UNSUPPORTED."""
    boot = _boot(xml, world, profile)
    guest, family, wanted = boot.guest, *_device(device_xml, live=True)
    old = _find_for_update(guest.root, family, wanted, live=live)
    place = old.find("address")
    if place is not None and wanted.find("address") is None:
        wanted.append(deepcopy(place))
    family.default(guest, wanted)
    if live:
        settle_update(boot, old, wanted)
    number = next_node_number(boot) if live and wanted.tag == "disk" else 0
    changed = family.update(old, wanted, live)
    if changed is None:
        side = "live" if live else "persistent"
        text = f"{side} update of device '{wanted.tag}' is not supported"
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)
    if changed is not old:
        guest.devices.replace(old, changed)
    if live and changed.tag == "disk" and get(changed, "source", "index") == "":
        change_medium(boot, changed, number)
    family.check(guest, changed)
    if changed.find("boot") is not None:
        check_boot_order(guest)
    address.assign(guest)
    _check_devices(guest, changed, live=live)
    return finish(guest.root)


def _boot(xml: str, world: World, profile: Profile) -> Boot:
    root = etree.fromstring(xml.encode())
    guest = Guest(root=root, profile=profile, dice=world.dice, virt_types=world.host.virt_types)
    return Boot(guest=guest, world=world, domain_id=int(root.get("id") or "0"), profile=profile, hotplug=True)


def _device(device_xml: str, *, live: bool) -> tuple[Family, Node]:
    """The family of a device document, and the device after the read stage."""
    given = parse(device_xml, what="(device_definition)")
    family = families.BY_TAG.get(str(given.tag))
    if family is None:
        raise bad_domain(f"unknown device type '{given.tag}'")
    node = read(given, family.shape)
    read_device(node, live=live)
    return family, node


def _insert(guest: Guest, node: Node) -> None:
    place = _place_of_controller(guest, node) if node.tag == "controller" else None
    if place is not None:
        place.addnext(node)
        return
    if node.tag != "disk":
        guest.devices.append(node)
        return
    disks = guest.each("disk")
    for disk in disks:
        guest.devices.remove(disk)
    for disk in insert_sorted(disks, node):
        guest.devices.append(disk)


def _place_of_controller(guest: Guest, node: Node) -> Node | None:
    """The controller of its type with the highest index below its own (virDomainControllerInsert)."""
    index, kind = int(node.get("index") or -1), node.get("type")
    below = [
        each for each in guest.each("controller") if each.get("type") == kind and int(each.get("index") or 0) < index
    ]
    return max(below, key=lambda each: int(each.get("index") or 0), default=None)


def _refuse_double(guest: Guest, node: Node) -> None:
    """What the persistent configuration may hold only once."""
    text = ""
    name = get(node, "target", "dev")
    if node.tag == "disk" and name in {get(found, "target", "dev") for found in guest.each("disk")}:
        text = f"target {name} already exists"
    if node.tag == "hostdev" and identity(node) in {identity(found) for found in guest.each("hostdev")}:
        text = "device is already in the domain configuration"
    if node.tag in {"watchdog", "vsock"} and guest.each(str(node.tag)):
        text = f"domain already has a {node.tag}" + (" device" if node.tag == "vsock" else "")
    if node.tag == "controller" and node.get("index") is not None:
        key = (node.get("type"), node.get("index"))
        if key in {(found.get("type"), found.get("index")) for found in guest.each("controller")}:
            text = "Target already exists"
    if node.tag == "filesystem":
        target = get(node, "target", "dir")
        if target in {get(found, "target", "dir") for found in guest.each("filesystem")}:
            text = "Target already exists"
    if text:
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU, text)


def _refuse_place(guest: Guest, node: Node) -> None:
    """A unit of a virtio-scsi controller that is taken, or beyond its last (virDomainSCSIDriveAddressIsUsed)."""
    drive = drive_of(node) if node.tag == "disk" and get(node, "target", "bus") == "scsi" else None
    indices = {found.get("index") for found in guest.each("controller") if found.get("type") == "scsi"}
    if drive is None or str(drive[0]) not in indices:
        return
    if drive[-1] > LAST_SCSI_UNIT or any(drive_of(user) == drive for user in scsi_users(guest)):
        text = "Domain already contains a disk with that address"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU, text)


def _start_new(boot: Boot, nodes: list[Node]) -> None:
    for node in sorted(nodes, key=lambda found: found.tag != "controller"):
        family = families.BY_TAG[str(node.tag)]
        name_device(boot.guest, node)
        family.prepare(boot, node)
        family.start(boot, node)
        if node.tag == "disk":
            open_image(boot, node)
        if node.tag == "console":
            finish_consoles(boot)


def _find(root: Node, family: Family, wanted: Node) -> Node:
    matching = [found for found in root.iterfind(f"devices/{family.tag}") if family.matches(found, wanted)]
    if len(matching) > 1 and family.tag == "interface":
        raise _several(wanted)
    if not matching:
        domain = ErrorDomain.DOMAIN if family.tag == "interface" else ErrorDomain.QEMU
        raise refusal(ErrorCode.DEVICE_MISSING, domain, family.missing(wanted))
    return matching[0]


def _find_for_update(root: Node, family: Family, wanted: Node, *, live: bool) -> Node:
    if family.tag == "disk" and not any(family.matches(found, wanted) for found in root.iterfind("devices/disk")):
        target = get(wanted, "target", "dev")
        if live:
            raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, f"disk '{target}' not found")
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.QEMU, f"target {target} doesn't exist.")
    return _find(root, family, wanted)


def _several(wanted: Node) -> BackendError:
    text = f"multiple devices matching MAC address {get(wanted, 'mac', 'address')} found"
    return refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.DOMAIN, text)


def _refuse_busy(root: Node, found: Node) -> None:
    """A SCSI controller with disks or hostdevs on it stays."""
    if found.tag != "controller" or found.get("type") != "scsi":
        return
    users = [*root.iterfind("devices/disk"), *root.iterfind("devices/hostdev")]
    for user in users:
        place = user.find("address[@type='drive']")
        is_scsi = get(user, "target", "bus") == "scsi" or user.get("type") == "scsi"
        if place is not None and is_scsi and place.get("controller") == found.get("index"):
            text = "device cannot be detached: device is busy"
            raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.QEMU, text)
