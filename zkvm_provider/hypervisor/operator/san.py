"""A real host's SAN by its own tools (s390-tools, lsscsi, util-linux, driverctl), with argument vectors."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.operator import san_parsers
from zkvm_provider.hypervisor.operator.shell import Done, Shell
from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice

_SCANS = "/sys/module/zfcp/parameters/allow_lun_scan"


def fcp_devices(shell: Shell) -> tuple[FcpDevice, ...]:
    """What `lszdev` lists, with what sysfs says of those that are online. Without s390-tools there are none."""
    listed = shell.run(["lszdev", "zfcp-host", "--columns", "ID,ON", "--no-headings"])
    if not listed.ok:
        return ()
    adapters = san_parsers.parse_adapters(shell.run(["lszfcp", "-H"]).out)
    paths = [
        f"/sys/class/fc_host/host{number}/{name}" for number in adapters.values() for name in ("port_name", "port_type")
    ]
    said = san_parsers.parse_attributes(shell.run(["grep", "-sH", ".", _SCANS, *paths]).out)
    devices = san_parsers.parse_fcp_devices(listed.out)
    return tuple(_described(each, adapters.get(each.bus_id), said) for each in devices)


def scsi_devices(shell: Shell) -> tuple[ScsiDevice, ...]:
    """`lsscsi -i` with what zFCP and multipath say of each."""
    devices = san_parsers.parse_lsscsi(shell.run(["lsscsi", "-i"]).out)
    if devices:
        devices = san_parsers.with_zfcp(devices, shell.run(["lszfcp", "-D"]).out)
        devices = san_parsers.with_multipath(devices, shell.run(["lsblk", "-rnpo", "NAME,TYPE,PKNAME"]).out)
    return tuple(sorted(devices, key=lambda each: (each.host, each.channel, each.target, each.unit)))


def offered_luns(shell: Shell, bus_id: str, wwpn: str) -> tuple[str, ...] | None:
    """`lsluns` asks the port itself (REPORT LUNS)."""
    told = shell.run(["lsluns", "-c", bus_id, "-p", wwpn])
    return san_parsers.parse_lsluns(told.out, wwpn) if told.ok else None


def set_fcp_online(shell: Shell, bus_id: str, online: bool, *, where: str) -> None:
    """chzdev itself refuses to take a device away that is in use."""
    if bus_id not in {each.bus_id for each in fcp_devices(shell)}:
        raise NotFound(f"FCP device {bus_id}", where=where, remedy="look with: lszdev zfcp-host")
    verb = "--enable" if online else "--disable"
    _chzdev(shell, [verb, "zfcp-host", bus_id], where)


def set_lun_attached(shell: Shell, bus_id: str, wwpn: str, lun: str, attached: bool, *, where: str) -> None:
    """The kernel takes any LUN for good until the SAN says no: what has no SCSI device afterwards is taken back."""
    device = f"{bus_id}:{wwpn}:{lun}"
    if attached and _is_there(shell, bus_id, wwpn, lun):
        return
    _chzdev(shell, ["--enable" if attached else "--disable", "zfcp-lun", device], where)
    if attached and not _is_there(shell, bus_id, wwpn, lun):
        shell.run(["chzdev", "--disable", "zfcp-lun", device])
        what = f"LUN {lun} behind FCP device {bus_id} and port {wwpn}"
        raise NotFound(what, where=where, remedy="look at zoning and LUN masking of the SAN")


def hand_over_subchannel(shell: Shell, subchannel: str, to_guests: bool, *, where: str) -> None:
    """driverctl unbinds, binds, and does so again after the host's next start."""
    if not shell.run(["test", "-e", f"/sys/bus/css/devices/{subchannel}"]).ok:
        raise NotFound(f"subchannel {subchannel}", where=where, remedy="look with: lscss")
    command = ["driverctl", "--bus", "css"]
    command += ["set-override", subchannel, "vfio_ccw"] if to_guests else ["unset-override", subchannel]
    if to_guests:
        shell.run(["modprobe", "vfio_ccw"])  # what fails here fails in the next command, which says so
    done = shell.run(command)
    if not done.ok:
        raise Refused(f"{' '.join(command)} on {where}: {_said(done)}", remedy="set its device offline first")


def _described(device: FcpDevice, number: int | None, said: dict[str, str]) -> FcpDevice:
    if number is None:
        return device
    port_type = said.get(f"/sys/class/fc_host/host{number}/port_type", "")
    return replace(
        device,
        scsi_host=number,
        wwpn=said.get(f"/sys/class/fc_host/host{number}/port_name", ""),
        port_type=port_type,
        scans_luns=said.get(_SCANS) == "Y" and "NPIV" in port_type,
    )


def _is_there(shell: Shell, bus_id: str, wwpn: str, lun: str) -> bool:
    shell.run(["udevadm", "settle"])  # SCSI devices and their names come a moment later
    return any((each.bus_id, each.wwpn, each.lun) == (bus_id, wwpn, lun) for each in scsi_devices(shell))


def _chzdev(shell: Shell, words: list[str], where: str) -> None:
    done = shell.run(["chzdev", *words])
    if not done.ok:
        raise Refused(f"chzdev {' '.join(words)} on {where}: {_said(done)}")
    shell.run(["udevadm", "settle"])


def _said(done: Done) -> str:
    return (done.err or done.out).strip() or f"it ended with {done.code}"
