"""`python -m zkvm_provider.provider`: what the launcher runs."""

from __future__ import annotations

import gc
import sys


def _run() -> None:
    gc.disable()  # what imports leave behind stays; `serve` turns it on when all of it is there
    try:
        from zkvm_provider.provider.serve import main
    except ImportError as error:
        sys.exit(
            f"pulumi-resource-zkvm: {sys.executable} lacks what zkvm needs ({error}); run: pip install zkvm-provider"
        )
    main()


if __name__ == "__main__":
    _run()
