"""Version profiles: what one pair of libvirt and QEMU answers. The first entry is the captured one.

Facts of the first entry: the golden data's `host/` files (capabilities and domain capabilities of libvirt 9.0.0
with QEMU 7.2.22 for s390x).
"""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass

_ALIAS = "s390-ccw-virtio"
_QEMU_7_2_MACHINES = (
    "7.2", "7.1", "7.0", "6.2", "6.1", "6.0", "5.2", "5.1", "5.0", "4.2", "4.1", "4.0",
    "3.1", "3.0", "2.12", "2.11", "2.10", "2.9", "2.8", "2.7", "2.6", "2.5", "2.4",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One (libvirt, QEMU) pair as the emulator plays it.

    `machine_types` lists the versioned names and the alias, as the capabilities do; `tcg_cpu_models` are the
    models that QEMU can run without KVM (`usable='yes'` in the domain capabilities).
    """

    name: str
    libvirt_version: str
    qemu_version: str
    machine_alias: str
    default_machine: str
    machine_types: tuple[str, ...]
    max_vcpus: int
    emulator: str
    tcg_cpu_models: tuple[str, ...]
    video_models: frozenset[str]
    has_secure_execution: bool

    def canonical_machine(self, name: str) -> str:
        """The versioned machine for an alias, an empty name or a name that is versioned already."""
        return self.default_machine if name in {"", self.machine_alias} else name


PROFILES: tuple[Profile, ...] = (
    Profile(
        name="libvirt-9.0.0-qemu-7.2",
        libvirt_version="9.0.0",
        qemu_version="7.2.22",
        machine_alias=_ALIAS,
        default_machine=f"{_ALIAS}-7.2",
        machine_types=(_ALIAS, *(f"{_ALIAS}-{version}" for version in _QEMU_7_2_MACHINES)),
        max_vcpus=248,
        emulator="/usr/bin/qemu-system-s390x",
        tcg_cpu_models=(
            "max", "qemu", "z800", "z800-base", "z900", "z900-base", "z900.2", "z900.2-base", "z900.3", "z900.3-base",
        ),
        video_models=frozenset({"virtio", "none"}),
        has_secure_execution=False,
    ),
)  # fmt: skip
"""Every profile, the captured one first."""

DEFAULT_PROFILE = PROFILES[0]
