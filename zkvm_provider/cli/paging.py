"""`zkvm paging`: swap, memory and overcommit of a host, in z/VM's words and in Linux's."""

from __future__ import annotations

import typer

from zkvm_provider.cli.paging_table import Overcommit, look, proc_meminfo, proc_swaps, query_alloc_page
from zkvm_provider.cli.session import Json, Uri, answer, endpoint
from zkvm_provider.units import format_size


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("paging")(paging)


def paging(context: typer.Context, uri: Uri = "", as_json: Json = False) -> None:
    """Show a host's swap devices, memory and what its guests may take (CP QUERY ALLOC PAGE; /proc/swaps)."""
    found = look(endpoint(context, uri))
    told = found.overcommit
    lines = [
        "z/VM: query alloc page",
        *query_alloc_page(found.swaps),
        "",
        "Linux: cat /proc/swaps",
        *proc_swaps(found.swaps),
        "",
        "Linux: grep -E '^(Mem|Swap)' /proc/meminfo",
        *proc_meminfo(found.memory),
        "",
        *overcommit_lines(told),
    ]
    data = {
        "swaps": found.swaps,
        "memory": found.memory,
        "overcommit": told,
        "maximum_percent": told.maximum_percent,
        "current_percent": told.current_percent,
    }
    answer(context, as_json, data, "\n".join(lines) + "\n")


def overcommit_lines(told: Overcommit) -> list[str]:
    """What the guests may take and take now, beside the host's memory."""
    host = _size(told.host_kib)
    rows = (
        (f"{told.guests} guests, maximum", told.maximum_kib),
        (f"{told.running} running, maximum", told.running_maximum_kib),
        (f"{told.running} running, current", told.current_kib),
    )
    width = max(len(name) for name, _ in rows)
    lines = [f"Guests' memory beside the host's {host} (z/VM: virtual to real storage)"]
    for name, kib in rows:
        percent = 100 * kib / told.host_kib if told.host_kib else 0.0
        lines.append(f"{name:<{width}}  {_size(kib):>12}  {percent:6.1f} %")
    if told.running_maximum_kib > told.host_kib:
        lines.append("The running guests may take more than the host has: it will swap when they do.")
    return lines


def _size(kib: int) -> str:
    return format_size(kib * 1024)
