"""The plan of a DASD: online while it is declared, and afterwards what it was before."""

from __future__ import annotations

from zkvm_provider.model.observed import ObservedDasd
from zkvm_provider.reconcile.desired import DesiredDasd
from zkvm_provider.reconcile.host_steps import SetDasdOnline
from zkvm_provider.reconcile.plan import Change, Effect, Plan


def plan_dasd(desired: DesiredDasd | None, observed: ObservedDasd | None, *, restore_offline: bool = False) -> Plan:
    """The way to the DASD, or (`desired` None) back from it. Data on it are never touched.

    `restore_offline`: zkvm set it online, so it goes offline again, but not while a guest uses it.
    """
    if desired is None:
        return _release(observed, restore_offline=restore_offline) if observed is not None else Plan()
    bus_id, partition = desired.dasd.bus_id, desired.dasd.partition
    if observed is None:
        reason = "the host has no such DASD; `lscss` on the host lists what its LPAR may use"
        return Plan(changes=(Change(path="bus_id", old="", new=str(bus_id), effect=Effect.REFUSED, reason=reason),))
    if not observed.online:
        step = SetDasdOnline(bus_id=bus_id, online=True, dasd=desired.dasd)
        return Plan(changes=(_turn(observed, online=True),), steps=(step,))
    if partition is not None and partition not in observed.partitions:
        has = ", ".join(map(str, observed.partitions)) or "none"
        reason = f"{bus_id} has no such partition (it has {has}); make it on the host with fdasd"
        missing = Change(path="partition", old="", new=str(partition), effect=Effect.REFUSED, reason=reason)
        return Plan(changes=(missing,))
    return Plan()


def _release(observed: ObservedDasd, *, restore_offline: bool) -> Plan:
    if not observed.online or not restore_offline:
        return Plan()
    if observed.users:
        reason = f"it stays online: {', '.join(observed.users)} use it"
        kept = Change(path="online", old="true", new="true", effect=Effect.REPORTED, reason=reason)
        return Plan(changes=(kept,))
    return Plan(changes=(_turn(observed, online=False),), steps=(SetDasdOnline(bus_id=observed.bus_id, online=False),))


def _turn(observed: ObservedDasd, *, online: bool) -> Change:
    words = ("offline", "online") if online else ("online", "offline")
    return Change(path=f"dasd {observed.bus_id}", old=words[0], new=words[1], effect=Effect.LIVE)
