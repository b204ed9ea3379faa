"""Installation media at work: files in a folder of the host, written through its own shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from zkvm_provider.apply.desk import Desk, Previewed
from zkvm_provider.apply.media_set import MediaSet, names, resolve
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.taken import taken
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput, NotFound, Refused
from zkvm_provider.install.finding import Notes
from zkvm_provider.install.ins import Load, parse_ins, role_of
from zkvm_provider.install.media import ADDRSIZE, INITRD, KERNEL, addrsize_of, initrd_of, kernel_of
from zkvm_provider.model.install_media import InstallMedia, InstallMediaOutputs
from zkvm_provider.model.observed import ObservedFile, ObservedMedia
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.urn import Urn
from zkvm_provider.reconcile.desired import DesiredMedia
from zkvm_provider.reconcile.install_media import plan_media, remove_media
from zkvm_provider.reconcile.plan import Effect, Plan

_INS = ".ins"


class InstallMediaWork(Work[DesiredMedia, ObservedMedia]):
    """The kind `InstallMedia`. Its id is the path of the `.ins` file."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredMedia:
        media: InstallMedia = inputs
        if media.found:
            raise InvalidInput.at("found", "is what a refresh found changed by others; leave it out of the program")
        wanted = resolve(desk, media, is_known=request.inputs.is_known)
        if desk.is_preview:
            for path in names(wanted.files):
                desk.previewed.add_path(desk.machine_id, path)
            if contested := [*_contested(desk, media, wanted)]:
                raise InvalidInput(contested)
        made = {*_texts(request.outputs, "made")} if wanted.folder else set()
        ours = made | {path for path in names(wanted.files) if _is_journalled(desk, path)}
        there = {path for path in names(wanted.files) if desk.endpoint.devices.file_facts(path) is not None}
        return DesiredMedia(
            media=media,
            folder=wanted.folder,
            files=wanted.files,
            folders=wanted.folders,
            images=wanted.images,
            made=frozenset(ours),
            foreign=frozenset(there - ours),
            shared=frozenset(path for path in there - ours if _is_of_this_owner(desk, path)),
        )

    def observe(self, desk: Desk, desired: DesiredMedia) -> ObservedMedia | None:
        """None while nothing there is ours or in the way."""
        key = f"{desired.folder}/{desired.media.name}{_INS}"
        if key in desired.foreign:
            raise taken(desk, f"installation medium {key!r}", kind="InstallMedia", key=key, journalled=_entry(key))
        paths = {*names(desired.files), *desired.made}
        seen = _look(desk, desired.folder, desired.media.name or "", paths, desired.folders)
        wanted = {each.path: each.sha256 for each in desired.files}
        counts = (p for p, file in seen.files.items() if p not in desired.foreign or file.sha256 != wanted.get(p))
        return seen if any(True for _ in counts) else None

    def plan(self, desired: DesiredMedia, observed: ObservedMedia | None) -> Plan:
        return plan_media(desired, observed)

    def before(self, desk: Desk, desired: DesiredMedia, observed: ObservedMedia | None) -> None:
        devices = desk.endpoint.devices
        for path in (*desired.folders, *names(desired.files)):
            if devices.file_facts(path) is None and not _is_journalled(desk, path):
                desk.journal.write(desk.machine_id, _entry(path), desk.identity)

    def outputs(self, desk: Desk, desired: DesiredMedia, observed: ObservedMedia) -> InstallMediaOutputs:
        folders = [path for path in desired.folders if path in desired.made or _is_journalled(desk, path)]
        files = [path for path in names(desired.files) if path not in desired.foreign]
        files += [path for path in desired.images if path in desired.made and path not in files]
        return _outputs(desk, observed, [*names(desired.files)], [*folders, *files])

    def foresee(self, desk: Desk, desired: DesiredMedia, observed: ObservedMedia | None, plan: Plan) -> dict[str, Tree]:
        told: dict[str, Tree] = {"hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
        if desired.folder:
            told |= {"folder": desired.folder, "files": [*names(desired.files)]}
        return told

    def find(self, desk: Desk, key: str) -> ObservedMedia | None:
        path = PurePosixPath(key)
        if not key.startswith("/") or path.suffix != _INS:
            remedy = "name it by the absolute path of its .ins file, such as /home/install/ftpboot/iso/eric.ins"
            raise NotFound(f"installation medium {key!r}", remedy=remedy)
        folder = str(path.parent)
        loads = _loads(desk, key)
        if loads is None:
            return None
        paths = {key, *(f"{folder}/{load.path}" for load in loads)}
        return _look(desk, folder, path.stem, paths, ())

    def key_of(self, observed: ObservedMedia) -> str:
        return f"{observed.folder}/{observed.name}{_INS}"

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedMedia) -> dict[str, Tree]:
        if inputs is None:
            return _imported(desk, observed)
        kept = {key: value for key, value in given.items() if key != "found"}
        found = list(_differences(desk, inputs))
        return {**kept, "found": list(found)} if found else kept

    def read_outputs(
        self, desk: Desk, inputs: Any, observed: ObservedMedia, old: dict[str, Tree]
    ) -> InstallMediaOutputs:
        if inputs is None:
            key = self.key_of(observed)
            texts = [path for path in observed.files if path == key or path.endswith((".prm", ".addrsize"))]
            return _outputs(desk, observed, sorted(observed.files), sorted(texts))
        files, made = _texts(old, "files"), _texts(old, "made")
        return _outputs(desk, _look(desk, observed.folder, observed.name, {*files, *made}, ()), files, made)

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedMedia) -> Plan:
        made = _to_remove(desk, request.outputs)
        seen = _look(desk, observed.folder, observed.name, set(made), ())
        plan = remove_media(seen, made=made, shared=_shared(desk, self.key_of(observed)))
        for change in plan.changes:
            if change.effect is Effect.REPORTED:
                desk.tell(str(change))
        return plan

    def kept(self, previewed: Previewed, urn: str, inputs: Any, outputs: dict[str, Tree]) -> tuple[str, ...]:
        digests, machine_id = outputs.get("digests"), outputs.get("machineId")
        known = digests if isinstance(digests, dict) else {}
        wanted = {path: str(known[path]) for path in _texts(outputs, "files") if path in known}
        contested = previewed.files.keep(str(machine_id), urn, wanted)
        return tuple(sorted({_field_of(inputs, path) for path in contested}))

    def after_removal(self, desk: Desk, request: Request) -> None:
        """A file that another medium loads is left to it; where both go at once, the last one takes it away."""
        shared = _shared(desk, request.id)
        for path, digest in _to_remove(desk, request.outputs).items():
            if path in shared:
                continue
            facts = desk.endpoint.devices.file_facts(path)
            if digest and facts is not None and facts.sha256 == digest:
                desk.endpoint.devices.remove_file(path)
            desk.journal.forget(desk.machine_id, _entry(path))


def _to_remove(desk: Desk, outputs: dict[str, Tree]) -> dict[str, str]:
    """What goes with a medium, by path with its digest, empty for a folder: what it made, and what was left to it."""
    digests = outputs.get("digests")
    known = digests if isinstance(digests, dict) else {}
    made = _texts(outputs, "made")
    left = (path for path in _texts(outputs, "files") if path in known and path not in made)
    return {path: str(known.get(path, "")) for path in (*made, *(p for p in left if _is_of_this_owner(desk, p)))}


def _contested(desk: Desk, media: InstallMedia, wanted: MediaSet) -> Iterator[Fault]:
    """Files in which another medium of the same program wants other bytes: each run would write them in turns."""
    for file in wanted.files:
        other = desk.previewed.files.claim(desk.machine_id, file.path, desk.identity.urn, file.sha256)
        if other:
            field = _field_of(media, file.path)
            remedy = f"give one of them another `{field}`, or another `directory`"
            reason = f"{file.path} is to hold something else for InstallMedia {Urn.parse(other).name!r}; {remedy}"
            yield Fault(path=field, reason=reason)


def _field_of(media: InstallMedia, path: str) -> str:
    """The input that names a file of the set; all others follow from `name`."""
    fields = {addrsize_of(media): "addrsize", initrd_of(media): "initrd", kernel_of(media): "kernel"}
    return fields.get(path.removeprefix(f"{media.directory.rstrip('/')}/"), "name")


def _outputs(desk: Desk, observed: ObservedMedia, files: list[str], made: list[str]) -> InstallMediaOutputs:
    return InstallMediaOutputs(
        folder=observed.folder,
        files=tuple(files),
        made=tuple(made),
        digests={path: observed.files[path].sha256 for path in (*files, *made) if path in observed.files},
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
    )


def _look(desk: Desk, folder: str, name: str, paths: Iterable[str], folders: Iterable[str]) -> ObservedMedia:
    facts = {path: desk.endpoint.devices.file_facts(path) for path in sorted({*paths})}
    files = {
        path: ObservedFile(path=path, size_bytes=each.size_bytes, mode=each.mode, sha256=each.sha256)
        for path, each in facts.items()
        if each is not None and not each.is_folder
    }
    there = [path for path in folders if desk.endpoint.devices.file_facts(path) is not None]
    return ObservedMedia(folder=folder, name=name, files=files, folders=tuple(there))


def _differences(desk: Desk, media: InstallMedia) -> Iterable[str]:
    """What is not as declared, in words: `images/eric.prm changed`."""
    try:
        wanted: MediaSet = resolve(desk, media, judge=False)
    except InvalidInput as missing:
        yield from (fault.reason for fault in missing.faults)
        return
    for file in wanted.files:
        facts = desk.endpoint.devices.file_facts(file.path)
        name = file.path.removeprefix(f"{wanted.folder}/")
        if facts is None:
            yield f"{name} is missing"
        elif facts.sha256 != file.sha256:
            yield f"{name} has other content"
        elif facts.mode & ~file.mode & 0o777:
            yield f"{name} has mode {facts.mode:04o}, more than {file.mode:04o}"


def _imported(desk: Desk, observed: ObservedMedia) -> dict[str, Tree]:
    """Everything, told from the files: the parameters as one text."""
    key = f"{observed.folder}/{observed.name}{_INS}"
    roles = {role_of(load): load for load in _loads(desk, key) or ()}
    prm = f"{observed.folder}/images/{observed.name}.prm"
    if prm not in observed.files:
        loaded = roles["parm"].path if "parm" in roles else "none"
        remedy = f"zkvm keeps it as images/{observed.name}.prm: put it there, or import nothing and declare it"
        raise Refused(f"{key} loads the parameter file {loaded}", remedy=remedy)
    head = desk.endpoint.devices.read_file(key).decode("ascii", errors="replace").split("\n")[0]
    told: dict[str, Tree] = {"host": desk.host, "name": observed.name, "directory": observed.folder}
    if head.startswith("* "):
        told["comment"] = head[2:]
    for role, usual in (("kernel", KERNEL), ("initrd", INITRD), ("addrsize", ADDRSIZE)):
        told[role] = roles[role].path if role in roles else usual
    if "initrd" in roles:
        told["initrdAddress"] = f"0x{roles['initrd'].address:08x}"
    text = desk.endpoint.devices.read_file(prm).decode("ascii", errors="replace")
    return {**told, "parameters": {"text": text, "layout": "lines"}}


def _loads(desk: Desk, key: str) -> tuple[Load, ...] | None:
    facts = desk.endpoint.devices.file_facts(key)
    if facts is None or facts.is_folder:
        return None
    text = desk.endpoint.devices.read_file(key).decode("ascii", errors="replace")
    return parse_ins(text, Notes.of(key))


def _shared(desk: Desk, key: str) -> dict[str, str]:
    """Files that another `.ins` file of the folder than `key` loads too, by absolute path, and which one."""
    shared: dict[str, str] = {}
    folder, _, own = key.rpartition("/")
    for name in desk.endpoint.devices.list_folder(folder or "/"):
        if name.endswith(_INS) and name != own:
            for load in _loads(desk, f"{folder}/{name}") or ():
                shared.setdefault(f"{folder}/{load.path}", name)
    return shared


def _texts(outputs: dict[str, Tree], name: str) -> list[str]:
    value = outputs.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _entry(path: str) -> str:
    return f"file {path}"


def _is_journalled(desk: Desk, path: str) -> bool:
    return desk.journal.find(desk.machine_id, _entry(path), desk.identity) is not None


def _is_of_this_owner(desk: Desk, path: str) -> bool:
    """Whether another medium of the same owner made the file."""
    entry = desk.journal.last(desk.machine_id, _entry(path))
    return entry is not None and entry.owner == desk.identity.owner
