"""Logical volumes at work: made by libvirt, or thin and resized by LVM's own tools on the host."""

from __future__ import annotations

import dataclasses
from typing import Any

from zkvm_provider.apply import own_templates, volumes
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import look_up
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.users import everyone_on_volume
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.hypervisor.lvm import VolumeGroup
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.render import render_volume
from zkvm_provider.model.additions import Additions, OwnTemplates
from zkvm_provider.model.lvm import LvmDisk, LvmDiskOutputs
from zkvm_provider.model.observed import ObservedLogicalVolume
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.pool import PoolKind
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredLogicalVolume
from zkvm_provider.reconcile.lvm import plan_logical_volume, rounded, say_extents
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.units import format_size

_KIND = "LvmDisk"
_USUAL_EXTENT = 4 * 1024**2
"""LVM's own choice (vgcreate(8)), taken where nobody can ask."""


class LvmDiskWork(Work[DesiredLogicalVolume, ObservedLogicalVolume]):
    """The kind `LvmDisk`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredLogicalVolume:
        disk: LvmDisk = inputs
        faults: list[Fault] = []
        pool_name = volumes.pool_named(desk, disk.pool, faults)
        group_name = "" if faults else _group_of(desk, pool_name, faults)
        groups = desk.view.volume_groups(fresh=desk.fresh)
        group = next((each for each in groups or () if each.name == group_name), None)
        if group_name and groups is not None and not faults:
            _check_group(desk, disk, group_name, group, faults)
        if disk.thin_pool is not None and groups is None:
            faults.append(Fault(path="thinPool", reason=f"{desk.place} has no shell for zkvm, which thin volumes need"))
        if faults:
            raise InvalidInput(faults)
        if not request.id and desk.is_preview:
            names = {f"{disk.pool}/{disk.name}", f"{pool_name}/{disk.name}"}
            desk.previewed.add(desk.machine_id, ObjectKind.VOLUME, *names)
        desired = DesiredLogicalVolume(
            disk=disk,
            previous=previous,
            pool_name=pool_name,
            group=group_name,
            extent_bytes=group.extent_bytes if group else _USUAL_EXTENT,
            can_resize=groups is not None,
            is_ours=bool(request.id) or volumes.is_ours(desk, pool_name, disk.name or ""),
            old_users=self._old_users(desk, request, disk, previous),
            own=_own_templates(desk, request, disk),
        )
        _tell_rounding(desk, desired)
        return desired

    def _old_users(self, desk: Desk, request: Request, disk: LvmDisk, previous: Any) -> tuple[str, ...]:
        if not volumes.is_another(disk, previous):
            return ()
        old = self.find(desk, request.id)
        return old.users if old is not None else ()

    def observe(self, desk: Desk, desired: DesiredLogicalVolume) -> ObservedLogicalVolume | None:
        if is_stand_in(desired.pool_name):
            return None
        name = desired.disk.name or ""
        pool = look_up(desk, ObjectKind.POOL, desired.pool_name)
        observed = _observe(desk, pool, name) if pool else None
        if observed is not None and not (desired.is_ours or volumes.is_ours(desk, desired.pool_name, name)):
            raise volumes.taken_volume(
                desk, _KIND, pool_uuid=observed.pool_uuid, pool_name=observed.pool_name, name=observed.name
            )
        return observed

    def plan(self, desired: DesiredLogicalVolume, observed: ObservedLogicalVolume | None) -> Plan:
        return plan_logical_volume(desired, observed)

    def before(self, desk: Desk, desired: DesiredLogicalVolume, observed: ObservedLogicalVolume | None) -> None:
        if observed is None:
            volumes.journal(desk, desired.pool_name, desired.disk.name or "")

    def outputs(self, desk: Desk, desired: DesiredLogicalVolume, observed: ObservedLogicalVolume) -> LvmDiskOutputs:
        return _outputs(desk, observed, own_templates.of_volume(desired.own))

    def foresee(
        self, desk: Desk, desired: DesiredLogicalVolume, observed: ObservedLogicalVolume | None, plan: Plan
    ) -> dict[str, Tree]:
        size = rounded(desired.disk.capacity, desired.extent_bytes)
        if desired.own.are_others:
            own_templates.show(desk, desired.own)
        if observed is None:
            known: dict[str, Tree] = {"hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
            known |= own_templates.foreseen(desired.own)
            return {**known, "capacityBytes": size} if desired.group else known
        additions = own_templates.of_volume(desired.own)
        return {**unstructure(_outputs(desk, observed, additions)), "capacityBytes": size}

    def find(self, desk: Desk, key: str) -> ObservedLogicalVolume | None:
        pool_text, _, name = key.partition("/")
        pool = look_up(desk, ObjectKind.POOL, pool_text)
        return _observe(desk, pool, name) if pool else None

    def key_of(self, observed: ObservedLogicalVolume) -> str:
        return f"{observed.pool_uuid}/{observed.name}"

    def stated(
        self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedLogicalVolume
    ) -> dict[str, Tree]:
        """A size that LVM rounds to the one that is there keeps the user's spelling."""
        capacity = observed.capacity_bytes
        if inputs is not None and _rounds_to(desk, inputs.capacity, observed):
            capacity = inputs.capacity
        seen = LvmDisk(
            host=inputs.host if inputs else desk.host,
            pool=inputs.pool if inputs else observed.pool_uuid,
            name=observed.name,
            capacity=capacity,
            thin_pool=inputs.thin_pool if inputs and observed.thin_pool is None else observed.thin_pool or None,
            on_shrink=inputs.on_shrink if inputs else None,
            replace_data=inputs.replace_data if inputs else None,
        )
        return state_all(seen) if inputs is None else restate(given, inputs, seen)

    def read_outputs(
        self, desk: Desk, inputs: Any, observed: ObservedLogicalVolume, old: dict[str, Tree]
    ) -> LvmDiskOutputs:
        return _outputs(desk, observed, own_templates.of_state(old))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedLogicalVolume) -> Plan:
        return plan_logical_volume(None, observed)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"volume {request.id}")


def _group_of(desk: Desk, pool_name: str, faults: list[Fault]) -> str:
    """The pool's volume group; empty while the pool is only previewed. Another kind of pool is a fault."""
    pool = volumes.pool_there(desk, pool_name)
    if pool is None:
        return ""
    if pool.kind != PoolKind.LOGICAL.value:
        reason = f"storage pool {pool.name!r} is of kind {pool.kind}; an LvmDisk needs one of kind logical"
        faults.append(Fault(path="pool", reason=reason))
    return (pool.source.volume_group if pool.source else None) or pool.name


def _check_group(desk: Desk, disk: LvmDisk, name: str, group: VolumeGroup | None, faults: list[Fault]) -> None:
    """What LVM on the host says: is the group there, whole, and has it the thin pool and the room."""
    if group is None or group.missing_devices:
        what = f"volume group {name} is not on {desk.place} now"
        if group is not None:
            what = f"volume group {name} on {desk.place} lacks {group.missing_devices} of its disks"
        reason = f"{what}; bring its disks back (vgs shows it then) and run the same command again: the data are kept"
        faults.append(Fault(path="pool", reason=reason))
        return
    if disk.thin_pool is not None and disk.thin_pool not in group.thin_pools:
        have = f"it has {', '.join(group.thin_pools)}" if group.thin_pools else "it has none"
        make = f"make one: lvcreate --type thin-pool --size SIZE --name {disk.thin_pool} {name}"
        faults.append(
            Fault(path="thinPool", reason=f"volume group {name} has no thin pool {disk.thin_pool}; {have}; {make}")
        )
    known = group.volume(disk.name or "")
    more = rounded(disk.capacity, group.extent_bytes) - (known.size_bytes if known else 0)
    if disk.thin_pool is None and more > group.free_bytes:
        reason = f"needs {format_size(more)} more, and volume group {name} has {format_size(group.free_bytes)} free"
        faults.append(Fault(path="capacity", reason=reason))


def _tell_rounding(desk: Desk, desired: DesiredLogicalVolume) -> None:
    """In a preview, what the capacity becomes."""
    size = rounded(desired.disk.capacity, desired.extent_bytes)
    if desk.is_preview and size != desired.disk.capacity:
        told = say_extents(size, desired.extent_bytes)
        desk.notes.append(f"capacity {format_size(desired.disk.capacity)} becomes {told}: LVM counts in extents")


def _rounds_to(desk: Desk, capacity: int, observed: ObservedLogicalVolume) -> bool:
    """Whether LVM makes the size that is there of `capacity`; it is less than an extent away then."""
    group = _holding(desk, observed.path, observed.name)
    return rounded(capacity, group.extent_bytes if group else _USUAL_EXTENT) == observed.capacity_bytes


def _holding(desk: Desk, path: str, name: str) -> VolumeGroup | None:
    """The volume group with that volume, where somebody can look."""
    groups = desk.view.volume_groups(fresh=desk.fresh) or ()
    return next((each for each in groups if path == f"/dev/{each.name}/{name}"), None)


def _observe(desk: Desk, pool: ObjectRef, name: str) -> ObservedLogicalVolume | None:
    parsed = volumes.seen_in(desk, pool, name)
    if parsed is None:
        return None
    group = _holding(desk, parsed.path, name)
    known = group.volume(name) if group else None
    observed = ObservedLogicalVolume(
        pool_uuid=pool.uuid,
        pool_name=pool.name,
        name=name,
        key=parsed.key,
        path=parsed.path,
        capacity_bytes=parsed.capacity_bytes,
        thin_pool=known.thin_pool if known else None,
        users=(),
        running_users=(),
    )
    if not desk.fresh:
        return observed  # a read does not tell who uses it
    users, running = everyone_on_volume(desk, pool=pool.name, name=name, path=parsed.path)
    return dataclasses.replace(observed, users=users, running_users=running)


def _own_templates(desk: Desk, request: Request, disk: LvmDisk) -> OwnTemplates:
    """A thin volume is made by LVM's own tools: of XML there is nothing to add to."""
    own = own_templates.read(
        desk,
        request,
        dataclasses.replace(disk, pool=""),
        lambda templates: render_volume(disk, templates),
        root=ObjectKind.VOLUME.value,
    )
    if disk.thin_pool is None:
        return own
    if not request.id and own.wanted.patches and desk.is_preview:
        desk.notes.append("your templates add nothing to this volume: LVM's own tools make a thin one, without XML")
    return dataclasses.replace(own, wanted=Additions(digest=own.wanted.digest))


def _outputs(desk: Desk, observed: ObservedLogicalVolume, additions: Additions) -> LvmDiskOutputs:
    return LvmDiskOutputs(
        path=observed.path,
        key=observed.key,
        pool_name=observed.pool_name,
        capacity_bytes=observed.capacity_bytes,
        **volumes.at_home(desk),
        **additions.outputs(),
    )
