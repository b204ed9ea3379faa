"""`python -m zkvm_provider.provider`: what the launcher runs."""

from __future__ import annotations

import sys


def _run() -> None:
    try:
        from zkvm_provider.provider.serve import main
    except ImportError as error:
        sys.exit(
            f"pulumi-resource-zkvm: {sys.executable} lacks what zkvm needs ({error}); run: pip install zkvm-provider"
        )
    main()


if __name__ == "__main__":
    _run()
