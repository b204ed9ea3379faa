"""Case files, one per family: what a small document becomes, or which refusal it meets, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulated.domain.domain_makers import OS, defined, document, started
from zkvm_provider.errors import BackendError

CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {case['name']}": case
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
}


def source_of(case: dict[str, Any]) -> str:
    vcpu, os = case.get("vcpu", "<vcpu>1</vcpu>"), case.get("os", OS)
    return document(case.get("devices", ""), case.get("top", ""), vcpu=vcpu, os=os)


def flat(xml: str) -> str:
    return "".join(line.strip() for line in xml.splitlines())


@pytest.mark.parametrize("name", CASES)
def test_family_case(name: str) -> None:
    case = CASES[name]
    assert case["reason"]
    make = started if case.get("stage") == "start" else defined
    if "refused" in case:
        with pytest.raises(BackendError) as caught:
            make(source_of(case), **case.get("how", {}))
        assert [caught.value.code, caught.value.domain] == case["refused"]
        assert case["says"] in caught.value.message
        return
    got = flat(make(source_of(case), **case.get("how", {})))
    for part in case.get("has", []):
        assert flat(part) in got
    for part in case.get("lacks", []):
        assert part not in got
