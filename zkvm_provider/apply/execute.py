"""A plan's steps, one port call each. Nothing is decided here.

A step that fails raises what the port raised; the caller observes what became of the object. Every step may be met
again after a crash: the plan of the next run starts from what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import singledispatch

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.execute_host import do_on_host
from zkvm_provider.apply.moving import migrate
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.errors import BackendError, Bug, InvalidInput, TimedOut
from zkvm_provider.hypervisor.port import (
    MISSING,
    ErrorCode,
    Hypervisor,
    ObjectKind,
    ObjectRef,
    SchedulerParameter,
    Scope,
    StopMode,
    Thread,
)
from zkvm_provider.libvirtxml.merge import merge, merge_device
from zkvm_provider.libvirtxml.render import (
    render_controller,
    render_device,
    render_guest,
    render_mark,
    render_network,
    render_pool,
    render_volume,
)
from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.field import wire_path
from zkvm_provider.model.guest import AfterGrace
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.reconcile import plan as steps
from zkvm_provider.reconcile.plan import Step
from zkvm_provider.reconcile.shape import Pluggable


def execute(desk: Desk, plan_steps: Iterable[Step]) -> None:
    """Carry out the steps in order. Raises at the first that fails; those before it have happened."""
    for step in plan_steps:
        desk.deadline.check()
        _do(step, desk)


@singledispatch
def _do(step: object, desk: Desk) -> None:
    do_on_host(step, desk)


def _domain(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)


def _pool(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.POOL, uuid=uuid)


def _network(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.NETWORK, uuid=uuid)


def _define(desk: Desk, definition: GuestDefinition) -> None:
    """Define with what zkvm does not own carried over from the configuration that is there."""
    xml = render_guest(definition, desk.templates)
    existing = _existing_xml(desk.endpoint.hypervisor, _domain(definition.uuid))
    desk.endpoint.hypervisor.define(ObjectKind.DOMAIN, merge(xml, existing) if existing else xml)


def _existing_xml(hypervisor: Hypervisor, ref: ObjectRef) -> str | None:
    try:
        return hypervisor.dump(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise


# Guests


@_do.register
def _(step: steps.DefineGuest, desk: Desk) -> None:
    desk.tell("defining")
    _define(desk, step.definition)


@_do.register
def _(step: steps.FinishGuest, desk: Desk) -> None:
    """Only zkvm's mark: all else is in place, and defining again would cost as much as the first time."""
    mark = render_mark(step.definition, desk.templates)
    domain = _domain(step.definition.uuid)
    desk.endpoint.hypervisor.set_metadata(domain, ZKVM, "zkvm", mark, Scope.CONFIG)


@_do.register
def _(step: steps.RenameGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.rename(_domain(step.uuid), step.name)


@_do.register
def _(step: steps.UndefineGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.undefine(_domain(step.uuid))


@_do.register
def _(step: steps.StartGuest, desk: Desk) -> None:
    desk.tell("starting")
    desk.endpoint.hypervisor.start(_domain(step.uuid), paused=step.paused)


@_do.register
def _(step: steps.StopGuest, desk: Desk) -> None:
    hypervisor, ref = desk.endpoint.hypervisor, _domain(step.uuid)
    if step.grace_s > 0:
        desk.tell("shutting down")
        hypervisor.stop(ref, StopMode.SHUTDOWN)
        said: set[int] = set()

        def told(waited: float) -> None:
            if int(waited) not in said:
                said.add(int(waited))
                desk.tell(f"waiting for the guest to shut down ({waited:.0f} s of {step.grace_s} s)")

        gone = lambda: not _is_active(hypervisor, ref)  # noqa: E731
        if wait_until(
            gone, timeout_s=step.grace_s, clock=desk.clock, stop=desk.stop, deadline=desk.deadline, told=told
        ):
            return
        if step.then is AfterGrace.FAIL:
            remedy = "raise `shutdown.graceS`, or set `shutdown.then` to `destroy`"
            raise TimedOut("the guest's shutdown", waited_s=step.grace_s, remedy=remedy)
        desk.notes.append(f"the guest did not shut down within {step.grace_s} s: its power was cut")
    desk.tell("cutting its power")
    hypervisor.stop(ref, StopMode.DESTROY)


def _is_active(hypervisor: Hypervisor, ref: ObjectRef) -> bool:
    try:
        return hypervisor.domain(ref)[0].active
    except BackendError as refused:
        if refused.code in MISSING:
            return False
        raise


@_do.register
def _(step: steps.PauseGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.suspend(_domain(step.uuid))


@_do.register
def _(step: steps.ResumeGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.resume(_domain(step.uuid))


@_do.register
def _(step: steps.SetLiveMemory, desk: Desk) -> None:
    desk.tell("moving its balloon")
    desk.endpoint.hypervisor.set_memory(_domain(step.uuid), step.memory_bytes // 1024, Scope.LIVE)


@_do.register
def _(step: steps.AddLiveVcpus, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_vcpus(_domain(step.uuid), step.count, Scope.LIVE)


@_do.register
def _(step: steps.AddLiveIothread, desk: Desk) -> None:
    desk.endpoint.hypervisor.add_iothread(_domain(step.uuid), step.number, Scope.LIVE)


@_do.register
def _(step: steps.RemoveLiveIothread, desk: Desk) -> None:
    desk.endpoint.hypervisor.del_iothread(_domain(step.uuid), step.number, Scope.LIVE)


@_do.register
def _(step: steps.SetScheduler, desk: Desk) -> None:
    parameter = SchedulerParameter(step.parameter)
    desk.endpoint.hypervisor.set_scheduler(_domain(step.uuid), parameter, step.value, Scope.LIVE)


@_do.register
def _(step: steps.PinThreads, desk: Desk) -> None:
    thread = Thread(step.threads.value)
    desk.endpoint.hypervisor.pin(_domain(step.uuid), thread, step.number, step.cpus.numbers, Scope.LIVE)


@_do.register
def _(step: steps.AttachDevice, desk: Desk) -> None:
    desk.tell(f"plugging in {_label(step.device)}")
    desk.endpoint.hypervisor.attach(_domain(step.uuid), render_device(step.device, desk.templates), Scope.LIVE)


@_do.register
def _(step: steps.AttachController, desk: Desk) -> None:
    xml = render_controller(step.name, step.devno, desk.templates)
    desk.endpoint.hypervisor.attach(_domain(step.uuid), xml, Scope.LIVE)


@_do.register
def _(step: steps.DetachDevice, desk: Desk) -> None:
    desk.tell(f"unplugging {_label(step.device)}")
    xml = render_device(step.device, desk.templates, with_alias=False)
    desk.endpoint.hypervisor.detach(_domain(step.uuid), xml, Scope.LIVE)


@_do.register
def _(step: steps.UpdateDevice, desk: Desk) -> None:
    """libvirt refuses an update that leaves out what the device has, so the rest is carried over."""
    hypervisor, ref = desk.endpoint.hypervisor, _domain(step.uuid)
    rendered = render_device(step.device, desk.templates, with_alias=False)
    hypervisor.update_device(ref, merge_device(rendered, hypervisor.dump(ref), step.device.name), Scope.LIVE)


def _label(device: Pluggable) -> str:
    return f"{_WORDS[type(device)]} {device.name}"


_WORDS: dict[type, str] = {Disk: "disk", Interface: "interface", Lun: "LUN", Mdev: "mediated device"}


@_do.register
def _(step: steps.SetGuestAutostart, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_autostart(_domain(step.uuid), step.autostart)


@_do.register
def _(step: steps.MigrateGuest, desk: Desk) -> None:
    migrate(desk, step.uuid, step.how)


@_do.register
def _(step: steps.CopyDefinition, desk: Desk) -> None:
    """With everything, also what zkvm does not own."""
    if desk.origin is None:
        raise Bug("a definition to be copied from nowhere")
    desk.tell("defining")
    desk.endpoint.hypervisor.define(ObjectKind.DOMAIN, desk.origin.endpoint.hypervisor.dump(_domain(step.uuid)))


@_do.register
def _(step: steps.AtOldHost, desk: Desk) -> None:
    if desk.origin is None:
        raise Bug("a step on a host that is not known")
    _do(step.step, desk.origin)


# Pools and volumes


@_do.register
def _(step: steps.DefinePool, desk: Desk) -> None:
    desk.endpoint.hypervisor.define(ObjectKind.POOL, render_pool(step.pool, step.uuid, desk.templates))


@_do.register
def _(step: steps.BuildPool, desk: Desk) -> None:
    """An interrupted creation may have formatted the devices already: libvirt then says so."""
    try:
        desk.endpoint.hypervisor.build_pool(_pool(step.uuid), formats=step.formats)
    except BackendError as refused:
        if step.goes_on and refused.code == ErrorCode.STORAGE_POOL_BUILT:
            return
        if step.undoes:
            _undefine_quietly(desk.endpoint.hypervisor, _pool(step.uuid))
        raise InvalidInput.at("build", str(refused)) from refused


@_do.register
def _(step: steps.StartPool, desk: Desk) -> None:
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


@_do.register
def _(step: steps.StopPool, desk: Desk) -> None:
    desk.endpoint.hypervisor.stop(_pool(step.uuid))


@_do.register
def _(step: steps.SetPoolAutostart, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_autostart(_pool(step.uuid), step.autostart)


@_do.register
def _(step: steps.UndefinePool, desk: Desk) -> None:
    desk.endpoint.hypervisor.undefine(_pool(step.uuid))


@_do.register
def _(step: steps.CreateVolume, desk: Desk) -> None:
    xml = render_volume(step.volume, desk.templates, backing_path=step.backing_path, backing_format=step.backing_format)
    desk.endpoint.hypervisor.create_volume(step.pool_name, xml)


def _volume(pool_name: str, name: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.VOLUME, pool=pool_name, name=name)


@_do.register
def _(step: steps.ResizeVolume, desk: Desk) -> None:
    ref = _volume(step.pool_name, step.name)
    desk.endpoint.hypervisor.resize_volume(ref, step.capacity_bytes, shrink=step.shrink)


@_do.register
def _(step: steps.CreateThinVolume, desk: Desk) -> None:
    desk.endpoint.devices.create_thin_volume(step.group, step.thin_pool, step.name, step.capacity_bytes)
    desk.endpoint.hypervisor.refresh_pool(ObjectRef(kind=ObjectKind.POOL, name=step.pool_name))


@_do.register
def _(step: steps.ResizeLogicalVolume, desk: Desk) -> None:
    desk.endpoint.devices.resize_logical_volume(step.group, step.name, step.capacity_bytes)
    desk.endpoint.hypervisor.refresh_pool(ObjectRef(kind=ObjectKind.POOL, name=step.pool_name))


@_do.register
def _(step: steps.GrowThroughGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.resize_block(_domain(step.guest_uuid), step.target, step.capacity_bytes)


@_do.register
def _(step: steps.DeleteVolume, desk: Desk) -> None:
    desk.endpoint.hypervisor.delete_volume(_volume(step.pool_name, step.name))


# Networks


@_do.register
def _(step: steps.DefineNetwork, desk: Desk) -> None:
    desk.endpoint.hypervisor.define(ObjectKind.NETWORK, render_network(step.network, step.uuid, desk.templates))


@_do.register
def _(step: steps.StartNetwork, desk: Desk) -> None:
    desk.endpoint.hypervisor.start(_network(step.uuid))


@_do.register
def _(step: steps.StopNetwork, desk: Desk) -> None:
    desk.endpoint.hypervisor.stop(_network(step.uuid))


@_do.register
def _(step: steps.SetNetworkAutostart, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_autostart(_network(step.uuid), step.autostart)


@_do.register
def _(step: steps.UndefineNetwork, desk: Desk) -> None:
    desk.endpoint.hypervisor.undefine(_network(step.uuid))
