"""`<qemu:commandline>`: the pair `-gdb tcp:127.0.0.1:PORT`. Every other argument is an administrator's."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop
from zkvm_provider.model.debug import Debug, settled_debug

QEMU = "http://libvirt.org/schemas/domain/qemu/1.0"
COMMAND_LINE, ARGUMENT = f"{{{QEMU}}}commandline", f"{{{QEMU}}}arg"
_SERVER = re.compile(r"tcp:127\.0\.0\.1:(\d+)")


def _pair(root: Element) -> tuple[Element, Element, int] | None:
    arguments = [argument for line in root.iterchildren(COMMAND_LINE) for argument in line.iterchildren(ARGUMENT)]
    for option, value in pairwise(arguments):
        match = _SERVER.fullmatch(value.get("value") or "")
        if option.get("value") == "-gdb" and match is not None:
            return option, value, int(match[1])
    return None


def gdb_port_of(root: Element) -> int | None:
    """The port on which the domain's QEMU waits for gdb."""
    pair = _pair(root)
    return pair[2] if pair else None


def _read(domain: Domain) -> Debug | None:
    if COMMAND_LINE not in domain.children:
        return None
    return settled_debug(Debug(gdb_port=gdb_port_of(domain.element)))


def _take_out(root: Element) -> None:
    pair = _pair(root)
    if pair is None:
        return
    line = pair[0].getparent()
    for element in pair[:2]:
        drop(element)
    if line is not None and not len(line):
        drop(line)


PART = Part(field="debug", read=_read, take_out=_take_out, canonical=settled_debug)
