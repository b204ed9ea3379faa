"""`python -m tools.lab`."""

import sys

from tools.lab.main import main

sys.exit(main())
