"""The plan of a guest: one complete definition, what the running guest takes at once, and power last.

Order of the steps of a running guest: first what it takes live, then the definition, then power. A running guest that
refuses a device thereby leaves the configuration as it was; and as the running guest is always compared with the
configuration to be, a process killed between any two steps is followed by a plan of just the rest.
"""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.guest import Guest, NextBoot, Power, Shutdown
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.model.waiting import DEFAULT_TIMEOUT_S
from zkvm_provider.reconcile import power
from zkvm_provider.reconcile.absent import Settled, settle
from zkvm_provider.reconcile.booted import boot_disk
from zkvm_provider.reconcile.bus_changes import guest_deltas
from zkvm_provider.reconcile.definition import complete
from zkvm_provider.reconcile.deltas import Delta, overlaps
from zkvm_provider.reconcile.desired import DesiredGuest
from zkvm_provider.reconcile.devices import Devices, judge_devices
from zkvm_provider.reconcile.host_steps import WaitForGuest
from zkvm_provider.reconcile.live import Verdict, in_order, judge_scalars
from zkvm_provider.reconcile.moving import as_arrived, with_move
from zkvm_provider.reconcile.object_steps import SetAutostart, Subject, Undefine
from zkvm_provider.reconcile.plan import Change, DefineGuest, Effect, FinishGuest, Plan, RememberBoot, RenameGuest, Step
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.words import say


def plan_guest(desired: DesiredGuest, observed: ObservedGuest | None) -> Plan:
    """The way from the observed guest to the desired one; made when there is none, finished when it is half made.

    `observed` is ours: whose it is has been looked at before. Raises InvalidInput for addresses that cannot be given.
    """
    final = complete(desired, observed)
    if observed is None:
        return _make(desired, final)
    arrived = as_arrived(desired, observed)
    return with_move(desired, observed, _Update.of(desired, arrived, final).plan())


def remove_guest(observed: ObservedGuest, shutdown: Shutdown | None = None) -> Plan:
    """Stop it as `shutdown` says, then remove its definition. Volumes and block devices are not touched."""
    uuid = observed.config.uuid
    stop = power.stop(uuid, observed.power, shutdown) if observed.live is not None else ()
    effect = Effect.LIVE if stop else Effect.CONFIG
    change = Change(path="guest", old=observed.config.guest.name or uuid, new="", effect=effect)
    return Plan(changes=(change,), steps=(*stop, Undefine(subject=Subject.GUEST, uuid=uuid)))


def pending_of(observed: ObservedGuest) -> tuple[str, ...]:
    """What the persistent configuration has and the running guest has not, in words. Empty for a stopped guest."""
    if observed.live is None or observed.power is Power.STOPPED:
        return ()
    verdicts = _verdicts(observed.config, observed)
    return tuple(str(each.change) for each in verdicts if each.waits and not each.is_implied)


def _make(desired: DesiredGuest, final: GuestDefinition) -> Plan:
    wanted = desired.guest.power or Power.RUNNING
    autostart: tuple[Step, ...] = ()
    if desired.guest.autostart:
        autostart = (SetAutostart(subject=Subject.GUEST, uuid=final.uuid, autostart=True),)
    start = power.start(final.uuid, wanted, frozen=_freezes(desired.guest))
    effect = Effect.LIVE if start else Effect.CONFIG
    change = Change(path="guest", old="", new=final.guest.name or "", effect=effect, reason="it is made")
    if not autostart and not start and not final.guest.xml_patches:  # the definition is all there is to do
        return Plan(changes=(change,), steps=(DefineGuest(definition=final, is_new=True),), definition=final)
    begin = DefineGuest(definition=replace(final, unfinished=True), is_new=True)
    steps: tuple[Step, ...] = (
        begin,
        *autostart,
        *start,
        *_wait(desired.guest, final.uuid, start),
        FinishGuest(definition=final),
    )
    return Plan(changes=(change,), steps=steps, definition=final)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """One update being planned. `is_active`: the guest runs or is paused; a crashed one counts as stopped."""

    desired: DesiredGuest
    observed: ObservedGuest
    final: GuestDefinition
    settled: Settled[Guest]
    is_active: bool
    wanted: Power
    found: tuple[Delta, ...]
    """Where the persistent configuration differs from the one to be, the name left out."""
    verdicts: tuple[Verdict, ...]
    """Where the running guest differs."""

    @classmethod
    def of(cls, desired: DesiredGuest, observed: ObservedGuest, final: GuestDefinition) -> _Update:
        settled = settle(desired.guest, desired.previous)
        is_active = observed.live is not None and observed.power is not Power.STOPPED
        found = tuple(each for each in guest_deltas(observed.config.guest, final.guest) if each.path not in _OUTSIDE)
        return cls(
            desired=desired,
            observed=observed,
            final=final,
            settled=settled,
            is_active=is_active,
            wanted=desired.guest.power or Power.RUNNING,
            found=found,
            verdicts=tuple(_verdicts(final, observed, settled, desired.choosing_networks)) if is_active else (),
        )

    @property
    def renames(self) -> bool:
        return self.final.guest.name != self.observed.config.guest.name

    @property
    def rewrites(self) -> bool:
        """The user's own templates are others than those the configuration was made with."""
        return self.desired.templates != self.observed.config.templates

    @property
    def waiting(self) -> tuple[Change, ...]:
        """What the running guest cannot take."""
        changes = [each.change for each in self.verdicts if each.waits and not each.is_implied]
        if self.renames and self.is_active:
            changes.insert(0, self._rename_change(Effect.NEXT_BOOT))
        return tuple(changes)

    @property
    def stops(self) -> bool:
        """Whether the guest is off at some point of the plan, so that all of its configuration comes to hold."""
        return self.is_active and (self.wanted is Power.STOPPED or self.restarts)

    @property
    def restarts(self) -> bool:
        is_asked = self.desired.guest.next_boot is NextBoot.RESTART and self.wanted in {Power.RUNNING, Power.PAUSED}
        return self.is_active and is_asked and bool(self.waiting)

    @property
    def is_frozen(self) -> bool:
        """Started paused for a debugger, which decides when it goes on."""
        is_paused = self.is_active and self.observed.power is Power.PAUSED and self.wanted is Power.RUNNING
        return is_paused and _freezes(self.desired.guest)

    @property
    def keeps_name(self) -> bool:
        """Nobody may stop the running guest, so libvirt cannot rename it: the plan is refused."""
        return self.renames and self.is_active and not self.stops

    def plan(self) -> Plan:
        pending = () if self.stops else tuple(str(change) for change in self.waiting)
        if self.keeps_name:
            return Plan(changes=(*self._changes(), *self._own_changes()), definition=self.final)
        changes = (*self._changes(), *self._own_changes(), *self._power_changes())
        return Plan(changes=changes, steps=self._steps(), pending=pending, definition=self.final)

    def _steps(self) -> tuple[Step, ...]:
        uuid, name = self.final.uuid, self.final.guest.name or ""
        rename: tuple[Step, ...] = (RenameGuest(uuid=uuid, name=name),) if self.renames else ()
        power_steps = self._power_steps(rename if self.observed.live else ())
        steps: list[Step] = [] if self.stops else [*in_order(self.verdicts)]
        if self.observed.live is None:
            steps += rename
        if self.found or self.rewrites:
            written = self._named(self.observed.config.guest.name) if self.observed.live is not None else self.final
            steps.append(DefineGuest(definition=replace(written, unfinished=self.observed.config.unfinished)))
        steps += self._autostart_steps()
        steps += power_steps
        if self.observed.config.unfinished:
            if not any(isinstance(step, WaitForGuest) for step in steps):
                steps += _wait(self.desired.guest, uuid, ("it was started",))
            steps.append(FinishGuest(definition=self.final))
        return (*self._remembered(), *steps) if steps else ()

    def _remembered(self) -> tuple[Step, ...]:
        """A running guest that was defined by others, or by an older zkvm, does not know what it started from."""
        live = self.observed.live
        if live is None or live.boots is not None or not self.is_active or self.stops:
            return ()
        guest = replace(self.final.guest, xml_patches=live.guest.xml_patches)
        mark = replace(self.final, guest=guest, boots=boot_disk(live), templates=live.templates, added=live.added)
        return (RememberBoot(definition=mark),)

    def _power_steps(self, rename: tuple[Step, ...]) -> tuple[Step, ...]:
        """Power, and a rename that needs the guest to be off."""
        uuid, has = self.final.uuid, self.observed.power
        if self.is_active and not self.stops:
            return () if self.is_frozen else power.turn(uuid, has, self.wanted)
        stop: tuple[Step, ...] = ()
        is_crashed = self.observed.live is not None and not self.is_active
        start = power.start(uuid, self.wanted, frozen=_freezes(self.desired.guest))
        if self.stops or (is_crashed and (start or rename)):
            stop = power.stop(uuid, has, self.desired.guest.shutdown)
        return (*stop, *rename, *start, *_wait(self.desired.guest, uuid, start))

    def _named(self, name: str | None) -> GuestDefinition:
        return replace(self.final, guest=replace(self.final.guest, name=name))

    def _autostart_steps(self) -> tuple[Step, ...]:
        wanted = self.settled.value.autostart
        if wanted is None or wanted == self.observed.autostart:
            return ()
        return (SetAutostart(subject=Subject.GUEST, uuid=self.final.uuid, autostart=wanted),)

    def _changes(self) -> tuple[Change, ...]:
        """The configuration's differences with their effect, then those of the running guest alone (drift)."""
        changes = [self._effect_of(delta) for delta in self.found if not self._is_implied(delta)]
        if self.renames:
            waits = Effect.NEXT_BOOT if self.restarts else Effect.CONFIG
            changes.insert(0, self._rename_change(Effect.REFUSED if self.keeps_name else waits))
        if self.stops:
            return tuple(changes)
        told = [delta.path for delta in self.found]
        drift = [each.change for each in self.verdicts if not each.waits]
        untold = [each for each in drift if not any(overlaps(each.path, path) for path in told)]
        return (*changes, *untold)

    def _is_implied(self, delta: Delta) -> bool:
        """A value nobody speaks of that moves with another one is not told."""
        return delta.path in _FOLLOWERS and not self.settled.has_opinion(delta.path)

    def _effect_of(self, delta: Delta) -> Change:
        change = Change(path=delta.path, old=delta.old, new=delta.new, effect=Effect.CONFIG)
        ruled = rule("Guest", delta.table, delta.turn, running=self.is_active)
        if not self.is_active or ruled.effect is Effect.CONFIG:
            return replace(change, reason=ruled.reason)
        of_this = [each.change for each in self.verdicts if overlaps(each.change.path, delta.path)]
        if self.stops and not self.restarts:
            return replace(change, reason="the guest is stopped")
        if self.stops or any(each.effect is Effect.NEXT_BOOT for each in of_this):
            waits = next((each for each in of_this if each.effect is Effect.NEXT_BOOT), None)
            if waits is None and ruled.effect is not Effect.NEXT_BOOT:
                return replace(change, effect=Effect.NEXT_BOOT, reason="the guest is restarted anyway")
            return replace(change, effect=Effect.NEXT_BOOT, reason=waits.reason if waits else ruled.reason)
        if of_this:
            return replace(change, effect=Effect.LIVE, reason=of_this[0].reason)
        return replace(change, reason="the running guest has it already")

    def _rename_change(self, effect: Effect) -> Change:
        old, new = self.observed.config.guest.name or "", self.final.guest.name or ""
        ruled = rule("Guest", "name", Turn.SET, running=self.is_active)
        reason = ruled.unless.reason if ruled.unless and effect is not Effect.REFUSED else ruled.reason
        return Change(path="name", old=old, new=new, effect=effect, reason=reason)

    def _own_changes(self) -> tuple[Change, ...]:
        changes: list[Change] = []
        if self._autostart_steps():
            old, new = say(self.observed.autostart), say(self.settled.value.autostart)
            changes.append(Change(path="autostart", old=old, new=new, effect=Effect.CONFIG))
        if self.rewrites:
            changes.append(self._templates_change())
        if self.observed.config.unfinished:
            name = self.final.guest.name or ""
            reason = "making it was interrupted and is finished now"
            changes.append(Change(path="guest", old="", new=name, effect=Effect.CONFIG, reason=reason))
        return tuple(changes)

    def _templates_change(self) -> Change:
        old, new = self.observed.config.templates, self.desired.templates
        waits = self.is_active and not self.stops
        reason = "a running guest keeps the XML it was started with" if waits else ""
        effect = Effect.NEXT_BOOT if waits else Effect.CONFIG
        return Change(path="templates", old=old, new=new, effect=effect, reason=reason)

    def _power_changes(self) -> tuple[Change, ...]:
        has = self.observed.power
        if self.restarts:
            paths = ", ".join(change.path for change in self.waiting)
            reason = f"`next_boot` is `restart`, and {paths} cannot change while it runs"
            return (Change(path="power", old=say(has), new="restarted", effect=Effect.LIVE, reason=reason),)
        if self.is_frozen:
            return self._frozen_changes()
        if self.wanted in {has, Power.UNMANAGED}:
            return ()
        reason = _NO_LONGER_FROZEN if has is Power.PAUSED and _froze(self.desired.previous) else ""
        return (Change(path="power", old=say(has), new=say(self.wanted), effect=Effect.LIVE, reason=reason),)

    def _frozen_changes(self) -> tuple[Change, ...]:
        """What becomes of a power state that was just asked for, while a debugger has the guest."""
        before = self.desired.previous
        if before is None or before.power is self.desired.guest.power:
            return ()
        return (Change(path="power", old=say(before.power), new="running", effect=Effect.REPORTED, reason=_FROZEN),)


def _wait(guest: Guest, uuid: str, start: tuple[object, ...]) -> tuple[Step, ...]:
    """Waiting for a guest that is started to run, where the user wants that."""
    wanted = guest.wait_for
    if wanted is None or not start or guest.power not in {None, Power.RUNNING} or _freezes(guest):
        return ()
    timeout_s = wanted.timeout_s or DEFAULT_TIMEOUT_S
    return (WaitForGuest(uuid=uuid, name=guest.name or "", source=wanted.source.value, timeout_s=timeout_s),)


_FROZEN = (
    "it stays paused until you or your debugger let it run (virsh resume): `debug.freeze` is set; without, the next "
    "up resumes it"
)
_NO_LONGER_FROZEN = "it was paused for a debugger, and `debug.freeze` is gone"


def _froze(guest: Guest | None) -> bool:
    return guest is not None and _freezes(guest)


def _freezes(guest: Guest) -> bool:
    return guest.debug is not None and bool(guest.debug.freeze)


_FOLLOWERS = frozenset({"current_memory", "max_vcpus"})
"""They move with `memory` and `vcpus` while nothing is said about them."""

_OUTSIDE = frozenset({"name", "host", "autostart", "power", "shutdown", "wait_for", "migration", "next_boot"})
"""Fields of the model that are no part of the XML, and the name, which has a verb of its own."""


def _verdicts(
    final: GuestDefinition,
    observed: ObservedGuest,
    settled: Settled[Guest] | None = None,
    choosing: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """Where the running guest differs from `final`. What it could take live is left out for fields nobody speaks of."""
    assert observed.live is not None  # noqa: S101 - callers ask for running guests only
    devices = Devices(
        uuid=final.uuid,
        final=final,
        live=observed.live,
        configured=observed.config.guest,
        choosing_networks=choosing,
    )
    found = [*judge_scalars(final, observed, observed.live.guest), *judge_devices(devices)]
    return [each for each in found if each.waits or (settled is not None and settled.has_opinion(each.field))]
