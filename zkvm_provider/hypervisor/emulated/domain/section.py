"""What a section of the domain (everything outside <devices>) contributes to each stage."""

from __future__ import annotations

from collections.abc import Callable

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import Guest
from zkvm_provider.hypervisor.emulated.domain.shape import Shape


def _nothing(_guest: Guest) -> None:
    return None


def _nothing_live(_boot: Boot) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Some top-level elements and their part of the stages (see `Family` for the stages' meaning)."""

    shapes: tuple[Shape, ...]
    read: Callable[[Guest], None] = _nothing
    default: Callable[[Guest], None] = _nothing
    check: Callable[[Guest], None] = _nothing
    prepare: Callable[[Boot], None] = _nothing_live
    start: Callable[[Boot], None] = _nothing_live
