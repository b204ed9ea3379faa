"""The plan of a libvirt network: changed while it runs where libvirt can, else stopped, redefined and started again.

libvirt stops and undefines a network under running guests without a word, and takes an uplink away from under them
(measured, libvirt 9.0.0), so that whoever is plugged into it is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.interface import MacvtapMode
from zkvm_provider.model.network import AnyNetwork, MacvtapNetwork, Portgroup
from zkvm_provider.model.observed import ObservedNetwork
from zkvm_provider.model.xml_patch import XmlPatch
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.desired import DesiredNetwork
from zkvm_provider.reconcile.network_parts import PartChange, PartTurn, part_changes, parts_of
from zkvm_provider.reconcile.network_steps import ChangeNetwork, DefineNetwork, StartNetwork
from zkvm_provider.reconcile.object_steps import SetAutostart, Stop, Subject, Undefine
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.portgroup_templates import beside_portgroups, template_parts, words
from zkvm_provider.reconcile.resources import (
    INTERRUPTED,
    Seen,
    activity,
    autostart_change,
    change,
    differences,
    refuse_users,
)
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import specs
from zkvm_provider.reconcile.words import say

_APART = frozenset({"host", "autostart", "portgroups", "devices", "dhcp_ranges", "dhcp_hosts", "dns_hosts"})
"""Fields that are judged otherwise than by comparing them with what the machine has."""


_WRITTEN = "the running network has it already"


def plan_network(desired: DesiredNetwork | None, observed: ObservedNetwork | None) -> Plan:
    """The way to the network, or to none. Refused while running guests are plugged into what would be stopped."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    if observed is None:
        return _make(desired)
    return _Update.of(desired, observed).plan()


def _make(desired: DesiredNetwork) -> Plan:
    network, uuid = desired.network, desired.uuid
    reason = INTERRUPTED if desired.is_renamed else "it is made"
    begun = Change(path="network", old="", new=network.name or "", effect=Effect.LIVE, reason=reason)
    made: tuple[Step, ...] = (DefineNetwork(uuid=uuid, network=network, own=desired.own), StartNetwork(uuid=uuid))
    set_autostart = (
        (SetAutostart(subject=Subject.NETWORK, uuid=uuid, autostart=True),) if network.autostart is not False else ()
    )
    return Plan(changes=(begun,), steps=(*made, *set_autostart))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """One update being planned: what needs the network to be off, and parts that change while it runs.

    `written` is what only the configuration lacks: an operator redefined the network, and it runs on as it was.
    """

    desired: DesiredNetwork
    observed: ObservedNetwork
    restarting: tuple[Change, ...]
    written: tuple[Change, ...]
    parts: tuple[Change, ...]

    @classmethod
    def of(cls, desired: DesiredNetwork, observed: ObservedNetwork) -> _Update:
        desired = replace(desired, network=_settled(desired, observed))
        in_use = bool(observed.users)
        written = tuple(_wholes(desired.network, observed.network, in_use=in_use))
        restarting = written
        if observed.active and observed.live is not None:
            restarting = tuple(_wholes(desired.network, observed.live, in_use=in_use))
        own = beside_portgroups(desired.own)
        restarting += own_templates.restarting(own, observed.held, reason=_templates_reason(in_use))
        written += own_templates.written(own, observed.held, reason=_WRITTEN)
        known = {each.path for each in restarting}
        written = tuple(_only_written(each) for each in written if each.path not in known)
        is_whole = any(each.path == "devices" for each in (*restarting, *written))
        parts = () if is_whole else tuple(_part_words(desired, observed))
        if "templates" not in {each.path for each in (*restarting, *written)}:
            parts += _template_words(desired, observed)
        return cls(desired=desired, observed=observed, restarting=restarting, written=written, parts=parts)

    def plan(self) -> Plan:
        uuid, network, observed, own = self.desired.uuid, self.desired.network, self.observed, self.desired.own
        if self.restarting and observed.users:
            return Plan(changes=refuse_users(self.restarting, observed.users))
        blocked = tuple(_blocked(self.parts, observed))
        if blocked and not self.restarting:
            return Plan(changes=blocked)
        is_renamed = any(each.path == "name" for each in self.restarting)
        changes = (*self.restarting, *self.written, *self._parts_along())
        steps: list[Step] = []
        if self.restarting or (changes and not observed.active):
            stop: tuple[Step, ...] = (Stop(subject=Subject.NETWORK, uuid=uuid),) if observed.active else ()
            gone: tuple[Step, ...] = (Undefine(subject=Subject.NETWORK, uuid=uuid),) if is_renamed else ()
            define: tuple[Step, ...] = (DefineNetwork(uuid=uuid, network=network, own=own),)
            steps += own_templates.in_order(self.restarting, stop=(*stop, *gone), define=define)
            steps.append(StartNetwork(uuid=uuid))
        elif not observed.active:
            changes, steps = (activity("inactive", "active"),), [StartNetwork(uuid=uuid)]
        else:
            steps += [DefineNetwork(uuid=uuid, network=network, own=own)] if self.written else []
            steps += self._part_steps()
        autostart = network.autostart is not False
        if autostart != (observed.autostart and not is_renamed):
            steps.append(SetAutostart(subject=Subject.NETWORK, uuid=uuid, autostart=autostart))
        told = (*autostart_change(observed.autostart, autostart), *own_templates.recorded(own, observed.held))
        return Plan(changes=(*changes, *told), steps=tuple(steps))

    def _parts_along(self) -> tuple[Change, ...]:
        if not self.restarting:
            return self.parts
        reason = "the network is restarted anyway"
        return tuple(replace(each, effect=Effect.CONFIG, reason=reason) for each in self.parts)

    def _part_steps(self) -> Iterator[Step]:
        """In both scopes at once where both lack the same, else each for itself: an operator may have changed one."""
        config, live_network = self.observed.network, self.observed.live or self.observed.network
        held, own = self.observed.held, self.desired.own
        written = () if self.written else _parts(self.desired, config, held.config)
        live = _parts(self.desired, live_network, held.live or ())
        for each in dict.fromkeys((*live, *written)):
            scopes = {"config": each in written, "live": each in live}
            yield ChangeNetwork(uuid=self.desired.uuid, change=each, own=own, **scopes)


def _parts(desired: DesiredNetwork, has: AnyNetwork, held: tuple[XmlPatch, ...]) -> tuple[PartChange, ...]:
    """The parts that differ in one scope, by the model or by what templates add to them."""
    changes = part_changes(desired.network, has)
    known = {each.key for each in changes}
    more = template_parts(desired.own, desired.network, has, held)
    return (*changes, *(each for each in more if each.key not in known))


def _template_words(desired: DesiredNetwork, observed: ObservedNetwork) -> tuple[Change, ...]:
    """What templates change of portgroups that the model leaves as they are."""
    scopes = [(observed.network, observed.held.config)]
    scopes += [(observed.live, observed.held.live or ())] if observed.live is not None else []
    found = {each.key: each for scope, held in scopes for each in _parts(desired, scope, held)}
    by_model = {each.key for scope, _ in scopes for each in part_changes(desired.network, scope)}
    return words(desired.own, observed, tuple(each for key, each in found.items() if key not in by_model))


def _settled(desired: DesiredNetwork, observed: ObservedNetwork) -> AnyNetwork:
    """What nobody speaks of stays; what was given before and is gone now goes."""
    network, previous, has = desired.network, desired.previous, observed.network
    if type(network) is not type(has):
        return network
    kept: dict[str, Any] = {}
    for name in _MAY_BE_UNSAID:
        if getattr(network, name, None) is None and hasattr(network, name):
            was_said = type(previous) is type(network) and getattr(previous, name) is not None
            kept[name] = (() if name not in {"vlan", "domain", "mtu"} else None) if was_said else getattr(has, name)
    return replace(network, **kept)


_MAY_BE_UNSAID = ("portgroups", "vlan", "dhcp_ranges", "dhcp_hosts", "dns_hosts", "forwarders", "domain", "mtu")


def _only_written(change: Change) -> Change:
    return replace(change, effect=Effect.CONFIG, reason=_WRITTEN)


def _templates_reason(in_use: bool) -> str:
    """As of any other field that needs the network to be off."""
    return rule("BridgeNetwork", "bridge", Turn.SET, running=in_use).reason


def _wholes(network: AnyNetwork, has: AnyNetwork, *, in_use: bool) -> Iterator[Change]:
    """What cannot change while the network runs."""
    yield from _fields(network, has, in_use=in_use)
    if isinstance(network, MacvtapNetwork) and not _takes_uplinks(network, has):
        before, after = getattr(has, "devices", ()), network.devices
        if before != after:
            yield change("MacvtapNetwork", "mode", say(before), say(after), in_use=in_use, at="devices")


def _fields(network: AnyNetwork, has: AnyNetwork, *, in_use: bool) -> Iterator[Change]:
    kind = type(network).__name__
    fields = [
        Seen(path=spec.name, wanted=getattr(network, spec.name), has=getattr(has, spec.name, None))
        for spec in specs(type(network))
        if spec.name not in _APART | {"vlan", "domain", "mtu"}
    ]
    yield from differences(kind, fields, in_use=in_use)
    for name in ("vlan", "domain", "mtu"):
        before, after = (say(getattr(each, name, None)) for each in (has, network))
        if before != after:
            yield change(kind, name, before, after, in_use=in_use, turn=Turn.ADD if after else Turn.REMOVE)


def _takes_uplinks(network: MacvtapNetwork, has: AnyNetwork) -> bool:
    """Whether the uplinks can change while the network runs: libvirt appends, and forgets who uses them.

    It forgets by an update which guest has an uplink to itself, so that in passthrough two guests would get the same.
    """
    if not isinstance(has, MacvtapNetwork):
        return False
    stay = [dev for dev in has.devices if dev in network.devices]
    added = [dev for dev in network.devices if dev not in has.devices]
    shares = MacvtapMode.PASSTHROUGH not in {network.mode, has.mode}
    return shares and bool(stay) and list(network.devices) == [*stay, *added]


def _part_words(desired: DesiredNetwork, observed: ObservedNetwork) -> Iterator[Change]:
    """Every part that differs in the configuration or in what runs, in the users' words."""
    wanted, kind, in_use = desired.network, type(desired.network).__name__, bool(observed.users)
    scopes = [observed.network, *([observed.live] if observed.live is not None else [])]
    found = {each.key: (each, scope) for scope in scopes for each in part_changes(wanted, scope)}
    for key, (each, scope) in found.items():
        before, after = (say(dict(parts_of(network)).get(key)) for network in (scope, wanted))
        field = key.partition("[")[0]
        turn = Turn.REMOVE if not after else Turn.ADD
        turn = Turn.SET if field == "devices" else turn
        told = change(kind, field, before, after, in_use=in_use, turn=turn, at=key)
        yield _with_holders(told, each, observed)


def _with_holders(told: Change, each: PartChange, observed: ObservedNetwork) -> Change:
    """Who is plugged into a portgroup that changes keeps its VLANs: said with the names."""
    if not isinstance(each.part, Portgroup) or each.turn is PartTurn.ADD:
        return told
    holders = observed.holders_of(each.part.name)
    if not holders:
        return replace(told, reason=told.reason.partition(";")[0])
    return replace(told, reason=f"{told.reason}: {', '.join(holders)}")


def _blocked(parts: tuple[Change, ...], observed: ObservedNetwork) -> Iterator[Change]:
    """Uplinks that running guests use are not taken away."""
    for each in parts:
        dev = each.old if each.path.startswith("devices[") and not each.new else ""
        if dev and (users := observed.users_of_uplink(dev)):
            reason = f"running guests use it: {', '.join(users)}; unplug or stop them first"
            yield replace(each, effect=Effect.REFUSED, reason=reason)


def _remove(observed: ObservedNetwork) -> Plan:
    name = observed.network.name or ""
    gone = Change(path="network", old=name, new="", effect=Effect.LIVE)
    if observed.users:
        reason = f"running guests are plugged into it: {', '.join(observed.users)}; unplug or stop them first"
        refusal = Change(path="network", old=name, new="", effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(refusal,))
    stop: tuple[Step, ...] = (Stop(subject=Subject.NETWORK, uuid=observed.uuid),) if observed.active else ()
    return Plan(changes=(gone,), steps=(*stop, Undefine(subject=Subject.NETWORK, uuid=observed.uuid)))
