"""The `.ins` file: which files the HMC loads, and where in memory each goes.

`* text` is a comment; every other line is `FILE 0xADDRESS`, the file by its path from the folder of the `.ins` file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from zkvm_provider.dataclass import dataclass
from zkvm_provider.install.addrsize import lint_addrsize
from zkvm_provider.install.finding import Look, Notes, decoded
from zkvm_provider.install.layout import ADDRSIZE_ADDRESS, KERNEL_ADDRESS, PARM_ADDRESS

_ADDRESS = re.compile(r"0x([0-9a-fA-F]{1,8})")
_PARM_NAMES = (".prm", ".parm", ".parmfile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One file to load. `line` is where the `.ins` file says so, 0 for one that is yet to be written."""

    path: str
    address: int
    line: int = 0


def render_ins(comment: str, loads: Iterable[Load]) -> str:
    """The text: the comment, then one line a file, addresses with eight digits as the HMC's manuals print them."""
    head = [f"* {comment}"] if comment else []
    return "\n".join([*head, *(f"{load.path} 0x{load.address:08x}" for load in loads)]) + "\n"


def parse_ins(text: str, notes: Notes) -> tuple[Load, ...]:
    """Every line that can be read; the others are findings."""
    loads: list[Load] = []
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.split()
        if not words or words[0].startswith("*"):
            continue
        if len(words) != 2:
            notes.error(number, f"expected FILE 0xADDRESS, or a comment that starts with *, got {len(words)} words")
            continue
        address = _ADDRESS.fullmatch(words[1])
        if address is None:
            notes.error(number, f"{_shown(words[1])} is no address; write 0x and up to eight hex digits")
            continue
        loads.append(Load(path=words[0], address=int(address[1], 16), line=number))
    return tuple(loads)


def lint_ins(content: bytes, notes: Notes, look: Look | None) -> tuple[Load, ...]:
    """Check an `.ins` file; with `look` also the files it names. Answers what it loads."""
    text = decoded(content, notes)
    if notes.found:
        return ()
    loads = parse_ins(text, notes)
    if notes.found:
        return loads  # what the file loads as a whole is not known
    if not loads:
        notes.error(0, "loads nothing; it needs one line `FILE 0xADDRESS` for each file")
        return loads
    _lint_paths(loads, notes)
    _lint_roles(loads, notes)
    if look is not None:
        _lint_files(loads, notes, look)
    return loads


def role_of(load: Load) -> str:
    """`kernel`, `initrd`, `parm` or `addrsize`: by the address, and by the name where the address is no fixed one."""
    fixed = {KERNEL_ADDRESS: "kernel", PARM_ADDRESS: "parm", ADDRSIZE_ADDRESS: "addrsize"}
    return fixed.get(load.address) or _role_by_name(load.path) or "initrd"


def _role_by_name(path: str) -> str:
    name = path.lower()
    if name.endswith(_PARM_NAMES):
        return "parm"
    return "addrsize" if name.endswith("addrsize") else ""


def _lint_paths(loads: tuple[Load, ...], notes: Notes) -> None:
    seen: dict[str, int] = {}
    for load in loads:
        if load.path.startswith("/"):
            notes.error(load.line, "is an absolute path; files are named from the folder of the .ins file")
        elif not _stays_inside(load.path):
            notes.error(load.line, "leaves the folder of the .ins file by `..`, where the HMC does not look")
        if load.path in seen:
            notes.error(load.line, f"{load.path} is loaded already by line {seen[load.path]}")
        seen.setdefault(load.path, load.line)


def _stays_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")


def _lint_roles(loads: tuple[Load, ...], notes: Notes) -> None:
    wanted = {"parm": PARM_ADDRESS, "addrsize": ADDRSIZE_ADDRESS}
    what = {"parm": "kernel looks for its parameters", "addrsize": "kernel looks for the initrd's address and size"}
    for load in loads:
        role = _role_by_name(load.path)
        if role and load.address != wanted[role]:
            reason = f"{load.path} goes to 0x{load.address:08x}, but the {what[role]} at 0x{wanted[role]:08x}"
            notes.error(load.line, reason)
    roles = [role_of(load) for load in loads]
    if "kernel" not in roles:
        notes.error(0, "loads no kernel: nothing goes to 0x00000000")
    if "initrd" in roles and "addrsize" not in roles:
        notes.error(0, "loads an initrd, but nothing to 0x00010408, where the kernel looks for its address and size")
    if "addrsize" in roles and "initrd" not in roles:
        notes.error(0, "loads an addrsize file, but no initrd")
    if "parm" not in roles:
        notes.warn(0, "loads no parameter file to 0x00010480: the kernel starts with its built-in parameters")
    if "kernel" in roles:
        for load, role in list(zip(loads, roles, strict=True))[: roles.index("kernel")]:
            if role in ("parm", "addrsize"):
                notes.warn(
                    load.line, f"{load.path} comes before the kernel, whose image covers that place; list it after"
                )


def _lint_files(loads: tuple[Load, ...], notes: Notes, look: Look) -> None:
    contents = {load: look(load.path) for load in loads if _stays_inside(load.path)}
    for load, content in contents.items():
        if content is None:
            notes.error(load.line, f"{load.path} is not there")
        elif not content and role_of(load) != "parm":
            notes.error(load.line, f"{load.path} is empty")
    images = [(load, len(content)) for load, content in contents.items() if content is not None]
    _lint_overlaps([each for each in images if role_of(each[0]) in ("kernel", "initrd")], notes)
    initrd = next((load for load in loads if role_of(load) == "initrd"), None)
    for load, content in contents.items():
        if role_of(load) == "addrsize" and content is not None:
            inner = Notes.of(load.path)
            told = contents.get(initrd) if initrd else None
            size = len(told) if told is not None else None
            lint_addrsize(content, inner, address=initrd.address if initrd else None, size=size)
            for finding in inner.found:
                notes.error(load.line, f"{load.path} {finding.message}")


def _lint_overlaps(images: list[tuple[Load, int]], notes: Notes) -> None:
    """Images that lie on each other. The small areas inside the kernel's image are meant to cover it."""
    images.sort(key=lambda each: each[0].address)
    for (lower, size), (upper, _) in pairwise(images):
        end = lower.address + size
        if end > upper.address:
            reason = f"{lower.path} ends at 0x{end:08x} and covers {upper.path} at 0x{upper.address:08x}"
            notes.error(upper.line, f"{reason}; load {upper.path} further up")


def _shown(word: str) -> str:
    return repr(word if len(word) <= 40 else word[:39] + "…")
