"""The composition root: from a URI to a connected host. The only place that names a backend.

Importing it is cheap; a backend is imported when its URI is used.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from zkvm_provider.clock import Clock, SystemClock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput, NotFound
from zkvm_provider.hypervisor.port import Endpoint, Hypervisor

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from zkvm_provider.apply.converge import Converger
    from zkvm_provider.hypervisor.emulated.administration import Administration
    from zkvm_provider.hypervisor.faults import FaultCounter
    from zkvm_provider.model.configuration import Configuration

EMULATED = "emulated"
DEFAULT_HOST = "lpar1"
DEFAULT_STORE = Path(".zkvm") / "lab.sqlite"
_PARAMETERS = ("host", "seed", "inventory")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatedUri:
    """`emulated:PATH?host=NAME&seed=TEXT&inventory=FILE`, taken apart; paths are absolute."""

    path: Path
    host: str = DEFAULT_HOST
    seed: str = ""
    inventory: Path | None = None


def connect(uri: str, *, create: bool = False, clock: Clock | None = None, shell: str | None = None) -> Endpoint:
    """The host behind `uri`. `create` permits to make an emulator store, or a new host in one.

    `shell` says where the commands of a real host run (None: by the URI). Raises `InvalidInput` (the URI, the shell),
    `NotFound` (no such store or host), `Unreachable` (the store is damaged or of another version), `Unsupported` (a
    libvirt URI without the libvirt binding). A real host is reached for at the first verb.
    """
    used = clock or SystemClock()
    if urlsplit(uri).scheme == EMULATED:
        if shell:
            raise InvalidInput.at("shell", f"{uri} is emulated and has no shell; leave `shell` out")
        endpoint = _connect_emulated(uri, create=create, clock=used)
    else:
        endpoint = _connect_libvirt(uri, used, shell)
    counter = planned_faults(os.environ.get("ZKVM_FAULT", ""))
    if counter is None:
        return endpoint
    from zkvm_provider.hypervisor.faults import with_faults

    return with_faults(endpoint, counter)


def administer(uri: str, *, create: bool = False, clock: Clock | None = None) -> Administration:
    """The operator's view of the emulator store behind an `emulated:` URI."""
    from zkvm_provider.hypervisor.emulated.administration import Administration
    from zkvm_provider.hypervisor.emulated.store import DEFAULT_SEED, Store

    where = parse_emulated_uri(uri)
    store = Store(where.path, create=create, seed=where.seed or DEFAULT_SEED)
    return Administration(store, clock or SystemClock())


def parse_emulated_uri(uri: str, *, start: Path | None = None) -> EmulatedUri:
    """Take an `emulated:` URI apart. Raises `InvalidInput` with what is wrong.

    A relative path counts, like the default store, from the folder of the nearest `Pulumi.yaml` upward of `start`
    (the working directory), so that provider and command line mean the same file.
    """
    parts = urlsplit(uri)
    if parts.scheme != EMULATED or parts.netloc or parts.fragment:
        raise InvalidInput.at("uri", f"expected emulated:PATH?host=NAME, got {uri!r}")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name, value in given.items():
        if name not in _PARAMETERS:
            raise InvalidInput.at("uri", f"unknown parameter {name!r} in {uri!r}; known are {', '.join(_PARAMETERS)}")
        if not value:
            raise InvalidInput.at("uri", f"parameter {name!r} in {uri!r} is empty; give it a value, or leave it out")
    folder = project_folder(start)
    inventory = given.get("inventory")
    return EmulatedUri(
        path=folder / (unquote(parts.path) or DEFAULT_STORE),
        host=given.get("host", DEFAULT_HOST),
        seed=given.get("seed", ""),
        inventory=folder / inventory if inventory else None,
    )


def settled_uri(uri: str) -> str:
    """The same host, from whatever folder it is named: files of an emulator by their absolute paths."""
    parts = urlsplit(uri)
    if parts.scheme != EMULATED:
        return uri
    where = parse_emulated_uri(uri)
    files = {"inventory": str(where.inventory)} if where.inventory is not None else {}
    query = urlencode({**dict(parse_qsl(parts.query)), **files}, safe="/", quote_via=quote)
    return f"{EMULATED}://{quote(str(where.path))}{'?' if query else ''}{query}"


def project_folder(start: Path | None = None) -> Path:
    """The folder of the nearest `Pulumi.yaml` at or above `start`; without one `start` itself."""
    here = (start or Path.cwd()).absolute()
    return next((folder for folder in (here, *here.parents) if (folder / "Pulumi.yaml").is_file()), here)


def _connect_emulated(uri: str, *, create: bool, clock: Clock) -> Endpoint:
    from zkvm_provider.hypervisor.emulated.backend import EmulatedHost
    from zkvm_provider.hypervisor.emulated.store import DEFAULT_SEED, Store

    where = parse_emulated_uri(uri)
    inventory = "" if where.inventory is None else _read_inventory(where.inventory)
    store = Store(where.path, create=create, seed=where.seed or DEFAULT_SEED)
    host = EmulatedHost(store, where.host, clock, uri=uri, create=create, inventory=inventory)
    return Endpoint(uri=uri, hypervisor=host, devices=host)


def _connect_libvirt(uri: str, clock: Clock, shell: str | None) -> Endpoint:
    """A real host: libvirt for its objects, and its own tools, here or through the user's ssh."""
    from zkvm_provider.hypervisor.libvirt.backend import LibvirtHost
    from zkvm_provider.hypervisor.libvirt.binding import load
    from zkvm_provider.hypervisor.operator.devices import OperatorDevices
    from zkvm_provider.hypervisor.operator.shell import shell_behind, shell_named

    if not urlsplit(uri).scheme:
        raise InvalidInput.at("uri", f"expected emulated: or a libvirt URI such as qemu:///system, got {uri!r}")
    load()
    host = LibvirtHost(uri, clock)
    named = shell_named(shell) if shell else None
    devices = OperatorDevices(uri, host, reach=(lambda _uri, _hostname: named) if named else shell_behind)
    host.identify_by(devices.machine_id)
    return Endpoint(uri=uri, hypervisor=host, devices=devices)


def _read_inventory(path: Path) -> str:
    from zkvm_provider.hypervisor.emulated.inventory import parse_inventory

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"inventory {path}", remedy="paths are taken from the folder of Pulumi.yaml") from None
    except (OSError, UnicodeDecodeError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else failure
        raise InvalidInput.at(str(path), f"cannot be read: {why}") from failure
    parse_inventory(text, source=str(path))
    return text


@cache
def planned_faults(planned: str) -> FaultCounter | None:
    """What `ZKVM_FAULT` says, read: one count of verbs for the process, whatever number of hosts it connects to."""
    if not planned:
        return None
    from zkvm_provider.hypervisor.faults import FaultCounter, parse_faults

    return FaultCounter(parse_faults(planned), SystemClock())


def converger(
    configuration: Configuration, *, tell: Callable[[str, str], None], stop: threading.Event, clock: Clock | None = None
) -> Converger:
    """The loop that carries out operations, over real time, the user's templates and the journal beside the state.

    `stop` ends every wait (Pulumi's Cancel); `tell` hears live status lines, by URN.
    """
    from zkvm_provider.apply.converge import Converger
    from zkvm_provider.apply.journal import Journal
    from zkvm_provider.libvirtxml.templates import Templates

    used = clock or SystemClock(stop)
    folder = project_folder()
    shells = {entry.uri: entry.shell for entry in (configuration.hosts or {}).values() if entry.shell}
    return Converger(
        configuration=configuration,
        connect=lambda uri: connect(uri, create=True, clock=used, shell=shells.get(uri)),
        templates=Templates(folder / configuration.templates if configuration.templates else None),
        clock=used,
        journal=Journal(folder / DEFAULT_STORE.parent / "journal.jsonl"),
        stop=stop,
        tell=tell,
    )


def scratch_machine(folder: Path, inventory: str) -> Hypervisor:
    """An emulated host of its own, with nothing defined on it, in a new store below `folder`."""
    from zkvm_provider.hypervisor.emulated.backend import EmulatedHost
    from zkvm_provider.hypervisor.emulated.store import DEFAULT_SEED, Store

    path = Path(mkdtemp(dir=folder)) / DEFAULT_STORE.name
    store = Store(path, create=True, seed=DEFAULT_SEED)
    return EmulatedHost(store, DEFAULT_HOST, SystemClock(), uri=f"emulated://{path}", create=True, inventory=inventory)
