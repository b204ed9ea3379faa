"""Who holds a device of the host: running guests, active pools, volume groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zkvm_provider.hypervisor.emulated.transaction import Transaction


def users_of(tx: Transaction, paths: Collection[str], *, marks: Collection[str] = ()) -> Iterator[str]:
    """Holders of a device that has these names in /dev; `marks` are pieces of a live domain's XML that mean it too."""
    wanted = set(paths)
    for group in tx.inventory.volume_groups:
        if wanted & set(group.devices):
            yield f"volume group {group.name}"
    for kind, table in (("guest", "domains"), ("pool", "pools")):
        sql = f"SELECT name, live_xml FROM {table} WHERE host = ? AND live_xml IS NOT NULL ORDER BY name"  # noqa: S608
        for row in tx.rows(sql, tx.host):
            xml = row["live_xml"]
            if any(f"'{path}'" in xml for path in wanted) or any(mark in xml for mark in marks):
                yield f"{kind} {row['name']}"
    for row in tx.rows("SELECT what, devices FROM host_changes WHERE host = ? AND kind = 'vgcreate'", tx.host):
        if wanted & set(row["devices"].split()):
            yield f"volume group {row['what']}"
