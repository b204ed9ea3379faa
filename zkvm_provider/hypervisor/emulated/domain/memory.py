"""Memory: sizes and units, backing, limits."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, child, get, internal, unsupported
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, CPUSET, SIZE, UNIT, choice, xml_error
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain
from zkvm_provider.units import KIB, unit_bytes

_LIMITS = ("hard_limit", "soft_limit", "min_guarantee", "swap_hard_limit")
_UNLIMITED_KIB = 9007199254740991
"""VIR_DOMAIN_MEMORY_PARAM_UNLIMITED: a limit from here on is none and is not written."""


MAX_MEMORY = element("maxMemory", {"slots": COUNT, "unit": UNIT}, text=SIZE, need=("slots",))
MEMORY = element("memory", {"unit": UNIT, "dumpCore": choice("on", "off")}, text=SIZE)
CURRENT = element("currentMemory", {"unit": UNIT}, text=SIZE)
BACKING = element(
    "memoryBacking",
    None,
    element(
        "hugepages", None,
        element("page", {"size": SIZE, "unit": UNIT, "nodeset": CPUSET}, need=("size",), traits="many"),
    ),
    element("nosharepages"),
    element("locked"),
    element("source", {"type": choice("file", "anonymous", "memfd")}, need=("type",)),
    element("access", {"mode": choice("shared", "private")}, need=("mode",)),
    element("allocation", {"mode": choice("immediate", "ondemand"), "threads": COUNT}),
    element("discard"),
    traits="fleeting",
)  # fmt: skip
TUNE = element("memtune", None, *(element(name, {"unit": UNIT}, text=SIZE) for name in _LIMITS), traits="fleeting")


def scaled_kib(text: str, unit: str, *, where: str) -> int:
    """`text` in `unit` as KiB, rounded up (virDomainParseMemory). Refuses what is not a whole size."""
    digits = text.strip()
    if not digits.removeprefix("+").isdigit():
        raise xml_error(f"Invalid value '{digits}' for element or attribute '{where}'")
    try:
        factor = unit_bytes(unit or "KiB")
    except ValueError as fault:
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.NONE, f"unknown suffix '{unit}'") from fault
    return -(-int(digits) * factor // KIB)


def scale(node: Node, where: str) -> int:
    """Rewrite a size element in KiB and return it."""
    kib = scaled_kib(node.text or "", node.get("unit") or "KiB", where=where)
    node.set("unit", "KiB")
    node.text = str(kib)
    return kib


def _read(guest: Guest) -> None:
    root = guest.root
    for tag in ("memory", "currentMemory", "maxMemory"):
        node = root.find(tag)
        if node is not None:
            scale(node, f"./{tag}[1]")
    for page in root.iterfind("memoryBacking/hugepages/page"):
        page.set("size", str(scaled_kib(page.get("size") or "", page.get("unit") or "KiB", where="./@size")))
        page.set("unit", "KiB")
    tune = root.find("memtune")
    if tune is None:
        return
    for name in _LIMITS:
        limit = tune.find(name)
        if limit is not None and scale(limit, f"./memtune/{name}[1]") >= _UNLIMITED_KIB:
            tune.remove(limit)


def _default(guest: Guest) -> None:
    root = guest.root
    cells = [int(cell.get("memory") or 0) for cell in root.iterfind("cpu/numa/cell")]
    total = sum(cells) or guest.number("memory")
    if total == 0:
        raise bad_domain("Memory size must be specified via <memory> or in the <numa> configuration")
    current = guest.number("currentMemory")
    for tag, kib in (("memory", total), ("currentMemory", current if 0 < current <= total else total)):
        node = child(root, tag)
        node.set("unit", "KiB")
        node.text = str(kib)


def _check(guest: Guest) -> None:
    root = guest.root
    if root.find("memtune/min_guarantee") is not None:
        raise unsupported("Parameter 'min_guarantee' not supported by QEMU.")
    if root.find("maxMemory") is not None:
        if guest.number("maxMemory") < guest.number("memory"):
            raise bad_domain("maximum memory size must be equal or greater than the actual memory size")
        if not root.findall("cpu/numa/cell"):
            raise unsupported("At least one numa node has to be configured when enabling memory hotplug")
    sizes = [(page.get("size"), page.get("nodeset") or "") for page in root.iterfind("memoryBacking/hugepages/page")]
    if len({nodeset for _size_kib, nodeset in sizes}) != len(sizes):
        raise bad_domain("nodeset attribute must be unique for all hugepages")
    locked_by_files = get(root, "memoryBacking/source", "type") == "file"
    if locked_by_files and root.find("memoryBacking/hugepages") is not None:
        raise unsupported("hugepages are not allowed with memory source 'file'")


def _prepare(boot: Boot) -> None:
    backing = boot.guest.root.find("memoryBacking/hugepages")
    sizes = boot.world.host.hugepage_sizes_kib
    if backing is None:
        return
    if not sizes:
        raise internal("hugetlbfs filesystem is not mounted or disabled by administrator config")
    for page in backing.findall("page"):
        if int(page.get("size") or 0) not in sizes:
            raise internal(f"Unable to find any usable hugetlbfs mount for {page.get('size')} KiB")


def _start(boot: Boot) -> None:
    """QEMU gets whole MiB; until the guest's balloon driver is up, current memory is all of it."""
    root = boot.guest.root
    kib = -(-boot.guest.number("memory") // 1024) * 1024
    if kib > boot.world.host.memory_kib:
        text = "qemu-system-s390x: cannot set up guest memory 's390.ram': Cannot allocate memory"
        raise internal(f"process exited while connecting to monitor: {text}")
    for tag in ("memory", "currentMemory"):
        child(root, tag).text = str(kib)


SECTION = Section(
    shapes=(MAX_MEMORY, MEMORY, CURRENT, BACKING, TUNE),
    read=_read,
    default=_default,
    check=_check,
    prepare=_prepare,
    start=_start,
)
__all__ = ["SECTION", "scale", "scaled_kib"]
