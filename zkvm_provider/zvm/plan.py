"""What the program will say: resources, guests and profiles as data, each value with the lines it comes from."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A variable of the program, or an attribute of one."""

    variable: str
    attribute: str = ""


Value: TypeAlias = "str | int | bool | Ref | Call | tuple[Value, ...] | dict[str, str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value with the directory lines it comes from, and a word about it for the program's comment."""

    value: Value
    lines: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A class of the SDK with its arguments, for instance `BootArgs`."""

    cls: str
    arguments: dict[str, Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One element of a guest's list `disks`, `interfaces`, …: its class and arguments, `name` among them."""

    cls: str
    arguments: dict[str, Said]
    lines: tuple[int, ...]
    comment: str = ""

    @property
    def name(self) -> str:
        """Its name in the guest."""
        return str(self.arguments["name"].value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource other than a guest: `variable = zkvm.KIND(name, …)`. `comment` stands above it.

    It is made after the resources it `depends` on.
    """

    variable: str
    kind: str
    name: str
    arguments: dict[str, Said]
    comment: str = ""
    depends: tuple[Ref, ...] = ()


@dataclass(slots=True, kw_only=True)
class GuestPlan:
    """One guest. `scalars` and `devices` are arguments of `zkvm.Guest`; `resources` are made in its own file."""

    userid: str
    member: str
    variable: str
    lines: tuple[int, ...]
    profile: str = ""
    scalars: dict[str, Said] = field(default_factory=dict)
    devices: dict[str, list[Device]] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)

    @property
    def key(self) -> str:
        """`LINUX01`, or `LINUX01 on MEMBER1`."""
        return f"{self.userid} on {self.member}" if self.member else self.userid

    def add(self, family: str, device: Device) -> None:
        """Hang a device into the list `family`."""
        self.devices.setdefault(family, []).append(device)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPlan:
    """The whole program. `hosts` maps a name to a URI; `shared` resources are used by several guests."""

    directory: str
    project: str
    stack: str
    hosts: dict[str, str]
    host: str
    guests: tuple[GuestPlan, ...]
    shared: tuple[Resource, ...]
    profiles: dict[str, int]
