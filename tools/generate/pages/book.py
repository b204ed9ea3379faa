"""All reference pages, and the page that lists them."""

from __future__ import annotations

from tools.generate.facts import first_line
from tools.generate.pages.effects import effects_page
from tools.generate.pages.fields import answer_table, field_table, nested_sections
from tools.generate.pages.zvm import statements_page
from tools.generate.sdk.words import module_of
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, PACKAGE, Function, Kind

NOTE = "<!-- Made from the model by `python -m tools.generate`; changes made here are lost. -->\n"


def pages() -> dict[str, str]:
    """Text of every page by its file name."""
    made = {
        **{page_of(kind): _kind_page(kind) for kind in KINDS},
        "functions.md": _functions_page(),
        "configuration.md": _configuration_page(),
        "effects.md": effects_page(),
        "zvm-directory.md": statements_page(),
    }
    return {"README.md": NOTE + _contents(), **{name: NOTE + text for name, text in made.items()}}


def page_of(kind: Kind) -> str:
    """`storagepool.md`: the kind's name as it is written, in small letters."""
    return f"{kind.name.lower()}.md"


def _contents() -> str:
    rows = [f"| [{kind.name}]({page_of(kind)}) | {first_line(kind.inputs)} |" for kind in KINDS]
    return "\n".join(
        [
            "# Reference",
            "",
            "Names are Python's; on the wire and in other languages `max_vcpus` is `maxVcpus`.",
            "",
            "| page | |",
            "|---|---|",
            *rows,
            "| [Functions](functions.md) | Questions to a host that change nothing. |",
            "| [Configuration](configuration.md) | What the provider itself is told. |",
            "| [z/VM directory](zvm-directory.md) | What `zkvm convert` makes of each statement. |",
            "| [Effects](effects.md) | What each change does to an object, in use or not. |",
            "",
        ]
    )


def _kind_page(kind: Kind) -> str:
    return "\n".join(
        [
            f"# {kind.name}",
            "",
            first_line(kind.inputs),
            "",
            f"- Type: `{kind.token}`, in Python `zkvm.{kind.name}`",
            f"- Id: {kind.id_doc}",
            f"- Import: {kind.import_doc}",
            f"- What a change does: [effects](effects.md#{kind.name.lower()})",
            "",
            "## Inputs",
            "",
            *field_table(kind.inputs, needs_column=True),
            "",
            "## Outputs",
            "",
            "All inputs, and:",
            "",
            *field_table(kind.outputs, needs_column=False),
            "",
            *nested_sections(kind.inputs, kind.outputs),
        ]
    )


def _functions_page() -> str:
    parts = ["# Functions", "", "Each has a twin `…_output` that takes outputs and answers with one.", ""]
    for function in FUNCTIONS:
        parts += _function_section(function)
    return "\n".join(parts)


def _function_section(function: Function) -> list[str]:
    parts = [f"## {module_of(function.name)}", "", f"{function.doc} Type: `{function.token}`.", ""]
    parts += [*field_table(function.arguments, needs_column=True), ""]
    if isinstance(function.answers, Kind):
        kind = function.answers
        return [*parts, f"Answers `id` and everything a [{kind.name}]({page_of(kind)}) has.", ""]
    return [*parts, *answer_table(function.answers), ""]


def _configuration_page() -> str:
    command = f"pulumi config set --path '{PACKAGE}:hosts.lpar1.uri' qemu+ssh://lpar1/system"
    return "\n".join(
        [
            "# Configuration",
            "",
            f"{first_line(Configuration)} `zkvm.Provider` takes the same.",
            "",
            *field_table(Configuration, needs_column=True),
            "",
            *nested_sections(Configuration),
            "```",
            command,
            f"pulumi config set {PACKAGE}:host lpar1",
            "```",
            "",
        ]
    )
