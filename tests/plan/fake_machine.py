"""A machine of plain values that takes a guest's steps and refuses what libvirt refuses.

Refusals are measured ones (libvirt 9.0.0, QEMU 7.2 for s390x): a device number or target that is taken, a maximum
changed while the guest runs, fewer vCPUs, a rename of a running guest, a definition under another name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.cpu_tune import CpuTune, settled_cpu_tune
from zkvm_provider.model.definition import VIRTIO_SCSI, VIRTIO_SERIAL, AutomaticDevice, GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import Guest, Power
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile import host_steps, object_steps
from zkvm_provider.reconcile import plan as steps
from zkvm_provider.reconcile.plan import Step
from zkvm_provider.reconcile.shape import LISTS, Pluggable, devnos_of, numbered, plugged
from zkvm_provider.units import MIB


class MachineRefused(Exception):
    """The machine cannot do that step now."""


@dataclass
class FakeMachine:
    """One domain, or none."""

    guest: ObservedGuest | None = None
    balloon_is_up: bool = True

    def run(self, *todo: Step) -> None:
        for step in todo:
            self._do(step)

    def _do(self, step: Step) -> None:
        match step:
            case steps.DefineGuest(definition=definition) | steps.FinishGuest(definition=definition):
                self._define(definition)
            case object_steps.Undefine():
                _refuse(self._there.live is not None, "undefining a running guest makes it transient")
                self.guest = None
            case steps.RenameGuest(name=name):
                _refuse(self._there.live is not None, "cannot rename a running guest")
                config = self._there.config
                self._set(config=replace(config, guest=replace(config.guest, name=name)))
            case object_steps.SetAutostart(autostart=autostart):
                self._set(autostart=autostart)
            case steps.StartGuest(paused=paused):
                self._start(paused=paused)
            case steps.StopGuest(grace_s=grace_s):
                _refuse(self._there.live is None, "it is not running")
                _refuse(self._there.power is Power.PAUSED and grace_s > 0, "a paused guest does not shut down")
                self._set(live=None, power=Power.STOPPED, state="shut off", balloon_is_up=False)
            case steps.PauseGuest():
                _refuse(self._there.power is not Power.RUNNING, "it is not running")
                self._set(power=Power.PAUSED, state="paused")
            case steps.ResumeGuest():
                _refuse(self._there.power is not Power.PAUSED, "it is not paused")
                self._set(power=Power.RUNNING, state="running")
            case steps.RememberBoot(definition=definition):
                live = self._there.live
                _refuse(live is None, "it is not running")
                assert live is not None
                self._set(live=replace(live, boots=definition.boots))
            case host_steps.WaitForGuest():
                _refuse(self._there.power is not Power.RUNNING, "it is not running")
            case _:
                self._live(step)

    def _live(self, step: Step) -> None:
        live = self._there.live
        _refuse(live is None, "it is not running")
        assert live is not None
        guest = live.guest
        match step:
            case steps.SetLiveMemory(memory_bytes=size):
                _refuse(size > guest.memory, "cannot set memory higher than max memory")
                guest = replace(guest, current_memory=size)
            case steps.AddLiveVcpus(count=number):
                _refuse(number > (guest.max_vcpus or 1), "more than the maximum")
                _refuse(number <= (guest.vcpus or 1), "CPU hot unplug not supported on this machine")
                guest = replace(guest, vcpus=number)
            case steps.AddLiveIothread(number=number):
                _refuse(number != (guest.iothreads or 0) + 1, "iothread exists or leaves a gap")
                guest = replace(guest, iothreads=number)
            case steps.RemoveLiveIothread(number=number):
                _refuse(any((disk.iothread or 0) >= number for disk in guest.disks or ()), "the iothread is in use")
                guest = replace(guest, iothreads=number - 1, cpu_tune=_without_pin(guest.cpu_tune, number))
            case steps.SetScheduler() | steps.PinThreads():
                guest = replace(guest, cpu_tune=_tuned(guest, step))
            case host_steps.AttachController(name=name, devno=devno):
                live = replace(live, automatic=(*live.automatic, AutomaticDevice(name=name, devno=devno)))
            case host_steps.AttachScsiController(controller=controller):
                _refuse(controller.devno in {*devnos_of(guest), *(each.devno for each in live.automatic)}, "in use")
                _refuse(controller.index in _indices(guest), "Multiple controllers with one index")
                guest = replace(guest, controllers=tuple(sorted((*(guest.controllers or ()), controller), key=_name)))
            case host_steps.AttachAgent() | host_steps.DetachAgent():
                guest = _with_agent(live, step)
            case steps.AttachDevice(device=device):
                guest = _plug(live, device)
            case steps.DetachDevice(device=device):
                guest = _unplug(guest, device)
            case steps.UpdateDevice(device=device):
                guest = _update(guest, device)
            case _:
                raise AssertionError(f"not a step of a guest: {step}")
        self._set(live=replace(live, guest=guest))

    @property
    def _there(self) -> ObservedGuest:
        if self.guest is None:
            raise MachineRefused("no such guest")
        return self.guest

    def _set(self, **changes: object) -> None:
        self.guest = replace(self._there, **changes)  # type: ignore[arg-type]  # field names are checked by replace

    def _define(self, definition: GuestDefinition) -> None:
        numbers = [each.devno for each in (*numbered(definition.guest), *definition.automatic)]
        numbers = [number for number in numbers if number is not None]
        _refuse(len(set(numbers)) < len(numbers), "The CCW devno is in use already")
        targets = [disk.target for disk in definition.guest.disks or ()]
        _refuse(len(set(targets)) < len(targets), "target duplicated")
        machine = definition.guest.machine
        written = "s390-ccw-virtio-7.2" if machine == "s390-ccw-virtio" else machine
        config = replace(definition, guest=replace(definition.guest, machine=written))
        if self.guest is None:
            self.guest = ObservedGuest(
                config=config,
                live=None,
                power=Power.STOPPED,
                state="shut off",
                autostart=False,
                balloon_is_up=False,
            )
            return
        _refuse(self._there.config.guest.name != config.guest.name, "already defined under another name")
        self._set(config=config)

    def _start(self, *, paused: bool) -> None:
        _refuse(self._there.live is not None, "it is already running")
        guest = self._there.config.guest
        memory = -(-guest.memory // MIB) * MIB
        live = replace(self._there.config, guest=replace(guest, memory=memory))
        power = Power.PAUSED if paused else Power.RUNNING
        self._set(live=live, power=power, state=power.value, balloon_is_up=self.balloon_is_up)


_LIMITS = {"cpu_shares": "shares", "vcpu_period": "period", "vcpu_quota": "quota"}


def _tuned(guest: Guest, step: steps.SetScheduler | steps.PinThreads) -> CpuTune | None:
    """Quota -1 is no limit; a thread that is not there cannot be pinned."""
    tune = guest.cpu_tune or CpuTune()
    if isinstance(step, steps.SetScheduler):
        value = step.value if step.value > 0 else None
        changed: dict[str, Any] = {_LIMITS.get(step.parameter, step.parameter): value}
        return settled_cpu_tune(replace(tune, **changed))
    if step.threads is steps.Threads.EMULATOR:
        return replace(tune, emulator_pin=step.cpus)
    if step.threads is steps.Threads.VCPU:
        _refuse(step.number >= (guest.max_vcpus or 1), "vcpu is out of range of live cpu count")
        return replace(tune, vcpu_pins={**(tune.vcpu_pins or {}), str(step.number): step.cpus})
    _refuse(not 1 <= step.number <= (guest.iothreads or 0), "iothread not found")
    return replace(tune, iothread_pins={**(tune.iothread_pins or {}), str(step.number): step.cpus})


def _without_pin(tune: CpuTune | None, number: int) -> CpuTune | None:
    """libvirt forgets the pin of an iothread that goes."""
    if tune is None:
        return None
    pins = {key: cpus for key, cpus in (tune.iothread_pins or {}).items() if key != str(number)}
    return settled_cpu_tune(replace(tune, iothread_pins=pins))


def _name(controller: ScsiController) -> str:
    return controller.name


def _indices(guest: Guest) -> set[int]:
    return {each.index for each in guest.controllers or ()}


def _with_agent(live: GuestDefinition, step: Step) -> Guest:
    is_plugged = isinstance(step, host_steps.AttachAgent)
    has_controller = any(each.name == VIRTIO_SERIAL for each in live.automatic)
    _refuse(is_plugged and not has_controller, "no virtio-serial controllers")
    _refuse(bool(live.guest.agent) is is_plugged, "chardev already exists, or is not present")
    return replace(live.guest, agent=is_plugged)


def _plug(live: GuestDefinition, device: Pluggable) -> Guest:
    guest = live.guest
    taken = {*devnos_of(guest), *(each.devno for each in live.automatic)}
    _refuse(device.name in {each.name for each in plugged(guest)}, "the device is there already")
    if isinstance(device, Lun) or (isinstance(device, Disk) and device.is_cdrom):
        _refuse(VIRTIO_SCSI not in {each.name for each in live.automatic}, "libvirt would add a controller of its own")
        controller = device.controller if isinstance(device, Lun) else 0
        _refuse((controller or 0) not in {0, *_indices(guest)}, "libvirt would add a controller of its own")
        places = {(lun.controller or 0, lun.unit) for lun in guest.luns or ()}
        places |= {(0, disk.unit) for disk in guest.disks or ()}
        _refuse((controller or 0, device.unit) in places, "Found duplicate drive address")
    else:
        _refuse(device.devno is not None and device.devno in taken, "The CCW devno is in use already")
    if isinstance(device, (Disk, Lun)):
        targets = {disk.target for disk in guest.disks or ()} | {lun.target for lun in guest.luns or ()}
        _refuse(device.target is not None and device.target in targets, "target duplicated")
    if isinstance(device, Disk):
        _refuse((device.iothread or 0) > (guest.iothreads or 0), "no such iothread")
    field = LISTS[type(device)]
    devices: Any = tuple(sorted((*(getattr(guest, field) or ()), device), key=lambda each: each.name))
    return replace(guest, **{field: devices})


def _unplug(guest: Guest, device: Pluggable) -> Guest:
    _refuse(device not in plugged(guest), "device not found")
    field = LISTS[type(device)]
    devices: Any = tuple(each for each in getattr(guest, field) or () if each != device)
    return replace(guest, **{field: devices})


def _update(guest: Guest, device: Interface | Disk) -> Guest:
    if isinstance(device, Disk):
        drive = next((disk for disk in guest.disks or () if disk.name == device.name and disk.is_cdrom), None)
        if drive is None or replace(drive, cdrom=device.cdrom) != device:
            raise MachineRefused("cannot modify field of the disk")
        return replace(guest, disks=tuple(device if disk is drive else disk for disk in guest.disks or ()))
    there = next((each for each in guest.interfaces or () if each.name == device.name), None)
    text = "unable to change config on this network type"
    if there is None or replace(there, link=device.link, bridge=device.bridge) != device:
        raise MachineRefused(text)
    _refuse((there.bridge is None) != (device.bridge is None), text)
    return replace(guest, interfaces=tuple(device if each is there else each for each in guest.interfaces or ()))


def _refuse(condition: bool, reason: str) -> None:
    if condition:
        raise MachineRefused(reason)
