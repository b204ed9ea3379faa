"""The report for programs, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.report.facts import counts, guests


def json_report(conversion: Conversion) -> str:
    """`directory`, `lines`, `counts`, `guests`, `findings`, and `fates`: line, text, fate, notes and entry of each."""
    data = {
        "directory": conversion.directory.name,
        "lines": conversion.directory.count,
        "counts": {fate.value: count for fate, count in counts(conversion).items()},
        "guests": [asdict(each) for each in guests(conversion)],
        "findings": [asdict(each) for each in conversion.findings],
        "fates": [asdict(each) for each in conversion.lines],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
