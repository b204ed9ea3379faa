"""Typed differences between two values of one model class, devices matched by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import is_device_list, is_map, is_model, specs, turn_of
from zkvm_provider.reconcile.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One difference. `path` in the users' form (`disks[data].cache`), `table` as the policy writes it."""

    path: str
    table: str
    turn: Turn
    old: str
    new: str

    @property
    def top(self) -> str:
        """The field of the top it lies in: `disks`."""
        return self.table.partition(".")[0].removesuffix("[]")


def deltas(old: Any, new: Any, *, path: str = "", table: str = "") -> Iterator[Delta]:
    """Every field in which two values of the same class differ; an absent list or map equals an empty one."""
    for spec in specs(type(new)):
        before, now = getattr(old, spec.name), getattr(new, spec.name)
        if before == now:
            continue
        here, row = f"{path}{spec.name}", f"{table}{spec.name}"
        if is_device_list(spec):
            yield from _devices(before or (), now or (), here, row)
        elif is_model(spec.bare_type):
            yield from _part(spec, before, now, here, row)
        elif is_map(spec):
            yield from _texts(before or {}, now or {}, here, row)
        else:
            turn = turn_of(before, now)
            yield Delta(path=here, table=row, turn=turn, old=say(before, spec), new=say(now, spec))


def overlaps(one: str, other: str) -> bool:
    """Whether two paths speak of the same thing, or one of a part of the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _devices(old: tuple[Any, ...], new: tuple[Any, ...], path: str, table: str) -> Iterator[Delta]:
    before, now = {item.name: item for item in old}, {item.name: item for item in new}
    for name, item in now.items():
        here = f"{path}[{name}]"
        if name not in before:
            yield Delta(path=here, table=table, turn=Turn.ADD, old="", new=say(item))
        else:
            yield from deltas(before[name], item, path=f"{here}.", table=f"{table}[].")
    for name, item in before.items():
        if name not in now:
            yield Delta(path=f"{path}[{name}]", table=table, turn=Turn.REMOVE, old=say(item), new="")


def _part(spec: FieldSpec, old: Any, new: Any, path: str, table: str) -> Iterator[Delta]:
    """A part with fields of its own; one that is added or removed as a whole differs in each field it has."""
    if old is not None and new is not None:
        yield from deltas(old, new, path=f"{path}.", table=f"{table}.")
        return
    turn = turn_of(old, new)
    for inner in specs(spec.bare_type):
        value = getattr(new if old is None else old, inner.name)
        if value is not None and is_map(inner):
            maps = ({}, value) if old is None else (value, {})
            for delta in _texts(*maps, f"{path}.{inner.name}", table):
                yield replace(delta, turn=turn)
        elif value is not None:
            text = say(value, inner)
            texts = {"old": "", "new": text} if old is None else {"old": text, "new": ""}
            yield Delta(path=f"{path}.{inner.name}", table=table, turn=turn, **texts)


def _texts(old: dict[str, Any], new: dict[str, Any], path: str, table: str) -> Iterator[Delta]:
    for key in sorted({*old, *new}):
        before, now = old.get(key), new.get(key)
        if before != now:
            turn = turn_of(before, now)
            yield Delta(path=f"{path}.{key}", table=table, turn=turn, old=say(before), new=say(now))
