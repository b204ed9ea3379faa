"""The port's contract for two hosts: a running domain goes from one to the other, or stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.port.machines import REAL, Machine, disk_xml, libvirt_real, refused, volume_xml
from tests.port.real import Lent
from tests.real.presence import lab_host
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import (
    DomainStats,
    ErrorCode,
    Hypervisor,
    Migration,
    MigrationProgress,
    ObjectKind,
    ObjectRef,
    PowerState,
)
from zkvm_provider.wiring import connect

NAME = "mover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`source` has the guest; `uri` is how its host reaches the other one."""

    source: Machine
    target: Machine
    uri: str

    def started(self, *, devices: str = "", paused: bool = False) -> ObjectRef:
        """What goes to the other host is best paused: of forty emulated s390x Linux one crashed there as it booted."""
        ref = self.source.defined(NAME, devices=devices)
        self.source.hypervisor.start(ref, paused=paused)
        return ref

    def migrate(self, ref: ObjectRef, how: Migration | None = None, *, goes_on: bool = True) -> list[MigrationProgress]:
        heard: list[MigrationProgress] = []

        def told(progress: MigrationProgress) -> bool:
            heard.append(progress)
            return goes_on

        self.source.hypervisor.migrate(ref, self.target.hypervisor, how or Migration(uri=self.uri), told)
        return heard


def emulated_pair(folder: Path) -> Pair:
    clock, machines = HandClock(), []
    for name in ("lpar1", "lpar2"):
        found = connect(f"emulated://{folder}/lab.sqlite?host={name}", create=True, clock=clock)
        lent = Machine(hypervisor=found.hypervisor, devices=found.devices, virt_type="kvm", folder="/srv/contract")
        machines.append(lent)
    return Pair(source=machines[0], target=machines[1], uri=machines[1].hypervisor.facts().uri)


@pytest.fixture(params=["emulated", pytest.param(REAL, marks=[pytest.mark.kvm_lab])])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    if request.param != REAL:
        yield emulated_pair(tmp_path)
        return
    lab = request.getfixturevalue("shared_lab").lab
    first, second = (libvirt_real(lab_host(place)) for place in lab.hosts)
    try:
        yield Pair(source=first, target=second, uri=lab.hosts[1].tcp_uri)
    finally:
        for machine in (first, second):
            _remove(machine.hypervisor)
            assert isinstance(machine.hypervisor, Lent)
            machine.hypervisor.give_back()
            machine.hypervisor.close()


def _remove(host: Hypervisor) -> None:
    ref = ObjectRef(kind=ObjectKind.DOMAIN, name=NAME)
    for verb in (host.stop, host.undefine):
        with suppress(BackendError):
            verb(ref)


def row(host: Machine, ref: ObjectRef) -> tuple[PowerState, bool] | None:
    """State of the domain and whether it is persistent; None where it is not."""
    hypervisor = host.hypervisor
    try:
        hypervisor.look_up(ref)
    except BackendError:
        return None
    state = next(each.state for each in _stats(hypervisor) if each.ref.uuid == ref.uuid)
    return state, "<domain" in hypervisor.dump(ref)


def _stats(hypervisor: Hypervisor) -> tuple[DomainStats, ...]:
    inner: Hypervisor = getattr(hypervisor, "_hypervisor", hypervisor)  # what is lent hides what came from elsewhere
    return inner.stats()


@pytest.mark.parametrize("way", ["p2p", "direct", "tunnelled"])
def test_a_domain_goes_to_the_other_host_in_the_state_it_has(pair: Pair, way: str) -> None:
    ref = pair.started(paused=True)
    how = Migration(uri="" if way == "direct" else pair.uri, tunnelled=way == "tunnelled")
    pair.migrate(ref, how)  # a small guest may be there before anybody asked how far it is
    assert row(pair.source, ref) is None
    assert row(pair.target, ref) == (PowerState.PAUSED, True)
    assert pair.target.hypervisor.job(ref) is None


def test_a_running_domain_goes_on_running(pair: Pair) -> None:
    ref = pair.started()
    pair.migrate(ref)
    assert row(pair.source, ref) is None
    assert row(pair.target, ref) == (PowerState.RUNNING, True)


def test_what_is_given_up_goes_on_where_it_was(pair: Pair) -> None:
    ref = pair.started()
    with pytest.raises(BackendError) as given_up:
        pair.migrate(ref, Migration(uri=pair.uri, bandwidth_mib_s=1), goes_on=False)
    assert given_up.value.code in {ErrorCode.OPERATION_ABORTED, ErrorCode.OPERATION_FAILED}
    assert row(pair.source, ref) == (PowerState.RUNNING, True)
    assert row(pair.target, ref) is None
    assert pair.source.hypervisor.job(ref) is None


def test_a_local_file_is_unsafe_unless_one_answers_for_it(pair: Pair) -> None:
    for host in (pair.source, pair.target):
        host.pool("mover-pool")
        host.hypervisor.create_volume("mover-pool", volume_xml("d.qcow2", size=1024**2))
    ref = pair.started(devices=disk_xml(f"{pair.source.folder}/mover-pool/d.qcow2", target="vda"), paused=True)
    assert not pair.source.devices.is_on_shared_file_system(f"{pair.source.folder}/mover-pool/d.qcow2")
    refused(ErrorCode.MIGRATE_UNSAFE, lambda: pair.migrate(ref))
    assert row(pair.source, ref) == (PowerState.PAUSED, True)
    assert row(pair.target, ref) is None
    pair.migrate(ref, Migration(uri=pair.uri, unsafe=True))
    assert row(pair.source, ref) is None
    assert row(pair.target, ref) == (PowerState.PAUSED, True)


def test_a_taken_name_is_refused(pair: Pair) -> None:
    ref = pair.started()
    pair.target.defined(NAME)
    refused(ErrorCode.OPERATION_FAILED, lambda: pair.migrate(ref))
    assert row(pair.source, ref) == (PowerState.RUNNING, True)


def test_an_inactive_network_on_the_other_host_is_refused(pair: Pair) -> None:
    network = f"<network><name>mover-lan</name><forward mode='bridge'/><bridge name='{pair.source.bridge}'/></network>"
    host = pair.source.hypervisor
    host.start(host.define(ObjectKind.NETWORK, network))
    pair.target.hypervisor.define(ObjectKind.NETWORK, network)
    ref = pair.started(
        devices="<interface type='network'><source network='mover-lan'/><model type='virtio'/></interface>"
    )
    refused(ErrorCode.OPERATION_INVALID, lambda: pair.migrate(ref))
    assert row(pair.source, ref) == (PowerState.RUNNING, True)
    assert row(pair.target, ref) is None


def test_a_stopped_domain_cannot_migrate_alive(pair: Pair) -> None:
    ref = pair.source.defined(NAME)
    refused(ErrorCode.OPERATION_INVALID, lambda: pair.migrate(ref))
    assert row(pair.source, ref) == (PowerState.SHUTOFF, True)


def test_without_a_migration_there_is_no_job(pair: Pair) -> None:
    ref = pair.started()
    assert pair.source.hypervisor.job(ref) is None
    host = pair.source.hypervisor
    refused(ErrorCode.OPERATION_INVALID, lambda: host.abort_job(ref))


def test_a_definition_of_the_same_domain_there_is_taken_over(pair: Pair) -> None:
    ref = pair.started(paused=True)
    pair.target.hypervisor.define(ObjectKind.DOMAIN, pair.source.hypervisor.dump(ref))
    pair.migrate(ref)
    assert row(pair.source, ref) is None
    assert row(pair.target, ref) == (PowerState.PAUSED, True)
