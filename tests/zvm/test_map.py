"""The map file: the template is a map, faults are located, choices are checked."""

from __future__ import annotations

import pytest

from tests.zvm.conftest import EXAMPLES, converted, read
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.autolog import read_autolog
from zkvm_provider.zvm.map_template import map_template
from zkvm_provider.zvm.mapping import read_map


def test_the_template_of_the_talks_entry_is_enough() -> None:
    text = (EXAMPLES / "linux01" / "USER.DIRECT").read_text(encoding="utf-8")
    assert len(converted(text, map_template(read(text))).program.guests) == 1


def test_the_template_of_the_cluster_lacks_only_what_a_person_must_say() -> None:
    text = (EXAMPLES / "cluster" / "USER.DIRECT").read_text(encoding="utf-8")
    template = map_template(read(text))
    with pytest.raises(InvalidInput) as lacking:
        converted(text, template)
    asked = {fault.path.removeprefix("map.yaml ") for fault in lacking.value.faults if fault.path}
    assert asked == {f"devices.{number}" for number in ("1C98", "1C99", "1CA8", "1CA9", "4300", "4310")}
    for path in asked:
        assert f'#  "{path.removeprefix("devices.")}":' in template


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("volumes: {V: {pool: images, dasd: 0.0.0e20}}", "volumes.V: expected exactly one of pool"),
        ("volumes: {V: {}}", "expected exactly one of"),
        ("volumes:\n  V: {pol: images}", r"map.yaml:2 volumes.V.pol: unknown key"),
        ("volumes: {V: {pool: nowhere}}", "there is no pool 'nowhere'"),
        ("networks: {L: {bridge: br0, ovs: ovsbr0}}", "networks.L: expected exactly one"),
        ("devices: {'1C98': {fcp: 0.0.1c98}}", "needs the LUNs"),
        ("devices: {'XYZ': {skip: why}}", "expected a real device number"),
        ("devices:\n  '1C98': {fcp: 1c98, luns: []}", r"map.yaml:2 devices.1C98.fcp: expected something like"),
        ("members: {ZVM1: lpar9}", "there is no host 'lpar9'"),
        ("mac_prefix: 031234", "mac_prefix: expected something like 020001"),
        ("volumes: [", "this is not YAML"),
        ("", "the file is empty"),
    ],
)
def test_faults_of_a_map_are_located(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_map(text, source="map.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "/* start */\n'CP XAUTOLOG LINUX01'\n/* 'XAUTOLOG OLD' */\n\"xautolog linux02 #\"\nautolog LINUX03 PW\n",
        "* started with the system\nlinux01\nLINUX02  web server\n# none\nLINUX03\n",
    ],
    ids=["an exec", "a list"],
)
def test_autostart_lists_are_read(text: str) -> None:
    assert read_autolog(text) == {"LINUX01", "LINUX02", "LINUX03"}
