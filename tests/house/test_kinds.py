"""A kind exists on every floor: model, registry at work, policy, schema, SDK and pages agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zkvm_provider.apply.kinds import WORKS
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, Kind
from zkvm_provider.reconcile.policy import rows

ROOT = Path(__file__).resolve().parents[2]


def test_the_registry_at_work_has_exactly_the_kinds_of_the_model() -> None:
    assert list(WORKS) == [kind.name for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_a_kind_has_a_row_in_the_policy_table(kind: Kind) -> None:
    told = {row.path.split("[")[0].split(".")[0] for row in rows() if row.kind == kind.name}
    assert {spec.name for spec in fields_of(kind.inputs)} <= told


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_page(kind: Kind) -> None:
    pages = {path.stem.replace("-", "") for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert kind.name.lower() in pages


def test_schema_and_sdk_have_every_kind_and_function() -> None:
    schema = json.loads((ROOT / "zkvm_provider" / "provider" / "schema.json").read_text(encoding="utf-8"))
    sdk = (ROOT / "zkvm_provider" / "sdk" / "__init__.py").read_text(encoding="utf-8")
    assert set(schema["resources"]) == {kind.token for kind in KINDS}
    assert set(schema["functions"]) == {function.token for function in FUNCTIONS}
    assert [kind.name for kind in KINDS if kind.name not in sdk] == []
