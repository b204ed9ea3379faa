"""Did it happen? After a connection broke during a verb, the host is observed; the verb is not sent again.

Each function tells True (the host is as the verb would leave it), False (it is as before), or None (both look the
same from outside). The daemon may still be at work on a verb whose connection broke: False is not for ever, and
that is one more reason not to send it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.libvirt.objects import WITHOUT_UUID
from zkvm_provider.hypervisor.port import MISSING, Hypervisor, ObjectInfo, ObjectKind, ObjectRef, PowerState, Scope

Observation = Callable[[], bool | None]

SCHEDULER_ELEMENTS = {"cpu_shares": "shares", "vcpu_period": "period", "vcpu_quota": "quota"}
"""Elements of `<cputune>` that are not called as the scheduler's parameters."""


def cannot_tell() -> bool | None:
    """Before and after look the same."""
    return None


def exists(host: Hypervisor, ref: ObjectRef) -> bool:
    """Whether the object is there."""
    try:
        host.look_up(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return False
        raise
    return True


def row_of(host: Hypervisor, ref: ObjectRef) -> ObjectInfo | None:
    """The object's line in its list, or None."""
    rows = host.list(ref.kind)
    return next((row for row in rows if (row.ref.uuid == ref.uuid if ref.uuid else row.ref.name == ref.name)), None)


def undefined(host: Hypervisor, ref: ObjectRef) -> bool:
    """Gone, or running on without a persistent configuration."""
    row = row_of(host, ref)
    return row is None or not row.persistent


def is_active(host: Hypervisor, ref: ObjectRef, wanted: bool) -> bool:
    """Whether it runs (or does not), as wanted; what is gone does not run."""
    row = row_of(host, ref)
    return (row is not None and row.active) is wanted


def is_in(host: Hypervisor, ref: ObjectRef, state: PowerState) -> bool:
    """Whether the domain is in that state."""
    row = row_of(host, ref)
    return row is not None and row.state is state


def has_autostart(host: Hypervisor, ref: ObjectRef, wanted: bool) -> bool:
    """Whether autostart is as wanted."""
    row = row_of(host, ref)
    return row is not None and row.autostart is wanted


def shows(host: Hypervisor, ref: ObjectRef, path: str, text: str, scope: Scope) -> bool:
    """Whether an element (or `element/@attribute`) of the domain says `text` in every scope named."""
    return all(path_text(root, path) == text for root in _roots(host, ref, scope))


def has_iothread(host: Hypervisor, ref: ObjectRef, number: int, scope: Scope) -> bool | None:
    """Whether the iothread is there in every scope, or in none (False); None where the scopes differ.

    Without a list of ids the threads are numbered from 1.
    """
    return _all_or_none(number in _iothreads(root) for root in _roots(host, ref, scope))


def has_device(host: Hypervisor, ref: ObjectRef, device_xml: str, scope: Scope) -> bool | None:
    """Whether the device is there in every scope, or in none (False); None where that cannot be told."""
    device = etree.fromstring(device_xml.encode())
    keys = list(_keys(device))
    if not keys:
        return None
    return _all_or_none(
        any(set(keys) <= set(_keys(each)) for each in root.iterfind(f"devices/{device.tag}"))
        for root in _roots(host, ref, scope)
    )


def is_disk_without_target(device_xml: str) -> bool:
    """Whether a device document is a disk that does not say which one."""
    try:
        device = etree.fromstring(device_xml.encode())
    except etree.XMLSyntaxError:
        return False  # libvirt says what is wrong with it
    return device.tag == "disk" and not path_text(device, "target/@dev")


def inverted(answer: bool | None) -> bool | None:
    """The opposite question."""
    return None if answer is None else not answer


def named_in(kind: ObjectKind, xml: str) -> ObjectRef:
    """The name and uuid a document gives its object, in libvirt's own spelling; what it does not give is empty.

    So is all of a document that libvirt will refuse anyway, and the uuid of what has none.
    """
    begun = _BEGINNING.match(xml) if kind not in WITHOUT_UUID else None
    if begun is not None:
        return ObjectRef(kind=kind, name=begun[1], uuid=begun[2])
    try:
        root = etree.fromstring(xml.encode())
    except etree.XMLSyntaxError:
        return ObjectRef(kind=kind)
    uuid = "" if kind in WITHOUT_UUID else _canonical((root.findtext("uuid") or "").strip())
    return ObjectRef(kind=kind, name=root.findtext("name") or "", uuid=uuid)


_BEGINNING = re.compile(
    r"\s*<[a-z]+(?:\s[^<>]*)?>\s*<name>([^<&\r]*)</name>\s*<uuid>([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})</uuid>"
)
"""How documents begin that zkvm or libvirt wrote: they need not be parsed for these two."""


def _canonical(uuid: str) -> str:
    """As libvirt tells it; it reads more spellings, and refuses what is no uuid."""
    try:
        return str(UUID(uuid))
    except ValueError:
        return ""


def has_capacity(host: Hypervisor, ref: ObjectRef, capacity_bytes: int) -> bool:
    """Whether the volume has that capacity now."""
    return path_text(etree.fromstring(host.dump(ref).encode()), "capacity") == str(capacity_bytes)


def path_text(root: etree._Element, path: str) -> str:
    """The text at `element` or `element/@attribute`, empty where there is none."""
    where, _, attribute = path.partition("/@")
    found = root.find(where)
    if found is None:
        return ""
    return (found.get(attribute) or "") if attribute else (found.text or "").strip()


def _roots(host: Hypervisor, ref: ObjectRef, scope: Scope) -> list[etree._Element]:
    return [
        etree.fromstring(host.dump(ref, live=each is Scope.LIVE).encode())
        for each in (Scope.CONFIG, Scope.LIVE)
        if each in scope
    ]


def _iothreads(root: etree._Element) -> set[int]:
    named = {int(each.get("id") or 0) for each in root.iterfind("iothreadids/iothread")}
    return named or set(range(1, int(root.findtext("iothreads") or 0) + 1))


def _keys(device: etree._Element) -> Iterable[tuple[str, str]]:
    """What tells a device from others of its kind."""
    for path in ("target/@dev", "mac/@address", "address/@devno", "source/address/@uuid"):
        text = path_text(device, path)
        if text and not (path.startswith("target") and device.tag == "interface"):
            yield path, text.lower()


def _all_or_none(answers: Iterable[bool]) -> bool | None:
    told = set(answers)
    return told.pop() if len(told) == 1 else None
