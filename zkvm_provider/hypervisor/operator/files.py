"""Files of a real host, by coreutils through its shell. Contents go through standard input, never into a command."""

from __future__ import annotations

import base64
from abc import abstractmethod

from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.files import FileFacts, HostFiles, HostMemory
from zkvm_provider.hypervisor.operator.parsers import parse_meminfo_kib
from zkvm_provider.hypervisor.operator.shell import Done, Shell

_DRAFT = ".zkvm-new"
"""What a file is called until it is whole."""


class OperatorFiles(HostFiles):
    """The file verbs, and memory; the shell is found by who inherits this."""

    @abstractmethod
    def _shell_for(self, feature: str) -> Shell:
        """The host's shell. Raises `Unsupported` without one."""

    def file_facts(self, path: str) -> FileFacts | None:
        shell = self._shell_for("files")
        told = shell.run(["stat", "-L", "-c", "%F|%s|%a", "--", path])
        if not told.ok:
            return None
        kind, size, mode = told.out.strip().rsplit("|", 2)
        is_file = kind.startswith("regular")
        digest = shell.run(["sha256sum", "--", path]).out.split()[:1] if is_file else []
        return FileFacts(
            path=path,
            is_folder=kind == "directory",
            size_bytes=int(size),
            mode=int(mode, 8),
            sha256=digest[0].lstrip("\\") if digest else "",
        )

    def read_file(self, path: str) -> bytes:
        done = self._shell_for("files").run(["base64", "-w", "0", "--", path])
        if not done.ok:
            raise NotFound(f"file {path}", remedy=_said(done))
        return base64.b64decode(done.out)

    def list_folder(self, path: str) -> tuple[str, ...]:
        vector = ["find", _operand(path), "-mindepth", "1", "-maxdepth", "1", "-printf", "%f\\n"]
        return tuple(sorted(self._shell_for("files").run(vector).out.splitlines()))

    def write_file(self, path: str, content: bytes, mode: int) -> None:
        shell, draft = self._shell_for("files"), f"{path}{_DRAFT}"
        self._do(shell, ["install", "-m", f"{mode:04o}", "-T", "--", "/dev/null", draft], path)
        self._do(shell, ["dd", f"of={draft}", "conv=fsync", "status=none"], path, stdin=content)
        self._do(shell, ["mv", "-f", "-T", "--", draft, path], path)

    def copy_file(self, source: str, path: str, mode: int) -> None:
        shell, draft = self._shell_for("files"), f"{path}{_DRAFT}"
        if not shell.run(["test", "-f", source]).ok:
            raise NotFound(f"file {source}", remedy="put it there, or correct the path")
        self._do(shell, ["install", "-m", f"{mode:04o}", "-T", "--", "/dev/null", draft], path)
        self._do(shell, ["cp", "--reflink=auto", "-T", "--", source, draft], path)
        self._do(shell, ["mv", "-f", "-T", "--", draft, path], path)

    def remove_file(self, path: str) -> None:
        self._do(self._shell_for("files"), ["rm", "-f", "--", path, f"{path}{_DRAFT}"], path)

    def make_folder(self, path: str) -> None:
        self._do(self._shell_for("files"), ["mkdir", "-p", "--", path], path)

    def remove_folder(self, path: str) -> bool:
        shell = self._shell_for("files")
        shell.run(["rmdir", "--", path])
        return not shell.run(["test", "-e", path]).ok

    def memory(self) -> HostMemory:
        done = self._shell_for("memory").run(["cat", "/proc/meminfo"])
        fields = ("MemTotal", "MemAvailable", "SwapTotal", "SwapFree", "SwapCached")
        total, available, swap_total, swap_free, cached = (parse_meminfo_kib(done.out, name) for name in fields)
        return HostMemory(
            total_kib=total,
            available_kib=available,
            swap_total_kib=swap_total,
            swap_free_kib=swap_free,
            swap_cached_kib=cached,
        )

    def _do(self, shell: Shell, vector: list[str], path: str, *, stdin: bytes = b"") -> None:
        done = shell.run(vector, stdin=stdin)
        if done.ok:
            return
        folder = path.rpartition("/")[0] or "/"
        if vector[0] == "install" and not shell.run(["test", "-d", folder]).ok:
            raise NotFound(f"folder {folder}", remedy="make it first")
        raise Refused(f"{vector[0]} of {path}: {_said(done)}")


def _operand(path: str) -> str:
    """A path `find` does not take for an option."""
    return path if path.startswith("/") else f"./{path}"


def _said(done: Done) -> str:
    return (done.err or done.out).strip() or f"it ended with {done.code}"
