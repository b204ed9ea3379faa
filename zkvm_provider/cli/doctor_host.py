"""`zkvm doctor` on a host: what it can, whom QEMU runs as, and whether QEMU will reach the files of a guest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from zkvm_provider.apply.file_access import Barrier, FileNeed, backing_needs, barrier, file_needs
from zkvm_provider.apply.qemu_conf import QEMU_CONF, hands_over_files
from zkvm_provider.cli.finding import Finding
from zkvm_provider.cli.session import find_guest
from zkvm_provider.errors import BackendError, Unsupported, ZkvmError
from zkvm_provider.hypervisor.access import Access, Way
from zkvm_provider.hypervisor.port import MISSING, Endpoint, HostFacts, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.parse.volume import ParsedVolume, parse_volume
from zkvm_provider.model.disk import Disk, DiskFormat
from zkvm_provider.wiring import EMULATED, connect

_DENIED = {
    "apparmor": ("AppArmor", "journalctl -k --grep apparmor=.DENIED"),
    "selinux": ("SELinux", "ausearch -m avc -ts recent"),
}


def host_findings(uri: str, guest: str, *, needed: bool, has_binding: bool) -> Iterator[Finding]:
    """The host behind `uri`, and the files of its guest `guest` if one is named."""
    what = f"host at {uri!r}"
    try:
        host = connect(uri)
        facts = host.hypervisor.facts()
    except Unsupported as failure:
        says = str(failure) if has_binding else "cannot be asked without the libvirt binding"
        yield Finding(what=what, ok=False, says=says, needed=needed)
        return
    except ZkvmError as failure:
        is_here = uri.startswith("qemu") and not urlsplit(uri).netloc and "?" not in uri
        remedy = (
            "if libvirt does not run here: systemctl enable --now libvirtd (or virtqemud.socket)" if is_here else ""
        )
        yield Finding(what=what, ok=False, says=str(failure), remedy=remedy, needed=needed)
        return
    yield _versions(what, facts)
    if not uri.startswith(f"{EMULATED}:"):
        shell = _shell(host)
        yield shell
        yield from _qemu(host, facts, can_look=shell.ok)
    if guest:
        yield from _files(host, facts, guest)


def _versions(what: str, facts: HostFacts) -> Finding:
    if not facts.machine_types:
        says = f"libvirt {facts.libvirt_version}, but it cannot run s390x guests"
        remedy = "install QEMU for s390x on that host (package qemu-kvm, or qemu-system-s390x)"
        return Finding(what=what, ok=False, says=says, remedy=remedy, needed=False)
    versions = f"libvirt {facts.libvirt_version}, QEMU {facts.qemu_version}, {' and '.join(facts.virt_types)}"
    return Finding(what=what, ok=True, says=f"{facts.hostname}: {versions}")


def _shell(host: Endpoint) -> Finding:
    """What libvirt cannot do takes the host's own tools."""
    is_there = host.devices.ways(("/",))[0].exists is True
    return Finding(
        what="shell on the host",
        ok=is_there,
        says="there" if is_there else "none; DASDs, LUNs and files of the host can then be neither changed nor checked",
        remedy="name the host by qemu+ssh://HOST/system, or set its `shell` in the configuration zkvm:hosts",
        needed=False,
    )


def _qemu(host: Endpoint, facts: HostFacts, *, can_look: bool) -> Iterator[Finding]:
    account = facts.qemu_account
    if account is not None:
        says = f"runs as uid {account.uid}, gid {account.gid}"
        if can_look and hands_over_files(host.devices):
            says += "; libvirt hands a guest's files over to it, which must be able to pass the folders on the way"
        elif can_look:
            says += f", and has to be let into every file of a guest: dynamic_ownership = 0 in {QEMU_CONF}"
        yield Finding(what="QEMU", ok=True, says=says)
    if facts.confinement:
        name, look = _DENIED[facts.confinement]
        yield Finding(what="confinement", ok=True, says=f"{name} confines guests; what it denied: {look}")


def _files(host: Endpoint, facts: HostFacts, name: str) -> Iterator[Finding]:
    info = find_guest(host, name)
    guest = parse_definition(host.hypervisor.dump(info.ref)).guest
    volumes = {f"disks[{at}]": _volume(host, disk) for at, disk in enumerate(guest.disks or ()) if _reference(disk)}
    files = [_need(path, each) for path, each in volumes.items() if each is not None and each.path.startswith("/")]
    needs = [*file_needs(guest), *files]
    below, unknown = backing_needs(host.devices, needs)
    needs += below
    ways = {way.path: way for way in host.devices.ways(tuple(need.file for need in needs))} if needs else {}
    hands_over = cache(lambda: hands_over_files(host.devices))
    for need in needs:
        way = ways[need.file]
        found = barrier(host.devices, facts.qemu_account, facts.hostname, need, way, hands_over)
        yield _told(f"{need.path} of {info.ref.name}", need.file + need.place, way, found, facts.hostname)
    for image in unknown:
        says = "nobody could look what it lies on (qemu-img info)"
        yield Finding(what=f"{image} of {info.ref.name}", ok=False, says=says, needed=False)
    for path, volume in volumes.items():
        if volume is None:
            gone = f"volume {_reference((guest.disks or ())[int(path[6:-1])])} does not exist on {facts.hostname}"
            yield Finding(what=f"{path}.volume of {info.ref.name}", ok=False, says=gone)
    if not needs and not volumes:
        yield Finding(what=f"files of {info.ref.name}", ok=True, says="it names none")


def _told(what: str, file: str, way: Way, found: Barrier | None, place: str) -> Finding:
    if way.exists is False:
        return Finding(what=what, ok=False, says=f"{file} does not exist on {place}")
    if found is not None:
        return Finding(what=what, ok=False, says=found.reason, needed=found.certain, lacks="CLOSED")
    if way.exists is None:
        return Finding(what=what, ok=False, says=f"{file}: nobody could look", needed=False)
    return Finding(what=what, ok=True, says=f"{file}: QEMU reaches it")


def _reference(disk: Disk) -> str:
    """POOL/NAME of its volume, or nothing."""
    return disk.volume or disk.medium_volume


def _volume(host: Endpoint, disk: Disk) -> ParsedVolume | None:
    """A disk's volume; None when there is none."""
    pool, _, name = _reference(disk).partition("/")
    try:
        return parse_volume(host.hypervisor.dump(ObjectRef(kind=ObjectKind.VOLUME, pool=pool, name=name)))
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise


def _need(path: str, volume: ParsedVolume) -> FileNeed:
    is_image = volume.format == DiskFormat.QCOW2.value
    wanted = Access.READ | Access.WRITE
    return FileNeed(path=f"{path}.volume", file=volume.path, access=wanted, is_image=is_image)
