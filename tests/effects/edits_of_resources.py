"""Changes of volumes, networks and devices of the host, each beside another one that the host has. Data."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from tests.effects.edit import Edit
from tests.effects.places import Tree

_THIN: Final[Tree] = {"pool": "vg2", "name": "root", "capacity": "102 MiB"}
_QCOW2: Final[Tree] = {"pool": "images", "name": "data.qcow2", "capacity": "1 GiB"}
_IMAGES: Final = str(Path(__file__).with_name("edit.py")), str(Path(__file__).with_name("places.py"))
_DIGESTS: Final = (
    hashlib.sha256(Path(_IMAGES[0]).read_bytes()).hexdigest(),
    hashlib.sha256(Path(_IMAGES[1]).read_bytes()).hexdigest(),
)
_BASE, _OTHER_BASE = "images/base.qcow2", "images/other.qcow2"
_FILES: Final = "/var/lib/libvirt/images/sles12-initrd.boot", "/var/lib/libvirt/images/sles12-kernel.boot"


def volume(place: str, one: Any, other: Any, also: dict[str, tuple[Any, Any]] | None = None, **more: Any) -> Edit:
    return Edit(kind="Qcow2Disk", stem={**_QCOW2, **more}, place=place, one=one, other=other, also=also or {})


VOLUME_EDITS: Final[tuple[Edit, ...]] = (
    volume("backing", _BASE, _OTHER_BASE),
    volume("backing", None, _BASE),
    volume("backingFormat", "raw", "qcow2", backing=_FILES[0]),
    volume("source", None, _IMAGES[0]),
    volume("source", *_IMAGES),
    volume("sha256", None, _DIGESTS[0], source=_IMAGES[0]),
    volume("sha256", *_DIGESTS, also={"source": _IMAGES}),
    Edit(kind="LvmDisk", stem=_THIN, place="thinPool", one="thin", other="thin2"),
    Edit(kind="LvmDisk", stem=_THIN, place="thinPool", one=None, other="thin"),
)

_SWITCH: Final[Tree] = {"name": "switch", "bridge": "ovsbr0"}


def switch(place: str, one: Any, other: Any, also: dict[str, tuple[Any, Any]] | None = None, **more: Any) -> Edit:
    return Edit(kind="OvsNetwork", stem={**_SWITCH, **more}, place=place, one=one, other=other, also=also or {})


NETWORK_EDITS: Final[tuple[Edit, ...]] = (
    switch("bridge", "ovsbr0", "ovsbr1"),
    switch("vlan.access", 7, None, {"vlan.trunk": (None, [7])}),
    switch("vlan.trunk", [7, 9], [7, 9, 11]),
    switch("vlan.native", 7, 9, vlan={"trunk": [7, 9]}),
    switch("vlan.nativeTagged", 7, 9, vlan={"trunk": [7, 9]}),
    switch("portgroups[0].isDefault", None, True, portgroups=[{"name": "many", "trunk": [7, 9]}]),
    switch("portgroups[0].native", 7, 9, portgroups=[{"name": "many", "trunk": [7, 9]}]),
    switch("portgroups[0].nativeTagged", 7, 9, portgroups=[{"name": "many", "trunk": [7, 9]}]),
    Edit(kind="BridgeNetwork", stem={"name": "flat"}, place="bridge", one="br0", other="br1"),
    Edit(
        kind="MacvtapNetwork",
        stem={"name": "lan"},
        place="devices",
        one=["enccw0.0.4300"],
        other=["enccw0.0.4300", "enccw0.0.4310"],
    ),
)

DEVICE_EDITS: Final[tuple[Edit, ...]] = (
    Edit(
        kind="StoragePool",
        stem={"name": "it", "target": "/srv/it"},
        place="deleteContents",
        one=None,
        other=True,
    ),
    Edit(kind="Host", stem={}, place="domainType", one=None, other="qemu"),
    Edit(kind="Host", stem={}, place="uri", one=None, other="emulated:"),
    Edit(kind="MediatedDevice", stem={}, place="parent", one="0.0.0e20", other="0.0.0e21"),
)
