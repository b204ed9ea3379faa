"""Steps that are the same for every kind of object: which one, and one port call."""

from __future__ import annotations

from enum import Enum

from zkvm_provider.dataclass import dataclass


class Subject(Enum):
    """The kind of object, by libvirt's word."""

    GUEST = "domain"
    POOL = "pool"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Stop a pool or a network. What a guest needs for it is `StopGuest`."""

    subject: Subject
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAutostart:
    subject: Subject
    uuid: str
    autostart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undefine:
    """Take the persistent definition away; what an object of that kind holds stays."""

    subject: Subject
    uuid: str
