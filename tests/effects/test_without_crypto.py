"""A host whose kernel gives no crypto domains to guests says so in the preview."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.effects.stage import Stage
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

DOMAINS = {"adapters": [2], "domains": [6]}


def test_a_mediated_device_for_crypto_needs_what_gives_it(tmp_path: Path) -> None:
    inventory = yaml.safe_load(default_inventory_text())
    del inventory["ap_cards"], inventory["mediated_devices"]
    (tmp_path / "host.yaml").write_text(yaml.safe_dump(inventory), encoding="utf-8")
    uri, clock = f"emulated://{tmp_path}/lab.sqlite?inventory={tmp_path}/host.yaml", HandClock()
    stage = Stage.on(uri, lambda _: connect(uri, create=True, clock=clock), tmp_path, clock)
    kind = kind_of("MediatedDevice")
    with pytest.raises(
        InvalidInput, match=r"adapters: .* gives no crypto domains to guests: it has no ap_matrix; `lszcrypt`"
    ):
        stage.converger.preview(stage.request(kind, DOMAINS))
    stage.close()
