"""Storage pools at work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zkvm_provider.apply import own_templates, renaming
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.file_access import folder_barrier
from zkvm_provider.apply.references import look_up, ref_of, row_of
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.taken import taken
from zkvm_provider.apply.users import guests_in_pool
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.pool import ParsedPool, parse_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.render import render_pool
from zkvm_provider.model.additions import Additions
from zkvm_provider.model.observed import ObservedPool
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.pool import PoolKind, StoragePool, StoragePoolOutputs
from zkvm_provider.model.pool_kinds import FACTS, facts_of, target_of
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredPool
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.pool import left_behind, plan_pool, remove_pool

_ROOT = ObjectKind.POOL.value


class StoragePoolWork(Work[DesiredPool, ObservedPool]):
    """The kind `StoragePool`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredPool:
        pool: StoragePool = inputs
        uuid = request.id or desk.identity.uuid
        faults = list(_host_faults(desk, pool, is_new=not request.id)) if desk.is_preview or not request.id else []
        if faults:
            raise InvalidInput(faults)
        if not request.id:
            desk.notes.extend(_closed_to_qemu(desk, pool))
        if not request.id and desk.is_preview:
            desk.previewed.add(desk.machine_id, ObjectKind.POOL, pool.name or "", uuid)
        is_renamed = bool(request.id) and renaming.is_under_way(desk, _ref(request.id))
        own = own_templates.read(
            desk, request, pool, lambda templates: render_pool(pool, uuid, templates), root=_ROOT, entry=_entry(uuid)
        )
        return DesiredPool(pool=pool, previous=previous, uuid=uuid, is_renamed=is_renamed, own=own)

    def observe(self, desk: Desk, desired: DesiredPool) -> ObservedPool | None:
        name = desired.pool.name or ""
        there = look_up(desk, ObjectKind.POOL, name)
        if there is not None and there.uuid != desired.uuid:
            raise taken(desk, f"storage pool {name!r}", kind="StoragePool", key=name, journalled=_entry(there.uuid))
        ref = _ref(desired.uuid)
        observed = _observe(desk, ref)
        if observed is None:
            return None
        held = own_templates.held(desk, ref, desired.own, root=_ROOT, active=observed.active)
        return replace(observed, held=held)

    def plan(self, desired: DesiredPool, observed: ObservedPool | None) -> Plan:
        return plan_pool(desired, observed)

    def before(self, desk: Desk, desired: DesiredPool, observed: ObservedPool | None) -> None:
        """libvirt keeps no mark for pools: another stack of the project is to know whose it is."""
        old = observed.name if observed is not None else None
        renaming.record(desk, _ref(desired.uuid), old=old, new=desired.pool.name)
        own_templates.record(desk, _entry(desired.uuid), desired.own)

    def after(self, desk: Desk, desired: DesiredPool) -> None:
        renaming.end(desk, _ref(desired.uuid))
        own_templates.end(desk, _entry(desired.uuid))

    def goes_on(self, desired: DesiredPool) -> bool:
        return desired.is_renamed

    def outputs(self, desk: Desk, desired: DesiredPool, observed: ObservedPool) -> StoragePoolOutputs:
        return _outputs(desk, observed, desired.own.wanted)

    def foresee(self, desk: Desk, desired: DesiredPool, observed: ObservedPool | None, plan: Plan) -> dict[str, Tree]:
        own_templates.show(desk, desired.own)
        if observed is not None and plan.is_empty:
            return unstructure(_outputs(desk, observed, desired.own.wanted))
        known: dict[str, Tree] = {"uuid": desired.uuid, "hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
        return {**known, "active": True, **own_templates.foreseen(desired.own)}

    def find(self, desk: Desk, key: str) -> ObservedPool | None:
        return _observe(desk, ref_of(ObjectKind.POOL, key))

    def key_of(self, observed: ObservedPool) -> str:
        return observed.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedPool) -> dict[str, Tree]:
        seen = StoragePool(
            host=inputs.host if inputs else desk.host,
            name=observed.name,
            kind=observed.kind,
            target=observed.target or None,
            source=observed.source,
            build=inputs.build if inputs else None,
            autostart=observed.autostart,
            delete_contents=inputs.delete_contents if inputs else None,
        )
        if inputs is None:
            return state_all(_as_written(seen))
        return restate(given, inputs, _as_meant(seen, inputs))

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedPool, old: dict[str, Tree]) -> StoragePoolOutputs:
        return _outputs(desk, observed, own_templates.still_held(desk, old, observed.uuid, ObjectKind.POOL))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedPool) -> Plan:
        """Others' volumes stay: only what this stack journalled is deleted, and only for who said so."""
        contents: tuple[str, ...] = ()
        if inputs and inputs.delete_contents:
            contents = tuple(name for name in observed.volumes if _made_here(desk, observed, name))
        if kept := left_behind(observed, contents=contents):
            desk.tell(kept)
        everyone = _users(desk, observed.name, observed.kind, observed.target, observed.volumes, running=False)
        return remove_pool(replace(observed, users=everyone), contents=contents)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, _entry(request.id))
        own_templates.end(desk, _entry(request.id))


def _ref(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.POOL, uuid=uuid)


def _entry(uuid: str) -> str:
    return f"pool {uuid}"


def _outputs(desk: Desk, observed: ObservedPool, additions: Additions) -> StoragePoolOutputs:
    return StoragePoolOutputs(
        uuid=observed.uuid,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
        path=observed.target,
        active=observed.active and not observed.missing,
        capacity_bytes=observed.capacity_bytes,
        available_bytes=observed.available_bytes,
        **additions.outputs(),
    )


def _observe(desk: Desk, ref: ObjectRef) -> ObservedPool | None:
    hypervisor = desk.endpoint.hypervisor
    info = row_of(desk, ref)
    if info is None:
        return None
    parsed = parse_pool(hypervisor.dump(info.ref))
    sizes = hypervisor.pool_info(info.ref)
    names: tuple[str, ...] = ()
    if info.active:
        names = tuple(each.ref.name for each in hypervisor.list(ObjectKind.VOLUME, pool=info.ref.name))
    kind = parsed.pool_kind
    return ObservedPool(
        uuid=info.ref.uuid,
        name=info.ref.name,
        kind=kind,
        target=parsed.target,
        source=parsed.source,
        active=info.active,
        autostart=info.autostart,
        capacity_bytes=sizes.capacity_bytes,
        available_bytes=sizes.available_bytes,
        volumes=names,
        missing=_missing(desk, parsed),
        users=_users(desk, info.ref.name, kind, parsed.target, names, running=True) if desk.fresh else (),
    )


def _missing(desk: Desk, pool: ParsedPool) -> str:
    """The volume group, where LVM on the host does not find it. libvirt may not have noticed."""
    name = (pool.source.volume_group if pool.source else None) or pool.name
    if pool.kind != PoolKind.LOGICAL.value:
        return ""
    groups = desk.view.volume_groups(fresh=desk.fresh)
    return "" if groups is None or any(each.name == name for each in groups) else f"volume group {name}"


def _users(
    desk: Desk, name: str, kind: PoolKind, target: str, volumes: tuple[str, ...], *, running: bool
) -> tuple[str, ...]:
    """Guests with a disk in the pool. Only a folder of its own says by a path whose it is: others share /dev."""
    if FACTS[kind].has_folder or kind is PoolKind.LOGICAL:
        return guests_in_pool(desk, name, folder=target, paths=frozenset(), running=running)
    refs = (ObjectRef(kind=ObjectKind.VOLUME, pool=name, name=volume) for volume in volumes)
    paths = frozenset(parse_volume(desk.endpoint.hypervisor.dump(ref)).path for ref in refs)
    return guests_in_pool(desk, name, folder="", paths=paths, running=running)


def _host_faults(desk: Desk, pool: StoragePool, *, is_new: bool) -> Iterator[Fault]:
    """What the host cannot do or has not, each at its field. Of a volume group that is there LVM knows the devices."""
    kind = pool.kind or PoolKind.DIR
    able = desk.endpoint.hypervisor.pool_kinds()
    if able and kind.value not in able:
        reason = f"libvirt on {desk.place} has no backend for {kind.value}; it has {', '.join(able)}"
        yield Fault(path="kind", reason=f"{reason}. Debian's package is libvirt-daemon-driver-storage-…")
    devices = (pool.source.devices if pool.source else None) or ()
    for at, path in enumerate(devices if is_new or kind is not PoolKind.LOGICAL else ()):
        comes_later = is_stand_in(path) or desk.previewed.has_path(desk.machine_id, path)
        if not comes_later and not desk.endpoint.devices.file_exists(path):
            reason = f"{path} is not there on {desk.place}; lsblk shows the host's block devices"
            yield Fault(path=f"source.devices[{at}]", reason=reason)


def _closed_to_qemu(desk: Desk, pool: StoragePool) -> list[str]:
    """A warning of a folder that QEMU may not pass: it matters to guests with volumes of this pool only."""
    found = folder_barrier(desk, target_of(pool)) if facts_of(pool).has_folder else None
    return [] if found is None else [f"target: {found.reason}; else no guest starts with a volume of this pool"]


def _made_here(desk: Desk, observed: ObservedPool, name: str) -> bool:
    known = desk.journal.last(desk.machine_id, f"volume {observed.uuid}/{name}")
    return known is not None and known.owner == desk.identity.owner


def _as_meant(seen: StoragePool, inputs: StoragePool) -> StoragePool:
    """The user's own words where they mean the same: a slash at the target's end, another order of the devices."""
    if target_of(inputs) == (seen.target or "").rstrip("/"):
        seen = replace(seen, target=inputs.target)
    ours, theirs = inputs.source, seen.source
    if ours is not None and theirs is not None and sorted(ours.devices or ()) == sorted(theirs.devices or ()):
        seen = replace(seen, source=replace(theirs, devices=ours.devices))
    return seen


def _as_written(seen: StoragePool) -> StoragePool:
    """For an import: without what follows from the kind anyway."""
    facts, source = facts_of(seen), seen.source
    if source is not None and facts.formats and source.format == facts.formats[0]:
        source = replace(source, format=None)
    return replace(seen, source=source, target=seen.target if facts.has_folder else None)
