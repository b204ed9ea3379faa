"""The plan of a storage pool: made and started, or stopped, redefined with the same uuid, and started again."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.observed import ObservedPool
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.pool_kinds import facts_of, target_of
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.desired import DesiredPool
from zkvm_provider.reconcile.object_steps import SetAutostart, Stop, Subject, Undefine
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.pool_source import source_changes
from zkvm_provider.reconcile.resources import INTERRUPTED, Seen, activity, autostart_change, differences, refuse_users
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.storage_steps import BuildPool, DefinePool, DeleteVolume, StartPool

_SHOWN = 5
_RESTARTED = "stopped, redefined with the same uuid and started"


def plan_pool(desired: DesiredPool, observed: ObservedPool | None) -> Plan:
    """The way to the pool. A change that needs it stopped is refused while running guests use it."""
    pool, uuid = desired.pool, desired.uuid
    if observed is None:
        return _make(desired)
    changes = (*differences("StoragePool", _seen(pool, observed), in_use=bool(observed.users)),)
    if pool.kind is observed.kind:
        changes += (*source_changes(pool, desired.previous, observed, in_use=bool(observed.users)),)
    reason = rule("StoragePool", "target", Turn.SET, running=True).reason if observed.users else _RESTARTED
    changes += own_templates.restarting(desired.own, observed.held, reason=reason)
    if changes and observed.users:
        return Plan(changes=refuse_users(changes, observed.users))
    missing = tuple(_missing(pool, observed, is_new=desired.previous is None))
    if missing:
        return Plan(changes=missing)
    written = own_templates.written(desired.own, observed.held, reason="the running pool has it already")
    is_renamed = any(change.path == "name" for change in changes)
    steps: list[Step] = []
    if changes:
        stop: tuple[Step, ...] = (Stop(subject=Subject.POOL, uuid=uuid),) if observed.active else ()
        gone: tuple[Step, ...] = (Undefine(subject=Subject.POOL, uuid=uuid),) if is_renamed else ()
        define: tuple[Step, ...] = (DefinePool(uuid=uuid, pool=pool, own=desired.own),)
        steps += own_templates.in_order(changes, stop=(*stop, *gone), define=define)
    elif not observed.active:
        changes = (*changes, activity("inactive", "active"))
    if changes:
        steps += _start(pool, uuid, goes_on=desired.previous is None and not observed.active)
    autostart = pool.autostart is not False
    had = observed.autostart and not is_renamed
    if autostart != had:
        steps.append(SetAutostart(subject=Subject.POOL, uuid=uuid, autostart=autostart))
    if written and not changes:
        steps = [DefinePool(uuid=uuid, pool=pool, own=desired.own), *steps]
    told = (*written, *autostart_change(observed.autostart, autostart))
    return Plan(changes=(*changes, *told, *own_templates.recorded(desired.own, observed.held)), steps=tuple(steps))


def remove_pool(observed: ObservedPool, *, contents: tuple[str, ...]) -> Plan:
    """Delete the volumes named in `contents`, stop the pool and remove its definition; all else stays.

    Refused while guests, running or not, use it.
    """
    uuid, change = observed.uuid, Change(path="pool", old=observed.name, new="", effect=Effect.LIVE)
    if observed.users:
        reason = f"guests use it: {', '.join(observed.users)}; take these disks away from them first"
        refusal = Change(path=change.path, old=change.old, new="", effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(refusal,))
    volumes = (DeleteVolume(pool_name=observed.name, name=name) for name in contents)
    stop: tuple[Step, ...] = (Stop(subject=Subject.POOL, uuid=uuid),) if observed.active else ()
    return Plan(changes=(change,), steps=(*volumes, *stop, Undefine(subject=Subject.POOL, uuid=uuid)))


def left_behind(observed: ObservedPool, *, contents: tuple[str, ...]) -> str:
    """What stays where it is when the pool is removed, for people; empty when nothing does."""
    kept = [name for name in observed.volumes if name not in contents]
    if not kept or facts_of(StoragePool(kind=observed.kind)).finds_volumes:
        return ""
    names = ", ".join(kept[:_SHOWN]) + (", …" if len(kept) > _SHOWN else "")
    return f"{len(kept)} volume(s) stay in {observed.target}: {names}"


def _make(desired: DesiredPool) -> Plan:
    pool, uuid, is_new = desired.pool, desired.uuid, not desired.is_renamed
    reason = "it is made" if is_new else INTERRUPTED
    change = Change(path="pool", old="", new=pool.name or "", effect=Effect.LIVE, reason=reason)
    steps: tuple[Step, ...] = (
        DefinePool(uuid=uuid, pool=pool, own=desired.own),
        *_start(pool, uuid, is_new=is_new),
    )
    if pool.autostart is not False:
        steps = (*steps, SetAutostart(subject=Subject.POOL, uuid=uuid, autostart=True))
    return Plan(changes=(change,), steps=steps)


def _start(pool: StoragePool, uuid: str, *, is_new: bool = False, goes_on: bool = False) -> tuple[Step, ...]:
    """Build and start. Devices are formatted only when the pool is made, once."""
    facts = facts_of(pool)
    formats = facts.formats_devices and pool.build is True and (is_new or goes_on)
    build: tuple[Step, ...] = ()
    if formats or (facts.has_folder and pool.build is not False):
        build = (BuildPool(uuid=uuid, formats=formats, goes_on=goes_on, undoes=is_new),)
    return (*build, StartPool(uuid=uuid, blame=facts.blame, undoes=is_new and not formats))


def _missing(pool: StoragePool, observed: ObservedPool, *, is_new: bool) -> Iterator[Change]:
    """The volume group is not there, and nobody asked for a new one."""
    if not observed.missing or (is_new and pool.build is True):
        return
    reason = (
        f"{observed.missing} is not on the host now; bring its disks back (vgs shows it then) and run the same command "
        "again: the pool is started, volumes and guests find their data as they left them"
    )
    path = facts_of(pool).blame
    yield Change(path=path, old="", new=observed.missing, effect=Effect.REFUSED, reason=reason)


def _seen(pool: StoragePool, observed: ObservedPool) -> tuple[Seen, ...]:
    """Fields that the definition holds; None is no opinion."""
    return (
        Seen(path="name", wanted=pool.name, has=observed.name),
        Seen(path="kind", wanted=pool.kind, has=observed.kind),
        Seen(path="target", wanted=target_of(pool) or None, has=observed.target.rstrip("/") or observed.target),
    )
