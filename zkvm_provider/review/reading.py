"""Reading what `pulumi preview --json` and `pulumi refresh --preview-only --json` write, in both of its forms.

Facts (Pulumi 3.259): by default it is one object with `steps` (op, urn, oldState, newState), `diagnostics` (urn,
message, severity; what a provider logs is there too) and `changeSummary`. With
`PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true` it is one event a line (`resourcePreEvent`, `resOutputsEvent`,
`diagnosticEvent`, `policyEvent`, …); only this form tells which policy a resource breaks. Secrets are `[secret]` in
both; lists are null when they are empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from zkvm_provider.errors import Bug, InvalidInput
from zkvm_provider.model.urn import Urn
from zkvm_provider.review.preview import REFRESH, Message, Preview, State, Step

_REPLACE_STEPS = frozenset({"create-replacement", "delete-replaced", "discard-replaced"})
_MANDATORY = "mandatory"
_EMPTY_WORDS = frozenset({"preview failed", "error: preview failed"})
"""What the engine says at the end of every preview with faults."""
_OWN_PLUGIN = "using pulumi-resource-zkvm from $PATH"
"""How the engine's warning begins that it found zkvm where zkvm is installed (Pulumi 3.259)."""


def read_preview(text: str, *, source: str, written_by: str = "pulumi preview --json") -> Preview:
    """Raises InvalidInput, naming `source` and the command to write it with, for a text that is no preview in JSON."""
    try:
        documents = [json.loads(line) for line in text.splitlines() if line] if _is_stream(text) else [json.loads(text)]
    except ValueError as error:
        raise InvalidInput.at(source, f"is not JSON ({error}); write it with `{written_by}`") from error
    try:
        if _is_stream(text):
            return _from_events(documents)
        if isinstance(documents[0], dict) and "steps" in documents[0]:
            return _from_summary(documents[0])
    except (Bug, LookupError, TypeError, AttributeError) as error:
        raise InvalidInput.at(source, f"is not a preview as `{written_by}` writes it ({error!r})") from error
    raise InvalidInput.at(source, f"has no `steps`; write it with `{written_by}`")


def _is_stream(text: str) -> bool:
    return text.startswith('{"sequence"')


def _from_summary(document: Mapping[str, Any]) -> Preview:
    steps = [
        Step(
            op=each["op"],
            urn=Urn.parse(each["urn"]),
            old=_state(each.get("oldState")),
            new=_state(each.get("newState")),
        )
        for each in document["steps"] or ()
    ]
    said = [_message(each, each["message"]) for each in document.get("diagnostics") or ()]
    return _preview(steps, said)


def _from_events(events: Iterable[Mapping[str, Any]]) -> Preview:
    steps: dict[tuple[str, str], Step] = {}
    said: list[Message] = []
    for event in events:
        if "resourcePreEvent" in event:
            _note(steps, event["resourcePreEvent"]["metadata"], ended=False)
        elif "resOutputsEvent" in event:
            _note(steps, event["resOutputsEvent"]["metadata"], ended=True)
        elif "diagnosticEvent" in event:
            said.append(_message(event["diagnosticEvent"], event["diagnosticEvent"]["message"]))
        elif "policyEvent" in event:
            said.append(_violation(event["policyEvent"]))
    return _preview(steps.values(), said)


def _note(steps: dict[tuple[str, str], Step], told: Mapping[str, Any], *, ended: bool) -> None:
    """A step as it was when it ended; one that failed as it was when it began.

    A refresh begins as `refresh`, and ends as `same`, or as the change that it found.
    """
    urn, op = told["urn"], told["op"]
    if ended and (urn, REFRESH) in steps:
        del steps[urn, REFRESH]
        op = REFRESH if op == "same" else op
    steps[urn, op] = Step(op=op, urn=Urn.parse(urn), old=_state(told.get("old")), new=_state(told.get("new")))


def _preview(steps: Iterable[Step], said: Iterable[Message]) -> Preview:
    return Preview(
        steps=tuple(step for step in steps if step.op not in _REPLACE_STEPS),
        messages=tuple(message for message in said if _is_about_the_change(message)),
    )


def _is_about_the_change(message: Message) -> bool:
    is_noise = message.text in _EMPTY_WORDS or message.text.startswith(_OWN_PLUGIN)
    return message.severity != "debug" and not is_noise


def _state(each: Mapping[str, Any] | None) -> State | None:
    return None if each is None else State(inputs=each.get("inputs") or {}, outputs=each.get("outputs") or {})


def _message(each: Mapping[str, Any], text: str) -> Message:
    urn = Urn.parse(each["urn"]) if each.get("urn") else None
    return Message(urn=urn, severity=each["severity"], text=text.strip())


def _violation(each: Mapping[str, Any]) -> Message:
    """The policy's description comes first in its message, on a line of its own."""
    _, _, text = each["message"].strip().partition("\n")
    urn = Urn.parse(each["resourceUrn"]) if each.get("resourceUrn") else None
    severity = "error" if each.get("enforcementLevel") == _MANDATORY else "warning"
    return Message(urn=urn, severity=severity, text=f"{text or each['message'].strip()} (policy {each['policyName']})")
