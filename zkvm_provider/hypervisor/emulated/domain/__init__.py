"""Everything libvirt does with domain XML, as pure functions on text (no store, no clock, no global state)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.ccw import CcwDevice, ccw_devices
from zkvm_provider.hypervisor.emulated.domain.definition import Definition, define, describe
from zkvm_provider.hypervisor.emulated.domain.hotplug import attach, detach, settle, update_device
from zkvm_provider.hypervisor.emulated.domain.starting import start
from zkvm_provider.hypervisor.emulated.domain.tuning import (
    add_iothread,
    del_iothread,
    metadata,
    rename,
    set_max_memory,
    set_memory,
    set_metadata,
    set_vcpus,
)
from zkvm_provider.hypervisor.emulated.domain.world import Dice, HostSeen, ImageUse, NetworkSeen, VolumeSeen, World

__all__ = [
    "CcwDevice",
    "Definition",
    "Dice",
    "HostSeen",
    "ImageUse",
    "NetworkSeen",
    "VolumeSeen",
    "World",
    "add_iothread",
    "attach",
    "ccw_devices",
    "define",
    "del_iothread",
    "describe",
    "detach",
    "metadata",
    "rename",
    "set_max_memory",
    "set_memory",
    "set_metadata",
    "set_vcpus",
    "settle",
    "start",
    "update_device",
]
