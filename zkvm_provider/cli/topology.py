"""`zkvm topology`: a picture of hosts with what hangs on what, as a page, a drawing, or a tree on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit

import typer

from zkvm_provider.cli.files import write_text
from zkvm_provider.cli.session import Json, answer, uri_of
from zkvm_provider.errors import InvalidInput, Unreachable
from zkvm_provider.topology.picture import Picture, summary
from zkvm_provider.topology.reading import read_picture
from zkvm_provider.wiring import EMULATED, administer, connect, parse_emulated_uri

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="A file that ends in .html or .svg. Without: a tree, here.")
]
Uris = Annotated[
    list[str] | None,
    typer.Option("--uri", "-c", help="A host, once for each; `emulated:` without a host means all of its store."),
]


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("topology")(topology)


def topology(context: typer.Context, output: Output = None, uri: Uris = None, as_json: Json = False) -> None:
    """Picture hosts, networks, pools, disks, LUNs and guests, with their states and what waits for the next start."""
    write = _writer(output)
    places = [each for given in (uri or [uri_of(context, "")]) for each in _hosts_behind(given)]
    endpoints = [connect(each) for each in dict.fromkeys(places)]
    try:
        picture = read_picture(endpoints)
    finally:
        for each in endpoints:
            each.hypervisor.close()
    _refuse_nothing(picture)
    if output is None:
        answer(context, as_json, picture, write(picture))
        return
    write_text(output, write(picture))
    told = "\n".join(f"{host.name}: {summary(host)}" for host in picture.hosts)
    answer(context, as_json, picture, f"{told}\n{output}")


def _writer(output: Path | None) -> Callable[[Picture], str]:
    from zkvm_provider.topology.page import page_of
    from zkvm_provider.topology.svg import svg_of
    from zkvm_provider.topology.tree import tree_of

    if output is None:
        return tree_of
    writers = {".html": page_of, ".svg": svg_of}
    if output.suffix.lower() not in writers:
        raise InvalidInput.at("--output", f"expected a name that ends in .html or .svg, got {output}")
    if not output.absolute().parent.is_dir():
        raise InvalidInput.at("--output", f"there is no folder {output.absolute().parent}; make it first")
    return writers[output.suffix.lower()]


def _hosts_behind(uri: str) -> list[str]:
    """A store of the emulator stands for all of its hosts, unless one is named."""
    parts = urlsplit(uri)
    if parts.scheme != EMULATED or "host=" in parts.query:
        return [uri]
    where = parse_emulated_uri(uri)
    path = "" if parts.path == "" else f"//{quote(str(where.path))}"
    return [f"emulated:{path}?{urlencode({'host': each.host})}" for each in administer(uri).describe()]


def _refuse_nothing(picture: Picture) -> None:
    """Some host is enough for a picture."""
    if not picture.hosts:
        raise InvalidInput.at("--uri", "the store has no host yet; an `up` makes one")
    if all(host.fault for host in picture.hosts):
        raise Unreachable(picture.hosts[0].uri, picture.hosts[0].fault)
