"""Golden cases: a value as YAML beside the XML it renders to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cattrs
import yaml

from zkvm_provider.libvirtxml.mediated import render_mediated
from zkvm_provider.libvirtxml.render import (
    render_device,
    render_guest,
    render_network,
    render_pool,
    render_volume,
)
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.model.console import Console
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.mediated_device import MediatedDevice
from zkvm_provider.model.network import BridgeNetwork, MacvtapNetwork, NatNetwork, OvsNetwork
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.units import parse_size

FOLDER = Path(__file__).parent
_SIZES = {"memory", "current_memory", "capacity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case file."""

    kind: str
    path: Path

    @property
    def golden(self) -> Path:
        return self.path.with_suffix(".xml")

    def __str__(self) -> str:
        return f"{self.kind}/{self.path.stem}"


def cases(*kinds: str) -> list[Case]:
    """Every case of these kinds (all kinds without arguments)."""
    return [
        Case(kind=kind, path=path) for kind in kinds or RENDERERS for path in sorted((FOLDER / kind).glob("*.yaml"))
    ]


def render_case(case: Case, templates: Templates) -> str:
    return RENDERERS[case.kind](yaml.safe_load(case.path.read_text(encoding="utf-8")), templates)


def definition_of(case: Case) -> GuestDefinition:
    """The definition of a guest case."""
    definition: GuestDefinition = structure(yaml.safe_load(case.path.read_text(encoding="utf-8")), GuestDefinition)
    return definition


def structure(data: Any, kind: type[Any]) -> Any:
    """A model value of plain data; sizes may have units, unknown keys are faults."""
    return _CONVERTER.structure(_sizes(data), kind)


def _sizes(data: Any) -> Any:
    if isinstance(data, dict):
        return {
            key: parse_size(value, default_unit="B") if key in _SIZES else _sizes(value) for key, value in data.items()
        }
    return [_sizes(item) for item in data] if isinstance(data, list) else data


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(Devno, lambda text, _: Devno.parse(text))
    converter.register_structure_hook(CpuSet, lambda text, _: CpuSet.parse(text))
    converter.register_structure_hook(MacAddress, lambda text, _: MacAddress.parse(text))
    return converter


_CONVERTER = _converter()
_UUID = "00000000-0000-4000-8000-00000000c0de"


def _volume(data: Any, templates: Templates) -> str:
    backing = data.pop("backed_by", {})
    kind = LvmDisk if data.pop("lvm", False) else Qcow2Disk
    return render_volume(structure(data, kind), templates, **backing)


RENDERERS: dict[str, Callable[[Any, Templates], str]] = {
    "guest": lambda data, templates: render_guest(structure(data, GuestDefinition), templates),
    "disk": lambda data, templates: render_device(structure(data, Disk), templates),
    "interface": lambda data, templates: render_device(structure(data, Interface), templates),
    "console": lambda data, templates: render_device(structure(data, Console), templates),
    "lun": lambda data, templates: render_device(structure(data, Lun), templates),
    "mdev": lambda data, templates: render_device(structure(data, Mdev), templates),
    "mediated": lambda data, templates: render_mediated(structure(data, MediatedDevice), _UUID, "ap_matrix", templates),
    "pool": lambda data, templates: render_pool(structure(data, StoragePool), _UUID, templates),
    "volume": _volume,
    "bridge_network": lambda data, templates: render_network(structure(data, BridgeNetwork), _UUID, templates),
    "nat_network": lambda data, templates: render_network(structure(data, NatNetwork), _UUID, templates),
    "ovs_network": lambda data, templates: render_network(structure(data, OvsNetwork), _UUID, templates),
    "network": lambda data, templates: render_network(structure(data, MacvtapNetwork), _UUID, templates),
}
