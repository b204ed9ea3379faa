"""ECKD volumes of the host: what `lsdasd` shows and `chzdev` changes."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import NotFound, Refused
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
    users = [] if online else list(_users(tx, dasd))
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


def _users(tx: Transaction, dasd: DasdVolume) -> Iterator[str]:
    """Who holds the volume: running guests, active pools, volume groups."""
    paths = set(dasd.paths)
    for group in tx.inventory.volume_groups:
        if paths & set(group.devices):
            yield f"volume group {group.name}"
    for kind, table in (("guest", "domains"), ("pool", "pools")):
        sql = f"SELECT name, live_xml FROM {table} WHERE host = ? AND live_xml IS NOT NULL ORDER BY name"  # noqa: S608
        for row in tx.rows(sql, tx.host):
            if any(f"'{path}'" in row["live_xml"] for path in paths):
                yield f"{kind} {row['name']}"
    for row in tx.rows("SELECT what, devices FROM host_changes WHERE host = ? AND kind = 'vgcreate'", tx.host):
        if paths & set(row["devices"].split()):
            yield f"volume group {row['what']}"
