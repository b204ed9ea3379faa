"""How long an operation may take: the `customTimeouts` of its resource.

A step under way is finished, for a verb of the hypervisor is never torn apart; waits end, and no further step begins.
"""

from __future__ import annotations

from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import TimedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The end of what the user grants an operation; 0 s stands for no limit.

    `operation` is the word of `customTimeouts`: create, update or delete.
    """

    clock: Clock
    started_s: float
    operation: str = ""
    what: str = ""
    limit_s: float = 0.0

    @property
    def is_over(self) -> bool:
        return 0 < self.limit_s <= self.clock.now_s() - self.started_s

    def check(self) -> None:
        """Raises TimedOut when the time is over."""
        if self.is_over:
            raise self.error()

    def error(self) -> TimedOut:
        """What the user is told."""
        remedy = (
            f"raise `{self.operation}` in the resource's customTimeouts, or run the same command again: it goes on "
            "from what is there"
        )
        return TimedOut(f"the {self.operation} of {self.what}", waited_s=self.limit_s, remedy=remedy)
