"""`make lab`: what is missing is made, what is there stays."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.kvmlab import guest_linux, host, iscsi, network, openvswitch, process
from tools.kvmlab.command import LabError
from tools.kvmlab.machine import Spec
from tools.kvmlab.places import LAN, ROOT_VARIABLE, UPLINK, HostPlace, Lab
from tools.kvmlab.start import machine
from tools.lab.say import step


@contextmanager
def exclusively(lab: Lab) -> Iterator[None]:
    """Nobody else brings this lab up meanwhile.

    Raises LabError for a folder that cannot be the lab's: foreign, too deep, or in use.
    """
    if not lab.is_path_short:
        raise LabError(f"the path {lab.root} is too long for the sockets in it; choose another with {ROOT_VARIABLE}")
    lab.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if lab.root.stat().st_uid != os.geteuid():
        raise LabError(f"{lab.root} belongs to somebody else; choose another folder with {ROOT_VARIABLE}")
    handle = os.open(lab.root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise LabError(f"another command is bringing up the lab in {lab.root}; wait for it") from error
    finally:
        os.close(handle)


def bring_up(lab: Lab) -> None:
    """The whole lab. Raises LabError with what is in the way."""
    lan = _bring_up_lan(lab)
    for place in lab.hosts:
        _bring_up_host(place, lab, lan)
    network.connect_machine(lab, lan)
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
        network.make_switches(lab, running)
        return running
    step("the network outside the hosts, and an iSCSI target in it")
    lab.lan.mkdir(exist_ok=True)
    spec = Spec(
        name=LAN,
        root=str(lab.root),
        log=str(lab.lan / "machine.log"),
        daemons=[iscsi.daemon(lab)],
        environment=iscsi.environment(lab),
    )
    with machine(spec, pid_file(lab.lan)) as pid:
        network.make_switches(lab, pid)
    return pid


def _bring_up_host(place: HostPlace, lab: Lab, lan: int) -> None:
    running = process.living(pid_file(place.folder))
    if running is None:
        step(f"host {place.name}: libvirtd, Open vSwitch, Linux bridge, uplink {UPLINK}")
        host.prepare(place, lab)
        with machine(host.spec(place, lab), pid_file(place.folder)) as pid:
            network.connect(lab, place, pid, lan)
        running = pid
    else:
        network.connect(lab, place, running, lan)
    openvswitch.make_bridge(running)
