"""The plan of a libvirt network: made and started, or stopped, redefined with the same uuid, and started again.

libvirt stops and undefines a network under running guests without a word (measured, libvirt 9.0.0), so that whoever is
plugged into it is looked at here.
"""

from __future__ import annotations

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
from zkvm_provider.reconcile.resources import Seen, activity, autostart_change, differences, refuse_users


def plan_network(desired: DesiredNetwork | None, observed: ObservedNetwork | None) -> Plan:
    """The way to the network, or to none. Refused while running guests are plugged into what would be stopped."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    network, uuid = desired.network, desired.uuid
    autostart = network.autostart is not False
    if observed is None:
        change = Change(path="network", old="", new=network.name or "", effect=Effect.LIVE, reason="it is made")
        made: tuple[Step, ...] = (DefineNetwork(uuid=uuid, network=network), StartNetwork(uuid=uuid))
        set_autostart = (SetNetworkAutostart(uuid=uuid, autostart=True),) if autostart else ()
        return Plan(changes=(change,), steps=(*made, *set_autostart))
    fields = (
        Seen(path="name", wanted=network.name, has=observed.name),
        Seen(path="devices", wanted=network.devices, has=observed.devices),
        Seen(path="mode", wanted=network.mode, has=observed.mode),
    )
    changes = differences("MacvtapNetwork", fields, in_use=bool(observed.users))
    if changes and observed.users:
        return Plan(changes=refuse_users(changes, observed.users))
    is_renamed = any(change.path == "name" for change in changes)
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


def _remove(observed: ObservedNetwork) -> Plan:
    change = Change(path="network", old=observed.name, new="", effect=Effect.LIVE)
    if observed.users:
        reason = f"running guests are plugged into it: {', '.join(observed.users)}; unplug or stop them first"
        refusal = Change(path="network", old=observed.name, new="", effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(refusal,))
    stop: tuple[Step, ...] = (StopNetwork(uuid=observed.uuid),) if observed.active else ()
    return Plan(changes=(change,), steps=(*stop, UndefineNetwork(uuid=observed.uuid)))
