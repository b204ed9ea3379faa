"""The plan of a mediated device: its parent freed for guests, defined, started; and everything back afterwards."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import NO_TEMPLATES, OwnTemplates
from zkvm_provider.model.address import BusId
from zkvm_provider.model.mediated_device import MediatedDevice
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.host_steps import (
    DefineMediated,
    HandOverSubchannel,
    SetDasdOnline,
    SetMediatedAutostart,
    StartMediated,
    StopMediated,
    UndefineMediated,
)
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step
from zkvm_provider.reconcile.resources import change, refuse_users
from zkvm_provider.reconcile.words import say

MATRIX = "ap_matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredMediated:
    """`subchannel` and what follows tell of the parent; it is empty for crypto."""

    device: MediatedDevice
    uuid: str
    subchannel: str = ""
    dasd_online: bool = False
    for_guests: bool = False
    own: OwnTemplates = NO_TEMPLATES

    @property
    def parent_name(self) -> str:
        return f"css_{self.subchannel.replace('.', '_')}" if self.subchannel else MATRIX


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMediated:
    """A mediated device. `parent` is the device behind its subchannel."""

    uuid: str
    name: str
    model: str
    active: bool
    autostart: bool
    parent: BusId | None = None
    subchannel: str = ""
    adapters: tuple[int, ...] = ()
    domains: tuple[int, ...] = ()
    control_domains: tuple[int, ...] = ()
    users: tuple[str, ...] = ()


def plan_mediated(desired: DesiredMediated, observed: ObservedMediated | None) -> Plan:
    """The way to the device. A matrix that changes is made anew under the same uuid, unless a guest has it."""
    device, uuid = desired.device, desired.uuid
    if observed is None:
        kind = "vfio-ccw" if desired.subchannel else "vfio-ap"
        made = Change(path="mediated device", old="", new=kind, effect=Effect.LIVE, reason="it is made")
        return Plan(changes=(made,), steps=(*_free_parent(desired), *_make(desired)))
    changes = [
        change("MediatedDevice", name, say(old), say(new), in_use=bool(observed.users))
        for name, old, new in _matrix(device, observed)
        if old != new
    ]
    busy = change("MediatedDevice", "adapters", "", "", in_use=bool(observed.users)).reason
    changes += own_templates.remade(desired.own, reason=busy)
    if changes and observed.users:
        return Plan(changes=refuse_users(tuple(changes), observed.users))
    steps: list[Step] = []
    if changes:
        steps += [StopMediated(name=observed.name)] if observed.active else []
        steps += [UndefineMediated(name=observed.name), *_make(desired)]
        return Plan(changes=tuple(changes), steps=tuple(steps))
    if device.autostart is not None and device.autostart != observed.autostart:
        changes.append(
            Change(path="autostart", old=say(observed.autostart), new=say(device.autostart), effect=Effect.CONFIG)
        )
        steps.append(SetMediatedAutostart(uuid=uuid, autostart=device.autostart))
    if not observed.active:
        changes.append(Change(path="mediated device", old="stopped", new="started", effect=Effect.LIVE))
        steps += [*_free_parent(desired), StartMediated(uuid=uuid)]
    return Plan(changes=(*changes, *own_templates.repeated(desired.own)), steps=tuple(steps))


def remove_mediated(observed: ObservedMediated, *, was_online: bool, was_for_guests: bool) -> Plan:
    """The way back; refused while a guest has the device."""
    if observed.users:
        reason = f"{', '.join(observed.users)} has it; unplug it first"
        return Plan(
            changes=(Change(path="mediated device", old=observed.uuid, new="", effect=Effect.REFUSED, reason=reason),)
        )
    steps: list[Step] = [StopMediated(name=observed.name)] if observed.active else []
    steps.append(UndefineMediated(name=observed.name))
    if observed.subchannel and not was_for_guests:
        steps.append(HandOverSubchannel(subchannel=observed.subchannel, to_guests=False))
        if was_online and observed.parent is not None:
            steps.append(SetDasdOnline(bus_id=observed.parent, online=True))
    gone = Change(path="mediated device", old=observed.uuid, new="", effect=Effect.LIVE)
    return Plan(changes=(gone,), steps=tuple(steps))


def _matrix(
    device: MediatedDevice, observed: ObservedMediated
) -> tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]:
    if device.adapters is None:
        return ()
    names = ("adapters", "domains", "control_domains")
    return tuple((name, getattr(observed, name), tuple(sorted(getattr(device, name) or ()))) for name in names)


def _free_parent(desired: DesiredMediated) -> tuple[Step, ...]:
    if not desired.subchannel or desired.device.parent is None or desired.for_guests:
        return ()
    offline: tuple[Step, ...] = ()
    if desired.dasd_online:
        offline = (SetDasdOnline(bus_id=desired.device.parent, online=False),)
    return (*offline, HandOverSubchannel(subchannel=desired.subchannel, to_guests=True))


def _make(desired: DesiredMediated) -> tuple[Step, ...]:
    define = DefineMediated(
        uuid=desired.uuid, parent=desired.parent_name, device=desired.device, added=desired.own.wanted.patches
    )
    autostart = SetMediatedAutostart(uuid=desired.uuid, autostart=desired.device.autostart is not False)
    return (define, autostart, StartMediated(uuid=desired.uuid))
