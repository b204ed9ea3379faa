"""Case files of the planner: what is declared, what is there, and the plan that follows."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from tests.plan.fake_machine import FakeMachine
from tests.plan.plan_media import plan_media_case
from tests.plan.plan_words import say_step
from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.address import BusId
from zkvm_provider.model.dasd import DasdDisk
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.guest import Guest, Power, Shutdown
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.network import AnyNetwork, BridgeNetwork, MacvtapNetwork, NatNetwork, OvsNetwork
from zkvm_provider.model.observed import (
    NetworkPort,
    ObservedDasd,
    ObservedGuest,
    ObservedLogicalVolume,
    ObservedNetwork,
    ObservedPool,
    ObservedVolume,
)
from zkvm_provider.model.pool import PoolKind, PoolSource, StoragePool
from zkvm_provider.model.structure import structure
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.reconcile.dasd import plan_dasd
from zkvm_provider.reconcile.desired import (
    DesiredDasd,
    DesiredGuest,
    DesiredLogicalVolume,
    DesiredNetwork,
    DesiredPool,
    DesiredVolume,
)
from zkvm_provider.reconcile.guest import plan_guest, remove_guest
from zkvm_provider.reconcile.lvm import plan_logical_volume
from zkvm_provider.reconcile.network import plan_network
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.pool import plan_pool, remove_pool
from zkvm_provider.reconcile.volume import plan_volume
from zkvm_provider.units import parse_size

IDENTITY = Identity(owner="tests", urn="urn:pulumi:lab::zkvm::zkvm:index:Guest::linux01")
UUID = "11111111-2222-4333-8444-555555555555"


@dataclass(frozen=True)
class Case:
    """One case file, read."""

    kind: str
    path: Path
    text: dict[str, Any]

    @property
    def label(self) -> str:
        return f"{self.kind}/{self.path.stem}"


def cases(folder: Path) -> list[Case]:
    """Every case below a folder, sorted."""
    paths = sorted(folder.glob("*/*.yaml"))
    return [Case(kind=path.parent.name, path=path, text=yaml.safe_load(path.read_text("utf-8"))) for path in paths]


def outcome(case: Case) -> dict[str, Any]:
    """What the planner says, in the form of the case file's `expect`; empty parts are left out."""
    try:
        plan = _PLANNERS[case.kind](case.text)
    except InvalidInput as invalid:
        return {"faults": [str(fault) for fault in invalid.faults]}
    said = {
        "changes": [str(change) for change in plan.changes],
        "steps": [say_step(step) for step in plan.steps],
        "pending": list(plan.pending),
    }
    return {key: value for key, value in said.items() if value}


def desired_guest(tree: dict[str, Any], previous: Guest | None = None, uuid: str = UUID) -> DesiredGuest:
    """A desired guest from inputs on the wire; `name` and `memory` have values of their own when left out."""
    guest = guest_of(tree)
    return DesiredGuest(guest=guest, previous=previous, identity=IDENTITY, uuid=uuid, domain_type="kvm")


def guest_of(tree: dict[str, Any]) -> Guest:
    """A guest from inputs; a disk without a format is qcow2 on a volume and raw elsewhere, as references resolve."""
    inputs = {"name": "linux01", "memory": "1 GiB", **tree}
    if "disks" in inputs:
        inputs["disks"] = [{"format": "qcow2" if "volume" in disk else "raw", **disk} for disk in inputs["disks"]]
    return structure(Guest, inputs)


def _plan_guest(text: dict[str, Any]) -> Plan:
    made = text.get("made")
    observed = _observed_guest(made, text.get("altered", {})) if made is not None else None
    if "desired" not in text:
        assert observed is not None
        return remove_guest(observed, structure(Shutdown, text["shutdown"]) if "shutdown" in text else None)
    previous = text.get("previous", made)
    before = guest_of(previous) if previous is not None else None
    desired = replace(
        desired_guest(text["desired"], before), choosing_networks=frozenset(text.get("choosing_networks", ()))
    )
    return plan_guest(desired, observed)


def _observed_guest(made: dict[str, Any], altered: dict[str, Any]) -> ObservedGuest:
    """The guest made from a declaration, then altered: parts of its configuration, of the running guest, its state."""
    machine = FakeMachine(balloon_is_up=altered.get("balloonIsUp", True))
    todo = plan_guest(desired_guest(made), None).steps
    machine.run(*todo[: altered.get("stepsDone", len(todo))])
    assert machine.guest is not None
    observed: ObservedGuest = machine.guest
    if "config" in altered:
        config = replace(observed.config, guest=_altered(observed.config.guest, altered["config"]))
        observed = replace(observed, config=config)
    if "live" in altered:
        assert observed.live is not None
        live = replace(observed.live, guest=_altered(observed.live.guest, altered["live"]))
        observed = replace(observed, live=live)
    if "power" in altered:
        power = Power(altered["power"])
        keeps = power is not Power.STOPPED or altered.get("isCrashed", False)
        observed = replace(observed, power=power, live=observed.live if keeps else None)
    return observed


def _altered(guest: Guest, changes: dict[str, Any]) -> Guest:
    """Scalars by name; devices are taken away by name in `without`."""
    gone = set(changes.get("without", ()))
    guest = replace(
        guest,
        disks=tuple(disk for disk in guest.disks or () if disk.name not in gone),
        interfaces=tuple(each for each in guest.interfaces or () if each.name not in gone),
        luns=tuple(each for each in guest.luns or () if each.name not in gone),
        controllers=tuple(each for each in guest.controllers or () if each.name not in gone),
        mdevs=tuple(each for each in guest.mdevs or () if each.name not in gone),
    )
    told = {key: value for key, value in changes.items() if key != "without"}
    other = structure(Guest, {"memory": guest.memory / 1024**2, **told})
    names = [each.name for each in fields(Guest) if getattr(other, each.name) is not None]
    altered: dict[str, Any] = {name: getattr(other, name) for name in names}
    return replace(guest, **altered)


def _plan_pool(text: dict[str, Any]) -> Plan:
    observed = None
    if "observed" in text:
        given = {"name": "images", "target": "/var/lib/images", "active": True, "autostart": True, **text["observed"]}
        observed = ObservedPool(
            uuid=UUID,
            name=given["name"],
            kind=PoolKind(given.get("kind", "dir")),
            target=given["target"],
            source=structure(PoolSource, given["source"]) if "source" in given else None,
            missing=given.get("missing", ""),
            active=given["active"],
            autostart=given["autostart"],
            capacity_bytes=0,
            available_bytes=0,
            volumes=tuple(given.get("volumes", ())),
            users=tuple(given.get("users", ())),
        )
    if "desired" not in text:
        assert observed is not None
        return remove_pool(observed, contents=tuple(text.get("contents", ())))
    previous = _pool(text["previous"]) if "previous" in text else None
    return plan_pool(DesiredPool(pool=_pool(text["desired"]), previous=previous, uuid=UUID), observed)


def _pool(tree: dict[str, Any]) -> StoragePool:
    folder = {} if tree.get("kind", "dir") != "dir" else {"target": "/var/lib/images"}
    return structure(StoragePool, {"name": "images", **folder, **tree})


_STATE_OF_NETWORK = ("active", "autostart", "users", "ports", "live")


def _network_kind(text: dict[str, Any]) -> type[AnyNetwork]:
    kinds: dict[str, type[AnyNetwork]] = {"bridge": BridgeNetwork, "ovs": OvsNetwork, "nat": NatNetwork}
    return kinds.get(text.get("network", ""), MacvtapNetwork)


def _network_base(text: dict[str, Any]) -> dict[str, Any]:
    if text.get("network") == "nat":
        return {"name": "lan", "mode": "nat", "cidr": "10.9.5.0/24", "gateway": "10.9.5.1"}
    if "network" in text:
        return {"name": "lan", "bridge": "br0"}
    return {"name": "lan", "devices": ["enc1"], "mode": "bridge"}


def _plan_network(text: dict[str, Any]) -> Plan:
    observed = None
    if "observed" in text:
        given = {"active": True, "autostart": True, **_network_base(text), **text["observed"]}
        observed = ObservedNetwork(
            uuid=UUID,
            network=structure(_network_kind(text), {key: given[key] for key in given if key not in _STATE_OF_NETWORK}),
            active=given["active"],
            autostart=given["autostart"],
            users=tuple(given.get("users", ())),
            ports=tuple(NetworkPort(**port) for port in given.get("ports", ())),
            live=structure(_network_kind(text), {**_network_base(text), **given["live"]}) if "live" in given else None,
        )
    if "desired" not in text:
        return plan_network(None, observed)
    network = structure(_network_kind(text), {**_network_base(text), **text["desired"]})
    return plan_network(DesiredNetwork(network=network, previous=None, uuid=UUID), observed)


def _plan_volume(text: dict[str, Any]) -> Plan:
    observed = None
    if "observed" in text:
        given = {"pool": "images", "name": "data.qcow2", "format": "qcow2", "capacity": "20 GiB", **text["observed"]}
        user = given.get("runningUser")
        observed = ObservedVolume(
            pool_uuid=UUID,
            pool_name=given["pool"],
            name=given["name"],
            key="",
            path=f"/var/lib/images/{given['name']}",
            format=DiskFormat(given["format"]),
            capacity_bytes=parse_size(given["capacity"], default_unit="GiB"),
            allocation_bytes=0,
            backing_path=given.get("backing"),
            users=tuple(given.get("users", ())),
            running_user=(user[0], user[1]) if user else None,
        )
    if "desired" not in text:
        return plan_volume(None, observed)
    previous = _volume(text["previous"]) if "previous" in text else None
    volume = _volume(text["desired"])
    desired = DesiredVolume(
        volume=volume,
        previous=previous,
        pool_name=volume.pool,
        is_ours=text.get("isOurs", True),
        backing_path=text.get("backingPath", ""),
    )
    return plan_volume(desired, observed)


def _volume(tree: dict[str, Any]) -> Qcow2Disk:
    return structure(Qcow2Disk, {"pool": "images", "name": "data.qcow2", "capacity": "20 GiB", **tree})


def _logical_volume(tree: dict[str, Any]) -> LvmDisk:
    return structure(LvmDisk, {"pool": "vg", "name": "root", "capacity": "20 GiB", **tree})


def _plan_lvm(text: dict[str, Any]) -> Plan:
    observed = None
    if "observed" in text:
        given = {"name": "root", "capacity": "20 GiB", "thin": "", **text["observed"]}
        observed = ObservedLogicalVolume(
            pool_uuid=UUID,
            pool_name="vg",
            name=given["name"],
            key="",
            path=f"/dev/data/{given['name']}",
            capacity_bytes=parse_size(given["capacity"], default_unit="GiB"),
            thin_pool=given["thin"],
            users=tuple(given.get("users", ())),
            running_users=tuple((uuid, target) for uuid, target in given.get("running", ())),
        )
    if "desired" not in text:
        return plan_logical_volume(None, observed)
    desired = DesiredLogicalVolume(
        disk=_logical_volume(text["desired"]),
        previous=_logical_volume(text["previous"]) if "previous" in text else None,
        pool_name="vg",
        group="data",
        extent_bytes=4 * 1024**2,
        can_resize=text.get("canResize", True),
        is_ours=True,
    )
    return plan_logical_volume(desired, observed)


def _plan_dasd(text: dict[str, Any]) -> Plan:
    observed = None
    if "observed" in text:
        given = text["observed"]
        observed = ObservedDasd(
            bus_id=BusId.parse("0.0.0e1e"),
            online=given["online"],
            device="dasda" if given["online"] else "",
            capacity_bytes=0,
            partitions=tuple(given.get("partitions", ())),
            users=tuple(given.get("users", ())),
        )
    if "desired" not in text:
        return plan_dasd(None, observed, restore_offline=text["restoreOffline"])
    dasd = structure(DasdDisk, {"busId": "0.0.0e1e", **text["desired"]})
    return plan_dasd(DesiredDasd(dasd=dasd, restore_offline=True), observed)


_PLANNERS = {
    "guest": _plan_guest,
    "pool": _plan_pool,
    "network": _plan_network,
    "volume": _plan_volume,
    "lvm": _plan_lvm,
    "dasd": _plan_dasd,
    "media": plan_media_case,
}
