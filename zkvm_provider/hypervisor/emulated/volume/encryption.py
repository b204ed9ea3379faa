"""`<encryption>` of a volume (libvirt's `storage_encryption_conf.c`)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume.shape import Encryption
from zkvm_provider.hypervisor.emulated.xml_reader import Node, attribute, canonical_uuid, child, children, choice
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_FORMATS = ("default", "qcow", "luks", "luks2", "luks-any")


def read_encryption(root: Node) -> Encryption | None:
    """The volume's `<encryption>`, or None. Raises XML_ERROR."""
    node = child(root, "target/encryption")
    if node is None:
        return None
    found = choice(node, "format", _FORMATS)
    if found is None:
        words = "Missing required attribute 'format' in element 'encryption'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, words)
    return Encryption(format=found, secrets=tuple(_secret(secret) for secret in children(node, "secret")))


def write_encryption(encryption: Encryption | None, out: XmlWriter) -> None:
    """Write `<encryption>` where there is one."""
    if encryption is None:
        return
    attributes = {"format": encryption.format}
    if not encryption.secrets:
        out.empty("encryption", attributes)
        return
    with out.element("encryption", attributes):
        for kind, how, name in encryption.secrets:
            out.empty("secret", {"type": kind, how: name})


def _secret(node: Node) -> tuple[str, str, str]:
    kind = choice(node, "type", ("passphrase",))
    if kind is None:
        words = "Missing required attribute 'type' in element 'secret'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, words)
    uuid, usage = attribute(node, "uuid"), attribute(node, "usage")
    if uuid is not None and usage is None:
        canonical = canonical_uuid(uuid)
        if canonical is None:
            raise refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, f"invalid secret uuid '{uuid}'")
        return kind, "uuid", canonical
    if usage is not None and uuid is None:
        return kind, "usage", usage
    words = "either secret uuid or usage expected" if uuid is not None else "missing secret uuid or usage attribute"
    raise refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, words)
