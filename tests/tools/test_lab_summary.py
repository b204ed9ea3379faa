"""What `make up` says in the end, by what it did and what is on the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.lab.places import Places
from tools.lab.summary import summary

HINT = "The host has no guest: `.zkvm/bin/pulumi refresh --yes` tells Pulumi; then `make up` again."


@pytest.mark.parametrize(
    ("guests", "changed", "is_hinted"),
    [("[]", False, True), ("[]", True, False), ('[{"name": "one"}]', False, False)],
    ids=["reset behind Pulumi's back", "a lab without guests", "as it was"],
)
def test_guests_that_are_gone_without_pulumi_knowing_are_told(
    tmp_path: Path, guests: str, changed: bool, is_hinted: bool
) -> None:
    places = Places(root=tmp_path, stack="lab")
    places.zkvm.parent.mkdir(parents=True)
    places.zkvm.write_text(f"#!/bin/sh\necho '{guests}'\n", encoding="utf-8")
    places.zkvm.chmod(0o755)
    places.stack_source.parent.mkdir()
    places.stack_source.write_text("config: {}\n", encoding="utf-8")
    assert (HINT in summary(places, "1 s", changed=changed)) is is_hinted
