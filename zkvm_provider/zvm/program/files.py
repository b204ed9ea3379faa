"""Every file of the program by its path."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from zkvm_provider.zvm.convert import Conversion, python_name
from zkvm_provider.zvm.plan import GuestPlan, ProgramPlan, Ref, Resource
from zkvm_provider.zvm.program.profiles import Common, commons
from zkvm_provider.zvm.program.python import STEP, Scope, argument, call, device, plain

SDK = "import zkvm_provider.sdk as zkvm"
_OPTIONS = "pulumi.ResourceOptions"
_HEAD = "Made from {directory} by `zkvm convert`. It is yours now: change what you like."


def program_files(conversion: Conversion) -> dict[str, str]:
    """Text by path: `Pulumi.yaml`, the stack file, `__main__.py`, `shared.py`, `profiles.py`, `guests/*.py`."""
    program = conversion.program
    common = commons(program, conversion.directory)
    files = {
        "Pulumi.yaml": _project(program),
        f"Pulumi.{program.stack}.yaml": _stack(program),
        "__main__.py": _main(program),
        "guests/__init__.py": f'"""One file for each guest of {program.directory}."""\n',
    }
    if program.shared:
        files["shared.py"] = _shared(program)
    if common:
        files["profiles.py"] = _profiles(program, common.values())
    for name, guests in _by_module(program).items():
        files[f"guests/{name}.py"] = _guest_file(program, guests, common)
    return files


def _by_module(program: ProgramPlan) -> dict[str, list[GuestPlan]]:
    """Guests by the module they stand in: an IDENTITY's guests share one."""
    modules: dict[str, list[GuestPlan]] = {}
    for guest in program.guests:
        name = python_name(guest.userid)
        while name in modules and modules[name][0].userid != guest.userid:
            name += "_"
        modules.setdefault(name, []).append(guest)
    return modules


def _project(program: ProgramPlan) -> str:
    data = {
        "name": program.project,
        "description": f"Linux guests from the z/VM directory {program.directory}",
        "runtime": "python",
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def _stack(program: ProgramPlan) -> str:
    config: dict[str, object] = {"zkvm:host": program.host}
    if program.hosts:
        config = {"zkvm:hosts": {name: {"uri": uri} for name, uri in program.hosts.items()}, **config}
    return yaml.safe_dump({"config": config}, sort_keys=False, allow_unicode=True)


def _main(program: ProgramPlan) -> str:
    modules = _by_module(program)
    exports = [
        f'pulumi.export("{_export(guest)}", {name}.{guest.variable}.power_state)'
        for name, guests in modules.items()
        for guest in guests
    ]
    names = "\n".join(f"{STEP}{name}," for name in sorted(modules))
    imports = [f"from guests import (\n{names}\n)"] if modules else []
    count = len(program.guests)
    title = f'"""{count} guest{"" if count == 1 else "s"} of z/VM, on KVM.\n\n{_head(program)}\n"""'
    body = "\n".join(exports)
    return "\n\n".join(part for part in (title, "import pulumi", *imports, body) if part) + "\n"


def _export(guest: GuestPlan) -> str:
    member = f"-{guest.member}" if guest.member not in ("", "*") else ""
    return f"{guest.userid}{member}".lower()


def _head(program: ProgramPlan) -> str:
    return _HEAD.format(directory=program.directory)


def _local(ref: Ref) -> str:
    return f"{ref.variable}.{ref.attribute}" if ref.attribute else ref.variable


def _shared(program: ProgramPlan) -> str:
    blocks = ["\n".join(_resource(each, _local)) for each in program.shared]
    title = '"""Pools, networks and disks that several guests use."""'
    return "\n\n".join([title, _imports("".join(blocks)), *blocks]) + "\n"


def _resource(each: Resource, scope: Scope) -> list[str]:
    remark = [f"# {plain(each.comment)}"] if each.comment else []
    lines = call(f"{each.variable} = zkvm.{each.kind}", each.name, each.arguments, scope)
    if each.depends:
        needed = ", ".join(scope(ref) for ref in each.depends)
        lines.insert(-1, f"{STEP}opts={_OPTIONS}(depends_on=[{needed}]),")
    return [*remark, *lines]


def _imports(body: str) -> str:
    """What a file of resources imports from elsewhere."""
    return f"import pulumi\n{SDK}" if f"{_OPTIONS}(" in body else SDK


def _scope(program: ProgramPlan) -> Scope:
    shared = {each.variable for each in program.shared}

    def written(ref: Ref) -> str:
        return f"shared.{_local(ref)}" if ref.variable in shared else _local(ref)

    return written


def _profiles(program: ProgramPlan, found: Iterable[Common]) -> str:
    scope = _scope(program)
    blocks = ["\n".join(_profile(program, each, scope)) for each in found]
    body = "\n\n\n".join(blocks)
    imports = [part for part in ("import shared" if "shared." in body else "", SDK if "zkvm." in body else "") if part]
    head = ['"""PROFILEs of the directory: what their guests have in common. A guest\'s own arguments win."""',
            "from typing import Any", "\n\n".join(reversed(imports))]  # fmt: skip
    return "\n\n".join(part for part in head if part) + f"\n\n\n{body}\n"


def _profile(program: ProgramPlan, common: Common, scope: Scope) -> list[str]:
    """`def lnxdflt(**own)`: the profile's arguments, then the guest's; lists are put together."""
    lines = [
        f"def {python_name(common.key)}(**own: Any) -> dict[str, Any]:",
        f'{STEP}"""PROFILE {common.key} (line {common.line} of {program.directory})."""',
    ]
    for family, devices in common.devices.items():
        lines.append(f"{STEP}own[{family!r}] = [".replace("'", '"'))
        for each in devices:
            lines += device(each, scope, STEP * 2)
        lines += [f'{STEP * 2}*own.get("{family}", []),', f"{STEP}]"]
    if not common.scalars:
        return [*lines, f"{STEP}return own"]
    lines.append(f"{STEP}common: dict[str, Any] = {{")
    for name, said in common.scalars.items():
        lines += argument(f'"{name}"', said, scope, STEP * 2, ": ")
    return [*lines, f"{STEP}}}", f"{STEP}return {{**common, **own}}"]


def _guest_file(program: ProgramPlan, guests: list[GuestPlan], common: dict[str, Common]) -> str:
    scope = _scope(program)
    first = guests[0]
    blocks = ["\n".join(_resource(each, scope)) for guest in guests for each in guest.resources]
    blocks += ["\n".join(_guest(guest, common.get(guest.profile), scope)) for guest in guests]
    body = "\n\n".join(blocks)
    own = [f"import {name}" for name in ("profiles", "shared") if f"{name}." in body]
    start, end = first.lines
    span = f"lines {start} to {end}" if start != end else f"line {start}"
    title = f'"""{first.userid}: {span} of {program.directory}."""'
    return "\n\n".join(part for part in (title, _imports(body), "\n".join(own), body) if part) + "\n"


def _guest(guest: GuestPlan, common: Common | None, scope: Scope) -> list[str]:
    given = common.scalars if common else {}
    scalars = {name: said for name, said in guest.scalars.items() if given.get(name) != said}
    name = _export(guest)
    head = f"{guest.variable} = zkvm.Guest"
    if common is None:
        return [*call(head, name, scalars, scope)[:-1], *_lists(guest, None, scope, STEP), ")"]
    lines = call(f"**profiles.{python_name(common.key)}", "", scalars, scope, STEP)
    inner = [*lines[:-1], *_lists(guest, common, scope, STEP * 2), f"{STEP}),"]
    return [f"{head}(", f'{STEP}"{name}",', *inner, ")"]


def _lists(guest: GuestPlan, common: Common | None, scope: Scope, indent: str) -> list[str]:
    lines: list[str] = []
    for family, devices in guest.devices.items():
        shared = common.devices.get(family, ()) if common else ()
        own = [each for each in devices if each not in shared]
        if not own:
            continue
        lines.append(f"{indent}{family}=[")
        for each in own:
            lines += device(each, scope, indent + STEP)
        lines.append(f"{indent}],")
    return lines
