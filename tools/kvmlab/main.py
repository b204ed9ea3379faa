"""`python -m tools.kvmlab up|down|status|install|able|run|ask`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tools.kvmlab import console, needs, packages, process
from tools.kvmlab.command import LabError, inside
from tools.kvmlab.places import HOST_NAMES, LAN, Lab, lab_at
from tools.kvmlab.status import lines, status
from tools.kvmlab.teardown import take_down
from tools.kvmlab.up import bring_up, exclusively, pid_file
from tools.lab.say import Stopwatch, fail, step


def main() -> int:
    """Exit code 0 when the lab is as asked."""
    arguments = _arguments()
    lab = lab_at(arguments.lab)
    commands = {
        "up": _up,
        "down": _down,
        "status": _status,
        "able": _able,
        "install": _install,
        "run": _run,
        "ask": _ask,
    }
    try:
        return commands[arguments.command](lab, arguments)
    except LabError as error:
        return fail(str(error))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.kvmlab", description="Two real libvirt hosts for s390x.")
    parser.add_argument("--lab", type=Path, help="the lab's folder (default: $ZKVM_KVMLAB, else /var/tmp/zkvm-kvmlab)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="install what is missing, start what is not running")
    commands.add_parser("down", help="remove every trace; guests and their disks too")
    told = commands.add_parser("status", help="what is up, and the URIs")
    told.add_argument("--json", action="store_true")
    commands.add_parser("able", help="exit code 0 where tests on real hosts can run, else the reason")
    commands.add_parser("install", help="install what is missing of the lab's packages, and nothing else")
    within = commands.add_parser("run", help="run a program inside a host, or in the network outside")
    within.add_argument("machine", choices=[*HOST_NAMES, LAN])
    within.add_argument("argv", nargs=argparse.REMAINDER)
    guest = commands.add_parser("ask", help="run a line in a guest that boots the lab's Linux")
    guest.add_argument("guest")
    guest.add_argument("line")
    guest.add_argument("--host", choices=HOST_NAMES, default=HOST_NAMES[0])
    return parser.parse_args()


def _up(lab: Lab, _: argparse.Namespace) -> int:
    watch = Stopwatch()
    needs.check_user_and_system()
    if names := packages.missing():
        packages.install(names)
    needs.check_kernel()
    with exclusively(lab):
        bring_up(lab)
    step(f"the KVM lab is up ({watch}):")
    print("\n".join(lines(status(lab))))
    return 0


def _down(lab: Lab, _: argparse.Namespace) -> int:
    needs.check_user_and_system()
    was_there = take_down(lab)
    step("the KVM lab is down" if was_there else "there is no KVM lab: nothing to take down")
    return 0


def _status(lab: Lab, arguments: argparse.Namespace) -> int:
    told = status(lab)
    print(json.dumps(told, indent=2) if arguments.json else "\n".join(lines(told)))
    return 0 if told["up"] else 1


def _install(_lab: Lab, _arguments: argparse.Namespace) -> int:
    needs.check_user_and_system()
    if names := packages.missing():
        packages.install(names)
    return 0


def _able(_lab: Lab, _arguments: argparse.Namespace) -> int:
    reason = needs.why_not()
    if reason is None and find_spec("libvirt") is None:
        reason = "libvirt's Python binding is missing; `zkvm doctor` says how to install it"
    if reason is not None:
        print(reason)
    return 0 if reason is None else 1


def _run(lab: Lab, arguments: argparse.Namespace) -> int:
    pid = process.living(pid_file(lab.root / arguments.machine))
    if pid is None:
        raise LabError(f"{arguments.machine} is down; `make lab` starts it")
    return subprocess.run(inside(pid, arguments.argv or ["bash"]), check=False).returncode


def _ask(lab: Lab, arguments: argparse.Namespace) -> int:
    place = next(host for host in lab.hosts if host.name == arguments.host)
    answer = console.ask(place.uri, arguments.guest, arguments.line)
    sys.stdout.write(answer.text)
    return answer.code
