"""What of the lab is up, and how to reach it."""

from __future__ import annotations

from typing import Any

from tools.kvmlab import guest_xml, host, iscsi, loops, network
from tools.kvmlab.places import BRIDGE, OVS_BRIDGE, OVS_VLAN, UPLINK, HostPlace, Lab


def status(lab: Lab) -> dict[str, Any]:
    """Plain data; `up` is true when every host answers."""
    hosts = [_host(place) for place in lab.hosts]
    return {
        "up": all(told["up"] for told in hosts),
        "folder": str(lab.root),
        "hosts": hosts,
        "iscsi": {"portal": iscsi.portal(lab), "target": iscsi.TARGET, "luns": list(iscsi.LUNS)},
        "networks": {
            "bridge": {"name": BRIDGE, "outside": network.BRIDGED.outside},
            "macvtap": {"name": UPLINK, "outside": network.MACVTAP.outside},
            "openvswitch": {"name": OVS_BRIDGE, "outside": network.VSWITCH.outside, "vlan": OVS_VLAN},
        },
        "guest": {"kernel": guest_xml.KERNEL, "initrd": guest_xml.INITRD},
    }


def lines(told: dict[str, Any]) -> list[str]:
    """The same for people."""
    text = []
    for one in told["hosts"]:
        text.append(f"{one['name']}  {'up' if one['up'] else 'down'}")
        if one["up"]:
            text += [f"       {one['uri']}", f"       {one['tcp_uri']}"]
            text.append(f"       images {one['images']}, block device for a volume group {one['lvm_device']}")
    if told["up"]:
        networks = told["networks"]
        text.append(f"iSCSI  {told['iscsi']['target']} at {told['iscsi']['portal']}, LUNs {told['iscsi']['luns']}")
        text += [f"net    {kind} {one['name']}, outside {one['outside']}" for kind, one in networks.items()]
        text.append(f"guest  kernel {told['guest']['kernel']}, initrd {told['guest']['initrd']} on both hosts")
    return text


def _host(place: HostPlace) -> dict[str, Any]:
    is_up = host.answers(place)
    return {
        "name": place.name,
        "up": is_up,
        "uri": place.uri,
        "tcp_uri": place.tcp_uri,
        "uuid": place.uuid,
        "images": str(place.images),
        "lvm_device": loops.find(place.volume_disk) if is_up else None,
    }
