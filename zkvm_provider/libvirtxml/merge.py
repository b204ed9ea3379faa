"""A redefinition that drops nothing zkvm does not own.

The result is the rendered XML plus the rest of the observed one: what administrators added (`<cputune>`, host devices,
options of a disk), and what libvirt added with the addresses it gave. Laws: parse(merge(render(d), x)) is d but for the
device numbers of carried devices, and merge(r, merge(r, x)) is merge(r, x).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.devices import ALIAS_PREFIX, OwnedDevices, given_name, owned_devices
from zkvm_provider.libvirtxml.parse.domain import Device, Domain, Indexed
from zkvm_provider.libvirtxml.parse.interface import read_interface
from zkvm_provider.libvirtxml.parse.parts.debug import COMMAND_LINE
from zkvm_provider.libvirtxml.parse.unowned import is_added_by_libvirt, rest_of
from zkvm_provider.libvirtxml.xmltext import attribute, canonical, children, clone, drop, read_answer, write
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev

_ONE_OF_A_KIND = frozenset({"emulator", "video", "watchdog", "memballoon", "panic", "vsock", "iommu", "tpm"})
"""Devices of which an s390x domain has one."""

_KEYS = {
    "audio": ("id",),
    "controller": ("type", "index"),
    "disk": ("target/dev",),
    "filesystem": ("target/dir",),
    "graphics": ("type",),
    "input": ("type", "bus"),
    "interface": ("mac/address",),
    "channel": ("type", "target/name"),
}
"""By which attributes the rendered and the observed XML mean the same device, when no alias says so."""

_SOURCE_PARTS = ("source", "backingStore", "auth", "encryption", "virtualport")


def merge(rendered: str, observed: str) -> str:
    """The domain XML to define: `rendered` with everything of the inactive `observed` that zkvm does not own."""
    result, before = read_answer(rendered, "domain"), read_answer(observed, "domain")
    wanted, found = owned_devices(Domain(result)), owned_devices(Domain(before))
    fits_type = result.get("type") == before.get("type")
    counts = {tag: _count(result, tag) for tag in ("vcpu", "iothreads")}
    same_vcpus = _same_vcpus(result, before)
    moved = _moved(wanted, found)
    orders = {attribute(device, "boot", "order") for device in result.iterfind("devices/*")} - {""}
    rest = rest_of(before, found)
    _drop_moved_sources(rest, moved)
    _drop_options_of_another_bus(rest, wanted, found)
    _drop_counted(rest, same_vcpus=same_vcpus, iothreads=counts["iothreads"])
    _drop_orders(rest, orders)
    if not fits_type:
        for cpu in rest.findall("cpu"):
            if is_added_by_libvirt(cpu):
                rest.remove(cpu)
    if result.find("cpu") is not None:
        _drop_cpu(rest)
    _overlay(result, rest, names=(set(wanted.elements()), set(found.elements())))
    if any(attribute(device, "boot", "order") for device in result.iterfind("devices/*")):
        for boot in result.findall("os/boot"):
            drop(boot)
    return write(result)


def merge_device(rendered: str, observed: str, name: str) -> str:
    """The XML that changes a plugged-in interface: `rendered` with the rest of interface `name` in `observed`.

    libvirt refuses an update that leaves out what the device has (bandwidth, filters, driver options). `observed` is
    the domain's inactive XML: the live one shows a network's own settings as if they were the interface's. When it
    has no such interface, `rendered` comes back.
    """
    before = read_answer(observed, "domain")
    found = owned_devices(Domain(before))
    old = next((interface for interface in found.interfaces if interface.value.name == name), None)
    result = read_answer(rendered, "interface")
    if old is None:
        return write(result)
    new = read_interface(Device(result), name)
    unwanted = _SOURCE_PARTS if new is None or _source(new) != _source(old.value) else ()
    rest_of(before, found)
    for child in [part for tag in ("alias", *unwanted) for part in old.element.findall(tag)]:
        old.element.remove(child)
    _fill(result, old.element)
    return write(result)


def _count(root: Element, tag: str) -> int:
    text = (root.findtext(tag) or "0").strip()
    return int(text) if text.isdigit() else 0


def _same_vcpus(result: Element, before: Element) -> bool:
    def counts(root: Element) -> tuple[int, str]:
        maximum = _count(root, "vcpu")
        return maximum, attribute(root, "vcpu", "current") or str(maximum)

    return counts(result) == counts(before)


def _moved(wanted: OwnedDevices, found: OwnedDevices) -> set[str]:
    """Names of devices whose source is another now: what belonged to the old one is not carried."""
    before = {device.name: device for device in _sourced(found)}
    return {
        device.name
        for device in _sourced(wanted)
        if device.name in before and _source(device) != _source(before[device.name])
    }


def _sourced(devices: OwnedDevices) -> Iterator[Disk | Interface | Lun | Mdev]:
    for group in (devices.disks, devices.interfaces, devices.luns, devices.mdevs):
        yield from (device.value for device in group)


def _source(device: Disk | Interface | Lun | Mdev) -> object:
    match device:
        case Disk():
            return device.volume, device.block, device.file, device.iscsi, device.cdrom
        case Lun():
            return device.attach_as, device.lun, device.block, device.iscsi
        case Mdev():
            return device.model, device.device
        case _:
            return device.network, device.macvtap.dev if device.macvtap else None, device.bridge, device.ovs


def _drop_moved_sources(rest: Element, moved: set[str]) -> None:
    for device in rest.iterfind("devices/*"):
        if given_name(Indexed(device)) in moved:
            for part in (child for tag in _SOURCE_PARTS for child in device.findall(tag)):
                device.remove(part)


def _drop_options_of_another_bus(rest: Element, wanted: OwnedDevices, found: OwnedDevices) -> None:
    """Driver options of a disk that goes to another bus: libvirt refuses those of virtio elsewhere."""
    buses = {disk.value.name: disk.value.is_on_scsi for disk in found.disks}
    changed = {each.value.name for each in wanted.disks if buses.get(each.value.name) is not each.value.is_on_scsi}
    for device in rest.iterfind("devices/disk"):
        for driver in device.findall("driver") if given_name(Indexed(device)) in changed else ():
            device.remove(driver)


def _drop_counted(rest: Element, *, same_vcpus: bool, iothreads: int) -> None:
    """Lists that repeat a count contradict it when it changes: single vCPUs, iothreads above the count."""
    vcpus = rest.find("vcpus")
    if vcpus is not None and not same_vcpus:
        rest.remove(vcpus)
    ids = rest.find("iothreadids")
    if ids is None:
        return
    for thread in sorted(ids.findall("iothread"), key=lambda item: int(item.get("id") or 0))[iothreads:]:
        ids.remove(thread)
    if not len(ids):
        rest.remove(ids)


def _drop_cpu(rest: Element) -> None:
    """Another CPU than the one that is rendered now; its topology and caches stay."""
    for cpu in rest.findall("cpu"):
        cpu.attrib.clear()
        for part in [child for tag in ("model", "feature", "vendor") for child in cpu.findall(tag)]:
            cpu.remove(part)
        if not len(cpu):
            rest.remove(cpu)


def _drop_orders(rest: Element, orders: set[str]) -> None:
    """A place in the boot order that zkvm gives to a disk is free nowhere else."""
    for device in rest.iterfind("devices/*"):
        boot = device.find("boot")
        if boot is not None and boot.get("order") in orders:
            device.remove(boot)


def _overlay(result: Element, rest: Element, *, names: tuple[set[str], set[str]]) -> None:
    """Put the rest of a domain into the rendered one; devices are matched one by one."""
    devices, rest_devices = result.find("devices"), rest.find("devices")
    if devices is not None and rest_devices is not None:
        _overlay_devices(devices, rest_devices, names)
        rest.remove(rest_devices)
    _join_arguments(result, rest)
    _fill(result, rest)


def _join_arguments(result: Element, rest: Element) -> None:
    """QEMU's arguments of administrators stand behind zkvm's own: a list, of which both sides have a part."""
    ours, theirs = result.find(COMMAND_LINE), rest.find(COMMAND_LINE)
    if ours is not None and theirs is not None:
        has, more = ([canonical(element) for element in children(side)] for side in (ours, theirs))
        if has[-len(more) :] != more:
            for element in list(children(theirs)):
                ours.append(clone(element))
        rest.remove(theirs)


def _overlay_devices(result: Element, rest: Element, names: tuple[set[str], set[str]]) -> None:
    wanted, found = names
    rendered = {_key(device): device for device in children(result)}
    for device in list(children(rest)):
        twin = rendered.get(_key(device))
        name = given_name(Indexed(device))
        if twin is not None and (name in wanted) == (name in found):
            _fill(twin, device)
        elif twin is None and name not in found:
            result.insert(_place(result, device), clone(device))


def _place(result: Element, device: Element) -> int:
    """Only the first console may be a serial port (libvirt's rule); all else goes behind what zkvm renders."""
    if device.tag == "console" and attribute(device, "target", "type") == "serial":
        consoles = result.findall("console")
        return result.index(consoles[0]) if consoles else len(result)
    return len(result)


def _key(device: Element) -> tuple[str, ...]:
    alias = attribute(device, "alias", "name")
    tag = str(device.tag)
    if alias.startswith(ALIAS_PREFIX):
        return ("alias", alias)
    if tag in _ONE_OF_A_KIND:
        return (tag,)
    if tag in _KEYS:
        values = [attribute(device, *_split(path)) for path in _KEYS[tag]]
        return (tag, *(value or "0" for value in values))
    source = device.find("source")
    if tag == "hostdev" and source is not None:
        return (tag, device.get("mode") or "", device.get("type") or "", canonical(source))
    bare = clone(device)
    for child in [*bare.findall("address"), *bare.findall("alias")]:
        bare.remove(child)
    return (tag, canonical(bare))


def _split(path: str) -> tuple[str, str]:
    element, _, name = path.rpartition("/")
    return element or ".", name


def _fill(result: Element, rest: Element) -> None:
    """Add what `rest` has beyond `result`, down the tree. Lists of equal tags are taken whole from one side."""
    _add_attributes(result, rest)
    given = {child.tag for child in children(result)}
    for child in list(children(rest)):
        same = result.findall(child.tag)
        if child.tag not in given:
            result.append(clone(child))
        elif len(same) == 1 and len(rest.findall(child.tag)) == 1:
            _fill(same[0], child)


def _add_attributes(result: Element, rest: Element) -> None:
    for name, value in rest.items():
        if name not in result.attrib:
            result.set(name, value)
