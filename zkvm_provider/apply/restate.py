"""The user's inputs as the machine now has them: what a refresh compares with the program.

A field the user gave keeps his own spelling while its meaning is unchanged (`"1 GiB"` stays `"1 GiB"`), and becomes the
observed value where the machine differs. A field never given stays absent: there is no opinion to be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zkvm_provider.model.difference import differences
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure, unstructured


def restate(given: dict[str, Tree], meant: Any, observed: Any) -> dict[str, Tree]:
    """`given` with every value replaced that differs between `meant` and `observed`.

    `meant` is `given` as a typed value with references resolved; `observed` is of the same class.
    """
    stated: dict[str, Tree] = {}
    for spec in fields_of(meant.__class__):
        if spec.wire_name not in given:
            continue
        ours, theirs = getattr(meant, spec.name), getattr(observed, spec.name)
        value = _restate_field(spec, given[spec.wire_name], ours, theirs)
        if value is not None:
            stated[spec.wire_name] = value
        elif spec.meta.one_of:
            stated |= _instead(meant.__class__, spec.meta.one_of, unstructure(observed))
    return stated


def _instead(cls: type, group: str, told: dict[str, Tree]) -> dict[str, Tree]:
    """What stands there now instead of the one of a group that was given: a file in the place of a volume."""
    members = (spec.wire_name for spec in fields_of(cls) if spec.meta.one_of == group)
    return {name: told[name] for name in members if name in told}


def _restate_field(spec: FieldSpec, given: Tree, ours: Any, theirs: Any) -> Tree:
    if ours == theirs:
        return given
    if hasattr(spec.bare_type, "__dataclass_fields__") and isinstance(given, dict) and theirs is not None:
        stated = restate(given, ours, theirs)
        if stated.keys() >= given.keys():
            return stated
    elif spec.is_list and isinstance(given, list) and hasattr(spec.item_type, "name"):
        return _restate_devices(given, ours or (), theirs or ())
    return unstructured(spec, theirs) if theirs is not None else None  # also a part that lost a word


def _restate_devices(given: list[Tree], ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> Tree:
    """Named devices in the user's order, then those that others added."""
    by_name: Callable[[tuple[Any, ...]], dict[str, Any]] = lambda devices: {each.name: each for each in devices}
    observed, meant = by_name(theirs), by_name(ours)
    stated: list[Tree] = []
    for item in given:
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(name, str) and name in observed and name in meant:
            stated.append(restate(item, meant[name], observed[name]))
    return [*stated, *(unstructure(each) for each in theirs if each.name not in meant)]


def of_both_scopes(
    given: dict[str, Tree], config: dict[str, Tree], live: dict[str, Tree] | None = None, *, notes: list[str]
) -> dict[str, Tree]:
    """One telling of two: the configuration's, and what runs where only that differs from `given`.

    Where both differ, each in its own way, one input cannot say it and a note does.
    """
    stated = dict(config)
    for name, ours in given.items():
        if live is None or live.get(name) == ours:
            continue
        if config.get(name) == ours:
            stated.pop(name)
            stated |= {name: live[name]} if name in live else {}
        elif config.get(name) != live.get(name):
            trees = ({name: tree[name]} if name in tree else {} for tree in (config, live))
            for each in differences(*trees):
                old, new = (text or "nothing" for text in (each.old, each.new))
                notes.append(
                    f"{each.path} was changed in two ways: it is {old} in the configuration, {new} in what runs"
                )
    return stated


def state_all(observed: Any) -> dict[str, Tree]:
    """Inputs for an import: everything observed that is not what a new object starts with anyway."""
    told = unstructure(observed)
    for spec in fields_of(observed.__class__):
        value = getattr(observed, spec.name)
        initial = spec.meta.initial if spec.meta.initial is not None else spec.meta.default
        if value is None or value in (initial, (), {}):
            told.pop(spec.wire_name, None)
    return told
