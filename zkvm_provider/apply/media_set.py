"""From a declaration of installation media to its files on a host: the folder, the images there, and every text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from zkvm_provider.apply.desk import Desk
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.hypervisor.files import FileFacts
from zkvm_provider.install.finding import Severity
from zkvm_provider.install.media import MediaFile, answer_files, compose, initrd_of, kernel_of, lint_set
from zkvm_provider.install.secrets import without_passwords
from zkvm_provider.model.install_media import Answers, InstallMedia
from zkvm_provider.reconcile.desired import DesiredFile

_AUTOYAST_HEAD = '<?xml version="1.0"?>\n<!DOCTYPE profile>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSet:
    """The files by absolute path; `folder` is empty while the preview cannot know it."""

    folder: str = ""
    files: tuple[DesiredFile, ...] = ()
    images: tuple[str, ...] = ()
    """Kernel and initrd where the `.ins` file names them."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Every folder the files lie in, the outermost first."""
        above = {str(parent) for each in self.files for parent in PurePosixPath(each.path).parents}
        return tuple(sorted(above - {"/"}))


def resolve(desk: Desk, media: InstallMedia, *, is_known: bool = True, judge: bool = True) -> MediaSet:
    """The set as it is to be on this host. Raises InvalidInput with every fault: what is missing, what the linter says.

    Warnings of the linter become notes. The set is empty while a preview cannot know it: inputs are unknown, or another
    resource of the same preview makes the folder or copies an image there.
    """
    faults: list[Fault] = []
    if not is_known:
        return MediaSet()
    folder = media.directory.rstrip("/") or "/"
    kernel = _image(desk, folder, kernel_of(media), media.kernel_source, "kernel", faults)
    initrd = _image(desk, folder, initrd_of(media), media.initrd_source, "initrd", faults)
    if faults:
        raise InvalidInput(faults)
    if kernel is None or initrd is None:
        return MediaSet()
    texts = {path: _answers(desk, template, answers, media) for path, template, answers in answer_files(media)}
    files = compose(media, initrd_bytes=initrd.size_bytes, answers=texts)
    if judge:
        _judge(desk, files)
    images = {each.path: each for each in (kernel, initrd)}
    wanted = tuple(_desired(folder, each, images) for each in files)
    return MediaSet(
        folder=folder, files=wanted, images=(f"{folder}/{kernel_of(media)}", f"{folder}/{initrd_of(media)}")
    )


def _image(desk: Desk, folder: str, name: str, source: str | None, field: str, faults: list[Fault]) -> FileFacts | None:
    """The image as it is now where it is copied from, or where it lies."""
    path = source or f"{folder}/{name}"
    facts = desk.endpoint.devices.file_facts(path)
    if facts is not None and not facts.is_folder:
        return facts
    if not desk.previewed.has_path(desk.machine_id, path):
        at = f"{field}Source" if source else field
        remedy = "" if source else f"; copy it there, or name with `{field}Source` where zkvm is to copy it from"
        what = "is a folder" if facts else "is not there"
        faults.append(Fault(path=at, reason=f"{path} {what} on {desk.place}{remedy}"))
    return None


def _answers(desk: Desk, template: str, answers: Answers, media: InstallMedia) -> str:
    if answers.content is not None:
        return answers.content
    if "autoyast" in template:
        return _AUTOYAST_HEAD + desk.templates.render(template, answers=answers, medium=media.name)
    return desk.templates.render_text(template, answers=answers, medium=media.name)


def _judge(desk: Desk, files: tuple[MediaFile, ...]) -> None:
    findings = lint_set(files)
    errors = [f"{finding.place}: {finding.message}" for finding in findings if _is_error(finding.severity)]
    if errors:
        raise InvalidInput(Fault(path=_field_of(error), reason=without_passwords(error)) for error in errors)
    desk.notes.extend(f"{finding.place}: {finding.message}" for finding in findings)


def _is_error(severity: Severity) -> bool:
    return severity is Severity.ERROR


def _field_of(error: str) -> str:
    file = error.partition(":")[0]
    if file.endswith((".prm", ".addrsize")):
        return "parameters" if file.endswith(".prm") else "initrd"
    return "autoyast" if file.endswith(".xml") else "kickstart" if not file.endswith(".ins") else "kernel"


def _desired(folder: str, file: MediaFile, images: dict[str, FileFacts]) -> DesiredFile:
    image = images.get(file.source)
    content = file.content
    return DesiredFile(
        path=f"{folder}/{file.path}",
        mode=file.mode,
        size_bytes=image.size_bytes if image else len(content),
        sha256=image.sha256 if image else hashlib.sha256(content).hexdigest(),
        content=content,
        source=file.source,
    )


def names(files: tuple[DesiredFile, ...]) -> Iterator[str]:
    """Their absolute paths."""
    return (each.path for each in files)
