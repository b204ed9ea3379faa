"""`<channel>` of QEMU's guest agent, a unix socket of the host.

The channel is emptied as an automatic device is: a path that somebody gave it stays.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Device, Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part, keep
from zkvm_provider.model.definition import AGENT_CHANNEL

LIBVIRTS_FOLDER = "/var/lib/libvirt/qemu/channel/"
"""Where libvirt makes sockets that no path was given for, in the live XML."""


def agent_channel(domain: Domain) -> Device | None:
    """The agent's channel. One of another type than a unix socket serves others, and libvirt speaks to none there."""
    for channel in domain.by_tag.get("channel", ()):
        is_virtio = channel.element.get("type") == "unix" and channel.attribute("target", "type") == "virtio"
        if is_virtio and channel.attribute("target", "name") == AGENT_CHANNEL:
            return channel
    return None


def take_out_path(channel: Element) -> None:
    """Remove a socket's path that is libvirt's own choice."""
    for source in channel.findall("source"):
        if LIBVIRTS_FOLDER in (source.get("path") or LIBVIRTS_FOLDER):
            channel.remove(source)


def _read(domain: Domain) -> bool:
    return agent_channel(domain) is not None


PART = Part(field="agent", read=_read, take_out=keep, canonical=bool)
