"""Somebody else's object is where ours would be: whose it is, and the command that takes it over."""

from __future__ import annotations

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import take_over
from zkvm_provider.errors import AlreadyExists


def taken(desk: Desk, what: str, *, kind: str, key: str, journalled: str) -> AlreadyExists:
    """The refusal. `what` names the object (`network 'lan'`), `key` is what `pulumi import` takes of its kind.

    libvirt keeps no mark for most objects: `journalled` is what the journal calls this one.
    """
    owner, advice = owner_of(desk, journalled), f"choose another name, or {take_over(desk, kind, key)}"
    if is_of_this_stack(desk, journalled):
        advice = "choose another name; if you renamed the resource, give it the old one in `aliases`"
    return AlreadyExists(f"{what} on {desk.place}", owner=owner, remedy=advice)


def owner_of(desk: Desk, journalled: str) -> str:
    """Owner and URN where the journal knows them, otherwise empty."""
    known = desk.journal.last(desk.machine_id, journalled)
    return f"{known.owner} ({known.urn})" if known else ""


def is_of_this_stack(desk: Desk, journalled: str) -> bool:
    """Another resource of the same owner made it."""
    known = desk.journal.last(desk.machine_id, journalled)
    return known is not None and known.owner == desk.identity.owner
