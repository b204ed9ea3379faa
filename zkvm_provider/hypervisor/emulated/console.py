"""What a guest prints while it boots: lines that follow from its own XML and its channel subsystem."""

from __future__ import annotations

import re
import sqlite3

from zkvm_provider.hypervisor.emulated.channels import subchannels
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import disk_sources
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectRef

_DRIVERS = {
    "01": "virtio_net",
    "02": "virtio_blk",
    "03": "virtio_console",
    "04": "virtio_rng",
    "05": "virtio_balloon",
    "08": "virtio_scsi",
}


def console(tx: Transaction, ref: ObjectRef) -> str:
    """The first console's text since the domain was started."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.QEMU, "domain is not running")
    if "<console " not in row["live_xml"]:
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, "cannot find character device <null>")
    lines = _system(tx, row) if row["os_is_up"] else _firmware(row)
    return "\n".join(lines) + "\n"


def _firmware(row: sqlite3.Row) -> list[str]:
    if row["state"] == "paused" or "<kernel>" in row["live_xml"]:
        return ["LOADPARM=[        ]"]
    if disk_sources(row["live_xml"]):
        return ["LOADPARM=[        ]", "Using virtio-blk.", "! No EOD marker found !"]
    return ["LOADPARM=[        ]", "! No virtio device found !"]


def _system(tx: Transaction, row: sqlite3.Row) -> list[str]:
    machine = tx.inventory.machine
    memory_mib = row["max_memory_kib"] // 1024
    lines = [
        f"Linux version {_kernel_version(row['live_xml'])} (gcc) #1 SMP",
        f"setup: Linux is running under KVM in 64-bit mode (machine {machine})",
        f"setup: The maximum memory size is {memory_mib}MB",
        f"Kernel command line: {_text(row['live_xml'], 'cmdline')}",
        f"smp: {row['vcpus']} configured CPUs, {row['vcpus_max'] - row['vcpus']} standby CPUs",
        f"Memory: {row['max_memory_kib']}K available",
    ]
    for channel in subchannels(tx, row):
        driver = _DRIVERS.get(channel.cu_type.partition("/")[2], "virtio")
        lines.append(f"{driver} {channel.device}: subchannel {channel.subchannel}, control unit {channel.cu_type}")
    lines += [f"virtio_blk {disk.target}: attached" for disk in disk_sources(row["live_xml"])]
    if row["driver_is_up"] and row["current_memory_kib"] != row["max_memory_kib"]:
        lines.append(f"virtio_balloon: {row['current_memory_kib']}K left to the guest")
    return [*lines, "", f"{row['name']} login: "]


def _kernel_version(xml: str) -> str:
    """The version in the kernel's file name, as far as it has one."""
    found = re.search(r"(\d+\.\d+[^/<]*)$", _text(xml, "kernel"))
    return found.group(1) if found else "(from disk)"


def _text(xml: str, tag: str) -> str:
    found = re.search(f"<{tag}>([^<]*)</{tag}>", xml)
    return found.group(1) if found else ""
