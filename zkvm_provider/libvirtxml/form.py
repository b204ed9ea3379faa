"""The form of a domain's XML: all of it that libvirt's schema could refuse and the model does not vouch for.

Two documents have one form when they differ in the domain's own name and uuid, in MAC addresses, in the digits of
numbers of the same length, whose range the model has looked at, and in the metadata, of which the schema
(domaincommon.rng) says nothing. Every other word, element and attribute counts.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final

_OWN: Final = re.compile(r"\n  <(name|uuid)>[^<]*</\1>|\n  <metadata>.*?</metadata>", re.DOTALL)
"""In a text of the template's or of `xmltext.write`: below the root, and without a `<` that is none of an element's."""
_NUMBERS: Final = re.compile(
    r"[0-9a-f](?<!\w.)(?:"  # the first sign of a word, by which `re` finds the place without trying every other
    r"(?P<uuid>[0-9a-f]{7}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"|(?P<mac>[02468ace](?::[0-9a-f]{2}){5})"  # of one interface; the schema refuses a group's
    r"|(?<=0)x(?P<hex>[0-9a-f]+)"
    r")\b"
)
_DIGITS: Final = str.maketrans("123456789", "000000000")
_KEPT: Final = 64


@lru_cache(maxsize=_KEPT)  # two ask for each document
def form_of(xml: str) -> str:
    """A digest of the form of a domain's XML, as a template rendered it."""
    text = _NUMBERS.sub(_without_value, _OWN.sub("", xml)).translate(_DIGITS)
    return hashlib.sha256(text.encode()).hexdigest()


def _without_value(number: re.Match[str]) -> str:
    return "0x" + "0" * len(number["hex"]) if number["hex"] else str(number.lastgroup)
