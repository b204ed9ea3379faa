"""Diff: which inputs differ, and whether that can be done in place. CPU only, and silent.

The engine calls it one resource after the other, twice per `up`, and with swapped arguments in a refresh; so it neither
asks a host nor says anything. Effects are told in the preview of the update.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from zkvm_provider.apply.request import Request
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial
from zkvm_provider.provider.codec import decode, is_plain
from zkvm_provider.provider.paths import split
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.provider.session import Session
from zkvm_provider.provider.urns import known_kind
from zkvm_provider.reconcile.compare import Difference, DifferenceKind, compare

_PROPERTY_DIFF = provider_pb2.PropertyDiff
_KINDS: Final = {
    (DifferenceKind.ADD, False): _PROPERTY_DIFF.ADD,
    (DifferenceKind.ADD, True): _PROPERTY_DIFF.ADD_REPLACE,
    (DifferenceKind.DELETE, False): _PROPERTY_DIFF.DELETE,
    (DifferenceKind.DELETE, True): _PROPERTY_DIFF.DELETE_REPLACE,
    (DifferenceKind.UPDATE, False): _PROPERTY_DIFF.UPDATE,
    (DifferenceKind.UPDATE, True): _PROPERTY_DIFF.UPDATE_REPLACE,
}


TEMPLATES = "templates"
"""Output: digest of the user's templates that made the XML; others mean an update."""
ACTIVE = "active"
"""Output of what is started or set online: false is drift, which an update repairs."""


def diff(session: Session, request: Any) -> Any:
    """Old inputs against new ones, property by property.

    A replacement is delete-before-create, also one that the user or the engine asks for: two domains, pools or volumes
    cannot share a name or a device. But what is made anew under another name, and loses nothing, is created first, so
    that guests can leave the old one. What the state knows to be stopped differs, too; so does what another resource
    of the program contests, for then its preview is asked, and tells.
    """
    kind = known_kind(request.urn, request.type)
    before = request.old_inputs if request.HasField("old_inputs") else request.olds
    found: tuple[Difference, ...] = ()
    if before != request.news or not is_plain(request.news):
        old, new = decode(before), decode(request.news)
        for inputs in (old, new):
            session.scrubber.learn(inputs)
        found = _merged(compare(kind, old, new, ignore=tuple(request.ignoreChanges)))
    if kind.root and _templates_of(request.olds) != session.templates_digest(request.urn, kind.root):
        found = (*found, Difference(path=TEMPLATES, kind=DifferenceKind.UPDATE))
    if _says_it_is_stopped(request.olds):
        found = (*found, Difference(path=ACTIVE, kind=DifferenceKind.UPDATE))
    if kind.shares_files:
        found = (*found, *_contested(session, kind, request, changes=bool(found)))
    replaces = sorted({_top(item.path) for item in found if item.replaces})
    session.replacing.note(request.urn, _as_it_was(kind, request) if replaces else None)
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if found else provider_pb2.DiffResponse.DIFF_NONE,
        replaces=replaces,
        deleteBeforeReplace=not kind.replaced_after or kind.replaced_after.isdisjoint(replaces),
        diffs=sorted({_top(item.path) for item in found}),
        hasDetailedDiff=True,
        detailedDiff={
            item.path: _PROPERTY_DIFF(
                kind=_KINDS[item.kind, item.replaces], inputDiff=item.path not in {ACTIVE, TEMPLATES}
            )
            for item in found
        },
    )


def _contested(session: Session, kind: Kind, request: Any, *, changes: bool) -> Iterator[Difference]:
    """Of a resource that the program leaves alone, the inputs that another one contests."""
    if request.urn not in session.checked or isinstance(session.known_configuration, Partial):
        return
    for name in session.converger(request.urn).kept(_as_it_was(kind, request), changes=changes):
        yield Difference(path=name, kind=DifferenceKind.UPDATE)


def _as_it_was(kind: Kind, request: Any) -> Request:
    """The resource as the state has it; also what a later Delete will name it by."""
    state = decode(request.olds)
    inputs = decode(request.old_inputs) if request.HasField("old_inputs") else state
    outputs = state.without_unknown()
    return Request(kind=kind, urn=request.urn, inputs=inputs, previous=inputs, id=request.id, outputs=outputs)


def _templates_of(state: Any) -> str:
    value = state.fields.get(TEMPLATES)
    return value.string_value if value is not None else ""


def _says_it_is_stopped(state: Any) -> bool:
    """Whether the state has the output `active`, and it is false."""
    value = state.fields.get(ACTIVE)
    return value is not None and value.WhichOneof("kind") == "bool_value" and not value.bool_value


def _merged(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """One difference per path: a device removed at the place where another is added is an update of that place."""
    found: dict[str, Difference] = {}
    for item in differences:
        other = found.get(item.path)
        if other is not None:
            anew = item.replaces or other.replaces
            item = Difference(path=item.path, kind=DifferenceKind.UPDATE, replaces=anew)  # noqa: PLW2901
        found[item.path] = item
    return tuple(found.values())


def _top(path: str) -> str:
    """The property a path begins with."""
    return str(split(path)[0])
