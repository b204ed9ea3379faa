"""What an operator may do to an emulator store from outside: look, reset, read its log, turn its knobs.

Also the guest's own side: tests and demonstrations can let a guest power off, reboot or crash by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.emulated import archive, migrating, power, restarting
from zkvm_provider.hypervisor.emulated.inventory import (
    default_inventory_text,
    machine_id,
    parse_inventory,
)
from zkvm_provider.hypervisor.emulated.lifecycle import Act, Pace
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.emulated.store import Store
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef

GUEST_ACTS = {"poweroff": Act.GUEST_POWEROFF, "reboot": Act.GUEST_REBOOT, "crash": Act.GUEST_CRASH}
"""What a guest can do by itself, by the operator's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDescription:
    """A host of the store and how many objects it holds."""

    host: str
    machine_id: str
    domains: int
    active_domains: int
    networks: int
    pools: int
    volumes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One mutating verb: its number in the store, when, on which host and object, and how it ended."""

    number: int
    time_s: float
    host: str
    verb: str
    object: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event in the words of libvirt's callbacks."""

    number: int
    time_s: float
    host: str
    object: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """A setting of the emulated behaviour; `domain` is empty where it holds for the whole host."""

    host: str
    domain: str
    name: str
    value: str


def _yes_or_no(value: str) -> None:
    if value not in {"yes", "no"}:
        raise ValueError(f"expected yes or no, got {value!r}")


KNOBS: dict[str, tuple[Callable[[str], object], str]] = {
    power.BOOT_PACE: (Pace.parse, "when a started guest's system and its balloon driver are up"),
    power.SHUTDOWN_PACE: (Pace.parse, "when a guest that was asked to shut down is off"),
    migrating.PACE: (Pace.parse, "when a guest that is migrated has left this host"),
    power.IGNORES_SHUTDOWN: (_yes_or_no, "whether a guest ignores the request to shut down"),
}
"""Every knob: what checks its value, and what it does."""


class Administration:
    """An operator at one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self._clock = clock

    def describe(self) -> tuple[HostDescription, ...]:
        """Every host with its counts, by name."""
        with self.store.read() as db:
            rows = db.execute(
                "SELECT host,"
                " (SELECT count(*) FROM domains WHERE domains.host = hosts.host) AS domains,"
                " (SELECT count(live_xml) FROM domains WHERE domains.host = hosts.host) AS active_domains,"
                " (SELECT count(*) FROM networks WHERE networks.host = hosts.host) AS networks,"
                " (SELECT count(*) FROM pools WHERE pools.host = hosts.host) AS pools,"
                " (SELECT count(*) FROM volumes WHERE volumes.host = hosts.host) AS volumes"
                " FROM hosts ORDER BY host"
            ).fetchall()
        return tuple(HostDescription(machine_id=machine_id(self.store.seed, row["host"]), **row) for row in rows)

    def reset(self, host: str = "", *, seed: str = "", inventory: str = "") -> None:
        """Make one host new, or (without `host`) every host of the store, which may get another seed.

        A host keeps its inventory, unless `inventory` (YAML text) gives it another one.
        """
        if inventory:
            parse_inventory(inventory)
        if seed and host:
            raise InvalidInput.at("seed", "the seed is the store's; reset the whole store to change it")
        if host:
            self.store.renew(host, inventory or self.inventory(host))
        else:
            self.store.erase(seed)

    def inventory(self, host: str) -> str:
        """The YAML text a host was made from."""
        with self.store.read() as db:
            row = db.execute("SELECT inventory FROM hosts WHERE host = ?", (host,)).fetchone()
        return default_inventory_text() if row is None else str(row["inventory"])

    def log(self, host: str = "", *, after: int = 0) -> tuple[JournalRow, ...]:
        """The verb journal in order, of one host or of all, from behind the number `after`."""
        with self.store.read() as db:
            rows = db.execute(
                "SELECT * FROM journal WHERE number > ? AND ? IN (host, '') ORDER BY number", (after, host)
            ).fetchall()
        return tuple(JournalRow(**row) for row in rows)

    def events(self, host: str = "", *, after: int = 0) -> tuple[EventRow, ...]:
        """The events in order, of one host or of all, from behind the number `after`."""
        with self.store.read() as db:
            rows = db.execute(
                "SELECT * FROM events WHERE number > ? AND ? IN (host, '') ORDER BY number", (after, host)
            ).fetchall()
        return tuple(EventRow(**row) for row in rows)

    def knobs(self, host: str = "") -> tuple[Knob, ...]:
        """The knobs that were turned."""
        with self.store.read() as db:
            rows = db.execute(
                "SELECT * FROM knobs WHERE ? IN (host, '') ORDER BY host, domain, name", (host,)
            ).fetchall()
        return tuple(Knob(**row) for row in rows)

    def turn(self, host: str, name: str, value: str, *, domain: str = "") -> None:
        """Set a knob of a host, or of one domain on it. Raises `InvalidInput` for an unknown knob or value."""
        if name not in KNOBS:
            raise InvalidInput.at("knob", f"there is no knob {name!r}; there are {', '.join(sorted(KNOBS))}")
        try:
            KNOBS[name][0](value)
        except ValueError as failure:
            raise InvalidInput.at(name, str(failure)) from failure
        with self.store.write() as db:
            db.execute("INSERT OR REPLACE INTO knobs VALUES (?, ?, ?, ?)", (host, domain, name, value))

    def act_as_guest(self, host: str, domain: str, wanted: str) -> None:
        """Let a running guest `poweroff`, `reboot` or `crash` by itself (no verb: the journal says `guest`)."""
        if wanted not in GUEST_ACTS:
            raise InvalidInput.at("guest", f"expected one of {', '.join(GUEST_ACTS)}, got {wanted!r}")
        ref = ObjectRef(kind=ObjectKind.DOMAIN, name=domain)
        session = Session(self.store, host, self._clock, create=False)
        with session.verb(f"guest {wanted}", str(ref)) as tx:
            power.guest_acts(tx, tx.find(ref), GUEST_ACTS[wanted])

    def restart_host(self, host: str) -> None:
        """Cut the host's power and let it come up again (no verb: the journal says `host restart`)."""
        with Session(self.store, host, self._clock, create=False).verb("host restart", f"host '{host}'") as tx:
            restarting.restart(tx)

    def export(self, *, definitions: bool = False) -> str:
        """The whole store as text (`archive.py`); `definitions` leaves out what every run does differently."""
        return archive.export(self.store, definitions=definitions)

    def restore(self, text: str, *, source: str) -> None:
        """Make the store what an export says. Raises InvalidInput; then nothing was changed."""
        archive.restore(self.store, text, source=source)

    def dump(self) -> str:
        """The whole store as text, for comparing two of them."""
        return self.store.dump()
