"""Laws of the planner over random guests: it converges, from anywhere, and moves nothing it was not asked to move."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.plan.fake_machine import FakeMachine
from tests.plan.plan_cases import IDENTITY, UUID
from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.address import Devno
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.cpu import Cpu, CpuMode
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.cpu_tune import CpuTune
from zkvm_provider.model.debug import Debug
from zkvm_provider.model.disk import Disk, DiskCache, DiskFormat
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind
from zkvm_provider.model.guest import Boot, Guest, Memballoon, NextBoot, Power
from zkvm_provider.model.interface import Interface, LinkState, Macvtap
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.model.rng import Rng
from zkvm_provider.model.security import KeyWrapping
from zkvm_provider.model.vsock import Vsock
from zkvm_provider.model.watchdog import Watchdog, WatchdogAction
from zkvm_provider.reconcile.definition import complete
from zkvm_provider.reconcile.desired import DesiredGuest
from zkvm_provider.reconcile.guest import pending_of, plan_guest
from zkvm_provider.reconcile.plan import DefineGuest, Plan
from zkvm_provider.units import MIB

_MAYBE_DEVNO = st.none() | st.integers(0, 6).map(Devno)


def _disk(name: str) -> st.SearchStrategy[Disk]:
    source = st.sampled_from(("/dev/a", "/dev/b", "/dev/c"))
    return st.builds(
        Disk,
        name=st.just(name),
        block=source,
        format=st.just(DiskFormat.RAW),
        cache=st.none() | st.sampled_from((DiskCache.NONE, DiskCache.WRITEBACK)),
        serial=st.none() | st.just("S1"),
        target=st.none() | st.sampled_from(("vda", "vdc")),
        devno=_MAYBE_DEVNO,
    )


def _interface(name: str) -> st.SearchStrategy[Interface]:
    network = st.builds(
        Interface,
        name=st.just(name),
        network=st.sampled_from(("lan", "wan")),
        link=st.none() | st.sampled_from(LinkState),
        devno=_MAYBE_DEVNO,
    )
    macvtap = st.builds(Interface, name=st.just(name), macvtap=st.builds(Macvtap, dev=st.just("enc1"), mode=st.none()))
    return network | macvtap


def _consoles() -> st.SearchStrategy[tuple[Console, ...] | None]:
    kinds = st.lists(st.sampled_from(ConsoleKind), max_size=2, unique=True)
    return st.none() | kinds.map(lambda given: tuple(Console(name=f"con-{kind}", kind=kind) for kind in given))


def _filesystem() -> st.SearchStrategy[Filesystem]:
    return st.builds(
        Filesystem,
        name=st.just("shared"),
        source=st.sampled_from(("/srv/a", "/srv/b")),
        kind=st.none() | st.sampled_from(FilesystemKind),
        devno=_MAYBE_DEVNO,
    )


def _cpu_tune(iothreads: int) -> st.SearchStrategy[CpuTune | None]:
    cpus = st.sampled_from(("0", "0-1", "1,3")).map(CpuSet.parse)
    iothread_pins = st.dictionaries(st.integers(1, iothreads).map(str), cpus) if iothreads else st.just({})
    tune = st.builds(
        CpuTune,
        shares=st.none() | st.sampled_from((100, 2048)),
        period=st.none() | st.just(50_000),
        quota=st.none() | st.just(20_000),
        vcpu_pins=st.none() | st.dictionaries(st.just("0"), cpus),
        emulator_pin=st.none() | cpus,
        iothread_pins=st.none() | iothread_pins,
    )
    return st.none() | tune


def _boot() -> st.SearchStrategy[Boot | None]:
    kernel = st.builds(Boot, kernel=st.just("/boot/k"), initrd=st.none() | st.just("/boot/i"), cmdline=st.none())
    return st.none() | kernel | st.builds(Boot, disk=st.just("a"), loadparm=st.none() | st.just("p1"))


@st.composite
def guests(draw: st.DrawFn) -> Guest:
    """Guests that Check lets pass, in a small world where they often get into each other's way."""
    memory = draw(st.sampled_from((512, 1024, 2048))) * MIB
    vcpus = draw(st.none() | st.integers(1, 4))
    disks = [draw(_disk(name)) for name in draw(st.lists(st.sampled_from("abcd"), unique=True))]
    disks = list({disk.block: disk for disk in disks}.values())  # no preview lets two disks lie on one device
    interfaces = [draw(_interface(name)) for name in draw(st.lists(st.sampled_from(("x", "y")), unique=True))]
    iothreads = draw(st.none() | st.integers(0, 3))
    if disks and iothreads:
        disks[0] = replace(disks[0], iothread=draw(st.none() | st.integers(1, iothreads)))
    return Guest(
        name=draw(st.sampled_from(("linux01", "linux02"))),
        memory=memory,
        current_memory=draw(st.none() | st.just(512 * MIB)),
        vcpus=vcpus,
        max_vcpus=draw(st.none() | st.integers(vcpus or 1, 6)),
        machine=draw(st.none() | st.just("s390-ccw-virtio")),
        boot=draw(_boot()),
        disks=draw(st.none() | st.just(tuple(disks))),
        interfaces=draw(st.none() | st.just(tuple(interfaces))),
        consoles=draw(_consoles()),
        iothreads=iothreads,
        cpu_tune=draw(_cpu_tune(iothreads or 0)),
        hugepages=draw(st.none() | st.booleans()),
        filesystems=draw(st.none() | st.lists(_filesystem(), max_size=1).map(tuple)),
        watchdog=draw(st.none() | st.builds(Watchdog, action=st.none() | st.sampled_from(WatchdogAction))),
        rng=draw(st.none() | st.builds(Rng, rate_bytes=st.none() | st.just(1024))),
        agent=draw(st.none() | st.booleans()),
        vsock=draw(st.none() | st.builds(Vsock, cid=st.none() | st.just(42))),
        cpu=draw(st.none() | st.builds(Cpu, mode=st.none() | st.just(CpuMode.HOST_PASSTHROUGH))),
        key_wrapping=draw(st.none() | st.builds(KeyWrapping, aes=st.none() | st.booleans())),
        debug=draw(st.none() | st.builds(Debug, gdb_port=st.none() | st.just(1234), freeze=st.none() | st.booleans())),
        memballoon=draw(st.none() | st.sampled_from(Memballoon)),
        autostart=draw(st.none() | st.booleans()),
        power=draw(st.none() | st.sampled_from(Power)),
        next_boot=draw(st.none() | st.sampled_from(NextBoot)),
        metadata=draw(st.none() | st.just({"ticket": "4711"})),
    )


def _desired(guest: Guest, previous: Guest | None) -> DesiredGuest:
    return DesiredGuest(guest=guest, previous=previous, identity=IDENTITY, uuid=UUID, domain_type="kvm")


def _plan(guest: Guest, previous: Guest | None, observed: ObservedGuest | None) -> Plan:
    """The plan; examples that are refused (addresses that clash, a running guest's new name) are no examples."""
    try:
        plan = plan_guest(_desired(guest, previous), observed)
    except InvalidInput:
        assume(False)
        raise
    assume(not plan.refusals)
    return plan


def _made(guest: Guest) -> FakeMachine:
    machine = FakeMachine()
    machine.run(*_plan(guest, None, None).steps)
    return machine


@given(guest=guests())
@settings(max_examples=40, deadline=None)
def test_a_guest_just_made_needs_nothing(guest: Guest) -> None:
    assert _plan(guest, guest, _made(guest).guest).is_empty


@given(guest=guests())
@settings(max_examples=25, deadline=None)
def test_making_a_guest_goes_on_after_a_kill_at_any_step(guest: Guest) -> None:
    steps = _plan(guest, None, None).steps
    for done in range(len(steps)):
        machine = FakeMachine()
        machine.run(*steps[:done])
        machine.run(*_plan(guest, None, machine.guest).steps)
        assert machine.guest == _made(guest).guest


@given(old=guests(), new=guests())
@settings(max_examples=60, deadline=None)
def test_an_executed_plan_is_followed_by_an_empty_one(old: Guest, new: Guest) -> None:
    machine = _made(old)
    plan = _plan(new, old, machine.guest)
    machine.run(*plan.steps)
    after = _plan(new, new, machine.guest)
    assert (after.changes, after.steps) == ((), ())
    assert after.pending == plan.pending


@given(old=guests(), new=guests())
@settings(max_examples=40, deadline=None)
def test_an_update_converges_after_a_kill_at_any_step(old: Guest, new: Guest) -> None:
    whole = _made(old)
    steps = _plan(new, old, whole.guest).steps
    start = whole.guest
    whole.run(*steps)
    for done in range(1, len(steps)):
        machine = FakeMachine(guest=start)
        machine.run(*steps[:done])
        machine.run(*_plan(new, old, machine.guest).steps)
        after = _plan(new, new, machine.guest)
        assert (after.changes, after.steps) == ((), ())
        assert machine.guest is not None
        assert whole.guest is not None
        assert machine.guest.config.guest == whole.guest.config.guest


@given(guest=guests(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_another_order_of_devices_is_no_change(guest: Guest, data: st.DataObject) -> None:
    machine = _made(guest)
    disks = guest.disks and tuple(data.draw(st.permutations(guest.disks)))
    interfaces = guest.interfaces and tuple(data.draw(st.permutations(guest.interfaces)))
    shuffled = replace(guest, disks=disks, interfaces=interfaces)
    assert _plan(shuffled, guest, machine.guest).is_empty


@given(guest=guests())
@settings(max_examples=25, deadline=None)
def test_a_complete_definition_is_complete_already(guest: Guest) -> None:
    machine = _made(guest)
    assert machine.guest is not None
    again = complete(_desired(guest, guest), machine.guest)
    assert again == machine.guest.config


def _number_of_the_running_agent_given_away() -> list[Guest]:
    """The user gives a disk the number that the running guest's controller keeps; then the agent is back."""
    root = Disk(name="a", block="/dev/a", format=DiskFormat.RAW)
    first = Guest(name="linux01", memory=512 * MIB, disks=(root,), agent=True)
    second = replace(first, disks=(replace(root, name="d", devno=Devno(1)),), agent=None)
    return [first, second, replace(first, disks=(replace(root, name="d"),))]


@example(history=_number_of_the_running_agent_given_away())
@given(history=st.lists(guests(), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_device_numbers_never_collide_and_never_pass_to_another_device(history: list[Guest]) -> None:
    """Numbers the user wrote are his own affair; the planner gives none away twice."""
    machine = _made(history[0])
    given_to: dict[Devno, str] = {}
    for previous, guest in zip([None, *history], history, strict=False):
        machine.run(*_plan(guest, previous, machine.guest).steps)
        assert machine.guest is not None
        written = {disk.devno for disk in guest.disks or ()} | {each.devno for each in guest.interfaces or ()}
        written |= {each.devno for each in guest.filesystems or ()}
        numbers = _numbers(machine.guest)
        assert len(set(numbers.values())) == len(numbers)
        for label, devno in numbers.items():
            if devno not in written:
                assert given_to.setdefault(devno, label) == label
            given_to[devno] = label


@given(history=st.lists(st.sets(st.sampled_from("abcd")), min_size=3, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_number_the_planner_gave_is_never_given_to_another_disk(history: list[set[str]]) -> None:
    machine, previous = FakeMachine(), None
    given_to: dict[Devno, str] = {}
    for names in history:
        disks = tuple(Disk(name=name, block=f"/dev/{name}", format=DiskFormat.RAW) for name in sorted(names))
        guest = Guest(name="linux01", memory=MIB, disks=disks)
        machine.run(*_plan(guest, previous, machine.guest).steps)
        assert machine.guest is not None
        for label, devno in _numbers(machine.guest).items():
            assert given_to.setdefault(devno, label) == label
        previous = guest


def _numbers(observed: ObservedGuest) -> dict[str, Devno]:
    guest = observed.config.guest
    plugged = {f"disk {disk.name}": disk.devno for disk in guest.disks or ()}
    plugged |= {f"interface {each.name}": each.devno for each in guest.interfaces or ()}
    plugged |= {f"filesystem {each.name}": each.devno for each in guest.filesystems or ()}
    numbers = {label: devno for label, devno in plugged.items() if devno is not None}
    return numbers | {device.name: device.devno for device in observed.config.automatic}


@given(guest=guests(), gone=st.sampled_from("abc"))
@settings(max_examples=25, deadline=None)
def test_removing_one_of_three_disks_moves_nothing(guest: Guest, gone: str) -> None:
    disks = tuple(Disk(name=name, block=f"/dev/{name}", format=DiskFormat.RAW) for name in "abc")
    before = replace(guest, disks=disks)
    machine = _made(before)
    assert machine.guest is not None
    had = {disk.name: (disk.target, disk.devno) for disk in machine.guest.config.guest.disks or ()}
    after = replace(before, disks=tuple(disk for disk in disks if disk.name != gone))
    machine.run(*_plan(after, before, machine.guest).steps)
    has = {disk.name: (disk.target, disk.devno) for disk in machine.guest.config.guest.disks or ()}
    assert has == {name: at for name, at in had.items() if name != gone}


@given(old=guests(), new=guests())
@settings(max_examples=25, deadline=None)
def test_one_plan_defines_at_most_once(old: Guest, new: Guest) -> None:
    plan = _plan(new, old, _made(old).guest)
    assert sum(isinstance(step, DefineGuest) for step in plan.steps) <= 1


@given(old=guests(), new=guests())
@settings(max_examples=25, deadline=None)
def test_what_waits_is_told_the_same_by_the_plan_and_by_a_look_at_the_guest(old: Guest, new: Guest) -> None:
    machine = _made(old)
    plan = _plan(new, old, machine.guest)
    machine.run(*plan.steps)
    assert machine.guest is not None
    of_the_machine = tuple(line for line in plan.pending if not line.startswith("name "))
    assert pending_of(machine.guest) == of_the_machine
