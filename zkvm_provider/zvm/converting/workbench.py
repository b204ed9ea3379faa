"""What the subjects share: the guest under work, the map, the account of lines, and what was made for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.linking import DiskIndex
from zkvm_provider.zvm.directory import Directory
from zkvm_provider.zvm.findings import Fate, Finding, Severity
from zkvm_provider.zvm.ledger import Ledger
from zkvm_provider.zvm.mapping import DEFAULT_POOL, DEFAULT_TARGET, GuestChoice, MapFile
from zkvm_provider.zvm.plan import Call, GuestPlan, Ref, Resource, Said, Value
from zkvm_provider.zvm.virtual_machine import VirtualMachine


@dataclass(slots=True)
class Missing:
    """Map entries that the directory needs and the map has not, each with the lines that need it."""

    _lines: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, path: str, reason: str, line: int) -> None:
        """Note that `path` is missing."""
        lines = self._lines[(path, reason)]
        if line not in lines:
            lines.append(line)

    def faults(self, source: str) -> list[Fault]:
        """All of them, in order of their paths."""
        return [
            Fault(path=f"{source} {path}", reason=f"{reason} ({lines_say(lines)} of the directory)")
            for (path, reason), lines in sorted(self._lines.items())
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Relative and absolute shares of the guests of one host; `is_said` when any has a SHARE statement."""

    relative: float = 0
    absolute: float = 0
    is_said: bool = False


@dataclass(slots=True, kw_only=True)
class World:
    """The directory and its map, and what guests have in common."""

    directory: Directory
    map: MapFile
    ledger: Ledger = field(default_factory=Ledger)
    findings: dict[Finding, None] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)
    made: dict[str, Resource] = field(default_factory=dict)
    users: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    autolog: frozenset[str] = frozenset()
    disks: DiskIndex
    refused: dict[str, str] = field(default_factory=dict)
    """Guests with Linux that could not be converted, and why: nothing is made of their disks."""
    weights: dict[str, Weights] = field(default_factory=lambda: defaultdict(Weights))

    def find(self, severity: Severity, line: int, message: str) -> None:
        """Record something a person should know."""
        self.findings[Finding(severity=severity, line=line, message=message)] = None

    def make(self, resource: Resource, user: str) -> Ref:
        """Use a resource, made at its first use."""
        self.made.setdefault(resource.variable, resource)
        self.users[resource.variable].add(user)
        return Ref(variable=resource.variable)

    def pool(self, name: str, host: str, user: str) -> Value:
        """A pool of a host: a resource of the program, or the name of one that exists."""
        place = self.map.pools.get(name)
        if place is not None and place.existing:
            return name
        target = place.target if place and place.target else DEFAULT_TARGET if name == DEFAULT_POOL else ""
        target = target or f"/var/lib/libvirt/{name}"
        return self._pool(name, host, user, {"target": Said(value=target)})

    def volume_group(self, name: str, host: str, user: str) -> Value:
        """A volume group of a host as a pool."""
        source = Call(cls="PoolSourceArgs", arguments={"volume_group": Said(value=name)})
        return self._pool(name, host, user, {"kind": Said(value="logical"), "source": Said(value=source)})

    def _pool(self, name: str, host: str, user: str, lies: dict[str, Said]) -> Ref:
        suffix = f"-{host}" if host else ""
        arguments = {**host_argument(host), "name": Said(value=name), **lies}
        pool = Resource(
            variable=variable(f"pool-{name}{suffix}"), kind="StoragePool", name=f"{name}{suffix}", arguments=arguments
        )
        self.users[pool.variable].add("everybody")
        return self.make(pool, user)


@dataclass(slots=True, kw_only=True)
class Work:
    """One guest under work."""

    world: World
    machine: VirtualMachine
    choice: GuestChoice
    plan: GuestPlan
    host: str

    def put(self, statement: s.Statement, fate: Fate, note: str = "") -> None:
        """Say what became of a statement of this guest."""
        self.world.ledger.put(statement, fate, note)

    def warn(self, statement: s.Statement, message: str) -> None:
        """A warning about this guest."""
        self.world.find(Severity.WARNING, statement.line, f"{self.plan.key}: {message}")

    def say(self, name: str, value: Value, *statements: s.Statement, note: str = "") -> None:
        """Set an argument of the guest."""
        self.plan.scalars[name] = Said(value=value, lines=lines_of(statements), note=note)

    @property
    def slug(self) -> str:
        """`linux01`, `linux01-member1`: unique in the program, for names of resources."""
        member = "" if self.plan.member in ("", "*") else f"-{self.plan.member}"
        return f"{self.plan.userid}{member}".lower()


def lines_of(statements: Iterable[s.Statement]) -> tuple[int, ...]:
    """The first line of each."""
    return tuple(dict.fromkeys(each.line for each in statements))


def lines_say(lines: Iterable[int]) -> str:
    """`line 9`, `lines 9, 12`; a long list is cut."""
    every = sorted(set(lines))
    shown = ", ".join(str(line) for line in every[:8]) + (", …" if len(every) > 8 else "")
    return f"line {shown}" if len(every) == 1 else f"lines {shown}"


def host_argument(host: str) -> dict[str, Said]:
    """`host=…` where the program knows several hosts."""
    return {"host": Said(value=host)} if host else {}


def variable(text: str) -> str:
    """A Python name that says `text`."""
    made = "".join(each if each.isascii() and each.isalnum() else "_" for each in text.lower())
    return made if made[:1].isalpha() else f"z{made}"


def vdev_text(number: int) -> str:
    """A device number as z/VM writes it: `0200`."""
    return f"{number:04X}"
