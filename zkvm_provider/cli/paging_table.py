"""Paging of a host in both vocabularies: QUERY ALLOC PAGE, and /proc/swaps with /proc/meminfo."""

from __future__ import annotations

from collections.abc import Iterable

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.files import HostMemory
from zkvm_provider.hypervisor.port import DomainStats, Endpoint, SwapDevice

PAGE_KIB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Overcommit:
    """What all guests may take beside what the host has, in KiB. Ratios are of the host's memory, in per cent."""

    host_kib: int
    maximum_kib: int
    running_maximum_kib: int
    current_kib: int
    guests: int
    running: int

    @property
    def maximum_percent(self) -> int:
        return _percent(self.maximum_kib, self.host_kib)

    @property
    def current_percent(self) -> int:
        return _percent(self.current_kib, self.host_kib)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Everything about a host's memory and swap."""

    swaps: tuple[SwapDevice, ...]
    memory: HostMemory
    overcommit: Overcommit


def look(host: Endpoint) -> Paging:
    """Ask the host. Raises Unsupported where there is no shell to ask through."""
    memory = host.devices.memory()
    return Paging(swaps=host.devices.swaps(), memory=memory, overcommit=overcommit(host.hypervisor.stats(), memory))


def overcommit(stats: Iterable[DomainStats], memory: HostMemory) -> Overcommit:
    """The sums over all guests: maximum of all and of the running ones, and what those have now."""
    every = tuple(stats)
    running = [each for each in every if each.state.is_active]
    return Overcommit(
        host_kib=memory.total_kib,
        maximum_kib=sum(each.max_memory_kib for each in every),
        running_maximum_kib=sum(each.max_memory_kib for each in running),
        current_kib=sum(each.current_memory_kib for each in running),
        guests=len(every),
        running=len(running),
    )


def query_alloc_page(swaps: Iterable[SwapDevice]) -> list[str]:
    """CP's table (the talk shows it): a swap device is a paging volume, its size in pages of 4 KiB.

    Linux tells no highest page that was used, and a swap device has no real device number of its own.
    """
    devices = tuple(swaps)
    lines = [
        "                EXTENT     EXTENT  TOTAL  PAGES   HIGH    %",
        "VOLID  RDEV      START        END  PAGES IN USE   PAGE USED",
        "------ ---- ---------- ---------- ------ ------ ------ ----",
    ]
    for swap in devices:
        total, used = swap.size_kib // PAGE_KIB, swap.used_kib // PAGE_KIB
        name = swap.filename.rpartition("/")[2][:6]
        percent = _percent(used, total)
        lines.append(
            f"{name:<6} ---- {0:>10} {max(0, total - 1):>10} {_pages(total):>6} {used:>6} {'-':>6} {percent:>3}%"
        )
    total = sum(swap.size_kib for swap in devices) // PAGE_KIB
    used = sum(swap.used_kib for swap in devices) // PAGE_KIB
    lines.append("                                  ------ ------        ----")
    sums = f"{_pages(total):>6} {used:>6} {'':>6} {_percent(used, total):>3}%"
    return [*lines, *(f"{word:<33} {sums}" for word in ("SUMMARY", "USABLE"))]


def proc_swaps(swaps: Iterable[SwapDevice]) -> list[str]:
    """/proc/swaps as the kernel prints it."""
    lines = [f"{'Filename':<40}{'Type':<16}{'Size':<16}{'Used':<16}Priority"]
    rows = ((swap.filename, swap.kind, swap.size_kib, swap.used_kib, swap.priority) for swap in swaps)
    return [*lines, *(f"{name:<40}{kind:<16}{size:<16}{used:<16}{order}" for name, kind, size, used, order in rows)]


def proc_meminfo(memory: HostMemory) -> list[str]:
    """The lines of /proc/meminfo that matter here."""
    rows = (
        ("MemTotal", memory.total_kib),
        ("MemAvailable", memory.available_kib),
        ("SwapCached", memory.swap_cached_kib),
        ("SwapTotal", memory.swap_total_kib),
        ("SwapFree", memory.swap_free_kib),
    )
    return [f"{name + ':':<15} {kib:>12} kB" for name, kib in rows]


def _pages(number: int) -> str:
    """CP's counts, in six columns: in K from 16 K pages on, in M where K would need more."""
    if number // 1024 >= 100_000:
        return f"{number // 1024**2}M"
    return f"{number // 1024}K" if number >= 16 * 1024 else str(number)


def _percent(part: int, whole: int) -> int:
    """Rounded up, as CP shows 1% for the first page."""
    return -(-100 * part // whole) if whole else 0
