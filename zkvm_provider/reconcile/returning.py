"""Devices that somebody took away from a guest come back where they were: at their device number or unit.

zkvm's mark says which device has which; what another device has by now is gone for good.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from zkvm_provider.dataclass import replace
from zkvm_provider.model.address import Devno
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.addresses import Claim

_Number = TypeVar("_Number", Devno, int)
_Given = tuple[tuple[str, _Number], ...]


def with_returning(claims: Sequence[Claim], observed: ObservedGuest | None) -> list[Claim]:
    """The claims; those of devices that return carry the device number they had."""
    if observed is None:
        return list(claims)
    live = observed.live or observed.config
    had = _still_free(observed.config.given_devnos, live.given_devnos, live.used_devnos)
    spoken = {each for claim in claims for each in (claim.explicit, claim.carried) if each is not None}
    return [
        replace(claim, carried=had[claim.label])
        if claim.explicit is None and claim.carried is None and had.get(claim.label, None) not in {None, *spoken}
        else claim
        for claim in claims
    ]


def returning_units(observed: ObservedGuest | None, taken: Collection[int | None]) -> dict[str, int]:
    """Units by who had them (`luns[data]`), without those that are taken by now."""
    if observed is None:
        return {}
    live = observed.live or observed.config
    had = _still_free(observed.config.given_units, live.given_units, live.used_units)
    return {holder: unit for holder, unit in had.items() if unit not in taken}


def _still_free(given: _Given[_Number], live: _Given[_Number], used: Collection[_Number]) -> dict[str, _Number]:
    """What the configuration's mark gave to whom, without what something else has in the running guest."""
    return {holder: number for holder, number in given if number not in used or (holder, number) in live}
