"""What becomes of a pool, a network or a volume when the user's own templates add something else than before."""

from __future__ import annotations

from zkvm_provider.model.additions import Held, OwnTemplates, without
from zkvm_provider.reconcile.object_steps import Undefine
from zkvm_provider.reconcile.plan import Change, Effect, Step

_PATH = "templates"
_SAME = "what they add to this one is there already"
_KEPT = (
    "libvirt cannot change a volume that exists: it keeps what it was made with, and volumes made from now on get the "
    "new XML; to make this one again, without its data: pulumi up --replace URN"
)


def restarting(own: OwnTemplates, held: Held, *, reason: str) -> tuple[Change, ...]:
    """The change for which a pool or network is started anew, if there is one."""
    lacking = own.lacks(held.config if held.live is None else held.live)
    return (_change(own, Effect.CONFIG, reason),) if lacking else ()


def written(own: OwnTemplates, held: Held, *, reason: str) -> tuple[Change, ...]:
    """The change of the definition alone, if there is one: what runs has it already."""
    is_alone = held.live is not None and not own.lacks(held.live) and own.lacks(held.config)
    return (_change(own, Effect.CONFIG, reason),) if is_alone else ()


def in_order(changes: tuple[Change, ...], *, stop: tuple[Step, ...], define: tuple[Step, ...]) -> tuple[Step, ...]:
    """What may be refused comes first: libvirt may not take what templates add, and what runs then goes on.

    Not where the object is undefined in between.
    """
    is_first = any(each.path == _PATH for each in changes) and not any(isinstance(each, Undefine) for each in stop)
    return (*define, *stop) if is_first else (*stop, *define)


def recorded(own: OwnTemplates, held: Held) -> tuple[Change, ...]:
    """Other templates that add the same."""
    is_there = not own.lacks(held.config) and not (held.live is not None and own.lacks(held.live))
    return (_change(own, Effect.REPORTED, _SAME),) if is_there and own.are_others else ()


def remade(own: OwnTemplates, *, reason: str) -> tuple[Change, ...]:
    """The change of an object that is made anew for it, if there is one."""
    return (_change(own, Effect.CONFIG, reason),) if is_another(own) else ()


def repeated(own: OwnTemplates) -> tuple[Change, ...]:
    """Other templates that add what is on record."""
    return (_change(own, Effect.REPORTED, _SAME),) if own.are_others and not is_another(own) else ()


def kept(own: OwnTemplates) -> tuple[Change, ...]:
    """Of a volume, which stays as it was made."""
    if not own.are_others:
        return ()
    return (_change(own, Effect.REPORTED, _KEPT if is_another(own) else _SAME),)


def is_another(own: OwnTemplates) -> bool:
    """Whether the templates add something else than on record."""
    return bool(without(own.wanted.patches, own.known.patches) or without(own.known.patches, own.wanted.patches))


def _change(own: OwnTemplates, effect: Effect, reason: str) -> Change:
    return Change(path=_PATH, old=own.known.digest, new=own.wanted.digest, effect=effect, reason=reason)
