"""After rendering: the result, read back, must say what the model says.

A template may add what zkvm does not own. What zkvm owns it may not change, for the next preview would see a difference
that no update can remove.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug, TemplateError, ZkvmError
from zkvm_provider.libvirtxml.canonical import canonical
from zkvm_provider.libvirtxml.form import form_of
from zkvm_provider.libvirtxml.lifecycle import lifecycle_fault
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import read, read_answer
from zkvm_provider.model.definition import GuestDefinition

GUEST_TEMPLATE = "guest.xml.j2"
MARK_TEMPLATE = "domain/mark.xml.j2"
_DEVICE_TEMPLATES = {
    "disks": "device/disk.xml.j2",
    "interfaces": "device/interface.xml.j2",
    "consoles": "device/console.xml.j2",
    "filesystems": "device/filesystem.xml.j2",
    "rng": "device/rng.xml.j2",
    "vsock": "device/vsock.xml.j2",
    "watchdog": "device/watchdog.xml.j2",
    "cpu_tune": "domain/cpu-tune.xml.j2",
    "cpu": "domain/cpu.xml.j2",
    "debug": "domain/debug.xml.j2",
    "key_wrapping": "domain/key-wrapping.xml.j2",
    "luns": "device/lun.xml.j2",
    "mdevs": "device/mdev.xml.j2",
    "controllers": "device/scsi-controller.xml.j2",
    "virtio-scsi": "device/virtio-scsi.xml.j2",
    "virtio-serial": "device/virtio-serial.xml.j2",
    "memballoon": "device/memballoon.xml.j2",
    "agent": "device/agent.xml.j2",
}
_PART_TEMPLATES = {
    **_DEVICE_TEMPLATES,
    **dict.fromkeys(
        ("identity", "unfinished", "metadata", "used", "boots", "given_devnos", "given_units"), MARK_TEMPLATE
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A property that reads back otherwise. `path` in the user's words (`disks[data].cache`)."""

    path: str
    wanted: object
    found: object


_MOST_FORMS = 1024
_read_back: set[str] = set()
"""Forms of documents of the built-in templates that were found to say what the model says."""


def check_guest(xml: str, definition: GuestDefinition, templates: Templates) -> None:
    """Raise TemplateError for the first property of a rendered guest that is not the definition's.

    What the built-in templates alone made is looked at once for each form of it.
    """
    if templates.has_overrides:
        _check_guest(xml, definition, templates)
    elif (form := form_of(xml)) not in _read_back:
        _check_guest(xml, definition, templates)
        if len(_read_back) < _MOST_FORMS:
            _read_back.add(form)


def _check_guest(xml: str, definition: GuestDefinition, templates: Templates) -> None:
    check_root(xml, "domain", GUEST_TEMPLATE, templates)
    try:
        parsed = parse_definition(xml)
    except ZkvmError as error:
        reason = f"the rendered XML cannot be read back: {error}"
        raise TemplateError(reason, file=templates.source_of(GUEST_TEMPLATE)) from error
    for difference in differences(canonical(definition), parsed):
        refuse(difference, templates, _template_names(difference.path))
    if templates.has_overrides and (refused := lifecycle_fault(read_answer(xml, "domain"))):
        raise TemplateError(refused, file=templates.source_of(GUEST_TEMPLATE))


def check_root(xml: str, tag: str, name: str, templates: Templates) -> None:
    """Raise TemplateError for a rendered document that is something else altogether."""
    found = read(xml).tag
    if found != tag:
        raise TemplateError(f"the rendered XML is a <{found}>, but must be a <{tag}>", file=templates.source_of(name))


def check_value(wanted: object, found: object, name: str, template: str, templates: Templates) -> None:
    """Raise TemplateError when a rendered device, pool, volume or network `name` is not what was wanted."""
    for difference in _compare(wanted, found, name):
        refuse(difference, templates, (template,))


def differences(wanted: GuestDefinition, found: GuestDefinition) -> Iterator[Difference]:
    """Every property in which two canonical definitions differ; further used numbers are no difference."""
    if wanted == found:
        return
    yield from _compare(wanted.uuid, found.uuid, "uuid")
    yield from _compare(wanted.identity, found.identity, "identity")
    yield from _compare(wanted.unfinished, found.unfinished, "unfinished")
    # The boot disk comes after the disks: a disk that cannot be read back is the cause, not the boot order.
    for field in sorted(fields(wanted.guest), key=lambda field: field.name == "boot"):
        yield from _compare(getattr(wanted.guest, field.name), getattr(found.guest, field.name), field.name)
    expected = {device.name: device.devno for device in wanted.automatic}
    actual = {device.name: device.devno for device in found.automatic}
    for name in sorted(expected.keys() | actual.keys()):
        yield from _compare(expected.get(name), actual.get(name), f"{name}.devno")
    if missing := set(wanted.used_devnos) - set(found.used_devnos):
        yield Difference(path="used", wanted=", ".join(map(str, sorted(missing))), found="nothing")
    if lost := set(wanted.used_units) - set(found.used_units):
        yield Difference(path="units", wanted=", ".join(map(str, sorted(lost))), found="nothing")
    yield from _compare(wanted.boots, found.boots, "boots")
    yield from _compare(wanted.given_devnos, found.given_devnos, "given_devnos")
    yield from _compare(wanted.given_units, found.given_units, "given_units")


def refuse(difference: Difference, templates: Templates, names: tuple[str, ...]) -> None:
    """Raise the fault: the user's template is to blame when there is one, else zkvm itself."""
    reason = (
        f"{difference.path} must be {_shown(difference.wanted)}, but the rendered XML says {_shown(difference.found)}"
    )
    if not templates.has_overrides:
        raise Bug(f"the built-in template {names[0]} does not say what the model says: {reason}")
    raise TemplateError(f"{reason}; zkvm owns this property, set it in the program", file=templates.source_of(*names))


def _compare(wanted: Any, found: Any, path: str) -> Iterator[Difference]:
    if wanted == found:
        return
    if isinstance(wanted, tuple) and isinstance(found, tuple) and _are_named(wanted + found):
        old, new = ({device.name: device for device in side} for side in (wanted, found))
        for name in sorted(old.keys() | new.keys()):
            yield from _compare(old.get(name), new.get(name), f"{path}[{name}]")
    elif is_dataclass(wanted) and type(wanted) is type(found):
        for field in fields(wanted):
            yield from _compare(getattr(wanted, field.name), getattr(found, field.name), f"{path}.{field.name}")
    elif isinstance(wanted, dict) and isinstance(found, dict):
        for key in sorted(wanted.keys() | found.keys()):
            yield from _compare(wanted.get(key), found.get(key), f"{path}.{key}")
    else:
        yield Difference(path=path, wanted=wanted, found=found)


def _are_named(values: tuple[Any, ...]) -> bool:
    return bool(values) and all(hasattr(value, "name") for value in values)


def _template_names(path: str) -> tuple[str, ...]:
    """Templates that may be to blame, the likeliest first."""
    head = path.partition("[")[0].partition(".")[0]
    likeliest = [_PART_TEMPLATES[head]] if head in _PART_TEMPLATES else []
    return (*likeliest, GUEST_TEMPLATE, *_DEVICE_TEMPLATES.values())


def _shown(value: object) -> str:
    if value is None:
        return "absent"
    if is_dataclass(value) and hasattr(value, "name"):
        return f"a device {value.name!r}"
    return repr(str(value)) if isinstance(value, str) else str(value)
