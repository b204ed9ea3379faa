"""Pulumi's wire protocol without the SDK around it, for which the CLI would wait twice in every run.

`import pulumi.runtime.proto` runs all of `pulumi` first, which takes longer than everything else until the port line.
The same files are loaded here as modules of a package of their own; they define the same message classes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

_PACKAGE = f"{__name__}_files"


def _files() -> ModuleType:
    """A package whose modules are the files in ``pulumi/runtime/proto``; raises ImportError without Pulumi's SDK."""
    spec = find_spec("pulumi")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"{sys.executable} has no package 'pulumi'")
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(Path(spec.submodule_search_locations[0]) / "runtime" / "proto")]
    return package


if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2
else:
    sys.modules[_PACKAGE] = _files()
    language_pb2 = import_module(f"{_PACKAGE}.language_pb2")
    language_pb2_grpc = import_module(f"{_PACKAGE}.language_pb2_grpc")
    plugin_pb2 = import_module(f"{_PACKAGE}.plugin_pb2")

__all__ = ["language_pb2", "language_pb2_grpc", "plugin_pb2"]
