"""A guest's channel subsystem: which subchannel each device has.

QEMU gives subchannels 0.0.0000, 0.0.0001, … in the order it makes the devices, whatever their device numbers are;
a device that is plugged later takes the lowest free one (QEMU's `css_find_free_subch`), and unplugging frees it.
After the next start QEMU's own order applies again. cssid 0xfe is css 0 in the guest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import count

from zkvm_provider.hypervisor.emulated.domain import CcwDevice, ccw_devices
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.port import SubchannelRow

VIRTIO_CONTROL_UNIT = "3832"


def lay_out(tx: Transaction, uuid: str, live_xml: str) -> None:
    """Give subchannels to a guest that starts."""
    forget(tx, uuid)
    _add(tx, uuid, enumerate(ccw_devices(live_xml)))


def follow(tx: Transaction, uuid: str, live_xml: str) -> None:
    """Take away the subchannels of devices that are gone and give the new ones free numbers."""
    devices = {device.devno: device for device in ccw_devices(live_xml)}
    held = tx.rows("SELECT * FROM subchannels WHERE host = ? AND uuid = ?", tx.host, uuid)
    kept = {row["device"]: row["number"] for row in held if row["device"] in devices}
    for row in held:
        if row["device"] not in kept:
            sql = "DELETE FROM subchannels WHERE host = ? AND uuid = ? AND number = ?"
            tx.run(sql, tx.host, uuid, row["number"])
    free = (number for number in count() if number not in set(kept.values()))
    _add(tx, uuid, ((next(free), device) for devno, device in devices.items() if devno not in kept))


def forget(tx: Transaction, uuid: str) -> None:
    """The guest is off: it has no channel subsystem."""
    tx.run("DELETE FROM subchannels WHERE host = ? AND uuid = ?", tx.host, uuid)


def subchannels(tx: Transaction, domain: sqlite3.Row) -> tuple[SubchannelRow, ...]:
    """`lscss` of a guest in subchannel order; of a stopped one what a start would give, with `in_use` None."""
    if domain["live_xml"] is None:
        return tuple(
            _row(number, device.devno, _cu_type(device), device.alias, in_use=None)
            for number, device in enumerate(ccw_devices(domain["config_xml"]))
        )
    held = tx.rows("SELECT * FROM subchannels WHERE host = ? AND uuid = ? ORDER BY number", tx.host, domain["uuid"])
    in_use = bool(domain["os_is_up"])
    return tuple(_row(row["number"], row["device"], row["cu_type"], row["alias"], in_use=in_use) for row in held)


def _row(number: int, device: str, cu_type: str, alias: str, *, in_use: bool | None) -> SubchannelRow:
    return SubchannelRow(
        device=device,
        subchannel=f"0.0.{number:04x}",
        device_type="0000/00" if cu_type else "",
        cu_type=cu_type,
        in_use=in_use,
        alias=alias,
    )


def _cu_type(device: CcwDevice) -> str:
    return f"{VIRTIO_CONTROL_UNIT}/{device.cu_model}" if device.cu_model else ""


def _add(tx: Transaction, uuid: str, devices: Iterable[tuple[int, CcwDevice]]) -> None:
    for number, device in devices:
        tx.run(
            "INSERT INTO subchannels VALUES (?, ?, ?, ?, ?, ?)",
            tx.host,
            uuid,
            number,
            device.devno,
            _cu_type(device),
            device.alias,
        )
