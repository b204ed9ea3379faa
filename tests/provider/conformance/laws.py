"""The laws: each takes a case (a resource that was made) and raises AssertionError when the provider breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import grpc
from pulumi.runtime.proto import provider_pb2

from tests.provider.conformance.variants import Variant
from tests.provider.conformance.worlds import ALSO, BASES, IMPORT_IDS, NEEDS, NOT_THERE, READABLE_BY_ALL, SILENT, Ref
from tests.provider.driver import Driver, Resource
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN, Tree
from zkvm_provider.provider import paths
from zkvm_provider.provider.codec import decode, encode

NONE: Final = provider_pb2.DiffResponse.DIFF_NONE
SOME: Final = provider_pb2.DiffResponse.DIFF_SOME
IN_PLACE: Final = frozenset(
    {provider_pb2.PropertyDiff.ADD, provider_pb2.PropertyDiff.UPDATE, provider_pb2.PropertyDiff.DELETE}
)
Configured = dict[str, Tree]

CHANGING: Final = frozenset({"observedAt", "allocationBytes", "availableBytes"})
"""Outputs that may differ between two looks at the same thing."""
UNDERSTOOD: Final = frozenset({grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.FAILED_PRECONDITION})


@dataclass(frozen=True, slots=True)
class Case:
    """A resource that was made from the base of its kind, and the ids of what it needs."""

    driver: Driver
    resource: Resource
    ids: dict[str, str]

    def check(self, inputs: dict[str, Any]) -> Any:
        """The inputs with references filled in, checked against the old ones."""
        return self.driver.check(self.resource.kind, "it", resolved(inputs, self.ids), self.resource.inputs)


def make(driver: Driver, kind: Kind, kinds: dict[str, Kind], configuration: Configured) -> Case:
    """Make a resource and what it needs; the whole is previewed first in a run of its own, as the engine does."""
    needs = NEEDS.get(kind.name, ())
    order = [(kinds[ALSO.get(name, name)], name) for name in needs] + [(kind, "it")]
    driver.start(**configuration)
    shown = _make_all(driver, order, preview=True)
    driver.start(**configuration)
    made = _make_all(driver, order, preview=False)
    for before, after in zip(shown, made, strict=True):
        assert after.id, "a resource without an id cannot be kept"
        promised(before, after)
    return Case(driver, made[-1], {name: each.id for name, each in zip(needs, made, strict=False)})


def _make_all(driver: Driver, order: list[tuple[Kind, str]], *, preview: bool) -> list[Resource]:
    """Make one after the other; an id that a preview leaves open is unknown to those that come after."""
    made: list[Resource] = []
    for kind, name in order:
        ids: dict[str, Tree] = {needed: each.id or UNKNOWN for (_, needed), each in zip(order, made, strict=False)}
        checked = driver.check(kind, name, resolved(BASES[name if name in ALSO else kind.name], ids))
        made.append(driver.create(kind, name, checked, preview=preview))
    return made


def resolved(tree: Any, ids: Mapping[str, Tree]) -> Any:
    """The tree with ids in the place of references."""
    if isinstance(tree, Ref):
        return ids[tree.kind]
    if isinstance(tree, dict):
        return {key: resolved(value, ids) for key, value in tree.items()}
    if isinstance(tree, list):
        return [resolved(value, ids) for value in tree]
    return tree


def promised(shown: Resource, made: Resource) -> None:
    """What a preview claims to know comes true."""
    after = made.output_tree
    if shown.id:
        assert shown.id == made.id
    for path, value in paths.leaves(shown.output_tree):
        if value is not UNKNOWN and path[0] not in CHANGING:
            assert paths.at(after, path) == value, f"preview said {paths.join(path)} = {value!r}"


def settled(driver: Driver, resource: Resource) -> None:
    """Nothing is left to do: the same inputs differ in nothing, and a look at the machine finds what the state says."""
    again = driver.check(resource.kind, "it", resource.inputs, resource.inputs)
    assert again == resource.inputs, "checked inputs do not pass Check unchanged"
    assert not detail(driver.diff(resource, resource.inputs)), "the same inputs differ"
    seen = driver.read(resource)
    assert seen is not None, "the resource is gone"
    assert seen.id == resource.id
    assert not (other := _others(seen.input_tree, resource.input_tree)), f"the machine has other inputs: {other}"
    assert not (other := _others(seen.output_tree, resource.output_tree)), f"the machine has other outputs: {other}"
    swapped = driver.diff(seen, resource.inputs)
    assert not detail(swapped), "a refresh finds differences"


def changes_as_shown(case: Case, variant: Variant) -> str:
    """A change is noticed, shown and made as shown, or refused in words both times. Says which it was."""
    driver, before = case.driver, case.resource
    news = case.check(variant.inputs)
    difference = driver.diff(before, news)
    assert difference.changes == SOME, f"Diff does not see that {variant.path} changed"
    touched = [path for path in detail(difference) if _meet(path, variant.path)]
    assert touched, f"Diff reports {sorted(detail(difference))}, not {variant.path}"
    if difference.replaces:
        is_first = not before.kind.replaced_after.isdisjoint(difference.replaces)
        assert difference.deleteBeforeReplace is not is_first
        return _replaced(case, variant, is_first=is_first)
    said = len(driver.engine.messages)
    try:
        shown = driver.update(before, news, preview=True)
    except grpc.RpcError as refusal:
        _refused_again(case, news, refusal)
        return "refused"
    lines = [message.message for message in driver.engine.messages[said:] if not message.ephemeral]
    is_silent = (before.kind.name, variant.path) in SILENT
    assert bool(lines) != is_silent, f"the preview says {lines or 'nothing'} about {variant.path}"
    after = driver.update(before, news)
    promised(shown, after)
    settled(driver, after)
    return "updated"


def removal_settles(case: Case, variant: Variant) -> None:
    """A field that is taken away is either no change, or one that is made and then settled."""
    driver, before = case.driver, case.resource
    news = case.check(variant.inputs)
    difference = driver.diff(before, news)
    assert difference.changes in {NONE, SOME}
    assert not difference.replaces, f"removing {variant.path} would replace the resource"
    if difference.changes == SOME:
        promised(driver.update(before, news, preview=True), after := driver.update(before, news))
        settled(driver, after)


def order_means_nothing(case: Case, variant: Variant) -> None:
    """Another order of named things is no change."""
    assert not detail(case.driver.diff(case.resource, case.check(variant.inputs)))


def unknown_is_an_update(case: Case, variant: Variant) -> None:
    """A value that is not known yet is an update, never a replacement, and its preview keeps it unknown."""
    driver = case.driver
    news = case.check(variant.inputs)
    difference = driver.diff(case.resource, news)
    assert difference.changes == SOME
    assert not difference.replaces
    assert set(detail(difference).values()) <= IN_PLACE
    shown = driver.update(case.resource, news, preview=True)
    assert paths.at(shown.output_tree, paths.split(variant.path)) is UNKNOWN


def unknown_can_be_previewed(case: Case, variant: Variant) -> None:
    """Check passes over an unknown value, and the preview of a create keeps it unknown."""
    driver, kind = case.driver, case.resource.kind
    driver.delete(case.resource)
    news = driver.check(kind, "it", resolved(variant.inputs, case.ids))
    shown = driver.create(kind, "it", news, preview=True)
    assert paths.at(shown.output_tree, paths.split(variant.path)) is UNKNOWN


def secrets_stay_secret(case: Case) -> None:
    """Every input marked secret stays so: checked, made and looked at again; and no message shows it."""
    driver, kind = case.driver, case.resource.kind
    tree = case.resource.input_tree
    secrets = {paths.join(path) for path, _ in paths.leaves(tree) if (kind.name, path[:2]) not in READABLE_BY_ALL}
    driver.delete(case.resource)
    checked = driver.check(kind, "it", encode(tree, secrets))
    made = driver.create(kind, "it", checked)
    seen = driver.read(made)
    assert seen is not None
    for where, struct in (("Check", checked), ("Create", made.outputs), ("Read", seen.outputs), ("Read", seen.inputs)):
        open_now = secrets - decode(struct).secrets
        assert not open_now, f"after {where} these are not secret any more: {sorted(open_now)}"
    texts = [value for path, value in paths.leaves(tree) if isinstance(value, str) and paths.join(path) in secrets]
    shown = [text for text in texts if len(text) >= 4 and any(text in line.message for line in driver.engine.messages)]
    assert not shown, f"messages show {shown}"


def imported_is_settled(case: Case) -> None:
    """A resource read by its id alone, as for an import, has inputs that differ in nothing."""
    driver, resource = case.driver, case.resource
    for import_id in IMPORT_IDS[resource.kind.name]:
        found = driver.import_(resource.kind, "it", import_id or resource.id)
        assert found is not None, f"{import_id} is not found"
        assert found.id == resource.id
        checked = driver.check(resource.kind, "it", found.inputs, found.inputs)
        assert not detail(driver.diff(found, checked)), f"imported as {import_id}, it differs"
    missing = NOT_THERE.get(resource.kind.name)
    if missing is not None:
        assert driver.import_(resource.kind, "it", missing) is None


def deleted_twice(case: Case) -> None:
    """Deleting what is gone is a success; reading it finds nothing."""
    driver, resource = case.driver, case.resource
    driver.delete(resource)
    driver.delete(resource)
    if resource.kind.name not in {"Host", "DasdDisk"}:
        assert driver.read(resource) is None


def made_again_is_the_same(case: Case) -> None:
    """A create whose result was lost finds its own object instead of making a second one."""
    driver, resource = case.driver, case.resource
    again = driver.create(resource.kind, "it", resource.inputs)
    assert again.id == resource.id
    settled(driver, again)


def cancelled_converges(case: Case, configuration: Configured) -> None:
    """Operations after a Cancel come to an end, and the next run finds nothing broken."""
    case.driver.cancel()
    case.driver.create(case.resource.kind, "it", case.resource.inputs)
    case.driver.start(**configuration)
    made_again_is_the_same(case)


def detail(difference: Any) -> dict[str, int]:
    """Path → kind of the detailed diff; agrees with the summary."""
    found = {path: item.kind for path, item in difference.detailedDiff.items()}
    assert difference.hasDetailedDiff
    assert (difference.changes == SOME) == bool(found)
    assert all(item.inputDiff for item in difference.detailedDiff.values())
    return found


def _replaced(case: Case, variant: Variant, *, is_first: bool) -> str:
    """Check without old inputs, delete, create: what the engine does after a Diff that replaces; or create first."""
    driver, before = case.driver, case.resource
    news = driver.check(before.kind, "it", resolved(variant.inputs, case.ids))
    if not is_first:
        driver.delete(before)
    made = driver.create(before.kind, "it", news)
    if is_first:
        driver.delete(before)
    settled(driver, made)
    return "replaced"


def _refused_again(case: Case, news: Any, refusal: Any) -> None:
    assert refusal.code() in UNDERSTOOD, f"{refusal.code()}: {refusal.details()}"
    try:
        case.driver.update(case.resource, news)
    except grpc.RpcError as error:
        again: Any = error
        assert (again.code(), again.details()) == (refusal.code(), refusal.details())
    else:
        raise AssertionError(f"the preview refused what the update did: {refusal.details()}")
    settled(case.driver, case.resource)


def _meet(path: str, other: str) -> bool:
    one, two = paths.split(path), paths.split(other)
    short = min(len(one), len(two))
    return one[:short] == two[:short]


def _others(seen: dict[str, Tree], kept: dict[str, Tree]) -> dict[str, tuple[Tree, Tree]]:
    """Per property that differs: what was seen, and what was kept."""
    names = (seen.keys() | kept.keys()) - CHANGING
    return {key: (seen.get(key), kept.get(key)) for key in sorted(names) if seen.get(key) != kept.get(key)}
