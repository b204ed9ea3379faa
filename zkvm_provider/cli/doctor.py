"""`zkvm doctor`: is everything there, and what helps where it is not."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.doctor_host import host_findings
from zkvm_provider.cli.finding import Finding
from zkvm_provider.cli.session import DEFAULT_URI, Json, Uri, answer, named_uri
from zkvm_provider.wiring import EMULATED, project_folder

OLDEST_PYTHON = (3, 11)
_ASK_LIMIT_S = 10.0


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("doctor")(doctor)


GuestOption = Annotated[
    str, typer.Option("--guest", metavar="GUEST", help="A guest of that host: will QEMU reach its files?")
]


def doctor(context: typer.Context, uri: Uri = "", guest: GuestOption = "", as_json: Json = False) -> None:
    """Check this installation and the host; exit code 1 when something needed is missing."""
    named = named_uri(context, uri)
    binding = _binding(needed=bool(named) and not named.startswith(f"{EMULATED}:"))
    host = host_findings(named or DEFAULT_URI, guest, needed=bool(named or guest), has_binding=binding.ok)
    findings = [*_installation(), _pulumi(), binding, *host]
    answer(context, as_json, findings, "\n".join(_lines(findings)) + "\n")
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.mark:7}  {finding.what}: {finding.says}"
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
            yield Finding(what=package, ok=False, says="not installed", remedy=f"{_pip()} install zkvm-provider")


def _pulumi() -> Finding:
    """The one on PATH, else the lab's own; what `make up` fetched or built serves other projects as well."""
    on_path, lab = shutil.which("pulumi"), project_folder() / ".zkvm" / "bin" / "pulumi"
    provided = [f"export PATH={shlex.quote(str(found.parent))}:$PATH" for found in _provided()]
    if on_path is None and lab.is_file():
        others = f" (this project's own; for others: {provided[-1]})" if provided else " (this project's own)"
        return Finding(what="Pulumi CLI", ok=True, says=f"{lab}{others}")
    remedy = "`make up` in the repository provides one; for your own projects put `pulumi` on PATH"
    remedy = f"`make up` provided one: {provided[-1]}" if provided else remedy
    return Finding(
        what="Pulumi CLI", ok=on_path is not None, says=on_path or "not on PATH", remedy=remedy, needed=False
    )


def _provided() -> list[Path]:
    """The CLIs that `make up` fetched or built (tools/pulumi)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return sorted(cache.glob("zkvm/pulumi-*/bin/pulumi"))


def _binding(*, needed: bool) -> Finding:
    """libvirt-python is compiled against the installed libvirt's headers, so its version has to be libvirt's."""
    headers = _libvirt_headers()
    installed = _version_of("libvirt-python")
    if installed is not None and find_spec("libvirt") is not None:
        against = f", libvirt's headers are {headers}" if headers and headers != installed else ""
        return Finding(what="libvirt binding", ok=True, says=f"{installed}{against}")
    return Finding(
        what="libvirt binding",
        ok=False,
        says=("not installed" if needed else "not installed; only real hosts need it")
        + ("" if headers else "; libvirt's headers are missing too"),
        remedy=binding_remedy(headers, _distribution(), pip=_pip()),
        needed=needed,
    )


def _pip() -> str:
    """The pip of this environment: what PATH calls so may belong to another one."""
    found = shutil.which("pip")
    is_ours = found is not None and Path(found).parent == Path(sys.executable).parent
    return "pip" if is_ours else f"{sys.executable} -m pip"


def binding_remedy(headers: str, distribution: str, *, pip: str = "pip") -> str:
    """The one command that installs the binding; `headers` is the version of libvirt's headers, empty without them."""
    if headers:
        return f"{pip} install 'libvirt-python=={headers}'"
    families = (family for family in _HEADERS if family in distribution.split())
    headers_first = _HEADERS[next(families, "debian")]
    return f'{headers_first} && {pip} install "libvirt-python==$(pkg-config --modversion libvirt)"'


_HEADERS = {
    "debian": "apt-get install -y libvirt-dev pkg-config gcc python3-dev",
    "fedora": "dnf install -y libvirt-devel pkgconf-pkg-config gcc python3-devel",
    "suse": "zypper install -y libvirt-devel pkg-config gcc python3-devel",
}
"""What building the binding takes, by the distribution's family (ID and ID_LIKE of os-release)."""


def _libvirt_headers() -> str:
    """The version of libvirt's headers as pkg-config tells it; empty without headers or without pkg-config."""
    try:
        argv = ["pkg-config", "--modversion", "libvirt"]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=_ASK_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _distribution() -> str:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    return f"{release.get('ID', '')} {release.get('ID_LIKE', '')}"


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
