"""The real Pulumi engine: a stack up, previewed, refreshed unchanged and destroyed, beside the floor's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from bench.plain import swept
from bench.sizes import Sizes
from bench.stack import Stack
from tests.conftest import PulumiCli

pytestmark = pytest.mark.pulumi_cli
COMMANDS = ("up", "preview", "refresh", "destroy")
WHO = ("floor", "zkvm, emulated", "zkvm on libvirt")


@pytest.fixture(scope="module")
def stack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pulumi_cli: PulumiCli, size: Sizes
) -> Iterator[tuple[str, str, int, Stack]]:
    who, skip, large = request.param
    host = request.getfixturevalue("real") if who.endswith("libvirt") else ""
    count = size.refresh if large else size.stack
    folder = tmp_path_factory.mktemp("stack") / "project"
    provider = "floor" if who == "floor" else "zkvm"
    made = Stack(folder, pulumi_cli, provider=provider, host=host, count=count, skip=skip)
    mode = "without checkpoints" if skip else "with checkpoints"
    with swept(host):
        yield who, mode, count, made
        made.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Small stacks in both modes; the large one, where checkpoints alone take minutes, without them."""
    small = [(who, skip, False) for skip in (True, False) for who in WHO]
    large = [(who, True, True) for who in WHO]
    every = [*small, *large]
    names = [f"{who}-{'skip' if skip else 'keep'}-{'large' if is_large else 'small'}" for who, skip, is_large in every]
    metafunc.parametrize("stack", every, indirect=True, ids=names, scope="module")


@pytest.mark.parametrize("command", COMMANDS)
def bench_command(benchmark: Any, stack: tuple[str, str, int, Stack], command: str, size: Sizes) -> None:
    who, mode, count, made = stack
    benchmark.group = f"engine, {count} guests {mode}/{command}"
    benchmark.extra_info |= {"who": who, "items": count, "floor": ["floor"]}
    rounds = size.rounds if count == size.stack else 1
    benchmark.pedantic(partial(made.run, command), setup=partial(made.prepare, command), rounds=rounds)
