"""Mediated devices at work: looked up among the host's node devices, made, and taken away with everything restored."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID, uuid5

from zkvm_provider.apply import own_templates
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.host_device_references import find_mdev
from zkvm_provider.apply.references import take_over
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.taken import owner_of
from zkvm_provider.apply.users import guests_with_mdev
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.libvirtxml.mediated import render_mediated
from zkvm_provider.libvirtxml.parse.node_device import ParsedNodeDevice, parse_node_device
from zkvm_provider.model.address import BusId
from zkvm_provider.model.mediated_device import MediatedDevice, MediatedDeviceOutputs
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.mediated_device import (
    MATRIX,
    DesiredMediated,
    ObservedMediated,
    plan_mediated,
    remove_mediated,
)
from zkvm_provider.reconcile.plan import Plan

_ROOT = "device"
_ONLINE, _OFFLINE, _GUESTS = "DASD online", "DASD offline", "subchannel served guests"


class MediatedDeviceWork(Work[DesiredMediated, ObservedMediated]):
    """The kind `MediatedDevice`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredMediated:
        device: MediatedDevice = inputs
        uuid = request.id or _uuid(desk, device)
        faults = [
            *_matrix_faults(desk, device),
            *_queue_faults(desk, device, uuid),
            *_parent_faults(desk, device, uuid),
        ]
        if faults:
            raise InvalidInput(faults)
        if not request.id and desk.is_preview:
            desk.previewed.add(desk.machine_id, ObjectKind.NODE_DEVICE, uuid)
        found = _desired(desk, device, uuid)
        own = own_templates.read(
            desk,
            request,
            device,
            lambda templates: render_mediated(device, uuid, found.parent_name, templates),
            root=_ROOT,
        )
        return dataclasses.replace(found, own=own)

    def observe(self, desk: Desk, desired: DesiredMediated) -> ObservedMediated | None:
        return _observe(desk, desired.uuid)

    def plan(self, desired: DesiredMediated, observed: ObservedMediated | None) -> Plan:
        return plan_mediated(desired, observed)

    def before(self, desk: Desk, desired: DesiredMediated, observed: ObservedMediated | None) -> None:
        what = f"mdev {desired.uuid}"
        if observed is not None or desk.journal.find(desk.machine_id, what, desk.identity) is not None:
            return
        note = _GUESTS if desired.for_guests else _ONLINE if desired.dasd_online else _OFFLINE
        desk.journal.write(desk.machine_id, what, desk.identity, note=note)

    def outputs(self, desk: Desk, desired: DesiredMediated, observed: ObservedMediated) -> MediatedDeviceOutputs:
        entry = desk.journal.find(desk.machine_id, f"mdev {desired.uuid}", desk.identity)
        note = _GUESTS if entry is None else entry.note
        told = _outputs(desk, observed, was_online=note == _ONLINE, was_for_guests=note == _GUESTS)
        return dataclasses.replace(told, **desired.own.wanted.outputs())

    def foresee(
        self, desk: Desk, desired: DesiredMediated, observed: ObservedMediated | None, plan: Plan
    ) -> dict[str, Tree]:
        known: dict[str, Tree] = {"uuid": desired.uuid, "hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
        own_templates.show(desk, desired.own)
        known |= {"active": True, **own_templates.foreseen(desired.own)}
        known["model"] = "vfio-ccw" if desired.subchannel else "vfio-ap"
        if observed is not None and plan.is_empty:
            known.update(unstructure(self.outputs(desk, desired, observed)))
        return known

    def find(self, desk: Desk, key: str) -> ObservedMediated | None:
        return _observe(desk, key.lower())

    def key_of(self, observed: ObservedMediated) -> str:
        return observed.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedMediated) -> dict[str, Tree]:
        told: dict[str, Tree] = {"host": desk.host, "autostart": observed.autostart}
        if observed.model == "vfio-ccw":
            told["parent"] = str(observed.parent)
        else:
            told |= {"adapters": list(observed.adapters), "domains": list(observed.domains)}
            told |= {"controlDomains": list(observed.control_domains)} if observed.control_domains else {}
        if inputs is None:
            return told
        return {key: _kept(value, told.get(key, value)) for key, value in given.items()} | {"host": given["host"]}

    def read_outputs(
        self, desk: Desk, inputs: Any, observed: ObservedMediated, old: dict[str, Tree]
    ) -> MediatedDeviceOutputs:
        was_online, was_for_guests = bool(old.get("wasOnline", False)), bool(old.get("wasForGuests", True))
        told = _outputs(desk, observed, was_online=was_online, was_for_guests=was_for_guests)
        return dataclasses.replace(told, **own_templates.of_state(old).outputs())

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedMediated) -> Plan:
        was_for_guests = request.outputs.get("wasForGuests") is not False
        return remove_mediated(
            observed, was_online=request.outputs.get("wasOnline") is True, was_for_guests=was_for_guests
        )

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"mdev {request.id}")


def _kept(given: Tree, told: Tree) -> Tree:
    """The user's own order of a list that says the same."""
    if isinstance(given, list) and isinstance(told, list):
        return given if sorted(map(str, map(_whole, given))) == sorted(map(str, told)) else told
    return told


def _whole(value: Tree) -> Tree:
    return int(value) if isinstance(value, float) else value


def _uuid(desk: Desk, device: MediatedDevice) -> str:
    """Another parent is another device; a matrix keeps its uuid when it changes."""
    own = desk.identity.uuid
    return str(uuid5(UUID(own), str(device.parent))) if device.parent is not None else own


def _devices(desk: Desk, prefix: str) -> list[ParsedNodeDevice]:
    hypervisor = desk.endpoint.hypervisor
    infos = [info for info in hypervisor.list(ObjectKind.NODE_DEVICE) if info.ref.name.startswith(prefix)]
    return [parse_node_device(hypervisor.dump(info.ref)) for info in infos]


def _subchannel_of(desk: Desk, bus_id: BusId) -> ParsedNodeDevice | None:
    return next((each for each in _devices(desk, "css_") if each.channel_bus_id == str(bus_id)), None)


def _matrix_faults(desk: Desk, device: MediatedDevice) -> list[Fault]:
    """No device of the kernel from which crypto domains are given to guests."""
    names = (info.ref.name for info in desk.endpoint.hypervisor.list(ObjectKind.NODE_DEVICE))
    if device.parent is not None or MATRIX in names:
        return []
    reason = (
        f"{desk.place} gives no crypto domains to guests: it has no {MATRIX}; `lszcrypt` on the host lists its "
        f"adapters, and `modprobe vfio_ap` makes {MATRIX} where there are any"
    )
    return [Fault(path="adapters", reason=reason)]


def _queue_faults(desk: Desk, device: MediatedDevice, uuid: str) -> list[Fault]:
    """Queues the host has kept for itself, or that another mediated device has."""
    queues = {
        (each.adapters[0], each.domains[0]): each.driver for each in _devices(desk, "ap_") if each.kind == "ap_queue"
    }
    taken = {
        (adapter, domain): each.uuid
        for each in _devices(desk, "mdev_")
        if each.uuid != uuid
        for adapter in each.adapters
        for domain in each.domains
    }
    faults = []
    for adapter in device.adapters or ():
        for domain in device.domains or ():
            name, at = f"{adapter:02x}.{domain:04x}", (adapter, domain)
            if at in taken:
                faults.append(Fault(path="domains", reason=f"queue {name} is in {_anothers(desk, taken[at])}"))
            elif at in queues and queues[at] != "vfio_ap":
                reason = f"queue {name} serves {desk.place} itself; give it to guests with chzdev ap apmask and aqmask"
                faults.append(Fault(path="domains", reason=reason))
    return faults


def _parent_faults(desk: Desk, device: MediatedDevice, uuid: str) -> list[Fault]:
    """A subchannel that another mediated device has."""
    css = _subchannel_of(desk, device.parent) if device.parent is not None else None
    if css is None:
        return []
    others = [each.uuid for each in _devices(desk, "mdev_") if each.uuid != uuid and each.parent == css.name]
    return [Fault(path="parent", reason=f"{device.parent} is in {_anothers(desk, each)}") for each in others]


def _anothers(desk: Desk, uuid: str) -> str:
    """The mediated device, whose it is where that is known, and how to take it over."""
    owner = owner_of(desk, f"mdev {uuid}")
    whose = f", which belongs to {owner}" if owner else ""
    return f"mediated device {uuid} already{whose}; choose others, or {take_over(desk, 'MediatedDevice', uuid)}"


def _observe(desk: Desk, uuid: str) -> ObservedMediated | None:
    info = find_mdev(desk, uuid)
    if info is None:
        return None
    parsed = parse_node_device(desk.endpoint.hypervisor.dump(info.ref))
    return ObservedMediated(
        uuid=uuid,
        name=info.ref.name,
        model=parsed.mdev_model,
        active=info.active,
        autostart=info.autostart,
        subchannel=parsed.parent_bus_id,
        adapters=parsed.adapters,
        domains=parsed.domains,
        control_domains=parsed.control_domains,
        parent=_behind(desk, parsed.parent),
        users=guests_with_mdev(desk, uuid) if desk.fresh else (),
    )


def _behind(desk: Desk, parent: str) -> BusId | None:
    """The device behind a mediated device's subchannel; None for crypto."""
    css = next(iter(_devices(desk, parent)), None) if parent.startswith("css_") else None
    return BusId.parse(css.channel_bus_id) if css is not None and css.channel_bus_id else None


def _desired(desk: Desk, device: MediatedDevice, uuid: str) -> DesiredMediated:
    """With what its parent is like now. Raises InvalidInput for a channel device that the host has not."""
    if device.parent is None:
        return DesiredMediated(device=device, uuid=uuid)
    css = _subchannel_of(desk, device.parent)
    if css is None:
        reason = f"{desk.place} has no channel device {device.parent}; `lscss` on the host lists them"
        raise InvalidInput.at("parent", reason)
    return DesiredMediated(
        device=device,
        uuid=uuid,
        subchannel=css.bus_id,
        for_guests=css.driver == "vfio_ccw",
        dasd_online=any(dasd.online for dasd in desk.endpoint.devices.dasds() if dasd.bus_id == str(device.parent)),
    )


def _outputs(
    desk: Desk, observed: ObservedMediated, *, was_online: bool, was_for_guests: bool
) -> MediatedDeviceOutputs:
    return MediatedDeviceOutputs(
        uuid=observed.uuid,
        model=observed.model,
        node_device=observed.name,
        active=observed.active,
        was_online=was_online,
        was_for_guests=was_for_guests,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
    )
