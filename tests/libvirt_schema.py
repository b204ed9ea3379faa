"""libvirt's own schema of domains, the judge of what is valid; it comes with the installed libvirt."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from tests.needing import need

_DOMAIN = Path("/usr/share/libvirt/schemas/domain.rng")


@cache
def domain_schema() -> Any:
    """The schema, read once."""
    if not _DOMAIN.is_file():
        need("libvirt's schemas", "python -m tools.kvmlab install")
    return etree.RelaxNG(etree.parse(_DOMAIN))
