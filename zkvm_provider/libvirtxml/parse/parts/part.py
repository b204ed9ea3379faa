"""What a part of a domain tells the parser, and what it takes out of what zkvm does not own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.domain import Domain


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field of the guest's model that is not a list of devices.

    `read` gives its value of a domain (None: absent, or something the model cannot say), `take_out` removes from the
    domain what `read` told, `canonical` is the one form of equal values.
    """

    field: str
    read: Callable[[Domain], Any]
    take_out: Callable[[Element], None]
    canonical: Callable[[Any], Any] = _same


def keep(_root: Element) -> None:
    """Nothing to take out: the element is an automatic device's, which is emptied as one."""
