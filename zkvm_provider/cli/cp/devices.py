"""ATTACH, DETACH, LINK, COUPLE, UNCOUPLE: devices of a running virtual machine."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.cli.cp.machines import devno_of, vdev_of
from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.errors import BackendError, InvalidInput, NotFound, Refused, WrongState
from zkvm_provider.hypervisor.port import ErrorCode, ObjectInfo, Scope

_FILLERS = ("TO", "AS", "FROM", "SYSTEM", "*")
_READ_ONLY, _SHARED = ("R", "RR", "SR", "ER"), ("MW",)
_MODES = (*_READ_ONLY, "W", "WR", "M", "MR", *_SHARED)
_TARGETS = [f"vd{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


def attach(at: Setting) -> Said:
    """An online ECKD volume of the host, by its by-path name, under the number asked for or its own."""
    words = _words(at)
    if not 2 <= len(words) <= 3:
        raise InvalidInput.at("ATTACH", "expected RDEV TO USER [AS] VDEV")
    info = _running(at, words[1])
    rdev, vdev = vdev_of(words[0]), vdev_of(words[2] if len(words) > 2 else words[0])
    dasd = next((each for each in at.host.devices.dasds() if each.bus_id.endswith(f".{rdev}")), None)
    if dasd is None:
        raise NotFound(f"DASD {rdev.upper()}", where=at.host.uri, remedy='look with: zkvm cp "query dasd"')
    if not dasd.online:
        remedy = f"chzdev -e dasd {dasd.bus_id}"
        raise WrongState(f"DASD {rdev.upper()} (set it online with: {remedy})", actual="offline", wanted="online")
    source = f"/dev/disk/by-path/ccw-{dasd.bus_id}"
    xml = _disk_xml(at, info, "block", f"<source dev='{source}'/>", "raw", vdev)
    at.host.hypervisor.attach(info.ref, xml, Scope.LIVE)
    return _said(at, info, f"DASD {rdev.upper()} ATTACHED TO {info.ref.name.upper()} {vdev.upper()}", xml, "attach")


def link(at: Setting) -> Said:
    """A disk of another guest: read-only, or writable where the mode says so and both ends agree to share."""
    words = _words(at)
    mode = words.pop().upper() if len(words) > 2 and words[-1].upper() in _MODES else "RR"
    if not 2 <= len(words) <= 3:
        raise InvalidInput.at("LINK", "expected USER VDEV1 [AS] VDEV2 [MODE]")
    owner, info = at.guest(words[0]), _running(at, at.user)
    vdev = vdev_of(words[2] if len(words) > 2 else words[1])
    disk = _device(at, owner, vdev_of(words[1]), ("disk",))
    source, driver = disk.find("source"), disk.find("driver")
    if source is None:
        raise NotFound(f"medium of disk {words[1].upper()} of {owner.ref.name}")
    _refuse_locked(owner, disk)
    is_shared, is_read = disk.find("shareable") is not None, mode in _READ_ONLY
    flag = ("<readonly/>" if is_read else "") + ("<shareable/>" if is_shared or not is_read else "")
    shape = etree.tostring(_bare(source), encoding="unicode")
    kind = driver.get("type", "raw") if driver is not None else "raw"
    xml = _disk_xml(at, info, disk.get("type", "file"), shape, kind, vdev, flag)
    at.host.hypervisor.attach(info.ref, xml, Scope.LIVE)
    access = "R/O" if mode in _READ_ONLY else "R/W"
    line = f"DASD {vdev.upper()} LINKED {access}; {owner.ref.name.upper()} OWNS IT"
    return _said(at, info, line, xml, "attach")


def _refuse_locked(owner: ObjectInfo, disk: etree._Element) -> None:
    """QEMU locks an image that a running guest writes to, even against readers, unless both share it."""
    if owner.active and disk.find("readonly") is None and disk.find("shareable") is None:
        what = f"{owner.ref.name} is running and writes to that disk, and QEMU locks it against every other guest"
        raise Refused(what, remedy=f"share it (`shareable` of the disk, in both guests), or shut {owner.ref.name} down")


def detach(at: Setting) -> Said:
    words = _words(at)
    if not 1 <= len(words) <= 2:
        raise InvalidInput.at("DETACH", "expected VDEV [FROM USER]")
    info = _running(at, words[1] if len(words) > 1 else at.user)
    vdev = vdev_of(words[0])
    device = _device(at, info, vdev, ("disk", "interface", "hostdev"))
    xml = etree.tostring(_bare(device), encoding="unicode")
    at.host.hypervisor.detach(info.ref, xml, Scope.LIVE)
    word, what = {"disk": ("DASD", "disks"), "interface": ("NIC", "interfaces")}.get(str(device.tag), ("DEV", "mdevs"))
    return _said(at, info, f"{word} {vdev.upper()} DETACHED", xml, "detach", what=what)


def couple(at: Setting) -> Said:
    words = _words(at)
    if len(words) != 2:
        raise InvalidInput.at("COUPLE", "expected VDEV TO SYSTEM NETWORK")
    info = _running(at, at.user)
    nic = _device(at, info, vdev_of(words[0]), ("interface",))
    old = etree.tostring(_bare(nic), encoding="unicode")
    nic.set("type", "network")
    for gone in ("source", "link", "target", "alias"):
        for each in nic.findall(gone):
            nic.remove(each)
    etree.SubElement(nic, "source").set("network", words[1])
    etree.SubElement(nic, "link").set("state", "up")
    xml = etree.tostring(_bare(nic), encoding="unicode")
    verbs: tuple[str, ...] = ("update",)
    try:
        at.host.hypervisor.update_device(info.ref, xml, Scope.LIVE)
    except BackendError as refused:
        if refused.code != ErrorCode.OPERATION_UNSUPPORTED:
            raise
        at.host.hypervisor.detach(info.ref, old, Scope.LIVE)  # libvirt cannot move it: out and in, same MAC and number
        at.host.hypervisor.attach(info.ref, xml, Scope.LIVE)
        verbs = ("detach", "attach")
    line = f"NIC {vdev_of(words[0]).upper()} IS CONNECTED TO SYSTEM {words[1].upper()}"
    return _said(at, info, line, xml, *verbs, what="interfaces")


def uncouple(at: Setting) -> Said:
    """The cable is pulled: the interface stays in its network with its link down."""
    words = _words(at)
    if len(words) != 1:
        raise InvalidInput.at("UNCOUPLE", "expected VDEV")
    info = _running(at, at.user)
    nic = _device(at, info, vdev_of(words[0]), ("interface",))
    for each in nic.findall("link"):
        nic.remove(each)
    etree.SubElement(nic, "link").set("state", "down")
    xml = etree.tostring(_bare(nic), encoding="unicode")
    at.host.hypervisor.update_device(info.ref, xml, Scope.LIVE)
    return _said(at, info, f"NIC {vdev_of(words[0]).upper()} DISCONNECTED", xml, "update", what="interfaces")


def _said(at: Setting, info: ObjectInfo, line: str, xml: str, *verbs: str, what: str = "disks") -> Said:
    flat = " ".join(xml.split())
    commands = tuple(f"virsh {verb}-device {info.ref.name} device.xml --live   # {flat}" for verb in verbs)
    return Said(lines=(line,), data={"device": xml}, commands=commands, warnings=at.drift(info, what))


def _words(at: Setting) -> list[str]:
    return [word for word in at.operands if word.upper() not in _FILLERS]


def _running(at: Setting, name: str) -> ObjectInfo:
    info = at.guest(name)
    if not info.active:
        raise WrongState(
            f"guest {info.ref.name!r}", actual="shut off", wanted="running; change a stopped guest in the program"
        )
    return info


def _device(at: Setting, info: ObjectInfo, vdev: str, kinds: tuple[str, ...]) -> etree._Element:
    devices = [each for kind in kinds for each in at.root(info).iterfind(f"devices/{kind}")]
    for each in devices:
        if devno_of(each).lower() == vdev:
            return each
    known = ", ".join(sorted(devno_of(each) for each in devices if devno_of(each) != "----")) or "none"
    raise NotFound(f"device {vdev.upper()} of {info.ref.name}", remedy=f"it has {known}")


def _disk_xml(at: Setting, info: ObjectInfo, kind: str, source: str, driver: str, vdev: str, flag: str = "") -> str:
    taken = {each.get("dev") for each in at.root(info).iterfind("devices/disk/target")}
    target = next(name for name in _TARGETS if name not in taken)
    return (
        f"<disk type='{kind}' device='disk'><driver name='qemu' type='{driver}' cache='none'/>{source}"
        f"<target dev='{target}' bus='virtio'/>{flag}"
        f"<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x{vdev}'/></disk>"
    )


def _bare(element: etree._Element) -> etree._Element:
    """Without the white space behind it, and without what only a running domain has."""
    copied = etree.fromstring(etree.tostring(element))
    copied.tail = None
    if "index" in copied.attrib:
        del copied.attrib["index"]
    return copied
