"""What an administrator changed behind Pulumi's back is shown by a refresh, and put back by the next up, live."""

from __future__ import annotations

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import guest

pytestmark = pytest.mark.pulumi_cli


def test_a_refresh_without_drift_changes_nothing(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    assert "unchanged" in lab.refresh("--expect-no-changes")
    lab.up("--expect-no-changes")


def test_setmem_is_drift_and_is_put_back_live(lab: Lab) -> None:
    lab.program(guest(more='current_memory="1 GiB",'))
    lab.up()
    uuid = lab.outputs_of("Guest", "linux01")["uuid"]
    lab.zkvm("setmem", "linux01", "512M")
    info = lab.zkvm("dominfo", "linux01")
    assert "Max memory:     1048576 KiB" in info
    assert "Used memory:    524288 KiB" in info

    refresh = lab.run("refresh", "--yes", "--diff", expect=0)
    assert "currentMemory" in refresh
    last = lab.journal()[-1].number
    lab.up()
    assert "Used memory:    1048576 KiB" in lab.zkvm("dominfo", "linux01")
    assert "start" not in [row.verb for row in lab.journal() if row.number > last]
    assert lab.outputs_of("Guest", "linux01")["uuid"] == uuid


def test_a_stopped_guest_is_drift_and_is_started_again(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    lab.zkvm("destroy", "linux01")
    assert "power" in lab.run("refresh", "--yes", "--diff", expect=0)
    lab.up()
    assert "running" in lab.zkvm("list")


def test_a_guest_that_is_gone_is_made_again_with_the_same_identity(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    uuid = lab.outputs_of("Guest", "linux01")["uuid"]
    lab.zkvm("emulator", "reset", "--yes")
    lab.zkvm("emulator", "show")
    lab.refresh()
    lab.up()
    assert lab.outputs_of("Guest", "linux01")["uuid"] == uuid


def test_destroy_leaves_nothing_and_the_dasd_goes_offline_again(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    lab.destroy()
    assert "linux01" not in lab.zkvm("list", "--all")
    assert [row.object for row in lab.journal()][-1]
    lab.up()
    lab.destroy()
