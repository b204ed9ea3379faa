"""From the raw results to `bench/results.json`, and from that to `docs/benchmarks.md`.

python -m bench.report RAW      take over what was measured, write the page, print the bars
python -m bench.report          write the page anew, print the bars

A group (one verb, operation or command) is taken over as a whole, so floor and measured are always of one run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.bars import Bar, bars
from bench.results import Group, Results, read_results

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
_HEAD = """\
<!-- Made from bench/results.json by `python -m bench.report`; changes made here are lost. -->
# Benchmarks

What zkvm costs, measured by `make bench-lab`, in proportion to the least that the same work costs in the same run.
That is `make bench` beside the real libvirt of a lab; `ZKVM_TEST_URI` names another to measure beside, and
`bench/sizes.py` the variables for sizes.

- **bare store**: read the XML, write it, one SQLite transaction; understands nothing of it.
- **libvirt-python**: the libvirt binding alone, called by someone who knows what to ask and keeps the handles that the
  calls gave until he undefines what they are of; with validation, and for a list with the same three calls.
- **libvirt-python, same calls**: all that zkvm asked the host for that operation, asked again by the binding alone, one
  call after the other.
- **floor**: the same program with the same SDK and a provider that answers every call with what it was told, its guests
  with outputs of the same size: only engine, program and gRPC are left.

The guests are the smallest that mean something (a block disk, a macvtap interface, a console) and are not started.
libvirtd itself needs most of the time of a define that it validates, for it reads its schema each time. The verbs of
the port are measured with validation; a create lets libvirt validate once for each form of a guest (decision 0007), and
the same calls are asked in the same way. Everything is compiled first, as pip and a first run leave it.

A call into libvirt cannot be interrupted. Whoever asks makes it himself, and it ends when its connection's socket is
cut ([decision 0010](decisions/0010-a-call-is-ended-by-its-socket.md)): threads that hand calls over to one another
would cost more than the quickest calls.

A refresh meets guests that nobody touched since the `up`. zkvm's provider and its floor are asked for eight operations
at a time, as by the engine on two processors. Where the time of an `up` goes is
[decision 0009](decisions/0009-where-an-up-spends-its-time.md).

A machine that others use, too, is not as fast in one minute as in the next. Verbs and the provider are therefore
measured in laps, and in each lap one after the other. Cells are the best round of all and, in brackets, how many times
the floor's it is: in each lap by the best rounds of that lap, and of the laps the median.
"""
_OUTDATED = """\
**{} of the {} groups of numbers below are older than this description**: they were measured in another way, or of
another zkvm. `make bench-lab` on a quiet machine replaces them.
"""


def main(arguments: list[str]) -> int:
    """0 when the page is written; a bar that is not met is said, and no failure."""
    if arguments:
        raw = json.loads(Path(arguments[0]).read_text("utf-8"))
        RESULTS.write_text(json.dumps(merged(RESULTS, raw), indent=1, sort_keys=True) + "\n", "utf-8")
    results = read_results(RESULTS)
    PAGE.write_text(page(results), "utf-8")
    print("\n".join(_bar_lines(bars(results))))
    return 0


def merged(path: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """The groups of `path`, with those of a raw run in place of theirs: the best round of each of its laps."""
    groups: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    machine = raw["machine_info"]
    measured: dict[str, Any] = {}
    for row in raw["benchmarks"]:
        told = row["extra_info"]
        group = measured.setdefault(row["group"], {"machine": machine, "floors": [], "rows": {}})
        group["floors"] = told["floor"] or group["floors"]
        seconds = told.get("processor", row["stats"]["min"])
        calls = {"calls": told["calls"]} if "calls" in told else {}
        laps = group["rows"].get(told["who"], {}).get("laps", [])
        group["rows"][told["who"]] = {"laps": [*laps, float(f"{seconds:.4g}")], "items": told["items"], **calls}
    return {**groups, **measured}


def page(results: Results) -> str:
    """The whole page."""
    old = sum(group.is_outdated for group in results.groups.values())
    head = f"{_HEAD}\n{_OUTDATED.format(old, len(results.groups))}" if old else _HEAD
    parts = [head, "## Bars", "", *_bar_lines(bars(results)), "", *_loads(results)]
    for title, groups in results.sections():
        parts += [f"## {title}", "", *_section(groups), ""]
    return "\n".join([*parts, *_calls(results)])


def _bar_lines(found: list[Bar]) -> Iterator[str]:
    yield "| bar | limit | measured | |"
    yield "|---|---|---|---|"
    for bar in found:
        yield f"| {bar.says} | {bar.limit} | {bar.measured} | {bar.verdict} |"


def _loads(results: Results) -> Iterator[str]:
    machine = next(iter(results.groups.values())).machine
    loads = [value for group in results.groups.values() for value in group.machine["load"]]
    yield f"{machine['cpus']} processors ({machine['architecture']}), Python {machine['python']}; others worked on the"
    yield f"machine too: its load was between {min(loads)} and {max(loads)} when the runs began and ended."
    yield ""


def _section(groups: dict[str, Group]) -> Iterator[str]:
    who = list(dict.fromkeys(name for group in groups.values() for name in group.rows))
    yield f"| | guests | {' | '.join(who)} |"
    yield "|---|---|" + "---|" * len(who)
    for name, group in groups.items():
        cells = (_cell(group, each) for each in who)
        yield f"| {name} | {group.items} | {' | '.join(cells)} |"


def _cell(group: Group, who: str) -> str:
    seconds, ratio = group.seconds(who), group.ratio(who)
    if seconds is None:
        return ""
    return _time(seconds) + ("" if ratio is None else f" ({ratio:.2f})")


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def _calls(results: Results) -> Iterator[str]:
    yield "## What a host is asked"
    yield ""
    yield "Calls of the port for all guests together, counted on the emulated host."
    yield ""
    yield "| operation | guests | calls |"
    yield "|---|---|---|"
    for name, calls, items in results.calls():
        yield f"| {name} | {items} | {', '.join(f'{verb} {count}' for verb, count in calls.items())} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
