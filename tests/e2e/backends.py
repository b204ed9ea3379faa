"""State that several runners share: an object store that speaks S3, and PostgreSQL, each started for real."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.needing import need
from tools import extras
from tools.waiting import wait_for

_READY_LIMIT_S = 60.0
_ACCESS, _SECRET, _BUCKET = "zkvm", "only-for-tests", "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What a runner needs: the URL for PULUMI_BACKEND_URL, and credentials for its environment."""

    url: str
    environment: dict[str, str] = field(default_factory=dict)


@contextmanager
def object_store(folder: Path) -> Iterator[Backend]:
    """versitygw over a folder."""
    server = extras.find("versitygw")
    if server is None:
        need("object store", "`python -m tools.extras versitygw` makes one")
    (folder / _BUCKET).mkdir(parents=True)
    port = _free_port()
    argv = [str(server), "--access", _ACCESS, "--secret", _SECRET, "--port", f"127.0.0.1:{port}", "--quiet"]
    with _running([*argv, "posix", "--nometa", str(folder)], port, log=folder.with_suffix(".log")):
        yield Backend(
            url=f"s3://{_BUCKET}?endpoint=http://127.0.0.1:{port}&s3ForcePathStyle=true&region=us-east-1",
            environment={
                "AWS_ACCESS_KEY_ID": _ACCESS,
                "AWS_SECRET_ACCESS_KEY": _SECRET,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
            },
        )


@contextmanager
def postgresql(folder: Path) -> Iterator[Backend]:
    """A cluster of its own, run by an ordinary user: PostgreSQL refuses root."""
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if programs is None:
        need("PostgreSQL", "Debian's package postgresql has it")
    run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="zkvm-postgres-") as data:  # where another user may go
        if run_as:
            shutil.chown(data, "postgres", "postgres")
        init = [
            *run_as,
            str(programs / "initdb"),
            "--pgdata",
            data,
            "--auth",
            "trust",
            "--username",
            "zkvm",
            "--no-sync",
        ]
        subprocess.run(init, cwd="/", check=True, capture_output=True, timeout=120)
        port = _free_port()
        argv = [*run_as, str(programs / "postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
        with _running(argv, port, log=folder.with_suffix(".log")):
            yield Backend(url=f"postgres://zkvm@127.0.0.1:{port}/postgres?sslmode=disable")


@contextmanager
def _running(argv: list[str], port: int, *, log: Path) -> Iterator[None]:
    if shutil.which(argv[0]) is None:
        need(argv[0], "it is not installed")
    with log.open("wb") as output:
        child = subprocess.Popen(argv, cwd="/", stdout=output, stderr=output)
        try:
            wait_for("it listens", lambda: _listens(port, child, log), limit_s=_READY_LIMIT_S, seen=log.read_text)
            yield
        finally:
            child.terminate()
            child.wait(timeout=30)


def _listens(port: int, child: subprocess.Popen[bytes], log: Path) -> bool:
    assert child.poll() is None, log.read_text()
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
