"""From libvirt's errors to ours, in one place: by verb and code, never by text (texts change and are translated).

Codes and what they mean in practice were read off libvirt 9.0.0 with QEMU 7.2 for s390x.
"""

from __future__ import annotations

from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, Unreachable, ZkvmError
from zkvm_provider.hypervisor.port import ErrorCode, ObjectRef

_INVALID_CONNECTION = 6
_AUTH_FAILED = 45
_CONNECTION_CODES = frozenset({ErrorCode.NO_CONNECT, _INVALID_CONNECTION})
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Advice:
    """What is most likely behind a refusal, and what to type next (`{uri}`, `{name}` and `{pool}` are filled in)."""

    cause: str = ""
    remedy: str = ""


ADVICE: dict[tuple[str, int], Advice] = {
    (_ANY, ErrorCode.NO_DOMAIN): Advice("it was removed by others or never made", "virsh -c '{uri}' list --all"),
    (_ANY, ErrorCode.NO_NETWORK): Advice("the network is not defined", "virsh -c '{uri}' net-list --all"),
    (_ANY, ErrorCode.NO_STORAGE_POOL): Advice("the pool is not defined", "virsh -c '{uri}' pool-list --all"),
    (_ANY, ErrorCode.NO_STORAGE_VOL): Advice("the pool was not refreshed", "virsh -c '{uri}' pool-refresh {pool}"),
    (_ANY, ErrorCode.OPERATION_DENIED): Advice("the connection may only read", "use another account in the URI"),
    (_ANY, ErrorCode.NO_SUPPORT): Advice("this libvirt driver or version has no such call", "virsh -c '{uri}' version"),
    (_ANY, ErrorCode.OPERATION_TIMEOUT): Advice("another job holds it", "virsh -c '{uri}' domjobinfo {name}"),
    (_ANY, ErrorCode.AGENT_UNRESPONSIVE): Advice("the guest agent does not run", "start qemu-guest-agent in the guest"),
    (_ANY, ErrorCode.XML_INVALID_SCHEMA): Advice("an element or value libvirt does not know", "correct it"),
    ("define", ErrorCode.OPERATION_FAILED): Advice("the name or uuid is taken", "choose another name, or import it"),
    ("define", ErrorCode.CONFIG_UNSUPPORTED): Advice(
        "this machine type, QEMU or host lacks it", "virsh -c '{uri}' domcapabilities --arch s390x"
    ),
    ("define", ErrorCode.XML_ERROR): Advice(
        "two devices collide, or a value is out of range", "correct the property that the message names"
    ),
    ("start", ErrorCode.NO_NETWORK): Advice("a network of the guest is not defined", "virsh -c '{uri}' net-list --all"),
    ("start", ErrorCode.OPERATION_INVALID): Advice(
        "it is active already, or a network it needs is not", "virsh -c '{uri}' net-list --all"
    ),
    ("start", ErrorCode.SYSTEM_ERROR): Advice(
        "a file, device or bridge it needs is missing or not readable on the host",
        "make it there or correct its path; what the guest names: virsh -c '{uri}' dumpxml {name}",
    ),
    ("start", ErrorCode.INTERNAL_ERROR): Advice("QEMU ended at once", "read /var/log/libvirt/qemu/{name}.log"),
    ("migrate", ErrorCode.MIGRATE_UNSAFE): Advice(
        "a disk is a file that the other host may not have",
        "put it on shared storage, set `migration.copyStorage`, or `migration.unsafe` if you know that it is shared",
    ),
    ("migrate", ErrorCode.INTERNAL_ERROR): Advice(
        "QEMU of one of the hosts does not take an option, or could not go on; the guest is where it was",
        "leave that option of `migration` out; post-copy needs sysctl vm.unprivileged_userfaultfd=1 on the new host",
    ),
    ("migrate", ErrorCode.OPERATION_ABORTED): Advice("it was given up", "virsh -c '{uri}' domjobinfo {name}"),
    ("undefine", ErrorCode.OPERATION_INVALID): Advice(
        "it is transient, active, or has a saved state or snapshots",
        "virsh -c '{uri}' managedsave-remove {name}, if that state may be lost",
    ),
    ("rename", ErrorCode.OPERATION_INVALID): Advice(
        "only a stopped guest can be renamed, to a name that is free", "virsh -c '{uri}' list --all"
    ),
    ("attach", ErrorCode.XML_ERROR): Advice("the device number or target is taken", "virsh -c '{uri}' dumpxml {name}"),
    ("attach", ErrorCode.OPERATION_UNSUPPORTED): Advice(
        "that device cannot be plugged while the guest runs", "stop the guest first"
    ),
    ("attach", ErrorCode.SYSTEM_ERROR): Advice(
        "its file, device or bridge is missing on the host", "make it there, or correct its path or name"
    ),
    ("detach", ErrorCode.DEVICE_MISSING): Advice("it was unplugged already", "virsh -c '{uri}' dumpxml {name}"),
    ("update_device", ErrorCode.OPERATION_UNSUPPORTED): Advice(
        "libvirt changes only some parts of a device live", "stop the guest first"
    ),
    ("set_vcpus", ErrorCode.INTERNAL_ERROR): Advice("vCPUs cannot be unplugged on s390x", "restart the guest"),
    ("set_scheduler", ErrorCode.OPERATION_INVALID): Advice(
        "the host's control groups have no CPU controller, so libvirt cannot weigh or limit guests",
        "let the host's system manager enable it (cat /sys/fs/cgroup/cgroup.controllers), or leave `cpuTune` to pins",
    ),
    ("pin", ErrorCode.INVALID_ARG): Advice("the host lacks these CPUs, or the guest that thread", "lscpu -e"),
    ("resize_volume", ErrorCode.INTERNAL_ERROR): Advice(
        "a running guest has the image open", "virsh -c '{uri}' list, and stop that guest"
    ),
    ("create_volume", ErrorCode.OPERATION_INVALID): Advice(
        "the pool is not active", "virsh -c '{uri}' pool-start {pool}"
    ),
    ("create_volume", ErrorCode.STORAGE_VOL_EXIST): Advice("the name is taken", "virsh -c '{uri}' vol-list {pool}"),
    ("build_pool", ErrorCode.OPERATION_INVALID): Advice("the pool is active", "virsh -c '{uri}' pool-destroy {name}"),
    ("delete_pool", ErrorCode.SYSTEM_ERROR): Advice("the folder is not empty", "look into it before removing it"),
}
"""(verb or `*`, code) to advice; the verb's own row wins."""

_NO_IDEA = Advice(remedy="libvirt's own log on the host tells more: journalctl -u libvirtd -u virtqemud")


_FORBIDDEN = Advice(
    "QEMU's user may not read or write that file or pass one of its folders, or AppArmor or SELinux forbids it",
    "zkvm doctor --uri '{uri}' --guest {name} looks at every file of it; on the host: owners and modes "
    "(namei -l PATH), and what was denied (journalctl -k --grep denied)",
)


def advice_for(verb: str, code: int) -> Advice:
    """What to say about a refusal of that verb with that code."""
    return ADVICE.get((verb, code)) or ADVICE.get((_ANY, code)) or _NO_IDEA


def translate(failure: Any, *, verb: str, what: Subject, uri: str) -> ZkvmError:
    """Our error for libvirt's. A failure of the connection is `Unreachable`; everything else `BackendError`."""
    code = int(failure.get_error_code() or ErrorCode.INTERNAL_ERROR)
    message = failure.get_error_message() or str(failure)
    if code in _CONNECTION_CODES:
        return Unreachable(uri, message)
    found = _FORBIDDEN if "Permission denied" in message else advice_for(verb, code)
    words = {"uri": uri, "name": what.name, "pool": what.pool or what.name}
    return BackendError(
        message,
        code=code,
        domain=int(failure.get_error_domain() or 0),
        verb=verb,
        what=what.label,
        where=uri,
        cause=found.cause,
        remedy=found.remedy.format(**words),
    )


def cannot_open(failure: Any, uri: str) -> Unreachable:
    """No connection came to be: whatever the code, the host cannot be spoken to."""
    message = failure.get_error_message() or str(failure)
    code = failure.get_error_code()
    if code == _AUTH_FAILED:
        message = f"{message} (libvirt refused the account; a member of the group libvirt may connect)"
    return Unreachable(uri, f"{message}; try: virsh -c '{uri}' hostname")


@dataclass(slots=True)
class Subject:
    """What a verb is about, for messages. The name may become known only while the verb is sent."""

    kind: str
    name: str = ""
    pool: str = ""

    @property
    def label(self) -> str:
        """`domain 'linux01'`; `volume 'images/data.qcow2'`; without a name the kind."""
        name = f"{self.pool}/{self.name}" if self.pool and self.name else self.name
        return f"{self.kind} '{name}'" if name else self.kind


What = ObjectRef | Subject
"""What a verb is about. Messages are rare, so the words for one are found when it is written."""


def subject_of(what: What) -> Subject:
    """What a verb is about, for messages."""
    return what if isinstance(what, Subject) else Subject(what.kind.value, name=what.name or what.uuid, pool=what.pool)
