"""A guest boots from a DASD that is passed through (vfio-ccw), as on z/VM it does from a dedicated one."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tests.provider.conformance.laws import settled
from tests.provider.driver import Driver
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of

GUEST = kind_of("Guest")
DASD = {"name": "dasd", "model": "vfio-ccw", "device": "8e37ee90-2b51-45e3-9b25-bf8283c03110", "devno": "0x0200"}


def guest(**inputs: Any) -> dict[str, Any]:
    return {"name": "linux01", "memory": "256 MiB", "power": "running", **inputs}


def orders(host: Endpoint) -> dict[str, str]:
    """Device tags of the running guest and their places in the boot order."""
    xml = host.hypervisor.dump(ObjectRef(kind=ObjectKind.DOMAIN, name="linux01"), live=True)
    domain = etree.fromstring(xml.encode())
    devices = {device.tag: device.find("boot") for device in domain.iterfind("devices/*")}
    return {tag: boot.get("order") or "" for tag, boot in devices.items() if boot is not None}


def test_a_guest_starts_from_a_dasd_that_is_passed_through(driver: Driver, host: Endpoint) -> None:
    checked = driver.check(GUEST, "it", guest(mdevs=[DASD], boot={"disk": "dasd"}))
    driver.create(GUEST, "it", checked, preview=True)
    made = driver.create(GUEST, "it", checked)
    assert orders(host) == {"hostdev": "1"}
    settled(driver, made)


def test_it_may_stand_behind_an_interface(driver: Driver, host: Endpoint) -> None:
    lan = {"name": "lan", "bridge": "br0"}
    inputs = guest(interfaces=[lan], mdevs=[DASD], boot={"order": ["lan", "dasd"]})
    made = driver.create(GUEST, "it", driver.check(GUEST, "it", inputs))
    assert orders(host) == {"interface": "1", "hostdev": "2"}
    settled(driver, made)


def test_the_dasd_a_running_guest_booted_from_stays_until_it_stops(driver: Driver, host: Endpoint) -> None:
    made = driver.create(GUEST, "it", driver.check(GUEST, "it", guest(mdevs=[DASD], boot={"disk": "dasd"})))
    after = driver.check(GUEST, "it", guest(boot={"kernel": "/boot/vmlinux-4.4.0-rc5"}), made.inputs)
    driver.update(made, after, preview=True)
    stays = "removed: next boot (the running guest boots from this disk)"
    assert any(text.startswith("mdevs[dasd]") and text.endswith(stays) for text in driver.engine.texts())
    driver.update(made, after)
    assert orders(host) == {"hostdev": "1"}
