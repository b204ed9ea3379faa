"""An interface on a network that chooses among uplinks: libvirt does not change it in place, so it is plugged anew."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.effects.judging import Happened, kept_running
from tests.effects.places import Tree
from tests.effects.stage import Made
from tests.effects.together import GUEST, Ground
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.reconcile.rule import Use

_INTERFACE = re.compile(r"<interface .*?</interface>", re.DOTALL)

CHOOSING: Final[dict[str, tuple[Tree, str]]] = {
    "several uplinks": (
        {"devices": ["enccw0.0.4300", "enccw0.0.4310"], "mode": "bridge"},
        "unable to change config on 'network' network type",
    ),
    "an uplink alone": (
        {"devices": ["enccw0.0.4310"], "mode": "passthrough"},
        "requires exclusive access to interfaces, but none are available",
    ),
}
"""Networks, and what libvirt 9.0.0 says to a change of an interface on them."""


def link_goes_down(ground: Ground, network: str) -> None:
    """The guest has its interface as it was, MAC address and device number too, and the plan said what happened."""
    inputs, refusal = CHOOSING[network]
    stage, empty = ground.stage, ground.stage.there()
    stage.make(kind_of("MacvtapNetwork"), ground.inputs({"name": "choosing", **inputs}, Use.RUNNING), name="network")
    try:
        made = stage.make(GUEST, _inputs(ground, {}))
        _refused_in_place(ground, made, refusal)
        before = stage.guest(made.id)
        request = stage.request(GUEST, _inputs(ground, {"link": "down"}), made)
        said = stage.converger.preview(request).changes
        stage.verbs.clear()
        stage.update(request)
        after = stage.guest(made.id)
    finally:
        stage.sweep(empty)
    assert [str(change) for change in said] == [
        "interfaces[lan].link up → down: live "
        "(unplugged and plugged: libvirt does not change it in place where the network chooses among uplinks)"
    ]
    assert [verb for verb in stage.verbs if verb in {"detach", "attach", "update_device"}] == ["detach", "attach"]
    assert kept_running(Happened(path="", said=said, verbs=(), before=before, after=after)) == []
    assert _marks(after.live) == [*_marks(before.live), "<link state='down'/>"]


def _inputs(ground: Ground, port: Tree) -> Tree:
    lan = {"name": "lan", "network": "choosing", **port}
    tree = {"name": "linux01", "memory": "256 MiB", "power": "running", "interfaces": [lan]}
    return ground.inputs(tree, Use.RUNNING)


def _refused_in_place(ground: Ground, made: Made, told: str) -> None:
    (interface,) = _INTERFACE.findall(ground.stage.guest(made.id).inactive)
    down = interface.replace("</interface>", "<link state='down'/></interface>")
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=made.id)
    with pytest.raises(BackendError, match=told):
        ground.stage.hypervisor.update_device(ref, down, Scope.LIVE)


def _marks(live: str) -> list[str]:
    """MAC address, device number and link state of the one interface."""
    (interface,) = _INTERFACE.findall(live)
    found = (re.search(rf"<{name} [^>]*/>", interface) for name in ("mac", "address", "link"))
    return [each[0] for each in found if each is not None]
