"""A storage pool's redefinition keeps what others added to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.merge_pool import merge_pool
from zkvm_provider.libvirtxml.parse.pool import parse_pool
from zkvm_provider.libvirtxml.render import render_pool
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import canonical, read
from zkvm_provider.model.pool import PoolKind, PoolSource, StoragePool

BUILTIN = Templates(None)
UUID = "00000000-0000-4000-8000-00000000c0de"
CAPTURES = sorted((Path(__file__).parent.parent / "fidelity" / "pools").glob("*.out.xml"))
SHARE = StoragePool(
    name="share", kind=PoolKind.NETFS, target="/srv/share", source=PoolSource(host="10.0.0.1", dir="/x", format="nfs")
)
NAMESPACE = "http://libvirt.org/schemas/storagepool/fs/1.0"
ADMINISTERED = f"""
<pool type='netfs' xmlns:fs='{NAMESPACE}'>
  <name>share</name><uuid>{UUID}</uuid>
  <capacity unit='bytes'>7</capacity><allocation unit='bytes'>3</allocation><available unit='bytes'>4</available>
  <source><host name='10.0.0.9'/><dir path='/old'/><format type='nfs'/><vendor name='IBM'/><product name='p'/></source>
  <target><path>/srv/share</path><permissions><mode>0750</mode><owner>0</owner></permissions></target>
  <fs:mount_opts><fs:option name='sync'/></fs:mount_opts>
</pool>"""


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name.partition(".")[0])
def test_a_captured_pool_survives_a_redefinition(path: Path) -> None:
    observed = path.read_text(encoding="utf-8")
    parsed = parse_pool(observed)
    try:
        pool = StoragePool(name=parsed.name, kind=parsed.pool_kind, target=parsed.target or None, source=parsed.source)
    except Unsupported:
        return
    rendered = render_pool(pool, parsed.uuid, BUILTIN)
    merged = merge_pool(rendered, observed)
    assert parse_pool(merged).source == parsed.source
    assert parse_pool(merged).target == parsed.target
    assert canonical(read(merge_pool(rendered, merged))) == canonical(read(merged))
    assert ("<permissions>" in merged) is ("<permissions>" in observed)


def test_what_is_not_zkvms_is_kept_and_what_is_follows_the_model() -> None:
    merged = merge_pool(render_pool(SHARE, UUID, BUILTIN), ADMINISTERED)
    assert 'name="10.0.0.1"' in merged
    assert "10.0.0.9" not in merged
    assert "/old" not in merged
    for kept in ('<vendor name="IBM"/>', '<product name="p"/>', "<mode>0750</mode>", "mount_opts", 'name="sync"'):
        assert kept in merged
    assert "capacity" not in merged


def test_permissions_are_of_the_folder_that_was_left() -> None:
    moved = StoragePool(name="share", kind=PoolKind.NETFS, target="/srv/other", source=SHARE.source)
    merged = merge_pool(render_pool(moved, UUID, BUILTIN), ADMINISTERED)
    assert "permissions" not in merged
    assert "mount_opts" in merged


def test_mount_options_of_a_template_and_of_an_administrator_are_one_list() -> None:
    of_template = "<fs:mount_opts xmlns:fs='{}'><fs:option name='noatime'/><fs:option name='sync'/></fs:mount_opts>"
    rendered = render_pool(SHARE, UUID, BUILTIN).replace("</pool>", of_template.format(NAMESPACE) + "</pool>")
    observed = ADMINISTERED.replace("<fs:option name='sync'/>", "<fs:option name='sync'/><fs:option name='lazytime'/>")
    merged = read(merge_pool(rendered, observed))
    assert [each.get("name") for each in merged.iter(f"{{{NAMESPACE}}}option")] == ["noatime", "sync", "lazytime"]


def test_a_pool_of_another_type_keeps_nothing() -> None:
    rendered = render_pool(StoragePool(name="share", target="/srv/share"), UUID, BUILTIN)
    assert canonical(read(merge_pool(rendered, ADMINISTERED))) == canonical(read(rendered))
