"""Short ways to a domain document and through the stages, for the tests of the domain machine."""

from __future__ import annotations

import random

from lxml import etree

from tests.emulated.domain.domain_worlds import LabWorld
from zkvm_provider.hypervisor.emulated.domain import define, start
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

OS = "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type></os>"


def document(devices: str = "", top: str = "", *, vcpu: str = "<vcpu>1</vcpu>", os: str = OS) -> str:
    """A small valid domain with these devices and these further elements of the domain."""
    head = "<name>guest</name><uuid>00000000-0000-4000-8000-000000000001</uuid><memory unit='MiB'>512</memory>"
    return f"<domain type='qemu'>{head}{vcpu}{os}{top}<devices>{devices}</devices></domain>"


def defined(xml: str, *, validate: bool = False, virt_types: tuple[str, ...] = ("qemu",)) -> str:
    dice = random.Random(1)  # noqa: S311
    return define(xml, profile=DEFAULT_PROFILE, virt_types=virt_types, validate=validate, dice=dice).xml


def lab() -> LabWorld:
    """The lab where every file exists."""
    return LabWorld(has_file=lambda _path: True)


def started(xml: str, world: LabWorld | None = None) -> str:
    return start(defined(xml), world=world or lab(), domain_id=4, profile=DEFAULT_PROFILE)


def disk(target: str, *, inside: str = "") -> str:
    source = f"<source file='/images/{target}.qcow2'/>"
    return f"<disk type='file'><driver name='qemu' type='qcow2'/>{source}<target dev='{target}'/>{inside}</disk>"


def devnos(xml: str) -> list[str]:
    return [str(found.get("devno")) for found in etree.fromstring(xml.encode()).iterfind(".//address[@type='ccw']")]


def text_of(xml: str, path: str) -> str:
    return etree.fromstring(xml.encode()).findtext(path) or ""


def attribute(xml: str, path: str, name: str) -> str | None:
    found = etree.fromstring(xml.encode()).find(path)
    return None if found is None else found.get(name)
