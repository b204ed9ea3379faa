"""Storage pools at work."""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import look_up, ref_of, take_over
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.users import guests_in_pool
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import AlreadyExists, Refused
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.pool import parse_pool
from zkvm_provider.model.observed import ObservedPool
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.pool import StoragePool, StoragePoolOutputs
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredPool
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.pool import plan_pool, remove_pool


class StoragePoolWork(Work[DesiredPool, ObservedPool]):
    """The kind `StoragePool`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredPool:
        pool: StoragePool = inputs
        uuid = request.id or desk.identity.uuid
        if not request.id and desk.is_preview:
            desk.previewed.add(desk.machine_id, ObjectKind.POOL, pool.name or "", uuid)
        return DesiredPool(pool=pool, previous=previous, uuid=uuid)

    def observe(self, desk: Desk, desired: DesiredPool) -> ObservedPool | None:
        name = desired.pool.name or ""
        taken = look_up(desk, ObjectKind.POOL, name)
        if taken is not None and taken.uuid != desired.uuid:
            remedy = f"choose another name, or {take_over(desk, 'StoragePool', name)}"
            raise AlreadyExists(f"storage pool {name!r} on {desk.place}", remedy=remedy)
        return _observe(desk, ObjectRef(kind=ObjectKind.POOL, uuid=desired.uuid))

    def plan(self, desired: DesiredPool, observed: ObservedPool | None) -> Plan:
        return plan_pool(desired, observed)

    def outputs(self, desk: Desk, desired: DesiredPool, observed: ObservedPool) -> StoragePoolOutputs:
        return _outputs(desk, observed)

    def foresee(self, desk: Desk, desired: DesiredPool, observed: ObservedPool | None, plan: Plan) -> dict[str, Tree]:
        if observed is not None and plan.is_empty:
            return unstructure(_outputs(desk, observed))
        return {"uuid": desired.uuid, "hostUri": desk.endpoint.uri, "machineId": desk.machine_id, "active": True}

    def find(self, desk: Desk, key: str) -> ObservedPool | None:
        return _observe(desk, ref_of(ObjectKind.POOL, key))

    def key_of(self, observed: ObservedPool) -> str:
        return observed.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedPool) -> dict[str, Tree]:
        seen = StoragePool(
            host=inputs.host if inputs else desk.host,
            name=observed.name,
            kind=observed.kind,
            target=observed.target,
            build=inputs.build if inputs else None,
            autostart=observed.autostart,
            delete_contents=inputs.delete_contents if inputs else None,
        )
        return state_all(seen) if inputs is None else restate(given, inputs, seen)

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedPool, old: dict[str, Tree]) -> StoragePoolOutputs:
        return _outputs(desk, observed)

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedPool) -> Plan:
        delete_contents = bool(inputs and inputs.delete_contents)
        users = guests_in_pool(desk, observed.name, observed.target, running=False)
        if delete_contents and observed.volumes and users:
            raise Refused(
                f"storage pool {observed.name!r} on {desk.place} holds disks of {', '.join(users)}",
                remedy="take these disks away from their guests first, also from stopped ones",
            )
        return remove_pool(observed, delete_contents=delete_contents)


def _outputs(desk: Desk, observed: ObservedPool) -> StoragePoolOutputs:
    return StoragePoolOutputs(
        uuid=observed.uuid,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
        active=observed.active,
        capacity_bytes=observed.capacity_bytes,
        available_bytes=observed.available_bytes,
    )


def _observe(desk: Desk, ref: ObjectRef) -> ObservedPool | None:
    hypervisor = desk.endpoint.hypervisor
    infos = hypervisor.list(ObjectKind.POOL)
    info = next((each for each in infos if (ref.uuid or ref.name) in (each.ref.uuid, each.ref.name)), None)
    if info is None:
        return None
    parsed = parse_pool(hypervisor.dump(info.ref))
    sizes = hypervisor.pool_info(info.ref)
    names: tuple[str, ...] = ()
    if info.active:
        names = tuple(each.ref.name for each in hypervisor.list(ObjectKind.VOLUME, pool=info.ref.name))
    return ObservedPool(
        uuid=info.ref.uuid,
        name=info.ref.name,
        kind=parsed.pool_kind,
        target=parsed.target,
        active=info.active,
        autostart=info.autostart,
        capacity_bytes=sizes.capacity_bytes,
        available_bytes=sizes.available_bytes,
        volumes=names,
        users=guests_in_pool(desk, info.ref.name, parsed.target, running=True) if desk.fresh else (),
    )
