"""Whether QEMU will reach the files a guest names: asked before anything is touched, of all of them in one look.

QEMU runs as a user of its own. libvirt hands a guest's files over to it when the guest starts (`dynamic_ownership`), so
that only the folders on the way decide. It does not do so for the folder of a 9p file system and the source of random
bytes, nor where qemu.conf says so, and on a network file system it may be unable to. Logs and consoles that are files
are written by libvirt's own virtlogd, and virtiofsd works as root: neither needs anything. (Tried on libvirt 9.0.0.)
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.qemu_conf import QEMU_CONF
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault
from zkvm_provider.hypervisor.access import Access, Account, PathStep, Way
from zkvm_provider.hypervisor.port import HostDevices, ObjectKind
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.filesystem import FilesystemKind
from zkvm_provider.model.guest import Guest, Power


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNeed:
    """A file of the host that a guest names at a property, and what QEMU wants of it."""

    path: str
    file: str
    access: Access
    is_handed_over: bool = True
    """libvirt makes it QEMU's own at the start."""
    is_image: bool = False
    """A qcow2 image, which may lie on further files."""
    over: str = ""
    """The image that lies on it; empty for a file that the guest itself names."""

    @property
    def place(self) -> str:
        """Where the image stands for it in a sentence."""
        return f", which {self.over} lies on" if self.over else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """Why QEMU will not reach a file, and what helps; not `certain` where only the start itself tells."""

    reason: str
    certain: bool = True


def file_needs(guest: Guest) -> Iterator[FileNeed]:
    """The files a guest names by path."""
    boot = guest.boot
    if boot is not None:
        for path, file in (("boot.kernel", boot.kernel), ("boot.initrd", boot.initrd)):
            if file:
                yield FileNeed(path=path, file=file, access=Access.READ)
    for at, shared in enumerate(guest.filesystems or ()):
        wanted = Access.READ | Access.PASS if shared.kind is FilesystemKind.NINE_P else Access(0)
        yield FileNeed(path=f"filesystems[{at}].source", file=shared.source, access=wanted, is_handed_over=False)
    if guest.rng is not None and guest.rng.source:
        yield FileNeed(path="rng.source", file=guest.rng.source, access=Access.READ, is_handed_over=False)
    for at, disk in enumerate(guest.disks or ()):
        field = "block" if disk.block else "file" if disk.file else "cdrom"
        if file := disk.block or disk.file or disk.medium_path:
            is_read_only = bool(disk.read_only) or disk.is_cdrom
            wanted = Access.READ if is_read_only else Access.READ | Access.WRITE
            is_image = disk.format is DiskFormat.QCOW2
            yield FileNeed(path=f"disks[{at}].{field}", file=file, access=wanted, is_image=is_image)


def backing_needs(devices: HostDevices, needs: Iterable[FileNeed]) -> tuple[list[FileNeed], list[str]]:
    """The files that images among `needs` lie on, of which QEMU reads; and the images of which nobody can tell all."""
    images = [need for need in needs if need.is_image]
    chains = {chain.image: chain for chain in devices.chains(tuple(need.file for need in images))} if images else {}
    below = [_below(need, file) for need in images for file in chains[need.file].files]
    return below, [image for image, chain in chains.items() if not chain.is_whole]


def _below(need: FileNeed, file: str) -> FileNeed:
    return FileNeed(path=need.path, file=file, access=Access.READ, over=need.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePlace:
    """Where a volume lies that a guest refers to at a property as `reference`, and the file that it lies on, if any."""

    path: str
    reference: str
    file: str
    backing: str = ""
    backing_format: str = ""


def held_by(guest: Guest) -> frozenset[str]:
    """The files and volumes of a guest that was made before."""
    volumes = (disk.volume or disk.medium_volume for disk in guest.disks or ())
    return frozenset((*(need.file for need in file_needs(guest)), *volumes))


def file_faults(desk: Desk, guest: Guest, held: frozenset[str], volumes: Iterable[VolumePlace]) -> Iterator[Fault]:
    """Files that the host has not, or that QEMU will not reach; of those in `held` only the first."""
    needs = _needs(desk, guest, held)
    ways = _look(desk, needs)
    for need in needs:
        if ways[need.file].exists is False:
            yield _missing(desk, need)
    if guest.power in (Power.RUNNING, Power.PAUSED):
        fresh = [need for need in needs if need.file not in held and ways[need.file].exists is not False]
        yield from _closed(desk, guest, fresh, ways)
        places = [each for each in volumes if each.reference not in held]
        yield from _closed_folders(desk, guest, places)
        yield from _closed_below(desk, guest, places)


def start_faults(desk: Desk, guest: Guest) -> list[Fault]:
    """Files that QEMU will not reach, of a guest that is off and is to be started."""
    needs = _needs(desk, guest, frozenset())
    return list(_closed(desk, guest, needs, _look(desk, needs)))


def folder_barrier(desk: Desk, folder: str) -> Barrier | None:
    """Why QEMU will not pass a folder and those above it; None where it will, or nobody can tell."""
    account = desk.facts.qemu_account
    if account is None or account.uid == 0 or not folder.startswith("/") or folder.startswith("/dev/"):
        return None
    steps = [step for step in desk.view.way(folder).steps if step.is_folder]
    denied = [step for step in steps if _is_denied(desk.endpoint.devices, step, account, Access.PASS)]
    return _barrier_of_folders(denied, account, folder, desk.place) if denied else None


def barrier(
    devices: HostDevices, account: Account | None, place: str, need: FileNeed, way: Way, hands_over: Callable[[], bool]
) -> Barrier | None:
    """Why QEMU will not reach the file at the end of `way`; None where it will, or nobody can tell.

    As root it may have kept the right to pass everywhere (`clear_emulator_capabilities`), which nobody is told.
    """
    if account is None or account.uid == 0:
        return None
    is_whole = bool(way.exists)
    folders = [step for step in (way.steps[:-1] if is_whole else way.steps) if step.is_folder]
    denied = [step for step in folders if _is_denied(devices, step, account, Access.PASS)]
    if denied:
        return _barrier_of_folders(denied, account, need.file + need.place, place)
    last = way.steps[-1] if is_whole and way.steps else None
    if last is None or last.lets(account, (), need.access):
        return None
    is_handed_over = need.is_handed_over and hands_over()
    if (is_handed_over and not last.is_shared) or not _is_denied(devices, last, account, need.access):
        return None
    return _barrier_of_file(last, account, need, place, is_handed_over=is_handed_over)


def _needs(desk: Desk, guest: Guest, held: frozenset[str]) -> list[FileNeed]:
    """The files a guest names, and what images among them lie on that it did not have before."""
    needs = [need for need in file_needs(guest) if not is_stand_in(need.file) and not _comes_later(desk, need)]
    below, _ = backing_needs(desk.endpoint.devices, (need for need in needs if need.file not in held))
    return [*needs, *(need for need in below if not _comes_later(desk, need))]


def _missing(desk: Desk, need: FileNeed) -> Fault:
    what = f"{need.file}{need.place}," if need.over else need.file
    rebase = f"name the right one: qemu-img rebase -u -b FILE -F FORMAT {shlex.quote(need.over)}"
    helps = rebase if need.over else "correct the path"
    return Fault(path=need.path, reason=f"{what} does not exist on {desk.place}; copy it there, or {helps}")


def _look(desk: Desk, needs: Iterable[FileNeed]) -> dict[str, Way]:
    files = tuple(dict.fromkeys(need.file for need in needs))
    return {way.path: way for way in desk.endpoint.devices.ways(files)} if files else {}


def _comes_later(desk: Desk, need: FileNeed) -> bool:
    return desk.is_preview and desk.previewed.has_path(desk.machine_id, need.file)


def _closed(desk: Desk, guest: Guest, needs: Iterable[FileNeed], ways: Mapping[str, Way]) -> Iterator[Fault]:
    for need in needs:
        account, way = desk.facts.qemu_account, ways[need.file]
        found = barrier(desk.endpoint.devices, account, desk.place, need, way, desk.view.hands_over_files)
        yield from _told(desk, guest, need.path, found)


def _closed_folders(desk: Desk, guest: Guest, volumes: Iterable[VolumePlace]) -> Iterator[Fault]:
    """A pool may lie where QEMU does not come. Its folder is looked at once for all guests."""
    for volume in volumes:
        yield from _told(desk, guest, volume.path, folder_barrier(desk, volume.file.rpartition("/")[0] or "/"))


def _closed_below(desk: Desk, guest: Guest, volumes: Iterable[VolumePlace]) -> Iterator[Fault]:
    """What a volume lies on. libvirt tells the first file; many volumes lie on one, which is looked at once for all."""
    for volume in volumes:
        if not volume.backing.startswith("/"):
            continue
        deeper = desk.view.chain(volume.backing).files if volume.backing_format != DiskFormat.RAW.value else ()
        for file in (volume.backing, *deeper):
            need = FileNeed(path=volume.path, file=file, access=Access.READ, over=volume.file)
            way = desk.view.way(file)
            if way.exists is False and not _comes_later(desk, need):
                yield _missing(desk, need)
            account, devices = desk.facts.qemu_account, desk.endpoint.devices
            found = barrier(devices, account, desk.place, need, way, desk.view.hands_over_files)
            yield from _told(desk, guest, volume.path, found)


def _told(desk: Desk, guest: Guest, path: str, found: Barrier | None) -> Iterator[Fault]:
    """A fault, or a warning where it is not certain: XML of the user's own may give QEMU another label."""
    if found is None:
        return
    has_own_label = bool(desk.templates.digest_of(ObjectKind.DOMAIN.value)) or any(
        "seclabel" in str(each) for each in guest.xml_patches or ()
    )
    if found.certain and not has_own_label:
        yield Fault(path=path, reason=found.reason)
    elif (note := f"{path}: {found.reason}") not in desk.notes:
        desk.notes.append(note)


def _is_denied(devices: HostDevices, step: PathStep, account: Account, access: Access) -> bool:
    return not step.lets(account, (), access) and devices.is_denied(step, account, access)


def _barrier_of_folders(denied: list[PathStep], account: Account, file: str, place: str) -> Barrier:
    folders = " and ".join(str(step) for step in denied)
    names = " ".join(shlex.quote(step.path) for step in denied)
    whole = "" if file == denied[-1].path else f" on the way to {file}"
    what = "folder" if len(denied) == 1 else "folders"
    reason = f"QEMU's user (uid {account.uid}) may not pass the {what} {folders}{whole}; on {place}: "
    return Barrier(reason=f"{reason}chmod o+x {names}, or for it alone: setfacl -m u:{account.uid}:x {names}")


def _barrier_of_file(step: PathStep, account: Account, need: FileNeed, place: str, *, is_handed_over: bool) -> Barrier:
    name, verb = shlex.quote(step.path), "read and write" if Access.WRITE in need.access else "read"
    reason = f"QEMU's user (uid {account.uid}) may not {verb} {step}{need.place}"
    if is_handed_over:
        reason += ", on whose network file system libvirt may be unable to hand it over; if the start is refused: "
        return Barrier(reason=f"{reason}chown {account.uid}:{account.gid} {name} on its file server", certain=False)
    if need.is_handed_over:
        reason += f", and libvirt does not hand it over (dynamic_ownership = 0 in {QEMU_CONF}); on {place}: "
        return Barrier(reason=f"{reason}chown {account.uid}:{account.gid} {name}")
    letters = need.access.letters
    reason += f", which stays its owner's; on {place}: chmod o+{letters} {name}, or for it alone: "
    return Barrier(reason=f"{reason}setfacl -m u:{account.uid}:{letters} {name}")
