"""Source of the SDK's functions: one that answers at once, one that takes and gives outputs."""

from __future__ import annotations

from tools.generate.facts import first_line, function_answer, sentences
from tools.generate.sdk.objects import ordered, output_class, type_checking
from tools.generate.sdk.words import (
    HEADER,
    attribute_of,
    input_type,
    join_lines,
    module_of,
    output_type,
    references_in,
    text_block,
)
from zkvm_provider.model.field import FieldSpec, Meta
from zkvm_provider.model.kinds import Function, Kind

_AWAIT = '''
    def __await__(self) -> Generator[Any, None, {name}]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self'''


def function_text(function: Function) -> str:
    """The module of one function."""
    name = module_of(function.name)
    result = f"{function.name[0].upper()}{function.name[1:]}Result"
    return join_lines(
        [
            HEADER + f'"""{function.doc}"""',
            "",
            "from __future__ import annotations",
            "",
            "from collections.abc import Generator, Mapping, Sequence",
            "from typing import TYPE_CHECKING, Any",
            "",
            "import pulumi",
            "",
            "from . import _utilities, outputs",
            "",
            *type_checking(list(references_in(function.arguments))),
            f'__all__ = ["{result}", "{name}", "{name}_output"]',
            _result_class(function, result),
            _at_once(function, name, result),
            _as_output(function, name, result),
        ]
    )


def _result_class(function: Function, result: str) -> str:
    specs, sure = function_answer(function)
    if isinstance(function.answers, Kind):
        meta = Meta(doc=f"The {function.answers.id_doc}.")
        identity = FieldSpec(name="id", wire_name="id", bare_type=str, required=True, meta=meta)
        specs, sure = (identity, *specs), sure | {"id"}
    told = function.answers.inputs if isinstance(function.answers, Kind) else function.answers
    doc = f"Answer of `{module_of(function.name)}`. {first_line(told)}"
    return output_class(result, doc, specs, sure, extra=_AWAIT.format(name=result))


def _at_once(function: Function, name: str, result: str) -> str:
    specs = ordered(function.arguments)
    return "\n".join(
        [
            "",
            "",
            f"def {name}(",
            *(f"    {spec.name}: {_plain(spec)}," for spec in specs),
            "    opts: pulumi.InvokeOptions | None = None,",
            f") -> {result}:",
            _described(function, specs),
            "    args = {",
            *(f'        "{spec.wire_name}": {spec.name},' for spec in specs),
            "    }",
            "    opts = _utilities.invoke_options(opts)",
            f'    answer: {result} = pulumi.runtime.invoke("{function.token}", args, opts=opts, typ={result}).value',
            "    return answer",
        ]
    )


def _as_output(function: Function, name: str, result: str) -> str:
    specs = ordered(function.arguments)
    return "\n".join(
        [
            "",
            "",
            f"def {name}_output(",
            *(f"    {spec.name}: {_given(spec)}," for spec in specs),
            "    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,",
            f") -> pulumi.Output[{result}]:",
            _described(function, specs),
            "    args = {",
            *(f'        "{spec.wire_name}": {_sent(spec)},' for spec in specs),
            "    }",
            "    opts = _utilities.invoke_output_options(opts)",
            f'    return pulumi.runtime.invoke_output("{function.token}", args, opts=opts, typ={result})',
        ]
    )


def _described(function: Function, specs: tuple[FieldSpec, ...]) -> str:
    lines = [f"{spec.name}: {sentences(spec, specs)}" for spec in specs]
    return text_block("\n\n".join([function.doc, *(f":param {line}" for line in lines)]), 4)


def _plain(spec: FieldSpec) -> str:
    return output_type(spec) if spec.required else f"{output_type(spec)} | None = None"


def _given(spec: FieldSpec) -> str:
    hint = input_type(spec, as_given=True)
    return hint if spec.required else f"{hint} | None = None"


def _sent(spec: FieldSpec) -> str:
    if not spec.meta.reference:
        return spec.name
    return f'_utilities.referred({spec.name}, "{attribute_of(spec.meta.reference)}")'
