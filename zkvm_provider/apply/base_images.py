"""Base images: one upload per image and pool, shared by every disk that was made of it.

A base is the volume `zkvm-base-SHA256`. It counts only beside its mark, the volume `zkvm-base-SHA256.ready`, which is
made when every byte arrived and had the right digest; so a broken upload is never taken for an image. Taking one away
and putting a disk on it may happen at once, in two processes: the taker removes the mark before it looks for disks, the
other looks for the mark after it made its disk.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from functools import partial
from typing import Final

from zkvm_provider.apply import images
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.patience import patiently
from zkvm_provider.apply.references import find, look_up
from zkvm_provider.apply.users import is_volume_used
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, InvalidInput, Refused, TimedOut
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.libvirtxml.render import render_volume
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.units import format_size

PREFIX: Final = "zkvm-base-"
_MARK: Final = ".ready"
_NAME = re.compile(rf"{PREFIX}([0-9a-f]{{64}})")
_OTHERS_LIMIT_S: Final = 3600
_TRIES: Final = 3
_LOCKS: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)
"""One upload of an image to a pool at a time, in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A base image that is there, whole."""

    ref: ObjectRef
    path: str
    form: images.Form


def digest_in(path: str | None) -> str:
    """The digest of the base image at that path; empty when it is none."""
    match = _NAME.fullmatch((path or "").rpartition("/")[2])
    return match.group(1) if match else ""


def foreseen_path(disk: Qcow2Disk) -> str:
    """The base image of a disk before it is there, for templates that ask whether there is one."""
    return f"/{PREFIX}{disk.sha256 or 'SHA256'}"


def make_disk(desk: Desk, pool_name: str, disk: Qcow2Disk) -> None:
    """Make `disk` upon the base image of its source, which is uploaded when the pool has it not."""
    for _ in range(_TRIES):
        base = _ensured(desk, pool_name, disk)
        if base.form.capacity_bytes > disk.capacity:
            needed = format_size(base.form.capacity_bytes)
            reason = f"{format_size(disk.capacity)} is less than the image has; give at least {needed}"
            raise InvalidInput.at("capacity", reason)
        xml = render_volume(disk, desk.templates, backing_path=base.path, backing_format=base.form.format)
        try:
            made = desk.endpoint.hypervisor.create_volume(pool_name, xml)
        except BackendError:
            if find(desk, base.ref) is not None:
                raise
            continue  # the base was taken away meanwhile
        if find(desk, _mark_of(base.ref)) is not None:
            return
        patiently(desk, partial(desk.endpoint.hypervisor.delete_volume, made))
    what = f"others took the base image of {disk.source} away {_TRIES} times while a disk was made upon it"
    raise Refused(what, remedy="run the same command again")


def drop(desk: Desk, pool_name: str, name: str) -> None:
    """Take a base image away if no disk lies on it any more."""
    ref = _volume(pool_name, name)
    with _lock(desk, ref):
        _forget(desk, _mark_of(ref))
        if find(desk, ref) is None:
            return
        path = parse_volume(desk.endpoint.hypervisor.dump(ref)).path
        if is_volume_used(desk, pool=pool_name, name=name, path=path):
            _make_mark(desk, ref)
        else:
            _forget(desk, ref)


def _ensured(desk: Desk, pool_name: str, disk: Qcow2Disk) -> Base:
    """The base image of a disk. With a digest given, an image that is there is not even asked for."""
    source, wanted = disk.source or "", (disk.sha256 or "").lower()
    if wanted:
        ref = _volume(pool_name, f"{PREFIX}{wanted}")
        with _lock(desk, ref):
            if find(desk, _mark_of(ref)) is not None:
                return _seen(desk, ref)
    desk.tell(f"reading {source}")
    with images.opened(source) as image:
        if wanted and image.sha256 != wanted:
            raise InvalidInput.at("sha256", f"{source} has another digest: {image.sha256}; correct it, or the image")
        form = images.form_of(image)
        ref = _volume(pool_name, f"{PREFIX}{image.sha256}")
        with _lock(desk, ref):
            if not _is_there(desk, ref):
                _upload(desk, ref, image)
        path = parse_volume(desk.endpoint.hypervisor.dump(ref)).path
    return Base(ref=ref, path=path, form=form)


def _seen(desk: Desk, ref: ObjectRef) -> Base:
    """libvirt may not have looked at the image since it was uploaded: its first bytes tell what it is."""
    hypervisor = desk.endpoint.hypervisor
    parsed = parse_volume(hypervisor.dump(ref))
    form = images.form_of_head(hypervisor.download(ref, images.HEAD_BYTES), parsed.capacity_bytes)
    return Base(ref=ref, path=parsed.path, form=form)


def _is_there(desk: Desk, ref: ObjectRef) -> bool:
    """Whether the image is there, whole. What an interrupted run of ours left is taken away; others are waited for."""
    if find(desk, _mark_of(ref)) is not None:
        return True
    if find(desk, ref) is None:
        return False
    known = desk.journal.last(desk.machine_id, _what(desk, ref))
    if known is None or known.owner != desk.identity.owner:
        desk.tell("another process uploads the same image; waiting for it")
        there = lambda: find(desk, _mark_of(ref)) is not None or find(desk, ref) is None
        if not wait_until(
            there,
            timeout_s=_OTHERS_LIMIT_S,
            clock=desk.clock,
            stop=desk.stop,
            deadline=desk.deadline,
            told=lambda _: None,
        ):
            remedy = f"if nobody does, delete it: zkvm vol-delete {ref.pool}/{ref.name}"
            raise TimedOut(f"the upload of {ref} by another process", waited_s=_OTHERS_LIMIT_S, remedy=remedy)
        return _is_there(desk, ref)
    _forget(desk, ref)
    return False


def _upload(desk: Desk, ref: ObjectRef, image: images.Image) -> None:
    hypervisor = desk.endpoint.hypervisor
    desk.journal.write(desk.machine_id, _what(desk, ref), desk.identity)
    _create(desk, ref, max(1, image.size_bytes))
    desk.tell(f"uploading {format_size(image.size_bytes)}")
    try:
        hypervisor.upload(ref, images.parts(image), image.size_bytes)
    except InvalidInput:
        _forget(desk, ref)
        raise
    _make_mark(desk, ref)


def _make_mark(desk: Desk, ref: ObjectRef) -> None:
    try:
        _create(desk, _mark_of(ref), 1)
    except BackendError as refused:
        if refused.code != ErrorCode.STORAGE_VOL_EXIST:
            raise


def _create(desk: Desk, ref: ObjectRef, size_bytes: int) -> None:
    """Without the user's own templates: an image is everybody's, and no output could say what was added to it."""
    plain = Qcow2Disk(pool=ref.pool, name=ref.name, capacity=size_bytes, format=DiskFormat.RAW)
    desk.endpoint.hypervisor.create_volume(ref.pool, render_volume(plain, Templates(None)))


def _forget(desk: Desk, ref: ObjectRef) -> None:
    """Delete it; already gone is fine."""
    try:
        patiently(desk, lambda: desk.endpoint.hypervisor.delete_volume(ref))
    except BackendError as refused:
        if refused.code not in MISSING:
            raise


def _what(desk: Desk, ref: ObjectRef) -> str:
    pool = look_up(desk, ObjectKind.POOL, ref.pool)
    return f"base {pool.uuid if pool else ref.pool}/{ref.name}"


def _volume(pool_name: str, name: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.VOLUME, pool=pool_name, name=name)


def _mark_of(ref: ObjectRef) -> ObjectRef:
    return _volume(ref.pool, ref.name + _MARK)


def _lock(desk: Desk, ref: ObjectRef) -> threading.Lock:
    return _LOCKS[desk.machine_id, f"{ref.pool}/{ref.name}"]
