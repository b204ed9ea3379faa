"""The talk's guest through the real engine: its XML is the talk's, but for exactly what is listed here."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from tests.e2e.lab import REPOSITORY, Lab

pytestmark = pytest.mark.pulumi_cli

TALK = REPOSITORY / "tests" / "xml" / "talk" / "lmb_guest.xml"

DIFFERENT = {
    "uuid": "zkvm derives it from owner and resource",
    "os/kernel": "the talk's two slides name different kernels; zkvm's lab takes the first slide's",
    "os/initrd": "likewise",
    "os/type/@machine": "the machine alias stands for the newest version of the host's QEMU",
    "metadata": "zkvm's mark",
    "cpu": "newer libvirt writes one",
}
NEW_DEVICES = {"controller pci-root", "audio", "panic"}
"""What libvirt 9.0.0 adds by itself and the talk's libvirt did not."""


def canonical(element: Element) -> str:
    """An element without the white space between elements and without aliases, which the talk's has not."""
    copy = etree.fromstring(etree.tostring(element))
    for parent in list(copy.iter()):
        for alias in parent.findall("alias"):
            parent.remove(alias)
    for each in copy.iter():
        each.tail = None
        each.text = (each.text or "").strip() or None
    return etree.tostring(copy, method="c14n").decode()


def device_name(device: Element) -> str:
    return (
        " ".join(part for part in (device.tag, device.get("model")) if part)
        if device.tag == "controller"
        else device.tag
    )


def without_differences(domain: Element) -> list[str]:
    """The domain's other children in order, each canonical."""
    for path in DIFFERENT:
        place, _, attribute = path.partition("/@")
        for found in domain.findall(place):
            if attribute:
                found.attrib.pop(attribute)
            else:
                (domain if "/" not in place else domain.findall("os")[0]).remove(found)
    return [canonical(child) for child in domain if child.tag != "devices"]


def devices(domain: Element) -> Counter[str]:
    return Counter(
        canonical(device) for device in domain.findall("devices")[0] if device_name(device) not in NEW_DEVICES
    )


def test_the_talks_guest_has_the_talks_xml(lab: Lab) -> None:
    lab.program((REPOSITORY / "__main__.py").read_text(encoding="utf-8").replace("import pulumi\n", "", 1))
    lab.up()
    ours = etree.fromstring(lab.zkvm("dumpxml", "--inactive", "lmb_guest").encode())
    talks = etree.fromstring(TALK.read_bytes())
    assert ours.get("type") == talks.get("type")
    assert devices(ours) == devices(talks)
    assert without_differences(ours) == without_differences(talks)

    info = lab.zkvm("vol-info", "sles12_qcow2.img")
    for line in ("file format: qcow2", "(21474836480 bytes)", "cluster_size: 65536", "compat: 1.1"):
        assert line in info
