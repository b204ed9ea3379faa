"""The machine the recorded cases ran on: its inventory, and the objects that were there before each case.

Sources: the preconditions in the recorded data's own README, and the lab it was recorded in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zkvm_provider.errors import AlreadyExists, BackendError
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef

VOLUME_POOL = "f-vols"
"""Where the volume cases are made, one after the other."""

_KINDS = (ObjectKind.DOMAIN, ObjectKind.NETWORK, ObjectKind.POOL)

_INACTIVE_NETWORK = """
<network>
  <name>default</name><forward mode='nat'/><bridge name='virbr0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'/>
</network>
"""

_ACTIVE_NETWORKS = (
    """
<network>
  <name>lab-isolated</name><bridge name='virbr1'/><ip address='192.168.232.1' netmask='255.255.255.0'/>
</network>
""",
    """
<network>
  <name>n-ovs</name><forward mode='bridge'/><bridge name='ovsbr0'/><virtualport type='openvswitch'/>
  <portgroup name='plain' default='yes'/>
  <portgroup name='vlan42'><vlan><tag id='42'/></vlan></portgroup>
  <portgroup name='trunk'><vlan trunk='yes'><tag id='42'/><tag id='47' nativeMode='untagged'/></vlan></portgroup>
</network>
""",
)

_FOLDER_POOLS = {"p-dir": "/srv/zkvm-lab/pool-dir", VOLUME_POOL: "/srv/zkvm-lab/f-vols"}
_ISCSI_POOL = """
<pool type='iscsi'>
  <name>p-iscsi</name>
  <source><host name='127.0.0.1'/><device path='iqn.2026-01.com.zkvm:t1'/></source>
  <target><path>/dev/disk/by-path</path></target>
</pool>
"""
_VOLUME = "<volume><name>raw.img</name><capacity unit='MiB'>64</capacity><allocation>0</allocation></volume>"


def inventory_text() -> str:
    """The YAML inventory of the recorded host: no KVM, 24 GiB, the lab's devices and disk images."""
    return (Path(__file__).parent / "fidelity.yaml").read_text(encoding="utf-8")


def prepare(machine: Hypervisor) -> list[ObjectRef]:
    """Make the networks and pools every case may meet, as far as they are missing; answers those it made."""
    there = {(kind, each.ref.name): each for kind in _KINDS for each in machine.list(kind)}
    made: list[ObjectRef] = []
    for xml in (_INACTIVE_NETWORK, *_ACTIVE_NETWORKS):
        known = there.get((ObjectKind.NETWORK, name_in(xml)))
        ref = known.ref if known else machine.define(ObjectKind.NETWORK, xml)
        made += [] if known else [ref]
        if xml is not _INACTIVE_NETWORK and not (known and known.active):
            machine.start(ref)
    for name, path in _FOLDER_POOLS.items():
        known = there.get((ObjectKind.POOL, name))
        xml = f"<pool type='dir'><name>{name}</name><target><path>{path}</path></target></pool>"
        ref = known.ref if known else machine.define(ObjectKind.POOL, xml)
        made += [] if known else [ref]
        if not (known and known.active):
            machine.build_pool(ref)
            machine.start(ref)
    if (ObjectKind.POOL, name_in(_ISCSI_POOL)) not in there:
        made.append(machine.define(ObjectKind.POOL, _ISCSI_POOL))
    if "raw.img" not in {volume.ref.name for volume in machine.list(ObjectKind.VOLUME, pool="p-dir")}:
        machine.create_volume("p-dir", _VOLUME)
    return made


@contextmanager
def prepared(machine: Hypervisor, documents: Iterable[str]) -> Iterator[None]:
    """A machine that is not ours alone, for a while with what the cases may meet; what was made is removed.

    Raises `AlreadyExists` when it has an object whose name or uuid one of `documents` defines, or volumes where
    cases make theirs: a case would replace and remove it.
    """
    _refuse_taken(machine, documents)
    made = prepare(machine)
    try:
        yield
    finally:
        for ref in reversed(made):
            _remove(ref, machine)


def name_in(xml: str) -> str:
    """The name a document defines, empty where it has none."""
    found = re.search(r"<name>([^<]*)</name>", xml)
    return found[1] if found else ""


def _refuse_taken(machine: Hypervisor, documents: Iterable[str]) -> None:
    texts = tuple(documents)
    names = {name_in(xml) for xml in texts}
    uuids = {found[1] for xml in texts if (found := re.search(r"<uuid>([^<]*)</uuid>", xml))}
    for kind in _KINDS:
        for each in machine.list(kind):
            if each.ref.name in names or each.ref.uuid in uuids:
                raise AlreadyExists(str(each.ref), remedy="measure on a host that is a lab's")
            if each.ref.name == VOLUME_POOL and each.active and machine.list(ObjectKind.VOLUME, pool=VOLUME_POOL):
                raise AlreadyExists(f"a volume in pool '{VOLUME_POOL}'", remedy="empty the pool")


def _remove(ref: ObjectRef, machine: Hypervisor) -> None:
    if ref.kind is ObjectKind.POOL and ref.name in _FOLDER_POOLS:
        for volume in machine.list(ObjectKind.VOLUME, pool=ref.name):
            machine.delete_volume(volume.ref)
    with suppress(BackendError):
        machine.stop(ref)
    if ref.name in _FOLDER_POOLS:
        with suppress(BackendError):
            machine.delete_pool(ref)
    machine.undefine(ref)
