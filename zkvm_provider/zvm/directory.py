"""A user directory, read: entries with their statements, and every line accounted for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import read_devices, read_general
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.findings import Finding, Severity
from zkvm_provider.zvm.logical import LogicalLine, logical_lines
from zkvm_provider.zvm.operands import BadOperand, Operands
from zkvm_provider.zvm.source import Source, read_source
from zkvm_provider.zvm.table import BY_NAME, ENTRY_NAMES

READERS: dict[str, Callable[[dict[str, Any], Operands], s.Statement]] = {
    "USER": read_general.user,
    "IDENTITY": read_general.user,
    "SUBCONFIG": read_general.named,
    "PROFILE": read_general.named,
    "DIRECTORY": read_general.unnamed,
    "GLOBALDEFS": read_general.unnamed,
    "BUILD": read_general.build,
    "INCLUDE": read_general.include,
    "MACHINE": read_general.machine,
    "CPU": read_general.cpu,
    "STORAGE": read_general.storage,
    "MAXSTORAGE": read_general.storage,
    "SHARE": read_general.share,
    "IPL": read_general.ipl,
    "LOADDEV": read_general.loaddev,
    "CRYPTO": read_general.crypto,
    "COMMAND": read_general.command,
    "CONSOLE": read_devices.console,
    "SPOOL": read_devices.spool,
    "SPECIAL": read_devices.special,
    "NICDEF": read_devices.nicdef,
    "MDISK": read_devices.mdisk,
    "MINIOPT": read_devices.miniopt,
    "LINK": read_devices.link,
    "DEDICATE": read_devices.dedicate,
}
"""Statements with operands that mean something; every other one of the table is kept as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its head, and the statements (comments too) up to the next head."""

    head: s.Head
    body: tuple[s.Statement, ...] = ()

    @property
    def kind(self) -> str:
        """USER, IDENTITY, SUBCONFIG, PROFILE, DIRECTORY or GLOBALDEFS."""
        return self.head.name

    @property
    def key(self) -> str:
        """Its name."""
        return self.head.key

    @property
    def is_guest(self) -> bool:
        """Whether it defines virtual machines."""
        return self.kind in ("USER", "IDENTITY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A whole directory. `strays` stand in front of the first entry; `count` is the number of lines."""

    name: str
    count: int
    entries: tuple[Entry, ...]
    strays: tuple[s.Statement, ...] = ()
    findings: tuple[Finding, ...] = ()

    def entry(self, kind: str, key: str) -> Entry | None:
        """The first entry of that kind and name."""
        return next((each for each in self.entries if each.kind == kind and each.key == key), None)

    def guest(self, key: str) -> Entry | None:
        """The USER or IDENTITY of that name."""
        return next((each for each in self.entries if each.is_guest and each.key == key), None)

    def statements(self) -> Iterator[s.Statement]:
        """Every statement, comment and blank line in order."""
        yield from self.strays
        for entry in self.entries:
            yield entry.head
            yield from entry.body


def read_directory(data: bytes, *, name: str) -> Directory:
    """Read a source directory. Raises InvalidInput when it is not one; faults of statements become findings."""
    source = read_source(data, name=name)
    strays: list[s.Statement] = []
    heads: list[s.Head] = []
    bodies: list[list[s.Statement]] = []
    findings: list[Finding] = [*_about(source)]
    for logical in logical_lines(source.lines):
        statement = read_statement(logical)
        findings += _about_statement(statement)
        if isinstance(statement, s.Head):
            heads.append(statement)
            bodies.append([])
        else:
            (bodies[-1] if bodies else strays).append(statement)
    entries = tuple(Entry(head=head, body=tuple(body)) for head, body in zip(heads, bodies, strict=True))
    return Directory(
        name=name, count=len(source.lines), entries=entries, strays=tuple(strays), findings=tuple(findings)
    )


def read_statement(logical: LogicalLine) -> s.Statement:
    """One statement, typed; what cannot be read is `Faulty`, what is not known `Unknown`."""
    common: dict[str, Any] = {"lines": logical.lines, "name": logical.name, "text": logical.text}
    if not logical.name:
        return s.Blank(**common)
    if logical.name == "*":
        return s.Comment(**common, is_dirmaint=logical.text.startswith("*DVH") or logical.text[3:5] == "= ")
    if logical.name == "?":
        near = difflib.get_close_matches(logical.words[0].text[:12], list(BY_NAME), n=1, cutoff=0.7)
        return s.Unknown(**common, guess=near[0] if near else "")
    if logical.fault and logical.name not in ENTRY_NAMES:
        return s.Faulty(**common, reason=logical.fault)
    words = Operands(logical.words[1:])
    try:
        return READERS.get(logical.name, read_general.other)(common, words)
    except BadOperand as bad:
        if logical.name in ENTRY_NAMES:
            key = logical.words[1].text[:8] if len(logical.words) > 1 else "?"
            return s.Head(**common, key=key, fault=str(bad))
        return s.Faulty(**common, reason=str(bad))


def _about(source: Source) -> Iterator[Finding]:
    if source.has_sequence:
        message = "columns 73 to 80 hold sequence numbers on its lines; they were taken off"
        yield Finding(severity=Severity.NOTE, line=0, message=message)


def _about_statement(statement: s.Statement) -> Iterator[Finding]:
    match statement:
        case s.Head() if statement.fault:
            yield Finding(severity=Severity.ERROR, line=statement.line, message=f"{statement.name}: {statement.fault}")
        case s.Faulty():
            message = f"{statement.name}: {statement.reason}"
            yield Finding(severity=Severity.ERROR, line=statement.line, message=message)
        case s.Unknown():
            keyword = statement.text.split(" ", 1)[0]
            hint = f"; did you mean {statement.guess}?" if statement.guess else ""
            message = f"{keyword!r} is no statement of the user directory{hint}"
            yield Finding(severity=Severity.WARNING, line=statement.line, message=message)
