"""An FCP device that several LUNs share goes back to what it was, whichever of them goes last."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import pytest

from tests.provider.driver import Driver, Resource, driving
from tests.provider.storage_runs import a_run_begins, taken_away
from zkvm_provider.hypervisor.port import Endpoint
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

LUN = kind_of("ScsiLun")
BUS_ID, WWPN = "0.0.1c98", "0x500507630603c763"
NUMBERS = ("0x4022401100000000", "0x4022403300000000", "0x4022405500000000")
INVENTORY = Path(__file__).resolve().parents[2] / "examples" / "everything" / "inventory.yaml"


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"emulated://{tmp_path}/lab.sqlite?inventory={INVENTORY}"


@pytest.fixture
def host(uri: str) -> Endpoint:
    return connect(uri, create=True)


@pytest.fixture
def driver(uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    (tmp_path / "Pulumi.yaml").write_text("name: lab\n")
    monkeypatch.chdir(tmp_path)
    with driving() as started:
        started.start(owner="me", host=uri)
        yield started


def made(driver: Driver) -> list[Resource]:
    inputs = [{"fcpDevice": BUS_ID, "wwpn": WWPN, "lun": number} for number in NUMBERS]
    return [driver.create(LUN, f"lun{at}", driver.check(LUN, f"lun{at}", each)) for at, each in enumerate(inputs)]


def online(host: Endpoint) -> bool:
    return next(each.online for each in host.devices.fcp_devices() if each.bus_id == BUS_ID)


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_it_is_offline_again_after_the_last_lun(driver: Driver, host: Endpoint, order: tuple[int, ...]) -> None:
    assert not online(host)
    luns = made(driver)
    for at in order:
        assert online(host), "it has LUNs still"
        taken_away(driver, luns[at])
    assert not online(host)


def test_it_is_offline_again_when_all_luns_go_at_once(driver: Driver, host: Endpoint) -> None:
    luns = made(driver)
    a_run_begins(driver)
    with ThreadPoolExecutor() as pool:
        list(pool.map(driver.delete, luns))
    assert not online(host)


def test_one_that_was_online_before_stays_so(driver: Driver, host: Endpoint) -> None:
    host.devices.set_fcp_online(BUS_ID, True)
    for lun in made(driver):
        taken_away(driver, lun)
    assert online(host)
