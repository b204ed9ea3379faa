"""The elements and attributes of libvirt's `storagepool.rng`."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.vocabulary import read_vocabulary

POOL_WORDS = read_vocabulary("""
pool: type
pool/name:
pool/uuid:
pool/capacity: unit
pool/allocation: unit
pool/available: unit
pool/features:
pool/features/cow: state
pool/source:
pool/source/name:
pool/source/host: name port
pool/source/device: path part_separator
pool/source/device/freeExtent: start end
pool/source/dir: path
pool/source/adapter: type name parent managed parent_wwnn parent_wwpn parent_fabric_wwn wwnn wwpn
pool/source/adapter/parentaddr: unique_id
pool/source/adapter/parentaddr/address: domain bus slot function multifunction
pool/source/initiator:
pool/source/initiator/iqn: name
pool/source/format: type
pool/source/auth: type username
pool/source/auth/secret: usage uuid type
pool/source/protocol: ver
pool/source/vendor: name
pool/source/product: name
pool/target:
pool/target/path:
pool/target/permissions:
pool/target/permissions/mode:
pool/target/permissions/owner:
pool/target/permissions/group:
pool/target/permissions/label:
pool/refresh:
pool/refresh/volume: allocation
""")
"""Every element of a pool with its attributes."""
