"""The pipeline files of `examples/gitops`: what they call exists, and the operator's schema takes its manifest."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from tests.needing import need
from tools import extras

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gitops"
STACKS = sorted(path.name[7:-5] for path in EXAMPLE.glob("Pulumi.*.yaml"))


def read(name: str) -> Any:
    return yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8"))


def commands() -> dict[str, list[str]]:
    """Every command line that a forge would run, by file."""
    github = read(".github/workflows/zkvm.yaml")
    gitlab = read(".gitlab-ci.yml")
    return {
        "GitHub": [step["run"] for job in github["jobs"].values() for step in job["steps"] if "run" in step],
        "GitLab": [line for job in gitlab.values() for key in ("before_script", "script") for line in job.get(key, ())],
    }


@pytest.mark.parametrize("forge", ["GitHub", "GitLab"])
def test_every_step_of_the_pipeline_is_a_script_that_can_be_run(forge: str) -> None:
    called = {name for line in commands()[forge] for name in re.findall(r"pipeline/([\w-]+)", line)}
    assert {"prepare", "preview", "up", "drift"} <= called
    for name in called:
        assert os.access(EXAMPLE / "pipeline" / name, os.X_OK), name


def test_the_pipelines_know_every_stack() -> None:
    github, gitlab = read(".github/workflows/zkvm.yaml"), read(".gitlab-ci.yml")
    for job in github["jobs"].values():
        assert job["strategy"]["matrix"]["stack"] == STACKS
    assert gitlab[".host"]["parallel"]["matrix"] == [{"STACK": STACKS}]
    assert read("operator/stack.yaml")["spec"]["stack"] in STACKS


def test_the_stacks_are_those_that_the_pipeline_lists() -> None:
    done = subprocess.run(
        [str(EXAMPLE / "pipeline" / "stacks")], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.split() == STACKS


@pytest.mark.parametrize(
    "script", [*sorted((EXAMPLE / "pipeline").iterdir()), *sorted((EXAMPLE / "hooks").iterdir())], ids=lambda p: p.name
)
def test_a_script_is_executable_and_has_no_fault_of_syntax(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    if "python" in text.splitlines()[0]:
        ast.parse(text)
        return
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr


def operator_schema() -> dict[str, Any]:
    found = extras.find("pulumi.com_stacks.yaml")
    if found is None:
        need("schema of the Kubernetes operator", "`python -m tools.extras pulumi.com_stacks.yaml` fetches it")
    definition = yaml.safe_load(found.read_text(encoding="utf-8"))
    (version,) = [each for each in definition["spec"]["versions"] if each["name"] == "v1"]
    schema: dict[str, Any] = _strict(version["schema"]["openAPIV3Schema"])
    return schema


def _strict(schema: Any) -> Any:
    """Kubernetes drops what a schema does not know; here that is a fault."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(value) for name, value in schema.items()}
    if "properties" in strict and "x-kubernetes-preserve-unknown-fields" not in strict:
        strict.setdefault("additionalProperties", False)
    return strict


def test_the_operators_schema_takes_the_stack() -> None:
    schema, stack = operator_schema(), read("operator/stack.yaml")
    metadata = stack.pop("metadata")
    assert metadata["name"]
    jsonschema.validate(stack, schema)


def test_the_operators_schema_refuses_a_misspelt_field() -> None:
    stack = read("operator/stack.yaml")
    stack.pop("metadata")
    stack["spec"]["projectRepository"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="projectRepository"):
        jsonschema.validate(stack, operator_schema())
