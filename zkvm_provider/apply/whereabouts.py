"""On which of the configured hosts a guest is: its own, the one the state names, or any other an operator chose.

A guest that is not where it belongs is looked for before anything is made: there is never a second copy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.endpoints import is_only_a_name, verify_machine
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.errors import BackendError, Refused, ZkvmError
from zkvm_provider.hypervisor.port import MISSING, ObjectInfo, ObjectKind, ObjectRef, PowerState
from zkvm_provider.model.identity import Identity

_A_LONG_TIME_S = 86400.0
_MIGRATING = "migrating"
"""libvirt's reason for a guest that is paused at either end of a migration."""


def with_origin(desk: Desk, request: Request) -> Desk:
    """The desk, which knows the other machine that has the guest, if one has.

    A migration that an earlier run began is waited for, except in a preview. Raises Unreachable when the machine that
    the state names cannot be asked, and Refused when it cannot be told from this one.
    """
    if not request.id:
        return desk
    expected = str(request.outputs.get("machineId") or "")
    if expected and expected != desk.machine_id and is_only_a_name(expected) != is_only_a_name(desk.machine_id):
        verify_machine(desk.facts, expected, host=desk.host)
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=request.id)
    for other in _candidates(desk, request, expected, ref):
        if seen(other, ref) is None:
            continue
        if not desk.is_preview:
            _wait_for_migration(desk, other, ref)
        found = seen(other, ref)
        if found is None:
            return desk
        _refuse_two(desk, other, seen(desk, ref), found)
        return dataclasses.replace(desk, origin=other)
    return desk


def elsewhere(desk: Desk, ref: ObjectRef) -> Desk | None:
    """Another configured machine that has the guest; hosts that cannot be asked are noted."""
    return next((other for other in _others(desk) if seen(other, ref) is not None), None)


def seen(desk: Desk, ref: ObjectRef) -> ObjectInfo | None:
    """The guest's line in the host's list, as it is now."""
    try:
        return desk.endpoint.hypervisor.domain(ref)[0]
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise


def stands_still(desk: Desk, ref: ObjectRef) -> bool:
    """Whether the guest is paused here because a migration began or ended so, and nobody goes on with it."""
    try:
        stats = desk.endpoint.hypervisor.domain(ref)[1]
    except BackendError as refused:
        if refused.code in MISSING:
            return False
        raise
    is_paused = (stats.state, stats.state_reason) == (PowerState.PAUSED, _MIGRATING)
    return is_paused and not _is_migrating(desk, ref)


def journal_move(desk: Desk, identity: Identity, uuid: str) -> None:
    """Remember on disk where the guest is going, before the first step."""
    if desk.origin is not None:
        desk.journal.write(desk.origin.machine_id, _what(uuid), identity, note=desk.endpoint.uri)


def forget_move(desk: Desk, uuid: str) -> None:
    """The guest is on its host and nowhere else."""
    for machine_id in {desk.machine_id, *([desk.origin.machine_id] if desk.origin else [])}:
        desk.journal.forget(machine_id, _what(uuid))


def _candidates(desk: Desk, request: Request, expected: str, ref: ObjectRef) -> Iterator[Desk]:
    """Where to look: the machine of the state, where an interrupted move was going, and if it is not here, anywhere."""
    recorded = request.outputs.get("hostUri")
    tried = {desk.machine_id}
    if expected and expected != desk.machine_id and isinstance(recorded, str):
        other = _at(desk, recorded)
        verify_machine(other.facts, expected, host=other.host)
        tried.add(other.machine_id)
        yield other
    entry = desk.journal.last(expected or desk.machine_id, _what(request.id))
    if entry is not None and entry.note:
        other = _at(desk, entry.note)
        if other.machine_id not in tried:
            tried.add(other.machine_id)
            yield other
    here = seen(desk, ref)
    if here is None or (here.state is PowerState.PAUSED and stands_still(desk, ref)):  # it may run elsewhere
        yield from (other for other in _others(desk) if other.machine_id not in tried)


def _others(desk: Desk) -> Iterator[Desk]:
    for uri in desk.endpoints.others(desk.endpoint.uri):
        try:
            other = _at(desk, uri)
        except ZkvmError as failure:
            desk.notes.append(f"could not look whether the guest is on {desk.endpoints.name_of(uri)}: {failure}")
            continue
        if other.machine_id != desk.machine_id:
            yield other


def _at(desk: Desk, uri: str) -> Desk:
    endpoint = desk.endpoints.at(uri)
    facts = desk.endpoints.view(endpoint).facts(fresh=desk.fresh)
    return dataclasses.replace(desk, endpoint=endpoint, facts=facts, host=desk.endpoints.name_of(uri), origin=None)


def _wait_for_migration(desk: Desk, other: Desk, ref: ObjectRef) -> None:
    """Somebody's migration between the two hosts goes on, perhaps that of a killed run: its end tells where it is."""
    said: set[int] = set()

    def told(waited: float) -> None:
        if int(waited) not in said:
            said.add(int(waited))
            desk.tell(f"waiting for a migration that is under way ({waited:.0f} s)")

    quiet = lambda: not any(_is_migrating(place, ref) for place in (desk, other))
    wait_until(quiet, timeout_s=_A_LONG_TIME_S, clock=desk.clock, stop=desk.stop, deadline=desk.deadline, told=told)


def _is_migrating(desk: Desk, ref: ObjectRef) -> bool:
    row = seen(desk, ref)
    if row is None or not row.active:
        return False
    try:
        return desk.endpoint.hypervisor.job(ref) is not None
    except BackendError as refused:
        if refused.code in MISSING:
            return False
        raise


def _refuse_two(desk: Desk, other: Desk, here: ObjectInfo | None, there: ObjectInfo) -> None:
    if here is None or not (here.active and there.active):
        return
    if stands_still(desk, here.ref) or stands_still(other, here.ref):
        return  # what a broken migration left there is no guest that computes
    if desk.is_preview and any(_is_migrating(place, here.ref) for place in (desk, other)):
        return  # the update waits for the end
    raise Refused(
        f"guest {there.ref.name!r} runs on {desk.place} and on {other.place} at once, and may write to the same disks",
        remedy=f"stop one of them at once (zkvm destroy {there.ref.name}), then run the same command again",
    )


def _what(uuid: str) -> str:
    return f"move {uuid}"
