"""Start a domain: inactive XML in, live XML out, or the refusal libvirt or QEMU would give."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain import address, families
from zkvm_provider.hypervisor.emulated.domain.boot import launch_kernel
from zkvm_provider.hypervisor.emulated.domain.chardev import finish_consoles
from zkvm_provider.hypervisor.emulated.domain.chardev_logs import refuse_busy_logs
from zkvm_provider.hypervisor.emulated.domain.definition import finish
from zkvm_provider.hypervisor.emulated.domain.disk_start import cover_transient, launch_disk
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, get, qemu_ended, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.world import World
from zkvm_provider.hypervisor.emulated.profile import Profile


def start(inactive_xml: str, *, world: World, domain_id: int, profile: Profile) -> str:
    """The live XML of a domain that starts now with that id.

    Asks `world` for networks, volumes, files and host features; allocates tap names, ptys and display ports there.
    Raises `BackendError` (start refusals) and has no effect on the configuration. All devices are prepared before
    any is started, as libvirt prepares the domain and the host before it builds QEMU's command line.
    """
    root = etree.fromstring(inactive_xml.encode())
    guest = Guest(root=root, profile=profile, dice=world.dice, virt_types=world.host.virt_types)
    boot = Boot(guest=guest, world=world, domain_id=domain_id, profile=profile)
    root.set("id", str(domain_id))
    name_devices(guest)
    for section in families.SECTIONS:
        section.prepare(boot)
    for node in address.walk(guest):
        refuse_transitional(node)
        families.BY_TAG[str(node.tag)].prepare(boot, node)
    for disk in reversed(guest.each("disk")):
        families.BY_TAG["disk"].start(boot, disk)
    for section in families.SECTIONS:
        section.start(boot)
    for node in address.walk(guest):
        if node.tag != "disk":
            families.BY_TAG[str(node.tag)].start(boot, node)
    refuse_busy_logs(boot)
    for disk in guest.each("disk"):
        launch_disk(boot, disk)
    launch_kernel(boot)
    for disk in guest.each("disk"):
        cover_transient(boot, disk)
    finish_consoles(boot)
    return finish(root)


def refuse_transitional(node: Node) -> None:
    """Transitional virtio models are a matter of PCI (qemuBuildVirtioDevProps)."""
    model, kind = node.get("model") or get(node, "model", "type"), get(node, "address", "type")
    if model.endswith("transitional") and kind == "ccw" and node.tag in {"disk", "interface"}:
        driver = {"disk": "virtio-blk-ccw", "interface": "virtio-net-ccw"}[str(node.tag)]
        raise qemu_ended(f"'{driver}-{model.removeprefix('virtio-')}' is not a valid device model name")
    if model.endswith("transitional") and kind == "ccw":
        raise unsupported(f"virtio (non-)transitional models are not supported for address type={kind}")


def name_devices(guest: Guest) -> None:
    """Every device gets its alias; those the user named keep theirs (qemuAssignDeviceAliases)."""
    for node in address.walk(guest):
        name_device(guest, node)


def name_device(guest: Guest, node: Node) -> None:
    """Give one device its alias, unless it has one or takes none."""
    if node.find("alias") is None:
        name = families.BY_TAG[str(node.tag)].alias(guest, node)
        if name:
            child(node, "alias").set("name", name)
