"""Two hosts, every kind once, and twelve guests: what zkvm can declare, in one program.

Storage and networks are made by the two modules beside this one, the guests by `guests.py`.
"""

import guests
import hosts
import pulumi

import zkvm_provider.sdk as zkvm

lpars = {name: zkvm.Host(name, uri=name) for name in ("lpar1", "lpar2")}
media = zkvm.InstallMedia(
    "eric",
    directory=hosts.name("/home/install/ftpboot/iso"),
    name="eric",
    parameters=zkvm.BootParametersArgs(
        repo="ftp://9.60.29.66/ftpboot/iso",
        dasd=["0.0.0200"],
        nameservers=["9.60.18.2"],
    ),
)

pulumi.export("hosts", {name: host.hostname for name, host in lpars.items()})
pulumi.export("guests", {name: guest.power_state for name, guest in sorted(guests.GUESTS.items())})
