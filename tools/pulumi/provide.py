"""Prints the path of a usable ``pulumi`` on stdout, providing one when there is none.

Needs nothing but Python 3.11: it may run before anything is installed, and from any working directory.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.pulumi.provision.command import main

    sys.exit(main(sys.argv[1:]))
