"""`make lab-down`: every trace of the lab goes, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.kvmlab import loops, network, process
from tools.kvmlab.command import LabError
from tools.kvmlab.machine import is_machine_of
from tools.kvmlab.places import LAN, Lab
from tools.lab.say import step

_MARK = "machine.pid"


def take_down(lab: Lab) -> bool:
    """End the machines with all that runs in them, then remove devices and folder; whether there was anything.

    Guests are not shut down: their disks go as well. Raises LabError, before anything ends, for a folder that is none.
    """
    _check_is_lab(lab.root)
    machines = machines_of(lab.root)
    devices = loops.under(lab.root)
    if not (machines or devices or lab.root.exists()):
        return False
    step("taking the lab down: guests, hosts, networks, disks")
    for pid in machines:
        process.kill(pid)
    if machines:
        network.disconnect_machine(lab)
    loops.detach(devices)
    if lab.root.exists():
        shutil.rmtree(lab.root)
    return True


def machines_of(root: Path) -> list[int]:
    """Process numbers of the lab's machines, also when their folder is gone."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if is_machine_of(words, root):
            found.append(int(folder.name))
    return sorted(found)


def _check_is_lab(root: Path) -> None:
    """Raises LabError for a folder that does not look like one."""
    if not root.exists() or not any(root.iterdir()):
        return
    if not any(root.glob(f"*/{_MARK}")) and not (root / LAN).is_dir():
        raise LabError(f"{root} does not look like a lab's folder; it is left as it is")
