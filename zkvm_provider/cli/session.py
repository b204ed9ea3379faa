"""What every subcommand shares: which host is meant, and text or JSON as the answer."""

from __future__ import annotations

import dataclasses
import json
import os
from enum import Enum
from typing import Annotated, Any

import typer

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import NotFound
from zkvm_provider.hypervisor.port import DomainStats, Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.wiring import connect

DEFAULT_URI = "emulated:"

Uri = Annotated[str, typer.Option("--uri", "-c", help="Host: a libvirt URI or emulated: (default: ZKVM_URI).")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
GuestName = Annotated[str, typer.Argument(metavar="GUEST", help="Name or uuid of the guest.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Options given before the subcommand."""

    uri: str = ""
    json: bool = False


def endpoint(context: typer.Context, uri: str) -> Endpoint:
    """The host of this call: the option, ZKVM_URI, or the lab's emulator."""
    return connect(uri_of(context, uri))


def uri_of(context: typer.Context, uri: str) -> str:
    """The URI of this call."""
    return named_uri(context, uri) or DEFAULT_URI


def named_uri(context: typer.Context, uri: str) -> str:
    """The URI somebody named for this call; empty when nobody did."""
    return uri or _defaults(context).uri or os.environ.get("ZKVM_URI", "")


def answer(context: typer.Context, as_json: bool, data: Any, text: str) -> None:
    """Print `text`, or `data` as JSON."""
    if as_json or _defaults(context).json:
        typer.echo(json.dumps(plain(data), indent=2, ensure_ascii=False))
    else:
        typer.echo(text, nl=not text.endswith("\n"))


def plain(value: Any) -> Any:
    """Dataclasses, enums and tuples as JSON has them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    return value


def find_guest(host: Endpoint, name: str) -> ObjectInfo:
    """The domain of that name or uuid. Raises NotFound with what there is."""
    infos = host.hypervisor.list(ObjectKind.DOMAIN)
    for info in infos:
        if name in (info.ref.name, info.ref.uuid):
            return info
    known = ", ".join(info.ref.name for info in infos) or "no guest at all"
    raise NotFound(f"guest {name!r}", where=host.uri, remedy=f"it has {known}")


def stats_of(host: Endpoint, info: ObjectInfo) -> DomainStats:
    """The statistics of one domain."""
    for row in host.hypervisor.stats():
        if row.ref.uuid == info.ref.uuid:
            return row
    raise NotFound(f"guest {info.ref.name!r}", where=host.uri)


def _defaults(context: typer.Context) -> Defaults:
    found = context.find_object(Defaults)
    return found or Defaults()
