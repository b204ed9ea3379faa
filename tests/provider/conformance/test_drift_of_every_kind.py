"""Whatever others change behind zkvm's back is told by a refresh, field by field, and put back by the next update."""

from __future__ import annotations

from tests.provider.conformance import drifting, laws, variants, worlds
from tests.provider.conformance.cases import CONFIGURATION, of_kinds
from zkvm_provider.model.kinds import Kind


@of_kinds(drifting.told_and_mended, drifting.given)
def test_a_field_that_others_changed_is_told_and_mended(kind: Kind, variant: variants.Variant, case: laws.Case) -> None:
    outcome = drifting.told_and_mended(case, variant, CONFIGURATION)
    at = (kind.name, variant.path)
    if not drifting.is_of_the_host(kind, variant.path):
        assert outcome in {"not told", "impossible"}
    elif at in drifting.MENDED_IN_WORDS:
        assert drifting.MENDED_IN_WORDS[at] in outcome
    else:
        assert outcome == ("impossible" if worlds.OUTCOMES.get(at) == "refused" else "mended")
