"""Consoles on a pseudo terminal: sclp and virtio.

libvirt rewrites a console without target into a pair: a `<serial>` of type sclp-serial, and a `<console>` whose target
is that serial port. The pair is one sclp console (captured in `131-console-pty-notarget`).
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.xmltext import attribute, find_all
from zkvm_provider.model.console import Console, ConsoleKind

_SERIAL_MODEL = "sclpconsole"
_KINDS = {kind.value: kind for kind in ConsoleKind}


def read_console(console: Device, name: str) -> Console | None:
    """The console, or None when the model cannot say what it is (other backends)."""
    kind = _kind(console)
    if kind is None:
        return None
    file, append = console.attribute("log", "file"), console.attribute("log", "append") == "on"
    return Console(name=name, kind=kind, log_file=file or None, log_append=append)


def _kind(console: Device) -> ConsoleKind | None:
    if console.element.get("type", "pty") != "pty":
        return None
    target = console.attribute("target", "type")
    if target in {"", "serial"}:
        return ConsoleKind.SCLP if serial_of(console.element) is not None else None
    return _KINDS.get(target)


def serial_of(console: Element) -> Element | None:
    """The sclp serial device behind a console of the paired form."""
    devices = console.getparent()
    if devices is None or attribute(console, "target", "type") not in {"", "serial"}:
        return None
    port = attribute(console, "target", "port") or "0"
    for serial in find_all(devices, "serial"):
        same_port = (attribute(serial, "target", "port") or "0") == port
        is_sclp = attribute(serial, "target/model", "name") == _SERIAL_MODEL
        if same_port and is_sclp and serial.get("type") == "pty":
            return serial
    return None
