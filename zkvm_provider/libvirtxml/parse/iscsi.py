"""The source of a disk or host device that is a unit of an iSCSI target."""

from __future__ import annotations

import re

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.model.iscsi import Iscsi

_NAME = re.compile(r"((?:iqn|eui|naa)\.[^\s/]{1,219})/(\d{1,5})")
_DEFAULT_PORT = "3260"


def read_iscsi(device: Device) -> Iscsi | None:
    """The unit, or None when the source is none, or more than the model can say (credentials, two portals)."""
    source = device.children.get("source")
    if source is None or source.get("protocol") != "iscsi":
        return None
    name, hosts = _NAME.fullmatch(source.get("name") or ""), source.findall("host")
    is_plain = {child.tag for child in source} == {"host"} and set(source.keys()) <= {"protocol", "name", "index"}
    if name is None or len(hosts) != 1 or not is_plain or "auth" in device.children:
        return None
    host, port = hosts[0].get("name"), hosts[0].get("port") or _DEFAULT_PORT
    if not host or hosts[0].get("transport", "tcp") != "tcp" or not port.isdigit():
        return None
    return Iscsi(host=host, port=int(port), target=name[1], lun=int(name[2]))
