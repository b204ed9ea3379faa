"""virsh's tables and lists, to the blank (libvirt 9.0.0, `vsh-table.c` and the `cmd…` functions of virsh)."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two blanks apart, a rule below the head, a blank line at the end."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [_line(head, widths), "-" * sum(width + 3 for width in widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join([*lines, "", ""])


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """`dominfo`'s list: names padded to 16 columns, a blank line at the end."""
    return "\n".join([*(f"{name + ':':<15} {value}" for name, value in rows), "", ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    last = len(cells) - 1
    padded = (f" {cell}" + ("" if at == last else " " * (widths[at] - len(cell) + 2)) for at, cell in enumerate(cells))
    return "".join(padded)
