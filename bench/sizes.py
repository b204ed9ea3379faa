"""How many guests are measured, and where: by environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """`verbs` and `provider`: guests a host has; `stack`: guests of a Pulumi stack; `refresh`: of the one refreshed."""

    verbs: int
    provider: int
    stack: int
    refresh: int
    rounds: int


def sizes() -> Sizes:
    """ZKVM_BENCH_GUESTS, ZKVM_BENCH_PROVIDER, ZKVM_BENCH_STACK, ZKVM_BENCH_REFRESH and ZKVM_BENCH_ROUNDS."""

    def number(name: str, default: int) -> int:
        return int(os.environ.get(f"ZKVM_BENCH_{name}") or default)

    return Sizes(
        verbs=number("GUESTS", 1000),
        provider=number("PROVIDER", 200),
        stack=number("STACK", 100),
        refresh=number("REFRESH", 1000),
        rounds=number("ROUNDS", 3),
    )


def real_uri() -> str:
    """The real libvirt to measure, by ZKVM_TEST_URI; empty when there is none."""
    return os.environ.get("ZKVM_TEST_URI", "")
