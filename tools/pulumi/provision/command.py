"""The command: which ways are tried in which order, and what is said when none helps."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.pulumi.provision import own_host
from tools.pulumi.provision.cache import Cache, default_root
from tools.pulumi.provision.pin import PINNED, Platform, Unavailable
from tools.pulumi.provision.progress import say
from tools.pulumi.provision.way_archive import DEFAULT_BASE, Limits, archive_name, checksums, fill_from_archive
from tools.pulumi.provision.way_go import fill_from_go
from tools.pulumi.provision.way_path import from_path

WAYS = ("path", "cache", "archive", "go")
_SLOW = ("archive", "go")
_PINNED_CHECKSUMS = Path(__file__).resolve().parents[1] / "checksums.txt"
_BASE_VARIABLE = "ZKVM_PULUMI_ARCHIVE_URL"
_CACHE_VARIABLE = "ZKVM_PULUMI_CACHE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asked for."""

    ways: tuple[str, ...]
    cache: Cache
    archive_base: str
    checksums: Path
    limits: Limits


def provide(wish: Wish, env: Mapping[str, str]) -> Path:
    """The ``pulumi`` of the first way that has one; raises :class:`Unavailable` with every way's reason."""
    reasons: list[str] = []
    said = 0
    for way in (way for way in WAYS if way in wish.ways):
        if way in _SLOW:  # why the quick ways did not do is of interest only now
            for reason in reasons[said:]:
                say(reason)
            said = len(reasons)
        try:
            return _by(way, wish, env)
        except (Unavailable, OSError) as fault:
            reasons.append(f"{way}: {fault}")
    head = f"no Pulumi CLI {PINNED} for {wish.cache.platform} can be had:"
    raise Unavailable("\n".join([head, *(f"  {reason}" for reason in reasons), _ADVICE]))


def main(arguments: Sequence[str]) -> int:
    """The command: 0 with one line on stdout, or 1 with one message on stderr (129, 130, 143: interrupted)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda signum, _: sys.exit(128 + signum))
    try:
        print(provide(_parse(arguments), os.environ))
    except Unavailable as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("interrupted; nothing half-made is left")
        return 130
    return 0


_DESCRIPTION = (
    "Prints the path of a usable pulumi on stdout, providing one when there is none. The ways are tried in "
    "order: path, cache, archive, go. All else that is said goes to stderr."
)
_ADVICE = (
    "Install Pulumi yourself so that `pulumi version` works, or fill the cache on another machine:\n"
    "  tools/pulumi/README.md tells how (also for s390x and for sites without Internet)."
)


def _by(way: str, wish: Wish, env: Mapping[str, str]) -> Path:
    if way == "path":
        return from_path(env)
    if way == "archive":
        _fill_by_archive(wish)
    elif way == "go":
        wish.cache.fill("go", lambda into: fill_from_go(into, cache=wish.cache, env=env))
    return _from_cache(wish.cache)


def _from_cache(cache: Cache) -> Path:
    if fault := cache.fault():
        raise Unavailable(fault)
    if cache.way() == "go":
        try:
            own_host.install(cache.pulumi.parent)
        except OSError as fault:
            say(f"the language host in {cache.home} stays as it is: {fault}")
    return cache.pulumi


def _fill_by_archive(wish: Wish) -> None:
    platform = wish.cache.platform
    sha256 = checksums(wish.checksums).get(archive_name(platform))
    if sha256 is None:
        raise Unavailable(f"skipped: no checksum is pinned for {platform}")
    wish.cache.fill(
        "archive",
        lambda into: fill_from_archive(
            into, base=wish.archive_base, platform=platform, sha256=sha256, limits=wish.limits
        ),
    )


def _parse(arguments: Sequence[str]) -> Wish:
    env = os.environ
    parser = argparse.ArgumentParser(prog="provide.py", description=_DESCRIPTION)
    parser.add_argument("--way", action="append", choices=WAYS, help="only this way (repeatable); default: all")
    parser.add_argument("--cache", type=Path, metavar="DIR", help=f"cache folder (default: ${_CACHE_VARIABLE}, XDG)")
    parser.add_argument("--archive-url", metavar="BASE", help=f"folder of the archives (default: ${_BASE_VARIABLE})")
    parser.add_argument("--checksums", type=Path, metavar="FILE", default=_PINNED_CHECKSUMS)
    parser.add_argument("--stall", type=float, metavar="S", default=Limits().stall_s, help="give up a silent download")
    parser.add_argument("--platform", metavar="OS-ARCH", help="fill the cache for another machine: linux-s390x")
    given = parser.parse_args(arguments)
    try:
        platform = Platform.parse(given.platform) if given.platform else Platform.here()
    except ValueError as fault:
        parser.error(str(fault))
    root = given.cache or Path(env.get(_CACHE_VARIABLE) or default_root(env))
    return Wish(
        ways=tuple(given.way or _ways_for(platform)),
        cache=Cache(root=root.expanduser().absolute(), platform=platform),
        archive_base=given.archive_url or env.get(_BASE_VARIABLE) or DEFAULT_BASE,
        checksums=given.checksums,
        limits=Limits(stall_s=given.stall),
    )


def _ways_for(platform: Platform) -> tuple[str, ...]:
    """The pulumi on this machine's ``PATH`` is of no use to another platform."""
    return WAYS if platform == Platform.here() else WAYS[1:]
