"""The plan of a logical volume: whole extents, grown in place, and its data given up only by someone who said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.observed import ObservedLogicalVolume
from zkvm_provider.model.volume import OnShrink
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.absent import settle
from zkvm_provider.reconcile.desired import DesiredLogicalVolume
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.resources import change, refuse_users
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import turn_of
from zkvm_provider.reconcile.storage_steps import (
    CreateThinVolume,
    CreateVolume,
    DeleteVolume,
    GrowThroughGuest,
    ResizeLogicalVolume,
)
from zkvm_provider.reconcile.words import say
from zkvm_provider.units import format_size

_KIND = "LvmDisk"


def plan_logical_volume(desired: DesiredLogicalVolume | None, observed: ObservedLogicalVolume | None) -> Plan:
    """The way to the volume, or to none. Deleting is refused while guests use it, running or not."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    if observed is None:
        return _make(desired)
    lost = tuple(_lost_data(desired, observed))
    resized, steps = _resize(desired, observed)
    if lost or any(each.effect is Effect.REFUSED for each in resized):
        return Plan(changes=(*lost, *resized))
    return Plan(changes=(*resized, *own_templates.kept(desired.own)), steps=steps)


def rounded(capacity_bytes: int, extent_bytes: int) -> int:
    """What LVM makes of a size."""
    return -(-capacity_bytes // extent_bytes) * extent_bytes


def say_extents(capacity_bytes: int, extent_bytes: int) -> str:
    """`20.5 GiB (5248 extents of 4 MiB)`."""
    count = capacity_bytes // extent_bytes
    return f"{format_size(capacity_bytes)} ({count} extents of {format_size(extent_bytes)})"


def _make(desired: DesiredLogicalVolume) -> Plan:
    """A new volume; one known before under another name or elsewhere would be left behind, which is judged."""
    disk, before = desired.disk, desired.previous
    if before is not None:
        moved = [field for field in ("name", "pool") if _differs(field, before, disk)]
        if moved:
            return Plan(
                changes=tuple(
                    _judge(disk, field, getattr(before, field), getattr(disk, field), desired.old_users)
                    for field in moved
                )
            )
    size = rounded(disk.capacity, desired.extent_bytes)
    label = f"{desired.pool_name}/{disk.name} of {say_extents(size, desired.extent_bytes)}"
    made = Change(path="volume", old="", new=label, effect=Effect.LIVE, reason="it is made")
    if disk.thin_pool is not None:
        step: Step = CreateThinVolume(
            pool_name=desired.pool_name,
            group=desired.group,
            thin_pool=disk.thin_pool,
            name=disk.name or "",
            capacity_bytes=size,
        )
    else:
        step = CreateVolume(
            pool_name=desired.pool_name, volume=replace(disk, capacity=size), added=desired.own.wanted.patches
        )
    return Plan(changes=(made,), steps=(step,))


def _differs(field: str, before: LvmDisk, disk: LvmDisk) -> bool:
    return getattr(disk, field) is not None and getattr(before, field) != getattr(disk, field)


def _remove(observed: ObservedLogicalVolume) -> Plan:
    label = f"{observed.pool_name}/{observed.name}"
    if observed.users:
        reason = f"it is used by {', '.join(observed.users)}; take it away there first"
        return Plan(changes=(Change(path="volume", old=label, new="", effect=Effect.REFUSED, reason=reason),))
    gone = Change(path="volume", old=label, new="", effect=Effect.LIVE, reason="with its data")
    return Plan(changes=(gone,), steps=(DeleteVolume(pool_name=observed.pool_name, name=observed.name),))


def _lost_data(desired: DesiredLogicalVolume, observed: ObservedLogicalVolume) -> Iterator[Change]:
    """Changes that only another volume can satisfy. Without a shell nobody knows what is thin."""
    settled = settle(desired.disk, desired.previous)
    disk = settled.value
    fields = [("pool", observed.pool_name, desired.pool_name), ("name", observed.name, disk.name or observed.name)]
    if observed.thin_pool is not None and (disk.thin_pool is not None or "thin_pool" in settled.cleared):
        fields.append(("thin_pool", observed.thin_pool, disk.thin_pool or ""))
    for field, old, new in fields:
        if old != new:
            yield _judge(disk, field, old, new, observed.users)


def _judge(disk: LvmDisk, field: str, old: str | None, new: str | None, users: tuple[str, ...]) -> Change:
    """REFUSED, or REPLACE for who said `replace_data`; never while somebody uses the volume."""
    turn = turn_of(old or None, new or None)
    if users:
        return refuse_users((change(_KIND, field, say(old), say(new), in_use=True, turn=turn),), users)[0]
    way = rule(_KIND, field, turn, running=False).unless
    if way is not None and getattr(disk, way.field) == way.value:
        return Change(path=field, old=say(old), new=say(new), effect=way.effect, reason=way.reason)
    return change(_KIND, field, say(old), say(new), in_use=False, turn=turn)


def _resize(
    desired: DesiredLogicalVolume, observed: ObservedLogicalVolume
) -> tuple[tuple[Change, ...], tuple[Step, ...]]:
    """Equal after rounding is no difference. A running guest is told of the new size."""
    extent = desired.extent_bytes
    wanted, has = rounded(desired.disk.capacity, extent), observed.capacity_bytes
    if wanted == has:
        return (), ()
    turn = Turn.RAISE if wanted > has else Turn.LOWER
    in_use = bool(observed.running_users)
    told = change(_KIND, "capacity", format_size(has), say_extents(wanted, extent), in_use=in_use, turn=turn)
    resize = ResizeLogicalVolume(
        pool_name=observed.pool_name, group=desired.group, name=observed.name, capacity_bytes=wanted
    )
    if not desired.can_resize:
        reason = (
            "libvirt cannot resize a logical volume, and zkvm has no shell on the host to do it with lvextend; use "
            "qemu+ssh://HOST/system, or set `shell` of the host in the provider's `hosts`"
        )
        return (replace(told, effect=Effect.REFUSED, reason=reason),), ()
    if turn is Turn.RAISE:
        grown = (
            GrowThroughGuest(guest_uuid=uuid, target=target, capacity_bytes=wanted)
            for uuid, target in observed.running_users
        )
        return (told,), (resize, *grown)
    way = rule(_KIND, "capacity", turn, running=False).unless
    if not in_use and way is not None and desired.disk.on_shrink is OnShrink.ALLOW:
        return (replace(told, effect=way.effect, reason=way.reason),), (resize,)
    return (told,), ()
