"""Random guests as the planner hands them over: complete, with every address settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.xml.cpu_strategies import cpu_tunes
from tests.xml.mark_strategies import remembered
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.cpu import Cpu, CpuMode, FeaturePolicy
from zkvm_provider.model.debug import Debug
from zkvm_provider.model.definition import (
    MEMBALLOON,
    RNG,
    VIRTIO_SCSI,
    VIRTIO_SERIAL,
    VSOCK,
    AutomaticDevice,
    GuestDefinition,
)
from zkvm_provider.model.disk import Disk, DiskBus, DiskCache, DiskFormat, DiskIo
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind
from zkvm_provider.model.guest import Boot, DomainType, Guest, Memballoon
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.interface import Interface, LinkState, Macvtap, MacvtapMode
from zkvm_provider.model.iscsi import Iscsi
from zkvm_provider.model.lun import AttachAs, Lun
from zkvm_provider.model.mdev import Mdev, MdevModel
from zkvm_provider.model.rng import Rng
from zkvm_provider.model.security import KeyWrapping, LaunchSecurity, settled_key_wrapping
from zkvm_provider.model.shaping import FILTER_NAME, Bandwidth, FilterRef, Rate, settled_bandwidth, settled_filter
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.model.vsock import Vsock
from zkvm_provider.model.watchdog import Watchdog, WatchdogAction
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch, settled_patches
from zkvm_provider.units import KIB

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\t\n\r'\"<>&"), max_size=20
)
some_text = texts.filter(bool)
device_names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True)
object_names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}", fullmatch=True)
paths = some_text.map(lambda text: f"/{text}")
devnos = st.integers(0, 0xFFFF).map(Devno)
macs = st.binary(min_size=5, max_size=5).map(lambda tail: MacAddress("52:" + tail.hex(":")))
kib_sizes = st.integers(1024, 2**33).map(lambda kib: kib * KIB)

iscsi_units = st.builds(
    Iscsi,
    host=st.from_regex(r"[a-z]([a-z0-9.-]{0,28}[a-z0-9])?", fullmatch=True),
    port=st.integers(1, 65535),
    target=st.from_regex(r"iqn\.[a-z0-9.:-]{1,30}", fullmatch=True),
    lun=st.integers(0, 16383),
)
hex64 = st.integers(0, 2**64 - 1).map(lambda number: f"0x{number:016x}")


@st.composite
def disk_sources(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["volume", "block", "file", "iscsi"]))
    if kind == "iscsi":
        return {kind: draw(iscsi_units)}
    if kind == "volume":
        return {kind: f"{draw(object_names)}/{draw(some_text)}"}
    return {kind: draw(paths)}


@st.composite
def drives(draw: st.DrawFn) -> Disk:
    """CD-ROM drives."""
    volumes = st.builds(lambda pool, name: f"{pool}/{name}", object_names, some_text)
    return Disk(
        name=draw(device_names),
        cdrom=draw(st.just("empty") | paths | volumes),
        format=DiskFormat.RAW,
        cache=draw(st.sampled_from(DiskCache)),
        io=draw(st.none() | st.sampled_from(DiskIo)),
        read_only=True,
        shareable=False,
        serial=draw(st.none() | st.from_regex(r"[A-Za-z0-9_.+ -]{1,20}", fullmatch=True)),
        target=draw(st.from_regex(r"sd[a-z]{1,3}", fullmatch=True)),
        controller=draw(st.sampled_from((0, 0, 1))),
        unit=draw(st.integers(0, 16383)),
    )


@st.composite
def shares(draw: st.DrawFn) -> dict[str, Any]:
    """Whether the guest may write, whether others may too, and a cache mode that fits."""
    read_only, shareable = draw(st.booleans()), draw(st.booleans())
    direct = st.sampled_from((DiskCache.NONE, DiskCache.DIRECTSYNC))
    cache = draw(direct if shareable and not read_only else st.sampled_from(DiskCache))
    return {"read_only": read_only, "shareable": shareable, "cache": cache}


@st.composite
def disks(draw: st.DrawFn) -> Disk:
    bus = draw(st.sampled_from(DiskBus))
    place: dict[str, Any] = (
        {"iothread": draw(st.none() | st.integers(1, 64)), "devno": draw(devnos)}
        if bus is DiskBus.VIRTIO
        else {"controller": draw(st.sampled_from((0, 0, 1))), "unit": draw(st.integers(0, 16383))}
    )
    return Disk(
        name=draw(device_names),
        **draw(disk_sources()),
        bus=bus,
        **draw(shares()),
        format=draw(st.sampled_from(DiskFormat)),
        io=draw(st.none() | st.sampled_from(DiskIo)),
        serial=draw(st.none() | st.from_regex(r"[A-Za-z0-9_.+ -]{1,20}", fullmatch=True)),
        target=draw(st.from_regex(f"{'vd' if bus is DiskBus.VIRTIO else 'sd'}[a-z]{{1,3}}", fullmatch=True)),
        **place,
    )


@st.composite
def vlans(draw: st.DrawFn) -> Vlan:
    tags = st.integers(0, 4095)
    if draw(st.booleans()):
        return Vlan(access=draw(tags))
    trunk = tuple(sorted(draw(st.sets(tags, min_size=1, max_size=4))))
    native = {draw(st.sampled_from(["native", "native_tagged"])): draw(st.none() | st.sampled_from(trunk))}
    return Vlan(trunk=trunk, **native)


rates = st.integers(1, 2**32 - 1)
limits = st.none() | st.builds(Rate, average=rates, peak=st.none() | rates, burst=st.none() | rates)
filters = st.builds(
    FilterRef,
    filter=st.from_regex(FILTER_NAME, fullmatch=True),
    parameters=st.dictionaries(
        st.from_regex(r"[A-Z_]{1,8}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9_.:]{1,9}(, ?[A-Za-z0-9_.:]{1,9}){0,2}", fullmatch=True),
        max_size=3,
    ),
)


@st.composite
def interfaces(draw: st.DrawFn) -> Interface:
    macvtaps = st.builds(
        Macvtap,
        dev=st.from_regex(r"[A-Za-z0-9_.:\\-]{1,15}", fullmatch=True),
        mode=st.sampled_from(MacvtapMode),
    )
    devs = st.from_regex(r"[A-Za-z0-9_.:\\-]{1,15}", fullmatch=True)
    kind, values = draw(
        st.sampled_from((("network", object_names), ("macvtap", macvtaps), ("bridge", devs), ("ovs", devs)))
    )
    source: dict[str, Any] = {kind: draw(values)}
    return Interface(
        name=draw(device_names),
        **source,
        portgroup=draw(st.none() | device_names) if kind == "network" else None,
        vlan=draw(st.none() | vlans()) if kind in {"network", "ovs"} else None,
        mtu=draw(st.none() | st.integers(68, 65535)) if kind != "macvtap" else None,
        queues=draw(st.integers(1, 256)),
        bandwidth=settled_bandwidth(draw(st.builds(Bandwidth, inbound=limits, outbound=limits))),
        filter_ref=settled_filter(draw(st.none() | filters)) if kind != "macvtap" else None,
        mac=draw(macs),
        link=draw(st.sampled_from(LinkState)),
        devno=draw(devnos),
    )


logs = st.sampled_from(((None, False), ("/var/log/a b.log", False), ("/var/log/c.log", True)))
consoles = st.tuples(device_names, st.sampled_from(ConsoleKind), logs).map(
    lambda drawn: Console(name=drawn[0], kind=drawn[1], log_file=drawn[2][0], log_append=drawn[2][1])
)
filesystems = st.builds(
    Filesystem,
    name=device_names,
    source=paths,
    tag=st.from_regex(r"[A-Za-z0-9_.-]{1,31}", fullmatch=True),
    kind=st.sampled_from(FilesystemKind),
    read_only=st.booleans(),
)
rngs = st.tuples(
    st.sampled_from(("/dev/urandom", "/dev/hwrng")), st.sampled_from(((None, None), (7, None), (7, 9)))
).map(lambda drawn: Rng(source=drawn[0], rate_bytes=drawn[1][0], rate_period_ms=drawn[1][1]))
patches = st.builds(
    XmlPatch, name=device_names, path=st.just("on_crash"), op=st.just(PatchOp.SET), value=texts
) | st.builds(XmlPatch, name=device_names, path=st.just("os/boot"), op=st.just(PatchOp.REMOVE))
_features = st.dictionaries(st.sampled_from(("vx", "msa5", "te")), st.sampled_from(FeaturePolicy), min_size=1)
cpus = st.builds(
    Cpu, mode=st.sampled_from((CpuMode.HOST_MODEL, CpuMode.HOST_PASSTHROUGH)), features=st.none() | _features
) | st.builds(Cpu, mode=st.just(CpuMode.CUSTOM), model=st.sampled_from(("z14", "qemu")), features=_features)
small_parts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "cpu": st.none() | cpus,
        "watchdog": st.none() | st.builds(Watchdog, action=st.sampled_from(WatchdogAction)),
        "launch_security": st.none() | st.sampled_from(LaunchSecurity),
        "key_wrapping": st.builds(KeyWrapping, aes=st.none() | st.booleans(), dea=st.none() | st.booleans()).map(
            settled_key_wrapping
        ),
        "debug": st.none() | st.builds(Debug, gdb_port=st.integers(1024, 65535)),
        "agent": st.booleans(),
        "vsock": st.none() | st.builds(Vsock, cid=st.none() | st.integers(3, 2**32 - 1)),
        "rng": st.none() | rngs,
        "xml_patches": st.lists(patches, max_size=2, unique_by=lambda each: each.name).map(settled_patches),
    }
)


@st.composite
def luns(draw: st.DrawFn) -> Lun:
    is_hostdev = draw(st.booleans())
    kind = draw(st.sampled_from(["lun", "iscsi"] if is_hostdev else ["lun", "block", "iscsi"]))
    zfcp = st.builds(lambda wwpn, lun: f"0.0.1c98/{wwpn}/{lun}", hex64, hex64)
    places = st.builds(lambda host, unit: f"scsi_host{host}:0:15:{unit}", st.integers(0, 9), st.integers(0, 2**63))
    sources: dict[str, Any] = {"lun": places if is_hostdev else zfcp, "block": paths, "iscsi": iscsi_units}
    sharing = draw(shares())
    return Lun(
        name=draw(device_names),
        **{kind: draw(sources[kind])},
        attach_as=AttachAs.HOSTDEV if is_hostdev else AttachAs.DISK,
        cache=None if is_hostdev else sharing["cache"],
        read_only=sharing["read_only"],
        shareable=sharing["shareable"],
        raw_io=draw(st.booleans()),
        reservations=not is_hostdev and kind != "iscsi" and draw(st.booleans()),
        target=None if is_hostdev else draw(st.from_regex(r"sd[a-z]{1,3}", fullmatch=True)),
        controller=draw(st.sampled_from((0, 0, 1))),
        unit=draw(st.integers(0, 16383)),
    )


mdevs = st.builds(Mdev, name=device_names, model=st.sampled_from(MdevModel), device=st.uuids().map(str))
identities = st.builds(Identity, owner=some_text, urn=some_text)


@st.composite
def boots(draw: st.DrawFn, disk_names: list[str], interface_names: list[str], passed_names: list[str]) -> Boot | None:
    """What is passed through, as mediated or as SCSI host device, has no load parameter."""
    kernel_boot = st.builds(Boot, kernel=paths, initrd=st.none() | paths, cmdline=st.none() | some_text)
    disk_names = [name for name in disk_names if name not in passed_names]
    if not disk_names and not passed_names:
        return draw(st.none() | kernel_boot)
    loadparm = st.from_regex(r"[A-Z0-9. ]{1,8}", fullmatch=True)
    one, passed = (st.sampled_from(names) if names else st.nothing() for names in (disk_names, passed_names))
    disk_boot = st.builds(Boot, disk=one, loadparm=st.none() | loadparm) | st.builds(Boot, disk=passed)
    order = draw(st.lists(st.sampled_from([*disk_names, *interface_names, *passed_names]), min_size=1, unique=True))
    if len(order) == 1 and order[0] not in interface_names:
        return draw(st.none() | kernel_boot | disk_boot)
    heard = [name for name in order if name not in passed_names]
    loadparms = (
        st.dictionaries(st.sampled_from(heard), loadparm).map(lambda given: given or None) if heard else st.none()
    )
    return draw(st.none() | kernel_boot | disk_boot | st.builds(Boot, order=st.just(tuple(order)), loadparms=loadparms))


@st.composite
def named_devices(draw: st.DrawFn) -> tuple[list[Disk], list[Interface], list[Console], list[Filesystem]]:
    """Devices of a guest, in one name space."""
    own_disks = draw(st.lists(disks(), max_size=3, unique_by=(lambda d: d.name, lambda d: d.target)))
    own_interfaces = draw(st.lists(interfaces(), max_size=3, unique_by=(lambda i: i.name, lambda i: i.mac)))
    own_consoles = draw(st.lists(consoles, max_size=2, unique_by=lambda c: c.name))
    own_filesystems = draw(st.lists(filesystems, max_size=2, unique_by=(lambda f: f.name, lambda f: f.tag)))
    names = [disk.name for disk in own_disks] + [item.name for item in own_interfaces]
    names += [console.name for console in own_consoles] + [each.name for each in own_filesystems]
    if len(set(names)) != len(names):
        own_interfaces = [replace(item, name=f"i{number}x") for number, item in enumerate(own_interfaces)]
        own_disks = [replace(item, name=f"d{number}x") for number, item in enumerate(own_disks)]
        own_consoles = [replace(item, name=f"c{number}x") for number, item in enumerate(own_consoles)]
        own_filesystems = [replace(item, name=f"f{number}x") for number, item in enumerate(own_filesystems)]
    return own_disks, own_interfaces, own_consoles, own_filesystems


@st.composite
def sizes_of_guests(draw: st.DrawFn) -> dict[str, Any]:
    memory, max_vcpus = draw(kib_sizes), draw(st.integers(1, 248))
    current_memory = min(memory, draw(kib_sizes))
    vcpus = draw(st.integers(1, max_vcpus))
    return {"memory": memory, "current_memory": current_memory, "vcpus": vcpus, "max_vcpus": max_vcpus}


@st.composite
def named_host_devices(draw: st.DrawFn) -> tuple[list[Lun], list[Mdev]]:
    """LUNs and mediated devices with names of their own; at most one is a crypto share."""
    own_luns = draw(st.lists(luns(), max_size=2, unique_by=lambda lun: lun.unit))
    own_mdevs = draw(st.lists(mdevs, max_size=2, unique_by=lambda mdev: mdev.device))
    own_luns = [replace(lun, name=f"lun{at}x") for at, lun in enumerate(own_luns)]
    own_luns = [lun if lun.is_hostdev else replace(lun, target=f"sd{'ab'[at]}") for at, lun in enumerate(own_luns)]
    return own_luns, [replace(mdev, name=f"mdev{at}x") for at, mdev in enumerate(own_mdevs)]


def by_name(devices: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(devices, key=lambda device: device.name))


@st.composite
def scsi_controllers(draw: st.DrawFn) -> list[ScsiController]:
    """Controllers from index 1, without gaps."""
    numbers = st.none() | st.integers(1, 64)
    count = draw(st.integers(0, 2))
    parts = [(draw(numbers), draw(numbers)) for _ in range(count)]
    return [
        ScsiController(name=f"scsi{at}x", index=at, queues=queues, iothread=iothread)
        for at, (queues, iothread) in enumerate(parts, start=1)
    ]


def disks_by_bus(own: list[Disk], beside: list[Lun]) -> tuple[list[Disk], list[Disk]]:
    """Those on virtio, and those on SCSI with units and targets that no LUN has."""
    taken = {lun.unit for lun in beside}
    settled = []
    for at, disk in enumerate(each for each in own if each.is_on_scsi):
        unit = next(number for number in range(16384) if (disk.unit or 0) ^ number not in taken) ^ (disk.unit or 0)
        taken.add(unit)
        settled.append(replace(disk, unit=unit, target=f"sdz{'abc'[at]}"))
    return [each for each in own if not each.is_on_scsi], settled


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """What has no address and no name."""
    return {
        "iothreads": draw(st.integers(0, 64)),
        "cpu_tune": draw(cpu_tunes()),
        "hugepages": draw(st.booleans()),
        "metadata": draw(st.dictionaries(texts, texts, max_size=3)),
        "domain_type": draw(st.sampled_from([DomainType.KVM, DomainType.QEMU])),
    }


def with_devnos(devices: list[Any], numbers: Iterator[Devno]) -> tuple[Any, ...]:
    return by_name([replace(device, devno=next(numbers)) for device in devices])


def unique_numbers(count: int) -> st.SearchStrategy[list[Devno]]:
    """Enough device numbers, and perhaps some that were used before."""
    return st.lists(devnos, min_size=count, max_size=count + 2, unique=True)


def names_of(*lists: list[Any]) -> list[str]:
    return [device.name for devices in lists for device in devices]


def units_of(devices: list[Any]) -> list[int]:
    return [device.unit for device in devices]


@st.composite
def automatic_names(draw: st.DrawFn, balloon: Memballoon, parts: dict[str, Any], *, has_scsi: bool) -> list[str]:
    """Devices that follow from others, and the serial controller, which consoles may bring."""
    names = [MEMBALLOON] if balloon is Memballoon.VIRTIO else []
    names += draw(st.sampled_from([[], [VIRTIO_SERIAL]])) + ([VIRTIO_SCSI] if has_scsi else [])
    return names + [name for name in (RNG, VSOCK) if parts[name] is not None]


@st.composite
def definitions(draw: st.DrawFn) -> GuestDefinition:
    """A canonical definition: device names, device numbers, targets and MAC addresses occur once."""
    own_disks, own_interfaces, own_consoles, own_filesystems = draw(named_devices())
    balloon = draw(st.sampled_from(Memballoon))
    own_luns, own_mdevs = draw(named_host_devices())
    own_controllers = draw(scsi_controllers())
    parts = draw(small_parts)
    on_virtio, on_scsi = disks_by_bus(own_disks, own_luns)
    automatic = draw(automatic_names(balloon, parts, has_scsi=bool(on_scsi or own_luns)))
    numbered = (on_virtio, own_interfaces, own_filesystems, own_mdevs, own_controllers, automatic)
    numbers = draw(unique_numbers(sum(len(each) for each in numbered)))
    left = iter(numbers)
    own_mdevs = [replace(mdev, devno=next(left) if mdev.has_devno else None) for mdev in own_mdevs]
    made = [AutomaticDevice(name=name, devno=next(left)) for name in automatic]
    passed = names_of([mdev for mdev in own_mdevs if mdev.has_devno], [lun for lun in own_luns if lun.is_hostdev])
    guest = Guest(
        name=draw(object_names),
        machine=draw(st.sampled_from(["s390-ccw-virtio", "s390-ccw-virtio-7.2"])),
        boot=draw(boots(names_of(own_disks, own_luns), names_of(own_interfaces), passed)),
        disks=by_name([*with_devnos(on_virtio, left), *on_scsi]),
        interfaces=with_devnos(own_interfaces, left),
        consoles=by_name(own_consoles),
        luns=by_name(own_luns),
        mdevs=by_name(own_mdevs),
        controllers=with_devnos(own_controllers, left),
        memballoon=balloon,
        filesystems=with_devnos(own_filesystems, left),
        **parts,
        **draw(settings()),
        **draw(sizes_of_guests()),
    )
    return GuestDefinition(
        uuid=str(draw(st.uuids())),
        guest=guest,
        identity=draw(st.none() | identities),
        unfinished=draw(st.booleans()),
        automatic=by_name(made),
        used_devnos=tuple(sorted(numbers)),
        used_units=tuple(sorted({*units_of(on_scsi), *units_of(own_luns)})),
        **draw(remembered(guest)),
    )
