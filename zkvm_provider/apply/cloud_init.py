"""Seed images at work: made in a pool, read back, and written anew in place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Final

from zkvm_provider.apply import own_templates, volumes
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import look_up
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.users import everyone_on_volume, running_on_volume
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput, Unsupported
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.render import render_volume
from zkvm_provider.model.additions import Additions
from zkvm_provider.model.cloud_init import CloudInitDisk, CloudInitDiskOutputs, seed_of, told_by
from zkvm_provider.model.observed import ObservedSeed
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.cloud_init import KIND, holds, plan_seed
from zkvm_provider.reconcile.desired import DesiredSeed
from zkvm_provider.reconcile.plan import Plan

_LARGEST: Final = 8 * 1024**2
"""Nobody writes more into a seed image; a volume that is larger is none."""


class CloudInitDiskWork(Work[DesiredSeed, ObservedSeed]):
    """The kind `CloudInitDisk`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredSeed:
        disk: CloudInitDisk = inputs
        faults: list[Fault] = []
        pool_name = volumes.pool_named(desk, disk.pool, faults)
        content = seed_of(disk)
        if len(content) > _LARGEST:
            reason = "the seed image would be larger than 8 MiB; let the guest fetch what is large: `#include URL`"
            faults.append(Fault(path="userData", reason=reason))
        if faults:
            raise InvalidInput(faults)
        plain = volumes.plain(disk.name or "", len(content))
        if not request.id and desk.is_preview:
            names = {f"{disk.pool}/{disk.name}", f"{pool_name}/{disk.name}"}
            desk.previewed.add(desk.machine_id, ObjectKind.VOLUME, *names)
        return DesiredSeed(
            disk=disk,
            pool_name=pool_name,
            name=disk.name or "",
            content=content,
            is_ours=bool(request.id) or volumes.is_ours(desk, pool_name, disk.name or ""),
            own=own_templates.read(
                desk,
                request,
                plain,
                lambda templates: render_volume(plain, templates, takes_space=True),
                root=ObjectKind.VOLUME.value,
            ),
        )

    def observe(self, desk: Desk, desired: DesiredSeed) -> ObservedSeed | None:
        if is_stand_in(desired.pool_name):
            return None
        pool = look_up(desk, ObjectKind.POOL, desired.pool_name)
        observed = _observe(desk, pool, desired.name) if pool else None
        if observed is not None and not (desired.is_ours or volumes.is_ours(desk, desired.pool_name, desired.name)):
            raise volumes.taken_volume(
                desk, KIND, pool_uuid=observed.pool_uuid, pool_name=observed.pool_name, name=observed.name
            )
        return observed

    def plan(self, desired: DesiredSeed, observed: ObservedSeed | None) -> Plan:
        return plan_seed(desired, observed)

    def before(self, desk: Desk, desired: DesiredSeed, observed: ObservedSeed | None) -> None:
        if observed is None:
            volumes.journal(desk, desired.pool_name, desired.name)

    def outputs(self, desk: Desk, desired: DesiredSeed, observed: ObservedSeed) -> CloudInitDiskOutputs:
        return _outputs(desk, observed, desired.disk, own_templates.of_volume(desired.own))

    def foresee(self, desk: Desk, desired: DesiredSeed, observed: ObservedSeed | None, plan: Plan) -> dict[str, Tree]:
        sha256 = hashlib.sha256(desired.content).hexdigest()
        if desired.own.are_others:
            own_templates.show(desk, desired.own)
        if observed is None:
            known: dict[str, Tree] = {"hostUri": desk.endpoint.uri, "machineId": desk.machine_id, "sha256": sha256}
            return {**known, **own_templates.foreseen(desired.own)}
        return {**unstructure(self.outputs(desk, desired, observed)), "sha256": sha256}

    def find(self, desk: Desk, key: str) -> ObservedSeed | None:
        pool_text, _, name = key.partition("/")
        pool = look_up(desk, ObjectKind.POOL, pool_text)
        return _observe(desk, pool, name) if pool else None

    def key_of(self, observed: ObservedSeed) -> str:
        return f"{observed.pool_uuid}/{observed.name}"

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedSeed) -> dict[str, Tree]:
        """The words in the image; an image that says what the declaration says keeps its spelling."""
        if inputs is not None and holds(observed, seed_of(inputs)):
            seen = replace(inputs, name=observed.name)
        else:
            told = told_by(observed.content)
            if told is None and inputs is None:
                raise Unsupported(f"{observed.pool_name}/{observed.name}", needs="a seed image with the file user-data")
            told = told or {"user_data": ""}
            seen = CloudInitDisk(
                host=inputs.host if inputs else desk.host,
                pool=inputs.pool if inputs else observed.pool_uuid,
                name=observed.name,
                user_data=told["user_data"] or "",
                meta_data=told.get("meta_data"),
                network_config=told.get("network_config"),
            )
        return state_all(seen) if inputs is None else restate(given, inputs, seen)

    def read_outputs(
        self, desk: Desk, inputs: Any, observed: ObservedSeed, old: dict[str, Tree]
    ) -> CloudInitDiskOutputs:
        return _outputs(desk, observed, inputs, own_templates.of_state(old))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedSeed) -> Plan:
        return plan_seed(None, observed)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"volume {request.id}")


def _observe(desk: Desk, pool: ObjectRef, name: str) -> ObservedSeed | None:
    parsed = volumes.seen_in(desk, pool, name)
    if parsed is None:
        return None
    content = b""
    if parsed.capacity_bytes <= _LARGEST:
        ref = ObjectRef(kind=ObjectKind.VOLUME, pool=pool.name, name=name)
        content = desk.endpoint.hypervisor.download(ref, _LARGEST)
    observed = ObservedSeed(
        pool_uuid=pool.uuid,
        pool_name=pool.name,
        name=name,
        key=parsed.key,
        path=parsed.path,
        content=content,
        users=(),
        running=(),
    )
    if not desk.fresh:
        return observed  # a read does not tell who uses it
    users, _ = everyone_on_volume(desk, pool=pool.name, name=name, path=parsed.path)
    running = running_on_volume(desk, pool=pool.name, name=name, path=parsed.path)
    return replace(observed, users=users, running=running)


def _outputs(
    desk: Desk, observed: ObservedSeed, disk: CloudInitDisk | None, additions: Additions
) -> CloudInitDiskOutputs:
    """The digest is that of the image without what an earlier, longer one left behind it."""
    content = observed.content
    if disk is not None and holds(observed, seed := seed_of(disk)):
        content = seed
    return CloudInitDiskOutputs(
        path=observed.path,
        key=observed.key,
        pool_name=observed.pool_name,
        sha256=hashlib.sha256(content).hexdigest(),
        **volumes.at_home(desk),
        **additions.outputs(),
    )
