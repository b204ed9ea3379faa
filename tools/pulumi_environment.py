"""The environment of a Pulumi of one's own: nothing of the user's login, stacks and plugins is seen or touched."""

from __future__ import annotations

import os
from pathlib import Path


def inherited(*without: str) -> dict[str, str]:
    """This process's environment without the variables that begin with these words."""
    return {name: value for name, value in os.environ.items() if not name.startswith(without)}


def own_pulumi(*, pulumi: Path, python: Path, home: Path, backend: str) -> dict[str, str]:
    """Variables for the CLI at `pulumi`; the provider runs in `python`.

    State is at the URL `backend`, settings and plugins lie under `home`. Nothing is asked of the network; plugins that
    happen to lie on PATH are not taken.
    """
    return {
        "PATH": os.pathsep.join((str(pulumi.parent), str(python.parent), os.environ.get("PATH", ""))),
        "PULUMI_BACKEND_URL": backend,
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "ZKVM_PYTHON": str(python),
    }
