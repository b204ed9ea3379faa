"""Devices of a domain that come, go and change while it is defined or running."""

from __future__ import annotations

import re
import sqlite3

from zkvm_provider.hypervisor.emulated import channels, domain, volumes
from zkvm_provider.hypervisor.emulated.domains import rewrite
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import DiskSource, disk_sources, volume_of
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.emulated.views import DomainView
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectRef, Scope

SECTOR_BYTES = 512
_ALIAS = re.compile(r"<alias name='([^']*)'/>")


def attach(tx: Transaction, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
    """virDomainAttachDeviceFlags: both scopes get the same MAC; the devnos are libvirt's own choice."""
    row = tx.find(ref)
    settled = domain.settle(device_xml, dice=tx.dice)
    world = DomainView(tx, row["uuid"])
    live = rewrite(
        tx,
        row,
        scope,
        lambda xml, live: domain.attach(xml, settled, live=live, world=world, profile=tx.profile),
    )
    _announce(tx, row, live)


def detach(tx: Transaction, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
    """virDomainDetachDeviceFlags: refused by either side, it leaves the other untouched."""
    row = tx.find(ref)
    live = rewrite(tx, row, scope, lambda xml, live: domain.detach(xml, device_xml, live=live, profile=tx.profile))
    _announce(tx, row, live)


def update_device(tx: Transaction, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
    """virDomainUpdateDeviceFlags."""
    row = tx.find(ref)
    world = DomainView(tx, row["uuid"])
    rewrite(
        tx,
        row,
        scope,
        lambda xml, live: domain.update_device(xml, device_xml, live=live, world=world, profile=tx.profile),
    )


def resize_block(tx: Transaction, ref: ObjectRef, target: str, size_bytes: int) -> None:
    """virDomainBlockResize: through QEMU, so the lock it holds on its image does not matter."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.DOMAIN, "domain is not running")
    source = next((disk for disk in disk_sources(row["live_xml"]) if target in {disk.target, disk.path}), None)
    if source is None:
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.QEMU, f"invalid path: {target}")
    volume = volume_of(tx, source)
    if (path := _device_path(source, volume)) and size_bytes > (Host(tx).device_capacity(path) or 0):
        raise refusal(
            ErrorCode.INTERNAL_ERROR,
            ErrorDomain.QEMU,
            "unable to execute QEMU command 'block_resize': Cannot grow device files",
        )
    if volume is not None and not path:
        volumes.grow_through_guest(tx, volume, -(-size_bytes // SECTOR_BYTES) * SECTOR_BYTES)


def _device_path(source: DiskSource, volume: sqlite3.Row | None) -> str:
    """The block device behind a disk; QEMU can tell a guest of a device that grew, but not make it grow."""
    path = source.path if volume is None else str(volume["path"])
    return path if path.startswith("/dev/") else ""


def _announce(tx: Transaction, row: sqlite3.Row, live: str | None) -> None:
    """Events and subchannels after the running configuration changed."""
    if live is None:
        return
    before, after = _ALIAS.findall(row["live_xml"]), _ALIAS.findall(live)
    for alias in before:
        if alias not in after:
            tx.emit(row["name"], "DEVICE_REMOVED", alias)
    for alias in after:
        if alias not in before:
            tx.emit(row["name"], "DEVICE_ADDED", alias)
    channels.follow(tx, row["uuid"], live)
