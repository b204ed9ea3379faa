"""`<watchdog model='diag288'>`. Other models are not the model's: this machine type does not start with them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find_all
from zkvm_provider.model.watchdog import Watchdog, WatchdogAction


def _owned(watchdogs: Sequence[Element]) -> Element | None:
    return watchdogs[0] if len(watchdogs) == 1 and watchdogs[0].get("model") == "diag288" else None


def _read(domain: Domain) -> Watchdog | None:
    found = _owned([device.element for device in domain.by_tag.get("watchdog", ())])
    return None if found is None else Watchdog(action=WatchdogAction(found.get("action") or "reset"))


def _take_out(root: Element) -> None:
    found = _owned([*find_all(root, "devices/watchdog")])
    if found is not None:
        drop(found)


def _canonical(watchdog: Watchdog | None) -> Watchdog | None:
    return None if watchdog is None else Watchdog(action=watchdog.action or WatchdogAction.RESET)


PART = Part(field="watchdog", read=_read, take_out=_take_out, canonical=_canonical)
