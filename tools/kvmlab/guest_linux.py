"""A tiny bootable Linux for s390x: Debian's kernel, busybox, and a first process of our own.

Nothing of this machine's package management is changed: apt works with a private configuration and folder. The mirror
is the one this machine uses already.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from tools.kvmlab import initramfs, modules
from tools.kvmlab.command import LabError, run
from tools.kvmlab.places import Lab, cache_folder
from tools.lab.say import step

_SCRIPTS = Path(__file__).with_name("guest")
_KERNEL_PACKAGE = "linux-image-s390x"
_DRIVERS = (
    "virtio_blk",
    "virtio_net",
    "virtio_console",
    "virtio_balloon",
    "virtio_rng",
    "virtio_scsi",
    "sd_mod",
    "sr_mod",
)
_CONFIGURATION = """\
APT::Architecture "s390x";
APT::Architectures {{ "s390x"; }};
APT::Sandbox::User "root";
Dir::State "{folder}/state";
Dir::State::lists "{folder}/lists";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}/cache";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "/dev/null";
"""
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def provide(lab: Lab) -> None:
    """Kernel and initrd in the lab and in every host's /boot; built once, then taken from the user's cache."""
    built = cache_folder() / f"guest-{_recipe()}"
    if not (built / "initrd.img").exists():
        step("a tiny Linux for s390x, of Debian's kernel and busybox (fetched once)")
        _build(built)
    for folder in (lab.kernel.parent, *(host.boot for host in lab.hosts)):
        folder.mkdir(exist_ok=True)
        for name in ("kernel", "initrd.img"):
            if not (folder / name).exists():
                shutil.copyfile(built / name, folder / name)


def _recipe() -> str:
    """Digest of everything of ours that goes into the guest: another recipe is another guest."""
    ours = [Path(__file__), *sorted(_SCRIPTS.iterdir())]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in ours)).hexdigest()[:12]


def _build(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=target.parent) as name:
        folder = Path(name)
        root = _unpacked(folder)
        version = _one(root / "boot", "vmlinuz-*").name.removeprefix("vmlinuz-")
        done = folder / "done"
        done.mkdir()
        shutil.copyfile(root / "boot" / f"vmlinuz-{version}", done / "kernel")
        drivers = modules.in_order(_one(root, f"**/lib/modules/{version}"), _DRIVERS)
        initramfs.write(_entries(_one(root, "**/bin/busybox").read_bytes(), drivers), done / "initrd.img")
        shutil.rmtree(target, ignore_errors=True)
        done.rename(target)


def _entries(busybox: bytes, drivers: dict[str, bytes]) -> list[initramfs.Entry]:
    """The guest's files."""
    order = "".join(f"{name}.ko\n" for name in drivers)
    return [
        *(initramfs.folder(name) for name in ("bin", "dev", "etc", "modules", "proc", "sys", "tmp")),
        initramfs.character_device("dev/console", 5, 1),
        initramfs.program("bin/busybox", busybox),
        initramfs.link("bin/sh", "busybox"),
        initramfs.program("bin/report", (_SCRIPTS / "report").read_bytes()),
        initramfs.program("init", (_SCRIPTS / "init").read_bytes()),
        initramfs.file("modules/order", order.encode()),
        *(initramfs.file(f"modules/{name}.ko", content) for name, content in drivers.items()),
    ]


def _unpacked(folder: Path) -> Path:
    """The two packages, fetched and unpacked; apt checks their signatures."""
    environment = _private_apt(folder)
    run("apt-get", "-qq", "update", env=environment)
    told = run("apt-cache", "show", "--no-all-versions", _KERNEL_PACKAGE, env=environment)
    kernel = re.search(r"^Depends: (linux-image-\S+-s390x)", told, re.MULTILINE)
    if kernel is None:
        raise LabError(f"the mirror's package {_KERNEL_PACKAGE} names no kernel")
    packages = folder / "packages"
    packages.mkdir()
    # apt-get download writes into its working folder, which only its caller can choose
    for package in (kernel.group(1), "busybox-static"):
        run("env", f"--chdir={packages}", "apt-get", "-qq", "download", package, env=environment)
    for archive in sorted(packages.glob("*.deb")):
        run("dpkg-deb", "--extract", str(archive), str(folder / "root"))
    return folder / "root"


def _private_apt(folder: Path) -> dict[str, str]:
    """An apt of its own for s390x; gives the environment it runs in. Proxies of the machine's apt stay in force."""
    apt = folder / "apt"
    for name in ("lists/partial", "cache/archives/partial", "state"):
        (apt / name).mkdir(parents=True)
    (apt / "status").touch()
    mirror, suite = _mirror()
    (apt / "sources.list").write_text(f"deb [signed-by={_KEYRING}] {mirror} {suite} main\n")
    (apt / "apt.conf").write_text(_CONFIGURATION.format(folder=apt))
    return {**os.environ, "APT_CONFIG": str(apt / "apt.conf"), "LC_ALL": "C"}


def _mirror() -> tuple[str, str]:
    """Address and suite of this machine's own Debian mirror. Raises LabError when it has none."""
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    suite = release.get("VERSION_CODENAME", "").strip('"')
    form = "$(CREATED_BY)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)"
    for line in run("apt-get", "indextargets", "--format", form).splitlines():
        kind, codename, component, mirror = line.split("|", 3)
        if (kind, codename, component) == ("Packages", suite, "main"):
            return mirror, suite
    raise LabError(f"apt of this machine knows no Debian mirror for {suite or 'its release'}; run apt-get update first")


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise LabError(f"the guest's packages hold no {pattern}")
    return found[0]
