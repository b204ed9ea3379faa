"""`python -m tools.gitops`: plays the story and prints what people would see."""

import sys

from tools.gitops.play import main

sys.exit(main())
