"""Compiled templates are kept beside the templates, as Python keeps its modules: compiling took 40 ms of every run."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

FOLDER = "__pycache__"


class KeptBytecode(FileSystemBytecodeCache):
    """What was compiled from the same text by the same Jinja and `maker`, the file whose functions templates call.

    Where Python may keep no bytecode, or not in that folder, everything is compiled anew.
    """

    def __init__(self, templates: Path, maker: Path) -> None:
        super().__init__(str(templates / FOLDER), f"%s.{sys.implementation.cache_tag}.jinja")
        self._made_by = jinja2.__version__ + hashlib.sha256(maker.read_bytes()).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._made_by + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)
