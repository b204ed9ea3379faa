"""libvirt's error numbers, as far as zkvm meets them: part of the port, which hands them on."""

from __future__ import annotations

from enum import IntEnum


class ErrorCode(IntEnum):
    """virErrorNumber, the part that zkvm meets (libvirt `virterror.h`)."""

    INTERNAL_ERROR = 1
    NO_MEMORY = 2
    NO_SUPPORT = 3
    NO_CONNECT = 5
    INVALID_ARG = 8
    OPERATION_FAILED = 9
    NO_SOURCE = 19
    NO_TARGET = 20
    NO_NAME = 21
    NO_OS = 22
    XML_ERROR = 27
    OPERATION_DENIED = 29
    PARSE_FAILED = 32
    XML_DETAIL = 35
    SYSTEM_ERROR = 38
    RPC = 39
    NO_DOMAIN = 42
    NO_NETWORK = 43
    INVALID_MAC = 44
    NO_STORAGE_POOL = 49
    NO_STORAGE_VOL = 50
    NO_NODE_DEVICE = 53
    OPERATION_INVALID = 55
    NO_SECRET = 66
    CONFIG_UNSUPPORTED = 67
    OPERATION_TIMEOUT = 68
    NO_DOMAIN_SNAPSHOT = 72
    ARGUMENT_UNSUPPORTED = 74
    STORAGE_PROBE_FAILED = 75
    STORAGE_POOL_BUILT = 76
    OPERATION_ABORTED = 78
    NO_DOMAIN_METADATA = 80
    MIGRATE_UNSAFE = 81
    OVERFLOW = 82
    OPERATION_UNSUPPORTED = 84
    AGENT_UNRESPONSIVE = 86
    RESOURCE_BUSY = 87
    STORAGE_VOL_EXIST = 90
    XML_INVALID_SCHEMA = 92
    DEVICE_MISSING = 99


class ErrorDomain(IntEnum):
    """virErrorDomain, the part that zkvm meets (libvirt `virterror.h`)."""

    NONE = 0
    XML = 5
    RPC = 7
    QEMU = 10
    TEST = 12
    STORAGE = 18
    NETWORK = 19
    DOMAIN = 20
    NODEDEV = 22
    SECURITY = 24
    SECRET = 30
    CPU = 31
    STREAMS = 38
    DEVICE = 49
    CGROUP = 54


MISSING = frozenset(
    {
        ErrorCode.NO_DOMAIN,
        ErrorCode.NO_NETWORK,
        ErrorCode.NO_STORAGE_POOL,
        ErrorCode.NO_STORAGE_VOL,
        ErrorCode.NO_NODE_DEVICE,
    }
)
"""Codes that say: the object itself is not there."""
