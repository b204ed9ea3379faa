"""What libvirt's configuration of QEMU on a host decides over a guest's files."""

from __future__ import annotations

import re
from typing import Final

from zkvm_provider.errors import NotFound, Unsupported
from zkvm_provider.hypervisor.port import HostDevices

QEMU_CONF: Final = "/etc/libvirt/qemu.conf"
_NOT_HANDED_OVER = re.compile(r"^\s*dynamic_ownership\s*=\s*0\b", re.MULTILINE)


def hands_over_files(devices: HostDevices) -> bool:
    """Whether libvirt makes a guest's files QEMU's own, as it does unless its configuration says otherwise."""
    try:
        told = devices.read_file(QEMU_CONF)
    except (NotFound, Unsupported):
        return True  # there is none, only root may read it, or nobody can look
    return _NOT_HANDED_OVER.search(told.decode(errors="replace")) is None
