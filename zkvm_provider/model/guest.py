"""A guest: what the user declares, and what zkvm answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.console import Console
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.cpu import Cpu
from zkvm_provider.model.cpu_tune import CpuTune
from zkvm_provider.model.debug import Debug
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.field import Meta
from zkvm_provider.model.filesystem import Filesystem
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.migration import Migration
from zkvm_provider.model.rng import Rng
from zkvm_provider.model.security import KeyWrapping, LaunchSecurity
from zkvm_provider.model.vsock import Vsock
from zkvm_provider.model.waiting import WaitFor
from zkvm_provider.model.watchdog import Watchdog
from zkvm_provider.model.xml_patch import XmlPatch

MAX_VCPUS = 248
"""QEMU's limit for the machine type s390-ccw-virtio (domain capabilities of QEMU 7.2)."""

HOST_DOC = "The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's `host`."
GUEST_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}"
OBJECT_NAME_SAYS = "letters, digits and `_ . + -`, at most 63 characters, not beginning with a sign"


class Power(StrEnum):
    """The power state a guest is kept in."""

    RUNNING = "running"
    STOPPED = "stopped"
    PAUSED = "paused"
    UNMANAGED = "unmanaged"


class NextBoot(StrEnum):
    """What happens to changes that a running guest cannot take."""

    DEFER = "defer"
    RESTART = "restart"


class AfterGrace(StrEnum):
    """What happens when a guest does not shut down in time."""

    DESTROY = "destroy"
    FAIL = "fail"


class DomainType(StrEnum):
    """How the guest is executed: by KVM, or by QEMU's emulation (TCG)."""

    AUTO = "auto"
    KVM = "kvm"
    QEMU = "qemu"


class Memballoon(StrEnum):
    """Whether the guest has a balloon, which `current_memory` needs."""

    VIRTIO = "virtio"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """How a guest starts (z/VM: IPL): a kernel of the host, one of its disks, or a DASD that is passed through."""

    kernel: Annotated[
        str | None,
        Meta(
            doc="Kernel image on the host, by absolute path.",
            one_of="boot",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/boot/vmlinux-4.4.0-rc5",
        ),
    ] = None
    initrd: Annotated[
        str | None,
        Meta(
            doc="Initial RAM disk on the host, with `kernel`.",
            pattern=r"/.+",
            pattern_says="an absolute path",
        ),
    ] = None
    cmdline: Annotated[
        str | None,
        Meta(
            doc="Kernel parameters, with `kernel`. Every libvirt client can read them: no secrets.",
            max_length=4095,
            example="root=/dev/vda",
        ),
    ] = None
    disk: Annotated[
        str | None,
        Meta(doc="Name of the disk, LUN or `vfio-ccw` device to boot from.", one_of="boot", example="root"),
    ] = None
    order: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Names of disks, LUNs, `vfio-ccw` devices and interfaces to try one after the other; one that is no "
            "interface alone is `disk`.",
            one_of="boot",
            example="root, lan",
        ),
    ] = None
    loadparm: Annotated[
        str | None,
        Meta(
            doc="Boot menu entry, with `disk` (z/VM: LOADPARM); not of what is passed through.",
            pattern=r"[A-Za-z0-9. ]{1,8}",
            pattern_says="at most 8 letters, digits, blanks and dots",
        ),
    ] = None
    loadparms: Annotated[
        dict[str, str] | None,
        Meta(
            doc="Boot menu entries of single devices, with `order`, by the device's name. libvirt 9.0 hands over "
            "that of the first device only.",
            pattern=r"[A-Za-z0-9. ]{1,8}",
            pattern_says="at most 8 letters, digits, blanks and dots",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown:
    """How a guest is stopped."""

    grace_s: Annotated[
        int | None,
        Meta(
            doc="Seconds the guest's operating system has to shut down; 0 cuts its power at once.",
            unit="s",
            minimum=0,
            maximum=86400,
            default=120,
        ),
    ] = None
    then: Annotated[
        AfterGrace | None,
        Meta(
            doc="What follows when it did not: cut its power, or stop with an error.",
            default=AfterGrace.DESTROY,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A virtual machine under KVM on IBM Z (z/VM: a user)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host", example="lpar1")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
            example="linux01",
        ),
    ] = None
    memory: Annotated[
        int,
        Meta(
            doc='Maximum memory: `"1 GiB"`, or an integer in MiB.',
            size_unit="MiB",
            minimum=1024 * 1024,
            example="1 GiB",
        ),
    ]
    current_memory: Annotated[
        int | None,
        Meta(
            doc="Memory the guest has now, through its balloon; at most `memory`. Absent: `memory`.",
            size_unit="MiB",
            minimum=1024 * 1024,
        ),
    ] = None
    vcpus: Annotated[
        int | None, Meta(doc="Virtual CPUs the guest has now.", minimum=1, maximum=MAX_VCPUS, initial=1)
    ] = None
    max_vcpus: Annotated[
        int | None,
        Meta(doc="Virtual CPUs that can be added while it runs. Absent: `vcpus`.", minimum=1, maximum=MAX_VCPUS),
    ] = None
    machine: Annotated[
        str | None,
        Meta(
            doc="QEMU machine type. The alias stands for the newest; what it became at creation is kept.",
            pattern=r"s390-ccw-virtio(-\d+\.\d+)?",
            pattern_says="s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2",
            initial="s390-ccw-virtio",
        ),
    ] = None
    boot: Annotated[Boot | None, Meta(doc="How the guest starts. Absent: from its first disk.")] = None
    disks: Annotated[tuple[Disk, ...] | None, Meta(doc="Disks. Order means nothing.")] = None
    interfaces: Annotated[tuple[Interface, ...] | None, Meta(doc="Network interfaces. Order means nothing.")] = None
    consoles: Annotated[tuple[Console, ...] | None, Meta(doc="Consoles. The first is `virsh console`'s.")] = None
    luns: Annotated[tuple[Lun, ...] | None, Meta(doc="SCSI LUNs. Order means nothing.")] = None
    controllers: Annotated[
        tuple[ScsiController, ...] | None,
        Meta(doc="SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing."),
    ] = None
    mdevs: Annotated[tuple[Mdev, ...] | None, Meta(doc="Mediated devices. Order means nothing.")] = None
    filesystems: Annotated[
        tuple[Filesystem, ...] | None, Meta(doc="Folders of the host that the guest mounts. Order means nothing.")
    ] = None
    cpu: Annotated[Cpu | None, Meta(doc="The CPU the guest sees. Absent: as the host's QEMU has it.")] = None
    watchdog: Annotated[Watchdog | None, Meta(doc="The watchdog diag288.")] = None
    rng: Annotated[Rng | None, Meta(doc="A random number generator.")] = None
    agent: Annotated[
        bool | None,
        Meta(
            doc="A channel for QEMU's guest agent: a guest that runs it is shut down by it and tells its addresses.",
            initial=False,
        ),
    ] = None
    vsock: Annotated[Vsock | None, Meta(doc="Sockets to the host.")] = None
    launch_security: Annotated[
        LaunchSecurity | None, Meta(doc="Secure Execution: the host cannot look into the guest.")
    ] = None
    key_wrapping: Annotated[KeyWrapping | None, Meta(doc="Which protected keys the guest may wrap.")] = None
    debug: Annotated[Debug | None, Meta(doc="Debugging the guest's kernel with gdb.")] = None
    iothreads: Annotated[
        int | None,
        Meta(doc="Threads that serve disks beside the main loop.", minimum=0, maximum=64, initial=0),
    ] = None
    cpu_tune: Annotated[CpuTune | None, Meta(doc="Shares, limits and pinning (z/VM: SHARE, CPUAFFINITY).")] = None
    hugepages: Annotated[
        bool | None,
        Meta(
            doc="Back the guest's memory with the host's huge pages (on Z: 1 MiB, reserved on the host).", initial=False
        ),
    ] = None
    memballoon: Annotated[Memballoon | None, Meta(doc="The balloon device.", initial=Memballoon.VIRTIO)] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host (z/VM: AUTOLOG).", initial=False)] = None
    power: Annotated[
        Power | None,
        Meta(doc="The state to keep the guest in; `unmanaged` leaves it to others.", default=Power.RUNNING),
    ] = None
    shutdown: Annotated[Shutdown | None, Meta(doc="How the guest is stopped.")] = None
    wait_for: Annotated[
        WaitFor | None, Meta(doc="What to wait for when zkvm starts the guest. Absent: nothing; it runs, that is all.")
    ] = None
    migration: Annotated[
        Migration | None, Meta(doc="How the guest goes to another machine when `host` changes. Absent: live.")
    ] = None
    next_boot: Annotated[
        NextBoot | None,
        Meta(
            doc="Changes a running guest cannot take: `defer` to its next start, or `restart` it now.",
            default=NextBoot.DEFER,
        ),
    ] = None
    xml_patches: Annotated[
        tuple[XmlPatch, ...] | None,
        Meta(doc="Changes of the XML for what zkvm has no word for; what it owns they may not touch."),
    ] = None
    metadata: Annotated[
        dict[str, str] | None,
        Meta(doc="Your own notes, kept in the domain's metadata. Every libvirt client can read them: no secrets."),
    ] = None
    domain_type: Annotated[
        DomainType | None,
        Meta(
            doc="`auto` takes KVM where the host offers it; decided once, at creation.",
            default=DomainType.AUTO,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """One device of the guest as its operating system numbers it (`lscss`)."""

    name: Annotated[str, Meta(doc="The device's name in the declaration, or the fixed name of an automatic one.")]
    kind: Annotated[
        str,
        Meta(doc="`disk`, `interface`, `mdev`, `filesystem`, `virtio-scsi`, `virtio-serial`, `memballoon`, `rng` …"),
    ]
    bus_id: Annotated[str, Meta(doc="Bus id in the guest, `0.0.0e1e`.")]
    devno: Annotated[str, Meta(doc="Device number, `0x0e1e`.")]
    cu_type: Annotated[str, Meta(doc="Control unit type and model as `lscss` prints it, `3832/02`.")]
    target: Annotated[str | None, Meta(doc="libvirt's target name of a disk, `vda`.")] = None
    mac: Annotated[str | None, Meta(doc="MAC address of an interface.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestOutputs:
    """What zkvm tells about a guest beside its inputs."""

    uuid: Annotated[str, Meta(doc="The domain's uuid, derived from owner and URN.")]
    host_uri: Annotated[str, Meta(doc="The URI the guest was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lives on.")]
    resolved_domain_type: Annotated[str, Meta(doc="`kvm` or `qemu`, decided at creation.")]
    power_state: Annotated[str, Meta(doc="virsh's word for its state: `running`, `shut off`, `paused`, …")]
    power_reason: Annotated[
        str | None,
        Meta(
            doc="Why it is in that state, as `virsh domstate --reason` says: `booted`; `shutdown` when its operating "
            "system shut it down, `destroyed` when someone cut its power, `crashed`, …"
        ),
    ] = None
    templates: Annotated[
        str | None, Meta(doc="Digest of your own templates that its XML was made with; absent without.")
    ] = None
    devices: Annotated[tuple[DeviceRow, ...], Meta(doc="Device table, in the guest's subchannel order.")]
    pending: Annotated[tuple[str, ...], Meta(doc="Changes defined but waiting for the next start, in words.")] = ()
    observed_at: Annotated[str | None, Meta(doc="When `pending` and `power_state` were seen (UTC).")] = None
