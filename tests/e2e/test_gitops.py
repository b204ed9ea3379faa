"""The story of `examples/gitops`, played as `make gitops` plays it, and what people saw in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tools.gitops.forge import Forge
from tools.gitops.play import Play

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(900)]


BROKEN = {
    "bad VLAN": "OvsNetwork **lan**: portgroups[0].access: must be between 0 and 4095, got 5000",
    "memory beyond the host": "Guest **db01**: memory: 9 TiB is more than memory and swap of lpar1 together (4.2 TiB)",
    "stolen devno": "Guest **db01**: interfaces[0].devno: 0x0500 is already taken by disks[0] (root)",
    "no owner": "Guest **web01**: guest 'web01' has no owner: set metadata={'owner': …} to a person or a team",
}


def the_first_push_makes_the_guests_of_both_hosts(scenes: dict[str, str]) -> None:
    running = [line.split()[1] for line in scenes["hosts"].splitlines() if line.endswith("running")]
    assert sorted(running) == ["db01", "web01", "web02"]


def a_change_request_gets_a_comment_with_the_effect_of_each_property(scenes: dict[str, str]) -> None:
    assert "`zkvm-guests/lpar1`: 1 to change, 7 unchanged" in scenes["preview"]
    assert "| ～ Guest **web01** | memory 2 GiB → 4 GiB | **next boot** |" in scenes["preview"]
    assert "| vcpus 2 → 3 | **live** |" in scenes["preview"]
    assert "`zkvm-guests/lpar2`: nothing to change" in scenes["preview"]


def a_broken_change_is_stopped_at_its_preview(scenes: dict[str, str]) -> None:
    for scene, says in BROKEN.items():
        assert "stopped" in scenes[scene], scene
        assert f"✗ {says}" in scenes[scene]


def main_does_not_take_what_previews_with_faults(scenes: dict[str, str]) -> None:
    assert "hook declined" in scenes["no owner"]


def a_merge_reaches_the_running_guest(scenes: dict[str, str]) -> None:
    assert "~ 1 updated" in scenes["merge"]
    assert "CPU(s):         3" in scenes["web01"]


def drift_is_told_by_who_caused_it_and_repaired(scenes: dict[str, str]) -> None:
    rows = [line.split("  ")[0].strip() for line in scenes["drift"].splitlines() if "changed " in line]
    assert rows == ["administrator changed", "guest changed"]
    assert "currentMemory 8 GiB → 1 GiB" in scenes["drift"]
    assert "its operating system shut it down" in scenes["drift"]
    assert "~ 2 updated" in scenes["repair"]
    assert "no drift" in scenes["no drift"]


def the_lock_of_a_killed_run_is_said_and_cancelled(scenes: dict[str, str]) -> None:
    assert "the last run of stack lpar2 was killed" in scenes["killed run"]
    assert "its lock is cancelled" in scenes["killed run"]
    assert "unchanged" in scenes["killed run"]


SCENES = (
    the_first_push_makes_the_guests_of_both_hosts,
    a_change_request_gets_a_comment_with_the_effect_of_each_property,
    a_broken_change_is_stopped_at_its_preview,
    main_does_not_take_what_previews_with_faults,
    a_merge_reaches_the_running_guest,
    drift_is_told_by_who_caused_it_and_repaired,
    the_lock_of_a_killed_run_is_said_and_cancelled,
)


def test_the_story_is_what_the_page_tells(tmp_path: Path, pulumi_cli: PulumiCli) -> None:
    """One test, for it is one story: each part rests on the one before."""
    scenes = Play(Forge(tmp_path / "forge", pulumi_cli.binary), tell=lambda _: None).whole()
    for holds in SCENES:
        holds(scenes)
