"""Commands inside a guest of the lab, through the terminal of its console."""

from __future__ import annotations

import os
import re
import secrets
import select
import time
import tty
from dataclasses import dataclass

from tools.kvmlab.command import LabError, run

_LIMIT_S = 60.0
_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command in the guest wrote (both streams), and its exit code."""

    text: str
    code: int


def ask(uri: str, guest: str, command: str, *, limit_s: float = _LIMIT_S) -> Answer:
    """Run one line in a guest that boots the lab's Linux; a guest that still boots is waited for.

    QEMU looks at a terminal once a second while nobody uses it, so an answer takes up to a second.
    Raises LabError when the guest is not running or does not answer in time.
    """
    terminal = run("virsh", "--connect", uri, "ttyconsole", guest).strip()
    if not terminal:
        raise LabError(f"guest {guest} has no console terminal: is it running?")
    mark = f"mark-{secrets.token_hex(6)}"
    handle = os.open(terminal, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        tty.setraw(handle)
        os.write(handle, f"{mark} {command}\n".encode())
        return _answer(handle, mark, guest, time.monotonic() + limit_s)
    finally:
        os.close(handle)


def _answer(handle: int, mark: str, guest: str, deadline: float) -> Answer:
    """Everything between the two lines with the mark."""
    pattern = re.compile(rf"^{mark} begin\n(.*?)^{mark} end (\d+)\n", re.DOTALL | re.MULTILINE)
    heard = ""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([handle], [], [], left)[0]:
            break
        heard += os.read(handle, _CHUNK).decode(errors="replace").replace("\r", "")
        if match := pattern.search(heard):
            return Answer(text=match.group(1), code=int(match.group(2)))
    last = heard.strip().splitlines()[-1:] or ["nothing"]
    raise LabError(f"guest {guest} did not answer on its console; the last it said: {last[0]}")
