"""Volumes at work: made in a pool, grown in place, and never deleted under a user."""

from __future__ import annotations

import dataclasses
from typing import Any

from zkvm_provider.apply import images, own_templates, volumes
from zkvm_provider.apply.base_images import digest_in, foreseen_path
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import find_volume, look_up
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.users import with_users
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.render import render_volume
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.additions import Additions
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.observed import ObservedVolume
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.pool import PoolKind
from zkvm_provider.model.pool_kinds import FACTS
from zkvm_provider.model.structure import unstructure
from zkvm_provider.model.volume import Qcow2Disk, Qcow2DiskOutputs
from zkvm_provider.reconcile.desired import DesiredVolume
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.volume import plan_volume
from zkvm_provider.reconcile.words import say


class Qcow2DiskWork(Work[DesiredVolume, ObservedVolume]):
    """The kind `Qcow2Disk`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredVolume:
        volume: Qcow2Disk = inputs
        faults: list[Fault] = []
        pool_name = volumes.pool_named(desk, volume.pool, faults)
        if not request.id and not faults:
            _check_pool(desk, pool_name, faults)
        backing_path, backing_format = _backing(desk, volume, faults)
        if volume.source is not None and not request.id and not is_stand_in(volume.source):
            why = images.fault_of(volume.source)
            faults += [Fault(path="source", reason=why)] if why else []
        if faults:
            raise InvalidInput(faults)
        if not request.id and desk.is_preview:
            names = {f"{volume.pool}/{volume.name}", f"{pool_name}/{volume.name}"}
            desk.previewed.add(desk.machine_id, ObjectKind.VOLUME, *names)
        return DesiredVolume(
            volume=volume,
            previous=previous,
            pool_name=pool_name,
            is_ours=bool(request.id) or volumes.is_ours(desk, pool_name, volume.name or ""),
            backing_path=backing_path,
            backing_format=backing_format,
            old_users=self._old_users(desk, request, volume, previous),
            own=own_templates.read(
                desk,
                request,
                dataclasses.replace(volume, pool=""),
                lambda templates: _rendered(volume, templates, backing_path, backing_format),
                root=ObjectKind.VOLUME.value,
            ),
        )

    def _old_users(self, desk: Desk, request: Request, volume: Qcow2Disk, previous: Any) -> tuple[str, ...]:
        if not volumes.is_another(volume, previous):
            return ()
        old = self.find(desk, request.id)
        return old.users if old is not None else ()

    def observe(self, desk: Desk, desired: DesiredVolume) -> ObservedVolume | None:
        if is_stand_in(desired.pool_name):
            return None
        pool = look_up(desk, ObjectKind.POOL, desired.pool_name)
        observed = _observe(desk, pool, desired.volume.name or "") if pool else None
        is_ours = desired.is_ours or volumes.is_ours(desk, desired.pool_name, desired.volume.name or "")
        if observed is not None and not is_ours:
            raise volumes.taken_volume(
                desk, "Qcow2Disk", pool_uuid=observed.pool_uuid, pool_name=observed.pool_name, name=observed.name
            )
        if observed is not None and desired.previous is None:
            _refuse_used(desired, observed)
        return observed

    def plan(self, desired: DesiredVolume, observed: ObservedVolume | None) -> Plan:
        return plan_volume(desired, observed)

    def before(self, desk: Desk, desired: DesiredVolume, observed: ObservedVolume | None) -> None:
        if observed is None:
            volumes.journal(desk, desired.pool_name, desired.volume.name or "")

    def outputs(self, desk: Desk, desired: DesiredVolume, observed: ObservedVolume) -> Qcow2DiskOutputs:
        return _outputs(desk, observed, own_templates.of_volume(desired.own))

    def foresee(
        self, desk: Desk, desired: DesiredVolume, observed: ObservedVolume | None, plan: Plan
    ) -> dict[str, Tree]:
        if desired.own.are_others:
            own_templates.show(desk, desired.own)
        if observed is None:
            known: dict[str, Tree] = {"hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
            known["capacityBytes"] = desired.volume.capacity
            return {**known, **own_templates.foreseen(desired.own)}
        additions = own_templates.of_volume(desired.own)
        told = unstructure(_outputs(desk, observed, additions))
        if not plan.is_empty:
            told["capacityBytes"] = desired.volume.capacity
            told.pop("allocationBytes", None)
        return told

    def find(self, desk: Desk, key: str) -> ObservedVolume | None:
        pool_text, _, name = key.partition("/")
        pool = look_up(desk, ObjectKind.POOL, pool_text)
        return _observe(desk, pool, name) if pool else None

    def key_of(self, observed: ObservedVolume) -> str:
        return f"{observed.pool_uuid}/{observed.name}"

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedVolume) -> dict[str, Tree]:
        seen = Qcow2Disk(
            host=inputs.host if inputs else desk.host,
            pool=inputs.pool if inputs else observed.pool_uuid,
            name=observed.name,
            capacity=observed.capacity_bytes,
            format=observed.format,
            backing=_seen_backing(desk, inputs, observed),
            backing_format=_seen_backing_format(desk, inputs, observed),
            source=_seen_source(inputs, observed),
            sha256=_seen_digest(inputs, observed),
            on_shrink=inputs.on_shrink if inputs else None,
            replace_data=inputs.replace_data if inputs else None,
        )
        return state_all(seen) if inputs is None else restate(given, inputs, seen)

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedVolume, old: dict[str, Tree]) -> Qcow2DiskOutputs:
        return _outputs(desk, observed, own_templates.of_state(old))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedVolume) -> Plan:
        return plan_volume(None, observed)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"volume {request.id}")


def _check_pool(desk: Desk, pool_name: str, faults: list[Fault]) -> None:
    """A pool whose volumes are no images: libvirt would make a snapshot of 1 KiB of it in a volume group, or refuse."""
    pool = volumes.pool_there(desk, pool_name)
    if pool is None:
        return
    kind, what = pool.kind, f"storage pool {pool_name!r} is of kind {pool.kind}"
    if kind == PoolKind.LOGICAL.value:
        faults.append(Fault(path="pool", reason=f"{what}; declare an LvmDisk, or name a pool of kind dir, fs or netfs"))
    elif any(facts.finds_volumes for each, facts in FACTS.items() if each.value == kind):
        reason = f"{what}, whose volumes are found and not made; give the guest's disk `volume: {pool_name}/NAME`"
        faults.append(Fault(path="pool", reason=f"{reason}, or name a pool of kind dir, fs or netfs"))


def _refuse_used(desired: DesiredVolume, observed: ObservedVolume) -> None:
    """A volume to be made anew under its users: the one there cannot be deleted first."""
    has_other_format = desired.volume.format not in (None, observed.format)
    if (has_other_format or (desired.backing_path or None) != observed.backing_path) and observed.users:
        users = ", ".join(observed.users)
        raise InvalidInput.at("replaceData", f"the volume is used by {users}; take it away there first")


def _backing(desk: Desk, volume: Qcow2Disk, faults: list[Fault]) -> tuple[str, str]:
    if volume.backing is None:
        return "", ""
    if volume.backing.startswith("/"):
        if not is_stand_in(volume.backing) and not desk.endpoint.devices.file_exists(volume.backing):
            reason = f"there is no {volume.backing} on {desk.place}; correct the path"
            faults.append(Fault(path="backing", reason=reason))
        return volume.backing, say(volume.backing_format)
    found, why = find_volume(desk, volume.backing)
    if found is None:
        faults.append(Fault(path="backing", reason=why))
        return "", ""
    if found.parsed is None:
        return found.label, ""
    return found.parsed.path, found.parsed.format


def _rendered(volume: Qcow2Disk, templates: Templates, backing_path: str, backing_format: str) -> str:
    """The XML that templates may add to. A disk upon an image, which may not be there yet, is shown to them as one."""
    if volume.source is not None:
        backing_path, backing_format = foreseen_path(volume), DiskFormat.QCOW2.value
    return render_volume(volume, templates, backing_path=backing_path, backing_format=backing_format)


def _seen_backing(desk: Desk, inputs: Any, observed: ObservedVolume) -> str | None:
    """The user's own word for the backing volume while it is still that one; a base image is told as the source."""
    if observed.source_sha256 or observed.backing_path is None:
        return None
    looking = dataclasses.replace(desk, fresh=True)  # also a read has to compare paths, not names
    if inputs is not None and inputs.backing is not None:
        found, _ = find_volume(looking, inputs.backing)
        if found is not None and found.parsed is not None and found.parsed.path == observed.backing_path:
            return str(inputs.backing)
    return volumes.id_at(looking, observed.backing_path) or observed.backing_path


def _seen_backing_format(desk: Desk, inputs: Any, observed: ObservedVolume) -> DiskFormat | None:
    """Told for a backing image by path only."""
    if inputs is not None:
        return inputs.backing_format if observed.backing_path else None
    is_a_path = (_seen_backing(desk, inputs, observed) or "").startswith("/")
    return DiskFormat.QCOW2 if is_a_path else None


def _seen_source(inputs: Any, observed: ObservedVolume) -> str | None:
    """The user's own word, while it lies on a base image."""
    return inputs.source if inputs is not None and observed.source_sha256 else None


def _seen_digest(inputs: Any, observed: ObservedVolume) -> str | None:
    """The user's own spelling while it is that image; for an import nothing, as nobody knows the source."""
    if inputs is None or not observed.source_sha256:
        return None
    same = (inputs.sha256 or "").lower() == observed.source_sha256
    return inputs.sha256 if same else observed.source_sha256


def _observe(desk: Desk, pool: ObjectRef, name: str) -> ObservedVolume | None:
    parsed = volumes.seen_in(desk, pool, name)
    if parsed is None:
        return None
    observed = ObservedVolume(
        pool_uuid=pool.uuid,
        pool_name=pool.name,
        name=name,
        key=parsed.key,
        path=parsed.path,
        format=parsed.disk_format,
        capacity_bytes=parsed.capacity_bytes,
        allocation_bytes=parsed.allocation_bytes,
        backing_path=parsed.backing_path,
        backing_format=parsed.backing_format or "",
        source_sha256=digest_in(parsed.backing_path),
        users=(),
        running_user=None,
    )
    if not desk.fresh:
        return observed  # a read does not tell who uses it
    return with_users(desk, observed)


def _outputs(desk: Desk, observed: ObservedVolume, additions: Additions) -> Qcow2DiskOutputs:
    return Qcow2DiskOutputs(
        path=observed.path,
        key=observed.key,
        pool_name=observed.pool_name,
        capacity_bytes=observed.capacity_bytes,
        allocation_bytes=observed.allocation_bytes,
        source_sha256=observed.source_sha256 or None,
        **volumes.at_home(desk),
        **additions.outputs(),
    )
