"""The host's SAN: what `lszfcp`, `lsscsi` and `lsluns` show and `chzdev` changes.

A SCSI host's number is given when its FCP device comes online, the lowest that is free, as Linux gives it (an IDA in
`drivers/scsi/hosts.c`): numbers move when FCP devices come and go in another order.
"""

from __future__ import annotations

from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.emulated.device_users import users_of
from zkvm_provider.hypervisor.emulated.host import AttachedLun, Host, lun_key
from zkvm_provider.hypervisor.emulated.inventory import FcpDevice as InventoryFcp
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice

_LOOK = "`lszdev zfcp-host` lists the FCP devices of the host"


def fcp_devices(tx: Transaction) -> tuple[FcpDevice, ...]:
    """Every FCP device by bus id; an offline one tells nothing but that."""
    host = Host(tx)
    return tuple(_row(host, fcp) for fcp in sorted(tx.inventory.fcp_devices, key=lambda fcp: fcp.bus_id))


def scsi_devices(tx: Transaction) -> tuple[ScsiDevice, ...]:
    """The LUNs the host has, by their four numbers."""
    rows = [_scsi_row(each, has_multipath=tx.inventory.has_multipath) for each in Host(tx).attached_luns()]
    return tuple(sorted(rows, key=lambda row: (row.host, row.channel, row.target, row.unit)))


def offered_luns(tx: Transaction, bus_id: str, wwpn: str) -> tuple[str, ...] | None:
    """LUNs behind a storage port; None while the FCP device is offline."""
    fcp = _find(tx, bus_id)
    if not Host(tx).is_online(bus_id, default=fcp.online):
        return None
    return tuple(sorted(lun.lun for port in fcp.ports if port.wwpn == wwpn for lun in port.luns))


def set_fcp_online(tx: Transaction, bus_id: str, online: bool) -> None:
    """`chzdev -e` and `-d`; the state it has already is no fault."""
    fcp, host = _find(tx, bus_id), Host(tx)
    if host.is_online(bus_id, default=fcp.online) == online:
        return
    if online:
        host.give_scsi_host(fcp)
    for each in () if online else host.attached_luns():
        if each.fcp.bus_id == bus_id:
            _refuse_used(tx, each)
    host.set_online(bus_id, online)


def set_lun_attached(tx: Transaction, bus_id: str, wwpn: str, lun: str, attached: bool) -> None:
    """`chzdev -e zfcp-lun` and `-d`."""
    fcp, host = _find(tx, bus_id), Host(tx)
    if not host.is_online(bus_id, default=fcp.online):
        raise Refused(f"FCP device {bus_id} is offline", remedy=f"chzdev -e zfcp-host {bus_id}")
    if not any(port.wwpn == wwpn and each.lun == lun for port in fcp.ports for each in port.luns):
        what = f"LUN {lun} behind FCP device {bus_id} and port {wwpn}"
        raise NotFound(what, where=tx.host, remedy="look at zoning and LUN masking of the SAN")
    for each in () if attached else host.attached_luns():
        if (each.fcp.bus_id, each.port.wwpn, each.lun.lun) == (bus_id, wwpn, lun):
            _refuse_used(tx, each)
    host.set_online(lun_key(bus_id, wwpn, lun), attached)


def _find(tx: Transaction, bus_id: str) -> InventoryFcp:
    fcp = next((each for each in tx.inventory.fcp_devices if each.bus_id == bus_id), None)
    if fcp is None:
        raise NotFound(f"FCP device {bus_id}", where=tx.host, remedy=_LOOK)
    return fcp


def _row(host: Host, fcp: InventoryFcp) -> FcpDevice:
    if not host.is_online(fcp.bus_id, default=fcp.online):
        return FcpDevice(bus_id=fcp.bus_id, online=False)
    return FcpDevice(
        bus_id=fcp.bus_id,
        online=True,
        scsi_host=host.scsi_host(fcp),
        wwpn=fcp.wwpn,
        port_type="NPIV VPORT" if fcp.npiv else "NPort (fabric via point-to-point)",
        scans_luns=fcp.scans_luns,
    )


def _scsi_row(each: AttachedLun, *, has_multipath: bool) -> ScsiDevice:
    return ScsiDevice(
        host=each.host,
        channel=0,
        target=each.port.target,
        unit=each.unit,
        vendor=each.lun.vendor,
        model=each.lun.model,
        revision=each.lun.revision,
        device=each.device,
        wwid=each.lun.identity,
        multipath=f"/dev/mapper/{each.lun.identity}" if has_multipath else "",
        bus_id=each.fcp.bus_id,
        wwpn=each.port.wwpn,
        lun=each.lun.lun,
    )


def _refuse_used(tx: Transaction, each: AttachedLun) -> None:
    address = f"<address bus='0' target='{each.port.target}' unit='{each.unit}'/>"
    marks = [f"<adapter name='scsi_host{each.host}'/>\n        {address}"]
    users = list(users_of(tx, each.paths(has_multipath=False), marks=marks))
    if users:
        what = f"LUN {each.lun.lun} behind FCP device {each.fcp.bus_id}"
        raise Refused(f"{what} is in use by {', '.join(users)}", remedy="stop its users first")
