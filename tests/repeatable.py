"""In CI each property is tried with the same examples in every process, whatever else that process has imported.

Hypothesis mixes numbers and texts of the project's imported modules into what it draws, also where it is told to be
repeatable: a worker that has run other tests before would draw other examples. Outside CI it goes on doing so, as
examples there are to differ from run to run.
"""

from __future__ import annotations

import os


def repeat_examples() -> None:
    """Draw nothing from the modules that happen to be imported. Does nothing outside CI."""
    if os.environ.get("CI"):
        from hypothesis.internal.conjecture import providers

        empty = providers._local_constants
        providers._get_local_constants = lambda: empty
