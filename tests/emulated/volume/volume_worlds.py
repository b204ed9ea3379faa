"""A pool on a host for tests of the volume rules: what is in it is what was made."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolFacts, Space
from zkvm_provider.hypervisor.emulated.volume import HostImage, VolumeFacts, create_volume

FOLDER = PoolFacts(kind="dir", name="pool", uuid="", target="/srv/vm")
GROUP = PoolFacts(kind="logical", name="vg", uuid="", target="/dev/vg", source_name="vg", devices=("/dev/dasdb1",))
MADE_AT_S = 1_700_000_000.25


@dataclass(kw_only=True)
class VolumeLab:
    """Volumes of one pool, other images of the host, free space, secrets."""

    pool: PoolFacts = FOLDER
    made: dict[str, VolumeFacts] = field(default_factory=dict)
    others: dict[str, HostImage] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    free: Space = field(default_factory=lambda: Space(capacity_bytes=2**40, allocation_bytes=2**30))

    def has_volume(self, name: str) -> bool:
        return name in self.made

    def image(self, path: str) -> HostImage | None:
        for volume in self.made.values():
            if volume.path == path:
                return HostImage(path=path, format=volume.format, capacity_bytes=volume.capacity_bytes, xml=volume.xml)
        return self.others.get(path)

    def space(self) -> Space:
        return self.free

    def has_secret(self, uuid: str) -> bool:
        return uuid in self.secrets

    def make(self, inside: str) -> VolumeFacts:
        """Make a volume of this XML (the inside of `<volume>`)."""
        volume = create_volume(f"<volume>{inside}</volume>", self.pool, self, dice(1), MADE_AT_S)
        self.made[volume.name] = volume
        return volume


def dice(seed: int) -> Random:
    """Repeatable chance."""
    return Random(seed)  # noqa: S311
