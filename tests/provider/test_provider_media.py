"""The talk's installation media through the provider: byte for byte, drift mended, deleted without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.install.test_media_files import ERIC, GENERIC
from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.hypervisor.port import HostDevices
from zkvm_provider.install.addrsize import render_addrsize
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.provider.codec import decode
from zkvm_provider.wiring import connect, planned_faults

MEDIA = kind_of("InstallMedia")
TALK = Path(__file__).parent.parent / "install" / "talk"
ISO = "/home/install/ftpboot/iso"
CONFIGURATION = {"host": "emulated:", "owner": "tests"}
INITRD_BYTES = 31 * 1024**2


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    (tmp_path / "Pulumi.yaml").write_text("name: lab\n")
    monkeypatch.chdir(tmp_path)
    with driving() as started:
        started.start(**CONFIGURATION)
        yield started


@pytest.fixture
def devices(driver: Driver) -> HostDevices:
    return connect("emulated:", create=True).devices


def _made(driver: Driver, name: str = "eric", **more: Any) -> Resource:
    inputs = {"name": name, "directory": ISO, "comment": "ERIC lpar ins file", "parameters": ERIC, **more}
    return driver.create(MEDIA, name, driver.check(MEDIA, name, inputs))


def test_files_of_the_talk_come_out_byte_for_byte(driver: Driver, devices: HostDevices) -> None:
    _made(driver)
    assert devices.read_file(f"{ISO}/eric.ins") == (TALK / "eric.ins").read_bytes()
    assert devices.read_file(f"{ISO}/images/eric.prm") == (TALK / "images/eric.prm").read_bytes()
    assert devices.read_file(f"{ISO}/images/initrd.addrsize") == render_addrsize(INITRD_BYTES)
    _made(driver, "generic", parameters=GENERIC)
    assert devices.read_file(f"{ISO}/images/generic.prm") == (TALK / "images/generic.prm").read_bytes()


def test_only_the_file_with_the_password_is_private(driver: Driver, devices: HostDevices) -> None:
    _made(driver)
    modes = {
        name: facts.mode
        for name in ("eric.ins", "images/eric.prm", "images/initrd.addrsize")
        if (facts := devices.file_facts(f"{ISO}/{name}"))
    }
    assert modes == {"eric.ins": 0o644, "images/eric.prm": 0o600, "images/initrd.addrsize": 0o644}


def test_password_is_warned_of_and_never_told(driver: Driver) -> None:
    parameters = {**ERIC, "repoPassword": "top-secret-word"}
    made = _made(driver, parameters=parameters)
    assert any("keep the file at mode 0600" in text for text in driver.engine.texts())
    assert not any("top-secret-word" in text for text in driver.engine.texts())
    assert "parameters.repoPassword" in decode(made.outputs).secrets
    assert any(path.startswith("digests") for path in decode(made.outputs).secrets)


def test_drift_of_a_file_is_shown_and_mended(driver: Driver, devices: HostDevices) -> None:
    made = _made(driver)
    devices.write_file(f"{ISO}/images/eric.prm", b"ro\n", 0o644)
    devices.remove_file(f"{ISO}/images/initrd.addrsize")
    seen = driver.read(made)
    assert seen is not None
    assert seen.input_tree["found"] == ["images/initrd.addrsize is missing", "images/eric.prm has other content"]
    assert [*driver.diff(seen, made.inputs).detailedDiff] == ["found"]
    mended = driver.update(seen, made.inputs)
    assert devices.read_file(f"{ISO}/images/eric.prm") == (TALK / "images/eric.prm").read_bytes()
    again = driver.read(mended)
    assert again is not None
    assert "found" not in again.input_tree


def test_delete_takes_away_exactly_what_was_written(driver: Driver, devices: HostDevices) -> None:
    before = devices.list_folder(ISO), devices.list_folder(f"{ISO}/images")
    made = _made(driver, kickstart={"sshKeys": ["ssh-ed25519 AAAA eric@frolic"]})
    assert set(devices.list_folder(ISO)) == {"eric.ins", "eric.ks", "images"}
    devices.write_file(f"{ISO}/matt.ins", b"* another's\n", 0o644)
    driver.start(**CONFIGURATION)
    driver.delete(made)
    assert devices.list_folder(ISO) == (*before[0], "matt.ins")
    assert devices.list_folder(f"{ISO}/images") == before[1]


def test_file_that_others_changed_survives_the_delete(driver: Driver, devices: HostDevices) -> None:
    made = _made(driver)
    devices.write_file(f"{ISO}/images/eric.prm", b"ro\n", 0o644)
    driver.start(**CONFIGURATION)
    driver.delete(made)
    assert devices.read_file(f"{ISO}/images/eric.prm") == b"ro\n"
    assert devices.file_facts(f"{ISO}/eric.ins") is None
    assert any("it stays: others changed it" in text for text in driver.engine.texts(ephemeral=True))


def test_addrsize_that_another_medium_loads_survives_the_delete(driver: Driver, devices: HostDevices) -> None:
    first, _ = _made(driver), _made(driver, "matt")
    driver.start(**CONFIGURATION)
    driver.delete(first)
    assert devices.file_facts(f"{ISO}/images/initrd.addrsize") is not None


@pytest.mark.parametrize("name", ["eric.ins", "images/eric.prm"])
def test_foreign_file_of_the_same_name_is_refused(driver: Driver, devices: HostDevices, name: str) -> None:
    devices.write_file(f"{ISO}/{name}", b"another's\n", 0o644)
    with pytest.raises(
        grpc.RpcError, match=r"zkvm did not make the file that is there|already exists and was not made by zkvm"
    ):
        _made(driver)
    assert devices.read_file(f"{ISO}/{name}") == b"another's\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"znet": [{"channels": ["0.0.4300", "0.0.4301"]}]}, "parameters: images/eric.prm:1: rd.znet has 2 channels"),
        ({"dasd": ["auto"]}, "parameters: images/eric.prm:1: rd.dasd: 'auto' is no bus id"),
        ({"options": ["a" * 4096]}, "parameters: images/eric.prm: holds 4096 characters"),
    ],
)
def test_what_the_linter_rejects_is_refused_before_anything_is_written(
    driver: Driver, devices: HostDevices, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        _made(driver, parameters=change)
    assert says in str(refused.value)
    assert devices.list_folder(ISO) == ("images",)


def test_kernel_that_is_nowhere_is_refused_with_what_helps(driver: Driver) -> None:
    with pytest.raises(grpc.RpcError, match="copy it there, or name with `kernelSource`"):
        _made(driver, kernel="images/none.img")


def test_images_are_copied_into_a_folder_that_is_made(driver: Driver, devices: HostDevices) -> None:
    made = _made(
        driver,
        directory="/srv/ftp/iso",
        kernelSource=f"{ISO}/images/kernel.img",
        initrdSource=f"{ISO}/images/initrd.img",
    )
    source, copy = (devices.file_facts(f"{folder}/images/initrd.img") for folder in (ISO, "/srv/ftp/iso"))
    assert source is not None
    assert copy is not None
    assert (copy.sha256, copy.size_bytes) == (source.sha256, source.size_bytes)
    assert devices.read_file("/srv/ftp/iso/images/initrd.addrsize") == render_addrsize(INITRD_BYTES)
    driver.start(**CONFIGURATION)
    driver.delete(made)
    assert devices.file_facts("/srv/ftp") is None


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 6))
def test_a_create_that_broke_at_any_verb_is_finished_by_the_next(
    driver: Driver, devices: HostDevices, monkeypatch: pytest.MonkeyPatch, moment: str, number: int
) -> None:
    """Five verbs: a folder, the initrd, addrsize, parameters, the .ins file."""
    more = {"directory": "/srv/new/iso", "initrdSource": f"{ISO}/images/initrd.img", "kernel": "k.img"}
    devices.make_folder("/srv/new/iso")
    devices.write_file("/srv/new/iso/k.img", b"kernel", 0o644)
    planned_faults.cache_clear()
    monkeypatch.setenv("ZKVM_FAULT", f"fail:{moment}:{number}")
    driver.start(**CONFIGURATION)
    with pytest.raises(grpc.RpcError, match="planned fault"):
        _made(driver, **more)
    monkeypatch.delenv("ZKVM_FAULT")
    driver.start(**CONFIGURATION)
    made = _made(driver, **more)
    assert devices.read_file("/srv/new/iso/images/eric.prm") == (TALK / "images/eric.prm").read_bytes()
    driver.start(**CONFIGURATION)
    driver.delete(made)
    assert devices.list_folder("/srv/new/iso") == ("k.img",)


def _previewed(driver: Driver, name: str, **more: Any) -> None:
    inputs = {"name": name, "directory": ISO, "parameters": GENERIC, **more}
    driver.create(MEDIA, name, driver.check(MEDIA, name, inputs), preview=True)


def test_two_media_that_want_other_bytes_in_one_file_are_refused_once(driver: Driver, devices: HostDevices) -> None:
    """Otherwise each run would write it anew for one of them, and neither would ever be settled."""
    devices.write_file(f"{ISO}/images/other.img", b"another initrd", 0o644)
    _previewed(driver, "eric")
    with pytest.raises(grpc.RpcError) as caught:
        _previewed(driver, "other", initrd="images/other.img")
    said = str(caught.value)
    assert f"addrsize: {ISO}/images/initrd.addrsize is to hold something else for InstallMedia 'eric'" in said
    assert "give one of them another `addrsize`, or another `directory`" in said
    _previewed(driver, "third", initrd="images/other.img", addrsize="images/third.addrsize")


def test_media_of_one_initrd_share_its_addrsize(driver: Driver) -> None:
    for name in ("eric", "generic"):
        _previewed(driver, name)


OTHER: dict[str, Any] = {"initrd": "images/other.img"}


def _of_a_run(driver: Driver, made: Resource, *, of_a_refresh: bool = False, **more: Any) -> list[str]:
    """What one run of the engine asks of a medium: Check and Diff, and the preview only of what differs."""
    inputs = {**made.input_tree, **more}
    news = inputs if of_a_refresh else driver.check(MEDIA, made.urn.rpartition("::")[2], inputs, made.inputs)
    differing = [*driver.diff(made, made.inputs if of_a_refresh else news).diffs]
    if differing and not of_a_refresh:
        driver.update(made, news, preview=True)
    return differing


@pytest.fixture
def pair(driver: Driver, devices: HostDevices) -> tuple[Resource, Resource]:
    """Two media of one initrd, whose addrsize the first has made; and another initrd."""
    devices.write_file(f"{ISO}/images/other.img", b"another initrd", 0o644)
    made = _made(driver, parameters=GENERIC), _made(driver, "generic", parameters=GENERIC)
    driver.start(**CONFIGURATION)
    return made


CONTESTED = f"addrsize: {ISO}/images/initrd.addrsize is to hold something else for InstallMedia"


def test_a_change_in_a_file_of_a_medium_that_stays_is_refused(driver: Driver, pair: tuple[Resource, Resource]) -> None:
    changing, staying = pair
    assert _of_a_run(driver, staying) == []
    with pytest.raises(grpc.RpcError, match=f"{CONTESTED} 'generic'"):
        _of_a_run(driver, changing, **OTHER)


def test_a_medium_that_stays_is_asked_after_a_change_in_its_file(
    driver: Driver, pair: tuple[Resource, Resource]
) -> None:
    changing, staying = pair
    assert _of_a_run(driver, changing, **OTHER) == ["initrd"]
    with pytest.raises(grpc.RpcError, match=f"{CONTESTED} 'eric'"):
        _of_a_run(driver, staying)


@pytest.mark.parametrize("first", [0, 1])
def test_media_may_change_their_file_together(
    driver: Driver, devices: HostDevices, pair: tuple[Resource, Resource], first: int
) -> None:
    both = (pair[first], pair[1 - first])
    for made in both:
        assert _of_a_run(driver, made, **OTHER) == ["initrd"]
    driver.start(**CONFIGURATION)
    now = [driver.update(made, {**made.input_tree, **OTHER}) for made in both]
    assert devices.read_file(f"{ISO}/images/initrd.addrsize") == render_addrsize(len(b"another initrd"))
    driver.start(**CONFIGURATION)
    assert [_of_a_run(driver, made) for made in now] == [[], []]
    for made in now:
        driver.delete(made)
    assert devices.list_folder(f"{ISO}/images") == ("initrd.img", "kernel.img", "other.img")


def test_a_medium_that_leaves_the_program_keeps_no_file(driver: Driver, pair: tuple[Resource, Resource]) -> None:
    """A refresh before the run still asks for its Diff, but nothing is checked of it."""
    changing, leaving = pair
    assert _of_a_run(driver, leaving, of_a_refresh=True) == []
    assert _of_a_run(driver, changing, **OTHER) == ["initrd"]


def test_a_medium_that_a_refresh_found_as_it_was_may_change_all_the_same(
    driver: Driver, pair: tuple[Resource, Resource]
) -> None:
    for made in pair:
        assert _of_a_run(driver, made) == []
    for made in pair:
        driver.check(MEDIA, made.urn.rpartition("::")[2], {**made.input_tree, **OTHER}, made.inputs)
        assert [*driver.diff(made, {**made.input_tree, **OTHER}).diffs] == ["initrd"]
    assert _of_a_run(driver, pair[0], **OTHER) == ["initrd"]
