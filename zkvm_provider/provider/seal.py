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
_MARK: Final = wire.SIGNATURE_KEY.encode()


def seal(properties: Any, inputs: Any, sight: str, *, id: str) -> None:
    """Put the seal into `properties`, the answer that goes with `inputs` (Structs); without a `sight` there is none."""
    properties.fields.pop(SEAL, None)
    if not sight:
        return
    lasting = struct_pb2.Struct()
    lasting.CopyFrom(properties)
    for name in VOLATILE:
        lasting.fields.pop(name, None)
    digest = _digest(lasting, inputs, id)
    if digest:
        properties.fields[SEAL].string_value = f"{digest}{_SEPARATOR}{sight}"


def unseal(properties: Any, inputs: Any, *, id: str) -> tuple[str, str]:
    """Take the seal out of `properties`, and what is volatile: the seal, and the sight that the answer was made from.

    Both are empty when there is no seal, or something changed since.
    """
    fields = properties.fields
    text = fields[SEAL].string_value if SEAL in fields else ""
    for name in (SEAL, *VOLATILE):
        if name in fields:
            del fields[name]
    digest, _, sight = text.partition(_SEPARATOR)
    return (text, sight) if digest and digest == _digest(properties, inputs, id) else ("", "")


def _digest(lasting: Any, inputs: Any, id: str) -> str:
    """Digest of an answer, of which `lasting` is the state; empty when it holds anything but plain values."""
    state, declared = lasting.SerializeToString(deterministic=True), inputs.SerializeToString(deterministic=True)
    if _MARK in state or _MARK in declared:
        return ""
    return hashlib.sha256(b"\0".join((_build(), id.encode(), state, declared))).hexdigest()


@cache
def _build() -> bytes:
    """What tells this build from others that would answer differently: its version, and all that it can say."""
    return VERSION.encode() + hashlib.sha256(_SCHEMA.read_bytes()).digest()
