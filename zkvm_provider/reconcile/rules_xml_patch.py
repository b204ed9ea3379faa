"""Policy of XML patches."""

from __future__ import annotations

from zkvm_provider.reconcile.rule import NEEDED, PART, VALUE, Line, config, next_boot

_STOPPED = config()
_AT_START = next_boot("a running guest keeps the XML it was started with")

XML_PATCHES: tuple[Line, ...] = (
    ("xml_patches", PART, _AT_START, _STOPPED),
    ("xml_patches[].name", NEEDED, _AT_START, _STOPPED),
    ("xml_patches[].path", NEEDED, _AT_START, _STOPPED),
    ("xml_patches[].op", VALUE, _AT_START, _STOPPED),
    ("xml_patches[].value", VALUE, _AT_START, _STOPPED),
)
