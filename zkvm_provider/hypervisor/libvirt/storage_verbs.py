"""The port's verbs about pools and volumes, sent over libvirt-python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from zkvm_provider.dataclass import replace
from zkvm_provider.hypervisor.libvirt import settle, storage
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.objects import find
from zkvm_provider.hypervisor.libvirt.pool import Limits
from zkvm_provider.hypervisor.libvirt.refusals import Subject
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef, PoolInfo


class StorageVerbs:
    """Part of `LibvirtHost`, which sends them."""

    _limits: Limits
    _read: Any
    _change: Any

    @property
    def _host(self) -> Hypervisor:
        return cast(Hypervisor, self)

    def pool_kinds(self) -> tuple[str, ...]:
        kinds: tuple[str, ...] = self._read("pool_kinds", Subject("host"), storage.read_pool_kinds)
        return kinds

    def build_pool(self, ref: ObjectRef, *, formats: bool = False) -> None:
        act = lambda found: found.build(storage.build_flags(found, formats=formats))
        self._change("build_pool", ref, act, settle.cannot_tell, limit_s=self._limits.long_s)

    def delete_pool(self, ref: ObjectRef) -> None:
        self._change("delete_pool", ref, lambda found: found.delete(0), settle.cannot_tell, limit_s=self._limits.long_s)

    def refresh_pool(self, ref: ObjectRef) -> None:
        self._change(
            "refresh_pool", ref, lambda found: found.refresh(0), settle.cannot_tell, limit_s=self._limits.long_s
        )

    def pool_info(self, ref: ObjectRef) -> PoolInfo:
        active = load().VIR_STORAGE_POOL_RUNNING
        state, capacity, allocation, available = self._read("pool_info", ref, lambda c: find(c, ref).info())
        return PoolInfo(
            active=state == active, capacity_bytes=capacity, allocation_bytes=allocation, available_bytes=available
        )

    def create_volume(self, pool: str, xml: str) -> ObjectRef:
        ref = replace(settle.named_in(ObjectKind.VOLUME, xml), pool=pool)
        owner = ObjectRef(kind=ObjectKind.POOL, name=pool)
        there = lambda: settle.exists(self._host, ref)
        act = lambda found: found.createXML(xml, 0)
        self._change("create_volume", owner, act, there, limit_s=self._limits.long_s)
        return ref

    def resize_volume(self, ref: ObjectRef, capacity_bytes: int, *, shrink: bool = False) -> None:
        flags = load().VIR_STORAGE_VOL_RESIZE_SHRINK if shrink else 0
        done = lambda: settle.has_capacity(self._host, ref, capacity_bytes)
        act = lambda found: found.resize(capacity_bytes, flags)
        self._change("resize_volume", ref, act, done, limit_s=self._limits.long_s)

    def upload(self, ref: ObjectRef, source: Iterable[bytes], size_bytes: int) -> None:
        """The limit grows with the size: a line that carries less than a mebibyte a second is taken for dead."""
        act = lambda found: storage.upload(found, source, size_bytes)
        limit_s = self._limits.long_s + size_bytes / 1024**2
        self._change("upload", ref, act, settle.cannot_tell, limit_s=limit_s)

    def download(self, ref: ObjectRef, length: int) -> bytes:
        question = lambda connection: storage.download(find(connection, ref), length)
        content: bytes = self._read("download", ref, question, limit_s=self._limits.long_s)
        return content

    def delete_volume(self, ref: ObjectRef) -> None:
        gone = lambda: not settle.exists(self._host, ref)
        self._change("delete_volume", ref, lambda found: found.delete(0), gone, limit_s=self._limits.long_s)
