"""A volume above another one is the same after a refresh, and an import names the one below by its id."""

from __future__ import annotations

from pathlib import Path

from tests.moving.two_hosts import two_hosts
from zkvm_provider.model.kinds import kind_of

POOL, DISK = kind_of("StoragePool"), kind_of("Qcow2Disk")


def test_a_backing_volume_is_no_drift_and_is_imported_by_its_id(tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        driver = hosts.driver
        pool = driver.create(POOL, "p", driver.check(POOL, "p", {"name": "pool", "target": "/srv/pool"}))
        below = {"pool": pool.id, "name": "base.qcow2", "capacity": "1 MiB"}
        base = driver.create(DISK, "b", driver.check(DISK, "b", below))
        above = {"pool": pool.id, "name": "above.qcow2", "capacity": "1 MiB", "backing": "pool/base.qcow2"}
        made = driver.create(DISK, "a", driver.check(DISK, "a", above))
        hosts.restart_provider()
        read = driver.read(made)
        assert read is not None
        assert read.input_tree == made.input_tree
        imported = driver.import_(DISK, "x", "lpar1::pool/above.qcow2")
        assert imported is not None
        assert imported.input_tree["backing"] == base.id
