"""`make lab`: what is missing is made, what is there stays."""

from __future__ import annotations

from pathlib import Path

from tools.kvmlab import guest_linux, host, iscsi, network, openvswitch, process
from tools.kvmlab.machine import Spec
from tools.kvmlab.places import LAN, HostPlace, Lab
from tools.kvmlab.start import machine
from tools.lab.say import step


def bring_up(lab: Lab) -> None:
    """The whole lab. Raises LabError with what is in the way."""
    lab.root.mkdir(mode=0o700, exist_ok=True)
    lan = _bring_up_lan(lab)
    for place in lab.hosts:
        _bring_up_host(place, lab, lan)
    network.connect_machine(lan)
    iscsi.make_target(lab)
    for place in lab.hosts:
        host.wait_until_ready(place)
    guest_linux.provide(lab)


def pid_file(folder: Path) -> Path:
    """Where a machine's process is remembered."""
    return folder / "machine.pid"


def _bring_up_lan(lab: Lab) -> int:
    running = process.living(pid_file(lab.lan))
    if running is not None:
        network.make_switches(running)
        return running
    step("the network outside the hosts, and an iSCSI target in it")
    lab.lan.mkdir(exist_ok=True)
    spec = Spec(name=LAN, log=str(lab.lan / "machine.log"), daemons=[iscsi.daemon()], environment=iscsi.environment(lab))
    with machine(spec, pid_file(lab.lan)) as pid:
        network.make_switches(pid)
    return pid


def _bring_up_host(place: HostPlace, lab: Lab, lan: int) -> None:
    running = process.living(pid_file(place.folder))
    if running is None:
        step(f"host {place.name}: libvirtd, Open vSwitch, Linux bridge, uplink {network.UPLINK}")
        host.prepare(place, lab)
        with machine(host.spec(place), pid_file(place.folder)) as pid:
            network.connect(place, pid, lan)
        running = pid
    else:
        network.connect(place, running, lan)
    openvswitch.make_bridge(running)
