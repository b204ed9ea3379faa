"""`zkvm doctor` names one command that brings the binding, whatever is missing."""

from __future__ import annotations

import pytest

from zkvm_provider.cli.doctor import binding_remedy


def test_with_headers_only_the_binding_of_their_version_is_missing() -> None:
    assert binding_remedy("9.0.0", "debian ") == "pip install 'libvirt-python==9.0.0'"


@pytest.mark.parametrize(
    ("distribution", "package"),
    [
        ("debian ", "apt-get install -y libvirt-dev"),
        ("ubuntu debian", "apt-get install -y libvirt-dev"),
        ("rhel fedora", "dnf install -y libvirt-devel"),
        ("sles suse", "zypper install -y libvirt-devel"),
        ("", "apt-get install -y libvirt-dev"),
    ],
)
def test_without_headers_they_come_first_in_the_same_command(distribution: str, package: str) -> None:
    remedy = binding_remedy("", distribution)
    assert remedy.startswith(package)
    assert remedy.endswith('&& pip install "libvirt-python==$(pkg-config --modversion libvirt)"')
