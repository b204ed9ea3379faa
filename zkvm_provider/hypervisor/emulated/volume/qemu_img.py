"""What libvirt asks of qemu-img, and what it refuses before (storageBackendCreateQemuImg, 9.0.0)."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume import image_size
from zkvm_provider.hypervisor.emulated.volume.formats import MAKEABLE, READ_ONLY
from zkvm_provider.hypervisor.emulated.volume.read import read_volume
from zkvm_provider.hypervisor.emulated.volume.shape import QCOW2_CLUSTER, Backing, Volume
from zkvm_provider.hypervisor.emulated.volume.world import HostImage, VolumeWorld
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

QEMU_IMG = "/usr/bin/qemu-img"
ISO = "iso"
"""libvirt has qemu-img make a raw image for it (virStorageBackendCreateQemuImgCmdFromVol)."""
_SECTOR = 512
_LARGEST_CLUSTER = 2 * 1024**2


def make_image(volume: Volume, pool: PoolFacts, world: VolumeWorld) -> Volume:
    """The image as qemu-img leaves it. Raises `BackendError`."""
    _check_encryption(volume, world)
    capacity = -(-volume.capacity // 1024) * 1024
    if volume.backing is not None:
        volume, backing_capacity = _backed(volume, volume.backing, pool, world)
        capacity = capacity or backing_capacity
    _check_options(volume)
    if volume.format == "raw":
        return with_sizes(volume, image_size.luks(capacity))
    if volume.format == ISO:
        return with_sizes(volume, image_size.raw_by_qemu_img(capacity))
    cluster = volume.cluster_size or QCOW2_CLUSTER
    if cluster < _SECTOR or cluster > _LARGEST_CLUSTER or cluster & (cluster - 1):
        raise _failed(volume, "Cluster size must be a power of two between 512 and 2048k")
    path = volume.backing.path if volume.backing else ""
    size = image_size.fresh_image(volume.format, capacity, cluster_size=cluster, backing_path=path)
    return with_sizes(volume, size)


def with_sizes(volume: Volume, size: image_size.ImageSize) -> Volume:
    """The volume with those sizes."""
    return replace(volume, capacity=size.capacity, allocation=size.allocation, physical=size.physical)


def _check_encryption(volume: Volume, world: VolumeWorld) -> None:
    encryption = volume.encryption
    if encryption is None:
        return
    if volume.format not in {"raw", "qcow2", "qcow"}:
        raise _unsupported(f"qcow volume encryption unsupported with volume format {volume.format}")
    if encryption.format in {"luks2", "luks-any"}:
        raise _unsupported(f"unsupported volume encryption format {encryption.format}")
    if encryption.format != "luks":
        raise _unsupported(f"creation of {encryption.format} encrypted images is not supported")
    if len(encryption.secrets) > 1:
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, "too many secrets for luks encryption")
    if not encryption.secrets:
        words = "A single <secret type='passphrase'...> element is expected in encryption description"
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.STORAGE, words)
    _, how, name = encryption.secrets[0]
    if how != "uuid" or not world.has_secret(name):
        raise refusal(ErrorCode.NO_SECRET, ErrorDomain.SECRET, f"no secret with matching {how} '{name}'")


def _backed(volume: Volume, backing: Backing, pool: PoolFacts, world: VolumeWorld) -> tuple[Volume, int]:
    absolute = backing.path if backing.path.startswith("/") else f"{pool.target.rstrip('/')}/{backing.path}"
    image = world.image(absolute)
    if image is None:
        words = f"inaccessible backing store volume {backing.path}: No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, words)
    if volume.format not in {"qcow2", "qcow", "qed", "vmdk"}:
        raise _failed(volume, f"Backing file not supported for file format '{volume.format}'")
    if image.xml:
        found = read_volume(image.xml, has_formats=True)
        backing = replace(backing, permissions=found.permissions, times=found.times)
    return replace(volume, backing=backing), _seen_capacity(image, backing)


def _seen_capacity(image: HostImage, backing: Backing) -> int:
    """A backing file that is called raw is taken by its length, whatever it holds."""
    if backing.format == "raw" and image.format != "raw" and image.xml:
        physical = read_volume(image.xml, has_formats=True).physical
        return -(-physical // _SECTOR) * _SECTOR
    return image.capacity_bytes


def _check_options(volume: Volume) -> None:
    if volume.compat is not None and volume.format != "qcow2":
        raise _unsupported(f"compatibility option unsupported with type {volume.format}")
    if volume.features and volume.compat == "0.10":
        raise _unsupported(f"{volume.features[0]} not supported with compat level {volume.compat}")
    if volume.features is not None and volume.format != "qcow2":
        raise _unsupported(f"format features only available with qcow2, not {volume.format}")
    if volume.format in READ_ONLY:
        raise _failed(volume, f"Format driver '{volume.format}' does not support image creation")
    if volume.format not in {*MAKEABLE, ISO}:
        raise _failed(volume, f"Unknown file format '{volume.format}'")
    if volume.compat not in {None, "0.10", "1.1"}:
        raise _failed(volume, f"Parameter 'compat' does not accept value '{volume.compat}'")


def _failed(volume: Volume, reason: str) -> Exception:
    command = f"{QEMU_IMG} create -f {volume.format} {volume.path}"
    words = f"Child process ({command}) unexpected exit status 1: qemu-img: {volume.path}: {reason}\n"
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, reason)
