"""The CPU a guest sees."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


class CpuMode(StrEnum):
    """Where the guest's CPU comes from (libvirt `<cpu mode>`)."""

    HOST_MODEL = "host-model"
    HOST_PASSTHROUGH = "host-passthrough"
    MAXIMUM = "maximum"
    CUSTOM = "custom"


class FeaturePolicy(StrEnum):
    """Whether the guest has a facility, whatever its model says."""

    REQUIRE = "require"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cpu:
    """The CPU model. With `host-model` a guest can move to hosts of the same model or a newer one."""

    mode: Annotated[
        CpuMode | None,
        Meta(doc="`custom` names a `model`; the others take the host's.", initial=CpuMode.HOST_MODEL),
    ] = None
    model: Annotated[
        str | None,
        Meta(
            doc="With `custom`: a model of the host's list, `get_host(…).cpu_models`.",
            pattern=r"[A-Za-z0-9_.-]+",
            pattern_says="a model such as z14",
            example="z14",
        ),
    ] = None
    features: Annotated[
        dict[str, FeaturePolicy] | None,
        Meta(doc='Facilities by QEMU\'s names: `{"msa5": "disable", "vx": "require"}`; not with `maximum`.'),
    ] = None


def settled_cpu(cpu: Cpu | None) -> Cpu | None:
    """The one form of equal CPUs: an empty map of features is absent."""
    if cpu is None or cpu.mode is None:
        return None
    return Cpu(mode=cpu.mode, model=cpu.model, features=cpu.features or None)


def is_expanded(wanted: Cpu | None, live: Cpu | None) -> bool:
    """Whether a running guest's CPU may be what libvirt made of the wanted one: a host model is written out there."""
    if wanted is None or wanted.mode is not CpuMode.HOST_MODEL:
        return False
    return live is None or live.mode is CpuMode.CUSTOM
