"""A small Pulumi language host for Python, for a Pulumi CLI that was built without the official one.

The CLI starts it (as ``pulumi-language-python``), reads the port from the first line of stdout, and asks it
over gRPC to run programs and plugins written in Python. It must not print anything else of its own to stdout,
and must end at once when it is told to: the CLI waits five seconds for a host that lingers, in every run.

Self-contained on purpose, for it is copied beside the CLI: nothing of the repository is imported.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import grpc
from google.protobuf import empty_pb2, json_format

if TYPE_CHECKING:
    from tools.pulumi.language_host_answers import ABOUT, PACKAGES, answer
    from tools.pulumi.language_host_programs import Output, Programs
    from tools.pulumi.language_host_protocol import language_pb2 as pb
    from tools.pulumi.language_host_protocol import language_pb2_grpc as rpc
    from tools.pulumi.language_host_protocol import plugin_pb2
else:  # beside the CLI, where it runs, there is no package
    from language_host_answers import ABOUT, PACKAGES, answer
    from language_host_programs import Output, Programs
    from language_host_protocol import language_pb2 as pb
    from language_host_protocol import language_pb2_grpc as rpc
    from language_host_protocol import plugin_pb2

VERSION = "3.259.0"
_EXECUTOR = "pulumi-language-python-exec"
_ALREADY_SHOWN = 32  # the executor's exit code for "the user has seen the message"
_WATCH_S = 0.5
_WORKERS = 64  # each running plugin holds one
_HERE = Path(__file__).resolve().parent

_INSTALLERS = {"pip", "setuptools", "wheel"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where a program or plugin lies and which Python runs it."""

    root: Path
    directory: Path
    virtualenv: Path | None
    typechecker: str

    @classmethod
    def of(cls, info: Any, *, is_plugin: bool = False) -> Project:
        """From the wire's ProgramInfo; raises ``ValueError`` for an option this host cannot honour."""
        options = json_format.MessageToDict(info.options)
        toolchain = options.get("toolchain", "pip")
        if toolchain not in ("pip", "uv"):
            raise ValueError(f"runtime option toolchain is {toolchain!r}: {_limits('only pip and uv are')}")
        default = "venv" if is_plugin and toolchain == "pip" else ".venv" if toolchain == "uv" else ""
        virtualenv = options.get("virtualenv", default)
        if not isinstance(virtualenv, str):
            raise ValueError("runtime option virtualenv must be a string")
        root = Path(info.root_directory)
        return cls(
            root=root,
            directory=Path(info.program_directory),
            virtualenv=root / virtualenv if virtualenv else None,
            typechecker=str(options.get("typechecker", "")),
        )

    def python(self) -> str:
        """The interpreter; raises ``ValueError`` when the virtual environment is not there."""
        if self.virtualenv is None:
            return sys.executable
        python = self.virtualenv / "bin" / "python"
        if not python.exists():
            raise ValueError(
                f"there is no virtual environment in {self.virtualenv} "
                "(runtime option virtualenv of Pulumi.yaml); `pulumi install` makes it"
            )
        return str(python)


@dataclass(slots=True)
class LanguageHost(rpc.LanguageRuntimeServicer):
    """The service. ``programs`` are the processes it has started and must not leave behind."""

    engine: str
    executor: Path
    programs: Programs = field(default_factory=Programs)
    server: grpc.Server | None = None  # held here, for a server that nobody holds stops

    def Handshake(self, request: Any, _: grpc.ServicerContext) -> Any:
        self.engine = request.engine_address or self.engine
        return pb.LanguageHandshakeResponse()

    def GetPluginInfo(self, _request: Any, _: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetRequiredPackages(self, _request: Any, _: grpc.ServicerContext) -> Any:
        """None: plugins come from the project's ``plugins`` entry, ``PULUMI_HOME`` or ``PATH``."""
        return pb.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, _request: Any, _: grpc.ServicerContext) -> Any:
        return pb.GetRequiredPluginsResponse()

    def RuntimeOptionsPrompts(self, _request: Any, _: grpc.ServicerContext) -> Any:
        return pb.RuntimeOptionsResponse()

    def Template(self, _request: Any, _: grpc.ServicerContext) -> Any:
        return pb.TemplateResponse()

    def Cancel(self, _request: Any, _: grpc.ServicerContext) -> Any:
        """Ctrl-C. A program that is told so reports to the engine, which no longer listens: it is not waited for."""
        self.programs.end_all(signal.SIGINT, patience_s=1.0)
        return empty_pb2.Empty()

    def About(self, request: Any, context: grpc.ServicerContext) -> Any:
        project = _project(request, context)
        told = self._ask(project, ABOUT, context)
        metadata = {"toolchain": "Pip", "toolchainVersion": told["pip"], "languageHost": "zkvm"}
        return pb.AboutResponse(executable=told["executable"], version=told["version"], metadata=metadata)

    def GetProgramDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What is installed for the program; without transitive ones, what no other package asks for."""
        packages = self._ask(_project(request, context), PACKAGES, context)
        dependencies = [
            pb.DependencyInfo(name=name, version=version)
            for name, version, is_needed in packages
            if name not in _INSTALLERS and (request.transitiveDependencies or not is_needed)
        ]
        return pb.GetProgramDependenciesResponse(dependencies=dependencies)

    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        project = _project(request, context, is_plugin=request.is_plugin)
        if project.virtualenv is None:
            _abort(context, grpc.StatusCode.FAILED_PRECONDITION, _NO_VIRTUALENV)
        yield pb.InstallDependenciesResponse(stdout=b"Installing dependencies...\n\n")
        for argv in _install_steps(project, project.virtualenv):
            code = 0
            for event in self.programs.stream(argv, cwd=project.directory, env=os.environ, context=context):
                if isinstance(event, Output):
                    yield _response(pb.InstallDependenciesResponse, event)
                else:
                    code = event
            if code != 0:
                _abort(context, grpc.StatusCode.INTERNAL, f"`{' '.join(argv)}` ended with exit code {code}")
        yield pb.InstallDependenciesResponse(stdout=b"Finished installing dependencies\n\n")

    def Run(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Runs the program. It inherits stdout and stderr: the engine shows what comes there line by line."""
        if request.attach_debugger:
            return pb.RunResponse(error=_limits("starting a debugger is"))
        try:
            project = Project.of(request.info)
            argv = [project.python(), "-u", str(self.executor), *_executor_arguments(request, self.engine)]
        except ValueError as fault:
            return pb.RunResponse(error=str(fault))
        if fault_text := self._typecheck(project, context):
            return pb.RunResponse(error=fault_text)
        env = {
            **os.environ,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        code = self.programs.run(argv, env=env, context=context)
        if code == _ALREADY_SHOWN:
            return pb.RunResponse(bail=True)
        return pb.RunResponse(error=_ending(code))

    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        if request.attach_debugger:
            _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("starting a debugger is"))
        project = _project(request, context, is_plugin=True)
        try:
            argv = [project.python(), *_plugin_arguments(request, project)]
        except ValueError as fault:
            _abort(context, grpc.StatusCode.FAILED_PRECONDITION, str(fault))
        env = {**os.environ, **dict(pair.split("=", 1) for pair in request.env if "=" in pair)}
        for event in self.programs.stream(argv, cwd=Path(request.pwd or "."), env=env, context=context):
            if isinstance(event, Output):
                yield _response(pb.RunPluginResponse, event)
            else:
                yield pb.RunPluginResponse(exitcode=event)

    def GenerateProgram(self, _request: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("writing a program is") + _IMPORT_HINT)

    def GenerateProject(self, _request: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("`pulumi convert` is"))

    def GeneratePackage(self, _request: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("generating an SDK is"))

    def Pack(self, _request: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("packing an SDK is"))

    def Link(self, _request: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, _limits("linking a package is"))

    def _ask(self, project: Project, script: str, context: grpc.ServicerContext) -> Any:
        try:
            return answer(script, project.python(), self.programs)
        except ValueError as fault:
            _abort(context, grpc.StatusCode.FAILED_PRECONDITION, str(fault))
        except RuntimeError as fault:
            _abort(context, grpc.StatusCode.INTERNAL, str(fault))

    def _typecheck(self, project: Project, context: grpc.ServicerContext) -> str:
        """The fault of the type checker that Pulumi.yaml asks for, shown already; empty when all is well."""
        if not project.typechecker:
            return ""
        argv = [project.python(), "-m", project.typechecker, str(project.directory)]
        code = self.programs.run(argv, env=os.environ, context=context)
        return "" if code == 0 else f"{project.typechecker} found faults, or is not installed (exit code {code})"


def main(arguments: Sequence[str]) -> int:
    """Serves until told to end, or until the CLI that started it is gone."""
    parent = os.getppid()
    given = _parse(arguments)
    if given.version:
        print(VERSION)
        return 0
    if not given.use_executor.is_file():
        print(f"pulumi-language-python: {given.use_executor} is missing", file=sys.stderr)
        return 1
    host = LanguageHost(engine=given.engine, executor=given.use_executor.absolute())
    try:
        # An exception, not a flag: setting a threading.Event in a handler can deadlock with the wait for it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _told)
        _serve(host)
        _watch(parent)
    except _ToldToEnd:
        pass
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    host.programs.end_all(signal.SIGTERM, patience_s=1.0)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)  # what the programs themselves have started; we ignore it
    # Not a return: gRPC's threads would be joined, and a running call can hold one for long.
    os._exit(0)


class _ToldToEnd(BaseException):
    """SIGINT or SIGTERM has come."""


def _told(*_: object) -> NoReturn:
    raise _ToldToEnd


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pulumi-language-python", add_help=False, allow_abbrev=False)
    parser.add_argument("--use-executor", type=Path, default=_HERE / _EXECUTOR)
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--tracing")
    parser.add_argument("-v")
    parser.add_argument("engine", nargs="?", default="")
    return parser.parse_known_args(arguments)[0]  # the CLI may pass logging flags that mean nothing here


def _serve(host: LanguageHost) -> None:
    workers = futures.ThreadPoolExecutor(_WORKERS)
    server = grpc.server(workers, options=[("grpc.max_receive_message_length", -1)])
    rpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    host.server = server
    print(port, flush=True)
    gc.freeze()  # the launcher has put the search for garbage off until now
    gc.enable()


def _watch(parent: int) -> None:
    """Returns when the parent has died.

    A CLI that is killed hard cannot tell its hosts, and they would stay with their programs for ever. The
    kernel's "parent died" signal is not used: it follows the *thread* that started us, and Go ends threads as
    it likes.
    """
    while os.getppid() == parent:
        time.sleep(_WATCH_S)


def _project(request: Any, context: grpc.ServicerContext, *, is_plugin: bool = False) -> Project:
    try:
        return Project.of(request.info, is_plugin=is_plugin)
    except ValueError as fault:
        _abort(context, grpc.StatusCode.INVALID_ARGUMENT, str(fault))


def _response(kind: Any, output: Output) -> Any:
    return kind(**{output.stream: output.data})


def _executor_arguments(request: Any, engine: str) -> list[str]:
    options: Mapping[str, str] = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
        "organization": request.organization,
    }
    named = [part for name, value in options.items() if value for part in (f"--{name}", value)]
    return [*named, request.info.entry_point or ".", *request.args]


def _plugin_arguments(request: Any, project: Project) -> list[str]:
    """How a plugin is started: a policy pack and a Python package through the SDK, another ``__main__.py`` as it is."""
    if request.kind == "analyzer":
        return ["-u", "-m", "pulumi.policy", *request.args, str(project.directory)]
    if (project.root / "__main__.py").is_file():
        return [str(project.directory), *request.args]
    name = _package_name(project.root)
    if not name:
        raise ValueError(f"{project.root} holds neither a __main__.py nor a pyproject.toml with a project name")
    return ["-m", "pulumi.run.plugin", name, *request.args]


def _package_name(root: Path) -> str:
    import tomllib  # here, for the CLI waits for what is imported above in every run

    try:
        content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{root / 'pyproject.toml'}: {fault}") from fault
    return str(content.get("project", {}).get("name", ""))


def _install_steps(project: Project, virtualenv: Path) -> Iterator[list[str]]:
    python = virtualenv / "bin" / "python"
    if not python.exists():
        yield [sys.executable, "-m", "venv", str(virtualenv)]
    for folder in dict.fromkeys((project.directory, project.root)):
        if (folder / "requirements.txt").is_file():
            yield [str(python), "-m", "pip", "install", "-r", str(folder / "requirements.txt")]
            return
        if (folder / "pyproject.toml").is_file():
            yield [str(python), "-m", "pip", "install", str(folder)]
            return


def _ending(code: int) -> str:
    if code == 0:
        return ""
    if code < 0:
        return f"program was ended by {signal.Signals(-code).name}"
    return f"program exited with non-zero exit code: {code}"


def _limits(what: str) -> str:
    return (
        f"{what} not available with this language host (zkvm builds a small one when the official Pulumi "
        "release can't be had); install the official release, or do this step on a machine that has it"
    )


def _abort(context: grpc.ServicerContext, code: grpc.StatusCode, text: str) -> NoReturn:
    context.abort(code, text)
    raise AssertionError("abort raises")


_IMPORT_HINT = ". `pulumi import` has imported the resource; --generate-code=false leaves this step out"
_NO_VIRTUALENV = (
    "there is no place to install to: set the runtime option virtualenv in Pulumi.yaml "
    "(runtime: {name: python, options: {virtualenv: venv}}), or install the requirements yourself"
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
