"""What a user's own templates add to pools, networks and volumes: rendered, shown, and remembered.

libvirt keeps no mark for these, so what was added is an output of the resource. Before a step it is in the journal too,
for a process that ends before the engine has that output.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.errors import BackendError, InvalidInput, TemplateError
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.additions import additions_of, told
from zkvm_provider.libvirtxml.patches import diff_of, held_patches
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.additions import Additions, Held, OwnTemplates, numbered, visible, without
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import remembered, unstructure
from zkvm_provider.model.xml_patch import XmlPatch

_ABOUT_XML = frozenset(
    {ErrorCode.XML_ERROR, ErrorCode.XML_DETAIL, ErrorCode.XML_INVALID_SCHEMA, ErrorCode.CONFIG_UNSUPPORTED}
)


def read(
    desk: Desk, request: Request, thing: Any, render: Callable[[Templates], str], *, root: str, entry: str = ""
) -> OwnTemplates:
    """What the templates add to the XML (with that `root`) of `thing`, and what is on record under `entry`.

    A thing of which something is not known yet keeps, in the preview, what it has. Raises what rendering raises.
    """
    known = of_state(request.outputs)
    before = numbered((*known.patches, *_of_journal(desk, entry)))
    known = Additions(digest=known.digest, patches=before)
    if desk.is_preview and is_stand_in(str(unstructure(thing))):
        same = Additions(digest=desk.templates.digest_of(root), patches=before)
        return OwnTemplates(wanted=same, known=known, is_new=not request.id, is_foreseen=False)
    return OwnTemplates(wanted=additions_of(render, root, desk.templates), known=known, is_new=not request.id)


def of_state(outputs: dict[str, Tree]) -> Additions:
    """What a resource's state says of its templates."""
    digest, added = outputs.get("templates"), outputs.get("added")
    return Additions(digest=digest if isinstance(digest, str) else "", patches=tuple(_read(added)))


def held(desk: Desk, ref: ObjectRef, own: OwnTemplates, *, root: str, active: bool) -> Held:
    """What the object shows of all that is or was added to it."""
    if not own.all:
        return Held(live=() if active else None)
    dump = desk.endpoint.hypervisor.dump
    live = held_patches(dump(ref, live=True), own.all, root) if active else None
    return Held(config=held_patches(dump(ref), own.all, root), live=live)


def still_held(desk: Desk, outputs: dict[str, Tree], uuid: str, kind: ObjectKind) -> Additions:
    """What a read says of the templates: those of the state, unless somebody took away what they added.

    They count as others then, so that the next update makes them good.
    """
    known = of_state(outputs)
    lost = unkept(desk, ObjectRef(kind=kind, uuid=uuid), known.patches)
    return Additions(patches=known.patches) if lost else known


def foreseen(own: OwnTemplates) -> dict[str, Tree]:
    """The outputs of what is to be, absent ones too: they are known to be none."""
    if not own.is_foreseen:
        return {}
    added: list[Tree] = [unstructure(each) for each in own.wanted.patches]
    return {"templates": own.wanted.digest or None, "added": added or None}


def of_volume(own: OwnTemplates) -> Additions:
    """What is true of a volume after an operation: it keeps what it was made with."""
    return Additions(digest=own.wanted.digest, patches=own.wanted.patches if own.is_new else own.known.patches)


def show(desk: Desk, own: OwnTemplates) -> None:
    """The diff of what templates add to the rendered XML, as a note of the preview."""
    show_texts(desk, told(own.known.patches), told(own.wanted.patches))


def show_texts(desk: Desk, before: str, after: str) -> None:
    """The same for additions that are texts already."""
    if before != after:
        diff = diff_of(before, after, ("added before", "added now"))
        desk.notes.append(f"your templates change the XML like this:\n{diff}")


def record(desk: Desk, entry: str, own: OwnTemplates) -> None:
    """Before the first step: what may be in the XML when the process ends."""
    if without(own.wanted.patches, own.known.patches) or _of_journal(desk, entry):
        note = json.dumps([unstructure(each) for each in numbered(own.all)], ensure_ascii=False)
        desk.journal.write(desk.machine_id, _entry(entry), desk.identity, note=note)


def end(desk: Desk, entry: str) -> None:
    """Every step is done, and the outputs say what was added; or the object is gone."""
    desk.journal.forget(desk.machine_id, _entry(entry))


@contextmanager
def blaming_templates(desk: Desk, name: str, added: tuple[XmlPatch, ...]) -> Iterator[None]:
    """What libvirt refuses in an XML to which the user's template `name` added something is the template's fault."""
    try:
        yield
    except BackendError as refused:
        if not added or refused.code not in _ABOUT_XML:
            raise
        reason = f"libvirt refuses the XML with what your templates add to it ({_in_words(added)}): {refused}"
        raise TemplateError(reason, file=desk.templates.source_of(name)) from refused


def refuse_unkept(desk: Desk, ref: ObjectRef, name: str, *, added: tuple[XmlPatch, ...], before: str | None) -> None:
    """Raise TemplateError for what libvirt took and does not show: it could never be taken back.

    The definition of `before` is there again then, or none.
    """
    lost = unkept(desk, ref, added)
    if not lost:
        return
    if before is not None:
        desk.endpoint.hypervisor.define(ref.kind, before, validate=False)
    else:
        desk.endpoint.hypervisor.undefine(ref)
    reason = (
        f"libvirt took what your templates add but does not show it so ({_in_words(lost)}): write it as libvirt does "
        f"(virsh {_DUMPS[ref.kind]} {ref.name or ref.uuid} --inactive), or leave it out; nothing was changed"
    )
    raise TemplateError(reason, file=desk.templates.source_of(name))


def unkept(desk: Desk, ref: ObjectRef, added: tuple[XmlPatch, ...]) -> tuple[XmlPatch, ...]:
    """What of the additions the object's XML does not show."""
    seen = visible(added)
    return without(seen, held_patches(desk.endpoint.hypervisor.dump(ref), seen, ref.kind.value)) if seen else ()


_DUMPS = {ObjectKind.NETWORK: "net-dumpxml", ObjectKind.POOL: "pool-dumpxml"}


def _in_words(patches: tuple[XmlPatch, ...]) -> str:
    return told(patches).replace("\n", "; ")


def _entry(entry: str) -> str:
    return f"additions {entry}"


def _of_journal(desk: Desk, entry: str) -> tuple[XmlPatch, ...]:
    found = desk.journal.find(desk.machine_id, _entry(entry), desk.identity) if entry else None
    return tuple(_read(json.loads(found.note))) if found is not None and found.note else ()


def _read(trees: Tree) -> Iterator[XmlPatch]:
    """Patches of a state or a journal, also of another version; one that cannot be read is none."""
    for tree in trees if isinstance(trees, list) else ():
        try:
            yield remembered(XmlPatch, tree if isinstance(tree, dict) else {})
        except InvalidInput:
            continue
