"""What there is on a libvirt host, asked of virsh: another way than the one that is tested."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.kvmlab.command import attempt, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """Names of everything, volumes as POOL/NAME."""

    domains: frozenset[str] = field(default_factory=frozenset)
    networks: frozenset[str] = field(default_factory=frozenset)
    pools: frozenset[str] = field(default_factory=frozenset)
    volumes: frozenset[str] = field(default_factory=frozenset)


class Inventory:
    """The objects of one host."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def virsh(self, *arguments: str, xml: str | None = None) -> str:
        """A document is given on standard input."""
        return run("virsh", "--connect", self._uri, *arguments, *(["/dev/stdin"] if xml else []), stdin=xml)

    def now(self) -> Objects:
        pools = self._names("pool-list")
        active = self.virsh("pool-list", "--name").split()
        return Objects(
            domains=self._names("list"),
            networks=self._names("net-list"),
            pools=pools,
            volumes=frozenset(f"{pool}/{name}" for pool in active for name in self._volumes(pool)),
        )

    def back_to(self, before: Objects) -> None:
        """Remove what was not there before."""
        after = self.now()
        for domain in after.domains - before.domains:
            self._try("destroy", domain)
            self._try("undefine", domain)
        for network in after.networks - before.networks:
            self._try("net-destroy", network)
            self._try("net-undefine", network)
        for volume in after.volumes - before.volumes:
            pool, _, name = volume.partition("/")
            self._try("vol-delete", "--pool", pool, name)
        for pool in after.pools - before.pools:
            self._try("pool-destroy", pool)
            self._try("pool-undefine", pool)

    def _names(self, listing: str) -> frozenset[str]:
        return frozenset(self.virsh(listing, "--all", "--name").split())

    def _volumes(self, pool: str) -> list[str]:
        rows = self.virsh("vol-list", pool).splitlines()[2:]
        return [row.split()[0] for row in rows if row.strip()]

    def _try(self, *arguments: str) -> None:
        """What is gone already is no fault."""
        attempt("virsh", "--connect", self._uri, *arguments)
