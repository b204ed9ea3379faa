"""Ways to a lab's host as an administrator has them: sshd with its keys and a jump, TLS with a private authority."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tools.kvmlab.command import attempt, inside, run
from tools.kvmlab.places import HostPlace, cache_folder
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file
from tools.waiting import wait_for

_READY_LIMIT_S = 20.0
_LOOK_S = 0.05
_PACKAGES = ("openssh-server", "libwrap0")
_START = """\
set -e
mkdir -p /run/sshd
mount --bind {folder}/passwd /etc/passwd
export LD_LIBRARY_PATH={libraries}
exec {program} -D -e -f {folder}/sshd_config
"""
_SETTINGS = """\
ListenAddress {address}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
PidFile none
"""


def sshd_root() -> Path:
    """Debian's openssh-server, unpacked and not installed: an installed one would open a port of this machine."""
    root = cache_folder() / "sshd"
    if not (root / "usr/sbin/sshd").exists():
        packages = root / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        run("env", f"--chdir={packages}", "apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", *_PACKAGES)
        for archive in sorted(packages.glob("*.deb")):
            run("dpkg-deb", "--extract", str(archive), str(root))
    return root


def new_key(path: Path) -> Path:
    """An ed25519 key without a passphrase."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", str(path))
    return path


class Sshd:
    """sshd of one host, on its port 22, that lets one key in."""

    def __init__(self, folder: Path, host: HostPlace, authorized: Path) -> None:
        machine = living(pid_file(host.folder))
        assert machine is not None, f"{host.name} is down"
        self.host, self._folder, root = host, folder, sshd_root()
        folder.mkdir()
        new_key(folder / "host_key")
        shutil.copyfile(authorized, folder / "authorized_keys")
        users = Path("/etc/passwd").read_text()
        nobody = "" if "\nsshd:" in users else "sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n"
        (folder / "passwd").write_text(users.rstrip("\n") + "\n" + nobody)
        (folder / "sshd_config").write_text(_SETTINGS.format(address=host.address, folder=folder))
        libraries = ":".join(str(path) for path in sorted({found.parent for found in root.glob("**/lib*.so*")}))
        text = _START.format(folder=folder, libraries=libraries, program=root / "usr/sbin/sshd")
        words = inside(machine, ["unshare", "--mount", "sh", "-c", text])
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=log, start_new_session=True)
        self._wait()

    @property
    def log(self) -> str:
        """What sshd wrote: who came from where."""
        return (self._folder / "log").read_text(errors="replace")

    @property
    def known_host(self) -> str:
        """The line of known_hosts."""
        return f"{self.host.name} {(self._folder / 'host_key.pub').read_text()}"

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait()

    def _wait(self) -> None:
        wait_for("the ssh daemon listens", self._listens, limit_s=_READY_LIMIT_S, seen=lambda: self.log)

    def _listens(self) -> bool:
        assert self._process.poll() is None, self.log
        return "listening on" in self.log


class Agent:
    """An ssh-agent that holds one key whose file is gone."""

    def __init__(self, folder: Path, key: Path) -> None:
        self.socket = folder / "agent"
        self._process = subprocess.Popen(["ssh-agent", "-D", "-a", str(self.socket)], stdout=subprocess.DEVNULL)
        add = ("ssh-add", "-q", str(key))
        wait_for("ssh-agent answers", lambda: attempt(*add, env=self._environment).returncode == 0)
        key.unlink()

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "SSH_AUTH_SOCK": str(self.socket)}

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def user_ssh(folder: Path, servers: list[Sshd]) -> Path:
    """An `ssh` with a configuration of its own: hosts by name, each but the first behind the one before it."""
    (folder / "known_hosts").write_text("".join(server.known_host for server in servers))
    text, before = "", ""
    for server in servers:
        text += f"Host {server.host.name}\n  HostName {server.host.address}\n  HostKeyAlias {server.host.name}\n"
        text += f"  ProxyJump {before}\n" if before else ""
        before = server.host.name
    text += f"Host *\n  User root\n  UserKnownHostsFile {folder}/known_hosts\n  StrictHostKeyChecking yes\n"
    (folder / "config").write_text(text)
    program = folder / "ssh"
    program.write_text(f'#!/bin/sh\nexec ssh -F {shlex.quote(str(folder / "config"))} "$@"\n')
    program.chmod(0o755)
    return program


def make_authority(folder: Path, address: str) -> None:
    """A certificate authority and certificates of a server at `address` and of a client, named as pkipath wants."""
    folder.mkdir(parents=True)
    config = folder / "openssl.cnf"
    config.write_text("[req]\ndistinguished_name=name\n[name]\n")
    key = ("-newkey", "rsa:2048", "-nodes", "-config", str(config))
    own = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    run("openssl", "req", "-x509", *key, *own, "-subj", "/CN=lab", "-days", "2",
        "-keyout", f"{folder}/cakey.pem", "-out", f"{folder}/cacert.pem")  # fmt: skip
    for name in ("server", "client"):
        run("openssl", "req", *key, "-subj", f"/CN={name}", "-keyout", f"{folder}/{name}key.pem",
            "-out", f"{folder}/{name}.csr")  # fmt: skip
        (folder / "extensions").write_text(f"subjectAltName=IP:{address}\nextendedKeyUsage={name}Auth\n")
        run("openssl", "x509", "-req", "-in", f"{folder}/{name}.csr", "-CA", f"{folder}/cacert.pem",
            "-CAkey", f"{folder}/cakey.pem", "-CAcreateserial", "-days", "2", "-extfile", f"{folder}/extensions",
            "-out", f"{folder}/{name}cert.pem")  # fmt: skip
