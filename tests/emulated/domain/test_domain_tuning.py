"""Memory, vCPUs, iothreads, metadata, name; and the table of channel devices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.emulated.domain.domain_makers import attribute, defined, disk, document, started, text_of
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain import (
    add_iothread,
    ccw_devices,
    del_iothread,
    metadata,
    rename,
    set_max_memory,
    set_memory,
    set_metadata,
    set_vcpus,
)
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

FOUR = "<vcpu current='1'>4</vcpu>"


def refused(call: Callable[..., str], *args: object, **more: object) -> tuple[int, int]:
    with pytest.raises(BackendError) as caught:
        call(*args, **more)
    return caught.value.code, caught.value.domain


def vcpus(xml: str, count: int, *, live: bool, maximum: bool = False) -> str:
    return set_vcpus(xml, count, live=live, profile=DEFAULT_PROFILE, maximum=maximum)


def test_the_balloon_moves_current_memory_below_the_maximum() -> None:
    live = set_memory(started(document()), 262144, live=True)
    assert (text_of(live, "currentMemory"), text_of(live, "memory")) == ("262144", "524288")
    assert refused(set_memory, live, 524289, live=True) == (8, 10)
    assert refused(set_memory, started(document("<memballoon model='none'/>")), 1024, live=True) == (55, 10)


def test_maximum_memory_changes_in_the_configuration_only() -> None:
    assert refused(set_max_memory, started(document()), 1048576, live=True) == (55, 10)
    smaller = set_max_memory(defined(document()), 262144, live=False)
    assert (text_of(smaller, "memory"), text_of(smaller, "currentMemory")) == ("262144", "262144")


def test_vcpus_are_plugged_listed_and_never_unplugged() -> None:
    live = vcpus(started(document(vcpu=FOUR)), 2, live=True)
    assert attribute(live, "vcpu", "current") == "2"
    assert [attribute(live, f"vcpus/vcpu[{place}]", "enabled") for place in (1, 2, 3)] == ["yes", "yes", "no"]
    assert refused(vcpus, live, 1, live=True) == (1, 10)
    assert refused(vcpus, live, 5, live=True) == (8, 10)
    assert refused(vcpus, live, 5, live=True, maximum=True) == (55, 10)


def test_the_configured_number_of_vcpus_can_fall() -> None:
    config = vcpus(defined(document(vcpu="<vcpu>4</vcpu>")), 2, live=False)
    assert attribute(config, "vcpu", "current") == "2"
    assert attribute(vcpus(config, 2, live=False, maximum=True), "vcpu", "current") is None


def test_an_iothread_in_use_stays() -> None:
    user = disk("vda").replace("type='qcow2'", "type='qcow2' iothread='2'")
    config = defined(document(user, "<iothreads>2</iothreads>"))
    more = add_iothread(config, 7, live=False)
    assert text_of(more, "iothreads") == "3"
    assert refused(partial(add_iothread, live=False), more, 7) == (8, 20)
    assert refused(partial(del_iothread, live=False), more, 2) == (8, 10)
    assert text_of(del_iothread(more, 7, live=False), "iothreads") == "2"


def test_a_running_domain_remembers_which_iothreads_were_counted_whatever_changes_meanwhile() -> None:
    live = started(defined(document("", "<iothreads>2</iothreads>")))
    more = set_vcpus(add_iothread(live, 5, live=True), 1, live=True, profile=DEFAULT_PROFILE)
    assert "<iothreadids" in more
    assert "<iothreadids" not in del_iothread(more, 5, live=True)


def test_metadata_is_kept_per_namespace_and_survives_a_redefinition() -> None:
    one = set_metadata(defined(document()), "urn:zkvm", "zkvm", "<owner id='7'><urn>u</urn></owner>")
    two = set_metadata(one, "urn:other", "o", "<note>a &amp; b</note>")
    assert metadata(two, "urn:zkvm") == '<owner id="7"><urn>u</urn></owner>'
    assert 'xmlns:zkvm="urn:zkvm"' in two
    assert defined(two) == two
    gone = set_metadata(two, "urn:zkvm", "zkvm", None)
    assert (metadata(gone, "urn:zkvm"), metadata(gone, "urn:other")) == (None, "<note>a &amp; b</note>")


def test_rename_keeps_everything_but_the_name() -> None:
    config = defined(document(disk("vda")))
    assert rename(config, "other") == config.replace("<name>guest</name>", "<name>other</name>")
    assert refused(rename, config, "a/b") == (27, 20)
    assert refused(rename, config, "") == (21, 20)


def test_subchannels_follow_qemus_command_line() -> None:
    """The talk's `lscss` table: virtio-serial, disk, interface, balloon, whatever their device numbers."""
    place = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/>"
    guest = (
        disk("vda", inside=place)
        + "<interface type='direct'><source dev='mv0' mode='bridge'/></interface>"
        + "<console type='pty'><target type='virtio'/></console>"
    )
    table = [(found.devno, found.cu_model) for found in ccw_devices(defined(document(guest)))]
    assert table == [("0.0.0001", "03"), ("0.0.0e1e", "02"), ("0.0.0000", "01"), ("0.0.0002", "05")]
    assert [found.alias for found in ccw_devices(started(document(guest)))] == [
        "virtio-serial0",
        "virtio-disk0",
        "net0",
        "balloon0",
    ]
