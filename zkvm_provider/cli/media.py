"""`zkvm media lint`: is this installation medium what the HMC, the kernel and the installer take?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.session import Json, answer
from zkvm_provider.install.finding import Finding, Look, Severity
from zkvm_provider.install.lint import is_rejected, lint

app = typer.Typer(
    help="Installation media: .ins, .prm, initrd.addrsize, Kickstart, AutoYaST.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def group() -> None:
    """Installation media: .ins, .prm, initrd.addrsize, Kickstart, AutoYaST."""


@app.command("lint")
def lint_files(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files; an .ins brings those it names.")],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings reject a file too.")] = False,
    as_json: Json = False,
) -> None:
    """Check installation media. Exit code 0: accepted, perhaps with warnings; 1: rejected; 2: wrong use."""
    findings = tuple(finding for name in files for finding in _lint_one(name))
    findings = tuple(dict.fromkeys(findings))  # a parameter file named beside its .ins is told once
    rejected = is_rejected(findings) or (strict and bool(findings))
    lines = [str(finding) for finding in findings]
    counts = [_count(findings, severity) for severity in Severity]
    lines.append(f"{', '.join(files)}: {'rejected' if rejected else 'accepted'} ({', '.join(counts)})")
    answer(context, as_json, {"accepted": not rejected, "findings": findings}, "\n".join(lines) + "\n")
    if rejected:
        raise typer.Exit(1)


def _lint_one(name: str) -> tuple[Finding, ...]:
    try:
        content = Path(name).read_bytes()
    except OSError as failure:
        reason = f"cannot be read: {failure.strerror or failure}"
        return (Finding(file=name, line=0, severity=Severity.ERROR, message=reason),)
    return lint(name, content, _beside(Path(name).parent))


def _beside(folder: Path) -> Look:
    """Files below the folder only: what the HMC would be served."""

    def look(path: str) -> bytes | None:
        if path.startswith("/") or ".." in path.split("/"):
            return None
        try:
            return (folder / path).read_bytes()
        except (OSError, ValueError):
            return None

    return look


def _count(findings: tuple[Finding, ...], severity: Severity) -> str:
    count = sum(finding.severity is severity for finding in findings)
    return f"{count} {severity.value}{'' if count == 1 else 's'}"
