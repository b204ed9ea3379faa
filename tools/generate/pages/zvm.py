"""The page of z/VM directory statements: the converter's own table."""

from __future__ import annotations

from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.table import DEVICES, ENTRIES, GENERAL, Row

_HEAD = """# Statements of the z/VM user directory

What `zkvm convert` makes of each statement ([how to convert](../zvm.md)). In small letters: what an abbreviation may
leave out.

- **converted**: the guest has the same.
- **approximated**: KVM's nearest way is taken; the report says where.
- **no equivalent**: the statement is left out; the report says so.
"""


def statements_page() -> str:
    """The three parts of the table."""
    parts = [_HEAD]
    for title, rows in (("Entries", ENTRIES), ("General statements", GENERAL), ("Devices", DEVICES)):
        parts += [f"## {title}", "", "| statement | is | becomes | what is lost, and why |", "|---|---|---|---|"]
        parts += [_line(row) for row in rows]
        parts.append("")
    return "\n".join(parts)


def _line(row: Row) -> str:
    name = row.name[: row.least] + row.name[row.least :].lower()
    becomes = row.becomes or ("nothing" if row.fate is Fate.NONE else "")
    return f"| `{name}` | {row.fate.value} | {becomes} | {row.why} |".replace("|  |", "| |")
