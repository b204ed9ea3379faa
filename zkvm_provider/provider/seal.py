"""What an answer was made from, kept in the state beside it: a read that meets the same again gives the same answer.

The seal is a property of the state that Pulumi does not show (its name begins with two underscores). It holds a digest
of inputs, state and this build of zkvm, and the digest of what the host showed (`Result.sight`). A refresh of a guest
that nobody touched then costs one look at the host, and nothing is taken apart. A resource with secrets has none.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from google.protobuf import struct_pb2

from zkvm_provider.model.kinds import VERSION
from zkvm_provider.provider import wire

SEAL: Final = "__seen"
VOLATILE: Final = ("observedAt",)
"""Outputs that are different in every answer."""
_SCHEMA: Final = Path(__file__).with_name("schema.json")
_SEPARATOR: Final = ":"


def seal(properties: Any, inputs: Any, sight: str, *, id: str) -> None:
    """Put the seal into `properties`, the answer that goes with `inputs` (Structs); without a `sight` there is none."""
    properties.fields.pop(SEAL, None)
    if not sight:
        return
    digest = _digest(properties, inputs, id)
    if digest:
        properties.fields[SEAL].string_value = f"{digest}{_SEPARATOR}{sight}"


def sight_in(properties: Any, inputs: Any, *, id: str) -> str:
    """The sight that state and inputs were sealed with; empty when there is none, or something changed since."""
    if SEAL not in properties.fields:
        return ""
    digest, _, sight = properties.fields[SEAL].string_value.partition(_SEPARATOR)
    return sight if digest and digest == _digest(properties, inputs, id) else ""


def _digest(properties: Any, inputs: Any, id: str) -> str:
    """Digest of an answer; empty when it holds anything but plain values, such as a secret."""
    plain = struct_pb2.Struct()
    plain.CopyFrom(properties)
    for name in (SEAL, *VOLATILE):
        plain.fields.pop(name, None)
    texts = (plain.SerializeToString(deterministic=True), inputs.SerializeToString(deterministic=True))
    if any(wire.SIGNATURE_KEY.encode() in text for text in texts):
        return ""
    return hashlib.sha256(b"\0".join((_build(), id.encode(), *texts))).hexdigest()


@cache
def _build() -> bytes:
    """What tells this build from others that would answer differently: its version, and all that it can say."""
    return VERSION.encode() + hashlib.sha256(_SCHEMA.read_bytes()).digest()
