"""The table of what carries out which step; execute.py and its like fill it."""

from __future__ import annotations

from functools import singledispatch

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.execute_host import do_on_host


@singledispatch
def perform(step: object, desk: Desk) -> None:
    """Carry out one step. Raises what the port raised."""
    do_on_host(step, desk)
