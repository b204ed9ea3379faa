"""Policy of a guest: what each change does to it while it runs and while it does not.

Facts: libvirt 9.0.0 with QEMU 7.2 for s390x. The maximum memory of an active domain is refused (`setmaxmem --live`), a
vCPU cannot be unplugged on s390-ccw-virtio, sclp consoles and virtio-serial controllers do not plug, disks, CD-ROM
drives and interfaces do, `virDomainUpdateDeviceFlags` changes the link state and the medium in a drive; a macvtap
interface is bound to its uplink.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.field import fields_of
from zkvm_provider.model.guest import NextBoot
from zkvm_provider.model.migration import Migration
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import (
    NEEDED,
    NEEDED_NUMBER,
    NUMBER,
    PART,
    VALUE,
    Line,
    Turn,
    Unless,
    config,
    live,
    next_boot,
    refused,
    reported,
)
from zkvm_provider.reconcile.rules_cpu_tune import CPU_TUNE
from zkvm_provider.reconcile.rules_host_devices import HOST_DEVICES, iscsi_lines
from zkvm_provider.reconcile.rules_small_devices import DEVICES
from zkvm_provider.reconcile.rules_xml_patch import XML_PATCHES

_STOPPED = config()
_MOVE_LIVE = live(
    "it migrates to the other machine while it runs; another URI of the same machine is only another connection",
    "migrate",
    exception="with `migration.mode` offline it is shut down, moved and started",
)
_MOVE_STOPPED = config("it is defined on the other machine, and undefined here", "define", "undefine")
_AT_NEXT_MOVE = reported("it says how the next move to another machine goes")
_BOOT = next_boot("a guest reads how it boots when it starts")
_CONSOLE = next_boot("consoles cannot be plugged into a running guest")
_FIXED_DISK = next_boot("the disk would have to be unplugged from the running guest")
_IN_THE_WAY = "a device number or target that is held until the next start waits for it"
_PLUG_DISK = live("plugged into the running guest", "attach", "define", exception=_IN_THE_WAY)
_UNPLUG_DISK = live("unplugged from the running guest", "detach", "define")
_OTHER_DISK = live("another name is another disk: the old one is unplugged, the new one plugged", "detach", "attach")
_OTHER_DATA = live(
    "unplugged and plugged with the same device number",
    "detach",
    "attach",
    "define",
    exception="the disk the guest boots from waits for its next start",
)
_REPLUG = live(
    "unplugged and plugged: libvirt cannot change this on an interface that is plugged in", "detach", "attach", "define"
)
_REPLUG_SAME = live(
    "unplugged and plugged with the same MAC address and device number: libvirt cannot change this on an interface "
    "that is plugged in",
    "detach",
    "attach",
    "define",
)
_OTHER_BRIDGE = live(
    "moved to the other bridge while it stays plugged in; from or to something else it is unplugged and plugged",
    "update_device",
    "define",
)
_CHOSEN = "on a macvtap network that chooses among uplinks the interface is unplugged and plugged"
_RESHAPED = live(
    "the host's limits and filters of the plugged interface change", "update_device", "define", exception=_CHOSEN
)
_OTHER_BUS = live(
    "unplugged and plugged: a disk on SCSI has a unit, one on virtio a device number",
    "detach",
    "attach",
    "define",
    exception="the disk the guest boots from waits for its next start",
)
_DRIVE_OR_DISK = live(
    "unplugged and plugged: a CD-ROM drive and a disk are different devices, each with a place of its own",
    "detach",
    "attach",
    "define",
    exception="the disk the guest boots from waits for its next start",
)
_CARRIER = live(
    "the guest sees the carrier change",
    "update_device",
    "define",
    exception=_CHOSEN,
)
_OTHER_MEDIUM = live("the medium is changed in the drive", "update_device", "define")
_OWN_BEHAVIOUR = reported("it changes what zkvm does, not the guest")
_POWER = live("the power state is set last", "start", "stop", "suspend", "resume")

_DISKS: tuple[Line, ...] = (
    ("disks", (Turn.ADD,), _PLUG_DISK, _STOPPED),
    ("disks", (Turn.REMOVE,), _UNPLUG_DISK, _STOPPED),
    ("disks[].name", NEEDED, _OTHER_DISK, _STOPPED),
    ("disks[].volume", VALUE, _OTHER_DATA, _STOPPED),
    ("disks[].block", VALUE, _OTHER_DATA, _STOPPED),
    ("disks[].file", VALUE, _OTHER_DATA, _STOPPED),
    *iscsi_lines("disks[]", _OTHER_DATA, _STOPPED),
    ("disks[].cdrom", (Turn.SET,), _OTHER_MEDIUM, _STOPPED),
    ("disks[].cdrom", PART, _DRIVE_OR_DISK, _STOPPED),
    ("disks[].bus", VALUE, _OTHER_BUS, _STOPPED),
    ("disks[].format", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].cache", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].io", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].iothread", NUMBER, _FIXED_DISK, _STOPPED),
    ("disks[].read_only", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].shareable", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].serial", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].target", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].devno", VALUE, _FIXED_DISK, _STOPPED),
    ("disks[].controller", NUMBER, _FIXED_DISK, _STOPPED),
    ("disks[].unit", NUMBER, _FIXED_DISK, _STOPPED),
)

_INTERFACES: tuple[Line, ...] = (
    (
        "interfaces",
        (Turn.ADD,),
        live("plugged into the running guest", "attach", "define", exception=_IN_THE_WAY),
        _STOPPED,
    ),
    ("interfaces", (Turn.REMOVE,), live("unplugged from the running guest", "detach", "define"), _STOPPED),
    (
        "interfaces[].name",
        NEEDED,
        live("another name is another interface: the old one is unplugged, the new one plugged", "detach", "attach"),
        _STOPPED,
    ),
    ("interfaces[].network", VALUE, _REPLUG_SAME, _STOPPED),
    ("interfaces[].macvtap", PART, _REPLUG_SAME, _STOPPED),
    ("interfaces[].macvtap.dev", NEEDED, _REPLUG_SAME, _STOPPED),
    ("interfaces[].macvtap.mode", VALUE, _REPLUG_SAME, _STOPPED),
    ("interfaces[].bridge", (Turn.SET,), _OTHER_BRIDGE, _STOPPED),
    ("interfaces[].bridge", PART, _REPLUG_SAME, _STOPPED),
    ("interfaces[].ovs", VALUE, _REPLUG_SAME, _STOPPED),
    ("interfaces[].portgroup", VALUE, _REPLUG_SAME, _STOPPED),
    ("interfaces[].vlan", PART, _REPLUG_SAME, _STOPPED),
    ("interfaces[].vlan.access", NUMBER, _REPLUG_SAME, _STOPPED),
    ("interfaces[].vlan.trunk", VALUE, _REPLUG_SAME, _STOPPED),
    ("interfaces[].vlan.native", NUMBER, _REPLUG_SAME, _STOPPED),
    ("interfaces[].vlan.native_tagged", NUMBER, _REPLUG_SAME, _STOPPED),
    ("interfaces[].mtu", NUMBER, _REPLUG_SAME, _STOPPED),
    ("interfaces[].queues", NUMBER, _REPLUG_SAME, _STOPPED),
    ("interfaces[].bandwidth", PART, _RESHAPED, _STOPPED),
    *(
        line
        for direction in ("inbound", "outbound")
        for line in (
            (f"interfaces[].bandwidth.{direction}", PART, _RESHAPED, _STOPPED),
            (f"interfaces[].bandwidth.{direction}.average", NEEDED_NUMBER, _RESHAPED, _STOPPED),
            (f"interfaces[].bandwidth.{direction}.peak", NUMBER, _RESHAPED, _STOPPED),
            (f"interfaces[].bandwidth.{direction}.burst", NUMBER, _RESHAPED, _STOPPED),
        )
    ),
    ("interfaces[].filter_ref", PART, _RESHAPED, _STOPPED),
    ("interfaces[].filter_ref.filter", NEEDED, _RESHAPED, _STOPPED),
    ("interfaces[].filter_ref.parameters", VALUE, _RESHAPED, _STOPPED),
    ("interfaces[].mac", VALUE, _REPLUG, _STOPPED),
    ("interfaces[].link", VALUE, _CARRIER, _STOPPED),
    ("interfaces[].devno", VALUE, _REPLUG, _STOPPED),
)


def _migration() -> Iterator[Line]:
    """Rows of `migration`: nothing happens before the guest moves."""
    yield "migration", PART, _AT_NEXT_MOVE, _AT_NEXT_MOVE
    for spec in fields_of(Migration):
        turns = NUMBER if spec.bare_type is int else VALUE
        yield f"migration.{spec.name}", turns, _AT_NEXT_MOVE, _AT_NEXT_MOVE


_REST: tuple[Line, ...] = (
    ("boot", PART, _BOOT, _STOPPED),
    ("boot.kernel", VALUE, _BOOT, _STOPPED),
    ("boot.initrd", VALUE, _BOOT, _STOPPED),
    ("boot.cmdline", VALUE, _BOOT, _STOPPED),
    ("boot.disk", VALUE, _BOOT, _STOPPED),
    ("boot.loadparm", VALUE, _BOOT, _STOPPED),
    ("boot.order", VALUE, _BOOT, _STOPPED),
    ("boot.loadparms", VALUE, _BOOT, _STOPPED),
    ("consoles", PART, _CONSOLE, _STOPPED),
    ("consoles[].name", NEEDED, _CONSOLE, _STOPPED),
    ("consoles[].kind", VALUE, _CONSOLE, _STOPPED),
    ("consoles[].log_file", VALUE, _CONSOLE, _STOPPED),
    ("consoles[].log_append", VALUE, _CONSOLE, _STOPPED),
    ("autostart", VALUE, config("", "set_autostart"), config("", "set_autostart")),
    ("power", VALUE, _POWER, _POWER),
    ("shutdown", PART, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    ("shutdown.grace_s", NUMBER, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    ("shutdown.then", VALUE, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    ("wait_for", PART, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    ("wait_for.source", NEEDED, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    ("wait_for.timeout_s", NUMBER, _OWN_BEHAVIOUR, _OWN_BEHAVIOUR),
    *_migration(),
    ("next_boot", VALUE, reported("`restart` restarts a guest once for what waits"), _OWN_BEHAVIOUR),
    ("metadata", VALUE, config("notes are kept in the persistent configuration"), _STOPPED),
    (
        "domain_type",
        VALUE,
        next_boot("a running guest cannot be handed from KVM to QEMU's emulation or back"),
        _STOPPED,
    ),
)

_RENAME = refused(
    "libvirt cannot rename a running guest; set `nextBoot` to `restart`, or stop it first (`power`: `stopped`)",
    "rename",
    unless=Unless(
        field="next_boot",
        value=NextBoot.RESTART,
        effect=Effect.NEXT_BOOT,
        reason="libvirt cannot rename a running guest",
    ),
)

GUEST: tuple[Line, ...] = (
    ("host", VALUE, _MOVE_LIVE, _MOVE_STOPPED),
    ("name", VALUE, _RENAME, config("", "rename")),
    ("memory", NEEDED_NUMBER, next_boot("libvirt cannot change the maximum of a running guest"), _STOPPED),
    (
        "current_memory",
        NUMBER,
        live("the balloon moves", "set_memory", "define", exception="what exceeds the running maximum waits"),
        _STOPPED,
    ),
    (
        "vcpus",
        (Turn.ADD, Turn.RAISE),
        live(
            "plugged into the running guest", "set_vcpus", "define", exception="what exceeds the running maximum waits"
        ),
        _STOPPED,
    ),
    ("vcpus", (Turn.REMOVE, Turn.LOWER), next_boot("s390x cannot unplug a vCPU"), _STOPPED),
    ("max_vcpus", NUMBER, next_boot("libvirt cannot change the maximum of a running guest"), _STOPPED),
    ("machine", VALUE, next_boot("the machine type is fixed while the guest runs"), _STOPPED),
    *_DISKS,
    *_INTERFACES,
    *HOST_DEVICES,
    ("iothreads", (Turn.ADD, Turn.RAISE), live("added to the running guest", "add_iothread", "define"), _STOPPED),
    (
        "iothreads",
        (Turn.REMOVE, Turn.LOWER),
        live("taken from the running guest", "del_iothread", "define", exception="one that a disk uses waits"),
        _STOPPED,
    ),
    *CPU_TUNE,
    *DEVICES,
    *XML_PATCHES,
    ("hugepages", VALUE, next_boot("a running guest keeps the memory it was started with"), _STOPPED),
    ("memballoon", VALUE, next_boot("a balloon cannot be plugged"), _STOPPED),
    *_REST,
)
