"""libvirt's refusals: one constructor that puts code, error domain and libvirt's own words together.

The texts before the colon are libvirt's message table (`virerror.c`, 9.0.0); what comes after is said by the
driver that refuses. Captured examples are the `.err` files of the golden data.
"""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

LEAD = {
    ErrorCode.INTERNAL_ERROR: "internal error: ",
    ErrorCode.NO_SUPPORT: "this function is not supported by the connection driver: ",
    ErrorCode.INVALID_ARG: "invalid argument: ",
    ErrorCode.OPERATION_FAILED: "operation failed: ",
    ErrorCode.NO_NAME: "missing name information",
    ErrorCode.XML_ERROR: "XML error: ",
    ErrorCode.NO_DOMAIN: "Domain not found: ",
    ErrorCode.NO_NETWORK: "Network not found: ",
    ErrorCode.NO_STORAGE_POOL: "Storage pool not found: ",
    ErrorCode.NO_STORAGE_VOL: "Storage volume not found: ",
    ErrorCode.NO_NODE_DEVICE: "Node device not found: ",
    ErrorCode.OPERATION_INVALID: "Requested operation is not valid: ",
    ErrorCode.NO_SECRET: "Secret not found: ",
    ErrorCode.CONFIG_UNSUPPORTED: "unsupported configuration: ",
    ErrorCode.OPERATION_ABORTED: "operation aborted: ",
    ErrorCode.MIGRATE_UNSAFE: "Unsafe migration: ",
    ErrorCode.OVERFLOW: "numerical overflow: ",
    ErrorCode.OPERATION_UNSUPPORTED: "Operation not supported: ",
    ErrorCode.XML_INVALID_SCHEMA: "XML document failed to validate against schema: ",
    ErrorCode.DEVICE_MISSING: "device not found: ",
}


def refusal(code: ErrorCode, domain: ErrorDomain, text: str) -> BackendError:
    """The error libvirt would raise: its lead for `code`, then `text`."""
    return BackendError(LEAD.get(code, "") + text, code=int(code), domain=int(domain))
