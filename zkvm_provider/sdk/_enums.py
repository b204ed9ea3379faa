# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Choices. Wherever one is taken, its text is taken too."""

from enum import Enum

import pulumi

__all__ = [
    "AdapterKind",
    "AfterGrace",
    "AttachAs",
    "ChannelDevice",
    "ConsoleKind",
    "CopyStorage",
    "CpuMode",
    "DiskBus",
    "DiskCache",
    "DiskFormat",
    "DiskIo",
    "DomainType",
    "FeaturePolicy",
    "FilesystemKind",
    "IpMethod",
    "LaunchSecurity",
    "LinkState",
    "MacvtapMode",
    "MdevModel",
    "Memballoon",
    "MigrationMode",
    "NatMode",
    "NextBoot",
    "OnShrink",
    "PatchOp",
    "PoolKind",
    "Power",
    "PrmLayout",
    "ReadySource",
    "WatchdogAction",
]


@pulumi.type_token("zkvm:index:AdapterKind")
class AdapterKind(str, Enum):
    """What a `scsi` pool looks behind: an adapter of the host, or a virtual one libvirt makes (NPIV)."""

    SCSI_HOST = "scsi_host"
    FC_HOST = "fc_host"


@pulumi.type_token("zkvm:index:AfterGrace")
class AfterGrace(str, Enum):
    """What happens when a guest does not shut down in time."""

    DESTROY = "destroy"
    FAIL = "fail"


@pulumi.type_token("zkvm:index:AttachAs")
class AttachAs(str, Enum):
    """How a LUN is handed over: as a SCSI disk of type `lun`, or as a SCSI host device."""

    DISK = "disk"
    HOSTDEV = "hostdev"


@pulumi.type_token("zkvm:index:ChannelDevice")
class ChannelDevice(str, Enum):
    """Kind of a network device made of several channels."""

    QETH = "qeth"
    LCS = "lcs"
    CTC = "ctc"


@pulumi.type_token("zkvm:index:ConsoleKind")
class ConsoleKind(str, Enum):
    """Which console the guest sees (libvirt `<console><target type>`)."""

    SCLP = "sclp"
    VIRTIO = "virtio"
    SCLPLM = "sclplm"


@pulumi.type_token("zkvm:index:CopyStorage")
class CopyStorage(str, Enum):
    """Which contents of disks go along."""

    ALL = "all"
    INCREMENTAL = "incremental"


@pulumi.type_token("zkvm:index:CpuMode")
class CpuMode(str, Enum):
    """Where the guest's CPU comes from (libvirt `<cpu mode>`)."""

    HOST_MODEL = "host-model"
    HOST_PASSTHROUGH = "host-passthrough"
    MAXIMUM = "maximum"
    CUSTOM = "custom"


@pulumi.type_token("zkvm:index:DiskBus")
class DiskBus(str, Enum):
    """How the guest reaches a disk (libvirt `<target bus>`)."""

    VIRTIO = "virtio"
    SCSI = "scsi"


@pulumi.type_token("zkvm:index:DiskCache")
class DiskCache(str, Enum):
    """Host page cache use (libvirt `<driver cache>`)."""

    DEFAULT = "default"
    NONE = "none"
    WRITETHROUGH = "writethrough"
    WRITEBACK = "writeback"
    DIRECTSYNC = "directsync"
    UNSAFE = "unsafe"


@pulumi.type_token("zkvm:index:DiskFormat")
class DiskFormat(str, Enum):
    """How the bytes of a disk are laid out (libvirt `<driver type>`)."""

    RAW = "raw"
    QCOW2 = "qcow2"


@pulumi.type_token("zkvm:index:DiskIo")
class DiskIo(str, Enum):
    """How QEMU does its I/O (libvirt `<driver io>`)."""

    THREADS = "threads"
    NATIVE = "native"
    IO_URING = "io_uring"


@pulumi.type_token("zkvm:index:DomainType")
class DomainType(str, Enum):
    """How the guest is executed: by KVM, or by QEMU's emulation (TCG)."""

    AUTO = "auto"
    KVM = "kvm"
    QEMU = "qemu"


@pulumi.type_token("zkvm:index:FeaturePolicy")
class FeaturePolicy(str, Enum):
    """Whether the guest has a facility, whatever its model says."""

    REQUIRE = "require"
    DISABLE = "disable"


@pulumi.type_token("zkvm:index:FilesystemKind")
class FilesystemKind(str, Enum):
    """How the guest reaches the folder."""

    VIRTIOFS = "virtiofs"
    NINE_P = "9p"


@pulumi.type_token("zkvm:index:IpMethod")
class IpMethod(str, Enum):
    """How an address is found: `none` takes the one given, the others ask the network."""

    NONE = "none"
    DHCP = "dhcp"
    DHCP6 = "dhcp6"
    AUTO6 = "auto6"


@pulumi.type_token("zkvm:index:LaunchSecurity")
class LaunchSecurity(str, Enum):
    """How a guest is shut off from its host (libvirt `<launchSecurity type>`)."""

    S390_PV = "s390-pv"


@pulumi.type_token("zkvm:index:LinkState")
class LinkState(str, Enum):
    """Whether the guest sees a carrier (libvirt `<link state>`)."""

    UP = "up"
    DOWN = "down"


@pulumi.type_token("zkvm:index:MacvtapMode")
class MacvtapMode(str, Enum):
    """How macvtap devices on one uplink speak to each other (libvirt `<source mode>`)."""

    BRIDGE = "bridge"
    VEPA = "vepa"
    PRIVATE = "private"
    PASSTHROUGH = "passthrough"


@pulumi.type_token("zkvm:index:MdevModel")
class MdevModel(str, Enum):
    """What a mediated device is to its guest (libvirt `<hostdev model>`)."""

    VFIO_CCW = "vfio-ccw"
    VFIO_AP = "vfio-ap"


@pulumi.type_token("zkvm:index:Memballoon")
class Memballoon(str, Enum):
    """Whether the guest has a balloon, which `current_memory` needs."""

    VIRTIO = "virtio"
    NONE = "none"


@pulumi.type_token("zkvm:index:MigrationMode")
class MigrationMode(str, Enum):
    """Who speaks to whom during a live migration, or that there is none."""

    P2P = "p2p"
    DIRECT = "direct"
    OFFLINE = "offline"


@pulumi.type_token("zkvm:index:NatMode")
class NatMode(str, Enum):
    """Where the network's traffic goes (libvirt `<forward mode>`; an isolated network has none)."""

    NAT = "nat"
    ROUTE = "route"
    ISOLATED = "isolated"


@pulumi.type_token("zkvm:index:NextBoot")
class NextBoot(str, Enum):
    """What happens to changes that a running guest cannot take."""

    DEFER = "defer"
    RESTART = "restart"


@pulumi.type_token("zkvm:index:OnShrink")
class OnShrink(str, Enum):
    """What a smaller capacity means."""

    REFUSE = "refuse"
    ALLOW = "allow"


@pulumi.type_token("zkvm:index:PatchOp")
class PatchOp(str, Enum):
    """What a patch does at its place."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"


@pulumi.type_token("zkvm:index:PoolKind")
class PoolKind(str, Enum):
    """libvirt's pool type."""

    DIR = "dir"
    FS = "fs"
    NETFS = "netfs"
    LOGICAL = "logical"
    DISK = "disk"
    ISCSI = "iscsi"
    ISCSI_DIRECT = "iscsi-direct"
    SCSI = "scsi"
    MPATH = "mpath"


@pulumi.type_token("zkvm:index:Power")
class Power(str, Enum):
    """The power state a guest is kept in."""

    RUNNING = "running"
    STOPPED = "stopped"
    PAUSED = "paused"
    UNMANAGED = "unmanaged"


@pulumi.type_token("zkvm:index:PrmLayout")
class PrmLayout(str, Enum):
    """How the parameters are spread over lines. The kernel takes a line end for a blank."""

    LINES = "lines"
    LINE = "line"


@pulumi.type_token("zkvm:index:ReadySource")
class ReadySource(str, Enum):
    """Who is asked whether the guest is up."""

    AGENT = "agent"
    LEASE = "lease"


@pulumi.type_token("zkvm:index:WatchdogAction")
class WatchdogAction(str, Enum):
    """What QEMU does when the watchdog is not fed (libvirt `<watchdog action>`)."""

    RESET = "reset"
    SHUTDOWN = "shutdown"
    POWEROFF = "poweroff"
    PAUSE = "pause"
    NONE = "none"
    DUMP = "dump"
    INJECT_NMI = "inject-nmi"
