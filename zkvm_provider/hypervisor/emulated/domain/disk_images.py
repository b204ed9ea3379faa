"""What QEMU does with the image of a disk: it locks it, and must be able to write to it (block/file-posix.c)."""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import internal, qemu_ended
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.world import ImageUse


def use_of(disk: Node) -> ImageUse:
    """How a disk uses its image: QEMU's `share-rw` is libvirt's `<shareable/>`."""
    return ImageUse(writes=disk.find("readonly") is None, shares=disk.find("shareable") is not None)


def claim_image(boot: Boot, path: str, disk: Node, others: list[ImageUse]) -> None:
    """Open the image as the disk wants it; `others` are the guest's own disks on it. Refused in QEMU's words."""
    use = use_of(disk)
    if boot.world.is_out_of_reach(path):
        raise _refused(boot, f"Could not open '{path}': Permission denied", verb="blockdev-add")
    for other in (*others, *boot.world.image_users(path)):
        if (use.writes and not other.shares) or (other.writes and not use.shares):
            lock = '"write" lock' if use.writes and not other.shares else 'shared "write" lock'
            raise _refused(boot, f"Failed to get {lock}", f"Is another process using the image [{path}]?")
    if use.writes and boot.world.is_read_only(path):
        raise _refused(boot, "The device is not writable: Permission denied")


def _refused(boot: Boot, words: str, more: str = "", *, verb: str = "device_add") -> BackendError:
    if boot.hotplug:
        return internal(f"unable to execute QEMU command '{verb}': {words}")
    return qemu_ended(f"{words} {more}".rstrip())
