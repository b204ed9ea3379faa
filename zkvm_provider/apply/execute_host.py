"""Steps on the host itself, one call of `HostDevices` each: DASDs, FCP devices, LUNs, files."""

from __future__ import annotations

from functools import singledispatch

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.host_device_references import find_mdev
from zkvm_provider.apply.own_templates import blaming_templates
from zkvm_provider.errors import NotFound
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.mediated import NODE_DEVICE_TEMPLATE, render_mediated
from zkvm_provider.reconcile import file_steps, host_steps


@singledispatch
def do_on_host(step: object, desk: Desk) -> None:  # noqa: ARG001 - the shape of every execution
    """Carry out one step. Raises what the port raises."""
    raise TypeError(f"no execution for step {type(step).__name__}")


@do_on_host.register
def _(step: host_steps.SetFcpOnline, desk: Desk) -> None:
    desk.endpoint.devices.set_fcp_online(str(step.bus_id), step.online)


@do_on_host.register
def _(step: host_steps.SetLunAttached, desk: Desk) -> None:
    desk.tell("adding the LUN" if step.attached else "taking the LUN away")
    lun = step.lun
    desk.endpoint.devices.set_lun_attached(str(lun.bus_id), lun.wwpn, lun.lun, step.attached)


@do_on_host.register
def _(step: host_steps.SetDasdOnline, desk: Desk) -> None:
    desk.endpoint.devices.set_dasd_online(str(step.bus_id), step.online)


# Files


@do_on_host.register
def _(step: file_steps.MakeFolder, desk: Desk) -> None:
    desk.endpoint.devices.make_folder(step.path)


@do_on_host.register
def _(step: file_steps.WriteFile, desk: Desk) -> None:
    desk.tell(f"writing {step.path}")
    desk.endpoint.devices.write_file(step.path, step.content, step.mode)


@do_on_host.register
def _(step: file_steps.CopyFile, desk: Desk) -> None:
    desk.tell(f"copying {step.source} to {step.path}")
    desk.endpoint.devices.copy_file(step.source, step.path, step.mode)


@do_on_host.register
def _(step: file_steps.RemoveFile, desk: Desk) -> None:
    desk.endpoint.devices.remove_file(step.path)


@do_on_host.register
def _(step: file_steps.RemoveFolder, desk: Desk) -> None:
    desk.endpoint.devices.remove_folder(step.path)


# Mediated devices


@do_on_host.register
def _(step: host_steps.HandOverSubchannel, desk: Desk) -> None:
    desk.endpoint.devices.hand_over_subchannel(step.subchannel, step.to_guests)


@do_on_host.register
def _(step: host_steps.DefineMediated, desk: Desk) -> None:
    xml = render_mediated(step.device, step.uuid, step.parent, desk.templates)
    with blaming_templates(desk, NODE_DEVICE_TEMPLATE, step.added):
        desk.endpoint.hypervisor.define(ObjectKind.NODE_DEVICE, xml)


@do_on_host.register
def _(step: host_steps.SetMediatedAutostart, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_autostart(_mediated(desk, step.uuid), step.autostart)


@do_on_host.register
def _(step: host_steps.StartMediated, desk: Desk) -> None:
    desk.endpoint.hypervisor.start(_mediated(desk, step.uuid))


@do_on_host.register
def _(step: host_steps.StopMediated, desk: Desk) -> None:
    desk.endpoint.hypervisor.stop(ObjectRef(kind=ObjectKind.NODE_DEVICE, name=step.name))


@do_on_host.register
def _(step: host_steps.UndefineMediated, desk: Desk) -> None:
    desk.endpoint.hypervisor.undefine(ObjectRef(kind=ObjectKind.NODE_DEVICE, name=step.name))


def _mediated(desk: Desk, uuid: str) -> ObjectRef:
    """libvirt names the device itself, after uuid and parent."""
    found = find_mdev(desk, uuid)
    if found is None:
        remedy = "others took it away meanwhile: run the same command again"
        raise NotFound(f"mediated device {uuid}", where=desk.host, remedy=remedy)
    return found.ref
