"""Everything a real libvirt wrote can be read, survives a redefinition, and keeps its facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.merge import merge
from zkvm_provider.libvirtxml.parse.domain_facts import parse_domain_facts
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.parse.network import parse_network
from zkvm_provider.libvirtxml.parse.pool import parse_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates

CAPTURES = Path(__file__).parent.parent / "fidelity"
BUILTIN = Templates(None)


def captures(kind: str, ending: str) -> list[Path]:
    found = sorted((CAPTURES / kind).glob(f"*{ending}"))
    assert found, f"no captures of {kind}"
    return found


@pytest.mark.parametrize("path", captures("domains", ".out.xml"), ids=lambda path: path.name.partition(".")[0])
def test_an_inactive_domain_survives_a_redefinition(path: Path) -> None:
    observed = path.read_text(encoding="utf-8")
    before = parse_guest(observed)
    rendered = render_guest(before.definition, BUILTIN)
    merged = merge(rendered, observed)
    after = parse_guest(merged)
    assert after == before
    assert merge(rendered, merged) == merged
    assert _uses(merged) == _uses(observed)


@pytest.mark.parametrize("path", captures("domains", ".live.xml"), ids=lambda path: path.name.partition(".")[0])
def test_a_live_domain_reads_as_its_configuration(path: Path) -> None:
    """Memory aside, which a start rounds up to whole MiB (`012-mem-KB`)."""
    live = parse_guest(path.read_text(encoding="utf-8")).definition
    config_text = path.with_name(path.name.replace(".live.", ".out.")).read_text(encoding="utf-8")
    config = parse_guest(config_text).definition
    assert (live.automatic, live.used_devnos) == (config.automatic, config.used_devnos)
    for field in ("name", "vcpus", "max_vcpus", "machine", "boot", "disks", "interfaces", "consoles", "memballoon"):
        assert getattr(live.guest, field) == getattr(config.guest, field), field
    assert 0 <= live.guest.memory - config.guest.memory < 2**20


@pytest.mark.parametrize("path", captures("networks", ".out.xml"), ids=lambda path: path.name.partition(".")[0])
def test_a_network_is_read_and_known_for_what_it_is(path: Path) -> None:
    network = parse_network(path.read_text(encoding="utf-8"))
    assert network.uuid
    assert network.is_macvtap == (path.name == "06-macvtap-pool.out.xml")
    if network.is_macvtap:
        assert network.devices == ("mv0", "enc2")
        assert network.macvtap_mode == "bridge"
    else:
        with pytest.raises(Unsupported, match=network.name):
            _ = network.macvtap_mode


@pytest.mark.parametrize("path", captures("pools", ".out.xml"), ids=lambda path: path.name.partition(".")[0])
def test_a_pool_is_read_whatever_its_kind(path: Path) -> None:
    pool = parse_pool(path.read_text(encoding="utf-8"))
    assert pool.target.startswith("/")
    if pool.kind == "dir":
        assert pool.pool_kind == "dir"
    else:
        with pytest.raises(Unsupported, match=pool.kind):
            _ = pool.pool_kind


@pytest.mark.parametrize("path", captures("volumes", ".out.xml"), ids=lambda path: path.name.partition(".")[0])
def test_a_volume_is_read_whatever_its_format(path: Path) -> None:
    volume = parse_volume(path.read_text(encoding="utf-8"))
    assert volume.key == volume.path
    assert volume.capacity_bytes > 0
    if volume.format == "vmdk":
        with pytest.raises(Unsupported, match="vmdk"):
            _ = volume.disk_format
    else:
        assert volume.disk_format == volume.format


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
