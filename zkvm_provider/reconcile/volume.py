"""The plan of a volume: it grows in place, and its data are given up only by someone who said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.model.observed import ObservedVolume
from zkvm_provider.model.volume import OnShrink, Qcow2Disk
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.absent import settle
from zkvm_provider.reconcile.desired import DesiredVolume
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.resources import change, refuse_users
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import turn_of
from zkvm_provider.reconcile.storage_steps import (
    CreateFromImage,
    CreateVolume,
    DeleteVolume,
    DropBaseImage,
    GrowThroughGuest,
    ResizeVolume,
)
from zkvm_provider.reconcile.words import say
from zkvm_provider.units import format_size

_KIND = "Qcow2Disk"
_SECTOR = 512


def plan_volume(desired: DesiredVolume | None, observed: ObservedVolume | None) -> Plan:
    """The way to the volume, or to none. Deleting is refused while guests or other volumes use it, running or not."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    if observed is None:
        return _make(desired)
    if desired.previous is None and not desired.is_ours:
        reason = "a volume of that name is there and was not made by zkvm; import it, or choose another name"
        taken = Change(path="name", old="", new=observed.name, effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(taken,))
    lost = tuple(_lost_data(desired, observed))
    resized, steps = _resize(desired.volume, observed)
    if lost or any(each.effect is Effect.REFUSED for each in resized):
        return Plan(changes=(*lost, *resized))
    return Plan(changes=(*resized, *own_templates.kept(desired.own)), steps=steps)


def _make(desired: DesiredVolume) -> Plan:
    """A new volume; one known before under another name or in another pool would be left behind, which is judged."""
    volume, before = desired.volume, desired.previous
    moved = [] if before is None else [field for field in ("name", "pool") if _differs(field, before, volume)]
    if moved:
        changes = tuple(
            _judge(volume, field, say(getattr(before, field)), say(getattr(volume, field)), desired.old_users)
            for field in moved
        )
        return Plan(changes=changes)
    label = f"{desired.pool_name}/{volume.name} of {format_size(_sectors(volume.capacity))}"
    whole = replace(volume, capacity=_sectors(volume.capacity))
    if volume.source is not None:
        made = Change(
            path="volume", old="", new=f"{label} from {volume.source}", effect=Effect.LIVE, reason="it is made"
        )
        return Plan(changes=(made,), steps=(CreateFromImage(pool_name=desired.pool_name, volume=whole),))
    step = CreateVolume(
        pool_name=desired.pool_name,
        volume=whole,
        backing_path=desired.backing_path,
        backing_format=desired.backing_format,
        added=desired.own.wanted.patches,
    )
    return Plan(
        changes=(Change(path="volume", old="", new=label, effect=Effect.LIVE, reason="it is made"),), steps=(step,)
    )


def _differs(field: str, before: Qcow2Disk, volume: Qcow2Disk) -> bool:
    return getattr(volume, field) is not None and getattr(before, field) != getattr(volume, field)


def _remove(observed: ObservedVolume) -> Plan:
    label = f"{observed.pool_name}/{observed.name}"
    if observed.users:
        reason = f"it is used by {', '.join(observed.users)}; take it away there first"
        return Plan(changes=(Change(path="volume", old=label, new="", effect=Effect.REFUSED, reason=reason),))
    gone = Change(path="volume", old=label, new="", effect=Effect.LIVE, reason="with its data")
    steps: tuple[Step, ...] = (DeleteVolume(pool_name=observed.pool_name, name=observed.name),)
    if observed.source_sha256:
        base = (observed.backing_path or "").rpartition("/")[2]
        steps = (*steps, DropBaseImage(pool_name=observed.pool_name, name=base))
    return Plan(changes=(gone,), steps=steps)


def _lost_data(desired: DesiredVolume, observed: ObservedVolume) -> Iterator[Change]:
    """Changes that only another volume can satisfy."""
    settled = settle(desired.volume, desired.previous)
    volume = settled.value
    fields: list[tuple[str, str, str]] = [
        ("pool", observed.pool_name, desired.pool_name),
        ("name", observed.name, volume.name or observed.name),
        ("format", say(observed.format), say(volume.format or observed.format)),
    ]
    if volume.backing is not None or "backing" in settled.cleared:
        fields.append(("backing", observed.backing_path or "", desired.backing_path))
    if volume.backing_format is not None and desired.backing_path == observed.backing_path:
        fields.append(("backing_format", observed.backing_format, say(volume.backing_format)))
    fields += _other_image(volume, desired.previous, observed, cleared=settled.cleared)
    for field, old, new in fields:
        if old != new:
            yield _judge(volume, field, old, new, observed.users)


def _other_image(
    volume: Qcow2Disk, previous: Qcow2Disk | None, observed: ObservedVolume, *, cleared: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """The image it began as. By its digest where that is given, otherwise by its name."""
    if "source" in cleared:
        if observed.source_sha256:
            yield "source", say(previous.source if previous else None), ""
        return
    if volume.source is None:
        return
    if not observed.source_sha256:
        yield "source", "", volume.source
    elif volume.sha256 is not None:
        yield "sha256", observed.source_sha256, volume.sha256.lower()
    elif previous is not None and previous.source is not None:
        yield "source", previous.source, volume.source


def _judge(volume: Qcow2Disk, field: str, old: str, new: str, users: tuple[str, ...]) -> Change:
    """REFUSED, or REPLACE for who said `replace_data`; never while somebody uses the volume."""
    turn = turn_of(old or None, new or None)
    if users:
        return refuse_users((change(_KIND, field, old, new, in_use=True, turn=turn),), users)[0]
    way = rule(_KIND, field, turn, running=False).unless
    if way is not None and getattr(volume, way.field) == way.value:
        return Change(path=field, old=old, new=new, effect=way.effect, reason=way.reason)
    return change(_KIND, field, old, new, in_use=False, turn=turn)


def _resize(volume: Qcow2Disk, observed: ObservedVolume) -> tuple[tuple[Change, ...], tuple[Step, ...]]:
    wanted, has = _sectors(volume.capacity), observed.capacity_bytes
    if wanted == has:
        return (), ()
    user = observed.running_user
    turn = Turn.RAISE if wanted > has else Turn.LOWER
    in_the_way = _why_it_cannot_grow(observed)
    if wanted > has and in_the_way:
        refused = Change(
            path="capacity", old=format_size(has), new=format_size(wanted), effect=Effect.REFUSED, reason=in_the_way
        )
        return (refused,), ()
    told = change(_KIND, "capacity", format_size(has), format_size(wanted), in_use=user is not None, turn=turn)
    if turn is Turn.RAISE and user is not None:
        return (told,), (GrowThroughGuest(guest_uuid=user[0], target=user[1], capacity_bytes=wanted),)
    resize = ResizeVolume(
        pool_name=observed.pool_name, name=observed.name, capacity_bytes=wanted, shrink=turn is Turn.LOWER
    )
    if turn is Turn.LOWER:
        way = rule(_KIND, "capacity", turn, running=False).unless
        if user is None and way is not None and volume.on_shrink is OnShrink.ALLOW:
            return (replace(told, effect=way.effect, reason=way.reason),), (resize,)
        return (told,), ()
    return (told,), (resize,)


def _why_it_cannot_grow(observed: ObservedVolume) -> str:
    """Others read it as it is: a volume that lies on it, or a guest that may not write to it."""
    if observed.is_backing:
        over = ", ".join(user for user in observed.users if user.startswith("volume "))
        return f"{over} lies on it, and would see another disk; grow that one instead"
    if observed.is_read_only and observed.running_user is not None:
        return "a running guest has it read-only, and QEMU grows only what it may write; stop the guest first"
    return ""


def _sectors(size_bytes: int) -> int:
    """qemu-img rounds a size up to whole sectors of 512 bytes."""
    return -(-size_bytes // _SECTOR) * _SECTOR
