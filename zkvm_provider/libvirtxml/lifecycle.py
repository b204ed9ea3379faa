"""What libvirt does when a guest powers off, reboots or crashes: what its QEMU driver refuses at every define."""

from __future__ import annotations

from lxml.etree import _Element as Element

_NEVER = {
    "on_poweroff": frozenset({"preserve", "rename-restart", "coredump-destroy", "coredump-restart"}),
    "on_reboot": frozenset({"preserve", "rename-restart", "coredump-destroy", "coredump-restart"}),
    "on_crash": frozenset({"rename-restart"}),
}
"""qemuValidateLifecycleAction (measured, 9.0.0: cases 760 to 768)."""
_SOME = {
    "on_poweroff": "destroy or restart",
    "on_reboot": "restart or destroy",
    "on_crash": "destroy, restart or preserve",
}


def lifecycle_fault(root: Element) -> str:
    """Why a domain's actions are refused, with what is possible; empty where they are not."""
    said = {tag: (root.findtext(tag) or "").strip() for tag in _NEVER}
    for tag, action in said.items():
        if action in _NEVER[tag]:
            return f"<{tag}> {action} is refused by libvirt for QEMU; choose {_SOME[tag]}"
    if said["on_poweroff"] == "restart" and said["on_reboot"] == "destroy":
        return "libvirt refuses <on_poweroff> restart beside <on_reboot> destroy; give both the same"
    return ""
