"""ECKD volumes of the host: what `lsdasd` shows and `chzdev` changes."""

from __future__ import annotations

from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.emulated.device_users import users_of
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.inventory import DasdVolume
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.port import Dasd


def dasds(tx: Transaction) -> tuple[Dasd, ...]:
    """Every volume by bus id; an offline one has no device name, size or partitions."""
    host = Host(tx)
    rows = sorted(tx.inventory.dasds, key=lambda dasd: dasd.bus_id)
    return tuple(_row(dasd, online=host.is_online(dasd.bus_id, default=dasd.online)) for dasd in rows)


def set_online(tx: Transaction, bus_id: str, online: bool) -> None:
    """`chzdev -e` and `-d`; the state it has already is no fault."""
    dasd = tx.inventory.dasd(bus_id)
    if dasd is None:
        raise NotFound(f"DASD {bus_id}", where=tx.host, remedy="`lsdasd -a` lists the volumes of the host")
    users = [] if online else list(users_of(tx, dasd.paths))
    if users:
        raise Refused(f"DASD {bus_id} is in use by {', '.join(users)}", remedy="stop its users first")
    Host(tx).set_online(bus_id, online)


def _row(dasd: DasdVolume, *, online: bool) -> Dasd:
    if not online:
        return Dasd(bus_id=dasd.bus_id, online=False)
    return Dasd(
        bus_id=dasd.bus_id,
        online=True,
        device=dasd.device,
        capacity_bytes=dasd.capacity,
        partitions=dasd.partitions,
        read_only=dasd.read_only,
    )
