"""The page "what the emulator can do": its tables as they are, and its score, measured while the page is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zkvm_provider.fidelity.cases import Family
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.fidelity.run import run
from zkvm_provider.fidelity.score import Column, Score
from zkvm_provider.hypervisor import emulated
from zkvm_provider.hypervisor.contents import VolumeContents
from zkvm_provider.hypervisor.emulated import administration
from zkvm_provider.hypervisor.emulated.domain import families
from zkvm_provider.hypervisor.emulated.domain.family import Family as DeviceFamily
from zkvm_provider.hypervisor.emulated.domain.plugging import NEVER_LIVE
from zkvm_provider.hypervisor.emulated.domain.shape import Shape
from zkvm_provider.hypervisor.emulated.network import forward
from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS as POOLS
from zkvm_provider.hypervisor.emulated.profile import PROFILES
from zkvm_provider.hypervisor.emulated.refusals import LEAD
from zkvm_provider.hypervisor.emulated.volume import formats
from zkvm_provider.hypervisor.files import HostFiles
from zkvm_provider.hypervisor.lvm import LvmDevices
from zkvm_provider.hypervisor.port import MUTATING_VERBS, ErrorCode, HostDevices, Hypervisor
from zkvm_provider.hypervisor.san import SanDevices
from zkvm_provider.wiring import scratch_machine

RECORDED = Path(__file__).resolve().parents[3] / "tests" / "fidelity"

_HEAD = """# What the emulator can do

`emulated:` is a host of IBM Z on a SQLite file: it takes libvirt's XML, answers in libvirt's canonical form, and
refuses with libvirt's codes and words. This page is made from its own tables; the score is measured each time.
"""

_NOT_CAPTURED = """## Not captured

What the emulator answers comes from captures of a real libvirt, on a machine that runs s390x guests without KVM. Of
the following there was no capture; the emulator does what is said here, and no score covers it.

| subject | what the emulator does |
|---|---|
| Canonical form under KVM (libvirt is believed to write a host-model `<cpu>`) | writes no `<cpu>`, as in the talk |
| Start under KVM: CPU models, key wrapping, Secure Execution | judges by the inventory and the profile |
| Pass-through of real devices: vfio-ccw, vfio-ap, zPCI | the inventory says what there is; no I/O takes place |
| Other versions of libvirt and QEMU | one profile, the captured pair |
| Live migration | libvirt's phases and refusals, between hosts of one store; memory is not transferred |
| Owners and modes of files | root's, readable by all, but for the inventory's `permissions`; no ACLs, no confinement |
| Snapshots, checkpoints, backup, managed save | no verb for them |
| The time that things take | nothing takes time but what a knob says; memory and processors are not worked off |
| What runs inside a guest | a guest boots, shuts down, reboots and crashes; its console shows a short boot log |
"""


@cache
def emulator_page() -> str:
    """The whole page; the score is measured once a process."""
    parts = [_HEAD, *_fidelity(_score()), *_profiles(), *_verbs(), *_devices(), *_sections(), *_networks()]
    return "\n".join([*parts, *_storage(), *_refusals(), *_knobs(), _NOT_CAPTURED])


def _score() -> Score:
    with TemporaryDirectory() as folder:
        return run(RECORDED, lambda: scratch_machine(Path(folder), inventory_text()))


def _fidelity(score: Score) -> Iterator[str]:
    yield "## How truly it answers"
    yield ""
    yield "Of how many recorded answers of a real libvirt it gives the same (`make fidelity` tells the numbers)."
    yield ""
    yield from _table(["", *(column.value for column in Column)], _score_rows(score))
    if score.different:
        yield "`zkvm fidelity tests/fidelity` shows each answer that differs."
        yield ""


def _score_rows(score: Score) -> Iterator[list[str]]:
    for family in Family:
        counts = [score.of(family, column) for column in Column]
        if any(total for _, total in counts):
            cells = (f"{100 * same // total} %" if total else "" for same, total in counts)
            yield [family.value, *cells]


def _profiles() -> Iterator[str]:
    yield "## Versions"
    yield ""
    head = ["profile", "libvirt", "QEMU", "default machine", "CPU models without KVM"]
    rows = (
        [
            f"`{each.name}`",
            each.libvirt_version,
            each.qemu_version,
            f"`{each.default_machine}`",
            _code(each.tcg_cpu_models),
        ]
        for each in PROFILES
    )
    yield from _table(head, rows)


def _verbs() -> Iterator[str]:
    yield "## Verbs"
    yield ""
    yield "All verbs of the port. One verb is one transaction: it takes effect as a whole, or refuses and has none."
    yield ""
    rows = ([f"`{name}`", "yes" if name in MUTATING_VERBS else "", doc] for name, doc in _port_verbs())
    yield from _table(["verb", "changes something", "does"], rows)


def _port_verbs() -> Iterator[tuple[str, str]]:
    for protocol in (Hypervisor, VolumeContents, HostDevices, HostFiles, LvmDevices, SanDevices):
        for name, member in vars(protocol).items():
            if not name.startswith("_") and callable(member):
                yield name, _sentence(member.__doc__ or "")


def _devices() -> Iterator[str]:
    yield "## Devices of a domain"
    yield ""
    yield "Read and written back as libvirt does; what QEMU for s390x has not is refused as libvirt refuses it."
    yield "*Known* counts the elements and attributes inside; *yes* holds for the kinds that libvirt can plug."
    yield ""
    rows = (
        [
            f"`{each.tag}`",
            str(_size(each.shape)),
            _yes(each.tag not in NEVER_LIVE),
            _yes(each.unplug),
            _yes(_is_updated(each)),
        ]
        for each in families.FAMILIES
    )
    yield from _table(["element", "known", "attached while running", "detached while running", "updated"], rows)


def _is_updated(family: DeviceFamily) -> bool:
    return family.update is not DeviceFamily.__dataclass_fields__["update"].default


def _sections() -> Iterator[str]:
    shapes = [shape for section in families.SECTIONS for shape in section.shapes]
    yield "## Sections of a domain"
    yield ""
    yield (
        "Outside `<devices>` it knows: "
        + _code(shape.tag for shape in shapes)
        + f" ({sum(map(_size, shapes))} in all)."
    )
    yield ""


def _networks() -> Iterator[str]:
    yield "## Networks"
    yield ""
    yield f"Forward modes: {_code(forward.MODES)}."
    yield "Bridges, VLANs, portgroups, DHCP, DNS, bandwidth and routes are checked and written as libvirt does; a"
    yield "started network's bridge is there for others, but no packet moves."
    yield ""


def _storage() -> Iterator[str]:
    yield "## Storage"
    yield ""
    rows = (
        [f"`{name}`", _yes(kind.is_installed), _code(sorted(kind.source)), _code(kind.formats)]
        for name, kind in POOLS.items()
    )
    yield from _table(["pool", "can be used", "source", "formats"], rows)
    yield "A pool that cannot be used has no package on the captured host either, and is refused in the same words."
    yield f"Volumes are made as {_code(sorted(formats.MAKEABLE))}; sizes, backing chains and `qemu-img info` follow"
    yield "qemu-img 7.2. No data are kept."
    yield ""


def _refusals() -> Iterator[str]:
    source = "\n".join(path.read_text("utf-8") for path in sorted(Path(emulated.__path__[0]).rglob("*.py")))
    used = Counter(re.findall(r"ErrorCode\.([A-Z_]+)", source))
    known = sorted((code for code in ErrorCode if used[code.name]), key=int)
    yield "## Refusals"
    yield ""
    yield "libvirt's error codes that it uses (virErrorNumber), with libvirt's words for each."
    yield ""
    words = {code: lead.strip(": ") for code, lead in LEAD.items()}
    yield from _table(
        ["code", "name", "words"], ([str(int(code)), f"`{code.name}`", words.get(code, "")] for code in known)
    )


def _knobs() -> Iterator[str]:
    yield "## Knobs"
    yield ""
    yield "How the emulated guests behave, for a host or for one domain (`zkvm emulator show`)."
    yield ""
    yield from _table(["knob", "says"], ([f"`{name}`", text] for name, (_, text) in administration.KNOBS.items()))
    yield f"A guest can be made to act by itself: {_code(administration.GUEST_ACTS)}."
    yield ""


def _size(shape: Shape) -> int:
    """Elements and attributes in the element, the element itself left out."""
    return len(shape.attributes) + sum(1 + _size(child) for child in shape.children)


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _code(words: Iterable[Any]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _sentence(doc: str) -> str:
    """The first sentence of a docstring, on one line."""
    return " ".join(doc.split()).split(". ")[0].rstrip(".") + "."
