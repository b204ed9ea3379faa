"""Steps in the short words of the case files."""

from __future__ import annotations

from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.reconcile import file_steps, host_steps, network_steps, object_steps, storage_steps
from zkvm_provider.reconcile import plan as steps
from zkvm_provider.reconcile.plan import Step
from zkvm_provider.reconcile.shape import Pluggable
from zkvm_provider.units import format_size


def say_step(step: Step) -> str:
    """`attach disks[data] at 0x0003 as vdb`."""
    match step:
        case steps.DefineGuest(definition=definition):
            mark = " unfinished" if definition.unfinished else ""
            return f"define {definition.guest.name}{mark}"
        case steps.FinishGuest(definition=definition):
            return f"finish {definition.guest.name}"
        case steps.StartGuest(paused=paused):
            return "start paused" if paused else "start"
        case steps.StopGuest(grace_s=grace_s, then=then):
            return f"stop within {grace_s} s, then {then.value}"
        case steps.SetLiveMemory(memory_bytes=size):
            return f"live memory {format_size(size)}"
        case steps.AddLiveVcpus(count=number):
            return f"live vcpus {number}"
        case steps.AttachDevice(device=device):
            return f"attach {_device(device)}"
        case host_steps.AttachController(name=name, devno=devno):
            return f"attach {name} at {devno}"
        case host_steps.AttachScsiController(controller=controller):
            return f"attach controllers[{controller.name}] {controller.index} at {controller.devno}"
        case steps.DetachDevice(device=device):
            return f"detach {_device(device)}"
        case steps.UpdateDevice(device=device):
            return _update(device)
        case _:
            return _say_other(step)


def _update(device: Disk | Interface) -> str:
    if isinstance(device, Disk):
        return f"put {device.cdrom} into {_device(device)}"
    return f"update {_device(device)} link {device.link}"


def _say_lvm(step: Step) -> str:
    match step:
        case storage_steps.CreateFromImage(pool_name=pool, volume=volume):
            return f"create {pool}/{volume.name} {format_size(volume.capacity)} from {volume.source}"
        case storage_steps.WriteSeed(pool_name=pool, name=name, is_new=is_new):
            return f"write {'new ' if is_new else ''}seed image {pool}/{name}"
        case storage_steps.DropBaseImage(pool_name=pool, name=name):
            return f"drop {pool}/{name} if unused"
        case storage_steps.CreateThinVolume(group=group, thin_pool=thin, name=name, capacity_bytes=size):
            return f"create {group}/{name} {format_size(size)} in thin pool {thin}"
        case storage_steps.ResizeLogicalVolume(group=group, name=name, capacity_bytes=size):
            return f"lvresize {group}/{name} to {format_size(size)}"
        case storage_steps.BuildPool(formats=formats, goes_on=goes_on):
            return f"build{' with its format' if formats else ''}{' unless it is' if goes_on and formats else ''}"
        case _:
            return _say_tuning(step)


def _say_agent(step: host_steps.WaitForGuest | host_steps.AttachAgent | host_steps.DetachAgent) -> str:
    if isinstance(step, host_steps.WaitForGuest):
        return f"wait for {step.source} at most {step.timeout_s} s"
    return f"{'attach' if isinstance(step, host_steps.AttachAgent) else 'detach'} the agent's channel"


def _say_other(step: Step) -> str:
    match step:
        case steps.RememberBoot(definition=definition):
            return f"remember that it started from {definition.boots}"
        case host_steps.WaitForGuest() | host_steps.AttachAgent() | host_steps.DetachAgent():
            return _say_agent(step)
        case steps.RenameGuest(name=name):
            return f"rename to {name}"
        case steps.AddLiveIothread(number=number):
            return f"add live iothread {number}"
        case steps.RemoveLiveIothread(number=number):
            return f"remove live iothread {number}"
        case object_steps.SetAutostart(autostart=on):
            return f"autostart {'on' if on else 'off'}"
        case storage_steps.CreateVolume(pool_name=pool, volume=volume):
            return f"create {pool}/{volume.name} {format_size(volume.capacity)}"
        case storage_steps.ResizeVolume(name=name, capacity_bytes=size, shrink=shrink):
            return f"{'shrink' if shrink else 'grow'} {name} to {format_size(size)}"
        case storage_steps.GrowThroughGuest(guest_uuid=uuid, target=target, capacity_bytes=size):
            return f"grow {target} of guest {uuid} to {format_size(size)}"
        case storage_steps.DeleteVolume(pool_name=pool, name=name):
            return f"delete volume {pool}/{name}"
        case host_steps.SetDasdOnline(bus_id=bus_id, online=online):
            return f"set {bus_id} {'online' if online else 'offline'}"
        case _:
            return _say_lvm(step)


def _say_tuning(step: Step) -> str:
    match step:
        case steps.SetScheduler(parameter=parameter, value=value):
            return f"live {parameter} {value}"
        case steps.PinThreads(threads=threads, number=number, cpus=cpus):
            return f"pin live {threads.value} {number} to {cpus}"
        case network_steps.ChangeNetwork(change=change, config=config, live=live):
            return f"{change.turn.value} {change.key} {' and '.join(['config'] * config + ['live'] * live)}"
        case _:
            return _PLAIN[type(step)] if type(step) in _PLAIN else _say_file(step)


def _say_file(step: Step) -> str:
    match step:
        case file_steps.MakeFolder(path=path):
            return f"make folder {path}"
        case file_steps.WriteFile(path=path, mode=mode):
            return f"write {path} {mode:04o}"
        case file_steps.CopyFile(source=source, path=path, mode=mode):
            return f"copy {source} to {path} {mode:04o}"
        case file_steps.RemoveFile(path=path):
            return f"remove {path}"
        case file_steps.RemoveFolder(path=path):
            return f"remove folder {path}"
        case _:
            raise AssertionError(f"no words for {type(step).__name__}")


_PLAIN: dict[type, str] = {
    object_steps.Undefine: "undefine",
    steps.PauseGuest: "pause",
    steps.ResumeGuest: "resume",
    storage_steps.DefinePool: "define",
    storage_steps.StartPool: "start",
    object_steps.Stop: "stop",
    network_steps.DefineNetwork: "define",
    network_steps.StartNetwork: "start",
}


def _device(device: Pluggable) -> str:
    if isinstance(device, Lun):
        return f"luns[{device.name}] as {device.target or 'host device'} at unit {device.unit}"
    if isinstance(device, Mdev):
        return f"mdevs[{device.name}] {device.model.value} at {device.devno or 'no number'}"
    if isinstance(device, Disk) and device.is_on_scsi:
        where = f" of controller {device.controller}" if device.controller else ""
        return f"disks[{device.name}] as {device.target} at unit {device.unit}{where}"
    if isinstance(device, Disk):
        return f"disks[{device.name}] as {device.target} at {device.devno or 'no number'}"
    return f"interfaces[{device.name}] at {device.devno or 'no number'}"
