"""Running a command on a host: here, or through the user's own ssh. Argument vectors only.

ssh hands the remote login shell one string; every word is quoted for it, so that the remote program gets exactly
the words given here, whatever is in them.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput, TimedOut, Unreachable

COMMAND_LIMIT_S = 60.0
_SSH_FAILED = 255
_NOT_THERE = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended. A program that is not installed ended with 127, as a shell says it."""

    code: int
    out: str
    err: str

    @property
    def ok(self) -> bool:
        return self.code == 0


class Shell(Protocol):
    """A place where commands run."""

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        """Run to the end, with `stdin` as its whole input. Raises `TimedOut` or `Unreachable`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalShell:
    """This machine."""

    limit_s: float = COMMAND_LIMIT_S

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        try:
            return _run(argv, self.limit_s, stdin)
        except FileNotFoundError:
            return Done(code=_NOT_THERE, out="", err=f"{argv[0]}: command not found")

    def has(self, path: str) -> bool:
        """`test -e`, without the process that costs more than the look."""
        try:
            return Path(path).exists()
        except OSError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixedShell:
    """Wherever the words before a command lead: `sudo -n`, `nsenter … --`, a wrapper of the site's own."""

    words: tuple[str, ...]
    limit_s: float = COMMAND_LIMIT_S

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        return LocalShell(limit_s=self.limit_s).run([*self.words, *argv], stdin=stdin)


@dataclass(frozen=True, slots=True, kw_only=True)
class SshShell:
    """Another machine, by the user's own ssh with its keys, agent, known hosts and settings.

    One connection serves every command (ControlMaster) and stays for a minute. ssh never asks anything: the provider
    has no terminal.
    """

    host: str
    user: str = ""
    port: int | None = None
    keyfile: str = ""
    program: str = "ssh"
    limit_s: float = COMMAND_LIMIT_S

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        try:
            done = _run(self.command(argv), self.limit_s, stdin)
        except FileNotFoundError as failure:
            raise Unreachable(f"ssh://{self.host}", f"{self.program} is not installed here") from failure
        if done.code == _SSH_FAILED:
            raise Unreachable(f"ssh://{self.host}", f"{done.err.strip()}; try: ssh {self.host} true")
        return done

    def command(self, argv: Sequence[str]) -> list[str]:
        """What is run here. `--` keeps a host name from being read as an option."""
        options = ["-o", "BatchMode=yes", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
        options += ["-o", f"ControlPath={_control_folder()}/%C", "-T"]
        options += ["-l", self.user] if self.user else []
        options += ["-p", str(self.port)] if self.port else []
        options += ["-i", self.keyfile] if self.keyfile else []
        return [self.program, *options, "--", self.host, shlex.join(argv)]


def shell_behind(uri: str, hostname: str) -> Shell | None:
    """The shell of the host behind a libvirt URI whose libvirt calls itself `hostname`; None when there is none.

    A URI without transport, or a socket, is this machine only if the names agree: a socket may have been forwarded.
    """
    parts = urlsplit(uri)
    _driver, _, transport = parts.scheme.partition("+")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if transport in ("ssh", "libssh", "libssh2") and parts.hostname:
        return SshShell(
            host=parts.hostname,
            user=unquote(parts.username or ""),
            port=parts.port,
            keyfile=given.get("keyfile", ""),
            program=given.get("command", "ssh") if transport == "ssh" else "ssh",
        )
    is_here = transport in ("", "unix") and not parts.hostname
    return LocalShell() if is_here and _short(hostname) == _short(socket.gethostname()) else None


def shell_named(text: str) -> Shell:
    """The shell that the configuration names: `local`, `ssh://USER@HOST:PORT` or `exec:WORDS`.

    Raises `InvalidInput` for anything else.
    """
    if text == "local":
        return LocalShell()
    kind, _, rest = text.partition(":")
    try:
        if kind == "exec" and (words := shlex.split(rest)):
            return PrefixedShell(words=tuple(words))
        parts = urlsplit(text)
        if parts.scheme == "ssh" and parts.hostname and not (parts.path or parts.query or parts.fragment):
            return SshShell(host=parts.hostname, user=unquote(parts.username or ""), port=parts.port)
    except ValueError as failure:
        raise InvalidInput.at("shell", f"{text!r} cannot be read: {failure}") from failure
    raise InvalidInput.at("shell", f"expected local, ssh://USER@HOST:PORT or exec:WORDS, got {text!r}")


def _short(hostname: str) -> str:
    return hostname.partition(".")[0].lower()


def _control_folder() -> Path:
    """Where ssh keeps its sockets: the user's runtime folder, else a private one in the temporary folder."""
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    folder = Path(base) / f"zkvm-ssh-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _run(argv: Sequence[str], limit_s: float, stdin: bytes) -> Done:
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*argv],
            input=stdin,
            capture_output=True,
            timeout=limit_s,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as failure:
        raise TimedOut(f"the end of {shlex.join(argv)}", waited_s=limit_s) from failure
    out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    return Done(code=done.returncode, out=out, err=err)
