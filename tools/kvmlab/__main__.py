"""`python -m tools.kvmlab`."""

import sys

from tools.kvmlab.main import main

sys.exit(main())
