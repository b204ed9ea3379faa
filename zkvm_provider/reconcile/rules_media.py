"""What a change of installation media does: files are written anew, in place, whatever the field."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.install_media import InstallMedia
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import Line, Rule, config, refused
from zkvm_provider.reconcile.shape import is_device_list, is_model, specs, turns_of

_CONTENT = config("the files that say it are written anew", "write_file", "copy_file", "remove_file")
_PLACE = Rule(
    effect=Effect.REPLACE,
    reason="another place or name is another set of files; the old files are taken away first",
    verbs=("remove_file", "remove_folder", "make_folder", "write_file", "copy_file"),
)
_IMAGE = config("the image is copied, and its size written anew", "copy_file", "write_file")
_STAYS = refused("installation media cannot move to another machine; another URI of the same machine is fine")
_FOUND = refused("it is what a refresh found; leave it out, and what differs is written anew")

_RULES = {
    "host": _STAYS,
    "name": _PLACE,
    "directory": _PLACE,
    "kernel_source": _IMAGE,
    "initrd_source": _IMAGE,
    "found": _FOUND,
}


def _lines(cls: type, above: str = "") -> Iterator[Line]:
    for spec in specs(cls):
        path = f"{above}{spec.name}"
        rule: Rule = _RULES.get(path, _CONTENT)
        if turns := turns_of(spec):
            yield path, turns, rule, rule
        if is_model(spec.bare_type):
            yield from _lines(spec.bare_type, f"{path}.")
        elif is_device_list(spec):
            yield from _lines(spec.item_type, f"{path}[].")


MEDIA: tuple[Line, ...] = tuple(_lines(InstallMedia))
