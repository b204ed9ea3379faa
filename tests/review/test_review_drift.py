"""Drift told by who caused it, from refreshes that Pulumi 3.259 previewed on the emulated host."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.review.test_review_comment import CAPTURED, captured
from zkvm_provider.review.drift import Drift, Who, drifts
from zkvm_provider.review.reading import read_preview


def one(name: str, resource: str) -> Drift:
    found = [drift for drift in drifts(captured(name)) if drift.name == resource]
    assert len(found) == 1, found
    return found[0]


def test_a_guest_that_shut_itself_down_changed_itself() -> None:
    drift = one("shut-down", "g")
    assert (drift.who, drift.what) == (Who.GUEST, "power running → stopped (its operating system shut it down)")


@pytest.mark.parametrize(("reason", "who"), [("destroyed", Who.ADMINISTRATOR), ("crashed", Who.GUEST)])
def test_libvirts_reason_tells_who_changed_the_power(reason: str, who: Who) -> None:
    document: dict[str, Any] = json.loads((CAPTURED / "shut-down.json").read_text(encoding="utf-8"))
    for step in document["steps"]:
        if step["urn"].endswith("::g"):
            step["newState"]["outputs"]["powerReason"] = reason
    found = drifts(read_preview(json.dumps(document), source="x"))
    assert [drift.who for drift in found if drift.name == "g"] == [who]


def test_a_stream_of_events_tells_the_same() -> None:
    """Of two hosts' example: a balloon was set, a guest shut itself down."""
    found = [(each.who, each.name, each.what) for each in drifts(captured("drift"))]
    assert found == [
        (Who.ADMINISTRATOR, "web01", "currentMemory 2 GiB → 1 GiB"),
        (Who.GUEST, "db01", "power running → stopped (its operating system shut it down)"),
    ]


def test_a_device_that_nobody_declared_was_plugged_by_an_administrator() -> None:
    drift = one("device-plugged", "g")
    assert drift.who is Who.ADMINISTRATOR
    assert drift.what.startswith("devices[interface-")
    assert drift.advice == "nothing: the program does not say it"


def test_what_was_removed_and_what_grew_is_told() -> None:
    assert one("removed-and-grown", "g").what == "removed from its host"
    grown = one("removed-and-grown", "d")
    assert (grown.who, grown.what) == (Who.ADMINISTRATOR, "capacity 1 GiB → 3 GiB")


def test_an_output_that_changed_alone_was_rewritten_by_libvirt_or_the_host() -> None:
    host = "urn:pulumi:dev::lab::zkvm:index:Host::lpar1"
    state: dict[str, Any] = {"inputs": {}, "outputs": {}}
    steps = [{"op": "refresh", "urn": host, "oldState": state, "newState": state}]
    said = [{"urn": host, "severity": "info", "message": "libvirtVersion 9.0.0 → 9.1.0: reported\n"}]
    (drift,) = drifts(read_preview(json.dumps({"steps": steps, "diagnostics": said}), source="x"))
    assert (drift.who, drift.what) == (Who.LIBVIRT, "libvirtVersion 9.0.0 → 9.1.0")
