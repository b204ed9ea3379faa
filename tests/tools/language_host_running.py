"""A language host that runs for a test, and a stand-in for the script it runs programs with."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import language_pb2 as pb
from pulumi.runtime.proto import language_pb2_grpc as rpc

from tests.tools.pulumi_fakes import DEADLINE_S, PROVIDE
from tools.waiting import wait_for

HOST = PROVIDE.with_name("language_host.py")
ENGINE = "127.0.0.1:1"
# Stands in for Pulumi's executor: notes how it was called, and then does what the configuration tells it.
EXECUTOR = """
import json, os, pathlib, sys, time
config = json.loads(os.environ["PULUMI_CONFIG"])
note = {"pid": os.getpid(), "python": sys.executable, "argv": sys.argv[1:], "config": config,
        "secret": json.loads(os.environ["PULUMI_CONFIG_SECRET_KEYS"])}
pathlib.Path(config["note"]).write_text(json.dumps(note))
print("printed by the program")
print("complained by the program", file=sys.stderr)
if "wait" in config: time.sleep(600)
sys.exit(int(config.get("exit", "0")))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A started language host, its gRPC stub, and a folder for a project."""

    process: subprocess.Popen[str]
    stub: Any
    project: Path

    def info(self, **options: str) -> Any:
        """The project as the engine describes it."""
        wire = struct_pb2.Struct()
        wire.update(options)
        folder = str(self.project)
        return pb.ProgramInfo(root_directory=folder, program_directory=folder, entry_point=".", options=wire)

    def run_request(self, *, options: dict[str, str] | None = None, **config: str) -> Any:
        """A request to run the program; its note appears in :meth:`note`."""
        return pb.RunRequest(
            project="lab",
            stack="dev",
            pwd=str(self.project),
            monitor_address="127.0.0.1:2",
            dryRun=True,
            parallel=7,
            organization="org",
            config={"note": str(self.project / "note.json"), **config},
            configSecretKeys=["lab:password"],
            args=["one"],
            info=self.info(**(options or {})),
        )

    def note(self) -> dict[str, Any]:
        """What the program has noted; waits for it."""
        file = self.project / "note.json"
        wait_for("the program runs", lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"))
        noted: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return noted

    def wait(self) -> int:
        """The host's exit code."""
        return self.process.wait(timeout=DEADLINE_S)


def put_executor(folder: Path) -> Path:
    """Writes the stand-in for Pulumi's executor."""
    file = folder / "executor.py"
    file.write_text(EXECUTOR, encoding="utf-8")
    return file


@contextlib.contextmanager
def running_host(folder: Path) -> Iterator[Running]:
    """A host in a session of its own, as the engine starts it."""
    executor = put_executor(folder)
    argv = [sys.executable, str(HOST), "--logtostderr", "-v=9", "--use-executor", str(executor), ENGINE]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    project = folder / "project"
    project.mkdir()
    with process, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Running(process=process, stub=rpc.LanguageRuntimeStub(channel), project=project)
        process.kill()
