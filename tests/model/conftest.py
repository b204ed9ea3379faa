"""Case files: YAML in which `!unknown` stands for a value that a preview does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zkvm_provider.model.partial import UNKNOWN, Partial

CASES = Path(__file__).parent / "cases"


class CaseLoader(yaml.SafeLoader):
    """SafeLoader that knows `!unknown`."""


CaseLoader.add_constructor("!unknown", lambda _loader, _node: UNKNOWN)


def read_cases(file: Path) -> list[dict[str, Any]]:
    """All cases of one file."""
    cases: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), Loader=CaseLoader)  # noqa: S506 - a SafeLoader
    return cases


def _parameters(*files: Path, only_known: bool = False) -> list[Any]:
    cases = [(file, case) for file in files for case in read_cases(file)]
    for file, case in cases:
        case.setdefault("kind", "".join(word.capitalize() for word in file.stem.split("_")))
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file, case in cases
        if not only_known or Partial(tree=case["input"]).is_known
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`case` runs over the kinds' files (`known_case` over those without unknown values), the others over one file."""
    apart = {"presence": CASES / "presence.yaml", "naming": CASES / "naming.yaml"}
    files = [file for file in sorted(CASES.glob("*.yaml")) if file not in apart.values()]
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", _parameters(*files))
    if "known_case" in metafunc.fixturenames:
        metafunc.parametrize("known_case", _parameters(*files, only_known=True))
    for name, file in apart.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, _parameters(file))
