"""The plan of a LUN: on the host while it is declared, and afterwards what was before."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.zfcp import ZfcpLun
from zkvm_provider.reconcile.host_steps import HostStep, SetFcpOnline, SetLunAttached
from zkvm_provider.reconcile.plan import Change, Effect, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedLun:
    """A LUN and the FCP device before it. `attached` says that it is a SCSI device of the host."""

    lun: ZfcpLun
    fcp_online: bool
    attached: bool
    scans_luns: bool = False
    npiv: bool = False
    scsi_host: int = 0
    bus: int = 0
    target: int = 0
    device: str = ""
    wwid: str = ""
    multipath: str = ""
    paths: int = 0
    """SCSI devices of the host with the same identity."""
    offered: tuple[str, ...] | None = None
    """LUNs the storage port offers; None while nobody can tell."""
    users: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Other LUNs that are attached through the same FCP device."""


def plan_scsi_lun(observed: ObservedLun) -> Plan:
    """The way to the LUN. One that the SAN is known not to offer is refused."""
    lun = observed.lun
    if observed.offered is not None and not observed.attached and lun.lun not in observed.offered:
        has = ", ".join(observed.offered) or "none"
        reason = f"port {lun.wwpn} offers no such LUN to {lun.bus_id} (it offers {has}); look at zoning and LUN masking"
        return Plan(changes=(Change(path="lun", old="", new=lun.lun, effect=Effect.REFUSED, reason=reason),))
    steps: list[HostStep] = []
    changes = []
    if not observed.fcp_online:
        steps.append(SetFcpOnline(bus_id=lun.bus_id, online=True))
        changes.append(Change(path=f"FCP device {lun.bus_id}", old="offline", new="online", effect=Effect.LIVE))
    if not observed.attached:
        steps.append(SetLunAttached(lun=lun, attached=True))
        changes.append(Change(path=f"LUN {lun.lun}", old="", new=lun.by_path, effect=Effect.LIVE))
    return Plan(changes=tuple(changes), steps=tuple(steps))


def release_scsi_lun(observed: ObservedLun, *, detach: bool, set_offline: bool) -> Plan:
    """The way back to what was before: what guests use stays, and an FCP device that has other LUNs."""
    lun = observed.lun
    if observed.users and (detach or set_offline):
        reason = f"it stays: {', '.join(observed.users)} use it"
        return Plan(changes=(Change(path="lun", old=lun.lun, new=lun.lun, effect=Effect.REPORTED, reason=reason),))
    steps: list[HostStep] = []
    if detach and observed.attached:
        steps.append(SetLunAttached(lun=lun, attached=False))
    if set_offline and observed.fcp_online and not observed.others:
        steps.append(SetFcpOnline(bus_id=lun.bus_id, online=False))
    change = Change(path="lun", old=lun.lun, new="", effect=Effect.LIVE)
    return Plan(changes=(change,) if steps else (), steps=tuple(steps))
