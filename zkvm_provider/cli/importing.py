"""`zkvm import`: a whole host as a Pulumi program, and the bulk import that makes the state fit it."""

from __future__ import annotations

import re
import shlex
import threading
from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.apply.whole_host import WholeHost, read_host
from zkvm_provider.cli.files import write_tree
from zkvm_provider.cli.program_text import program_of
from zkvm_provider.cli.session import Json, Uri, answer, uri_of
from zkvm_provider.errors import Refused
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.wiring import connect, converger, settled_uri

Folder = Annotated[Path, typer.Option("--output", "-o", help="Where the program is written; a new or empty folder.")]
Project = Annotated[str, typer.Option("--project", help="Name of the Pulumi project (default: the folder's).")]


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("import")(import_)


def import_(
    context: typer.Context, output: Folder, uri: Uri = "", project: Project = "", as_json: Json = False
) -> None:
    """Read a whole host and write it down as a Pulumi program with a bulk import. Nothing on the host changes."""
    where = settled_uri(uri_of(context, uri))
    if output.exists() and any(output.iterdir()):
        raise Refused(f"{output} is not empty", remedy="name a new folder: nothing is overwritten")
    host = _read(where)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", project or output.absolute().name)
    files = program_of(host, name)
    write_tree(output, files)
    data = {"uri": host.uri, "files": sorted(files), "leftOut": host.left_out}
    answer(context, as_json, data, _told(host, output, files))


def _read(uri: str) -> WholeHost:
    reader = converger(Configuration(), tell=lambda _urn, _text: None, stop=threading.Event())
    try:
        return read_host(connect(uri), uri, reader.read)
    finally:
        reader.close()


def _told(host: WholeHost, output: Path, files: dict[str, str]) -> str:
    kinds: dict[str, int] = {}
    for each in host.resources:
        kinds[each.kind.name] = kinds.get(each.kind.name, 0) + 1
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "nothing"
    lines = [f"{host.hostname}: {counted}; {len(files)} files in {output}"]
    kept = [each for each in host.resources if each.foreign]
    lines += [f"  {each.label}: the model has no word for {', '.join(each.foreign)}; it stays" for each in kept]
    lines += [f"  left out: {each.what}: {each.reason}" for each in host.left_out]
    lines += [
        "",
        "Next:",
        f"  cd {shlex.quote(str(output))}",
        "  pulumi stack init NAME",
        "  pulumi import --file import.json --generate-code=false --protect=false",
        "  pulumi preview    # shows no change",
    ]
    return "\n".join(lines) + "\n"
