"""The port's verbs about pools, volumes and volume groups, each as one transaction on a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from zkvm_provider.hypervisor.emulated import lvm, pools, volumes
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.emulated.volume import HEAD_BYTES
from zkvm_provider.hypervisor.lvm import VolumeGroup
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectRef, PoolInfo


class StorageVerbs:
    """Part of `EmulatedHost`, whose session it works in."""

    _session: Session

    def pool_kinds(self) -> tuple[str, ...]:
        return pools.kinds()

    def build_pool(self, ref: ObjectRef, *, formats: bool = False) -> None:
        with self._session.verb("build_pool", str(ref)) as tx:
            pools.build(tx, ref, formats=formats)

    def delete_pool(self, ref: ObjectRef) -> None:
        with self._session.verb("delete_pool", str(ref)) as tx:
            pools.delete(tx, ref)

    def refresh_pool(self, ref: ObjectRef) -> None:
        with self._session.verb("refresh_pool", str(ref)) as tx:
            pools.refresh(tx, ref)

    def pool_info(self, ref: ObjectRef) -> PoolInfo:
        with self._session.look("pool_info", str(ref)) as tx:
            return pools.info(tx, ref)

    def create_volume(self, pool: str, xml: str) -> ObjectRef:
        with self._session.verb("create_volume", f"pool '{pool}'") as tx:
            return volumes.create(tx, pool, xml)

    def resize_volume(self, ref: ObjectRef, capacity_bytes: int, *, shrink: bool = False) -> None:
        with self._session.verb("resize_volume", str(ref)) as tx:
            volumes.resize(tx, ref, capacity_bytes, shrink=shrink)

    def upload(self, ref: ObjectRef, source: Iterable[bytes], size_bytes: int) -> None:
        """Everything is read before the transaction begins."""
        digest, head, size = hashlib.sha256(), b"", 0
        for part in source:
            digest.update(part)
            head += part[: max(0, HEAD_BYTES - len(head))]
            size += len(part)
        with self._session.verb("upload", str(ref)) as tx:
            if size > size_bytes:
                words = "cannot write to stream: No space left on device"
                raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STREAMS, words)
            volumes.upload(tx, ref, volumes.Content(head=head, size=size, sha256=digest.hexdigest()))

    def download(self, ref: ObjectRef, length: int) -> bytes:
        with self._session.look("download", str(ref)) as tx:
            return volumes.download(tx, ref, length)

    def delete_volume(self, ref: ObjectRef) -> None:
        with self._session.verb("delete_volume", str(ref)) as tx:
            volumes.delete(tx, ref)

    def volume_groups(self) -> tuple[VolumeGroup, ...] | None:
        with self._session.look("volume_groups") as tx:
            return lvm.groups(tx)

    def create_thin_volume(self, group: str, thin_pool: str, name: str, size_bytes: int) -> None:
        with self._session.verb("create_thin_volume", f"volume '{group}/{name}'") as tx:
            lvm.create_thin_volume(tx, group, thin_pool, name, size_bytes)

    def resize_logical_volume(self, group: str, name: str, size_bytes: int) -> None:
        with self._session.verb("resize_logical_volume", f"volume '{group}/{name}'") as tx:
            lvm.resize(tx, group, name, size_bytes)
