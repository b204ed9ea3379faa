"""Whether libvirt is there to be tried: a test without it is skipped with the reason, and fails in CI."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest

REAL_URI = "ZKVM_TEST_URI"
"""Environment variable: the libvirt host the contract is tried on. What tests make there is removed again."""


def binding() -> Any:
    """The module `libvirt`."""
    try:
        return import_module("libvirt")
    except ImportError as failure:
        reason = f"no libvirt binding ({failure}); `zkvm doctor` says how to install it"
    if os.environ.get("CI"):
        pytest.fail(f"CI needs libvirt: {reason}")
    pytest.skip(reason)


def real_uri() -> str:
    """A real host, which a variable names; what is tried there takes minutes."""
    binding()
    uri = os.environ.get(REAL_URI, "")
    if not uri:
        pytest.skip(f"no real libvirt: set {REAL_URI}, for instance to qemu:///system")
    return uri
