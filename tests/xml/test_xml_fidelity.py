"""Everything a real libvirt wrote can be read, survives a redefinition, and keeps its facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.merge import merge
from zkvm_provider.libvirtxml.parse.domain_facts import parse_domain_facts
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.parse.network import network_of, parse_network
from zkvm_provider.libvirtxml.parse.pool import parse_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.reconcile.devices import Devices, own_settings

CAPTURES = Path(__file__).parent.parent / "fidelity"
BUILTIN = Templates(None)

OTHER_WHEN_LIVE = {
    "322-disk-transient": "a transient disk runs on an overlay of its own",
    "394-disk-startup-policy": "an optional medium that is missing leaves the drive empty",
    "395-disk-startup-policy-disk": "an optional disk whose file is missing is left out",
}
"""Domains whose disks a start changes, with the reason."""

MACVTAP = {
    "06-macvtap-pool": ("bridge", ("mv0", "enc2")),
    "307-private": ("private", ("mv0",)),
    "308-vepa-dev": ("vepa", ("mv0",)),
    "309-passthrough": ("passthrough", ("mv0", "eth0")),
    "310-bridge-macvtap-dev": ("bridge", ("mv0",)),
}
"""The captured networks of macvtap devices, as their inputs say; all others are of another kind."""

NO_ABSOLUTE_TARGET = {"304-dir-relative": "x", "326-iscsi-direct": ""}


def captures(kind: str, ending: str) -> list[Path]:
    found = sorted((CAPTURES / kind).glob(f"*{ending}"))
    assert found, f"no captures of {kind}"
    return found


def case_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.mark.parametrize("path", captures("domains", ".out.xml"), ids=case_of)
def test_an_inactive_domain_survives_a_redefinition(path: Path) -> None:
    observed = path.read_text(encoding="utf-8")
    before = parse_guest(observed)
    rendered = render_guest(before.definition, BUILTIN)
    merged = merge(rendered, observed)
    after = parse_guest(merged)
    assert after == before
    assert merge(rendered, merged) == merged
    assert _uses(merged) == _uses(observed)


@pytest.mark.parametrize("path", captures("networks", ".live.xml"), ids=case_of)
def test_a_live_network_reads_as_its_configuration(path: Path) -> None:
    """What runs is compared with the declaration too: what a start adds of itself is no drift."""
    texts = [path.with_name(path.name.replace(".live.", ending)) for ending in (".live.", ".out.")]
    live, config = (parse_network(each.read_text(encoding="utf-8")) for each in texts)
    try:
        wanted = network_of(config)
    except Unsupported:
        with pytest.raises(Unsupported):
            network_of(live)
    else:
        assert network_of(live) == wanted


@pytest.mark.parametrize("path", captures("domains", ".live.xml"), ids=case_of)
def test_a_live_domain_reads_as_its_configuration(path: Path) -> None:
    """Memory aside, which a start rounds up to whole MiB (`012-mem-KB`), and what interfaces have of their network."""
    live = parse_guest(path.read_text(encoding="utf-8")).definition
    config_text = path.with_name(path.name.replace(".live.", ".out.")).read_text(encoding="utf-8")
    config = parse_guest(config_text).definition
    assert live.automatic == config.automatic
    assert set(live.used_devnos) <= set(config.used_devnos)
    if case_of(path) not in OTHER_WHEN_LIVE:
        assert live.used_devnos == config.used_devnos
    own = Devices(uuid=config.uuid, final=config, live=live, configured=config.guest)
    live = replace(live, guest=replace(live.guest, interfaces=tuple(own_settings(own))))
    for field in ("name", "vcpus", "max_vcpus", "machine", "boot", "interfaces", "consoles", "memballoon"):
        assert getattr(live.guest, field) == getattr(config.guest, field), field
    assert (live.guest.disks == config.guest.disks) is (case_of(path) not in OTHER_WHEN_LIVE)
    assert 0 <= live.guest.memory - config.guest.memory < 2**20


@pytest.mark.parametrize("path", captures("networks", ".out.xml"), ids=case_of)
def test_a_network_is_read_and_known_for_what_it_is(path: Path) -> None:
    network = parse_network(path.read_text(encoding="utf-8"))
    assert network.uuid
    assert network.is_macvtap == (case_of(path) in MACVTAP)
    if network.is_macvtap:
        assert (network.macvtap_mode, network.devices) == MACVTAP[case_of(path)]
    else:
        with pytest.raises(Unsupported, match=network.name):
            _ = network.macvtap_mode


@pytest.mark.parametrize("path", captures("pools", ".out.xml"), ids=case_of)
def test_a_pool_is_read_whatever_its_kind(path: Path) -> None:
    pool = parse_pool(path.read_text(encoding="utf-8"))
    assert pool.target == NO_ABSOLUTE_TARGET.get(case_of(path), pool.target)
    assert pool.target.startswith("/") is (case_of(path) not in NO_ABSOLUTE_TARGET)
    assert pool.pool_kind == pool.kind
    assert (pool.source is None) is (pool.kind in {"dir", "mpath"})


def test_a_pool_of_a_kind_without_a_resource_says_which_there_are() -> None:
    with pytest.raises(Unsupported, match="rbd"):
        _ = parse_pool("<pool type='rbd'><name>x</name></pool>").pool_kind


@pytest.mark.parametrize("path", captures("volumes", ".out.xml"), ids=case_of)
def test_a_volume_is_read_whatever_its_format(path: Path) -> None:
    volume = parse_volume(path.read_text(encoding="utf-8"))
    assert volume.key == volume.path
    assert (volume.capacity_bytes > 0) is (volume.format != "dir")
    if volume.format in {"raw", "qcow2"}:
        assert volume.disk_format == volume.format
    elif volume.format == "iso":
        assert volume.disk_format == "raw"  # QEMU has no driver of that name: an image is read byte by byte
    else:
        with pytest.raises(Unsupported, match=volume.format):
            _ = volume.disk_format


def test_a_backing_volume_is_read() -> None:
    volume = parse_volume((CAPTURES / "volumes" / "16-backing-no-capacity.out.xml").read_text(encoding="utf-8"))
    assert volume.backing_path == "/srv/zkvm-lab/f-vols/a.qcow2"
    assert volume.backing_format == "qcow2"
    assert (volume.capacity_bytes, volume.allocation_bytes) == (1073741824, 200704)


def _uses(xml: str) -> tuple[set[object], set[str], set[str], set[str]]:
    """What a domain uses, devices by target: a redefinition gives them names."""
    facts = parse_domain_facts(xml)
    disks: set[object] = {(disk.target, disk.path, disk.pool, disk.volume, disk.backing) for disk in facts.disks}
    return disks, set(facts.networks), set(facts.host_interfaces), set(facts.files)
