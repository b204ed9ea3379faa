"""Parameters of the kit's tests: every kind, and every change of its base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.provider.conformance import laws, variants, worlds
from zkvm_provider.model.kinds import KINDS, Kind

CONFIGURATION: Final[laws.Configured] = {"host": "emulated:", "owner": "kit"}
BY_NAME: Final = {kind.name: kind for kind in KINDS}

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def of_kinds(
    law: Callable[..., object], *generated: Callable[[Kind], Iterator[variants.Variant]]
) -> pytest.MarkDecorator:
    """Parameters `kind` and `variant` for every variant that `generated` gives; known gaps of the law must fail."""
    cases = []
    for kind in KINDS:
        for variant in (variant for make in generated for variant in make(kind)):
            gap = worlds.GAPS.get((law.__name__, kind.name, variant.path))
            marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
            cases.append(pytest.param(kind, variant, marks=marks, id=f"{kind.name}-{variant.path}"))
    return pytest.mark.parametrize(("kind", "variant"), cases)
