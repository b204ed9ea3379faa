"""The form of a domain's XML: all of it that libvirt's schema could refuse and the model does not vouch for.

Two documents have one form when they differ in the domain's own name and uuid, in MAC addresses, in the digits of
numbers of the same length, whose range the model has looked at, and in the metadata, of which the schema
(domaincommon.rng) says nothing. Every other word, element and attribute counts.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from lxml import etree

from zkvm_provider.libvirtxml.xmltext import children, drop, read_answer

_UUID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_MAC: Final = re.compile(r"\b[0-9a-f][02468ace](?::[0-9a-f]{2}){5}\b")
"""Of one interface; the schema refuses a group's."""
_HEX: Final = re.compile(r"\b0x[0-9a-f]+\b")
_DIGIT: Final = re.compile(r"[0-9]")


def form_of(xml: str) -> str:
    """A digest of the form of a domain's XML, which is well-formed."""
    root = read_answer(xml, "domain")
    for child in children(root):
        if child.tag == "metadata":
            drop(child)
        elif child.tag in ("name", "uuid"):
            child.text = None
    text = etree.tostring(root, encoding="unicode")
    text = _MAC.sub("mac", _UUID.sub("uuid", text))
    text = _DIGIT.sub("0", _HEX.sub(lambda found: "0x" + "0" * (len(found[0]) - 2), text))
    return hashlib.sha256(text.encode()).hexdigest()
