"""`<launchSecurity type='s390-pv'>` and `<keywrap>`."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find, find_all
from zkvm_provider.model.security import KeyWrapping, LaunchSecurity, settled_key_wrapping


def _is_protection(found: Element) -> bool:
    return found.get("type") == LaunchSecurity.S390_PV and not len(found)


def _read_launch(domain: Domain) -> LaunchSecurity | None:
    found = domain.children.get("launchSecurity")
    return LaunchSecurity.S390_PV if found is not None and _is_protection(found) else None


def _take_launch(root: Element) -> None:
    found = find(root, "launchSecurity")
    if found is not None and _is_protection(found):
        drop(found)


def _read_keys(domain: Domain) -> KeyWrapping | None:
    found = domain.children.get("keywrap")
    if found is None:
        return None
    states = {cipher.get("name"): cipher.get("state") == "on" for cipher in find_all(found, "cipher")}
    return settled_key_wrapping(KeyWrapping(aes=states.get("aes"), dea=states.get("dea")))


def _take_keys(root: Element) -> None:
    found = find(root, "keywrap")
    if found is not None:
        drop(found)


LAUNCH = Part(field="launch_security", read=_read_launch, take_out=_take_launch)
KEYS = Part(field="key_wrapping", read=_read_keys, take_out=_take_keys, canonical=settled_key_wrapping)
