"""The command line on an emulated host with one running guest, a pool with a volume, and a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zkvm_provider.cli.main import app
from zkvm_provider.errors import ZkvmError
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.wiring import connect

GUEST = """
<domain type='kvm'><name>linux01</name><uuid>00000000-0000-4000-8000-000000000001</uuid>
  <memory unit='MiB'>1024</memory><vcpu current='1'>4</vcpu>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel></os>
  <devices><console type='pty'><target type='sclp'/></console></devices></domain>
"""
POOL = "<pool type='dir'><name>images</name><target><path>/var/lib/libvirt/images</path></target></pool>"
VOLUME = """
<volume><name>data.qcow2</name><capacity unit='GiB'>20</capacity>
  <target><format type='qcow2'/><compat>1.1</compat></target></volume>
"""
NETWORK = "<network><name>lan</name><forward mode='bridge'><interface dev='eth1'/></forward></network>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a command ended: its exit code, its output, and the failure `main` would print as one line."""

    code: int
    text: str
    failure: ZkvmError | None

    def json(self) -> Any:
        return json.loads(self.text)


Zkvm = Callable[..., Answer]


@pytest.fixture
def zkvm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Zkvm:
    """`zkvm('list', '--all')` in a project of its own."""
    (tmp_path / "Pulumi.yaml").write_text("name: cli\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZKVM_URI", raising=False)
    host = connect("emulated:", create=True).hypervisor
    for kind, xml in ((ObjectKind.DOMAIN, GUEST), (ObjectKind.POOL, POOL), (ObjectKind.NETWORK, NETWORK)):
        ref = host.define(kind, xml)
        if kind is ObjectKind.POOL:
            host.build_pool(ref)
        host.start(ref)
    host.create_volume("images", VOLUME)
    host.set_autostart(ObjectRef(kind=ObjectKind.POOL, name="images"), True)
    host.close()
    return _run


def _run(*arguments: str) -> Answer:
    result = CliRunner().invoke(app, list(arguments))
    failure = result.exception if isinstance(result.exception, ZkvmError) else None
    if result.exception is not None and failure is None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(code=result.exit_code, text=result.stdout, failure=failure)
