"""What the templates of a guest's small parts are handed: plain texts and numbers, every decision taken."""

from __future__ import annotations

from collections.abc import Mapping

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.cpu import Cpu, CpuMode
from zkvm_provider.model.definition import RNG, VSOCK
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.security import KeyWrapping
from zkvm_provider.model.watchdog import WatchdogAction

_CHECKS = {CpuMode.HOST_MODEL: "partial"}
"""libvirt 9.0.0 writes this for a host model, and `none` for every other on s390x."""

RNG_SOURCE = "/dev/urandom"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesystemView:
    """A folder of the host. `driver` is empty for 9p."""

    alias: str
    driver: str
    mode: str
    source: str
    tag: str
    read_only: bool
    devno: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RngView:
    """The random number generator; without a rate both numbers are 0."""

    source: str
    bytes: int
    period: int
    alias: str
    devno: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VsockView:
    """Sockets to the host; `auto` is yes where libvirt gives the context id."""

    auto: str
    cid: int
    alias: str
    devno: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuView:
    """The CPU; `model` is empty but for a custom one."""

    mode: str
    model: str
    check: str
    features: tuple[tuple[str, str], ...]


def filesystem_view(filesystem: Filesystem) -> FilesystemView:
    """A file system as its template sees it."""
    is_virtiofs = filesystem.kind in {None, FilesystemKind.VIRTIOFS}
    return FilesystemView(
        alias=f"ua-{filesystem.name}",
        driver="virtiofs" if is_virtiofs else "",
        mode="passthrough" if is_virtiofs else "mapped",
        source=filesystem.source,
        tag=filesystem.tag or filesystem.name,
        read_only=bool(filesystem.read_only),
        devno=str(filesystem.devno or ""),
    )


def needs_shared_memory(guest: Guest) -> bool:
    """Whether the guest's memory is shared with a daemon: virtiofs refuses to start without."""
    return any(each.kind in {None, FilesystemKind.VIRTIOFS} for each in guest.filesystems or ())


def rng_view(guest: Guest, devnos: Mapping[str, str]) -> RngView | None:
    rng = guest.rng
    if rng is None:
        return None
    return RngView(
        source=rng.source or RNG_SOURCE,
        bytes=rng.rate_bytes or 0,
        period=rng.rate_period_ms or 0,
        alias=f"ua-{RNG}",
        devno=devnos.get(RNG, ""),
    )


def vsock_view(guest: Guest, devnos: Mapping[str, str]) -> VsockView | None:
    vsock = guest.vsock
    if vsock is None:
        return None
    return VsockView(
        auto="yes" if vsock.cid is None else "no",
        cid=vsock.cid or 0,
        alias=f"ua-{VSOCK}",
        devno=devnos.get(VSOCK, ""),
    )


def cpu_view(cpu: Cpu | None) -> CpuView | None:
    if cpu is None or cpu.mode is None:
        return None
    features = tuple((name, policy.value) for name, policy in sorted((cpu.features or {}).items()))
    check = _CHECKS.get(cpu.mode, "none")
    return CpuView(mode=cpu.mode.value, model=cpu.model or "", check=check, features=features)


def watchdog_view(guest: Guest) -> str:
    """The action; empty without a watchdog."""
    return (guest.watchdog.action or WatchdogAction.RESET).value if guest.watchdog is not None else ""


def key_wrapping_view(wrapping: KeyWrapping | None) -> tuple[tuple[str, str], ...]:
    said = wrapping or KeyWrapping()
    pairs = (("aes", said.aes), ("dea", said.dea))
    return tuple((cipher, "on" if state else "off") for cipher, state in pairs if state is not None)
