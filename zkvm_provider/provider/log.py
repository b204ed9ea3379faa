"""The provider's own log: scrubbed of every known secret, never on standard output.

`ZKVM_LOG` names a file (readable for its owner only), `ZKVM_LOG_LEVEL` a level (`debug`, `info`, `warning`, `error`;
with a file `info` is the default). Without a file, warnings and errors go to standard error, which the engine shows
when it runs verbosely.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from typing import Final, TextIO

from zkvm_provider.provider.scrubber import Scrubber

FILE_VARIABLE: Final = "ZKVM_LOG"
LEVEL_VARIABLE: Final = "ZKVM_LOG_LEVEL"

_LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


class ScrubbedFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes the secrets out of the whole text."""

    def __init__(self, scrubber: Scrubber) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._scrubber = scrubber

    def format(self, record: logging.LogRecord) -> str:
        return self._scrubber.scrub(super().format(record))


def set_up(environment: Mapping[str, str], scrubber: Scrubber) -> None:
    """Let everything this process logs go where the environment says. A file that cannot be written is said once."""
    name = environment.get(FILE_VARIABLE, "")
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if name:
        try:
            handler = logging.StreamHandler(_open(name))
        except OSError as error:
            sys.stderr.write(f"zkvm: cannot write the log {name}: {error.strerror}\n")
    handler.setFormatter(ScrubbedFormatter(scrubber))
    level = environment.get(LEVEL_VARIABLE, "").lower()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    default = logging.INFO if name else logging.WARNING
    logging.getLogger("zkvm_provider").setLevel(_LEVELS.get(level, default))


def _open(name: str) -> TextIO:
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(descriptor, "a", encoding="utf-8", buffering=1)
