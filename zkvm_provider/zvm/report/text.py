"""The report for a terminal, an editor and `grep`."""

from __future__ import annotations

from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.findings import FATE_SAYS
from zkvm_provider.zvm.report.facts import counts, guests


def text_report(conversion: Conversion) -> str:
    """Summary, guests, findings, and every line with its fate."""
    name = conversion.directory.name
    parts = [f"{name}: {conversion.directory.count} lines\n"]
    parts += [f"  {count:6} {fate.value:14} {FATE_SAYS[fate]}" for fate, count in counts(conversion).items()]
    parts.append("\nGuests\n")
    for each in guests(conversion):
        if each.status == "converted":
            boots = f", boots from {each.boot}" if each.boot else ""
            parts.append(f"  {each.key}: guest {each.name}, {each.memory}, {each.vcpus} vCPU{boots}")
        else:
            parts.append(f"  {each.key}: {each.status}: {each.reason}")
    parts.append("\nFindings\n" if conversion.findings else "\nFindings: none")
    parts += [f"  {each.located(name)}" for each in conversion.findings]
    parts.append("\nEvery line\n")
    for line in conversion.lines:
        note = f"  {'; '.join(line.notes)}" if line.notes else ""
        parts.append(f"{line.line:6} {line.fate.value:13} {line.text}".rstrip())
        if note:
            parts.append(f"{'':21}{note}")
    return "\n".join(parts) + "\n"
