"""Stand-ins for what provides a Pulumi CLI: programs on ``PATH``, a release archive, and a server for it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.pulumi.provision.pin import CLI, EXECUTOR, LANGUAGE_HOST, PINNED, Platform
from tools.pulumi.provision.way_archive import archive_name

PROVIDE = Path(__file__).resolve().parents[2] / "tools" / "pulumi" / "provide.py"
DEADLINE_S = 30.0

FAKE_PULUMI = f"#!/bin/sh\necho v{PINNED}\n"

# Behaves like `go` as far as the build asks: version, build -o FILE, list -m. FAKE_GO_HOLD names a file that the build
# waits for; FAKE_GO_LOG gets one line for each build.
_FAKE_GO = """#!/bin/sh
case "$1" in
version) echo "go version go{version} linux/amd64" ;;
list) echo "{sdk}" ;;
build)
    echo "build $$ $PWD CGO_ENABLED=$CGO_ENABLED GOARCH=$GOARCH GOFLAGS=$GOFLAGS" >> "{log}"
    while [ "$1" != -o ]; do shift; done
    head -c 20 "{binary}" > "$2"
    echo "github.com/half/way" >&2
    left=1500  # a fake that a failed test leaves behind ends by itself
    while [ -n "$FAKE_GO_HOLD" ] && [ ! -e "$FAKE_GO_HOLD" ] && [ $left -gt 0 ]; do sleep 0.02; left=$((left-1)); done
    [ -n "$FAKE_GO_FAIL" ] && {{ echo "cannot reach the module mirror" >&2; exit 1; }}
    cat "{binary}" > "$2"; chmod 755 "$2" ;;
esac
"""


class Machine:
    """A temporary machine: a ``PATH`` of its own, a cache of its own, and the real ``provide.py``."""

    def __init__(self, root: Path) -> None:
        self.bin = root / "bin"
        self.cache = root / "cache"
        self.builds = root / "builds.log"
        self._root = root
        self.bin.mkdir()
        self.env = {
            "PATH": f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(root),
            "PYTHONWARNINGS": "error",
        }

    @property
    def home(self) -> Path:
        """The folder of the provided CLI."""
        return self.cache / f"pulumi-{PINNED}-{Platform.here()}"

    def put(self, name: str, text: str) -> Path:
        """A program on ``PATH``."""
        program = self.bin / name
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        return program

    def put_go(self, version: str = "1.26.1", *, into: Path | None = None) -> Path:
        """A fake ``go`` on ``PATH`` (or in ``into``) that "builds" a fake pulumi."""
        sdk = self._root / "sdk"
        (sdk / "python" / "cmd").mkdir(parents=True, exist_ok=True)
        (sdk / "python" / "cmd" / EXECUTOR).write_text("#!/usr/bin/env python\n", encoding="utf-8")
        binary = self._root / "built-pulumi"
        binary.write_text(FAKE_PULUMI, encoding="utf-8")
        go = (into or self.bin) / "go"
        go.parent.mkdir(parents=True, exist_ok=True)
        go.write_text(_FAKE_GO.format(version=version, sdk=sdk, log=self.builds, binary=binary), encoding="utf-8")
        go.chmod(0o755)
        return go

    def provide(self, *arguments: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        """Runs the command to its end."""
        child = self.start(*arguments, **more_env)
        out, err = child.communicate(timeout=DEADLINE_S)
        return subprocess.CompletedProcess(child.args, child.returncode, out, err)

    def start(self, *arguments: str, **more_env: str) -> subprocess.Popen[str]:
        """Starts the command."""
        argv = [sys.executable, str(PROVIDE), "--cache", str(self.cache), *arguments]
        env = {**self.env, **more_env}
        return subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def build_count(self) -> int:
        """How often the fake Go has built."""
        return len(self.builds.read_text(encoding="utf-8").splitlines()) if self.builds.exists() else 0

    def leftovers(self) -> list[str]:
        """Names of half-made folders in the cache."""
        return sorted(path.name for path in self.cache.glob(".*.tmp")) if self.cache.exists() else []


def is_alive(process: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def release_archive() -> bytes:
    """A small archive in the form of the official one."""
    content = {CLI: FAKE_PULUMI, LANGUAGE_HOST: "#!/bin/sh\n", EXECUTOR: "#!/usr/bin/env python\n"}
    content["pulumi-language-nodejs"] = "#!/bin/sh\n"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in content.items():
            entry = tarfile.TarInfo(f"pulumi/{name}")
            entry.size, entry.mode = len(text), 0o755
            tar.addfile(entry, io.BytesIO(text.encode()))
        evil = tarfile.TarInfo("../../escaped")
        tar.addfile(evil, io.BytesIO(b""))
    return buffer.getvalue()


def checksum_file(folder: Path, content: bytes) -> Path:
    """A checksum file that pins ``content`` as the archive of this platform."""
    file = folder / "checksums.txt"
    digest = hashlib.sha256(content).hexdigest()
    file.write_text(f"# a comment\n{digest}  {archive_name(Platform.here())}\n", encoding="utf-8")
    return file


@contextlib.contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A web server on this machine whose every GET is given to ``answer``; yields its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/releases"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
