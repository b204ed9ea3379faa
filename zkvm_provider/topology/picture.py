"""What the picture shows, as values. Nothing here knows how it is drawn.

Keys are unique in a picture (`1/network/lan` is the network `lan` of the first host) and name the ends of ties. No
field holds XML, a boot parameter or anything else that may be secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.units import about_size


class Tone(StrEnum):
    """How a thing is, for its colour."""

    RUNNING = "running"
    PAUSED = "paused"
    OFF = "off"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A libvirt network, or (`is_direct`) a device of the host that guests use without one.

    `kind` is `macvtap`, `bridge`, `Open vSwitch`, `nat`, …; `carrier` is its uplinks or its bridge; `vlans` are its own
    VLANs and one line for each portgroup.
    """

    key: str
    name: str
    kind: str
    carrier: str
    tone: Tone
    vlans: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    is_direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume of a pool."""

    name: str
    format: str
    capacity_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A storage pool; `place` is its folder, volume group or target. Sizes are 0 while it is not active."""

    key: str
    name: str
    kind: str
    place: str
    tone: Tone
    capacity_bytes: int
    available_bytes: int
    volumes: tuple[Volume, ...]

    @property
    def used_percent(self) -> int:
        used = self.capacity_bytes - self.available_bytes
        return round(100 * used / self.capacity_bytes) if self.capacity_bytes else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A DASD or a SCSI LUN of the host. `paths` are the FCP devices and ports that lead to a LUN."""

    key: str
    name: str
    kind: str
    says: str
    tone: Tone
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a guest hangs on. `key` is that of a network, pool or device, empty for what the picture has no box for."""

    name: str
    label: str
    is_network: bool
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A guest. `state` is virsh's word; memory in bytes; `pending` waits for its next start, in words."""

    key: str
    name: str
    state: str
    tone: Tone
    memory_bytes: int
    vcpus: int
    autostart: bool
    persistent: bool = True
    ties: tuple[Tie, ...] = ()
    pending: tuple[str, ...] = ()
    note: str = ""
    """Why it is not told in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host. `fault` says why it could not be asked: then it has nothing. `notes` say what could not be looked at."""

    key: str
    name: str
    uri: str
    says: str = ""
    memory_bytes: int = 0
    networks: tuple[Network, ...] = ()
    pools: tuple[Pool, ...] = ()
    devices: tuple[Device, ...] = ()
    guests: tuple[Guest, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str = ""

    def users_of(self, key: str) -> tuple[str, ...]:
        """Names of the guests that hang on something, by its key."""
        return tuple(each.name for each in self.guests if any(tie.key == key for tie in each.ties))

    @property
    def pending(self) -> int:
        """How many of its networks and guests wait for something."""
        every: tuple[Network | Guest, ...] = (*self.networks, *self.guests)
        return sum(1 for each in every if each.pending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Every host, in the order they were named."""

    hosts: tuple[Host, ...]

    @property
    def keys(self) -> Iterator[str]:
        """Every object of the picture, once."""
        for host in self.hosts:
            yield host.key
            inside: tuple[Network | Guest | Pool | Device, ...]
            inside = (*host.networks, *host.guests, *host.pools, *host.devices)
            yield from (each.key for each in inside)


def summary(host: Host) -> str:
    """One line about a host's guests: `3 guests: 2 running, 1 off; 1 with pending changes`."""
    if host.fault:
        return "not reached"
    counts = {tone: sum(1 for each in host.guests if each.tone is tone) for tone in Tone}
    told = ", ".join(f"{count} {tone.value}" for tone, count in counts.items() if count)
    number = len(host.guests)
    text = f"{number} guest{'' if number == 1 else 's'}" + (f": {told}" if told else "")
    return f"{text}; {host.pending} with pending changes" if host.pending else text


def facts_of(guest: Guest) -> str:
    """`running · 1 GiB · 2 vCPUs · autostart`."""
    words = [guest.state]
    if guest.memory_bytes:
        words += [about_size(guest.memory_bytes), f"{guest.vcpus} vCPU{'' if guest.vcpus == 1 else 's'}"]
    words += ["autostart"] if guest.autostart else []
    words += [] if guest.persistent else ["transient"]
    return " · ".join(words)
