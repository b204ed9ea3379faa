"""Attribute and text values: what the schema allows, and how libvirt's own parser reads and rewrites them.

Each `Value` has both judgements, because they differ: `schema` is what validation accepts, `read` is what the
plain parser does (rewrite, or refuse with `virXMLProp…`'s words in `virxml.c`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the element and, for an attribute, its name."""

    element: str
    attribute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One kind of value. `schema` must match as a whole; `read` gives the canonical text or raises."""

    schema: re.Pattern[str]
    read: Callable[[str, Place], str]
    verbatim: bool = False
    """Blanks around it count: a string of the schema, and not a number or a choice."""


def bad_value(place: Place, value: str, hint: str = "") -> BackendError:
    """`Invalid value for attribute …` as libvirt's attribute readers say it."""
    if not place.attribute:
        return xml_error(f"Invalid value '{value}' for element or attribute './{place.element}[1]'")
    at = f"attribute '{place.attribute}' in element '{place.element}'"
    return xml_error(f"Invalid value for {at}: {hint or repr_plain(value)}")


def repr_plain(value: str) -> str:
    """The value as libvirt quotes it in enum refusals, with its closing full stop."""
    return f"'{value}'."


def xml_error(text: str) -> BackendError:
    """XML_ERROR of the XML helpers (error domain 5)."""
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, text)


def _keep(value: str, _place: Place) -> str:
    return value


def matching(pattern: str) -> Value:
    """Free text for the parser; the schema wants the pattern."""
    return Value(schema=re.compile(pattern, re.DOTALL), read=_keep)


def choice(*names: str) -> Value:
    """One of the names; anything else is refused by parser and schema alike."""

    def read(value: str, place: Place) -> str:
        if value not in names:
            raise bad_value(place, value)
        return value

    return Value(schema=re.compile("|".join(map(re.escape, names))), read=read)


def number(*, low: int = 0, high: int = 2**32 - 1, signed: bool = False) -> Value:
    """A decimal integer. Below `low` (1: zero not permitted) or above `high` is refused."""
    kind = "integer" if signed else "non-negative integer"

    def read(value: str, place: Place) -> str:
        found = as_integer(value)
        if found is None or found > high or (found < 0 and not signed):
            raise bad_value(place, value, f"'{value}'. Expected {kind} value")
        if found == 0 and low == 1:
            raise bad_value(place, value, "Zero is not permitted")
        return str(found)

    pattern = "[1-9][0-9]*" if low == 1 else r"\+?[0-9]+"
    return Value(schema=re.compile(f"-?{pattern}" if signed else pattern), read=read)


def hexadecimal(digits: int) -> Value:
    """A number in any base, written back as `0x` and at least that many hexadecimal digits."""

    def read(value: str, place: Place) -> str:
        found = as_integer(value, base=0)
        if found is None or found < 0:
            raise bad_value(place, value, f"'{value}'. Expected non-negative integer value")
        return f"0x{found:0{digits}x}"

    return Value(schema=re.compile(rf"(0x)?[0-9a-fA-F]{{1,{digits}}}"), read=read)


def as_integer(value: str, *, base: int = 10) -> int | None:
    """`value` as C's strtoul reads it whole (base 0: `0x` and leading-zero octal too), or None."""
    text = value.strip()
    try:
        if base == 0 and re.fullmatch(r"-?0[0-7]+", text):
            return int(text, 8)
        return int(text, base)
    except ValueError:
        return None


def size_text(value: str, _place: Place) -> str:
    """A size keeps its text at reading; its family scales it with the unit beside it."""
    return value.strip()


_UUID = r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}"


def _read_mac(value: str, _place: Place) -> str:
    if not re.fullmatch(r"([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}", value):
        text = f"unable to parse mac address '{value}'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, text)
    return ":".join(f"{int(part, 16):02x}" for part in value.split(":"))


def _read_uuid(value: str, place: Place) -> str:
    if not re.fullmatch(_UUID, value.strip()):
        if not place.attribute:
            raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.DOMAIN, "malformed uuid element")
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, f"cannot parse uuid attribute of element '{value}'")
    digits = value.strip().replace("-", "").lower()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


TEXT = matching(r".*")
WORD = matching(r".+")
NAME = matching(r"[^\n]+")
VOLUME_NAME = matching(r"(?!\.\.?$)[^/]+")
PATH = Value(schema=re.compile(r"/[^\r\n]+"), read=_keep, verbatim=True)
FOLDER = Value(schema=re.compile(r"/[^\r\n]*"), read=_keep, verbatim=True)
GENERIC_NAME = matching(r"[a-zA-Z0-9_+\-]+")
NC_NAME = matching(r"[^\W\d][\w.\-]*")
"""A name of XML without a colon (xsd:NCName)."""
BLOCK_DEVICE = Value(schema=re.compile(r"/[^\r\n]+|[a-zA-Z0-9_\-\\:/.]+"), read=_keep, verbatim=True)
DEVICE_NAME = matching(r"[a-zA-Z0-9_\-\\:/.]+")
COUNT = number()
POSITIVE = number(low=1)
BIG = number(high=2**64 - 1)
BIG_POSITIVE = number(low=1, high=2**64 - 1)
PORT = number(high=65535)
SIGNED = number(signed=True)
YES_NO = choice("yes", "no")
ON_OFF = choice("on", "off")
MAC = Value(schema=re.compile(r"[a-fA-F0-9][02468aAcCeE](:[a-fA-F0-9]{2}){5}"), read=_read_mac)
UUID = Value(schema=re.compile(_UUID), read=_read_uuid)
SIZE = Value(schema=re.compile(r"[0-9]+"), read=size_text)
UNIT = matching(r"[bB]|bytes|KB|k|KiB|MB|M|MiB|GB|G|GiB|TB|T|TiB|PB|P|PiB|EB|E|EiB|[kKmMgGtTpPeE]([iI]?[bB])?")
CPUSET = matching(r"\s*\^?[0-9]+(-[0-9]+)?(,\^?[0-9]+(-[0-9]+)?)*\s*")
