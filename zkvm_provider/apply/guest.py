"""Guests at work: observed through libvirt, planned, and told in the user's words."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.device_table import device_table
from zkvm_provider.apply.disk_references import sharing_notes
from zkvm_provider.apply.file_access import held_by, start_faults
from zkvm_provider.apply.guest_references import (
    decide_domain_type,
    name_references,
    protection_faults,
    resolve_guest,
)
from zkvm_provider.apply.guest_state import ToldGuest, as_inputs, ask_for_guest, observe_guest, understood
from zkvm_provider.apply.host_device_references import with_lun_ids
from zkvm_provider.apply.interface_references import choosing_networks
from zkvm_provider.apply.live_drift import with_live_drift
from zkvm_provider.apply.mac_addresses import mac_faults
from zkvm_provider.apply.moving import reasons_against
from zkvm_provider.apply.own_templates import show_texts
from zkvm_provider.apply.references import look_up, ref_of, take_over
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.sight import full_sight, is_same
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.users import others_with
from zkvm_provider.apply.whereabouts import forget_move, journal_move, seen, stands_still
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import AlreadyExists, Fault, InvalidInput, Refused, Unreachable, ZkvmError
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.additions import additions_in, told, with_additions
from zkvm_provider.libvirtxml.merge import merge
from zkvm_provider.libvirtxml.patches import apply_patches, diff_of, patches_in, undo_patches
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.model.guest import Guest, GuestOutputs, Power, Shutdown
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredGuest, Move, MoveKind
from zkvm_provider.reconcile.guest import pending_of, plan_guest, remove_guest
from zkvm_provider.reconcile.moving import kind_of_move
from zkvm_provider.reconcile.plan import Plan


class GuestWork(Work[DesiredGuest, ObservedGuest]):
    """The kind `Guest`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredGuest:
        guest, faults = resolve_guest(desk, inputs, _held(desk, request, inputs, previous))
        decided = request.outputs.get("resolvedDomainType")
        domain_type, more = decide_domain_type(desk, guest, decided if isinstance(decided, str) else "")
        faults += [*more, *protection_faults(desk, guest, domain_type)]
        uuid = request.id or desk.identity.uuid
        move, against = _move(desk, uuid, guest)
        faults += against
        faults += _clash_faults(desk, uuid, guest)
        faults += mac_faults(desk, uuid, guest, previous)
        if faults or request.id or desk.is_preview:  # a create is refused by libvirt itself, and then explained
            faults += _name_faults(desk, uuid, guest.name or "", renamed=bool(request.id))
        if faults:
            raise InvalidInput(faults)
        desk.notes.extend(sharing_notes(desk, uuid, guest))
        has_other_ports = bool(request.id) and (previous is None or previous.interfaces != inputs.interfaces)
        if previous is not None:
            previous = name_references(dataclasses.replace(desk, is_preview=False), previous)[0]
        return DesiredGuest(
            guest=guest,
            previous=previous,
            identity=desk.identity,
            uuid=uuid,
            domain_type=domain_type,
            move=move,
            templates=desk.templates.digest_of(ObjectKind.DOMAIN.value),
            choosing_networks=choosing_networks(desk, guest) if has_other_ports else frozenset(),
        )

    def observe(self, desk: Desk, desired: DesiredGuest) -> ObservedGuest | None:
        is_away = desk.origin is not None and desired.move is not None and desired.move.kind is not MoveKind.LEFTOVER
        place = desk.origin if is_away and desk.origin is not None else desk
        observed = observe_guest(place, ObjectRef(kind=ObjectKind.DOMAIN, uuid=desired.uuid))
        if observed is None:
            _refuse_second_copy(desk, desired)
            return None
        if observed.config.identity is not None and observed.config.identity != desk.identity:
            raise _taken(desk, desired.guest.name or "", observed)
        _refuse_anothers(desk, desired, observed)
        _warn_of_crash(desk, observed)
        return observed

    def explained(self, desk: Desk, desired: DesiredGuest, failure: ZkvmError) -> ZkvmError:
        """libvirt makes no second domain of one name, so that a create need not ask for the name before."""
        try:
            _name_faults(desk, desired.uuid, desired.guest.name or "", renamed=False)
        except AlreadyExists as taken:
            return taken
        return failure

    def plan(self, desired: DesiredGuest, observed: ObservedGuest | None) -> Plan:
        return plan_guest(desired, observed)

    moves = True

    def before(self, desk: Desk, desired: DesiredGuest, observed: ObservedGuest | None) -> None:
        _refuse_start(desk, desired, observed)
        journal_move(desk, desk.identity, desired.uuid)

    def after(self, desk: Desk, desired: DesiredGuest) -> None:
        forget_move(desk, desired.uuid)

    def outputs(self, desk: Desk, desired: DesiredGuest, observed: ObservedGuest) -> GuestOutputs:
        return _outputs(desk, observed)

    def foresee(self, desk: Desk, desired: DesiredGuest, observed: ObservedGuest | None, plan: Plan) -> dict[str, Tree]:
        known: dict[str, Tree] = {
            "uuid": desired.uuid,
            "hostUri": desk.endpoint.uri,
            "machineId": desk.machine_id,
            "resolvedDomainType": desired.domain_type,
        }
        _refuse_start(desk, desired, observed)
        if plan.definition is not None:
            known["devices"] = [unstructure(row) for row in device_table(plan.definition)]
            _show_additions(desk, plan)
            _show_patches(desk, plan)
        if observed is not None and plan.is_empty:
            known.update(unstructure(_outputs(desk, observed)))
        return known

    def find(self, desk: Desk, key: str) -> ObservedGuest | None:
        told = self.ask(desk, key)
        return self.understand(desk, told) if told is not None else None

    def key_of(self, observed: ObservedGuest) -> str:
        return observed.config.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedGuest) -> dict[str, Tree]:
        if inputs is None:
            return with_lun_ids(desk, {**state_all(as_inputs(observed, None)), "host": desk.host})
        meant, seen = name_references(desk, inputs)[0], as_inputs(observed, inputs)
        return with_lun_ids(desk, restate(given, meant, with_live_drift(desk, meant, observed, seen)))

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedGuest, old: dict[str, Tree]) -> GuestOutputs:
        return _outputs(desk, observed)

    def sight(self, desk: Desk, inputs: Any, observed: ObservedGuest) -> str:
        return full_sight(desk, observed.sight, inputs)

    def ask(self, desk: Desk, key: str) -> ToldGuest | None:
        return ask_for_guest(desk, ref_of(ObjectKind.DOMAIN, key))

    def recognise(self, desk: Desk, told: ToldGuest, known: str) -> dict[str, Tree] | None:
        return {"observedAt": _now(desk)} if is_same(desk, told.glimpse, known) else None

    def understand(self, desk: Desk, told: ToldGuest) -> ObservedGuest:
        observed = understood(told)
        _warn_of_crash(desk, observed)
        return observed

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedGuest) -> Plan:
        ours = observed.config.identity
        if ours is not None and ours.owner != desk.identity.owner:
            raise _taken(desk, observed.config.guest.name or "", observed)
        shutdown = inputs.shutdown if isinstance(inputs, Guest) and inputs.shutdown else Shutdown()
        return remove_guest(observed, shutdown)

    def after_removal(self, desk: Desk, request: Request) -> None:
        forget_move(desk, request.id)


def _held(desk: Desk, request: Request, inputs: Guest, previous: Guest | None) -> frozenset[str]:
    """Files the guest has here already; before its next start they are looked at again."""
    is_here = bool(request.id) and desk.origin is None
    return held_by(previous or inputs) if is_here else frozenset()


def _refuse_start(desk: Desk, desired: DesiredGuest, observed: ObservedGuest | None) -> None:
    """A guest that is off and is to be started again: QEMU may not come to its files any more."""
    is_off = observed is not None and observed.live is None and desired.previous is not None
    if is_off and desired.guest.power in (Power.RUNNING, Power.PAUSED):
        faults = start_faults(desk, desired.guest)
        if faults:
            raise InvalidInput(faults)


def _move(desk: Desk, uuid: str, guest: Guest) -> tuple[Move | None, list[Fault]]:
    """What it takes to bring the guest here from the machine that has it, and everything against that."""
    if desk.origin is None:
        return None, []
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
    here, there = seen(desk, ref), seen(desk.origin, ref)
    if there is None:
        return None, []
    still, stands = stands_still(desk, ref), stands_still(desk.origin, ref)
    runs_here = here is not None and here.active and not still
    kind = kind_of_move(
        guest.migration,
        is_here=here is not None,
        is_active_here=runs_here,
        is_active_there=there.active and not (stands and runs_here),
    )
    move = Move(kind=kind, old=desk.origin.host, new=desk.host, stands_still_old=stands, stands_still_new=still)
    observed = observe_guest(desk.origin, ref)
    return move, [] if observed is None else list(reasons_against(desk, guest, observed, kind))


def _outputs(desk: Desk, observed: ObservedGuest) -> GuestOutputs:
    return GuestOutputs(
        uuid=observed.config.uuid,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
        resolved_domain_type=str(observed.config.guest.domain_type or ""),
        power_state=observed.state,
        power_reason=observed.reason or None,
        templates=observed.config.templates or None,
        devices=device_table(observed.config),
        pending=pending_of(observed),
        observed_at=_now(desk),
    )


def _now(desk: Desk) -> str:
    return _utc(int(desk.clock.now_s()))


@lru_cache(maxsize=1)
def _utc(seconds: int) -> str:
    """Whoever refreshes reads many guests within a second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_anothers(desk: Desk, desired: DesiredGuest, observed: ObservedGuest) -> None:
    """A create meets a finished guest of another name under its uuid: a resource that had this URN before an alias."""
    name = observed.config.guest.name
    if desired.previous is None and not observed.config.unfinished and name != desired.guest.name:
        what = f"the identity of guest {desired.guest.name!r} on {desk.place}"
        owner = f"guest {name!r}, made by a resource that had this URN before"
        raise AlreadyExists(what, owner=owner, remedy="give the new resource another logical name")


def _warn_of_crash(desk: Desk, observed: ObservedGuest) -> None:
    """Starting such a guest again, as the next up does, may end the same way every time."""
    name = observed.config.guest.name
    note = (
        f"guest {name!r} on {desk.place} is off because it crashed: it panicked, or found nothing to boot; "
        f"look at `boot` and its disks, and at what it says after a start: zkvm console {name}"
    )
    if observed.has_crashed and note not in desk.notes:
        desk.notes.append(note)


def _name_faults(desk: Desk, uuid: str, name: str, *, renamed: bool) -> list[Fault]:
    """Another domain of that name: for a create the error with its owner, for a rename a fault."""
    found = look_up(desk, ObjectKind.DOMAIN, name) if name else None
    if found is None or found.uuid == uuid:
        return []
    if renamed:
        return [Fault(path="name", reason=f"{desk.place} has another guest {name!r} ({found.uuid}); choose another")]
    other = observe_guest(desk, found)
    if other is None:
        return []
    raise _taken(desk, name, other)


def _clash_faults(desk: Desk, uuid: str, guest: Guest) -> list[Fault]:
    """Numbers of the host that another guest has: the second of the two would not start."""
    port = guest.debug.gdb_port if guest.debug is not None else None
    cid = guest.vsock.cid if guest.vsock is not None else None
    holders = others_with(desk, uuid, gdb_port=port, cid=cid)
    faults = []
    if "gdb_port" in holders:
        reason = f"guest {holders['gdb_port']!r} on {desk.place} has port {port} for gdb; choose another"
        faults.append(Fault(path="debug.gdbPort", reason=reason))
    if "cid" in holders:
        reason = f"guest {holders['cid']!r} on {desk.place} has context id {cid}; choose another, or leave it out"
        faults.append(Fault(path="vsock.cid", reason=reason))
    return faults


def _show_additions(desk: Desk, plan: Plan) -> None:
    """What the user's templates add to the rendered XML, as a diff from what they added last time."""
    definition = plan.definition
    is_touched = bool(desk.templates.digest_of(ObjectKind.DOMAIN.value)) or any(
        change.path == "templates" for change in plan.changes
    )
    if definition is None or not is_touched or is_stand_in(str(unstructure(definition.guest))):
        return
    existing = _inactive_xml(desk, definition.uuid)
    before = told(additions_in(existing)) if existing is not None else ""
    after = told(with_additions(definition, desk.templates).added)
    show_texts(desk, before, after)


def _show_patches(desk: Desk, plan: Plan) -> None:
    """What patches do to the rendered XML, as a diff; raises InvalidInput for one that cannot be made."""
    definition = plan.definition
    patches = definition.guest.xml_patches if definition is not None else None
    if definition is None or not patches:
        return
    if is_stand_in(str(unstructure(definition.guest))):
        desk.notes.append("what xmlPatches change is shown once the guest's volumes and networks are known")
        return
    rendered = render_guest(definition, desk.templates)
    existing = _inactive_xml(desk, definition.uuid)
    if existing is not None:
        rendered = merge(rendered, undo_patches(existing, (*additions_in(existing), *patches_in(existing))))
    patched = apply_patches(rendered, patches)
    if any(change.path.startswith(("xml_patches", "guest")) for change in plan.changes):
        desk.notes.append(f"xmlPatches change the XML like this:\n{diff_of(rendered, patched)}")


def _inactive_xml(desk: Desk, uuid: str) -> str | None:
    found = look_up(desk, ObjectKind.DOMAIN, uuid)
    return desk.endpoint.hypervisor.dump(found) if found is not None else None


def _taken(desk: Desk, name: str, other: ObservedGuest) -> AlreadyExists:
    mark = other.config.identity
    owner = f"{mark.owner} ({mark.urn})" if mark else ""
    remedy = f"choose another name, or {take_over(desk, 'Guest', name)}"
    if mark and mark.owner == desk.identity.owner:
        remedy = "choose another name; if you renamed the resource, give it the old one in `aliases`"
    return AlreadyExists(f"guest {name!r} on {desk.place}", owner=owner, remedy=remedy)


def _refuse_second_copy(desk: Desk, desired: DesiredGuest) -> None:
    """Look for the guest's uuid on every other configured host before it is made here."""
    for uri in desk.endpoints.others(desk.endpoint.uri):
        try:
            elsewhere = dataclasses.replace(desk, endpoint=desk.endpoints.at(uri), host=uri)
            is_there = look_up(elsewhere, ObjectKind.DOMAIN, desired.uuid) is not None
            is_there = is_there and elsewhere.endpoint.hypervisor.facts().machine_id != desk.machine_id
        except Unreachable as unreachable:
            desk.notes.append(f"could not look whether the guest runs elsewhere: {unreachable}")
            continue
        if is_there:
            raise Refused(
                f"guest {desired.guest.name!r} exists on {uri} already; a second copy could write to the same disks",
                remedy=f"set `host` to {uri}, or remove it there first",
            )
