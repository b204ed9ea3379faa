"""Which devices can be plugged, unplugged and changed, live and in the configuration (qemu_hotplug.c)."""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Family
from zkvm_provider.hypervisor.emulated.domain.guest import child, get
from zkvm_provider.hypervisor.emulated.domain.interface_start import prepare_interface, refuse_reshaping
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.text import same
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

NEVER_LIVE = frozenset(
    {"sound", "video", "graphics", "hub", "smartcard", "memballoon", "nvram", "panic", "tpm", "iommu", "audio"}
)
_NEVER_PERSISTENT = frozenset(
    {"sound", "video", "graphics", "hub", "smartcard", "memballoon", "nvram", "panic", "iommu", "audio"}
)
_LIVE_DISK_BUSES = frozenset({"virtio", "scsi", "usb"})


def refuse_plug(boot: Boot, family: Family, node: Node, *, live: bool) -> None:
    """OPERATION_UNSUPPORTED for devices that cannot be attached in that scope."""
    never, side = (NEVER_LIVE, "live") if live else (_NEVER_PERSISTENT, "persistent")
    if node.tag in never:
        raise _unsupported(f"{side} attach of device '{node.tag}' is not supported")
    if not live:
        return
    if node.tag == "disk" and get(node, "target", "bus") not in _LIVE_DISK_BUSES:
        raise _unsupported(f"disk bus '{get(node, 'target', 'bus')}' cannot be hotplugged.")
    if node.tag == "filesystem" and get(node, "driver", "type") != "virtiofs":
        raise _unsupported("only virtiofs filesystems can be hotplugged")
    if family.plug is not None:
        family.plug(boot, node)


def refuse_unplug(family: Family, node: Node, *, live: bool) -> None:
    """OPERATION_UNSUPPORTED for devices that cannot be detached in that scope."""
    if live and not family.unplug:
        raise _unsupported(f"live detach of device '{node.tag}' is not supported")
    if not live and node.tag in _NEVER_PERSISTENT:
        raise _unsupported(f"persistent detach of device '{node.tag}' is not supported")


def settle_update(boot: Boot, old: Node, new: Node) -> None:
    """Before a live interface is compared: translate its network, and carry over what the start had chosen."""
    if new.tag != "interface":
        return
    kept = get(old, "virtualport/parameters", "interfaceid")
    if kept and new.find("virtualport") is not None:
        child(child(new, "virtualport"), "parameters").set("interfaceid", kept)
    same_network = get(old, "source", "network") == get(new, "source", "network")
    portid, target = get(old, "source", "portid"), get(old, "target", "dev")
    prepare_interface(boot, new)
    if kept and new.find("virtualport") is not None:
        child(child(new, "virtualport"), "parameters").set("interfaceid", kept)
    if same_network and portid:
        child(new, "source").set("portid", portid)
    _refuse_reconnect(boot, old, new)
    if target and new.find("target") is None:
        child(new, "target").set("dev", target)
    for tag in ("bandwidth", "filterref"):
        if not same(old.find(tag), new.find(tag)):
            refuse_reshaping(boot, new)


def _refuse_reconnect(boot: Boot, old: Node, new: Node) -> None:
    """A bridge can be exchanged under a running tap; everything else would need a new backend."""
    kind = old.get("type") or ""
    changed = kind != new.get("type")
    for tag in ("vlan", "virtualport"):
        changed = changed or not same(old.find(tag), new.find(tag))
    if kind == "direct":
        changed = changed or any(get(old, "source", name) != get(new, "source", name) for name in ("dev", "mode"))
    elif kind not in {"bridge", "network"}:
        changed = changed or not same(old.find("source"), new.find("source"))
    if changed:
        told = "network" if get(old, "source", "network") else kind
        raise _unsupported(f"unable to change config on '{told}' network type")
    bridge = get(new, "source", "bridge")
    if bridge and bridge != get(old, "source", "bridge") and not boot.world.net_device_kind(bridge):
        text = f"bridge {bridge} doesn't exist"
        raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.QEMU, text)


def _unsupported(text: str) -> BackendError:
    return refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)
