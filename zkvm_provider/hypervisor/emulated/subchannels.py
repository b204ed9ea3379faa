"""The host's own channel subsystem: which subchannel each device of the inventory has, and which driver has that.

Subchannels are numbered in the order of device numbers, as an LPAR's I/O definition gives them.
"""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.inventory import HostInventory
from zkvm_provider.hypervisor.emulated.transaction import Transaction

VFIO_DRIVER, OWN_DRIVER = "vfio_ccw", "io_subchannel"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSubchannel:
    """`bus_id` of the subchannel itself (`0.0.0002`), and of the device behind it."""

    bus_id: str
    device: str
    kind: str
    """`dasd`, `fcp` or `qeth`."""


def host_subchannels(inventory: HostInventory) -> tuple[HostSubchannel, ...]:
    """Every channel device of the host with its subchannel."""
    devices = [(dasd.bus_id, "dasd") for dasd in inventory.dasds]
    devices += [(fcp.bus_id, "fcp") for fcp in inventory.fcp_devices]
    devices += [(bus_id, "qeth") for osa in inventory.osas for bus_id in osa.bus_ids]
    return tuple(
        HostSubchannel(bus_id=f"0.0.{number:04x}", device=device, kind=kind)
        for number, (device, kind) in enumerate(sorted(devices))
    )


def driver_of(tx: Transaction, subchannel: str) -> str:
    """`vfio_ccw` once it was handed to guests, else `io_subchannel`."""
    return VFIO_DRIVER if Host(tx).is_online(_key(subchannel), default=False) else OWN_DRIVER


def hand_over(tx: Transaction, subchannel: str, to_guests: bool) -> None:
    """`driverctl -b css set-override SUBCHANNEL vfio_ccw`, and `unset-override`."""
    found = next((each for each in host_subchannels(tx.inventory) if each.bus_id == subchannel), None)
    if found is None:
        raise NotFound(f"subchannel {subchannel}", where=tx.host, remedy="`lscss` lists the subchannels of the host")
    if not to_guests and tx.one(
        "SELECT 1 FROM mdevs WHERE host = ? AND active = 1 AND instr(xml, ?)", tx.host, _parent(found)
    ):
        raise Refused(f"a mediated device is made of subchannel {subchannel}", remedy="remove that device first")
    dasd, host = tx.inventory.dasd(found.device), Host(tx)
    if to_guests and dasd is not None and host.is_online(dasd.bus_id, default=dasd.online):
        remedy = f"chzdev -d dasd {dasd.bus_id}"
        raise Refused(f"DASD {dasd.bus_id} on subchannel {subchannel} is online", remedy=remedy)
    host.set_online(_key(subchannel), to_guests)


def _key(subchannel: str) -> str:
    return f"vfio_ccw {subchannel}"


def _parent(subchannel: HostSubchannel) -> str:
    return f"<parent>css_{subchannel.bus_id.replace('.', '_')}</parent>"
