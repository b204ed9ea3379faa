"""What takes time on a real machine, paced by knobs and seen through events."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulated.emulated_labs import HOST, LMB_GUEST, Lab, blank_disk_guest, make_lab
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind, PowerState, Scope, StopMode

HALF = LMB_GUEST.replace("<vcpu ", "<currentMemory unit='MiB'>512</currentMemory><vcpu ")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make_lab(tmp_path)


def test_the_balloon_follows_once_the_driver_is_up(lab: Lab) -> None:
    lab.operator.turn(HOST, "boot", "after-seconds:10")
    ref = lab.run(HALF)
    assert (lab.stats(ref).current_memory_kib, lab.stats(ref).balloon_driver_is_up) == (1048576, False)
    assert ">1048576</currentMemory>" in lab.hypervisor.dump(ref, live=True)
    lab.clock.wait(9.9)
    assert not lab.stats(ref).balloon_driver_is_up
    lab.clock.wait(0.1)
    assert (lab.stats(ref).current_memory_kib, lab.stats(ref).balloon_driver_is_up) == (524288, True)
    assert ">524288</currentMemory>" in lab.hypervisor.dump(ref, live=True)


def test_a_target_set_during_the_boot_is_reached_after_it(lab: Lab) -> None:
    lab.operator.turn(HOST, "boot", "after-looks:3")
    ref = lab.run()
    lab.hypervisor.set_memory(ref, 262144, Scope.LIVE)
    seen = [lab.stats(ref).current_memory_kib for _ in range(4)]
    assert seen == [1048576, 1048576, 262144, 262144]


def test_a_paused_guest_boots_when_it_is_resumed(lab: Lab) -> None:
    ref = lab.define(HALF)
    lab.hypervisor.start(ref, paused=True)
    assert not lab.stats(ref).balloon_driver_is_up
    lab.hypervisor.resume(ref)
    assert lab.stats(ref).current_memory_kib == 524288


@pytest.mark.parametrize("pace", ["after-seconds:5", "after-looks:2"])
def test_a_shutdown_takes_its_time(lab: Lab, pace: str) -> None:
    lab.operator.turn(HOST, "shutdown", pace)
    ref = lab.run()
    lab.hypervisor.stop(ref, StopMode.SHUTDOWN)
    lab.hypervisor.stop(ref, StopMode.SHUTDOWN)
    assert lab.state(ref) is PowerState.RUNNING
    lab.clock.wait(5)
    assert lab.state(ref) is PowerState.SHUTOFF
    assert lab.stats(ref).state_reason == "shutdown"


def test_a_guest_may_ignore_the_request(lab: Lab) -> None:
    lab.operator.turn(HOST, "ignores-shutdown", "yes", domain="lmb_guest")
    ref = lab.run()
    lab.hypervisor.stop(ref, StopMode.SHUTDOWN)
    lab.clock.wait(10_000)
    assert lab.state(ref) is PowerState.RUNNING
    lab.hypervisor.stop(ref)
    assert lab.state(ref) is PowerState.SHUTOFF


def test_a_guest_without_a_system_has_no_driver_and_hears_nothing(lab: Lab) -> None:
    pool = lab.hypervisor.define(
        ObjectKind.POOL, "<pool type='dir'><name>p</name><target><path>/srv/p</path></target></pool>"
    )
    lab.hypervisor.build_pool(pool)
    lab.hypervisor.start(pool)
    lab.hypervisor.create_volume(
        "p", "<volume><name>v</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>"
    )
    ref = lab.run(blank_disk_guest("/srv/p/v"))
    assert not lab.stats(ref).balloon_driver_is_up
    lab.hypervisor.stop(ref, StopMode.SHUTDOWN)
    assert lab.state(ref) is PowerState.RUNNING
    lab.hypervisor.stop(ref)
    installer = LMB_GUEST.replace("type='block'", "type='file'").replace(
        "dev='/dev/disk/by-path/ccw-0.0.0e1e-part1'", "file='/srv/p/v'"
    )
    lab.hypervisor.stop(lab.run(installer))
    lab.hypervisor.start(ref)
    assert lab.stats(ref).balloon_driver_is_up


@pytest.mark.parametrize(
    ("wanted", "state", "reason"),
    [
        ("poweroff", PowerState.SHUTOFF, "shutdown"),
        ("crash", PowerState.SHUTOFF, "crashed"),
        ("reboot", PowerState.RUNNING, "booted"),
    ],
)
def test_a_guest_acts_by_itself(lab: Lab, wanted: str, state: PowerState, reason: str) -> None:
    ref = lab.run()
    lab.operator.act_as_guest(HOST, "lmb_guest", wanted)
    assert (lab.state(ref), lab.stats(ref).state_reason) == (state, reason)


def test_a_crash_can_be_preserved(lab: Lab) -> None:
    ref = lab.run(LMB_GUEST.replace("<devices>", "<on_crash>preserve</on_crash><devices>"))
    lab.operator.act_as_guest(HOST, "lmb_guest", "crash")
    assert lab.state(ref) is PowerState.CRASHED
    lab.hypervisor.resume(ref)
    assert lab.state(ref) is PowerState.RUNNING
    assert not lab.stats(ref).balloon_driver_is_up


def test_a_reboot_does_not_apply_pending_memory(lab: Lab) -> None:
    ref = lab.run()
    lab.hypervisor.set_max_memory(ref, 2097152, Scope.CONFIG)
    lab.operator.act_as_guest(HOST, "lmb_guest", "reboot")
    assert lab.stats(ref).max_memory_kib == 1048576
    lab.hypervisor.stop(ref)
    lab.hypervisor.start(ref)
    assert lab.stats(ref).max_memory_kib == 2097152


def test_events_come_in_libvirts_order(lab: Lab) -> None:
    ref = lab.run(HALF)
    assert lab.events() == [
        ("DEFINED", "ADDED"),
        ("RESUMED", "UNPAUSED"),
        ("STARTED", "BOOTED"),
        ("BALLOON", "524288"),
    ]
    before = lab.last_event()
    lab.hypervisor.suspend(ref)
    lab.hypervisor.resume(ref)
    lab.hypervisor.stop(ref)
    assert lab.events(after=before) == [
        ("SUSPENDED", "PAUSED"),
        ("RESUMED", "UNPAUSED"),
        ("SHUTDOWN", "HOST"),
        ("STOPPED", "DESTROYED"),
    ]


def test_a_plugged_device_is_announced_by_its_alias(lab: Lab) -> None:
    ref = lab.run()
    before = lab.last_event()
    disk = (
        "<disk type='block' device='disk'><driver name='qemu' type='raw'/>"
        "<source dev='/dev/disk/by-path/ccw-0.0.0200-part1'/><target dev='vdb' bus='virtio'/></disk>"
    )
    lab.hypervisor.attach(ref, disk, Scope.LIVE)
    lab.hypervisor.detach(ref, disk, Scope.LIVE)
    assert lab.events(after=before) == [("DEVICE_ADDED", "virtio-disk1"), ("DEVICE_REMOVED", "virtio-disk1")]


@pytest.mark.parametrize(("name", "value"), [("speed", "1"), ("boot", "soon"), ("ignores-shutdown", "maybe")])
def test_a_knob_that_does_not_exist_is_refused(lab: Lab, name: str, value: str) -> None:
    with pytest.raises(InvalidInput):
        lab.operator.turn(HOST, name, value)
    assert lab.operator.knobs() == ()
