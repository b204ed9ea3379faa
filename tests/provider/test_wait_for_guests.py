"""Waiting for a guest that was started: who is asked, what is told when it takes too long, and who does not wait."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.provider.driver import CheckFailed, Driver
from zkvm_provider.model.kinds import kind_of

GUEST, NAT, BRIDGE = kind_of("Guest"), kind_of("NatNetwork"), kind_of("BridgeNetwork")


def guest(network: str, source: str, **inputs: Any) -> dict[str, Any]:
    wait = {"source": source, "timeoutS": 1}
    return {
        "name": "linux01",
        "memory": "256 MiB",
        "boot": {"kernel": "/boot/vmlinux-4.4.0-rc5"},
        "interfaces": [{"name": "lan", "network": network}],
        "waitFor": wait,
        **inputs,
    }


def test_a_guest_is_made_when_its_agent_answers_or_it_has_a_lease(driver: Driver) -> None:
    nat = driver.create(
        NAT, "nat", {"name": "nat", "cidr": "192.168.150.0/24", "dhcpRanges": ["192.168.150.10-192.168.150.99"]}
    )
    assert driver.create(GUEST, "it", guest(nat.id, "lease")).output_tree["powerState"] == "running"
    second = {**guest(nat.id, "agent", agent=True), "name": "linux02"}
    assert driver.create(GUEST, "second", second).output_tree["powerState"] == "running"


def test_too_long_a_wait_says_who_was_asked_and_what_it_said_and_leaves_the_guest(driver: Driver) -> None:
    flat = driver.create(BRIDGE, "flat", {"name": "flat", "bridge": "br0"})
    with pytest.raises(grpc.RpcError) as failure:
        driver.create(GUEST, "it", guest(flat.id, "lease"))
    told = str(failure.value)
    assert "an answer of libvirt's DHCP server (it said last: no address of this guest) did not happen" in told
    made = driver.import_(GUEST, "it", "linux01")
    assert made is not None
    assert made.output_tree["powerState"] == "running"
    assert driver.read(made) is not None, "a refresh does not wait"


def test_waiting_for_an_agent_without_its_channel_is_refused_at_once(driver: Driver) -> None:
    with pytest.raises(CheckFailed, match="the guest has no channel for its agent; set `agent` to true"):
        driver.check(GUEST, "it", guest("lan", "agent"))
