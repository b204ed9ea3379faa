"""Policy of LUNs and mediated devices, of a guest's and of a host's, and of iSCSI units under any name.

Facts: libvirt 9.0.0 with QEMU 7.2 for s390x plugs virtio-scsi controllers (further ones with queues and iothread too),
SCSI disks and host devices, vfio-ccw and vfio-ap; it changes nothing of them in place (`virDomainUpdateDeviceFlags`
refuses), and removes no iothread that a controller uses.
"""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import (
    NEEDED,
    NEEDED_NUMBER,
    NUMBER,
    PART,
    VALUE,
    Line,
    Rule,
    Turn,
    config,
    live,
    next_boot,
    refused,
)

_STOPPED = config()
_IN_THE_WAY = "a unit, device number or target that is held until the next start waits for it"
_PLUG = live("plugged into the running guest", "attach", "define", exception=_IN_THE_WAY)
_BOOTED_DASD = "the DASD the guest boots from waits for its next start"
_UNPLUG_MDEV = live("unplugged from the running guest", "detach", "define", exception=_BOOTED_DASD)
_BOOTED = "the LUN the guest boots from waits for its next start"
_UNPLUG_LUN = live("unplugged from the running guest", "detach", "define", exception=_BOOTED)
_OTHER_LUN = live("unplugged and plugged with the same unit", "detach", "attach", "define", exception=_BOOTED)
_OTHER_MDEV = live(
    "unplugged and plugged with the same device number", "detach", "attach", "define", exception=_BOOTED_DASD
)
_PLUG_CONTROLLER = live(
    "plugged into the running guest, before its LUNs",
    "attach",
    "define",
    exception="an index or device number that is held until the next start waits for it",
)
_CONTROLLER = next_boot("a controller stays as the guest was started with it")
_FIXED_LUN = next_boot("the LUN would have to be unplugged from the running guest")
_FIXED_MDEV = next_boot("the device would have to be unplugged from the running guest")


def iscsi_lines(path: str, running: Rule, stopped: Rule) -> tuple[Line, ...]:
    """The rows of the `iscsi` of a device."""
    return (
        (f"{path}.iscsi", PART, running, stopped),
        (f"{path}.iscsi.host", NEEDED, running, stopped),
        (f"{path}.iscsi.port", NUMBER, running, stopped),
        (f"{path}.iscsi.target", NEEDED, running, stopped),
        (f"{path}.iscsi.lun", NEEDED_NUMBER, running, stopped),
    )


HOST_DEVICES: tuple[Line, ...] = (
    ("luns", (Turn.ADD,), _PLUG, _STOPPED),
    ("luns", (Turn.REMOVE,), _UNPLUG_LUN, _STOPPED),
    (
        "luns[].name",
        NEEDED,
        live(
            "another name is another LUN: the old one is unplugged, the new one plugged",
            "detach",
            "attach",
            exception=_BOOTED,
        ),
        _STOPPED,
    ),
    ("luns[].lun", VALUE, _OTHER_LUN, _STOPPED),
    ("luns[].block", VALUE, _OTHER_LUN, _STOPPED),
    *iscsi_lines("luns[]", _OTHER_LUN, _STOPPED),
    ("luns[].attach_as", VALUE, _OTHER_LUN, _STOPPED),
    ("luns[].cache", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].read_only", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].shareable", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].raw_io", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].reservations", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].target", VALUE, _FIXED_LUN, _STOPPED),
    ("luns[].controller", NUMBER, _FIXED_LUN, _STOPPED),
    ("luns[].unit", NUMBER, _FIXED_LUN, _STOPPED),
    ("controllers", (Turn.ADD,), _PLUG_CONTROLLER, _STOPPED),
    ("controllers", (Turn.REMOVE,), _CONTROLLER, _STOPPED),
    ("controllers[].name", NEEDED, _CONTROLLER, _STOPPED),
    ("controllers[].index", NEEDED_NUMBER, _CONTROLLER, _STOPPED),
    ("controllers[].queues", NUMBER, _CONTROLLER, _STOPPED),
    ("controllers[].iothread", NUMBER, _CONTROLLER, _STOPPED),
    ("controllers[].devno", VALUE, _CONTROLLER, _STOPPED),
    ("mdevs", (Turn.ADD,), _PLUG, _STOPPED),
    ("mdevs", (Turn.REMOVE,), _UNPLUG_MDEV, _STOPPED),
    (
        "mdevs[].name",
        NEEDED,
        live(
            "another name is another device: the old one is unplugged, the new one plugged",
            "detach",
            "attach",
            exception=_BOOTED_DASD,
        ),
        _STOPPED,
    ),
    ("mdevs[].model", NEEDED, _OTHER_MDEV, _STOPPED),
    ("mdevs[].device", NEEDED, _OTHER_MDEV, _STOPPED),
    ("mdevs[].devno", VALUE, _FIXED_MDEV, _STOPPED),
)

_OTHER_HOST = refused("a LUN stays on its machine; declare another one there. Another URI of the same machine is fine")
_ANOTHER = Rule(
    effect=Effect.REPLACE,
    reason="another path or LUN is another device; the old one is taken away and keeps its data",
    verbs=("set_fcp_online", "set_lun_attached"),
)
_ANOTHER_IN_USE = replace(
    _ANOTHER, reason="another path or LUN is another device; the old one stays attached while guests use it"
)

SCSI_LUN: tuple[Line, ...] = (
    ("host", VALUE, _OTHER_HOST, _OTHER_HOST),
    ("fcp_device", NEEDED, _ANOTHER_IN_USE, _ANOTHER),
    ("wwpn", NEEDED, _ANOTHER_IN_USE, _ANOTHER),
    ("lun", NEEDED, _ANOTHER_IN_USE, _ANOTHER),
)

_OTHER_PARENT = Rule(
    effect=Effect.REPLACE,
    reason="another DASD is another device; the old one goes back to the host",
    verbs=("set_dasd_online", "hand_over_subchannel", "define", "start"),
)
_PARENT_USED = refused("another DASD would be another device, and a guest has this one; unplug it first")
_MATRIX_USED = refused("it would have to be made anew while a guest has it; unplug it first")
_MATRIX = config(
    "stopped, undefined, defined with the same uuid and started", "stop", "undefine", "define", "start", "set_autostart"
)
_NO_OTHER_MACHINE = refused("a mediated device stays on its machine; declare another one there")
_AUTOSTART = config("", "set_autostart")

MEDIATED_DEVICE: tuple[Line, ...] = (
    ("host", VALUE, _NO_OTHER_MACHINE, _NO_OTHER_MACHINE),
    ("parent", VALUE, _PARENT_USED, _OTHER_PARENT),
    ("adapters", VALUE, _MATRIX_USED, _MATRIX),
    ("domains", VALUE, _MATRIX_USED, _MATRIX),
    ("control_domains", VALUE, _MATRIX_USED, _MATRIX),
    ("autostart", VALUE, _AUTOSTART, _AUTOSTART),
)
