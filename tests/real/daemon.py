"""A libvirtd of the tests' own, without privileges, with libvirt's test driver behind its socket.

The wire protocol, the daemon and the client library are the real ones; only the machines are pretended.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tests.needing import need
from tools.waiting import wait_for

_READY_LIMIT_S = 30.0
_UNPRIVILEGED = "nobody"


class Daemon:
    """libvirtd in `folder`; it can be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "libvirt" / "libvirt-sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._account = pwd.getpwnam(_UNPRIVILEGED) if os.getuid() == 0 else None

    @property
    def uri(self) -> str:
        return uri_of(self.socket)

    def start(self) -> None:
        """Return when it listens."""
        program = shutil.which("libvirtd", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            need("libvirtd", "Debian's package libvirt-daemon has it")
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        folders = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(self.folder))
        self._process = subprocess.Popen(
            [program, "--timeout", "0"],
            env={"PATH": os.environ["PATH"], **folders},
            user=self._account.pw_uid if self._account else None,
            group=self._account.pw_gid if self._account else None,
            extra_groups=[] if self._account else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for("libvirtd's socket", self._is_ready, limit_s=_READY_LIMIT_S)

    def _is_ready(self) -> bool:
        assert self._process is None or self._process.poll() is None, "libvirtd ended at once"
        with socket.socket(socket.AF_UNIX) as probe:  # the file is there before anybody listens on it
            return probe.connect_ex(str(self.socket)) == 0

    def freeze(self) -> None:
        """It keeps its sockets and answers nothing."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        """Gone at once, its socket file too, as after a crash and a clean-up."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self.socket.unlink(missing_ok=True)

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


def uri_of(socket: Path) -> str:
    """libvirt's test driver behind a libvirtd's socket."""
    return f"test+unix:///default?socket={socket}"
