"""Starting, stopping and what guests do by themselves: the lifecycle table carried out on rows.

What takes time on a real machine (a boot, a shutdown the guest was asked for) is a row in `transitions`; whoever
looks at the host later carries out what is due.
"""

from __future__ import annotations

import sqlite3

from zkvm_provider.errors import Bug
from zkvm_provider.hypervisor.emulated import channels, domain, migrating
from zkvm_provider.hypervisor.emulated.lifecycle import (
    PRESERVED,
    TABLE,
    Act,
    Ask,
    Move,
    Nothing,
    Pace,
    Refusal,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import has_operating_system, note_installation
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.emulated.views import DomainView
from zkvm_provider.hypervisor.port import PowerState

SHUTDOWN_PACE = "shutdown"
BOOT_PACE = "boot"
IGNORES_SHUTDOWN = "ignores-shutdown"


def act(tx: Transaction, row: sqlite3.Row, wanted: Act) -> None:
    """Do `wanted` to the domain of `row`. Raises libvirt's refusal where its state does not allow it."""
    match TABLE[PowerState(row["state"]), wanted]:
        case Refusal() as no:
            raise refusal(no.code, no.domain, no.text)
        case Move() as move if wanted in {Act.START, Act.START_PAUSED}:
            _start(tx, row, move)
        case Move() as move:
            _move(tx, row, move)
        case Ask():
            _ask_to_shut_down(tx, row)
        case Nothing():
            pass


def guest_acts(tx: Transaction, row: sqlite3.Row, wanted: Act) -> None:
    """The guest powers off, reboots or crashes by itself; `on_poweroff`, `on_reboot`, `on_crash` decide the rest."""
    xml = row["live_xml"] or ""
    if wanted is Act.GUEST_POWEROFF and "<on_poweroff>restart<" in xml:
        wanted = Act.GUEST_REBOOT
    elif wanted is Act.GUEST_REBOOT and "<on_reboot>destroy<" in xml:
        wanted = Act.GUEST_POWEROFF
    outcome = TABLE[PowerState(row["state"]), wanted]
    if wanted is Act.GUEST_CRASH and isinstance(outcome, Move):
        if "<on_crash>preserve<" in xml:
            _move(tx, row, PRESERVED)
            return
        if "restart</on_crash>" in xml:
            tx.emit(row["name"], "CRASHED", "PANICKED")
            wanted = Act.GUEST_REBOOT
    act(tx, row, wanted)


def lose(tx: Transaction, row: sqlite3.Row) -> None:
    """The host's power is cut: QEMU ends without a word, and nobody knows why."""
    _move(tx, row, Move(state=PowerState.SHUTOFF, reason="unknown"))


def settle(tx: Transaction, *, is_look: bool) -> None:
    """Carry out every transition that is due by the clock, or by the number of looks."""
    migrating.settle_arrivals(tx)
    if is_look:
        sql = "UPDATE transitions SET looks_left = looks_left - 1 WHERE host = ? AND looks_left > 0"
        tx.run(sql, tx.host)
    due = tx.rows(
        "SELECT uuid, kind FROM transitions WHERE host = ? AND (due_s <= ? OR looks_left <= 0)"
        " ORDER BY due_s, kind, uuid",
        tx.host,
        tx.now_s,
    )
    for transition in due:
        if transition["kind"] == migrating.PACE:
            migrating.finish(tx, transition["uuid"])
            continue
        row = _again(tx, transition["uuid"])
        if row["state"] != PowerState.RUNNING.value:
            continue  # a paused guest does nothing; it goes on when it is resumed
        _drop(tx, transition["uuid"], transition["kind"])
        if transition["kind"] == BOOT_PACE:
            _finish_boot(tx, row)
        else:
            guest_acts(tx, row, Act.GUEST_POWEROFF)


def has_due(tx: Transaction) -> bool:
    """Whether `settle` would have something to do at this look."""
    row = tx.one(
        "SELECT 1 FROM transitions WHERE host = ? AND (due_s <= ? OR looks_left IS NOT NULL)", tx.host, tx.now_s
    )
    return row is not None or migrating.has_arrivals(tx)


def follow_balloon(tx: Transaction, row: sqlite3.Row, target_kib: int) -> None:
    """The guest's driver brings the current memory to the target, if there is a driver yet."""
    tx.change("domains", row["uuid"], balloon_target_kib=target_kib)
    if not row["driver_is_up"] or row["current_memory_kib"] == target_kib:
        return
    live = domain.set_memory(row["live_xml"], target_kib, live=True)
    tx.change("domains", row["uuid"], live_xml=live, current_memory_kib=target_kib)
    tx.emit(row["name"], "BALLOON", str(target_kib))


def _start(tx: Transaction, row: sqlite3.Row, move: Move) -> None:
    uuid, number = row["uuid"], tx.count("domain_id", 1)
    live = domain.start(row["config_xml"], world=DomainView(tx, uuid), domain_id=number, profile=tx.profile)
    facts = domain.describe(live)
    tx.change(
        "domains",
        uuid,
        live_xml=live,
        domain_id=number,
        max_memory_kib=facts.memory_kib,
        current_memory_kib=facts.memory_kib,
        vcpus=facts.vcpus_current,
        vcpus_max=facts.vcpus_max,
        balloon_target_kib=min(row["current_memory_kib"], facts.memory_kib),
        started_s=tx.now_s,
    )
    channels.lay_out(tx, uuid, live)
    _move(tx, row, move)


def _move(tx: Transaction, row: sqlite3.Row, move: Move) -> None:
    uuid = row["uuid"]
    tx.change("domains", uuid, state=move.state.value, reason=move.reason)
    for event, detail in move.events:
        tx.emit(row["name"], event, detail)
    if not move.state.is_active:
        _switch_off(tx, row)
        return
    now = _again(tx, uuid)
    if any(event == "REBOOT" for event, _ in move.events):
        now = _restart_system(tx, now)
    was_crashed = row["state"] == PowerState.CRASHED.value  # a panicked guest that is resumed does not boot
    if move.state is PowerState.RUNNING and not now["os_is_up"] and not was_crashed:
        _begin_boot(tx, now)
    elif move.state is PowerState.CRASHED:
        tx.change("domains", uuid, os_is_up=0, driver_is_up=0)


def _switch_off(tx: Transaction, row: sqlite3.Row) -> None:
    """QEMU is gone: a transient domain with it, a persistent one falls back to its configuration."""
    uuid = row["uuid"]
    migrating.guest_is_off(tx, row)
    channels.forget(tx, uuid)
    tx.run("DELETE FROM transitions WHERE host = ? AND uuid = ?", tx.host, uuid)
    tx.run("DELETE FROM allocations WHERE host = ? AND uuid = ?", tx.host, uuid)
    if not row["persistent"]:
        tx.run("DELETE FROM domains WHERE host = ? AND uuid = ?", tx.host, uuid)
        return
    facts = domain.describe(row["config_xml"])
    tx.change(
        "domains",
        uuid,
        live_xml=None,
        domain_id=None,
        max_memory_kib=facts.memory_kib,
        current_memory_kib=facts.current_memory_kib,
        vcpus=facts.vcpus_current,
        vcpus_max=facts.vcpus_max,
        balloon_target_kib=None,
        os_is_up=0,
        driver_is_up=0,
        started_s=None,
    )


def _restart_system(tx: Transaction, row: sqlite3.Row) -> sqlite3.Row:
    """The same QEMU boots again: its balloon is deflated until the driver is back."""
    full = row["max_memory_kib"]
    live = domain.set_memory(row["live_xml"], full, live=True)
    tx.change("domains", row["uuid"], live_xml=live, current_memory_kib=full, os_is_up=0, driver_is_up=0)
    return _again(tx, row["uuid"])


def _begin_boot(tx: Transaction, row: sqlite3.Row) -> None:
    if not has_operating_system(tx, row["live_xml"]):
        return
    pace = Pace.parse(tx.knob(BOOT_PACE, default="at-once", domain=row["name"]))
    if pace.is_immediate:
        _finish_boot(tx, row)
    else:
        _schedule(tx, row["uuid"], BOOT_PACE, pace)


def _finish_boot(tx: Transaction, row: sqlite3.Row) -> None:
    has_balloon = "<memballoon model='virtio" in row["live_xml"]
    tx.change("domains", row["uuid"], os_is_up=1, driver_is_up=int(has_balloon))
    note_installation(tx, row["live_xml"])
    follow_balloon(tx, _again(tx, row["uuid"]), row["balloon_target_kib"])


def _ask_to_shut_down(tx: Transaction, row: sqlite3.Row) -> None:
    """The request reaches an operating system or nobody; a second one changes nothing."""
    ignored = tx.knob(IGNORES_SHUTDOWN, default="no", domain=row["name"]) == "yes"
    if ignored or not row["os_is_up"]:
        return
    pace = Pace.parse(tx.knob(SHUTDOWN_PACE, default="at-once", domain=row["name"]))
    if pace.is_immediate:
        guest_acts(tx, row, Act.GUEST_POWEROFF)
    else:
        _schedule(tx, row["uuid"], SHUTDOWN_PACE, pace)


def _schedule(tx: Transaction, uuid: str, kind: str, pace: Pace) -> None:
    due_s = None if pace.looks else tx.now_s + pace.seconds
    looks = pace.looks or None
    tx.run("INSERT OR IGNORE INTO transitions VALUES (?, ?, ?, ?, ?)", tx.host, uuid, kind, due_s, looks)


def _drop(tx: Transaction, uuid: str, kind: str) -> None:
    tx.run("DELETE FROM transitions WHERE host = ? AND uuid = ? AND kind = ?", tx.host, uuid, kind)


def _again(tx: Transaction, uuid: str) -> sqlite3.Row:
    row = tx.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", tx.host, uuid)
    if row is None:
        raise Bug(f"domain {uuid} vanished inside a transaction")
    return row
