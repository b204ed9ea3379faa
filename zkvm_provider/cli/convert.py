"""`zkvm convert`: from a z/VM user directory to a Pulumi program and a report on every line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.files import read_bytes, read_text, write_text, write_tree
from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput, Refused
from zkvm_provider.zvm.autolog import read_autolog
from zkvm_provider.zvm.convert import Conversion, Wishes, convert
from zkvm_provider.zvm.directory import Directory, read_directory
from zkvm_provider.zvm.map_template import map_template
from zkvm_provider.zvm.mapping import MapFile, read_map
from zkvm_provider.zvm.program.files import program_files
from zkvm_provider.zvm.report.data import json_report
from zkvm_provider.zvm.report.facts import counts, guests, warnings
from zkvm_provider.zvm.report.page import page_report
from zkvm_provider.zvm.report.text import text_report

MARK = "report.json"
"""A folder that holds one was written by this command and may be written again."""


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("convert")(convert_directory)


def convert_directory(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="USER.DIRECT", help="The directory in source form.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for program and report.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="Where volumes, LANs and devices go (YAML).")] = None,
    guest: Annotated[list[str] | None, typer.Option("--guest", help="Only this guest; may be repeated.")] = None,
    autolog: Annotated[
        Path | None, typer.Option("--autolog-file", help="AUTOLOG1's PROFILE EXEC, or a list of users to start.")
    ] = None,
    write_map: Annotated[Path | None, typer.Option("--write-map", help="Write a map to fill in, and stop.")] = None,
    as_json: Json = False,
) -> None:
    """Convert the Linux guests of a z/VM user directory to a Pulumi program, and account for every line."""
    directory = read_directory(read_bytes(source), name=source.name)
    if write_map is not None:
        _write_map(context, directory, write_map, as_json=as_json)
        return
    if output is None:
        raise InvalidInput.at("-o", "say which folder the program goes to")
    mapping = read_map(read_text(map_file), source=map_file.name) if map_file else MapFile()
    wishes = Wishes(
        only=frozenset(name.upper() for name in guest or ()),
        autolog=read_autolog(read_text(autolog)) if autolog else frozenset(),
    )
    name = map_file.name if map_file else "--map"
    conversion = convert(directory, mapping, wishes, map_name=name)
    files = {**program_files(conversion), **_reports(conversion)}
    _write(output, files)
    answer(context, as_json, _summary(conversion, output), _words(conversion, output))


def _reports(conversion: Conversion) -> dict[str, str]:
    return {
        "report.txt": text_report(conversion),
        MARK: json_report(conversion),
        "report.html": page_report(conversion),
    }


def _write_map(context: typer.Context, directory: Directory, path: Path, *, as_json: bool) -> None:
    if path.exists():
        raise Refused(f"{path} exists already", remedy="name another file, or remove it")
    write_text(path, map_template(directory))
    text = f"{path}: decide what it asks, then: zkvm convert {directory.name} --map {path} -o FOLDER\n"
    answer(context, as_json, {"map": str(path)}, text)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write into a new or empty folder, or one that this command wrote before."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is not a folder", remedy="name another one with -o")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Refused(f"{folder} holds files that are not from `zkvm convert`", remedy="name a new folder with -o")
    write_tree(folder, files)


def _summary(conversion: Conversion, folder: Path) -> dict[str, object]:
    return {
        "folder": str(folder),
        "lines": conversion.directory.count,
        "counts": {fate.value: count for fate, count in counts(conversion).items()},
        "guests": list(guests(conversion)),
        "findings": conversion.findings,
    }


def _words(conversion: Conversion, folder: Path) -> str:
    every = list(guests(conversion))
    done = sum(1 for each in every if each.status == "converted")
    more = warnings(conversion)
    shares = ", ".join(f"{count} {fate.value}" for fate, count in counts(conversion).items())
    lines = [
        f"{done} of {len(every)} guests converted; {conversion.directory.count} lines: {shares}",
        *(f"  {each.key}: {each.status}: {each.reason}" for each in every if each.status != "converted"),
        f"{more} warning{'' if more == 1 else 's'}; read {folder / 'report.html'}",
        f"then: cd {folder} && pulumi stack init {conversion.program.stack} && pulumi up",
    ]
    return "\n".join(lines) + "\n"
