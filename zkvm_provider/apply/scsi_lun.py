"""LUNs at work: added to the host's SCSI devices, and taken away again if they were not there before."""

from __future__ import annotations

import threading
from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.host_device_references import lun_of
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.users import guests_on_lun
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.san import FcpDevice
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.scsi_lun import ScsiLun, ScsiLunOutputs
from zkvm_provider.model.structure import unstructure
from zkvm_provider.model.zfcp import ZfcpLun
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.scsi_lun import ObservedLun, plan_scsi_lun, release_scsi_lun

_LOCK = threading.Lock()
_OFFLINE, _DETACHED = "the FCP device was offline", "the LUN was not attached"


class ScsiLunWork(Work[ZfcpLun, ObservedLun]):
    """The kind `ScsiLun`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> ZfcpLun:
        lun = _named(inputs)
        if _fcp(desk, lun) is None:
            known = ", ".join(each.bus_id for each in desk.endpoint.devices.fcp_devices()) or "none"
            raise InvalidInput.at("fcpDevice", f"{desk.place} has no FCP device {lun.bus_id}; it has {known}")
        if not request.id and desk.is_preview:
            desk.previewed.add_path(desk.machine_id, lun.by_path)
        return lun

    def observe(self, desk: Desk, desired: ZfcpLun) -> ObservedLun | None:
        return _observe(desk, desired)

    def plan(self, desired: ZfcpLun, observed: ObservedLun | None) -> Plan:
        return Plan() if observed is None else plan_scsi_lun(observed)

    def before(self, desk: Desk, desired: ZfcpLun, observed: ObservedLun | None) -> None:
        """What the host was like is on disk before it is changed: a create may be killed between two steps."""
        what = f"lun {desired}"
        if observed is None or desk.journal.find(desk.machine_id, what, desk.identity) is not None:
            return
        if not observed.fcp_online:
            desk.journal.write(desk.machine_id, f"fcp {desired.bus_id}", desk.identity, note=_OFFLINE)
        if not observed.attached:
            note = _OFFLINE if not observed.fcp_online or _is_online_for_us(desk, desired) else _DETACHED
            desk.journal.write(desk.machine_id, what, desk.identity, note=note)

    def outputs(self, desk: Desk, desired: ZfcpLun, observed: ObservedLun) -> ScsiLunOutputs:
        entry = desk.journal.find(desk.machine_id, f"lun {desired}", desk.identity)
        note = "" if entry is None else entry.note
        if observed.paths > 1 and observed.multipath:
            desk.notes.append(
                f"this LUN has {observed.paths} paths on {desk.place}: "
                f"a guest that is to survive the loss of one takes `block={observed.multipath!r}`"
            )
        was_attached = note not in (_OFFLINE, _DETACHED) or observed.scans_luns
        return _outputs(desk, observed, was_online=note != _OFFLINE, was_attached=was_attached)

    def foresee(self, desk: Desk, desired: ZfcpLun, observed: ObservedLun | None, plan: Plan) -> dict[str, Tree]:
        known: dict[str, Tree] = {"path": desired.by_path, "unit": desired.unit, "hostUri": desk.endpoint.uri}
        known["machineId"] = desk.machine_id
        if observed is not None and observed.attached and plan.is_empty:
            known.update(unstructure(self.outputs(desk, desired, observed)))
        return known

    def find(self, desk: Desk, key: str) -> ObservedLun | None:
        observed = _observe(desk, ZfcpLun.parse(key))
        return observed if observed is not None and observed.attached else None

    def key_of(self, observed: ObservedLun) -> str:
        return str(observed.lun)

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedLun) -> dict[str, Tree]:
        if inputs is not None:
            return given
        lun = observed.lun
        return {"host": desk.host, "fcpDevice": str(lun.bus_id), "wwpn": lun.wwpn, "lun": lun.lun}

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedLun, old: dict[str, Tree]) -> ScsiLunOutputs:
        was_online, was_attached = (bool(old.get(name, True)) for name in ("wasOnline", "wasAttached"))
        return _outputs(desk, observed, was_online=was_online, was_attached=was_attached)

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedLun) -> Plan:
        detach = request.outputs.get("wasAttached") is False
        return release_scsi_lun(observed, detach=detach, set_offline=request.outputs.get("wasOnline") is False)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"lun {request.id}")
        if request.outputs.get("wasOnline") is False:
            _set_offline_when_unused(desk, ZfcpLun.parse(request.id))


def _is_online_for_us(desk: Desk, lun: ZfcpLun) -> bool:
    """Another LUN of this stack found the FCP device offline."""
    entry = desk.journal.last(desk.machine_id, f"fcp {lun.bus_id}")
    return entry is not None and entry.owner == desk.identity.owner


def _set_offline_when_unused(desk: Desk, lun: ZfcpLun) -> None:
    """The last of several LUNs that go at the same time sets their FCP device offline, also after a kill in between."""
    with _LOCK:
        fcp, bus_id = _fcp(desk, lun), str(lun.bus_id)
        if fcp is None or any(each.bus_id == bus_id for each in desk.endpoint.devices.scsi_devices()):
            return
        if fcp.online:
            desk.endpoint.devices.set_fcp_online(bus_id, False)
        desk.journal.forget(desk.machine_id, f"fcp {bus_id}")


def _named(inputs: ScsiLun) -> ZfcpLun:
    return ZfcpLun(inputs.fcp_device, inputs.wwpn.lower(), inputs.lun.lower())


def _fcp(desk: Desk, lun: ZfcpLun) -> FcpDevice | None:
    devices = desk.endpoint.devices.fcp_devices()
    return next((each for each in devices if each.bus_id == str(lun.bus_id)), None)


def _observe(desk: Desk, lun: ZfcpLun) -> ObservedLun | None:
    fcp, found = _fcp(desk, lun), desk.endpoint.devices.scsi_devices()
    if fcp is None:
        return None
    device = next((each for each in found if lun_of(each) == lun), None)
    offered = desk.endpoint.devices.offered_luns(str(lun.bus_id), lun.wwpn) if desk.fresh and device is None else None
    others = (lun_of(each) for each in found if each.bus_id == str(lun.bus_id) and each is not device)
    seen = ObservedLun(
        lun=lun,
        fcp_online=fcp.online,
        attached=device is not None,
        scans_luns=fcp.scans_luns,
        npiv=fcp.has_npiv,
        offered=offered,
        users=guests_on_lun(desk, lun, device) if desk.fresh else (),
        others=tuple(str(each) for each in others),
    )
    if device is None:
        return seen
    return ObservedLun(
        **{
            name: getattr(seen, name)
            for name in ("lun", "fcp_online", "attached", "scans_luns", "npiv", "users", "others")
        },
        scsi_host=device.host,
        bus=device.channel,
        target=device.target,
        device=device.device,
        wwid=device.wwid,
        multipath=device.multipath,
        paths=sum(each.wwid == device.wwid for each in found) if device.wwid else 1,
    )


def _outputs(desk: Desk, observed: ObservedLun, *, was_online: bool, was_attached: bool) -> ScsiLunOutputs:
    return ScsiLunOutputs(
        path=observed.lun.by_path,
        scsi_host=observed.scsi_host,
        bus=observed.bus,
        target=observed.target,
        unit=observed.lun.unit,
        device=observed.device,
        wwid=observed.wwid,
        multipath=observed.multipath,
        npiv=observed.npiv,
        was_online=was_online,
        was_attached=was_attached,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
    )
