"""What a project's Python is asked about itself: in a process of its own, or here when it is the one that runs this.

The CLI asks for `ABOUT` before every update, and begins nothing until it has the answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.pulumi.language_host_programs import Programs

_LIMIT_S = 60.0

ABOUT = """
import importlib.metadata as m, platform, sys
try: pip = m.version("pip")
except m.PackageNotFoundError: pip = ""
answer = {"executable": sys.executable, "version": platform.python_version(), "pip": pip}
"""
# A requirement under an extra is only a wish; other markers (platform, Python version) are taken as true.
PACKAGES = """
import importlib.metadata as m, re
found, needed = {}, set()
for d in m.distributions():
    name = d.metadata["Name"]
    if not name: continue
    found[re.sub("[-_.]+", "-", name).lower()] = (name, d.version)
    for r in d.requires or ():
        if "extra" not in r.partition(";")[2]:
            needed.add(re.sub("[-_.]+", "-", re.match("[A-Za-z0-9._-]+", r)[0]).lower())
answer = [[n, v, k in needed] for k, (n, v) in sorted(found.items())]
"""
_TELL = "import json; print(json.dumps(answer))\n"


def answer(script: str, python: str, programs: Programs) -> Any:
    """The JSON value that ``script``, one of the above, calls its answer under ``python``; RuntimeError if it fails."""
    if script == ABOUT and Path(python).absolute() == Path(sys.executable).absolute():
        scope: dict[str, Any] = {}
        exec(script, scope)  # noqa: S102  our own text, above
        return scope["answer"]
    code, out, err = programs.answer([python, "-I", "-c", script + _TELL], limit_s=_LIMIT_S)
    if code != 0:
        raise RuntimeError(f"{python} failed: {err.strip()}")
    return json.loads(out)
