"""The SAN of the lab: an iSCSI target in user space (tgt), in the machine `lan`."""

from __future__ import annotations

import os

from tools.kvmlab.command import LabError, attempt, run
from tools.kvmlab.places import Lab
from tools.waiting import wait_for

TARGET = "iqn.2026-01.com.zkvm:t1"
LUNS = (1, 2)
_LUN_BYTES = 256 << 20
_ANSWER_LIMIT_S = 20.0


def environment(lab: Lab) -> dict[str, str]:
    """A control socket of its own: a tgtd of this machine is not talked to (tgtd's TGT_IPC_SOCKET)."""
    return {"TGT_IPC_SOCKET": str(lab.lan / "tgtd.sock")}


def portal(lab: Lab) -> str:
    """Address and port (IANA's for iSCSI)."""
    return f"{lab.target_address}:3260"


def daemon(lab: Lab) -> list[str]:
    """The target's process, which listens on the wire only."""
    return ["tgtd", "-f", "--iscsi", f"portal={portal(lab)}"]


def make_target(lab: Lab) -> None:
    """The target with its LUNs, open to every initiator on the wire. Repeatable."""
    _wait(lab)
    if TARGET in _tgtadm(lab, "show", "target"):
        return
    _tgtadm(lab, "new", "target", "--tid", "1", "--targetname", TARGET)
    for lun in LUNS:
        image = lab.lan / f"lun{lun}.raw"
        if not image.exists():
            image.touch()
            os.truncate(image, _LUN_BYTES)
        _tgtadm(lab, "new", "logicalunit", "--tid", "1", "--lun", str(lun), "--backing-store", str(image))
    _tgtadm(lab, "bind", "target", "--tid", "1", "--initiator-address", "ALL")


def _tgtadm(lab: Lab, operation: str, mode: str, *more: str) -> str:
    return run(*_command(operation, mode), *more, env={**os.environ, **environment(lab)})


def _wait(lab: Lab) -> None:
    show, env = _command("show", "target"), {**os.environ, **environment(lab)}
    try:
        wait_for("the iSCSI target answers", lambda: attempt(*show, env=env).returncode == 0, limit_s=_ANSWER_LIMIT_S)
    except TimeoutError as late:
        raise LabError(f"{late}; its log is {lab.lan / 'machine.log'}") from late


def _command(operation: str, mode: str) -> tuple[str, ...]:
    return ("tgtadm", "--lld", "iscsi", "--op", operation, "--mode", mode)
