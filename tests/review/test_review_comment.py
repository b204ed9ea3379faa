"""A preview as a comment: what Pulumi 3.259 wrote on the emulated host (`captured/`), told to reviewers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zkvm_provider.errors import InvalidInput
from zkvm_provider.review.markdown import comment
from zkvm_provider.review.preview import Preview
from zkvm_provider.review.reading import read_preview

CAPTURED = Path(__file__).parent / "captured"


def captured(name: str) -> Preview:
    return read_preview((CAPTURED / f"{name}.json").read_text(encoding="utf-8"), source=name)


def test_each_effect_line_is_a_row_with_its_effect() -> None:
    text = comment(captured("change"))
    assert "1 to change" in text.splitlines()[0]
    assert "| ～ Guest **g** | memory 1 GiB → 2 GiB | **configuration** |  |" in text
    assert "|  | power stopped → running | **live** |  |" in text


def test_faults_lead_and_are_told_without_the_engines_wrapping() -> None:
    lines = comment(captured("faults")).splitlines()
    assert "stopped, 2 faults to mend" in lines[0]
    assert lines[2] == r"- ✗ Guest **g**: disks[1].devno: 0x0001 is already taken by disks[0] (a)"
    assert r"Guest **g2**: interfaces[0].network: network 'nonet' does not exist on lpar1" in lines[3]


def test_a_broken_policy_is_a_fault_of_the_resource_that_breaks_it() -> None:
    """Only the stream of events tells it (PULUMI_ENABLE_STREAMING_JSON_PREVIEW)."""
    lines = comment(captured("policy")).splitlines()
    assert lines[0] == "### `e2e/dev`: stopped, 1 fault to mend"
    assert lines[2] == "- ✗ Guest **g**: guest 'g' has no owner (policy guest-owner)"
    assert "| ～ Guest **g** | memory 2 GiB → 4 GiB | **next boot** |" in "\n".join(lines)


def test_a_deletion_is_told() -> None:
    """The state is the engine's own form, cut to one step."""
    document = json.loads((CAPTURED / "change.json").read_text(encoding="utf-8"))
    step = next(each for each in document["steps"] if each["urn"].endswith("::g") and each["op"] == "update")
    step["op"] = "delete"
    step.pop("newState")
    text = comment(read_preview(json.dumps({"steps": [step], "diagnostics": None}), source="cut"))
    assert "1 to remove" in text
    assert "| － Guest **g** | is removed from its host | to remove |  |" in text


def test_nothing_to_change_is_said() -> None:
    document = {"steps": [{"op": "same", "urn": "urn:pulumi:dev::lab::zkvm:index:Host::lpar1"}]}
    assert comment(read_preview(json.dumps(document), source="x")) == "### `lab/dev`: nothing to change, 1 unchanged\n"


def test_where_the_engine_found_zkvm_is_no_matter_of_the_change() -> None:
    said = {"severity": "warning", "message": "using pulumi-resource-zkvm from $PATH at /opt/zkvm/bin/x"}
    step = {"op": "same", "urn": "urn:pulumi:dev::lab::zkvm:index:Host::lpar1"}
    other = {"severity": "warning", "message": "using the old format"}
    text = comment(read_preview(json.dumps({"steps": [step], "diagnostics": [said, other]}), source="x"))
    assert "pulumi-resource-zkvm" not in text
    assert "using the old format" in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Previewing update", "is not JSON"),
        ("[]", "has no `steps`"),
        ('{"steps": [{"op": "same", "urn": "guest"}]}', "is not a preview"),
        ('{"steps": [{"urn": "urn:pulumi:a::b::c::d"}]}', "is not a preview"),
        ('{"steps": null, "diagnostics": [7]}', "is not a preview"),
    ],
)
def test_what_is_no_preview_is_refused_with_its_name(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as refused:
        read_preview(text, source="preview.json")
    assert str(refused.value).startswith("preview.json: ")


@given(st.text())
def test_no_name_or_message_breaks_the_table(text: str) -> None:
    message = {"urn": "urn:pulumi:a::b::zkvm:index:Guest::g", "severity": "info", "message": f"{text}: live ({text})"}
    step = {"op": "create", "urn": f"urn:pulumi:a::b::zkvm:index:Guest::{text}"}
    read = read_preview(
        json.dumps({"steps": [step, {**step, "urn": message["urn"]}], "diagnostics": [message]}), source="x"
    )
    rows = [line for line in comment(read).split("\n") if line.startswith("|")]
    assert len(rows) >= 3
    for row in rows:
        assert len(row.replace("\\\\", "").replace("\\|", "").split("|")) == 6
