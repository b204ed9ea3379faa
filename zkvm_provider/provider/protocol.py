"""Pulumi's generated protocol without the SDK around it, which a provider has no use for.

`import pulumi.runtime.proto` runs all of `pulumi` first: half of the time until the engine gets its port line. The same
files are loaded here as modules of a package of their own; protobuf gives both the same message classes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGE = f"{__name__}_files"


def __getattr__(name: str) -> Any:
    """A module of the protocol by its name (`provider_pb2`), loaded when first asked for."""
    if not name.endswith(("_pb2", "_pb2_grpc")):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _PACKAGE not in sys.modules:
        sys.modules[_PACKAGE] = _package()
    return import_module(f"{_PACKAGE}.{name}")


def _package() -> ModuleType:
    """A package whose modules are the files in `pulumi/runtime/proto`. Raises ImportError without Pulumi's SDK."""
    spec = find_spec("pulumi")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the Pulumi SDK for Python (package pulumi) is not installed")
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(Path(spec.submodule_search_locations[0]) / "runtime" / "proto")]
    return package
