"""The conformance kit for every kind, field by field, over a real socket and an emulated host in a file."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tests.provider.conformance import laws, variants, worlds
from tests.provider.conformance.cases import BY_NAME, CONFIGURATION, every_kind, of_kinds
from tests.provider.driver import Driver, Resource
from zkvm_provider.model.kinds import KINDS, Kind
from zkvm_provider.provider import differing

MEMORY = next(variant for variant in variants.changed(BY_NAME["Guest"]) if variant.path == "memory")


def test_every_kind_has_a_base() -> None:
    assert set(worlds.BASES) - set(worlds.ALSO) == {kind.name for kind in KINDS}


@every_kind
def test_what_was_made_is_settled(kind: Kind, case: laws.Case) -> None:
    laws.settled(case.driver, case.resource)


@of_kinds(laws.changes_as_shown, variants.changed, variants.with_fewer_entries)
def test_a_change_happens_as_shown(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    outcome = laws.changes_as_shown(case, variant)
    assert outcome == worlds.OUTCOMES.get((kind.name, variant.path), "updated")


@of_kinds(laws.removal_settles, variants.removed)
def test_a_field_taken_away_settles(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    laws.removal_settles(case, variant)


@of_kinds(laws.order_means_nothing, variants.permuted)
def test_order_means_nothing(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    laws.order_means_nothing(case, variant)


@of_kinds(laws.unknown_is_an_update, variants.unknown)
def test_an_unknown_value_is_an_update(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    laws.unknown_is_an_update(case, variant)


@of_kinds(laws.unknown_can_be_previewed, variants.unknown)
def test_an_unknown_value_can_be_previewed(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    laws.unknown_can_be_previewed(case, variant)


@every_kind
def test_secrets_stay_secret(kind: Kind, case: laws.Case) -> None:
    case.driver.engine.messages.clear()
    laws.secrets_stay_secret(case)


@every_kind
def test_an_import_is_settled(kind: Kind, case: laws.Case) -> None:
    laws.imported_is_settled(case)


@every_kind
def test_deleting_twice_is_a_success(kind: Kind, case: laws.Case) -> None:
    laws.deleted_twice(case)


@every_kind
def test_a_create_whose_result_was_lost_finds_its_own(kind: Kind, case: laws.Case) -> None:
    laws.made_again_is_the_same(case)


@every_kind
def test_a_cancel_leaves_nothing_broken(kind: Kind, case: laws.Case) -> None:
    laws.cancelled_converges(case, CONFIGURATION)


@pytest.mark.parametrize("kind", [BY_NAME["Guest"]])
def test_the_kit_notices_a_diff_that_sees_nothing(kind: Kind, case: laws.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = provider_pb2.DiffResponse(changes=laws.NONE, hasDetailedDiff=True)
    monkeypatch.setattr(differing, "diff", lambda *_: nothing)
    with pytest.raises(AssertionError, match="does not see"):
        laws.changes_as_shown(case, MEMORY)


@pytest.mark.parametrize("kind", [BY_NAME["Guest"]])
def test_the_kit_notices_an_update_that_does_nothing(kind: Kind, case: laws.Case) -> None:
    class Lazy(Driver):
        def update(self, resource: Resource, news: Any, *, preview: bool = False) -> Resource:
            return resource if not preview else super().update(resource, news, preview=preview)

    driver = case.driver
    lazy = Lazy.__new__(Lazy)
    lazy.__dict__.update(vars(driver))
    with pytest.raises(AssertionError, match="preview said"):
        laws.changes_as_shown(laws.Case(lazy, case.resource, case.ids), MEMORY)
