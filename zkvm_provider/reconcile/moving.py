"""A guest on another machine than it is wanted on: the way there, before the plan for what it is to be there."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.model.guest import AfterGrace, Power
from zkvm_provider.model.migration import Migration, MigrationMode
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile import power
from zkvm_provider.reconcile.desired import DesiredGuest, Move, MoveKind
from zkvm_provider.reconcile.object_steps import SetAutostart, Subject, Undefine
from zkvm_provider.reconcile.plan import (
    AtOldHost,
    Change,
    CopyDefinition,
    Effect,
    MigrateGuest,
    Plan,
    ResumeGuest,
    Step,
    StopGuest,
)
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn


def kind_of_move(how: Migration | None, *, is_here: bool, is_active_here: bool, is_active_there: bool) -> MoveKind:
    """What it takes, by where the guest is defined and where it runs. It must not run on both."""
    if not is_active_there:
        return MoveKind.LEFTOVER if is_here else MoveKind.OFFLINE
    if how is not None and how.mode is MigrationMode.OFFLINE:
        return MoveKind.OFFLINE
    return MoveKind.LEFTOVER if is_active_here else MoveKind.LIVE


def as_arrived(desired: DesiredGuest, observed: ObservedGuest) -> ObservedGuest:
    """The guest as it is once it has moved, before anything else is done to it. Autostart does not go with it."""
    if desired.move is None or desired.move.kind is MoveKind.LEFTOVER:
        return observed
    if desired.move.kind is MoveKind.OFFLINE:
        return replace(observed, live=None, power=Power.STOPPED, balloon_is_up=False)
    return replace(observed, power=Power.RUNNING) if desired.move.stands_still_old else observed


def with_move(desired: DesiredGuest, observed: ObservedGuest, plan: Plan) -> Plan:
    """`plan` for the guest on its new host, preceded by the move. `observed` is the guest before it."""
    move = desired.move
    if move is None:
        return plan
    steps = tuple(_steps(desired, observed, move))
    is_told = any(isinstance(step, SetAutostart) for step in plan.steps)
    if observed.autostart and not is_told and move.kind is not MoveKind.LEFTOVER:
        steps = (*steps, SetAutostart(subject=Subject.GUEST, uuid=observed.config.uuid, autostart=True))
    return replace(plan, changes=(_change(desired, observed, move), *plan.changes), steps=(*steps, *plan.steps))


def _steps(desired: DesiredGuest, observed: ObservedGuest, move: Move) -> list[Step]:
    uuid = observed.config.uuid
    leave = AtOldHost(step=Undefine(subject=Subject.GUEST, uuid=uuid))
    end = StopGuest(uuid=uuid, grace_s=0, then=AfterGrace.DESTROY)
    if move.kind is MoveKind.LEFTOVER:
        return [*([AtOldHost(step=end)] if move.stands_still_old else []), leave]
    ahead: list[Step] = [end] if move.stands_still_new else []
    if move.kind is MoveKind.LIVE:
        # QEMU migrates no guest that an earlier migration has stopped.
        ahead += [AtOldHost(step=ResumeGuest(uuid=uuid))] if move.stands_still_old else []
        return [*ahead, MigrateGuest(uuid=uuid, how=desired.guest.migration or Migration())]
    stops = power.stop(uuid, observed.power, desired.guest.shutdown) if observed.live is not None else ()
    return [*ahead, *(AtOldHost(step=step) for step in stops), CopyDefinition(uuid=uuid), leave]


def _change(desired: DesiredGuest, observed: ObservedGuest, move: Move) -> Change:
    is_running = observed.live is not None
    if move.kind is MoveKind.LEFTOVER:
        effect, reason = Effect.CONFIG, f"it is there already; what an interrupted move left on {move.old} goes"
    elif move.kind is MoveKind.OFFLINE and is_running:
        effect, reason = Effect.LIVE, "`migration.mode` is offline: it is shut down, moved, and started if it is to run"
    else:
        ruled = rule("Guest", "host", Turn.SET, running=is_running)
        effect, reason = ruled.effect, ruled.reason if not is_running else _how(desired.guest.migration)
    return Change(path="host", old=move.old, new=move.new, effect=effect, reason=reason)


def _how(migration: Migration | None) -> str:
    how = migration or Migration()
    words = [word for word, is_wanted in (("tunnelled", how.tunnelled), ("post-copy", how.post_copy)) if is_wanted]
    words += [f"disks copied ({how.copy_storage})"] if how.copy_storage else []
    return ", ".join(["it migrates while it runs", *([str(how.mode)] if how.mode else []), *words])
