"""A plan's steps, one port call each. Nothing is decided here.

A step that fails raises what the port raised; the caller observes what became of the object. Every step may be met
again after a crash: the plan of the next run starts from what is there.

Steps of other subjects join the table when the file of their subject (`execute_*.py`) is imported, which is done here.
"""

from __future__ import annotations

from collections.abc import Iterable

from zkvm_provider.apply import execute_networks as execute_networks
from zkvm_provider.apply import execute_objects as execute_objects
from zkvm_provider.apply import execute_storage as execute_storage
from zkvm_provider.apply.definitions import existing_xml
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.moving import migrate
from zkvm_provider.apply.own_templates import blaming_templates
from zkvm_provider.apply.perform import perform
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.apply.waiting import wait_for_guest
from zkvm_provider.errors import BackendError, Bug, TimedOut
from zkvm_provider.hypervisor.port import (
    MISSING,
    Hypervisor,
    ObjectKind,
    ObjectRef,
    SchedulerParameter,
    Scope,
    StopMode,
    Thread,
)
from zkvm_provider.libvirtxml.additions import additions_in, with_additions
from zkvm_provider.libvirtxml.check import GUEST_TEMPLATE
from zkvm_provider.libvirtxml.form import form_of
from zkvm_provider.libvirtxml.merge import merge, merge_device
from zkvm_provider.libvirtxml.patches import apply_patches, patches_in, refuse_unkept, undo_patches
from zkvm_provider.libvirtxml.render import (
    agent_channel_in,
    render_agent,
    render_controller,
    render_device,
    render_guest,
    render_mark,
    render_scsi_controller,
)
from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import AfterGrace
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.reconcile import host_steps
from zkvm_provider.reconcile import plan as steps
from zkvm_provider.reconcile.plan import Step
from zkvm_provider.reconcile.shape import Pluggable


def execute(desk: Desk, plan_steps: Iterable[Step]) -> None:
    """Carry out the steps in order. Raises at the first that fails; those before it have happened."""
    for step in plan_steps:
        desk.deadline.check()
        perform(step, desk)


def _domain(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)


def _define(desk: Desk, definition: GuestDefinition, *, is_new: bool) -> None:
    """Define with what zkvm does not own carried over from the configuration that is there.

    libvirt reads its whole schema for every document it validates, which costs more than all the rest. What zkvm's own
    templates made alone is therefore validated once for each form of it; what a user or an administrator had a hand in,
    always.
    """
    definition = with_additions(definition, desk.templates)
    existing = None if is_new else existing_xml(desk.endpoint.hypervisor, _domain(definition.uuid))
    patches = definition.guest.xml_patches or ()
    is_ours_alone = existing is None and not patches and not desk.templates.has_overrides
    rendered = render_guest(definition, desk.templates, to_be_read=not is_ours_alone)
    xml = apply_patches(_joined(rendered, existing), patches)
    form = form_of(xml) if is_ours_alone else ""
    must_validate = not is_ours_alone or not desk.view.has_taken(desk.facts, form)
    with blaming_templates(desk, GUEST_TEMPLATE, definition.added):
        desk.endpoint.hypervisor.define(ObjectKind.DOMAIN, xml, validate=must_validate)
    if is_ours_alone:
        desk.view.take(desk.facts, form)
    if patches:
        refuse_unkept(desk.endpoint.hypervisor.dump(_domain(definition.uuid)), patches)


def _joined(xml: str, existing: str | None) -> str:
    """With what is there and not zkvm's; without what patches and templates of the last time did."""
    if existing is None:
        return xml
    return merge(xml, undo_patches(existing, (*additions_in(existing), *patches_in(existing))))


# Guests


@perform.register
def _(step: steps.DefineGuest, desk: Desk) -> None:
    """Over before anybody could read a line about it."""
    _define(desk, step.definition, is_new=step.is_new)


@perform.register
def _(step: steps.FinishGuest, desk: Desk) -> None:
    """Only zkvm's mark: all else is in place, and defining again would cost as much as the first time."""
    mark = render_mark(with_additions(step.definition, desk.templates), desk.templates)
    domain = _domain(step.definition.uuid)
    desk.endpoint.hypervisor.set_metadata(domain, ZKVM, "zkvm", mark, Scope.CONFIG)


@perform.register
def _(step: steps.RememberBoot, desk: Desk) -> None:
    mark = render_mark(step.definition, desk.templates)
    desk.endpoint.hypervisor.set_metadata(_domain(step.definition.uuid), ZKVM, "zkvm", mark, Scope.LIVE)


@perform.register
def _(step: steps.RenameGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.rename(_domain(step.uuid), step.name)


@perform.register
def _(step: steps.StartGuest, desk: Desk) -> None:
    desk.tell("starting")
    desk.endpoint.hypervisor.start(_domain(step.uuid), paused=step.paused)


@perform.register
def _(step: host_steps.WaitForGuest, desk: Desk) -> None:
    wait_for_guest(desk, step)


@perform.register
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

        gone = lambda: not _is_active(hypervisor, ref)
        if wait_until(
            gone, timeout_s=step.grace_s, clock=desk.clock, stop=desk.stop, deadline=desk.deadline, told=told
        ):
            return
        if step.then is AfterGrace.FAIL:
            remedy = "raise `shutdown.graceS`, or set `shutdown.then` to `destroy`"
            raise TimedOut("the guest's shutdown", waited_s=step.grace_s, remedy=remedy)
        desk.notes.append(f"the guest did not shut down within {step.grace_s} s: its power was cut")
    desk.tell("cutting its power")
    try:
        hypervisor.stop(ref, StopMode.DESTROY)
    except BackendError:
        if _is_active(hypervisor, ref):
            raise


def _is_active(hypervisor: Hypervisor, ref: ObjectRef) -> bool:
    try:
        return hypervisor.domain(ref)[0].active
    except BackendError as refused:
        if refused.code in MISSING:
            return False
        raise


@perform.register
def _(step: steps.PauseGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.suspend(_domain(step.uuid))


@perform.register
def _(step: steps.ResumeGuest, desk: Desk) -> None:
    desk.endpoint.hypervisor.resume(_domain(step.uuid))


@perform.register
def _(step: steps.SetLiveMemory, desk: Desk) -> None:
    desk.tell("moving its balloon")
    desk.endpoint.hypervisor.set_memory(_domain(step.uuid), step.memory_bytes // 1024, Scope.LIVE)


@perform.register
def _(step: steps.AddLiveVcpus, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_vcpus(_domain(step.uuid), step.count, Scope.LIVE)


@perform.register
def _(step: steps.AddLiveIothread, desk: Desk) -> None:
    desk.endpoint.hypervisor.add_iothread(_domain(step.uuid), step.number, Scope.LIVE)


@perform.register
def _(step: steps.RemoveLiveIothread, desk: Desk) -> None:
    desk.endpoint.hypervisor.del_iothread(_domain(step.uuid), step.number, Scope.LIVE)


@perform.register
def _(step: steps.SetScheduler, desk: Desk) -> None:
    parameter = SchedulerParameter(step.parameter)
    desk.endpoint.hypervisor.set_scheduler(_domain(step.uuid), parameter, step.value, Scope.LIVE)


@perform.register
def _(step: steps.PinThreads, desk: Desk) -> None:
    thread = Thread(step.threads.value)
    desk.endpoint.hypervisor.pin(_domain(step.uuid), thread, step.number, step.cpus.numbers, Scope.LIVE)


@perform.register
def _(step: steps.AttachDevice, desk: Desk) -> None:
    desk.tell(f"plugging in {_label(step.device)}")
    desk.endpoint.hypervisor.attach(_domain(step.uuid), render_device(step.device, desk.templates), Scope.LIVE)


@perform.register
def _(step: host_steps.AttachController, desk: Desk) -> None:
    xml = render_controller(step.name, step.devno, desk.templates)
    desk.endpoint.hypervisor.attach(_domain(step.uuid), xml, Scope.LIVE)


@perform.register
def _(step: host_steps.AttachScsiController, desk: Desk) -> None:
    desk.tell(f"plugging in controller {step.controller.name}")
    xml = render_scsi_controller(step.controller, desk.templates)
    desk.endpoint.hypervisor.attach(_domain(step.uuid), xml, Scope.LIVE)


@perform.register
def _(step: host_steps.AttachAgent, desk: Desk) -> None:
    desk.tell("plugging in the agent's channel")
    desk.endpoint.hypervisor.attach(_domain(step.uuid), render_agent(desk.templates), Scope.LIVE)


@perform.register
def _(step: host_steps.DetachAgent, desk: Desk) -> None:
    """libvirt compares the socket's path too, so the running guest's own channel is named."""
    hypervisor, ref = desk.endpoint.hypervisor, _domain(step.uuid)
    channel = agent_channel_in(hypervisor.dump(ref, live=True))
    if channel is not None:
        desk.tell("unplugging the agent's channel")
        hypervisor.detach(ref, channel, Scope.LIVE)


@perform.register
def _(step: steps.DetachDevice, desk: Desk) -> None:
    desk.tell(f"unplugging {_label(step.device)}")
    xml = render_device(step.device, desk.templates, with_alias=False)
    desk.endpoint.hypervisor.detach(_domain(step.uuid), xml, Scope.LIVE)


@perform.register
def _(step: steps.UpdateDevice, desk: Desk) -> None:
    """libvirt refuses an update that leaves out what the device has, so the rest is carried over."""
    hypervisor, ref = desk.endpoint.hypervisor, _domain(step.uuid)
    rendered = render_device(step.device, desk.templates, with_alias=False)
    if isinstance(step.device, Disk):  # what a drive has and the update leaves out stays
        desk.tell(f"changing the medium in drive {step.device.name}")
        hypervisor.update_device(ref, rendered, Scope.LIVE)
        return
    hypervisor.update_device(ref, merge_device(rendered, hypervisor.dump(ref), step.device.name), Scope.LIVE)


def _label(device: Pluggable) -> str:
    return f"{_WORDS[type(device)]} {device.name}"


_WORDS: dict[type, str] = {Disk: "disk", Interface: "interface", Lun: "LUN", Mdev: "mediated device"}


@perform.register
def _(step: steps.MigrateGuest, desk: Desk) -> None:
    migrate(desk, step.uuid, step.how)


@perform.register
def _(step: steps.CopyDefinition, desk: Desk) -> None:
    """With everything, also what zkvm does not own."""
    if desk.origin is None:
        raise Bug("a definition to be copied from nowhere")
    desk.tell("defining")
    desk.endpoint.hypervisor.define(ObjectKind.DOMAIN, desk.origin.endpoint.hypervisor.dump(_domain(step.uuid)))


@perform.register
def _(step: steps.AtOldHost, desk: Desk) -> None:
    if desk.origin is None:
        raise Bug("a step on a host that is not known")
    perform(step.step, desk.origin)
