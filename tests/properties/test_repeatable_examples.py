"""In CI every process draws the same examples, whatever it has imported and however it hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = """
import hashlib, importlib, sys
from tests.repeatable import repeat_examples
repeat_examples()
for module in sys.argv[1:]:
    importlib.import_module(module)
from hypothesis import given, settings
from tests.properties.drawn_kinds import KINDS
from tests.properties.pairs import guests
from tests.xml.strategies import definitions

drawn = hashlib.sha256()
for strategy in (definitions(), guests(), *KINDS.values()):
    settings(max_examples=20)(given(strategy)(lambda example: drawn.update(repr(example).encode())))()
print(drawn.hexdigest())
"""


def digest(hash_seed: int, *modules: str) -> str:
    """Digest of the examples that a process in CI draws which has imported these modules."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *modules],
        cwd=REPOSITORY,
        env={**os.environ, "CI": "true", "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_process_draws_the_same() -> None:
    assert digest(1) == digest(2, "zkvm_provider.cli.main", "zkvm_provider.zvm.convert")
