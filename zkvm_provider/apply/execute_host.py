"""Steps on the host itself, one call of `HostDevices` each: DASDs, FCP devices, LUNs, files."""

from __future__ import annotations

from functools import singledispatch

from zkvm_provider.apply.desk import Desk
from zkvm_provider.reconcile import host_steps, plan_host


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
def _(step: plan_host.SetDasdOnline, desk: Desk) -> None:
    desk.endpoint.devices.set_dasd_online(str(step.bus_id), step.online)


# Files


@do_on_host.register
def _(step: plan_host.MakeFolder, desk: Desk) -> None:
    desk.endpoint.devices.make_folder(step.path)


@do_on_host.register
def _(step: plan_host.WriteFile, desk: Desk) -> None:
    desk.tell(f"writing {step.path}")
    desk.endpoint.devices.write_file(step.path, step.content, step.mode)


@do_on_host.register
def _(step: plan_host.CopyFile, desk: Desk) -> None:
    desk.tell(f"copying {step.source} to {step.path}")
    desk.endpoint.devices.copy_file(step.source, step.path, step.mode)


@do_on_host.register
def _(step: plan_host.RemoveFile, desk: Desk) -> None:
    desk.endpoint.devices.remove_file(step.path)


@do_on_host.register
def _(step: plan_host.RemoveFolder, desk: Desk) -> None:
    desk.endpoint.devices.remove_folder(step.path)
