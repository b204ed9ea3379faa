"""A real host by each kind of URI: over the user's ssh with agent and jump host, and over TLS."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real.presence import lab_host
from tests.real_host.interrupting import Daemon
from tests.real_host.inventory import Inventory
from tests.real_host.programs import guest
from tests.real_host.ways import Agent, Sshd, make_authority, new_key, user_ssh
from tools.kvmlab.command import attempt
from tools.kvmlab.guest_xml import guest_xml
from tools.kvmlab.places import HostPlace
from zkvm_provider.errors import Unreachable
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.pulumi_cli]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ssh:
    """The user's ssh, the agent it may use, and the two hosts' servers; the second lies behind the first."""

    program: Path
    agent: Agent
    servers: list[Sshd]

    def uri(self, host: HostPlace) -> str:
        return f"qemu+ssh://{host.name}/system?command={self.program}"


@pytest.fixture
def control(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where ssh keeps the sockets of its shared connections, which end with the test; its path is short enough."""
    folder = Path(tempfile.mkdtemp(prefix="zk"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    for socket in folder.glob("zkvm-ssh-*/*"):
        attempt("ssh", "-o", f"ControlPath={socket}", "-O", "exit", "lpar")
    shutil.rmtree(folder)


@pytest.fixture
def ssh(shared_lab: RunningLab, control: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ssh]:
    key = new_key(tmp_path / "key")
    servers = [Sshd(tmp_path / host.name, host, tmp_path / "key.pub") for host in shared_lab.lab.hosts]
    agent = Agent(tmp_path, key)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(agent.socket))
    yield Ssh(program=user_ssh(tmp_path, servers), agent=agent, servers=servers)
    agent.stop()
    for server in servers:
        server.stop()


def check_works(endpoint: Endpoint, host: HostPlace) -> None:
    """It is this host, and what is defined there can be looked at and removed."""
    hypervisor = endpoint.hypervisor
    assert hypervisor.facts().hostname == host.name
    ref = hypervisor.define(ObjectKind.DOMAIN, guest_xml("e2e-way"))
    assert "<name>e2e-way</name>" in hypervisor.dump(ref)
    hypervisor.undefine(ref)


def test_a_host_is_reached_over_the_users_ssh_with_the_agents_key(ssh: Ssh, host: HostPlace) -> None:
    endpoint = connect(ssh.uri(host))
    check_works(endpoint, host)
    assert endpoint.devices.file_exists("/boot/kernel")
    assert not endpoint.devices.file_exists("/boot/nothing")
    endpoint.hypervisor.close()


def test_a_host_behind_a_jump_host_is_reached_through_it(ssh: Ssh, shared_lab: RunningLab) -> None:
    first, second = shared_lab.lab.hosts
    endpoint = connect(ssh.uri(second))
    check_works(endpoint, second)
    assert endpoint.devices.file_exists("/boot/kernel")
    endpoint.hypervisor.close()
    assert f"Accepted publickey for root from {first.address}" in ssh.servers[1].log


def test_every_way_with_a_shell_finds_the_same_machine(ssh: Ssh, host: HostPlace) -> None:
    ways = {
        ssh.uri(host): None,
        host.uri: lab_host(host).shell,
        host.tcp_uri: lab_host(host).shell,
    }
    found = set()
    for uri, shell in ways.items():
        endpoint = connect(uri, shell=shell)
        found.add(endpoint.hypervisor.facts().machine_id)
        endpoint.hypervisor.close()
    assert found == {host.uuid.replace("-", "")}


def test_a_key_that_is_not_let_in_is_told_with_the_command_to_try(
    ssh: Ssh, host: HostPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK")
    endpoint = connect(ssh.uri(host))
    with pytest.raises(Unreachable) as refused:
        endpoint.hypervisor.facts()
    assert "Permission denied" in str(refused.value)
    endpoint.hypervisor.close()


def test_a_named_shell_tells_which_machine_it_is_and_what_lies_there(
    tmp_path: Path, pulumi_cli: PulumiCli, host: HostPlace, inventory: Inventory
) -> None:
    before = inventory.now()
    stack = Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": "lpar1"})
    for name, value in {"uri": host.tcp_uri, "shell": lab_host(host).shell or ""}.items():
        stack.run("config", "set", "--path", f"zkvm:hosts.lpar1.{name}", value, expect=0)
    nothing = 'zkvm.DiskArgs(name="root", file="/e2e-nowhere/root.raw", format="raw")'
    stack.program(guest(disks=nothing))
    missing = stack.preview(expect=None)
    assert missing.code != 0
    assert "/e2e-nowhere/root.raw" in missing, missing.text
    stack.program(guest())
    stack.up()
    assert stack.outputs_of("Guest", "linux")["machineId"] == host.uuid.replace("-", "")
    stack.up("--expect-no-changes", "--refresh")

    stack.run("config", "rm", "--path", "zkvm:hosts.lpar1.shell", expect=0)
    stack.program(guest(memory='"300 MiB"'))
    refused = stack.preview(expect=None)
    assert refused.code != 0
    assert "set `shell` of the host" in refused, refused.text
    stack.destroy()
    assert inventory.now() == before


@pytest.fixture
def pki(host: HostPlace, daemon: Daemon, tmp_path: Path) -> Iterator[Path]:
    """The host listens for TLS and asks every client for a certificate of our authority; gives the client's folder."""
    etc = host.folder / "etc"
    make_authority(tmp_path / "pki", host.address)
    (etc / "pki").mkdir()
    for name in ("cacert.pem", "servercert.pem", "serverkey.pem"):
        (etc / "pki" / name).write_bytes((tmp_path / "pki" / name).read_bytes())
    config = etc / "libvirtd.conf"
    plain = config.read_text()
    files = {"ca_file": "cacert", "cert_file": "servercert", "key_file": "serverkey"}
    told = "".join(f'{name} = "/etc/libvirt/pki/{file}.pem"\n' for name, file in files.items())
    config.write_text(plain.replace("listen_tls = 0", "listen_tls = 1") + told)
    daemon.kill()
    daemon.wait_until_ready()
    yield tmp_path / "pki"
    config.write_text(plain)
    for file in (etc / "pki").iterdir():
        file.unlink()
    (etc / "pki").rmdir()
    daemon.kill()


def test_a_host_is_reached_over_tls_with_certificates_of_ones_own(pki: Path, host: HostPlace) -> None:
    endpoint = connect(f"qemu+tls://{host.address}/system?pkipath={pki}", shell=lab_host(host).shell)
    check_works(endpoint, host)
    assert endpoint.devices.file_exists("/boot/kernel")
    endpoint.hypervisor.close()


def test_a_host_of_another_authority_is_not_trusted(pki: Path, host: HostPlace, tmp_path: Path) -> None:
    make_authority(tmp_path / "other", host.address)
    endpoint = connect(f"qemu+tls://{host.address}/system?pkipath={tmp_path / 'other'}")
    with pytest.raises(Unreachable, match="certificate"):
        endpoint.hypervisor.facts()
    endpoint.hypervisor.close()
