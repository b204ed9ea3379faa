"""Pools and volumes that are busy for a moment: libvirt refuses then, nothing has happened, and it is asked again.

While a volume of a pool is made, wiped, cloned or filled, libvirt refuses to refresh, stop or undefine the pool, and to
delete such a volume (storage_driver.c: `asyncjobs`, `in_use`, `building`). Resources that are made side by side meet
this all the time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode

_BUSY: Final[dict[int, tuple[str, ...]]] = {
    ErrorCode.INTERNAL_ERROR: ("has asynchronous jobs running",),
    ErrorCode.OPERATION_INVALID: ("is still being allocated", "is still in use"),
}
PATIENCE_S: Final = 60.0
"""A job of libvirt's that takes longer than this is told with libvirt's words."""


def is_busy(refused: BackendError) -> bool:
    """Whether libvirt refused because of a job of its own that ends by itself."""
    return any(words in refused.message for words in _BUSY.get(refused.code, ()))


def patiently(desk: Desk, act: Callable[[], object]) -> None:
    """Do it, and again while libvirt is busy with the pool. Raises every other refusal, and this one in the end."""
    last: list[BackendError] = []

    def is_done() -> bool:
        try:
            act()
        except BackendError as refused:
            if not is_busy(refused):
                raise
            last[:] = [refused]
            return False
        return True

    done = wait_until(
        is_done,
        timeout_s=PATIENCE_S,
        clock=desk.clock,
        stop=desk.stop,
        deadline=desk.deadline,
        told=lambda waited_s: desk.tell(f"the pool is busy with another volume, {waited_s:.0f} s"),
    )
    if not done:
        raise last[0]
