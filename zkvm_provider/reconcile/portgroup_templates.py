"""What templates add to portgroups: libvirt changes one while the network runs, so that nothing has to be stopped."""

from __future__ import annotations

import re
from dataclasses import replace

from zkvm_provider.model.additions import OwnTemplates
from zkvm_provider.model.network import AnyNetwork, Portgroup
from zkvm_provider.model.observed import ObservedNetwork
from zkvm_provider.model.xml_patch import XmlPatch
from zkvm_provider.reconcile.network_parts import PartChange, PartTurn
from zkvm_provider.reconcile.plan import Change, Effect

_GROUP = re.compile(r"portgroup\[@name='([^']*)'\]")
_STAYS = (
    "changed while the network runs; interfaces that are plugged in stay as they are until they are plugged in anew"
)


def beside_portgroups(own: OwnTemplates) -> OwnTemplates:
    """Without what is in portgroups."""
    return own.only(lambda patch: not _group_of(patch))


def template_parts(
    own: OwnTemplates, wanted: AnyNetwork, has: AnyNetwork, held: tuple[XmlPatch, ...]
) -> tuple[PartChange, ...]:
    """Portgroups of both that show something else than templates add to them. `has` is the scope that shows `held`."""
    there = {group.name for group in _groups(has)}
    return tuple(
        PartChange(key=f"portgroups[{group.name}]", turn=PartTurn.CHANGE, part=group)
        for group in _groups(wanted)
        if group.name in there and _of_group(own, group.name).lacks(held)
    )


def words(own: OwnTemplates, observed: ObservedNetwork, parts: tuple[PartChange, ...]) -> tuple[Change, ...]:
    """One change for all the portgroups that only templates change, with who is plugged into them."""
    if not parts:
        return ()
    groups = (each.part.name for each in parts if isinstance(each.part, Portgroup))
    holders = dict.fromkeys(guest for name in groups for guest in observed.holders_of(name))
    who = f": {', '.join(holders)}" if holders else ""
    reason = f"{', '.join(each.key for each in parts)} {_STAYS}{who}"
    change = Change(path="templates", old=own.known.digest, new=own.wanted.digest, effect=Effect.LIVE, reason=reason)
    return (change if observed.active else replace(change, effect=Effect.CONFIG, reason=""),)


def _of_group(own: OwnTemplates, name: str) -> OwnTemplates:
    return own.only(lambda patch: _group_of(patch) == name)


def _groups(network: AnyNetwork) -> tuple[Portgroup, ...]:
    return getattr(network, "portgroups", None) or ()


def _group_of(patch: XmlPatch) -> str:
    found = _GROUP.match(patch.path)
    return found.group(1) if found else ""
