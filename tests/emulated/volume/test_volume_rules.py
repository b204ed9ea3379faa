"""Volumes as libvirt and qemu-img make, refuse, grow and show them (recorded cases are tested elsewhere)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.emulated.volume.volume_worlds import FOLDER, GROUP, VolumeLab, dice
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.pool import PoolFacts, Space
from zkvm_provider.hypervisor.emulated.volume import (
    HostImage,
    create_volume,
    probe_volume,
    resize_volume,
    volume_facts,
)

HERE = Path(__file__).parent
GIB = 2**30
QCOW2 = "<name>own</name><capacity unit='GiB'>1</capacity><target><format type='qcow2'/></target>"
NEWER = QCOW2.replace("<format type='qcow2'/>", "<format type='qcow2'/><compat>1.1</compat>")
RAW = "<name>own</name><capacity unit='MiB'>8</capacity>"


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["reason"]) for row in rows]


@pytest.mark.parametrize("case", cases("sizes.yaml"))
def test_a_fresh_image_is_as_large_as_qemu_img_makes_it(case: dict[str, Any]) -> None:
    made = VolumeLab().make(f"<name>own</name>{case['given']}")
    assert [made.capacity_bytes, made.allocation_bytes, made.physical_bytes] == case["sizes"]


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_libvirts_refusals(case: dict[str, Any]) -> None:
    stray = "/srv/vm/stray"
    lab = VolumeLab(others={stray: HostImage(path=stray, format="raw", capacity_bytes=1)})
    lab.make("<name>base</name><capacity>4096</capacity>")
    kind = f" type='{case['type']}'" if "type" in case else ""
    xml = f"<volume{kind}><name>{case.get('name', 'own')}</name>{case['given']}</volume>"
    with pytest.raises(BackendError) as refused:
        create_volume(xml, FOLDER, lab, dice(1), 0.0)
    assert [refused.value.code, refused.value.domain] == case["refused"]


def test_a_volume_shows_its_owner_mode_and_times() -> None:
    inside = RAW + "<target><permissions><mode>0640</mode><group>107</group><label>x</label></permissions></target>"
    shown = VolumeLab().make(inside).xml
    assert "<mode>0640</mode>" in shown
    assert "<owner>0</owner>" in shown
    assert "<group>107</group>" in shown
    assert "<label>" not in shown
    assert re.findall(r"<(?:[amc])time>(.*)</", shown) == ["1700000000.250000000"] * 3


def test_a_level_is_shown_where_it_was_asked_for_and_features_imply_the_newer() -> None:
    assert "<compat>" not in VolumeLab().make(QCOW2).xml
    assert VolumeLab().make(QCOW2).compat == "0.10"
    assert "<compat>1.1</compat>" in VolumeLab().make(NEWER).xml
    implied = QCOW2.replace("/></target>", "/><features><lazy_refcounts/></features></target>")
    shown = VolumeLab().make(implied).xml
    assert "<compat>1.1</compat>" in shown
    assert "<lazy_refcounts/>" in shown


def test_a_refresh_reads_level_and_features_off_the_image() -> None:
    newer = probe_volume(VolumeLab().make(NEWER).xml)
    assert "<compat>1.1</compat>\n    <clusterSize unit='B'>65536</clusterSize>\n    <features/>" in newer
    assert probe_volume(newer) == newer
    older = probe_volume(VolumeLab().make(QCOW2).xml)
    assert "<compat>" not in older
    raw = VolumeLab().make(RAW).xml
    assert probe_volume(raw) == raw


def test_an_overlay_takes_size_and_owner_of_its_base() -> None:
    lab = VolumeLab()
    base = lab.make(QCOW2)
    overlay = lab.make(
        "<name>top</name><target><format type='qcow2'/></target>"
        "<backingStore><path>own</path><format type='qcow2'/></backingStore>"
    )
    assert overlay.capacity_bytes == base.capacity_bytes
    assert (overlay.backing_path, overlay.backing_format) == ("own", "qcow2")
    assert overlay.xml.count("<mode>0600</mode>") == 2


def test_a_base_that_is_called_raw_counts_by_its_length() -> None:
    lab = VolumeLab()
    lab.make(QCOW2)
    overlay = lab.make(
        "<name>top</name><target><format type='qcow2'/></target><backingStore><path>/srv/vm/own</path></backingStore>"
    )
    assert overlay.capacity_bytes == 197120


def test_a_folder_is_a_volume_too() -> None:
    made = VolumeLab().make("<name>own</name><capacity>0</capacity><target><format type='dir'/></target>")
    assert made.kind == "dir"
    assert "<mode>0600</mode>" in made.xml


def test_an_encrypted_file_has_room_for_its_header() -> None:
    uuid = "00000000-0000-4000-b000-000000000001"
    secret = f"<encryption format='luks'><secret type='passphrase' uuid='{uuid}'/></encryption>"
    made = VolumeLab(secrets=frozenset({uuid})).make(f"{RAW}<target>{secret}</target>")
    assert made.physical_bytes == made.capacity_bytes + 2068480
    assert f"<secret type='passphrase' uuid='{uuid}'/>" in made.xml


def test_logical_volumes_come_in_extents() -> None:
    used = Space(capacity_bytes=10 * GIB, allocation_bytes=GIB)
    made = VolumeLab(pool=GROUP, free=used).make("<name>lv</name><capacity unit='MB'>5</capacity>")
    assert (made.kind, made.path, made.capacity_bytes) == ("block", "/dev/vg/lv", 8 * 2**20)
    assert re.fullmatch(r"\w{6}(-\w{4}){5}-\w{6}", made.key)
    assert f"<extent start='{GIB}' end='{GIB + 8 * 2**20}'/>" in made.xml
    assert "<format" not in made.xml
    assert volume_facts(made.xml) == made


def test_a_full_volume_group_is_refused() -> None:
    lab = VolumeLab(pool=GROUP, free=Space(capacity_bytes=GIB, allocation_bytes=GIB))
    with pytest.raises(BackendError, match="insufficient free space") as refused:
        lab.make("<name>lv</name><capacity>1</capacity>")
    assert refused.value.code == 1


@pytest.mark.parametrize("name", ["a b", "-x", "a:b", "ä", ".", "x" * 128])
def test_names_that_lvcreate_does_not_take_are_refused(name: str) -> None:
    with pytest.raises(BackendError, match="is invalid") as refused:
        VolumeLab(pool=GROUP).make(f"<name>{name}</name><capacity unit='MiB'>8</capacity>")
    assert (refused.value.code, refused.value.domain) == (1, 0)


@pytest.mark.parametrize("name", ["a.b", "a+b", "a-b", "_a", "x" * 127])
def test_names_that_lvcreate_takes_become_logical_volumes(name: str) -> None:
    made = VolumeLab(pool=GROUP).make(f"<name>{name}</name><capacity unit='MiB'>8</capacity>")
    assert made.path == f"/dev/vg/{name}"


@pytest.mark.parametrize("kind", ["iscsi", "iscsi-direct", "scsi", "mpath", "disk"])
def test_pools_that_only_show_what_is_there_make_nothing(kind: str) -> None:
    pool = PoolFacts(kind=kind, name="pool", uuid="", target="/dev")
    with pytest.raises(BackendError) as refused:
        VolumeLab(pool=pool).make(RAW)
    assert (refused.value.code, refused.value.domain) == (3, 18)


def test_growing_a_qcow2_moves_its_table() -> None:
    """204800 bytes is what a real host counted for a volume grown from 1 to 2 GiB."""
    grown = resize_volume(VolumeLab().make(QCOW2).xml, FOLDER, 2 * GIB, shrink=False)
    assert (grown.capacity_bytes, grown.allocation_bytes) == (2 * GIB, 204800)


def test_growing_a_raw_file_reserves_nothing() -> None:
    made = VolumeLab().make(RAW)
    grown = resize_volume(made.xml, FOLDER, GIB, shrink=False)
    assert (grown.allocation_bytes, grown.physical_bytes) == (made.allocation_bytes, GIB)


def test_shrinking_must_be_asked_for() -> None:
    for inside in (RAW, QCOW2):
        made = VolumeLab().make(inside)
        with pytest.raises(BackendError, match="shrink") as refused:
            resize_volume(made.xml, FOLDER, made.capacity_bytes - 512, shrink=False)
        assert (refused.value.code, refused.value.domain) == (8, 18)
        assert resize_volume(made.xml, FOLDER, 512, shrink=True).capacity_bytes == 512


def test_a_logical_volume_cannot_be_resized_by_libvirt() -> None:
    made = VolumeLab(pool=GROUP).make("<name>lv</name><capacity unit='GiB'>1</capacity>")
    with pytest.raises(BackendError, match="does not support changing") as refused:
        resize_volume(made.xml, GROUP, 2 * GIB, shrink=False)
    assert refused.value.code == 3


def test_formats_that_cannot_be_resized_say_so() -> None:
    made = VolumeLab().make(RAW + "<target><format type='vmdk'/></target>")
    with pytest.raises(BackendError, match="does not support resize"):
        resize_volume(made.xml, FOLDER, GIB, shrink=False)


@given(
    image_format=st.sampled_from(["raw", "qcow2", "qcow", "qed", "vdi", "vpc", "vmdk"]),
    capacity=st.integers(0, 64 * GIB),
)
def test_what_is_shown_says_everything(image_format: str, capacity: int) -> None:
    inside = f"<name>own</name><capacity>{capacity}</capacity><target><format type='{image_format}'/></target>"
    made = VolumeLab().make(inside)
    assert volume_facts(made.xml) == made
    assert made.capacity_bytes >= capacity
    assert made.allocation_bytes % 4096 == 0


@given(first=st.integers(1, 2**42), second=st.integers(1, 2**42))
def test_growing_in_one_step_or_two_gives_the_same_capacity(first: int, second: int) -> None:
    low, high = sorted((first // 512 * 512, second // 512 * 512))
    xml = VolumeLab().make("<name>own</name><capacity>0</capacity><target><format type='qcow2'/></target>").xml
    stepped = resize_volume(resize_volume(xml, FOLDER, low, shrink=True).xml, FOLDER, high, shrink=True)
    assert stepped.capacity_bytes == resize_volume(xml, FOLDER, high, shrink=True).capacity_bytes == high
