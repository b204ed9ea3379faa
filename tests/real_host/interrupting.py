"""Ways to break the connection to a real host: its daemon killed or frozen, its socket closed at a chosen call."""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

from tests.real.proxy import Moment, Proxy
from tools.kvmlab import host as lab_host
from tools.kvmlab.command import inside, run
from tools.kvmlab.places import HostPlace
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file

_GUEST = re.compile(r"^\S*qemu-system-s390x -name guest=([^, ]+)", re.MULTILINE)


class Daemon:
    """libvirtd of a lab's host; the host starts it again half a second after it ended."""

    def __init__(self, host: HostPlace) -> None:
        self._host = host
        self._frozen: int | None = None

    def kill(self) -> None:
        os.kill(self._pid(), signal.SIGKILL)

    def freeze(self) -> None:
        """It keeps its sockets and answers nothing."""
        self._frozen = self._pid()
        os.kill(self._frozen, signal.SIGSTOP)

    def thaw(self) -> None:
        if self._frozen is not None:
            os.kill(self._frozen, signal.SIGCONT)
            self._frozen = None

    def wait_until_ready(self) -> None:
        lab_host.wait_until_ready(self._host)

    def guests_of_qemu(self) -> list[str]:
        """Names of the guests that QEMU processes of this host run, one for every process."""
        return sorted(_GUEST.findall(run(*inside(self._machine(), ["ps", "-e", "-ww", "-o", "args="]))))

    def _machine(self) -> int:
        pid = living(pid_file(self._host.folder))
        assert pid is not None, f"{self._host.name} is down"
        return pid

    def _pid(self) -> int:
        machine = self._machine()
        children = Path(f"/proc/{machine}/task/{machine}/children").read_text().split()
        return next(int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text().strip() == "libvirtd")


class BreakingProxy(Proxy):
    """Breaks the connection at calls chosen by their number, counted from 1 over all connections.

    With `counted` only these procedures have numbers.
    """

    def __init__(
        self, path: Path, target: Path, breaks: dict[int, Moment], counted: frozenset[int] = frozenset()
    ) -> None:
        self._breaks, self._counted, self._seen = dict(breaks), counted, 0
        self.broken: list[tuple[int, Moment]] = []
        """Procedure and moment of every break that happened."""
        super().__init__(path, target)

    def moment_of(self, procedure: int) -> Moment | None:
        if procedure == 0 or (self._counted and procedure not in self._counted):
            return None
        self._seen += 1
        moment = self._breaks.pop(self._seen, None)
        if moment is not None:
            self.broken.append((procedure, moment))
        return moment


class KillingProxy(Proxy):
    """Kills whoever is connected when it makes a chosen call, before the daemon hears of it."""

    def __init__(self, path: Path, target: Path) -> None:
        self.deadly = 0
        """The number of that procedure; 0 for none. It strikes once."""
        super().__init__(path, target)

    def moment_of(self, procedure: int) -> Moment | None:
        if procedure == 0 or procedure != self.deadly:
            return None
        self.deadly = 0
        for pid in self.clients:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return Moment.BEFORE
