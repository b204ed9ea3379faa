"""vCPUs, iothreads, and their tuning: pinning, shares, quotas, NUMA, block weights."""

from __future__ import annotations

import re

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    bad_domain,
    child,
    drop,
    get,
    internal,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    BIG,
    COUNT,
    CPUSET,
    NAME,
    PATH,
    POSITIVE,
    YES_NO,
    Value,
    choice,
    matching,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_COUNT_TEXT = matching(r"[1-9][0-9]*")
_SIGNED_TEXT = matching(r"-?[0-9]+")
_LIMIT_TEXTS = {"period": matching(r"0*([1-9][0-9]{3,5}|1000000)"), "quota": matching(r"-0*1|-?0+|[0-9]+")}
"""The schema has the range of periods (1,000 to 1,000,000 µs) and the least quota (-1), not the range of shares."""
VCPU = element("vcpu", {"placement": choice("static", "auto"), "cpuset": CPUSET, "current": COUNT}, text=_COUNT_TEXT)
VCPUS = element(
    "vcpus", None,
    element("vcpu", {"id": COUNT, "enabled": YES_NO, "hotpluggable": YES_NO, "order": POSITIVE}, need=("id", "enabled"),
            traits="many"),
    traits="fleeting",
)  # fmt: skip
COUNTED = "counted"
"""An attribute of `<iothreadids>` that the emulator keeps of a running domain; nobody is shown it or may give it."""
OWN = Value(schema=re.compile("(?!)"), read=lambda value, _place: value)
IOTHREADS = element("iothreads", text=matching("[0-9]+"))
IOTHREAD_IDS = element(
    "iothreadids", {COUNTED: OWN},
    element("iothread", {"id": POSITIVE, "thread_pool_min": COUNT, "thread_pool_max": COUNT}, need=("id",),
            traits="many"),
    traits="fleeting",
)  # fmt: skip
DEFAULT_IOTHREAD = element("defaultiothread", {"thread_pool_min": COUNT, "thread_pool_max": COUNT}, traits="fleeting")
_RANGES = {
    "shares": (2, 262144), "period": (1000, 1000000), "quota": (1000, 17592186044415),
    "global_period": (1000, 1000000), "global_quota": (1000, 17592186044415),
    "emulator_period": (1000, 1000000), "emulator_quota": (1000, 17592186044415),
    "iothread_period": (1000, 1000000), "iothread_quota": (1000, 17592186044415),
}  # fmt: skip
_SCHEDULER = {"scheduler": choice("other", "batch", "idle", "fifo", "rr"), "priority": COUNT}
CPUTUNE = element(
    "cputune", None,
    *(element(name, text=_LIMIT_TEXTS.get(name.rpartition("_")[2], _SIGNED_TEXT)) for name in _RANGES),
    element("vcpupin", {"vcpu": COUNT, "cpuset": CPUSET}, need=("vcpu", "cpuset"), must=("vcpu",), traits="many"),
    element("emulatorpin", {"cpuset": CPUSET}, need=("cpuset",)),
    element("iothreadpin", {"iothread": POSITIVE, "cpuset": CPUSET}, need=("iothread", "cpuset"), traits="many"),
    element("vcpusched", {"vcpus": CPUSET, **_SCHEDULER}, need=("scheduler",), traits="many"),
    element("emulatorsched", _SCHEDULER, need=("scheduler",)),
    element("iothreadsched", {"iothreads": CPUSET, **_SCHEDULER}, need=("scheduler",), traits="many"),
    traits="fleeting",
)  # fmt: skip
_MODES = choice("strict", "preferred", "interleave", "restrictive")
NUMATUNE = element(
    "numatune", None,
    element("memory", {"mode": _MODES, "nodeset": CPUSET, "placement": choice("static", "auto")}),
    element("memnode", {"cellid": COUNT, "mode": _MODES, "nodeset": CPUSET}, need=("cellid", "mode", "nodeset"),
            traits="many"),
    traits="fleeting",
)  # fmt: skip
_DEVICE_LIMITS = ("weight", "read_iops_sec", "write_iops_sec", "read_bytes_sec", "write_bytes_sec")


BLKIOTUNE = element(
    "blkiotune", None,
    element("weight", text=COUNT),
    element("device", None, element("path", text=PATH), *(element(name, text=BIG) for name in _DEVICE_LIMITS),
            need=("path",), traits="many"),
    traits="fleeting",
)  # fmt: skip
RESOURCE = element(
    "resource", None, element("partition", text=matching("/.+")), element("fibrechannel", {"appid": NAME}),
    traits="fleeting",
)  # fmt: skip


def bitmap(text: str) -> tuple[int, ...]:
    """The numbers of `0-3,^2,5`; raises ValueError where it is none."""
    numbers: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.removeprefix("^").partition("-")
        span = set(range(int(first), int(last or first) + 1))
        numbers = numbers - span if part.startswith("^") else numbers | span
    return tuple(sorted(numbers))


def bitmap_text(numbers: tuple[int, ...]) -> str:
    """The shortest text of a set of numbers, as virBitmapFormat gives it."""
    parts: list[str] = []
    start = previous = -2
    for number in (*numbers, -2):
        if number == previous + 1:
            previous = number
            continue
        if previous >= 0:
            parts.append(str(start) if start == previous else f"{start}-{previous}")
        start = previous = number
    return ",".join(parts)


def _settle_bitmap(node: Node, name: str) -> None:
    value = node.get(name)
    if value is None:
        return
    try:
        numbers = bitmap(value)
    except ValueError as fault:
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.NONE, f"Failed to parse bitmap '{value}'") from fault
    if not numbers:
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.DOMAIN, f"Invalid value of '{name}': {value}")
    node.set(name, bitmap_text(numbers))


def _read(guest: Guest) -> None:
    _read_vcpu(guest)
    root = guest.root
    for path, name in (
        ("cputune/vcpupin", "cpuset"),
        ("cputune/emulatorpin", "cpuset"),
        ("cputune/iothreadpin", "cpuset"),
        ("numatune/memory", "nodeset"),
        ("numatune/memnode", "nodeset"),
        ("vcpu", "cpuset"),
    ):
        for node in root.iterfind(path):
            _settle_bitmap(node, name)
    tune = root.find("cputune")
    if tune is None:
        return
    for name, (low, high) in _RANGES.items():
        limit = tune.find(name)
        if limit is not None:
            _check_range(name, (limit.text or "").strip(), low, high)


def _check_range(name: str, text: str, low: int, high: int) -> None:
    value = int(text) if text.removeprefix("-").isdigit() else None
    if value is None:
        raise bad_domain(f"can't parse cputune {name} value")
    unlimited = name.endswith("quota") and value < 0
    if not unlimited and not low <= value <= high and value != 0:
        raise unsupported(f"Value of cputune '{name}' must be in range [{low}, {high}]", ErrorDomain.DOMAIN)


def _read_vcpu(guest: Guest) -> None:
    node = guest.root.find("vcpu")
    if node is None:
        node = child(guest.root, "vcpu")
        node.text = "1"
    text = (node.text or "").strip()
    if not text.isdigit():
        raise bad_domain("maximum vcpus count must be an integer")
    maximum = int(text)
    node.text = str(maximum)
    current = node.get("current")
    if current is not None and int(current) > maximum:
        text = f"maxvcpus must not be less than current vcpus ({maximum} < {current})"
        raise unsupported(text, ErrorDomain.DOMAIN)
    if current == str(maximum):
        del node.attrib["current"]
    highest = max((max(bitmap(cell.get("cpus") or "0")) for cell in guest.root.iterfind("cpu/numa/cell")), default=0)
    if highest >= maximum:
        raise internal("CPU IDs in <numa> exceed the <vcpu> count", ErrorDomain.DOMAIN)


def _default(guest: Guest) -> None:
    root, vcpu = guest.root, child(guest.root, "vcpu")
    set_default(vcpu, "placement", "static")
    if vcpu.get("placement") == "auto":
        drop(vcpu, "cpuset")
        if root.find("numatune/memory") is None:
            memory = child(child(root, "numatune"), "memory")
            memory.set("mode", "strict")
            memory.set("placement", "auto")
    memory_policy = root.find("numatune/memory")
    if memory_policy is not None:
        set_default(memory_policy, "mode", "strict")
        if memory_policy.get("placement") == "static":
            del memory_policy.attrib["placement"]
    pinned = [pin.get("vcpu") for pin in root.iterfind("cputune/vcpupin")]
    for number in pinned:
        if pinned.count(number) > 1:
            raise internal(f"duplicate vcpupin for vcpu '{number}'", ErrorDomain.DOMAIN)
    maximum = guest.number("vcpu", 1)
    for pin in root.findall("cputune/vcpupin"):
        if int(pin.get("vcpu") or 0) >= maximum:
            child(root, "cputune").remove(pin)
    _settle_iothreads(guest)
    _check_iothread_pins(guest)


def _check_iothread_pins(guest: Guest) -> None:
    """A pin is of an iothread that the guest has, and its only one (domain_conf.c)."""
    listed = [int(found.get("id") or "0") for found in guest.root.iterfind("iothreadids/iothread")]
    known, pinned = listed or range(1, guest.number("iothreads") + 1), set[int]()
    for pin in guest.root.iterfind("cputune/iothreadpin"):
        number = int(pin.get("iothread") or "0")
        if number not in known:
            raise unsupported(f"Cannot find 'iothread' : {number}", ErrorDomain.DOMAIN)
        if number in pinned:
            raise internal(f"duplicate iothreadpin for same iothread '{number}'", ErrorDomain.DOMAIN)
        pinned.add(number)


def _settle_iothreads(guest: Guest) -> None:
    """Count and ids agree; ids that libvirt would number itself are not written (domain_conf.c)."""
    root = guest.root
    ids = root.find("iothreadids")
    given = [] if ids is None else ids.findall("iothread")
    if ids is not None:
        ids.attrib.pop(COUNTED, "")
    count = max(guest.number("iothreads"), len(given))
    if count == 0:
        for tag in ("iothreads", "iothreadids"):
            for node in root.findall(tag):
                root.remove(node)
        return
    node = child(root, "iothreads")
    node.text = str(count)
    names = [found.get("id") for found in given]
    if ids is None:
        return
    for name in names:
        if names.count(name) > 1:
            raise bad_domain(f"duplicate iothread id '{name}' found")
    for number in range(1, count + 1):
        if len(ids) < count and str(number) not in names:
            etree.SubElement(ids, "iothread").set("id", str(number))


def _check(guest: Guest) -> None:
    topology = guest.root.find("cpu/topology")
    maximum = guest.number("vcpu", 1)
    if topology is not None:
        product = 1
        for name in ("sockets", "dies", "cores", "threads"):
            product *= int(topology.get(name) or "1")
        if product != maximum:
            raise unsupported("CPU topology doesn't match maximum vcpu count")
    if maximum > guest.profile.max_vcpus:
        text = f"Maximum CPUs greater than specified machine type limit {guest.profile.max_vcpus}"
        raise unsupported(text)
    if get(guest.root, "vcpu", "current") == "0":
        raise unsupported("vCPU count must be greater than 0", ErrorDomain.DOMAIN)


def _prepare(boot: Boot) -> None:
    root, host = boot.guest.root, boot.world.host
    automatic = get(root, "vcpu", "placement") == "auto" or get(root, "numatune/memory", "placement") == "auto"
    if automatic and not host.has_numad:
        text = "Failed to query numad for the advisory nodeset"
        raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.NONE, text)
    for path in ("numatune/memory", "numatune/memnode"):
        for node in root.iterfind(path):
            for wanted in bitmap(node.get("nodeset") or "0"):
                if wanted not in host.numa_nodes:
                    raise unsupported(f"NUMA node {wanted} is unavailable", ErrorDomain.NONE)
    partition = root.findtext("resource/partition")
    if partition is not None and partition not in host.partitions:
        raise _no_partition(partition)
    child(child(root, "resource"), "partition").text = partition or "/machine"
    running = [vcpu for vcpu in root.iterfind("vcpus/vcpu") if vcpu.get("enabled") == "yes"]
    for order, vcpu in enumerate(running, start=1):
        set_default(vcpu, "order", str(order))


def _no_partition(partition: str) -> BackendError:
    folder = "/".join(f"{part}.partition" for part in partition.strip("/").split("/")[:1])
    text = f"Unable to read from '/sys/fs/cgroup/unified/{folder}/cgroup.controllers': No such file or directory"
    return refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.CGROUP, text)


def _limits_need_a_controller(boot: Boot) -> None:
    """Shares alone start without control groups, limits do not (measured on a host without them)."""
    limits = [name for name in _RANGES if name != "shares"]
    if not boot.world.host.has_cpu_controller and any(boot.guest.root.findtext(f"cputune/{name}") for name in limits):
        raise unsupported("cgroup cpu is required for scheduler tuning")


def _start(boot: Boot) -> None:
    _limits_need_a_controller(boot)
    cpus = boot.world.host.cpus
    for path in ("vcpu", "cputune/vcpupin", "cputune/emulatorpin", "cputune/iothreadpin"):
        for node in boot.guest.root.iterfind(path):
            wanted = node.get("cpuset")
            if wanted is not None and not set(bitmap(wanted)) & set(cpus):
                text = "cannot set CPU affinity on process: Invalid argument"
                raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)


SECTION = Section(
    shapes=(BLKIOTUNE, VCPU, VCPUS, IOTHREADS, IOTHREAD_IDS, DEFAULT_IOTHREAD, CPUTUNE, NUMATUNE, RESOURCE),
    read=_read, default=_default, check=_check, prepare=_prepare, start=_start,
)  # fmt: skip
__all__ = ["SECTION", "bitmap", "bitmap_text"]
