"""A guest in full: what is written into its persistent configuration, with nothing left open.

The declaration leaves fields out; a definition does not. The planner makes it from the declaration and the observed
guest, the templates turn it into XML, the parser makes it from XML: parse(render(d)) equals d.
"""

from __future__ import annotations

from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import Devno
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.xml_patch import XmlPatch

VIRTIO_SERIAL = "virtio-serial"
VIRTIO_SCSI = "virtio-scsi"
MEMBALLOON = "memballoon"
RNG = "rng"
VSOCK = "vsock"
GUEST_AGENT = "guest-agent"
AGENT_CHANNEL = "org.qemu.guest_agent.0"
"""The name by which libvirt and the agent itself know the channel (formatdomain)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticDevice:
    """A device that follows from others: the controllers of virtio consoles and LUNs, the balloon, `rng`, `vsock`."""

    name: str
    devno: Devno
    held: bool = False
    """Devices that zkvm does not own hang on it, so that it stays when zkvm's own are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestDefinition:
    """Everything zkvm owns in a domain's persistent XML.

    In `guest`, `host`, `autostart`, `power`, `shutdown`, `wait_for`, `migration` and `next_boot` are None (they are
    not in the XML), every other scalar is set, every disk and interface has devno and target or MAC, every LUN its
    unit, `domain_type` is KVM or QEMU, `disks` of a volume name it as `POOL/NAME`, interfaces name the network by its
    name, and LUNs that are host devices their place on the host (`scsi_host0:0:15:1074872354`). Devices are sorted by
    name.
    """

    uuid: str
    guest: Guest
    identity: Identity | None = None
    """Owner and URN from the metadata; None for a foreign domain."""
    unfinished: bool = False
    """Create has not ended yet (the *pending* mark)."""
    automatic: tuple[AutomaticDevice, ...] = ()
    used_devnos: tuple[Devno, ...] = field(default=())
    """Every device number this guest ever had, so that none is given to another device. Sorted."""
    used_units: tuple[int, ...] = field(default=())
    """Every unit its virtio-scsi controllers ever had, likewise. Sorted."""
    templates: str = ""
    """Digest of the user's own templates that made it; empty without."""
    added: tuple[XmlPatch, ...] = ()
    """What they added to it."""
    boots: str | None = None
    """The disk or LUN a guest that is started by this boots from; empty for none, None where nobody wrote it down."""
    given_devnos: tuple[tuple[str, Devno], ...] = ()
    """Which device (`disks[data]`) got which number, so that one that was taken away comes back with it. Sorted."""
    given_units: tuple[tuple[str, int], ...] = ()
    """Which disk or LUN got which unit of a SCSI controller, likewise. Sorted."""
