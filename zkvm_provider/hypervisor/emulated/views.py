"""The host and its objects as each object kind's rules ask for them: adapters over one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from random import Random

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain import HostSeen, ImageUse, NetworkSeen, VolumeSeen
from zkvm_provider.hypervisor.emulated.domain.chardev_logs import open_logs
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.network import HostInterface, NetworkEntry
from zkvm_provider.hypervisor.emulated.node_devices import is_active_mdev, user_of
from zkvm_provider.hypervisor.emulated.permissions import is_out_of_reach
from zkvm_provider.hypervisor.emulated.pool import PoolEntry, PoolFacts, Space, pool_space
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import files_below, running_sources
from zkvm_provider.hypervisor.emulated.transaction import Transaction, missing
from zkvm_provider.hypervisor.emulated.volume import HostImage
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectKind, ObjectRef


class NetworkView:
    """What a network's define and start look at."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def networks(self) -> Sequence[NetworkEntry]:
        return [
            NetworkEntry(
                name=row["name"],
                uuid=row["uuid"],
                config_xml=row["config_xml"] if row["persistent"] else "",
                live_xml=row["live_xml"] or "",
            )
            for row in self._tx.rows("SELECT * FROM networks WHERE host = ? ORDER BY name", self._tx.host)
        ]

    def interfaces(self) -> Sequence[HostInterface]:
        held = self._tx.inventory.addresses
        return [
            HostInterface(name=name, addresses=tuple(each.address for each in held if each.interface == name))
            for name in sorted(self._tx.inventory.interfaces)
        ]

    def has_traffic_shaping(self) -> bool:
        return self._tx.inventory.has_traffic_shaping


class PoolView(Host):
    """What a pool's define, start, build and delete look at (the host answers most of it)."""

    def pools(self) -> Sequence[PoolEntry]:
        return [
            PoolEntry(name=row["name"], uuid=row["uuid"], xml=row["config_xml"], active=row["live_xml"] is not None)
            for row in self._tx.rows("SELECT * FROM pools WHERE host = ? ORDER BY name", self._tx.host)
        ]

    def iscsi_targets(self) -> Sequence[str]:
        return [target.iqn for target in self.inventory.iscsi_targets]

    def nfs_export(self, host: str, path: str) -> Space | None:
        for export in self.inventory.nfs_exports:
            if (export.host, export.path) == (host, path):
                return Space(capacity_bytes=export.capacity, allocation_bytes=export.used)
        return None


class VolumeView:
    """What making a volume in one pool looks at."""

    def __init__(self, tx: Transaction, pool: PoolFacts, pool_xml: str, target: str) -> None:
        self._tx = tx
        self._pool = pool
        self._pool_xml = pool_xml
        self._target = target

    def has_volume(self, name: str) -> bool:
        sql = "SELECT 1 FROM volumes WHERE host = ? AND target = ? AND name = ?"
        return self._tx.one(sql, self._tx.host, self._target, name) is not None

    def image(self, path: str) -> HostImage | None:
        row = self._tx.one("SELECT * FROM volumes WHERE host = ? AND path = ?", self._tx.host, path)
        if row is not None:
            return HostImage(path=path, format=row["format"], capacity_bytes=row["capacity_bytes"], xml=row["xml"])
        host = Host(self._tx)
        capacity = host.device_capacity(path)
        if capacity is None and not host.file_exists(path):
            return None
        return HostImage(path=path, format="raw", capacity_bytes=capacity or 0)

    def available_bytes(self) -> int:
        return self.space().available_bytes

    def space(self) -> Space:
        """Capacity and allocation of the pool."""
        return pool_space(self._pool_xml, PoolView(self._tx))

    def has_secret(self, uuid: str) -> bool:
        return any(secret.uuid == uuid for secret in self._tx.inventory.secrets)


class DomainView:
    """What a domain's start and hotplug look at and are given by the host."""

    def __init__(self, tx: Transaction, domain_uuid: str) -> None:
        self._tx = tx
        self._uuid = domain_uuid
        self._host = Host(tx)

    @property
    def dice(self) -> Random:
        return self._tx.dice

    @cached_property
    def host(self) -> HostSeen:
        inventory = self._tx.inventory
        return HostSeen(
            virt_types=inventory.virt_types,
            memory_kib=inventory.memory // 1024,
            cpus=tuple(range(inventory.cpus)),
            numa_nodes=tuple(range(inventory.numa_nodes)),
            hugepage_sizes_kib=inventory.hugepage_sizes_kib,
            has_vfio=inventory.has_vfio,
            has_vhost_vsock=inventory.has_vhost_vsock,
            has_traffic_shaping=inventory.has_traffic_shaping,
            network_filters=frozenset(inventory.network_filters),
            has_cpu_controller=inventory.has_cpu_controller,
            has_secure_execution=inventory.has_secure_execution,
        )

    def network(self, name: str) -> NetworkSeen | None:
        row = self._tx.one("SELECT * FROM networks WHERE host = ? AND name = ?", self._tx.host, name)
        if row is None:
            return None
        xml = row["live_xml"] or row["config_xml"]
        return NetworkSeen(xml=xml, active=row["live_xml"] is not None, bridge=bridge_name(xml))

    def uplink_users(self, network: str) -> Mapping[str, int]:
        sql = "SELECT live_xml FROM domains WHERE host = ? AND uuid != ? AND live_xml LIKE ?"
        rows = self._tx.rows(sql, self._tx.host, self._uuid, f"%network='{network}'%")
        roots = (etree.fromstring(row["live_xml"].encode()) for row in rows)
        sources = (source for root in roots for source in root.iterfind("devices/interface/source"))
        return Counter(source.get("dev") or "" for source in sources if source.get("network") == network)

    def volume(self, pool: str, volume: str) -> VolumeSeen | None:
        ref = ObjectRef(kind=ObjectKind.POOL, name=pool)
        row = self._tx.one("SELECT * FROM pools WHERE host = ? AND name = ?", self._tx.host, pool)
        if row is None:
            raise missing(ref)
        found = self._tx.one(
            "SELECT path FROM volumes WHERE host = ? AND target = ? AND name = ?",
            self._tx.host,
            row["target"],
            volume,
        )
        if found is None:
            return None
        return VolumeSeen(
            path=found["path"],
            pool_active=row["live_xml"] is not None,
            is_network=row["kind"] in {"iscsi-direct", "rbd", "gluster"},
        )

    def secret_exists(self, *, kind: str, usage: str, uuid: str) -> bool:
        return any(
            secret.uuid == uuid if uuid else (secret.kind, secret.usage) == (kind, usage)
            for secret in self._tx.inventory.secrets
        )

    def file_exists(self, path: str) -> bool:
        return self._host.file_exists(path)

    def is_out_of_reach(self, path: str) -> bool:
        return is_out_of_reach(self._tx, path)

    def files_below(self, path: str) -> Sequence[str]:
        return files_below(self._tx, path)

    def is_read_only(self, path: str) -> bool:
        return any(dasd.read_only and path in dasd.paths for dasd in self._tx.inventory.dasds)

    def image_users(self, path: str) -> Sequence[ImageUse]:
        return [
            ImageUse(writes=not source.is_read_only, shares=source.is_shareable)
            for _, source in running_sources(self._tx, path, but=self._uuid)
        ]

    def is_open_log(self, path: str) -> bool:
        sql = "SELECT live_xml FROM domains WHERE host = ? AND uuid != ? AND live_xml IS NOT NULL"
        name = path.rpartition("/")[2].removesuffix(".log")
        rows = self._tx.rows(f"{sql} AND (name = ? OR instr(live_xml, ?))", self._tx.host, self._uuid, name, path)
        return any(path in open_logs(etree.fromstring(row["live_xml"].encode())) for row in rows)

    def next_node(self, domain_id: int, least: int) -> int:
        return self._tx.count_up(f"node/{domain_id}", least)

    def net_device_kind(self, name: str) -> str:
        return self._host.net_device_kind(name)

    def mdev_exists(self, uuid: str) -> bool:
        return is_active_mdev(self._tx, uuid)

    def mdev_user(self, uuid: str) -> str:
        return user_of(self._tx, uuid)

    def scsi_device_exists(self, adapter: str, bus: int, target: int, unit: int) -> bool:
        return self._host.scsi_device_exists(adapter, bus, target, unit)

    def iscsi_lun_exists(self, target: str, unit: int) -> bool:
        return any(
            unit in {0, *(lun.unit for lun in found.luns)}
            for found in self._tx.inventory.iscsi_targets
            if found.iqn == target
        )

    def vsock_cid(self, wanted: int | None) -> int | None:
        if wanted is None:
            return self._allocate("vsock", 3)
        taken = self._tx.one(
            "SELECT 1 FROM allocations WHERE host = ? AND kind = 'vsock' AND value = ?", self._tx.host, wanted
        )
        if taken is not None:
            return None
        self._keep("vsock", wanted)
        return wanted

    def next_tap(self) -> str:
        return f"vnet{self._tx.count('tap')}"

    def next_macvtap(self) -> str:
        return f"macvtap{self._tx.count('macvtap')}"

    def next_pty(self) -> str:
        return f"/dev/pts/{self._allocate('pty', 0)}"

    def next_vnc_port(self) -> int:
        return self._allocate("vnc", 5900)

    def _allocate(self, kind: str, first: int) -> int:
        """The lowest number from `first` on that no running domain holds."""
        row = self._tx.one(
            "SELECT min(value) AS free FROM (SELECT ? AS value UNION ALL SELECT value + 1 FROM allocations"
            " WHERE host = ? AND kind = ?) AS candidate WHERE NOT EXISTS (SELECT 1 FROM allocations AS held"
            " WHERE held.host = ? AND held.kind = ? AND held.value = candidate.value)",
            first,
            self._tx.host,
            kind,
            self._tx.host,
            kind,
        )
        if row is None or row["free"] is None:
            raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, f"no free {kind}")
        self._keep(kind, int(row["free"]))
        return int(row["free"])

    def _keep(self, kind: str, value: int) -> None:
        self._tx.run("INSERT INTO allocations VALUES (?, ?, ?, ?)", self._tx.host, kind, value, self._uuid)


def bridge_name(xml: str) -> str:
    """The name in `<bridge name='…'` of a canonical network XML, or nothing."""
    _, found, rest = xml.partition("<bridge name='")
    return rest.partition("'")[0] if found else ""
