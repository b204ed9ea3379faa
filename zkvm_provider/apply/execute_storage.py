"""The steps of pools and volumes, carried out."""

from __future__ import annotations

from contextlib import suppress

from zkvm_provider.apply import base_images, volumes
from zkvm_provider.apply.definitions import redefine
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.own_templates import blaming_templates, unkept
from zkvm_provider.apply.patience import patiently
from zkvm_provider.apply.perform import perform
from zkvm_provider.errors import BackendError, InvalidInput
from zkvm_provider.hypervisor.port import ErrorCode, Hypervisor, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.additions import told
from zkvm_provider.libvirtxml.merge_pool import merge_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.render import POOL_TEMPLATE, VOLUME_TEMPLATE, render_pool, render_volume
from zkvm_provider.model.field import wire_path
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch
from zkvm_provider.reconcile import storage_steps


def _pool(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.POOL, uuid=uuid)


@perform.register
def _(step: storage_steps.DefinePool, desk: Desk) -> None:
    xml = render_pool(step.pool, step.uuid, desk.templates)
    redefine(desk, _pool(step.uuid), xml, step.own, template=POOL_TEMPLATE, merge=merge_pool)


@perform.register
def _(step: storage_steps.BuildPool, desk: Desk) -> None:
    """An interrupted creation may have formatted the devices already: libvirt then says so."""
    try:
        desk.endpoint.hypervisor.build_pool(_pool(step.uuid), formats=step.formats)
    except BackendError as refused:
        if step.goes_on and refused.code == ErrorCode.STORAGE_POOL_BUILT:
            return
        if step.undoes:
            _undefine_quietly(desk.endpoint.hypervisor, _pool(step.uuid))
        raise InvalidInput.at("build", str(refused)) from refused


@perform.register
def _(step: storage_steps.StartPool, desk: Desk) -> None:
    try:
        desk.endpoint.hypervisor.start(_pool(step.uuid))
    except BackendError as refused:
        if step.undoes:
            _undefine_quietly(desk.endpoint.hypervisor, _pool(step.uuid))
        raise InvalidInput.at(wire_path(step.blame), str(refused)) from refused


def _undefine_quietly(hypervisor: Hypervisor, ref: ObjectRef) -> None:
    """Nothing is left of a pool that the host refuses; where that fails too, the first refusal is told."""
    with suppress(BackendError):
        hypervisor.undefine(ref)


@perform.register
def _(step: storage_steps.CreateVolume, desk: Desk) -> None:
    xml = render_volume(step.volume, desk.templates, backing_path=step.backing_path, backing_format=step.backing_format)
    with blaming_templates(desk, VOLUME_TEMPLATE, step.added):
        desk.endpoint.hypervisor.create_volume(step.pool_name, xml)
    _tell_unkept(desk, _volume(step.pool_name, step.volume.name or ""), step.added)


def _tell_unkept(desk: Desk, ref: ObjectRef, added: tuple[XmlPatch, ...]) -> None:
    """libvirt validates no volume, and leaves out in silence what it does not know or the volume cannot have."""
    lost = unkept(desk, ref, tuple(each for each in added if each.op is PatchOp.ADD))
    if lost:
        said = told(lost).replace("\n", "; ")
        where = desk.templates.source_of(VOLUME_TEMPLATE)
        desk.notes.append(f"the volume is made, but libvirt does not show of it what {where} adds: {said}")


def _volume(pool_name: str, name: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.VOLUME, pool=pool_name, name=name)


@perform.register
def _(step: storage_steps.ResizeVolume, desk: Desk) -> None:
    ref = _volume(step.pool_name, step.name)
    desk.endpoint.hypervisor.resize_volume(ref, step.capacity_bytes, shrink=step.shrink)


@perform.register
def _(step: storage_steps.CreateFromImage, desk: Desk) -> None:
    base_images.make_disk(desk, step.pool_name, step.volume)


@perform.register
def _(step: storage_steps.WriteSeed, desk: Desk) -> None:
    """What an earlier, longer image left behind is overwritten with zeros.

    A new one takes its space at once: of a volume that takes less, libvirt makes a snapshot of nothing in a volume
    group (storage_backend_logical.c), which is lost once it is full.
    """
    hypervisor, ref = desk.endpoint.hypervisor, _volume(step.pool_name, step.name)
    content = step.content
    if step.is_new:
        plain = volumes.plain(step.name, len(content), pool=step.pool_name)
        xml = render_volume(plain, desk.templates, takes_space=True)
        with blaming_templates(desk, VOLUME_TEMPLATE, step.added):
            hypervisor.create_volume(step.pool_name, xml)
        _tell_unkept(desk, ref, step.added)
    else:
        content = content.ljust(parse_volume(hypervisor.dump(ref)).capacity_bytes, b"\0")
    hypervisor.upload(ref, (content,), len(content))


@perform.register
def _(step: storage_steps.DropBaseImage, desk: Desk) -> None:
    base_images.drop(desk, step.pool_name, step.name)


def _look_again(desk: Desk, pool_name: str) -> None:
    """LVM's own tools did it: libvirt is to see that."""
    pool = ObjectRef(kind=ObjectKind.POOL, name=pool_name)
    patiently(desk, lambda: desk.endpoint.hypervisor.refresh_pool(pool))


@perform.register
def _(step: storage_steps.CreateThinVolume, desk: Desk) -> None:
    desk.endpoint.devices.create_thin_volume(step.group, step.thin_pool, step.name, step.capacity_bytes)
    _look_again(desk, step.pool_name)


@perform.register
def _(step: storage_steps.ResizeLogicalVolume, desk: Desk) -> None:
    desk.endpoint.devices.resize_logical_volume(step.group, step.name, step.capacity_bytes)
    _look_again(desk, step.pool_name)


@perform.register
def _(step: storage_steps.GrowThroughGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.resize_block(
        ObjectRef(kind=ObjectKind.DOMAIN, uuid=step.guest_uuid), step.target, step.capacity_bytes
    )


@perform.register
def _(step: storage_steps.DeleteVolume, desk: Desk) -> None:
    patiently(desk, lambda: desk.endpoint.hypervisor.delete_volume(_volume(step.pool_name, step.name)))
