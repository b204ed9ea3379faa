"""LUNs and mediated devices a guest refers to: looked up on its host, every fault with its path.

A LUN that is a host device is known to libvirt by the host's SCSI numbers. They move when FCP devices come and go, so
they are looked up for every plan, and thereby before every start that zkvm makes.
"""

from __future__ import annotations

import dataclasses

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.errors import Fault
from zkvm_provider.hypervisor.port import ObjectInfo, ObjectKind
from zkvm_provider.hypervisor.san import ScsiDevice
from zkvm_provider.libvirtxml.parse.node_device import parse_node_device
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.zfcp import ScsiPlace, ZfcpLun

_DECLARE = "declare it as a ScsiLun and pass that resource (or name it in depends_on)"


def resolve_lun(desk: Desk, at: int, lun: Lun, faults: list[Fault]) -> Lun:
    """A zFCP LUN by its id, as host device by its place on the host at this moment."""
    zfcp = ZfcpLun.of_path(lun.block or "")
    if zfcp is None and (lun.lun is None or is_stand_in(lun.lun)):
        return lun
    try:
        zfcp = zfcp or ZfcpLun.parse(lun.lun or "")
    except ValueError as wrong:
        faults.append(Fault(path=f"luns[{at}].lun", reason=str(wrong)))
        return lun
    named = dataclasses.replace(lun, lun=str(zfcp), block=None)
    if not lun.is_hostdev:
        return named
    device = next((each for each in desk.endpoint.devices.scsi_devices() if lun_of(each) == zfcp), None)
    if device is None:
        if desk.fresh and not _is_previewed(desk, zfcp):
            faults.append(Fault(path=f"luns[{at}].lun", reason=_not_attached(desk, zfcp)))
        return named
    return dataclasses.replace(named, lun=str(_place(device)))


def lun_fault(desk: Desk, here: str, lun: Lun) -> Fault | None:
    """A LUN or SCSI device that the host has not; host devices are judged where they are looked up."""
    if lun.is_hostdev or lun.iscsi is not None or is_stand_in(lun.lun) or is_stand_in(lun.block):
        return None
    zfcp = _zfcp(lun)
    if zfcp is not None:
        if _is_previewed(desk, zfcp) or desk.endpoint.devices.file_exists(zfcp.by_path):
            return None
        return Fault(path=f"{here}.{'lun' if lun.lun else 'block'}", reason=_not_attached(desk, zfcp))
    if lun.block is None or desk.endpoint.devices.file_exists(lun.block):
        return None
    return Fault(path=f"{here}.block", reason=f"{lun.block} does not exist on {desk.place}; correct the path")


def resolve_mdev(desk: Desk, at: int, mdev: Mdev, faults: list[Fault], *, starts: bool) -> Mdev:
    """The device by its uuid in lower case; a fault when the host has none of it, or one of another kind."""
    if is_stand_in(mdev.device):
        return mdev
    named = dataclasses.replace(mdev, device=mdev.device.lower())
    if not desk.fresh or desk.previewed.has(desk.machine_id, ObjectKind.NODE_DEVICE, named.device):
        return named
    here, info = f"mdevs[{at}].device", find_mdev(desk, named.device)
    if info is None:
        reason = f"{desk.place} has no mediated device {named.device}; declare it as a MediatedDevice and pass that"
        faults.append(Fault(path=here, reason=reason))
        return named
    kind = parse_node_device(desk.endpoint.hypervisor.dump(info.ref)).mdev_model
    if kind != mdev.model.value:
        reason = f"{named.device} is {kind or 'of another kind'}; name the model it has"
        faults.append(Fault(path=f"mdevs[{at}].model", reason=reason))
    elif starts and not info.active:
        reason = f"{named.device} on {desk.place} is not started; run pulumi refresh, then up"
        faults.append(Fault(path=here, reason=reason))
    return named


def find_mdev(desk: Desk, uuid: str) -> ObjectInfo | None:
    """The host's mediated device of that uuid, started or not."""
    prefix = f"mdev_{uuid.replace('-', '_')}"
    devices = desk.endpoint.hypervisor.list(ObjectKind.NODE_DEVICE)
    return next((each for each in devices if each.ref.name.startswith(prefix)), None)


def with_lun_ids(desk: Desk, inputs: dict[str, Tree]) -> dict[str, Tree]:
    """Inputs of a guest as observed, with the places of host devices told as the LUNs they are at this moment."""
    luns = inputs.get("luns")
    places = [lun.get("lun") for lun in luns if isinstance(lun, dict)] if isinstance(luns, list) else []
    if not any(isinstance(place, str) and ScsiPlace.parse(place) for place in places):
        return inputs
    known = {str(_place(each)): str(lun_of(each)) for each in desk.endpoint.devices.scsi_devices() if lun_of(each)}
    assert isinstance(luns, list)  # noqa: S101 - a place was found in it
    told: list[Tree] = [
        {**lun, "lun": known.get(str(lun.get("lun")), lun["lun"])} if isinstance(lun, dict) and "lun" in lun else lun
        for lun in luns
    ]
    return {**inputs, "luns": told}


def lun_of(device: ScsiDevice) -> ZfcpLun | None:
    """The zFCP LUN a SCSI device is; None for one that is reached otherwise."""
    return ZfcpLun.parse(f"{device.bus_id}/{device.wwpn}/{device.lun}") if device.bus_id and device.lun else None


def _place(device: ScsiDevice) -> ScsiPlace:
    return ScsiPlace(device.host, device.channel, device.target, device.unit)


def _zfcp(lun: Lun) -> ZfcpLun | None:
    try:
        return ZfcpLun.of_path(lun.block or "") or (ZfcpLun.parse(lun.lun) if lun.lun else None)
    except ValueError:
        return None  # told where it is resolved


def _is_previewed(desk: Desk, lun: ZfcpLun) -> bool:
    return desk.is_preview and desk.previewed.has_path(desk.machine_id, lun.by_path)


def _not_attached(desk: Desk, lun: ZfcpLun) -> str:
    return f"{lun} is not attached to {desk.place}; {_DECLARE}, or attach it: chzdev -e zfcp-lun " + str(lun).replace(
        "/", ":"
    )
