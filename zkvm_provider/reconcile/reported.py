"""Changes that touch no machine: how zkvm behaves, or another word for the same thing. Told, so that none is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import is_model
from zkvm_provider.reconcile.words import say

SAME_THING = "another word for the same thing"


def reported_changes(kind: str, previous: Any, inputs: Any, shown: Iterable[Change]) -> tuple[Change, ...]:
    """Every input that differs and that the plan does not speak of. `previous` and `inputs` are of the kind's class."""
    told = tuple(change.path.split("[")[0] for change in shown)
    return tuple(
        change for change in _changes(kind, previous, inputs, "") if not any(_meet(change.path, each) for each in told)
    )


def _meet(path: str, other: str) -> bool:
    """Equal, or one a part of the other."""
    return path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.")


def _changes(kind: str, old: Any, new: Any, above: str) -> Iterator[Change]:
    for spec in fields_of(new.__class__):
        path = f"{above}{spec.name}"
        before, now = _value(spec, old), _value(spec, new)
        if spec.is_list or before == now:
            continue
        if is_model(spec.bare_type):
            now = _nothing_said(spec.bare_type) if now is None else now
            yield from () if now is None else _changes(kind, before, now, f"{path}.")
        elif change := _change(kind, path, spec, before, now):
            yield change


def _nothing_said(cls: Any) -> Any:
    """A part without a word in it, None where some are needed."""
    return None if any(spec.required for spec in fields_of(cls)) else cls()


def _value(spec: FieldSpec, owner: Any) -> Any:
    """The field's value; where it is absent, zkvm's default or what a new object starts with."""
    value = getattr(owner, spec.name) if owner is not None else None
    start = spec.meta.initial if spec.meta.default is None else spec.meta.default
    return start if value is None else value


def _change(kind: str, path: str, spec: FieldSpec, before: Any, now: Any) -> Change | None:
    if before is None and spec.required:
        return None  # it comes with the part it belongs to
    found = rule(kind, path, _turn(spec, before, now), running=False)
    if found.effect is Effect.REPORTED:
        reason = found.reason
    elif spec.meta.reference:
        reason = SAME_THING
    else:
        return None
    return Change(path=path, old=say(before, spec), new=say(now, spec), effect=Effect.REPORTED, reason=reason)


def _turn(spec: FieldSpec, before: Any, now: Any) -> Turn:
    if before is None or now is None:
        return Turn.ADD if before is None else Turn.REMOVE
    if spec.bare_type is int:
        return Turn.RAISE if now > before else Turn.LOWER
    return Turn.SET
