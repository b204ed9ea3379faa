"""The XML of a host's own devices, as libvirt's node device driver writes it (`virNodeDeviceDefFormat`)."""

from __future__ import annotations

import hashlib

from zkvm_provider.hypervisor.emulated.host import AttachedLun
from zkvm_provider.hypervisor.emulated.inventory import ApCard, FcpDevice
from zkvm_provider.hypervisor.emulated.subchannels import VFIO_DRIVER, HostSubchannel

_DRIVERS = {"dasd": "dasd-eckd", "fcp": "zfcp", "qeth": "qeth"}


def computer() -> str:
    """The root of the tree."""
    return _device("computer", "", "", "", "<capability type='system'>\n  </capability>")


def css(each: HostSubchannel, driver: str) -> str:
    """A subchannel; one that serves guests tells the type of mediated device it can become."""
    types = _types("vfio_ccw-io", "I/O subchannel (Non-QDIO)", "vfio-ccw", 1) if driver == VFIO_DRIVER else ""
    behind = f"    <channel_dev_addr>\n{_numbers(each.device, 6)}    </channel_dev_addr>\n"
    body = f"<capability type='css'>\n{_numbers(each.bus_id, 4)}{behind}{types}  </capability>"
    path = f"/sys/devices/css0/{each.bus_id}"
    return _device(f"css_{each.bus_id.replace('.', '_')}", path, "computer", driver, body)


def ccw(each: HostSubchannel) -> str:
    """The device behind a subchannel, while the host's own driver has it."""
    name = f"ccw_{each.device.replace('.', '_')}"
    path, parent = f"/sys/devices/css0/{each.bus_id}/{each.device}", f"css_{each.bus_id.replace('.', '_')}"
    body = f"<capability type='ccw'>\n{_numbers(each.device, 4)}  </capability>"
    return _device(name, path, parent, _DRIVERS[each.kind], body)


def ap_card(card: ApCard) -> str:
    """A crypto adapter."""
    number = int(card.card, 16)
    body = f"<capability type='ap_card'>\n    <ap-adapter>0x{number:02x}</ap-adapter>\n  </capability>"
    return _device(f"ap_card{number:02x}", f"/sys/devices/ap/card{number:02x}", "computer", "cex4card", body)


def ap_queue(card: ApCard, domain: int) -> str:
    """A queue (APQN); its driver tells whether it serves the host or guests."""
    number = int(card.card, 16)
    parent, driver = f"ap_card{number:02x}", "vfio_ap" if domain in card.for_guests else "cex4queue"
    body = (
        f"<capability type='ap_queue'>\n    <ap-adapter>0x{number:02x}</ap-adapter>\n"
        f"    <ap-domain>0x{domain:04x}</ap-domain>\n  </capability>"
    )
    path = f"/sys/devices/ap/card{number:02x}/{number:02x}.{domain:04x}"
    return _device(f"ap_{number:02x}_{domain:04x}", path, parent, driver, body)


def ap_matrix() -> str:
    """The parent of crypto shares."""
    types = _types("vfio_ap-passthrough", "VFIO AP Passthrough Device", "vfio-ap", 65535)
    body = f"<capability type='ap_matrix'>\n{types}  </capability>"
    return _device("ap_matrix", "/sys/devices/vfio_ap/matrix", "computer", "", body)


def scsi_host(fcp: FcpDevice, number: int) -> str:
    """The SCSI host of an FCP device that is online."""
    wwpn = fcp.wwpn.removeprefix("0x")
    body = (
        f"<capability type='scsi_host'>\n    <host>{number}</host>\n    <unique_id>{number}</unique_id>\n"
        f"    <capability type='fc_host'>\n      <wwnn>{wwpn}</wwnn>\n      <wwpn>{wwpn}</wwpn>\n"
        f"      <fabric_wwn>0</fabric_wwn>\n    </capability>\n  </capability>"
    )
    return _device(f"scsi_host{number}", "", f"ccw_{fcp.bus_id.replace('.', '_')}", "", body)


def scsi(each: AttachedLun) -> str:
    """A LUN."""
    body = (
        f"<capability type='scsi'>\n    <host>{each.host}</host>\n    <bus>0</bus>\n"
        f"    <target>{each.port.target}</target>\n    <lun>{each.unit}</lun>\n    <type>disk</type>\n  </capability>"
    )
    name = f"scsi_{each.host}_0_{each.port.target}_{each.unit}"
    return _device(name, "", f"scsi_host{each.host}", "sd", body)


def net(name: str, interface: str, mac: str, parent: str) -> str:
    """A network interface."""
    body = (
        f"<capability type='net'>\n    <interface>{interface}</interface>\n    <address>{mac}</address>\n"
        f"    <link state='up'/>\n    <capability type='80203'/>\n  </capability>"
    )
    return _device(name, f"/sys/class/net/{interface}", parent, "", body)


def mac_of(host: str, interface: str) -> str:
    """The hardware address of an interface: the same for the same host and name."""
    digest = hashlib.sha256(f"mac/{host}/{interface}".encode()).digest()
    return "02:" + digest[:5].hex(":")


def _device(name: str, path: str, parent: str, driver: str, capability: str) -> str:
    lines = ["<device>", f"  <name>{name}</name>"]
    lines += [f"  <path>{path}</path>"] if path else []
    lines += [f"  <parent>{parent}</parent>"] if parent else []
    lines += [f"  <driver>\n    <name>{driver}</name>\n  </driver>"] if driver else []
    return "\n".join([*lines, f"  {capability}", "</device>", ""])


def _numbers(bus_id: str, indent: int) -> str:
    css_id, ssid, devno = bus_id.split(".")
    blank = " " * indent
    return f"{blank}<cssid>0x{css_id}</cssid>\n{blank}<ssid>0x{ssid}</ssid>\n{blank}<devno>0x{devno}</devno>\n"


def _types(identity: str, name: str, api: str, instances: int) -> str:
    return (
        f"    <capability type='mdev_types'>\n      <type id='{identity}'>\n        <name>{name}</name>\n"
        f"        <deviceAPI>{api}</deviceAPI>\n        <availableInstances>{instances}</availableInstances>\n"
        f"      </type>\n    </capability>\n"
    )
