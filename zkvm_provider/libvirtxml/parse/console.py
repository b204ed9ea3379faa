"""Consoles on a pseudo terminal: sclp and virtio.

libvirt rewrites a console without target into a pair: a `<serial>` of type sclp-serial, and a `<console>` whose target
is that serial port. The pair is one sclp console (captured in `131-console-pty-notarget`).
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.console import Console, ConsoleKind

_SERIAL_MODEL = "sclpconsole"


def read_console(element: Element, name: str) -> Console | None:
    """The console, or None when the model cannot say what it is (other backends, sclplm)."""
    if element.get("type", "pty") != "pty":
        return None
    match attribute(element, "target", "type"):
        case "sclp":
            return Console(name=name, kind=ConsoleKind.SCLP)
        case "virtio":
            return Console(name=name, kind=ConsoleKind.VIRTIO)
        case "serial" | "" if serial_of(element) is not None:
            return Console(name=name, kind=ConsoleKind.SCLP)
        case _:
            return None


def serial_of(console: Element) -> Element | None:
    """The sclp serial device behind a console of the paired form."""
    devices = console.getparent()
    if devices is None or attribute(console, "target", "type") not in {"", "serial"}:
        return None
    port = attribute(console, "target", "port") or "0"
    for serial in devices.iterfind("serial"):
        same_port = (attribute(serial, "target", "port") or "0") == port
        is_sclp = attribute(serial, "target/model", "name") == _SERIAL_MODEL
        if same_port and is_sclp and serial.get("type") == "pty":
            return serial
    return None
