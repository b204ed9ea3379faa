"""House rules for guests, as a Pulumi policy pack: `pulumi preview --policy-pack policy`.

Change the rules to your own; each is a few lines. Limits come from `--policy-pack-config FILE`:
`{"host-overcommit": {"percent": 200}}`.
"""

import re

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from zkvm_provider.units import parse_size

GUEST, HOST = "zkvm:index:Guest", "zkvm:index:Host"
DEFAULT_PERCENT = 150

# What carries a password in kernel and installer parameters: ftp://user:word@host, inst.pass=…, rd.iscsi.password=…
PASSWORD = re.compile(r"://[^/\s:@]+:[^@\s]+@|\b(?:\w+[._-])*(?:pass|passwd|password|pwd)=\S+", re.IGNORECASE)


def has_owner(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """A guest without an owner is nobody's when it fails at night."""
    refused_already = not args.props
    if args.resource_type == GUEST and not refused_already and not (args.props.get("metadata") or {}).get("owner"):
        report(f"guest {args.name!r} has no owner: set metadata={{'owner': …}} to a person or a team")


def has_no_password_in_boot(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Whoever may read the domain reads its kernel parameters, and /proc/cmdline shows them in the guest."""
    cmdline = (args.props.get("boot") or {}).get("cmdline") if args.resource_type == GUEST else None
    if isinstance(cmdline, str) and PASSWORD.search(cmdline):
        report(f"boot.cmdline of guest {args.name!r} holds a password: let the guest fetch it, or use a seed disk")


def fits_its_host(args: StackValidationArgs, report: ReportViolation) -> None:
    """All memory that the guests of a host may take, in proportion to the memory it has."""
    percent = args.get_config().get("percent", DEFAULT_PERCENT)
    hosts = {each.props.get("uri"): each for each in args.resources if each.resource_type == HOST}
    promised: dict[str, int] = {}
    for each in args.resources:
        if each.resource_type == GUEST and each.props.get("host"):
            promised[each.props["host"]] = promised.get(each.props["host"], 0) + mebibytes(each.props.get("memory"))
    for uri, total in promised.items():
        host = hosts.get(uri)
        has = int(host.props.get("memoryBytes") or 0) // 1024**2 if host else 0
        if has and total * 100 > has * percent:
            report(
                f"the guests of {uri} may take {total} MiB, the host has {has} MiB: "
                f"{total * 100 // has} % where {percent} % is the limit",
                host.urn,
            )


def mebibytes(size: object) -> int:
    """A size as a guest's inputs have it; 0 for what is not known yet. Numbers come as floats through the engine."""
    size = int(size) if isinstance(size, float) else size
    return parse_size(size, default_unit="MiB") // 1024**2 if isinstance(size, (str, int)) else 0


PolicyPack(
    "zkvm-house-rules",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        ResourceValidationPolicy(name="guest-owner", description="Every guest has an owner.", validate=has_owner),
        ResourceValidationPolicy(
            name="no-password-in-boot",
            description="No clear-text password in boot parameters.",
            validate=has_no_password_in_boot,
        ),
        StackValidationPolicy(
            name="host-overcommit",
            description="The memory promised to guests stays within a share of their host's.",
            config_schema=PolicyConfigSchema(
                properties={"percent": {"type": "integer", "default": DEFAULT_PERCENT, "minimum": 1}}
            ),
            validate=fits_its_host,
        ),
    ],
)
