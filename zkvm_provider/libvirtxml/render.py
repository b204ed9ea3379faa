"""Values as libvirt XML, through the templates; every result is checked before it leaves.

All functions raise TemplateError (the user's file, its line, or the property an override changed) and InvalidInput (a
value XML cannot hold).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, assert_never

from lxml import etree

from zkvm_provider.errors import TemplateError, ZkvmError
from zkvm_provider.libvirtxml.canonical import canonical_device, canonical_nat, canonical_vlan
from zkvm_provider.libvirtxml.check import GUEST_TEMPLATE, MARK_TEMPLATE, check_guest, check_root, check_value
from zkvm_provider.libvirtxml.network_views import network_view, portgroup_view
from zkvm_provider.libvirtxml.parse.console import read_console
from zkvm_provider.libvirtxml.parse.controller import read_controller
from zkvm_provider.libvirtxml.parse.disk import read_disk
from zkvm_provider.libvirtxml.parse.domain import Device, Domain
from zkvm_provider.libvirtxml.parse.interface import read_interface
from zkvm_provider.libvirtxml.parse.lun import read_lun
from zkvm_provider.libvirtxml.parse.mdev import read_mdev
from zkvm_provider.libvirtxml.parse.metadata import mark_in
from zkvm_provider.libvirtxml.parse.network import canonical_portgroup, parse_network, read_portgroup
from zkvm_provider.libvirtxml.parse.parts.agent import agent_channel
from zkvm_provider.libvirtxml.parse.pool import canonical_source, parse_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.views import (
    console_view,
    controller_view,
    disk_view,
    guest_view,
    interface_view,
)
from zkvm_provider.libvirtxml.views_host_devices import lun_view, mdev_view, scsi_controller_view
from zkvm_provider.libvirtxml.views_storage import pool_view, volume_view
from zkvm_provider.libvirtxml.xmltext import read, read_answer, write_bare
from zkvm_provider.model.address import Devno
from zkvm_provider.model.console import Console
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.definition import GUEST_AGENT, GuestDefinition
from zkvm_provider.model.dhcp_range import DhcpRange
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.network import AnyNetwork, DhcpHost, DnsHost, NatNetwork, Portgroup
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk

NETWORK_TEMPLATE = "network.xml.j2"
POOL_TEMPLATE = "pool.xml.j2"
VOLUME_TEMPLATE = "volume.xml.j2"
_IN_WORDS = {
    "forward_mode": "mode",
    "own": "NatNetwork",
    "virtual_port": "type of virtualport",
    "backing_path": "backing",
    "backing_format": "backingFormat",
}
"""What users call a field of what is read back."""

_T = TypeVar("_T")


def render_guest(definition: GuestDefinition, templates: Templates, *, to_be_read: bool = True) -> str:
    """The domain XML of a guest's persistent configuration.

    What is not `to_be_read` by people, but sent as it is, is not indented anew when built-in templates wrote it.
    """
    make = templates.render if to_be_read or templates.has_overrides else templates.render_as_written
    xml = make(GUEST_TEMPLATE, guest=guest_view(definition))
    check_guest(xml, definition, templates)
    return xml


def render_mark(definition: GuestDefinition, templates: Templates) -> str | None:
    """zkvm's own metadata element of the guest's domain XML, without namespace; None when it has none."""
    view = guest_view(definition)
    if view.mark is None:
        return None
    element = read(templates.render(MARK_TEMPLATE, guest=view))
    found = mark_in(element)
    wanted = (definition.identity, definition.unfinished, definition.guest.metadata or {})
    check_value(wanted, (found.identity, found.unfinished, found.notes), "metadata", MARK_TEMPLATE, templates)
    return write_bare(element)


def render_controller(name: str, devno: Devno, templates: Templates) -> str:
    """The XML of the automatic controller of LUNs, to plug it into a running guest."""
    return templates.render("device/virtio-scsi.xml.j2", guest={"virtio_scsi": controller_view(name, devno)})


def render_scsi_controller(controller: ScsiController, templates: Templates) -> str:
    """The XML of a SCSI controller, to plug it into a running guest."""
    name = "device/scsi-controller.xml.j2"
    xml = templates.render(name, controller=scsi_controller_view(controller))
    found = read_controller(Device(read(xml)), controller.name)
    check_value(controller, found, f"controllers[{controller.name}]", name, templates)
    return xml


def render_agent(templates: Templates) -> str:
    """The XML of the guest agent's channel, to plug it into a running guest."""
    return templates.render("device/agent.xml.j2", guest={"agent": f"ua-{GUEST_AGENT}"})


def agent_channel_in(xml: str) -> str | None:
    """The XML of the agent's channel in a domain's XML, None without."""
    channel = agent_channel(Domain(read_answer(xml, "domain")))
    return write_bare(channel.element) if channel is not None else None


def render_device(
    device: Disk | Interface | Console | Lun | Mdev, templates: Templates, *, with_alias: bool = True
) -> str:
    """The XML of one device, to plug it in, out, or change it.

    Without alias it fits a device of whatever alias: libvirt compares a given alias with the running device's, and a
    guest zkvm did not start has libvirt's own (`net0`).
    """
    match device:
        case Disk():
            name, device_list = "device/disk.xml.j2", "disks"
            wanted: object = canonical_device(device)
            xml = templates.render(name, disk=disk_view(device, with_alias=with_alias))
            found: object = read_disk(Device(read(xml)), device.name)
        case Interface():
            name, device_list = "device/interface.xml.j2", "interfaces"
            wanted = canonical_device(device)
            xml = templates.render(name, interface=interface_view(device, with_alias=with_alias))
            found = read_interface(Device(read(xml)), device.name)
        case Console():
            name, device_list = "device/console.xml.j2", "consoles"
            wanted = canonical_device(device)
            xml = templates.render(name, console=console_view(device, with_alias=with_alias))
            found = read_console(Device(read(xml)), device.name)
        case Lun():
            name, device_list = "device/lun.xml.j2", "luns"
            wanted = canonical_device(device)
            xml = templates.render(name, lun=lun_view(device, with_alias=with_alias))
            found = read_lun(Device(read(xml)), device.name)
        case Mdev():
            name, device_list = "device/mdev.xml.j2", "mdevs"
            wanted = canonical_device(device)
            xml = templates.render(name, mdev=mdev_view(device, with_alias=with_alias))
            found = read_mdev(Device(read(xml)), device.name)
        case _:
            assert_never(device)
    check_value(wanted, found, f"{device_list}[{device.name}]", name, templates)
    return xml


def render_pool(pool: StoragePool, uuid: str, templates: Templates) -> str:
    """The XML of a storage pool."""
    name, view = POOL_TEMPLATE, pool_view(pool, uuid)
    xml = templates.render(name, pool=view)
    found = _read_back(parse_pool, xml, name, templates)
    wanted: dict[str, object] = {"uuid": uuid, "name": view.name, "kind": view.type, "target": view.path}
    wanted |= {"source": canonical_source(pool.source)}
    _check_fields(wanted, found, name, templates)
    return xml


def render_volume(
    volume: Qcow2Disk | LvmDisk,
    templates: Templates,
    *,
    backing_path: str = "",
    backing_format: str = "",
    takes_space: bool = False,
) -> str:
    """The XML of a volume; `backing_path` and `backing_format` describe the volume it is backed by.

    `takes_space`: at once, and not when it is written on.
    """
    name = VOLUME_TEMPLATE
    view = volume_view(volume, backing_path, backing_format, takes_space=takes_space)
    xml = templates.render(name, volume=view)
    found = _read_back(parse_volume, xml, name, templates)
    wanted: dict[str, object] = {
        "name": view.name,
        "capacity_bytes": view.capacity_bytes,
        "format": view.format or "raw",
    }
    wanted |= {"backing_path": backing_path or None}
    wanted |= {"backing_format": (backing_format or None) if backing_path else None}
    _check_fields(wanted, found, name, templates)
    return xml


def render_network(network: AnyNetwork, uuid: str, templates: Templates) -> str:
    """The XML of a network."""
    name, view = NETWORK_TEMPLATE, network_view(network, uuid)
    xml = templates.render(name, network=view)
    found = _read_back(parse_network, xml, name, templates)
    wanted: dict[str, object] = {"uuid": uuid, "name": view.name, "forward_mode": view.mode, "devices": view.devices}
    if not isinstance(network, NatNetwork):  # of one with addresses of its own, libvirt or a template names the bridge
        wanted |= {"bridge": view.bridge or None}
    wanted |= {"virtual_port": view.virtual_port}
    wanted |= {"own": canonical_nat(network) if isinstance(network, NatNetwork) else None}
    wanted |= {"vlan": canonical_vlan(getattr(network, "vlan", None))}
    wanted |= {"portgroups": tuple(canonical_portgroup(group) for group in getattr(network, "portgroups", None) or ())}
    _check_fields(wanted, found, name, templates)
    return xml


def render_portgroup(group: Portgroup, templates: Templates) -> str:
    """The XML of one portgroup, to add it to a network or change it there."""
    name = "network/portgroup.xml.j2"
    xml = templates.render(name, group=portgroup_view(group))
    check_value(canonical_portgroup(group), read_portgroup(read(xml)), f"portgroups[{group.name}]", name, templates)
    return xml


def render_uplink(dev: str) -> str:
    """The XML of one uplink of a macvtap network."""
    return write_bare(etree.Element("interface", dev=dev))


def render_record(record: DhcpRange | DhcpHost | DnsHost) -> str:
    """The XML of one record of DHCP or DNS."""
    match record:
        case DhcpRange(text=text):
            start, _, end = text.partition("-")
            return write_bare(etree.Element("range", start=start, end=end))
        case DhcpHost():
            return write_bare(etree.Element("host", mac=str(record.mac), name=record.name, ip=record.ip))
        case DnsHost():
            host = etree.Element("host", ip=record.ip)
            etree.SubElement(host, "hostname").text = record.name
            return write_bare(host)


def _read_back(parse: Callable[[str], _T], xml: str, name: str, templates: Templates) -> _T:
    check_root(xml, name.removesuffix(".xml.j2"), name, templates)
    try:
        return parse(xml)
    except (ZkvmError, ValueError) as error:
        reason = f"the rendered XML cannot be read back: {error}"
        raise TemplateError(reason, file=templates.source_of(name)) from error


def _check_fields(wanted: Mapping[str, object], found: object, name: str, templates: Templates) -> None:
    for field, value in wanted.items():
        check_value(value, getattr(found, field), _IN_WORDS.get(field, field), name, templates)
