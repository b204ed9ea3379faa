"""All files of the SDK: the modules, their table of contents, and what they share."""

from __future__ import annotations

import json
from pathlib import Path

from tools.generate.sdk.functions import function_text
from tools.generate.sdk.objects import enums_text, inputs_text, outputs_text
from tools.generate.sdk.resources import provider_text, resource_text
from tools.generate.sdk.words import HEADER, join_lines, module_of
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, PACKAGE, VERSION

_SHARED = Path(__file__).with_name("utilities.py.txt")


def sdk_files() -> dict[str, str]:
    """Text of every file by its path below the package `zkvm_provider`."""
    plugin = {"resource": True, "name": PACKAGE, "version": VERSION}
    return {
        "pulumi-plugin.json": json.dumps(plugin, indent=2) + "\n",
        "py.typed": "",
        "sdk/__init__.py": _contents(),
        "sdk/_utilities.py": HEADER + _SHARED.read_text("utf-8").replace("@VERSION@", VERSION),
        "sdk/_enums.py": enums_text(),
        "sdk/_inputs.py": inputs_text(),
        "sdk/outputs.py": outputs_text(),
        "sdk/provider.py": provider_text(),
        **{f"sdk/{module_of(kind.name)}.py": resource_text(kind) for kind in KINDS},
        **{f"sdk/{module_of(function.name)}.py": function_text(function) for function in FUNCTIONS},
    }


def _contents() -> str:
    names = [kind.name for kind in KINDS] + [function.name for function in FUNCTIONS]
    modules = sorted(module_of(name) for name in names)
    table = ",\n".join(f'        "{kind.token}": {kind.name}' for kind in KINDS)
    return join_lines(
        [
            HEADER + '"""KVM on IBM Z from Pulumi: `import zkvm_provider.sdk as zkvm`."""',
            "",
            "from . import _utilities, outputs",
            "from ._enums import *",
            "from ._inputs import *",
            *(f"from .{module} import *" for module in modules),
            "from .provider import *",
            "",
            "_utilities.register(",
            f'    "{PACKAGE}",',
            "    {",
            f"{table},",
            "    },",
            "    Provider,",
            ")",
        ]
    )
