"""Character devices: consoles, serials, parallels, channels; how a first console becomes a serial (s390: SCLP)."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    child,
    get,
    internal,
    qemu_ended,
    remove,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.shape import Node, Shape, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    NAME,
    ON_OFF,
    PATH,
    YES_NO,
    Place,
    Value,
    choice,
    matching,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_BACKENDS = choice(
    "null", "vc", "pty", "dev", "file", "pipe", "stdio", "udp", "tcp", "unix", "spicevmc", "spiceport", "nmdm",
    "qemu-vdagent", "dbus",
)  # fmt: skip
_CONSOLE_TARGETS = choice("none", "serial", "xen", "uml", "virtio", "lxc", "openvz", "sclp", "sclplm")


def _read_backend(value: str, _place: Place) -> str:
    if not _BACKENDS.schema.fullmatch(value):
        raise unsupported(f"unknown type presented to host for character device: {value}", ErrorDomain.DOMAIN)
    return value


def _read_console_target(value: str, _place: Place) -> str:
    if not _CONSOLE_TARGETS.schema.fullmatch(value):
        text = f"unknown target type '{value}' specified for character device"
        raise unsupported(text, ErrorDomain.DOMAIN)
    return value


BACKENDS = Value(schema=_BACKENDS.schema, read=_read_backend)
CONSOLE_TARGETS = Value(schema=_CONSOLE_TARGETS.schema, read=_read_console_target)
SERIAL_TARGETS = choice(
    "none", "isa-serial", "usb-serial", "pci-serial", "spapr-vio-serial", "system-serial", "sclp-serial", "isa-debug"
)
_MODELS = choice(
    "none", "isa-serial", "usb-serial", "pci-serial", "spapr-vty", "pl011", "sclpconsole", "sclplmconsole", "16550a",
    "isa-debugcon",
)  # fmt: skip
SOURCE_PARTS: tuple[Shape, ...] = (
    element(
        "source",
        {
            "mode": choice("bind", "connect"), "path": NAME, "host": NAME, "service": NAME, "tls": YES_NO,
            "append": ON_OFF, "channel": NAME, "master": NAME, "slave": NAME,
        },
        element("reconnect", {"enabled": YES_NO, "timeout": COUNT}),
        element("seclabel", {"model": NAME, "relabel": YES_NO}, element("label", text=NAME), traits="many"),
        traits="many",
    ),
    element("protocol", {"type": choice("raw", "telnet", "telnets", "tls")}),
    element("log", {"file": PATH, "append": ON_OFF}, need=("file",)),
)  # fmt: skip


def _chardev(tag: str, target: Shape, need: tuple[str, ...] = ()) -> Shape:
    return element(tag, {"type": BACKENDS, "tty": PATH}, *SOURCE_PARTS, target, *DEVICE_INFO, need=need, traits="many")


CONSOLE = _chardev("console", element("target", {"type": CONSOLE_TARGETS, "port": COUNT}))
SERIAL = _chardev(
    "serial",
    element("target", {"type": SERIAL_TARGETS, "port": COUNT}, element("model", {"name": _MODELS}, need=("name",))),
)
PARALLEL = _chardev("parallel", element("target", {"type": matching("parallel"), "port": COUNT}))
CHANNEL = _chardev(
    "channel",
    element(
        "target",
        {
            "type": choice("guestfwd", "virtio", "xen"), "address": NAME, "port": COUNT, "name": NAME,
            "state": choice("connected", "disconnected"),
        },
        need=("type",),
    ),
    need=("target",),
)  # fmt: skip


def _read(node: Node) -> None:
    set_default(node, "type", "pty")
    kind = node.get("type")
    if node.tag in {"console", "serial"} and "tty" in node.attrib:
        del node.attrib["tty"]
    for source in node.findall("source"):
        if kind in {"pty", "null", "vc", "stdio", "spicevmc"}:
            node.remove(source)
        elif kind == "unix":
            set_default(source, "mode", "bind" if node.tag == "channel" else "connect")
    if node.tag == "channel" and node.find("target") is None:
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, "missing target for channel device")
    if node.tag == "channel":
        child(node, "target").attrib.pop("state", "")


def _default_channel(_guest: Guest, node: Node) -> None:
    """A unix socket under libvirt's own folder is generated at start, so the configuration does not keep it."""
    source = node.find("source")
    if source is not None and (source.get("path") or "").startswith("/var/lib/libvirt/qemu/channel/"):
        node.remove(source)


def settle_consoles(guest: Guest) -> None:
    """Number the consoles, make serials SCLP, and pair the first serial with the first console.

    virDomainDefAddConsoleCompat: a first console without target is the serial; a serial without console gets one.
    """
    consoles = guest.each("console")
    first = consoles[0] if consoles else None
    if first is not None and get(first, "target", "type", "none") in {"none", "serial"}:
        if not guest.each("serial"):
            serial = deepcopy(first)
            serial.tag = "serial"
            remove(serial, "target")
            guest.devices.append(serial)
        _pair(guest, first)
    elif guest.each("serial") and get(guest.each("serial")[0], "target", "type", "none") not in {
        "pci-serial",
        "usb-serial",
    }:
        stub = etree.Element("console")
        guest.devices.insert(0, stub)
        _pair(guest, stub)
    for port, console in enumerate(guest.each("console")):
        child(console, "target").set("port", str(port))
    for port, serial in enumerate(guest.each("serial")):
        _settle_serial(serial, port)


def _settle_serial(serial: Node, port: int) -> None:
    target = child(serial, "target")
    set_default(target, "port", str(port))
    if target.get("type", "none") in {"none", "isa-serial"}:
        target.set("type", "sclp-serial")
        remove(target, "model")
    models = {"sclp-serial": "sclpconsole", "pci-serial": "pci-serial", "usb-serial": "usb-serial"}
    model = child(target, "model")
    set_default(model, "name", models.get(target.get("type") or "", "none"))


def _pair(guest: Guest, console: Node) -> None:
    """The console repeats its serial's backend, as libvirt prints it."""
    serial = guest.each("serial")[0]
    for part in list(console):
        console.remove(part)
    console.set("type", serial.get("type") or "pty")
    for tag in ("source", "protocol", "log", "alias"):
        for found in serial.findall(tag):
            console.append(deepcopy(found))
    target = etree.SubElement(console, "target")
    target.set("type", "serial")
    target.set("port", "0")


def is_serial_console(node: Node) -> bool:
    """The console is only the second face of the first serial."""
    return node.tag == "console" and get(node, "target", "type") == "serial"


def _check(guest: Guest, node: Node) -> None:
    if node.get("type") == "spicevmc" and not any(each.get("type") == "spice" for each in guest.each("graphics")):
        raise unsupported("chardev 'spicevmc' not supported without spice graphics")
    target, model = get(node, "target", "type"), get(node, "target/model", "name")
    if node.tag == "serial":
        if target == "sclp-serial" and model not in {"sclpconsole", "sclplmconsole"}:
            text = f"Target model '{model}' not supported for target type 'sclp-serial'"
            raise unsupported(text, ErrorDomain.DOMAIN)
        if target == "usb-serial":
            raise unsupported("USB is disabled for this domain, but USB devices are present in the domain XML")
        if target in {"spapr-vio-serial", "system-serial", "isa-debug"}:
            raise unsupported(
                f"Serial device with target type '{target}' and target model '{model}' not compatible "
                "with guest architecture or machine type"
            )
    if node.tag == "parallel":
        raise unsupported("parallel ports are not supported")
    if node.tag == "console" and target in {"xen", "uml", "lxc", "openvz"}:
        raise unsupported(f"unsupported console target type {target}")
    if node.get("type") in {"file", "dev", "pipe"} and not get(node, "source", "path"):
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, "Missing source path attribute for char device")


def _bus(node: Node) -> Bus:
    if node.tag == "channel" and get(node, "target", "type") == "virtio":
        return Bus.VIRTIO_SERIAL
    if node.tag == "serial" and get(node, "target", "type") == "pci-serial":
        return Bus.PCI
    return Bus.NONE


def _alias_console(guest: Guest, node: Node) -> str:
    if is_serial_console(node):
        serials = guest.each("serial")
        return get(serials[0], "alias", "name") if serials else ""
    return numbered("console")(guest, node)


def _start(boot: Boot, node: Node) -> None:
    if is_serial_console(node):
        return
    if node.get("type") == "pty":
        source = etree.Element("source")
        source.set("path", boot.world.next_pty())
        node.insert(0, source)
        if node.tag == "console" and node is boot.guest.each("console")[0]:
            node.set("tty", source.get("path") or "")
    source_of_tcp = node.find("source") if node.get("type") == "tcp" else None
    if source_of_tcp is not None:
        set_default(source_of_tcp, "tls", "no")
    if node.tag == "channel" and get(node, "target", "type") == "virtio":
        _start_channel(boot, node)


def _start_channel(boot: Boot, node: Node) -> None:
    target = child(node, "target")
    _give_path(boot, node)
    if node.get("type") in {"unix", "pty"} and not boot.hotplug:
        target.set("state", "disconnected")
    names = [get(each, "target", "name") for each in boot.guest.each("channel")]
    if target.get("name") and names.index(target.get("name") or "") < boot.guest.each("channel").index(node):
        raise qemu_ended(f"virtio-serial-bus: A port already exists by name {target.get('name')}")


def _give_path(boot: Boot, channel: Node) -> None:
    """qemuDomainPrepareChannel: a unix socket without a path lies in libvirt's own folder."""
    if channel.get("type") != "unix" or channel.find("source") is not None:
        return
    name = (boot.guest.root.findtext("name") or "")[:20]
    folder = f"/var/lib/libvirt/qemu/channel/target/domain-{boot.domain_id}-{name}"
    source = child(channel, "source")
    source.set("mode", "bind")
    source.set("path", f"{folder}/{get(channel, 'target', 'name')}")


def _plug_channel(boot: Boot, channel: Node) -> None:
    """A channel hangs on a controller that is there, and is no second one of its like (measured, 9.0.0: 420, 421)."""
    _give_path(boot, channel)
    if any(_is_same_channel(found, channel) for found in boot.guest.each("channel")):
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU, "chardev already exists")
    if not any(found.get("type") == "virtio-serial" for found in boot.guest.each("controller")):
        raise internal("no virtio-serial controllers are available", ErrorDomain.DOMAIN)


def _is_same_channel(have: Node, wanted: Node) -> bool:
    """virDomainChrEquals compares backend, path and target."""
    same_path = get(have, "source", "path") == get(wanted, "source", "path")
    return same_path and _matches(have, wanted)


def finish_consoles(boot: Boot) -> None:
    """After the start: the serial's console shows the serial's pty; two VT220 consoles are QEMU's refusal."""
    guest = boot.guest
    for console in guest.each("console"):
        if is_serial_console(console) and guest.each("serial"):
            _pair(guest, console)
            path = get(console, "source", "path")
            if console.get("type") == "pty" and path:
                console.set("tty", path)
    refuse_second_operator_console(guest)


def refuse_second_operator_console(guest: Guest) -> None:
    """QEMU: the SCLP event facility takes one VT220 and one line-mode console."""
    for kind, driver, text in (
        ("sclp", "sclpconsole", "Multiple VT220 operator consoles are not supported"),
        ("sclplm", "sclplmconsole", "Multiple line-mode operator consoles are not supported"),
    ):
        users = [c for c in guest.each("console") if get(c, "target", "type") == kind]
        users += [s for s in guest.each("serial") if get(s, "target/model", "name") == driver]
        if len(users) > 1:
            alias = get(users[1], "alias", "name")
            told = f'{{"driver":"{driver}","chardev":"char{alias}","id":"{alias}"}}'
            raise internal(f"qemu unexpectedly closed the monitor: qemu-system-s390x: -device {told}: {text}")


def _matches(have: Node, wanted: Node) -> bool:
    if have.get("type") != wanted.get("type"):
        return False
    for tag, name in (("target", "type"), ("target", "name"), ("target", "port"), ("source", "path")):
        given = get(wanted, tag, name)
        if given and get(have, tag, name) != given:
            return False
    return True


def _plug(boot: Boot, node: Node) -> None:
    if node.tag == "channel" and get(node, "target", "type") == "virtio":
        _plug_channel(boot, node)
        return
    if node.tag == "console" and get(node, "target", "type") == "virtio":
        return
    if node.tag in {"console", "serial"}:
        raise internal(
            "unable to execute QEMU command 'device_add': Bus 's390-sclp-events-bus.0' does not support hotplugging"
        )
    text = "chardev hotplug is not supported for this device"
    raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


CONSOLES = Family(
    tag="console", shape=CONSOLE, read=_read, check=_check, alias=_alias_console, start=_start, matches=_matches,
    plug=_plug, unplug=True,
)  # fmt: skip
SERIALS = Family(
    tag="serial", shape=SERIAL, read=_read, check=_check, bus=_bus, alias=numbered("serial"), start=_start,
    matches=_matches, plug=_plug, unplug=True,
)  # fmt: skip
PARALLELS = Family(tag="parallel", shape=PARALLEL, read=_read, check=_check, alias=numbered("parallel"))
CHANNELS = Family(
    tag="channel", shape=CHANNEL, read=_read, default=_default_channel, check=_check, bus=_bus,
    alias=numbered("channel"), start=_start, matches=_is_same_channel, plug=_plug, unplug=True,
    missing=lambda _channel: "chr type 'channel' device not present in domain configuration",
)  # fmt: skip

__all__ = ["CHANNELS", "CONSOLES", "PARALLELS", "SERIALS", "finish_consoles", "settle_consoles"]
