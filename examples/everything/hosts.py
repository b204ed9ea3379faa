"""What the stack says of its hosts: what they lack, and what things are called there.

The program is written for the hosts of `inventory.yaml`. A stack of other hosts says where they differ.
"""

from typing import Any

import pulumi

_CONFIG = pulumi.Config()
_LACKED: dict[str, str] = _CONFIG.get_object("lacks") or {}
_NAMES: dict[str, str] = _CONFIG.get_object("names") or {}
_RUNNING: list[str] | None = _CONFIG.get_object("running")

GRACE_S: int = 30 if (said := _CONFIG.get_int("grace")) is None else said


def have(part: str) -> bool:
    """Whether the hosts have it; the stack says why not."""
    return part not in _LACKED


def only(part: str, *things: Any) -> list[Any]:
    """These where the hosts have the part they need, otherwise none."""
    return [*things] if have(part) else []


def name(thing: str) -> str:
    """What the hosts call a file, a device or a target of the inventory."""
    return _NAMES.get(thing, thing)


def power(guest: str) -> str:
    """Guests run, unless the stack says which ones are to: then the others wait before their first instruction."""
    return "running" if _RUNNING is None or guest in _RUNNING else "paused"
