"""The plan of a libvirt network: made and started, or stopped, redefined with the same uuid, and started again.

libvirt stops and undefines a network under running guests without a word (measured, libvirt 9.0.0), so that whoever is
plugged into it is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.network import OvsNetwork, Portgroup
from zkvm_provider.model.observed import ObservedNetwork
from zkvm_provider.reconcile.desired import DesiredNetwork
from zkvm_provider.reconcile.plan import (
    Change,
    DefineNetwork,
    Effect,
    Plan,
    SetNetworkAutostart,
    StartNetwork,
    Step,
    StopNetwork,
    UndefineNetwork,
)
from zkvm_provider.reconcile.resources import Seen, activity, autostart_change, change, differences, refuse_users
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import specs
from zkvm_provider.reconcile.words import say


def plan_network(desired: DesiredNetwork | None, observed: ObservedNetwork | None) -> Plan:
    """The way to the network, or to none. Refused while running guests are plugged into what would be stopped."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    network, uuid = desired.network, desired.uuid
    autostart = network.autostart is not False
    if observed is None:
        begun = Change(path="network", old="", new=network.name or "", effect=Effect.LIVE, reason="it is made")
        made: tuple[Step, ...] = (DefineNetwork(uuid=uuid, network=network), StartNetwork(uuid=uuid))
        set_autostart = (SetNetworkAutostart(uuid=uuid, autostart=True),) if autostart else ()
        return Plan(changes=(begun,), steps=(*made, *set_autostart))
    changes = _changes(desired, observed)
    if changes and observed.users:
        return Plan(changes=refuse_users(changes, observed.users))
    is_renamed = any(each.path == "name" for each in changes)
    steps: list[Step] = []
    if changes:
        stop: tuple[Step, ...] = (StopNetwork(uuid=uuid),) if observed.active else ()
        gone: tuple[Step, ...] = (UndefineNetwork(uuid=uuid),) if is_renamed else ()
        steps += (*stop, *gone, DefineNetwork(uuid=uuid, network=network))
    elif not observed.active:
        changes = (activity("inactive", "active"),)
    if changes:
        steps.append(StartNetwork(uuid=uuid))
    if autostart != (observed.autostart and not is_renamed):
        steps.append(SetNetworkAutostart(uuid=uuid, autostart=autostart))
    return Plan(changes=(*changes, *autostart_change(observed.autostart, autostart)), steps=tuple(steps))


_APART = frozenset({"host", "autostart", "portgroups"})
"""Fields that are judged otherwise than by comparing them with what the machine has."""


def _changes(desired: DesiredNetwork, observed: ObservedNetwork) -> tuple[Change, ...]:
    network, kind, in_use = desired.network, type(desired.network).__name__, bool(observed.users)
    fields = [
        Seen(path=spec.name, wanted=getattr(network, spec.name), has=getattr(observed.network, spec.name, None))
        for spec in specs(type(network))
        if spec.name not in _APART
    ]
    changes = differences(kind, fields, in_use=in_use)
    if not isinstance(network, OvsNetwork) or not isinstance(observed.network, OvsNetwork):
        return changes
    wanted = network.portgroups
    if wanted is None and isinstance(desired.previous, OvsNetwork) and desired.previous.portgroups is not None:
        wanted = ()
    return changes if wanted is None else (*changes, *_portgroups(wanted, observed.network.portgroups or (), in_use))


def _portgroups(wanted: tuple[Portgroup, ...], has: tuple[Portgroup, ...], in_use: bool) -> Iterator[Change]:
    """Portgroups by name; their order means nothing."""
    new, old = {each.name: each for each in wanted}, {each.name: each for each in has}
    for name in (*new, *(name for name in old if name not in new)):
        before, after = (say(old.get(name)), say(new.get(name)))
        if before != after:
            turn = Turn.REMOVE if name not in new else Turn.ADD
            yield change("OvsNetwork", "portgroups", before, after, in_use=in_use, turn=turn, at=f"portgroups[{name}]")


def _remove(observed: ObservedNetwork) -> Plan:
    name = observed.network.name or ""
    gone = Change(path="network", old=name, new="", effect=Effect.LIVE)
    if observed.users:
        reason = f"running guests are plugged into it: {', '.join(observed.users)}; unplug or stop them first"
        refusal = Change(path="network", old=name, new="", effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(refusal,))
    stop: tuple[Step, ...] = (StopNetwork(uuid=observed.uuid),) if observed.active else ()
    return Plan(changes=(gone,), steps=(*stop, UndefineNetwork(uuid=observed.uuid)))
