# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""What the modules of this SDK share: options, arguments, references to resources, registration."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi.runtime
from pulumi.runtime.rpc import ResourceModule, ResourcePackage, register_resource_module, register_resource_package
from semver import VersionInfo as Version

VERSION = "0.1.0"


def resource_options(opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
    """The options with this SDK's version, which the engine starts the provider by."""
    if opts is not None and not isinstance(opts, pulumi.ResourceOptions):
        raise TypeError("Expected resource options to be a ResourceOptions instance")
    return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(version=VERSION), opts)


def invoke_options(opts: pulumi.InvokeOptions | None) -> pulumi.InvokeOptions:
    """The same for a function that answers at once."""
    return pulumi.InvokeOptions.merge(pulumi.InvokeOptions(version=VERSION), opts)


def invoke_output_options(
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None,
) -> pulumi.InvokeOptions | pulumi.InvokeOutputOptions:
    """The same for a function that answers with an output."""
    return pulumi.InvokeOutputOptions.merge(pulumi.InvokeOutputOptions(version=VERSION), opts)


def arguments(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[dict[str, Any], pulumi.ResourceOptions | None]:
    """What a resource was called with, in either form: an object of arguments, or keywords."""
    rest = dict(kwargs)
    first = rest.pop("args", None) if "args" in rest else (args[0] if args else None)
    if isinstance(first, cls):
        opts = args[1] if len(args) > 1 else rest.pop("opts", None)
        if rest:
            raise TypeError(f"{', '.join(rest)}: give the arguments as one object or as keywords, not as both")
        return dict(vars(first)), opts
    if first is not None and not isinstance(first, pulumi.ResourceOptions):
        raise TypeError(f"expected {cls.__name__} or keyword arguments, got {type(first).__name__}")
    if len(args) > 1 or (first is not None and "opts" in rest):
        raise TypeError("too many positional arguments; after the name come arguments or options")
    return rest, first if first is not None else rest.pop("opts", None)


def refuse_missing(opts: pulumi.ResourceOptions, needed: Mapping[str, Any]) -> None:
    """A resource that is made needs these; one that is only read does not."""
    for name, value in needed.items():
        if value is None and not opts.id and not opts.urn:
            raise TypeError(f"Missing required property '{name}'")


_UNTRACK = getattr(pulumi.Output, "_untrack", None)
"""How Pulumi itself leaves an output to what waits for it already, as for each `apply`; absent in other versions."""


def wait_for_id_alone(resource: pulumi.Resource) -> None:
    """Let the end of the program wait for the resource's `id`, not for each of its properties too.

    Its registration, which is waited for in any case, settles them all at once. Pulumi goes over everything that is
    waited for whenever one resource is done: for a thousand resources that would be the largest part of all the work.
    """
    if _UNTRACK is not None:
        for name, value in vars(resource).items():
            if name not in ("id", "urn") and isinstance(value, pulumi.Output):
                _UNTRACK(value)


def referred(value: Any, attribute: str) -> Any:
    """A resource becomes what stands for it (its `id`, or a host's `uri`); everything else stays."""
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(lambda known: referred(known, attribute))
    return getattr(value, attribute) if isinstance(value, pulumi.CustomResource) else value


def referred_in(items: Any, attributes: Mapping[str, str]) -> Any:
    """The same inside a list of dictionaries; argument objects have done it already."""
    if isinstance(items, pulumi.Output) or inspect.isawaitable(items):
        return pulumi.Output.from_input(items).apply(lambda known: referred_in(known, attributes))
    if isinstance(items, Mapping):
        return {key: referred(part, attributes[key]) if key in attributes else part for key, part in items.items()}
    if isinstance(items, Sequence) and not isinstance(items, str):
        return [referred_in(item, attributes) for item in items]
    return items


def as_json(value: Any, names: Mapping[str, str]) -> pulumi.Output[str] | None:
    """Objects by free keys as JSON text: the form of nested values in a provider's configuration."""
    if value is None:
        return None

    def encode(known: Mapping[str, Any]) -> str:
        objects = {
            key: {names.get(name, name): part for name, part in item.items()} if isinstance(item, Mapping) else item
            for key, item in known.items()
        }
        return str(pulumi.runtime.to_json(objects))

    return pulumi.Output.from_input(value).apply(encode)


def register(package: str, resources: Mapping[str, type], provider: type) -> None:
    """Tell Pulumi which class stands for which type, for resources that come back as references."""
    version = Version.parse(VERSION)

    class Package(ResourcePackage):
        def version(self) -> Version:
            return version

        def construct_provider(self, name: str, typ: str, urn: str) -> pulumi.ProviderResource:
            if typ != f"pulumi:providers:{package}":
                raise ValueError(f"unknown provider type {typ}")
            found: pulumi.ProviderResource = provider(name, pulumi.ResourceOptions(urn=urn))
            return found

    class Module(ResourceModule):
        def version(self) -> Version:
            return version

        def construct(self, name: str, typ: str, urn: str) -> pulumi.Resource:
            if typ not in resources:
                raise ValueError(f"unknown resource type {typ}")
            found: pulumi.Resource = resources[typ](name, pulumi.ResourceOptions(urn=urn))
            return found

    register_resource_package(package, Package())
    register_resource_module(package, "index", Module())
    # What is imported by now stays. To go over it in every search for garbage is an eighth of a program's work.
    gc.freeze()
