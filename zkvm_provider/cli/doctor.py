"""`zkvm doctor`: is everything there, and what helps where it is not."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import typer

from zkvm_provider.cli.session import Json, Uri, answer, uri_of
from zkvm_provider.errors import ZkvmError
from zkvm_provider.wiring import connect

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `needed` marks what nothing works without."""

    what: str
    ok: bool
    says: str
    remedy: str = ""
    needed: bool = True


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("doctor")(doctor)


def doctor(context: typer.Context, uri: Uri = "", as_json: Json = False) -> None:
    """Check this installation and the host; exit code 1 when something needed is missing."""
    findings = [*_installation(), _pulumi(), _binding(), _host(uri_of(context, uri))]
    answer(context, as_json, findings, "\n".join(_lines(findings)) + "\n")
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING" if finding.needed else "without"
        yield f"{mark}  {finding.what}: {finding.says}"
        if not finding.ok and finding.remedy:
            yield f"         {finding.remedy}"


def _installation() -> Iterator[Finding]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(
        what="Python",
        ok=sys.version_info >= OLDEST_PYTHON,
        says=f"{python} ({sys.executable})",
        remedy="use 3.11 or newer",
    )
    for package in ("zkvm-provider", "pulumi", "lxml", "Jinja2", "PyYAML"):
        try:
            yield Finding(what=package, ok=True, says=version(package))
        except PackageNotFoundError:
            yield Finding(what=package, ok=False, says="not installed", remedy="pip install zkvm-provider")


def _pulumi() -> Finding:
    found = shutil.which("pulumi")
    return Finding(
        what="Pulumi CLI",
        ok=found is not None,
        says=found or "not on PATH",
        remedy="`make up` in the repository provides one; for your own projects put `pulumi` on PATH",
        needed=False,
    )


def _binding() -> Finding:
    return Finding(
        what="libvirt binding",
        ok=find_spec("libvirt") is not None,
        says="importable" if find_spec("libvirt") else "not installed",
        remedy="only real hosts need it, and this build has the emulator only",
        needed=False,
    )


def _host(uri: str) -> Finding:
    try:
        facts = connect(uri).hypervisor.facts()
    except ZkvmError as failure:
        return Finding(what=f"host at {uri!r}", ok=False, says=str(failure), needed=False)
    versions = f"libvirt {facts.libvirt_version}, QEMU {facts.qemu_version}, {' and '.join(facts.virt_types)}"
    return Finding(what=f"host at {uri!r}", ok=True, says=f"{facts.hostname}: {versions}")
