"""A machine of the lab: one process with namespaces of its own, in which the machine's daemons run.

The process is the first one of its process namespace: whatever runs in the machine ends with it, and so do its
network interfaces and mounts. It starts the daemons, starts one again that ended, and takes in orphans.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_NEW_NAMESPACES = 0x00020000 | 0x04000000 | 0x20000000 | 0x40000000
"""Mount, UTS, process and network namespaces (linux/sched.h: CLONE_NEWNS, _NEWUTS, _NEWPID, _NEWNET)."""
_RESTART_PAUSE_S = 0.5
_MODULE = "tools.kvmlab.machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What a machine is made of.

    `root` is the lab's folder, by which the machine's process is known; `mounts` are pairs of (folder or file of the
    lab, where the machine sees it); `daemons` are argument vectors of programs that stay in the foreground; `log`
    takes everybody's output.
    """

    name: str
    root: str
    log: str
    mounts: list[tuple[str, str]] = field(default_factory=list)
    daemons: list[list[str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)


def command(spec: Spec) -> list[str]:
    """The process of a machine; its words tell whose it is."""
    return [sys.executable, "-m", _MODULE, spec.name, spec.root]


def is_machine_of(words: list[str], root: Path) -> bool:
    """Whether a command line is that of a machine of this lab."""
    return _MODULE in words[:3] and str(root) in words[3:]


def encode(spec: Spec) -> str:
    """The specification as it is handed to the new process."""
    return json.dumps(asdict(spec))


def main() -> None:
    """Read a specification from standard input, write the machine's process number, and wait for a line to go on."""
    spec = _decode(json.loads(sys.stdin.readline()))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NAMESPACES) != 0:
        sys.exit(f"the kernel refuses new namespaces: {os.strerror(ctypes.get_errno())}")
    child = os.fork()
    if child:
        print(child, flush=True)
        os._exit(0)
    os.setsid()
    os.chdir("/")
    _prepare(spec)
    print("prepared", flush=True)
    if not sys.stdin.readline():
        sys.exit("whoever makes the lab went away")
    _leave_terminal(spec.log)
    _serve(spec)


def _decode(told: dict[str, Any]) -> Spec:
    return Spec(**{**told, "mounts": [(source, target) for source, target in told["mounts"]]})


def _prepare(spec: Spec) -> None:
    """The machine's own view: mounts that nobody else sees, its name, its process and device lists."""
    _mount("--make-rprivate", "/")
    _mount("-t", "proc", "proc", "/proc")
    # Control groups go with the old /sys: the guests of the lab make no groups beside those of this machine.
    subprocess.run(["umount", "--lazy", "/sys"], check=True, stdin=subprocess.DEVNULL)
    _mount("-t", "sysfs", "sysfs", "/sys")
    for source, target in spec.mounts:
        _mount("--bind", source, target)
    socket.sethostname(spec.name)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, stdin=subprocess.DEVNULL)


def _leave_terminal(log: str) -> None:
    with Path(log).open("ab") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _serve(spec: Spec) -> None:
    """Keep the daemons running until a signal ends the machine."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    environment = {**os.environ, **spec.environment}
    running = {_start(argv, environment): argv for argv in spec.daemons}
    while running:
        ended, _ = os.wait()
        argv = running.pop(ended, None)
        if argv is not None:
            print(f"{argv[0]} ended; starting it again", flush=True)
            time.sleep(_RESTART_PAUSE_S)
            running[_start(argv, environment)] = argv


def _start(argv: list[str], environment: dict[str, str]) -> int:
    return subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, start_new_session=True).pid


if __name__ == "__main__":
    main()
