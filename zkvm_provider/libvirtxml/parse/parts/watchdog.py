"""`<watchdog model='diag288'>`. Other models are not the model's: this machine type does not start with them."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find_all
from zkvm_provider.model.watchdog import Watchdog, WatchdogAction


def _owned(root: Element) -> Element | None:
    found = [*find_all(root, "devices/watchdog")]
    return found[0] if len(found) == 1 and found[0].get("model") == "diag288" else None


def _read(root: Element) -> Watchdog | None:
    found = _owned(root)
    return None if found is None else Watchdog(action=WatchdogAction(found.get("action") or "reset"))


def _take_out(root: Element) -> None:
    found = _owned(root)
    if found is not None:
        drop(found)


def _canonical(watchdog: Watchdog | None) -> Watchdog | None:
    return None if watchdog is None else Watchdog(action=watchdog.action or WatchdogAction.RESET)


PART = Part(field="watchdog", read=_read, take_out=_take_out, canonical=_canonical)
