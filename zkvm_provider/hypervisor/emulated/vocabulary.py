"""Which elements and attributes libvirt's schemas know, for a define that asks for validation.

A vocabulary is a table of text: one line per element with its path from the root and the attributes it may have;
`*` instead of attributes lets everything below pass. Structure only: the patterns of values are not checked.
"""

from __future__ import annotations

from collections.abc import Mapping

from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

Vocabulary = Mapping[str, frozenset[str]]


def read_vocabulary(table: str) -> Vocabulary:
    """The table `path: attribute attribute …` as a lookup."""
    rows = (line.partition(":") for line in table.strip().splitlines())
    return {path.strip(): frozenset(words.split()) for path, _, words in rows}


def require_known(root: Node, vocabulary: Vocabulary, schema: str) -> None:
    """Refuse (XML_INVALID_SCHEMA) an element or attribute the vocabulary does not have; `schema` like `pool.rng`."""
    _walk(root, str(root.tag), vocabulary, schema)


def _walk(node: Node, path: str, vocabulary: Vocabulary, schema: str) -> None:
    attributes = vocabulary.get(path)
    if attributes is None:
        parent = node.getparent()
        raise _refusal(schema, f"Element {parent.tag if parent is not None else path} has extra content: {node.tag}")
    if "*" in attributes:
        return
    for name in map(str, node.attrib):
        if name not in attributes:
            raise _refusal(schema, f"Invalid attribute {name} for element {node.tag}")
    for below in node:
        if not str(below.tag).startswith("{"):
            _walk(below, f"{path}/{below.tag}", vocabulary, schema)


def _refusal(schema: str, reason: str) -> Exception:
    text = f"Unable to validate doc against /usr/share/libvirt/schemas/{schema}\n{reason}\n"
    return refusal(ErrorCode.XML_INVALID_SCHEMA, ErrorDomain.XML, text)
