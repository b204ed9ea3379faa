"""A network or pool defined anew over what is on the host, and what is there before."""

from __future__ import annotations

from collections.abc import Callable

from zkvm_provider.apply import renaming
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.own_templates import blaming_templates, refuse_unkept
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import MISSING, Hypervisor, ObjectRef
from zkvm_provider.libvirtxml.patches import undo_patches
from zkvm_provider.model.additions import OwnTemplates


def redefine(
    desk: Desk, ref: ObjectRef, xml: str, own: OwnTemplates, *, template: str, merge: Callable[[str, str], str]
) -> None:
    """With what is there and not zkvm's; without what templates added, which `xml` adds anew.

    What is there, or was until it was undefined to be renamed, goes into the new XML by `merge`. Raises TemplateError
    for what libvirt refuses or does not keep of the user's `template`.
    """
    hypervisor, added = desk.endpoint.hypervisor, own.wanted.patches
    existing = existing_xml(hypervisor, ref)
    kept = existing if existing is not None else renaming.xml_before(desk, ref)
    if kept is not None:
        xml = merge(xml, undo_patches(kept, own.all, ref.kind.value))
    with blaming_templates(desk, template, added):
        hypervisor.define(ref.kind, xml)
    refuse_unkept(desk, ref, template, added=added, before=existing)


def existing_xml(hypervisor: Hypervisor, ref: ObjectRef) -> str | None:
    """The object's persistent XML; None when there is none."""
    try:
        return hypervisor.dump(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise
