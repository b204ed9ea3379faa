"""The language host's end: neither it nor a program of its stays behind, however it is told."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2_grpc as rpc

from tests.tools.language_host_running import ENGINE, HOST, Running, put_executor, running_host
from tests.tools.pulumi_fakes import DEADLINE_S, is_alive
from tools.waiting import wait_for


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Running]:
    with running_host(tmp_path) as running:
        yield running


def test_cancel_ends_the_program(host: Running) -> None:
    running = host.stub.Run.future(host.run_request(wait="1"))
    program = host.note()["pid"]
    host.stub.Cancel(empty_pb2.Empty())
    assert running.result(timeout=DEADLINE_S).error
    assert not is_alive(program)


def test_a_program_ends_with_its_call(host: Running) -> None:
    running = host.stub.Run.future(host.run_request(wait="1"))
    program = host.note()["pid"]
    running.cancel()
    wait_for("the program has ended", lambda: not is_alive(program))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_host_and_its_program_at_once(host: Running, number: signal.Signals) -> None:
    running = host.stub.Run.future(host.run_request(wait="1"))
    program = host.note()["pid"]
    began = time.monotonic()
    host.process.send_signal(number)
    assert host.wait() == 0
    assert time.monotonic() - began < 4.5
    assert not is_alive(program)
    wait_for("the call has ended", running.done)


def test_an_idle_host_ends_at_once(host: Running) -> None:
    began = time.monotonic()
    host.process.send_signal(signal.SIGINT)
    assert host.wait() == 0
    assert time.monotonic() - began < 4.5


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A parent that can be killed: it starts a language host and tells its process id on stderr."""
    executor = put_executor(tmp_path)
    script = '"$@" & echo $! >&2; wait'
    argv = ["sh", "-c", script, "sh", sys.executable, str(HOST), "--use-executor", str(executor), ENGINE]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    with process:
        yield process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_a_host_whose_parent_was_killed_ends_with_its_program(shell: subprocess.Popen[str], tmp_path: Path) -> None:
    assert shell.stdout is not None
    assert shell.stderr is not None
    host_process, port = int(shell.stderr.readline()), int(shell.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        host = Running(process=shell, stub=rpc.LanguageRuntimeStub(channel), project=tmp_path)
        running = host.stub.Run.future(host.run_request(wait="1"))
        program = host.note()["pid"]
        shell.kill()
        wait_for("the host has ended", lambda: not is_alive(host_process))
        wait_for("the program has ended", lambda: not is_alive(program))
        wait_for("the call has ended", running.done)
