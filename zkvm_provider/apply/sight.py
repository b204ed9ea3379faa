"""What a guest is read from, as a digest: a read that sees the same again has nothing new to say.

The digest goes into the guest's state. It covers every answer of the host that a read of the guest looks at, and whose
read it is. A guest whose XML holds a secret has none, for a digest of a secret tells who guesses it that he is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Final

from zkvm_provider.apply.desk import Desk
from zkvm_provider.hypervisor.port import DomainStats, ObjectInfo
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.guest import Guest

_HOLD_SECRETS: Final = ("passw", "<cookie", "<launchSecurity", "<secret", "<auth", "<encryption")
"""What stands beside the words that libvirt shows to a caller with the right to see secrets (formatdomain)."""
_COVERED: Final = frozenset({"disks", "interfaces", "consoles"})
"""The lists of a guest whose reading needs no more of the host than is covered here."""
_SEPARATOR: Final = "."


def sight_of(info: ObjectInfo, row: DomainStats | None, config_xml: str, live_xml: str | None) -> str:
    """The digest of what the host tells of one domain; empty when it holds a secret."""
    if any(word in text for text in (config_xml, live_xml or "") for word in _HOLD_SECRETS):
        return ""
    return glimpse_of(info, row, config_xml, live_xml)


def glimpse_of(info: ObjectInfo, row: DomainStats | None, config_xml: str, live_xml: str | None) -> str:
    """The same for comparing only, whether it holds a secret or not: what equals a sight holds none."""
    line = (info.ref.name, info.ref.uuid, info.state, info.active, info.persistent, info.autostart)
    numbers = (row.state_reason, row.current_memory_kib, row.vcpus_current, row.balloon_driver_is_up) if row else ()
    return _digest((repr((line, numbers)), config_xml, live_xml or ""))


def full_sight(desk: Desk, sight: str, guest: Guest) -> str:
    """The digest with whose read it was; and, for a guest that refers to networks or pools, with their names.

    Empty for a guest with devices of which a read may ask the host more than that.
    """
    if not sight or _asks_more(guest):
        return ""
    own = _with_whose(desk, sight)
    volumes = any(disk.volume or disk.medium_volume for disk in guest.disks or ())
    refers = volumes or any(each.network for each in guest.interfaces or ())
    return f"{own}{_SEPARATOR}{_names(desk)}" if refers else own


def is_same(desk: Desk, glimpse: str, known: str) -> bool:
    """Whether `known`, a full sight of before, is what is seen now."""
    own, _, names = known.partition(_SEPARATOR)
    return own == _with_whose(desk, glimpse) and (not names or names == _names(desk))


def _with_whose(desk: Desk, sight: str) -> str:
    return _digest((sight, desk.endpoint.uri, desk.machine_id, desk.identity.owner, desk.identity.urn))


def _asks_more(guest: Guest) -> bool:
    return any(getattr(guest, name) for name in _uncovered())


@cache
def _uncovered() -> tuple[str, ...]:
    """The lists of a guest that are not covered."""
    return tuple(spec.name for spec in fields_of(Guest) if spec.is_list and spec.name not in _COVERED)


def _names(desk: Desk) -> str:
    """Digest of which networks and pools the host has."""
    found = (*desk.view.networks(fresh=False), *desk.view.pools(fresh=False))
    return _digest(f"{info.ref.kind.value} {info.ref.name} {info.ref.uuid}" for info in found)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
