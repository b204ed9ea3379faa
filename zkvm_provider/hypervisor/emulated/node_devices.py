"""Node devices: what virsh nodedev-list shows of the host, and mediated devices with their own life.

Names and XML are those of libvirt's udev driver (docs/drvnodedev, `nodedev.rng`); a mediated device is called after its
uuid and its parent (`mdev_8e37ee90_…_0_0_0023`). Defined ones stay over a restart, as mdevctl keeps them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

from zkvm_provider.hypervisor.emulated import mediated, node_device_xml
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.subchannels import VFIO_DRIVER, driver_of, host_subchannels
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectInfo, ObjectKind, ObjectRef

Written = Callable[[], str]
_WITH_ADDRESS = ("css_", "ap_matrix", "pci_")
"""Parents whose address mdevctl can be told (node_device_driver.c, nodeDeviceObjFormatAddress)."""


def listed(tx: Transaction) -> tuple[ObjectInfo, ...]:
    """Every device, sorted by name; mediated devices also while they are not started."""
    found = [_info(name) for name, _ in _of_the_host(tx)]
    found += [_info(row["name"], row) for row in _mdevs(tx)]
    return tuple(sorted(found, key=lambda info: info.ref.name))


def look_up(tx: Transaction, ref: ObjectRef) -> ObjectRef:
    dump(tx, ref)
    return ObjectRef(kind=ObjectKind.NODE_DEVICE, name=ref.name)


def dump(tx: Transaction, ref: ObjectRef) -> str:
    """virNodeDeviceGetXMLDesc."""
    written = dict(_of_the_host(tx)).get(ref.name)
    if written is not None:
        return written()
    return str(_find(tx, ref)["xml"])


def define(tx: Transaction, xml: str) -> ObjectRef:
    """virNodeDeviceDefineXML: mediated devices only. The parent must be there; what it can do is asked at the start."""
    wanted = mediated.read(xml, tx.dice)
    tx.journalled_object = f"nodedev '{wanted.name}'"
    parents = {name for name, _ in _of_the_host(tx)}
    if wanted.parent not in parents:
        text = f"invalid parent device '{wanted.parent}'"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NODEDEV, text)
    if not wanted.parent.startswith(_WITH_ADDRESS):
        text = f"failed to parse configuration file Unable to find address for parent device '{wanted.parent}'"
        raise refusal(ErrorCode.PARSE_FAILED, ErrorDomain.NODEDEV, text)
    if any(row["uuid"] == wanted.uuid for row in _mdevs(tx)):
        text = f"Unable to define mediated device: Device {wanted.uuid} on {wanted.parent} already exists"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NODEDEV, text)
    sql = "INSERT INTO mdevs (host, uuid, name, xml) VALUES (?, ?, ?, ?)"
    tx.run(sql, tx.host, wanted.uuid, wanted.name, wanted.xml)
    tx.emit(wanted.name, "NODE_DEVICE_DEFINED")
    return ObjectRef(kind=ObjectKind.NODE_DEVICE, name=wanted.name)


def undefine(tx: Transaction, ref: ObjectRef) -> None:
    """virNodeDeviceUndefine: a started one goes on until it is stopped."""
    if ref.name != "computer" and any(name == ref.name for name, _ in _of_the_host(tx)):
        raise invalid(ErrorDomain.NODEDEV, f"Node device '{ref.name}' is not defined")
    row = _find(tx, ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.NODEDEV, f"Node device '{ref.name}' is not defined")
    if row["active"]:
        tx.change("mdevs", row["uuid"], persistent=0, autostart=0)
    else:
        tx.run("DELETE FROM mdevs WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    tx.emit(ref.name, "NODE_DEVICE_UNDEFINED")


def start(tx: Transaction, ref: ObjectRef) -> None:
    """virNodeDeviceCreate: the kernel makes the device, if its parent serves guests and nobody else has its queues."""
    is_of_the_host = any(name == ref.name for name, _ in _of_the_host(tx))
    if is_of_the_host or (row := _find(tx, ref))["active"]:
        raise invalid(ErrorDomain.NODEDEV, "Device is already active")
    others = [mediated.parse(other["xml"]) for other in _mdevs(tx) if other["active"]]
    reason = mediated.why_not(tx, mediated.parse(row["xml"]), others)
    if reason:
        text = f"Unable to start mediated device: {reason}"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NODEDEV, text)
    tx.change("mdevs", row["uuid"], active=1)
    tx.emit(ref.name, "NODE_DEVICE_CREATED")


def stop(tx: Transaction, ref: ObjectRef) -> None:
    """virNodeDeviceDestroy: refused while a guest has it."""
    row = _find(tx, ref)
    if not row["active"]:
        raise invalid(ErrorDomain.NODEDEV, f"Device '{ref.name}' is not active")
    if user_of(tx, row["uuid"]):
        raise invalid(ErrorDomain.NODEDEV, f"Unable to destroy '{ref.name}': device in use")
    if row["persistent"]:
        tx.change("mdevs", row["uuid"], active=0)
    else:
        tx.run("DELETE FROM mdevs WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    tx.emit(ref.name, "NODE_DEVICE_DELETED")


def set_autostart(tx: Transaction, ref: ObjectRef, autostart: bool) -> None:
    """virNodeDeviceSetAutostart."""
    if any(name == ref.name for name, _ in _of_the_host(tx)):
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.NODEDEV, "Unsupported device type")
    row = _find(tx, ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.NODEDEV, f"cannot set autostart for transient device '{ref.name}'")
    tx.change("mdevs", row["uuid"], autostart=int(autostart))


def is_active_mdev(tx: Transaction, uuid: str) -> bool:
    """Whether a mediated device of that uuid can be handed to a guest."""
    if any(device.uuid == uuid for device in tx.inventory.mediated_devices):
        return True
    return tx.one("SELECT 1 FROM mdevs WHERE host = ? AND uuid = ? AND active = 1", tx.host, uuid) is not None


def user_of(tx: Transaction, uuid: str) -> str:
    """The running guest that has the mediated device, empty without one."""
    sql = "SELECT name FROM domains WHERE host = ? AND live_xml IS NOT NULL AND instr(live_xml, ?) ORDER BY name"
    row = tx.one(sql, tx.host, f"<address uuid='{uuid}'/>")
    return "" if row is None else str(row["name"])


def _info(name: str, row: sqlite3.Row | None = None) -> ObjectInfo:
    ref = ObjectRef(kind=ObjectKind.NODE_DEVICE, name=name)
    if row is None:
        return ObjectInfo(ref=ref, active=True, persistent=False)
    active, persistent, autostart = (bool(row[key]) for key in ("active", "persistent", "autostart"))
    return ObjectInfo(ref=ref, active=active, persistent=persistent, autostart=autostart)


def _mdevs(tx: Transaction) -> list[sqlite3.Row]:
    return list(tx.rows("SELECT * FROM mdevs WHERE host = ? ORDER BY name", tx.host))


def _find(tx: Transaction, ref: ObjectRef) -> sqlite3.Row:
    row = tx.one("SELECT * FROM mdevs WHERE host = ? AND name = ?", tx.host, ref.name)
    if row is None and any(name == ref.name for name, _ in _of_the_host(tx)):
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NODEDEV, "Unsupported device type")
    if row is None:
        text = f"no node device with matching name '{ref.name}'"
        raise refusal(ErrorCode.NO_NODE_DEVICE, ErrorDomain.NODEDEV, text)
    return row


def _of_the_host(tx: Transaction) -> Iterator[tuple[str, Written]]:
    """The devices the host has by itself, each with what writes its XML."""
    yield "computer", node_device_xml.computer
    yield from _channel_devices(tx)
    yield from _crypto(tx)
    yield from _scsi(tx)
    yield from _net(tx)
    yield from _made_by_others(tx)


def _channel_devices(tx: Transaction) -> Iterator[tuple[str, Written]]:
    for each in host_subchannels(tx.inventory):
        driver = driver_of(tx, each.bus_id)
        css, ccw = _name("css", each.bus_id), _name("ccw", each.device)
        yield css, partial(node_device_xml.css, each, driver)
        if driver != VFIO_DRIVER:
            yield ccw, partial(node_device_xml.ccw, each)


def _crypto(tx: Transaction) -> Iterator[tuple[str, Written]]:
    for card in tx.inventory.ap_cards:
        number = int(card.card, 16)
        yield f"ap_card{number:02x}", partial(node_device_xml.ap_card, card)
        for domain in card.ap_domains:
            name = f"ap_{number:02x}_{domain:04x}"
            yield name, partial(node_device_xml.ap_queue, card, domain)
    if tx.inventory.has_vfio and tx.inventory.ap_cards:
        yield "ap_matrix", node_device_xml.ap_matrix


def _scsi(tx: Transaction) -> Iterator[tuple[str, Written]]:
    host = Host(tx)
    for fcp in tx.inventory.fcp_devices:
        if host.is_online(fcp.bus_id, default=fcp.online):
            number = host.scsi_host(fcp)
            yield f"scsi_host{number}", partial(node_device_xml.scsi_host, fcp, number)
    for each in host.attached_luns():
        name = f"scsi_{each.host}_0_{each.port.target}_{each.unit}"
        yield name, partial(node_device_xml.scsi, each)


def _net(tx: Transaction) -> Iterator[tuple[str, Written]]:
    parents = {osa.interface: _name("ccw", osa.bus_ids[0]) for osa in tx.inventory.osas}
    for interface in (*parents, *tx.inventory.nics):
        mac = node_device_xml.mac_of(tx.host, interface)
        name = f"net_{interface.replace('.', '_')}_{mac.replace(':', '_')}"
        parent = parents.get(interface, "computer")
        yield name, partial(node_device_xml.net, name, interface, mac, parent)


def _made_by_others(tx: Transaction) -> Iterator[tuple[str, Written]]:
    types = {"vfio-ccw": "vfio_ccw-io", "vfio-ap": "vfio_ap-passthrough"}
    for each in tx.inventory.mediated_devices:
        xml = mediated.written(each.uuid, each.parent, types.get(each.kind, each.kind))
        yield mediated.parse(xml).name, partial(str, xml)


def _name(kind: str, bus_id: str) -> str:
    return f"{kind}_{bus_id.replace('.', '_')}"
