"""The plan of a storage pool: made and started, or stopped, redefined with the same uuid, and started again."""

from __future__ import annotations

from zkvm_provider.model.observed import ObservedPool
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.reconcile.desired import DesiredPool
from zkvm_provider.reconcile.plan import (
    BuildPool,
    Change,
    DefinePool,
    DeleteVolume,
    Effect,
    Plan,
    SetPoolAutostart,
    StartPool,
    Step,
    StopPool,
    UndefinePool,
)
from zkvm_provider.reconcile.resources import Seen, activity, autostart_change, differences, refuse_users

_SHOWN = 5


def plan_pool(desired: DesiredPool, observed: ObservedPool | None) -> Plan:
    """The way to the pool. A change that needs it stopped is refused while running guests use it."""
    pool, uuid = desired.pool, desired.uuid
    build: tuple[Step, ...] = (BuildPool(uuid=uuid),) if pool.build is not False else ()
    start: tuple[Step, ...] = (*build, StartPool(uuid=uuid))
    autostart = pool.autostart is not False
    if observed is None:
        change = Change(path="pool", old="", new=pool.name or "", effect=Effect.LIVE, reason="it is made")
        made: tuple[Step, ...] = (DefinePool(uuid=uuid, pool=pool), *start)
        set_autostart = (SetPoolAutostart(uuid=uuid, autostart=True),) if autostart else ()
        return Plan(changes=(change,), steps=(*made, *set_autostart))
    changes = differences("StoragePool", _seen(pool, observed), in_use=bool(observed.users))
    if changes and observed.users:
        return Plan(changes=refuse_users(changes, observed.users))
    is_renamed = any(change.path == "name" for change in changes)
    steps: list[Step] = []
    if changes:
        stop: tuple[Step, ...] = (StopPool(uuid=uuid),) if observed.active else ()
        gone: tuple[Step, ...] = (UndefinePool(uuid=uuid),) if is_renamed else ()
        steps += (*stop, *gone, DefinePool(uuid=uuid, pool=pool))
    elif not observed.active:
        changes = (*changes, activity("inactive", "active"))
    if changes:
        steps += start
    had = observed.autostart and not is_renamed
    if autostart != had:
        steps.append(SetPoolAutostart(uuid=uuid, autostart=autostart))
    return Plan(changes=(*changes, *autostart_change(observed.autostart, autostart)), steps=tuple(steps))


def remove_pool(observed: ObservedPool, *, delete_contents: bool) -> Plan:
    """Stop the pool and remove its definition; the folder stays.

    Refused while running guests use it, and while it holds volumes that `delete_contents` does not give up. What lies
    in a pool that is not active is not looked at and stays.
    """
    uuid, change = observed.uuid, Change(path="pool", old=observed.name, new="", effect=Effect.LIVE)
    if observed.users:
        return _refused(change, f"running guests use it: {', '.join(observed.users)}; stop them first")
    if observed.volumes and not delete_contents:
        names = ", ".join(observed.volumes[:_SHOWN]) + (", …" if len(observed.volumes) > _SHOWN else "")
        reason = f"it holds {len(observed.volumes)} volume(s) ({names}); delete them, or set `deleteContents`"
        return _refused(change, reason)
    volumes = (DeleteVolume(pool_name=observed.name, name=name) for name in observed.volumes)
    stop: tuple[Step, ...] = (StopPool(uuid=uuid),) if observed.active else ()
    return Plan(changes=(change,), steps=(*volumes, *stop, UndefinePool(uuid=uuid)))


def _seen(pool: StoragePool, observed: ObservedPool) -> tuple[Seen, ...]:
    """Fields that the definition holds; None is no opinion."""
    return (
        Seen(path="name", wanted=pool.name, has=observed.name),
        Seen(path="kind", wanted=pool.kind, has=observed.kind),
        Seen(path="target", wanted=_folder(pool.target), has=_folder(observed.target)),
    )


def _folder(path: str) -> str:
    """Without trailing slashes: libvirt takes them away."""
    return path.rstrip("/") or "/"


def _refused(change: Change, reason: str) -> Plan:
    refusal = Change(path=change.path, old=change.old, new="", effect=Effect.REFUSED, reason=reason)
    return Plan(changes=(refusal,))
