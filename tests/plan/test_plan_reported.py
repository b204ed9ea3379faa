"""Changes that touch no machine are told, also beside others of the same part."""

from __future__ import annotations

import pytest

from zkvm_provider.model.debug import Debug
from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.reported import reported_changes

PORT = Change(path="debug.gdb_port", old="1234", new="1235", effect=Effect.NEXT_BOOT, reason="")
WHOLE = Change(path="debug", old="", new="1235", effect=Effect.NEXT_BOOT, reason="")


@pytest.mark.parametrize(("shown", "told"), [([], ["debug.freeze"]), ([PORT], ["debug.freeze"]), ([WHOLE], [])])
def test_a_change_is_told_once_beside_its_neighbours(shown: list[Change], told: list[str]) -> None:
    before, after = (
        Guest(memory=1, debug=Debug(gdb_port=1234, freeze=True)),
        Guest(memory=1, debug=Debug(gdb_port=1235, freeze=False)),
    )
    assert [change.path for change in reported_changes("Guest", before, after, shown)] == told
